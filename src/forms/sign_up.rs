//! What an account is made of.

use cognito_client::{ids::Username, secrets::Password, sign_up::Attribute};

use super::{
    Field, Identifiers, PasswordPolicy, Problem, Problems,
    asked::{Asked, fields_of, username},
    identifier::Identifier,
};

/// A sign-up as it is filled in: each field with what stands in it.
#[derive(Clone, Debug)]
pub struct SignUpForm {
    pub fields: Vec<(Asked, String)>,
    /// What people sign in by.
    pub accepted: Identifiers,
    /// Of telephone numbers without a country's code: ISO 3166, or nothing.
    pub country: String,
    pub policy: PasswordPolicy,
    /// The password once more, where that is asked for.
    pub repeated: Option<String>,
}

/// What is sent for an account.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// None if it is to be generated.
    pub username: Option<Username>,
    pub password: Option<Password>,
    pub attributes: Vec<Attribute>,
}

impl SignUpForm {
    /// # Errors
    /// Every field that is not right, in the order of the fields.
    pub fn parse(&self) -> Result<NewAccount, Problems> {
        let asked: Vec<Asked> = self.fields.iter().map(|(asked, _)| asked.clone()).collect();
        let mut account = NewAccount { username: None, password: None, attributes: Vec::new() };
        let mut problems = Vec::new();
        let fields = fields_of(&asked, self.accepted);
        for ((asked, typed), field) in self.fields.iter().zip(&fields) {
            if let Err(problem) = self.take(asked, typed, &mut account) {
                problems.push((*field, problem));
            }
            if *field == Field::Password && self.repeated.as_ref().is_some_and(|repeated| repeated != typed) {
                problems.push((Field::RepeatedPassword, Problem::Different));
            }
        }
        self.name_by_contact(&mut account);
        if account.username.is_none() && !self.accepted.username && problems.is_empty() {
            let place = asked.iter().position(|asked| self.is_name(&asked.name)).unwrap_or_default();
            problems.extend(fields.get(place).map(|field| (*field, Problem::Required)));
        }
        if problems.is_empty() { Ok(account) } else { Err(problems) }
    }

    fn take(&self, asked: &Asked, typed: &str, account: &mut NewAccount) -> Result<(), Problem> {
        // Where one field takes either and there is one for the email alone, too, what people sign in by counts.
        let attributes = &mut account.attributes;
        match asked.name.as_str() {
            "password" => {
                self.policy.problem(typed).map_or(Ok(()), Err)?;
                of_form(asked, typed)?;
                account.password = Some(Password::new(typed));
            }
            "username" if self.accepted.username => {
                let name = username(typed, self.accepted)?;
                of_form(asked, &name)?;
                account.username = Some(Username::new(name));
            }
            // It is an email or a telephone number, whichever was typed.
            "username" => {
                let identifier = self.accepted.read(typed)?;
                let name = if matches!(identifier, Identifier::Telnum(_)) { "phone_number" } else { "email" };
                let username = identifier.resolve(&self.country)?;
                of_form(asked, username.as_str())?;
                attributes.retain(|attribute| attribute.name != name);
                attributes.push(Attribute { name: name.to_owned(), value: username.as_str().to_owned() });
                account.username = Some(username);
            }
            name => {
                let value = asked.parse(typed, &self.country)?;
                if let Some(value) = value.filter(|_| attributes.iter().all(|attribute| attribute.name != name)) {
                    attributes.push(Attribute { name: name.to_owned(), value });
                }
            }
        }
        Ok(())
    }

    /// Where people sign in by an email or a telephone number, that is the user name.
    fn name_by_contact(&self, account: &mut NewAccount) {
        if account.username.is_none() && !self.accepted.username {
            let named = account.attributes.iter().find(|attribute| self.is_name(&attribute.name));
            account.username = named.map(|attribute| Username::new(attribute.value.clone()));
        }
    }

    fn is_name(&self, attribute: &str) -> bool {
        attribute == "email" && self.accepted.email || attribute == "phone_number" && self.accepted.telnum
    }
}

fn of_form(asked: &Asked, value: &str) -> Result<(), Problem> {
    if asked.has_form(value) { Ok(()) } else { Err(Problem::Unfit) }
}
