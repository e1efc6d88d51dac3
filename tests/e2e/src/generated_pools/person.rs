//! Who signs up in a generated pool: what they type, and what the pool is to know of them.

use super::{GeneratedPool, Policy, SecondFactor, Verification};

/// Somebody who signs up.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their address.
    pub email: String,
    /// Their number, by E.164.
    pub phone: String,
    /// Where a pool has such.
    pub username: String,
    /// As short as the pool allows, and of no more kinds of signs than it asks for.
    pub password: String,
}

/// What a field's label reads, what is typed there, and what the pool then keeps.
pub struct Answer {
    /// By which it is found, where it has to be filled in.
    pub label: &'static str,
    /// Keys.
    pub typed: String,
    /// The attribute's value; none for what is no attribute.
    pub kept: Option<String>,
}

impl Person {
    /// The one who signs up there.
    pub fn of(pool: &GeneratedPool) -> Self {
        let number = pool.number;
        Self {
            email: format!("ada{number}@example.com"),
            phone: format!("+1202555{:04}", 100 + number),
            username: format!("ada{number}"),
            password: password(&pool.policy),
        }
    }

    /// What they say when they are asked for that there.
    pub fn answer(&self, pool: &GeneratedPool, field: &str) -> Answer {
        let same =
            |label: &'static str, text: &str| Answer { label, typed: text.to_owned(), kept: Some(text.to_owned()) };
        match field {
            // It takes either of two.
            "username" if !pool.identifiers.usernames.is_empty() => {
                Answer { kept: None, ..same(identifier_label(pool), &self.email) }
            }
            "username" => Answer { kept: None, ..same("Username", &self.username) },
            "password" => Answer { kept: None, ..same("Password", &self.password) },
            "email" => same("Email", &self.email),
            "phone_number" => same("Phone number", &self.phone),
            "name" => same("Name", "Ada Example"),
            "given_name" => same("First name", "Ada"),
            "middle_name" => same("Middle name", "Maria"),
            "family_name" => same("Last name", "Example"),
            "nickname" => same("Nickname", "Adda"),
            "website" => same("Website", "https://ada.example.com/"),
            "gender" => same("Gender", "female"),
            "address" => same("Address", "1 Long Street, Springfield"),
            // As a browser in American English has the parts of a day.
            "birthdate" => Answer { typed: "02/29/2000".to_owned(), ..same("Date of birth", "2000-02-29") },
            "custom:plan" => same("Plan", "gold"),
            "custom:seats" => same("Seats", "7"),
            // Nobody types it: it is the language of the page.
            "locale" => same("Language", "en"),
            other => panic!("nobody has said what {other} is"),
        }
    }

    /// The attribute that their account is confirmed through, and the way they are reached there.
    pub fn confirmed_through(&self, pool: &GeneratedPool, has_phone: bool) -> Option<&str> {
        match pool.verification {
            Verification::EmailCode | Verification::EmailLink => Some(&self.email),
            Verification::PhoneCode => Some(&self.phone),
            Verification::EitherCode if has_phone => Some(&self.phone),
            Verification::EitherCode => Some(&self.email),
            Verification::Administrator => None,
        }
    }

    /// Whether they fill in a field that they could leave out: a number makes codes go there.
    pub fn gives(pool: &GeneratedPool, field: &str, is_required: bool) -> bool {
        let is_second_name = pool.identifiers.usernames.len() == 2 && field == "phone_number";
        is_required
            || field.starts_with("custom:")
            || !is_second_name
            || pool.second_factor == SecondFactor::TextMessage
    }

    /// What they sign in by: at first the name that they chose, then an alias that was proven.
    pub fn identifier(&self, pool: &GeneratedPool, is_first: bool, has_phone: bool) -> &str {
        let through = self.confirmed_through(pool, has_phone);
        let is_alias = |name: &str| pool.identifiers.aliases.contains(&name);
        match pool.identifiers.usernames {
            ["phone_number"] => &self.phone,
            [_, ..] => &self.email,
            [] if is_first => &self.username,
            [] => match through {
                Some(through) if through == self.email && is_alias("email") => &self.email,
                Some(through) if through == self.phone && is_alias("phone_number") => &self.phone,
                _ => &self.username,
            },
        }
    }
}

/// The label of the field that asks who somebody is.
pub fn identifier_label(pool: &GeneratedPool) -> &'static str {
    let names =
        if pool.identifiers.usernames.is_empty() { pool.identifiers.aliases } else { pool.identifiers.usernames };
    let has = |name: &str| names.contains(&name);
    match (has("email"), has("phone_number"), pool.identifiers.usernames.is_empty()) {
        (true, false, false) => "Email",
        (false, true, false) => "Phone number",
        (true, true, false) => "Email or phone number",
        (true, false, true) => "Email or username",
        (false, true, true) => "Phone number or username",
        (true, true, true) => "Email, phone number or username",
        (false, false, _) => "Username",
    }
}

fn password(policy: &Policy) -> String {
    let kinds = ["qwkzvx", "QWKZVX", "724935", "-!?+*."];
    let asked: Vec<&str> =
        kinds.into_iter().zip(policy.classes).filter(|(_, is_asked)| *is_asked).map(|(kind, _)| kind).collect();
    let asked = if asked.is_empty() { vec![kinds[0]] } else { asked };
    let length = usize::try_from(policy.length).expect("a length");
    let sign = |place: usize| {
        let kind = asked[place % asked.len()];
        kind.chars().nth(place / asked.len() % kind.len()).expect("a sign")
    };
    (0..length).map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_what_the_policy_asks_for_and_no_more() {
        for classes in (0..16).map(|bits: u32| [0, 1, 2, 3].map(|bit| bits & (1 << bit) != 0)) {
            let password = password(&Policy { length: 6, classes });
            let [small, capital, digit, sign] = classes;
            let has = |is_so: fn(char) -> bool| password.chars().any(is_so);
            assert_eq!(password.chars().count(), 6);
            assert_eq!(has(|sign| sign.is_ascii_lowercase()), small || classes == [false; 4], "{password}");
            assert_eq!(has(|sign| sign.is_ascii_uppercase()), capital, "{password}");
            assert_eq!(has(|sign| sign.is_ascii_digit()), digit, "{password}");
            assert_eq!(has(|sign| sign.is_ascii_punctuation()), sign, "{password}");
        }
    }
}
