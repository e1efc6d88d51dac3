//! Pools that nobody thought of: identifiers × attributes × policy × verification × second factor. There are always the
//! same 200; which of them a run takes comes from its seed.

mod making;
mod person;
mod random;

use std::{
    fmt,
    hash::{BuildHasher, RandomState},
    sync::OnceLock,
};

use serde_json::{Value, json};

pub use self::person::{Person, identifier_label};
use self::random::Random;

/// How many there are.
const ALL: u64 = 200;
/// How many a run takes, unless `GENERATED_POOLS` says otherwise.
const CHOSEN: u64 = 40;

/// What people sign in by.
const IDENTIFIERS: [Identifiers; 9] = [
    Identifiers { usernames: &["email"], aliases: &[] },
    Identifiers { usernames: &["phone_number"], aliases: &[] },
    Identifiers { usernames: &["email", "phone_number"], aliases: &[] },
    Identifiers { usernames: &[], aliases: &[] },
    Identifiers { usernames: &[], aliases: &["email"] },
    Identifiers { usernames: &[], aliases: &["phone_number"] },
    Identifiers { usernames: &[], aliases: &["email", "phone_number"] },
    Identifiers { usernames: &[], aliases: &["preferred_username"] },
    Identifiers { usernames: &[], aliases: &["email", "preferred_username"] },
];
/// What is required besides, and what the pool has of its own.
const ATTRIBUTES: [Attributes; 8] = [
    Attributes { required: &[], custom: &[] },
    Attributes { required: &["name"], custom: &[] },
    Attributes { required: &["given_name", "family_name"], custom: &["plan"] },
    Attributes { required: &["birthdate", "name"], custom: &[] },
    Attributes { required: &["address"], custom: &["seats"] },
    Attributes { required: &["nickname", "website"], custom: &[] },
    Attributes { required: &["gender"], custom: &["plan", "seats"] },
    Attributes { required: &["middle_name", "email", "phone_number"], custom: &[] },
];

/// UsernameAttributes and AliasAttributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identifiers {
    /// What stands for a user name.
    pub usernames: &'static [&'static str],
    /// What people may type besides it.
    pub aliases: &'static [&'static str],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Attributes {
    required: &'static [&'static str],
    custom: &'static [&'static str],
}

/// How an account is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verification {
    /// By a code to the email.
    EmailCode,
    /// By a link in a mail.
    EmailLink,
    /// By a code to the telephone.
    PhoneCode,
    /// By a code to either; to the telephone if there is a number.
    EitherCode,
    /// By an administrator.
    Administrator,
}

/// What is asked for besides the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// Nothing.
    None,
    /// Nothing, as long as nobody sets something up.
    Optional,
    /// A code by text message.
    TextMessage,
    /// A code by email.
    Email,
    /// A code of an app, which is set up at the first sign-in.
    App,
}

/// PasswordPolicyType.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How many characters.
    pub length: u64,
    /// Small letters, capitals, digits, other signs.
    pub classes: [bool; 4],
}

/// One of the 200.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedPool {
    /// From 0.
    pub number: u64,
    /// What people sign in by.
    pub identifiers: Identifiers,
    /// How an account is confirmed.
    pub verification: Verification,
    /// What is asked for besides the password.
    pub second_factor: SecondFactor,
    /// What a password is like.
    pub policy: Policy,
    attributes: Attributes,
    is_case_sensitive: bool,
}

/// The pools of this run: those that its seed chooses.
pub fn chosen() -> Vec<GeneratedPool> {
    let number = |variable: &str| std::env::var(variable).ok()?.parse().ok();
    choice(seed(), number("GENERATED_POOLS").unwrap_or(CHOSEN))
}

/// What this run's choice comes from: `GENERATED_POOLS_SEED`, which `cargo xtask test` sets, or else chance.
pub fn seed() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    *SEED.get_or_init(|| {
        let given = std::env::var("GENERATED_POOLS_SEED").ok();
        let given = given.map(|seed| seed.parse().expect("GENERATED_POOLS_SEED is a number"));
        given.unwrap_or_else(|| RandomState::new().hash_one(ALL) % 1_000_000)
    })
}

/// So many of all, which stand in one mixed order and in a circle: the next seed goes on where this one ends, so that seeds
/// after each other miss none.
fn choice(seed: u64, count: u64) -> Vec<GeneratedPool> {
    let mut random = Random::new(ALL);
    let mut numbers: Vec<u64> = (0..ALL).collect();
    let mixed: Vec<u64> = (0..ALL)
        .map(|_| {
            let place = random.below(numbers.len() as u64);
            numbers.swap_remove(usize::try_from(place).expect("a place"))
        })
        .collect();
    let first = usize::try_from(seed.wrapping_mul(count) % ALL).expect("a place");
    let circle = mixed.into_iter().cycle().skip(first);
    circle.take(usize::try_from(count.min(ALL)).expect("a count")).map(GeneratedPool::numbered).collect()
}

impl GeneratedPool {
    /// The pool of that number.
    pub fn numbered(number: u64) -> Self {
        let mut random = Random::new(number);
        let identifiers = *random.of_turn(&IDENTIFIERS, number);
        let attributes = *random.one_of(&ATTRIBUTES);
        let is_known = |name: &str| identifiers.usernames.contains(&name) || attributes.required.contains(&name);
        let verifications: &[Verification] = match identifiers.usernames {
            ["email"] => &[Verification::EmailCode, Verification::EmailLink, Verification::Administrator],
            ["phone_number"] => &[Verification::PhoneCode, Verification::Administrator],
            [_, _] => &[Verification::EitherCode],
            _ => &[
                Verification::EmailCode,
                Verification::EmailLink,
                Verification::PhoneCode,
                Verification::EitherCode,
                Verification::Administrator,
            ],
        };
        let verification = *random.one_of(verifications);
        let factors = [
            SecondFactor::None,
            SecondFactor::None,
            SecondFactor::Optional,
            SecondFactor::TextMessage,
            SecondFactor::Email,
            SecondFactor::App,
        ];
        let second_factor = match *random.one_of(&factors) {
            // Codes go where the person can be reached: a pool with nothing to reach them by has an app.
            SecondFactor::Email if verification == Verification::Administrator && !is_known("email") => {
                SecondFactor::App
            }
            other => other,
        };
        let classes = [0; 4].map(|_| random.below(2) == 1);
        let policy = Policy { length: 6 + random.below(12), classes };
        let is_case_sensitive = random.below(4) == 0;
        Self { number, identifiers, verification, second_factor, policy, attributes, is_case_sensitive }
    }

    /// What CreateUserPool is asked.
    pub fn user_pool(&self) -> Value {
        let [small, capital, digit, sign] = self.policy.classes;
        let verified: &[&str] = match self.verification {
            Verification::EmailCode | Verification::EmailLink => &["email"],
            Verification::PhoneCode => &["phone_number"],
            Verification::EitherCode => &["email", "phone_number"],
            Verification::Administrator => &[],
        };
        let option =
            if self.verification == Verification::EmailLink { "CONFIRM_WITH_LINK" } else { "CONFIRM_WITH_CODE" };
        let required = self.attributes.required.iter().map(|name| json!({ "Name": name, "Required": true }));
        let custom = self.attributes.custom.iter().map(|&name| match name {
            "seats" => json!({
                "Name": name, "AttributeDataType": "Number",
                "NumberAttributeConstraints": { "MinValue": "1", "MaxValue": "50" },
            }),
            name => json!({
                "Name": name, "AttributeDataType": "String",
                "StringAttributeConstraints": { "MinLength": "2", "MaxLength": "20" },
            }),
        });
        let schema: Vec<Value> = required.chain(custom).collect();
        let mut pool = json!({
            "PoolName": format!("Pool {}", self.number),
            "AutoVerifiedAttributes": verified,
            "UsernameConfiguration": { "CaseSensitive": self.is_case_sensitive },
            "VerificationMessageTemplate": { "DefaultEmailOption": option },
            // What a forgotten password's code goes to can be no second factor.
            "AccountRecoverySetting": { "RecoveryMechanisms": [{ "Priority": 1, "Name": "admin_only" }] },
            "Policies": { "PasswordPolicy": {
                "MinimumLength": self.policy.length,
                "RequireLowercase": small,
                "RequireUppercase": capital,
                "RequireNumbers": digit,
                "RequireSymbols": sign,
            } },
        });
        if !schema.is_empty() {
            pool["Schema"] = json!(schema);
        }
        if !self.identifiers.usernames.is_empty() {
            pool["UsernameAttributes"] = json!(self.identifiers.usernames);
        }
        if !self.identifiers.aliases.is_empty() {
            pool["AliasAttributes"] = json!(self.identifiers.aliases);
        }
        pool
    }

    /// What SetUserPoolMfaConfig is asked, but for the pool's id; nothing for a pool that has no second factor.
    pub fn mfa(&self) -> Option<Value> {
        let sms = json!({ "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::000000000000:role/sms" } });
        let app = json!({ "Enabled": true });
        match self.second_factor {
            SecondFactor::None => None,
            SecondFactor::Optional => Some(json!({
                "MfaConfiguration": "OPTIONAL", "SmsMfaConfiguration": sms, "SoftwareTokenMfaConfiguration": app,
            })),
            SecondFactor::TextMessage => Some(json!({ "MfaConfiguration": "ON", "SmsMfaConfiguration": sms })),
            SecondFactor::Email => Some(json!({ "MfaConfiguration": "ON", "EmailMfaConfiguration": {} })),
            SecondFactor::App => Some(json!({ "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": app })),
        }
    }

    /// What CreateUserPoolClient is asked, but for the pool's id.
    pub fn client(&self) -> Value {
        json!({
            "ClientName": "web",
            "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            "PreventUserExistenceErrors": "ENABLED",
        })
    }
}

impl fmt::Display for GeneratedPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "pool {} (usernames {:?}, aliases {:?}, {:?}, second factor {:?}, required {:?}, custom {:?}, {:?})",
            self.number,
            self.identifiers.usernames,
            self.identifiers.aliases,
            self.verification,
            self.second_factor,
            self.attributes.required,
            self.attributes.custom,
            self.policy,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<GeneratedPool> {
        (0..ALL).map(GeneratedPool::numbered).collect()
    }

    #[test]
    fn they_are_the_same_every_time_and_a_seed_chooses_the_same() {
        assert_eq!(all(), all());
        assert_eq!(choice(7, 40), choice(7, 40));
        assert_ne!(choice(7, 40), choice(8, 40));
        let mut numbers: Vec<u64> = choice(7, 500).iter().map(|pool| pool.number).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..ALL).collect::<Vec<_>>(), "all of them, each once");
        let mut in_turn: Vec<u64> = (7..12).flat_map(|seed| choice(seed, CHOSEN)).map(|pool| pool.number).collect();
        in_turn.sort_unstable();
        assert_eq!(in_turn, numbers, "seeds after each other miss none");
    }

    #[test]
    fn everything_is_among_them() {
        let pools = all();
        let has = |is_so: &dyn Fn(&GeneratedPool) -> bool| pools.iter().filter(|pool| is_so(pool)).count() >= 5;
        for identifiers in IDENTIFIERS {
            assert!(has(&|pool| pool.identifiers == identifiers), "{identifiers:?}");
        }
        for attributes in ATTRIBUTES {
            assert!(has(&|pool| pool.attributes == attributes), "{attributes:?}");
        }
        use Verification::{Administrator, EitherCode, EmailCode, EmailLink, PhoneCode};
        for verification in [EmailCode, EmailLink, PhoneCode, EitherCode, Administrator] {
            assert!(has(&|pool| pool.verification == verification), "{verification:?}");
        }
        use SecondFactor::{App, Email, None, Optional, TextMessage};
        for factor in [None, Optional, TextMessage, Email, App] {
            assert!(has(&|pool| pool.second_factor == factor), "{factor:?}");
        }
        for class in 0..4 {
            assert!(has(&|pool| pool.policy.classes[class]) && has(&|pool| !pool.policy.classes[class]), "{class}");
        }
        assert!(has(&|pool| pool.is_case_sensitive) && has(&|pool| pool.policy.length > 14));
    }
}
