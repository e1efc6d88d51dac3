//! SignUp in a pool whose users sign in with their e-mail address.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::sign_up_message;
use crate::{
    error::ServiceError,
    pool::{
        code::Code,
        undetermined_attribute,
        user::{self, Contact, User, UserStatus},
    },
    request::{CLIENT_ID, Members, PASSWORD, USERNAME},
    service::Service,
    settings::UserPool,
    srp::{self, Credentials},
    triggers::sign_up::{self as triggers, Extra, Source},
};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html>
pub(crate) fn sign_up(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let client_id = members.required("ClientId", &CLIENT_ID);
    let email = members.required("Username", &USERNAME);
    let password = members.required("Password", &PASSWORD);
    let given = members.attributes("UserAttributes");
    let extra = Extra {
        validation_data: members.attributes("ValidationData").into_iter().collect(),
        client_metadata: members.map("ClientMetadata"),
    };
    members.check()?;

    let now = service.clock.now();
    let username = srp::fresh_username();
    let (attributes, code, identity) = service.with_client(client_id, |pool, _| {
        let attributes = accepted_attributes(pool.settings(), email, &given)?;
        pool.settings().policies.password_policy.check(password)?;
        let code = Code::new(now, pool.rules.sign_up_code_lifetime_seconds)?;
        Ok((attributes, code, pool.identity(&username)))
    })?;
    // Outside of the lock, because a power modulo N takes milliseconds.
    let credentials = Credentials::new(&identity, password)?;
    let message_code = code.digits().to_owned();
    let mut user = User::new(username.clone(), username, UserStatus::Unconfirmed, now);
    user.password = Some(credentials);
    user.attributes = attributes;
    user.sign_up_code = Some(code);
    triggers::before_sign_up(service, client_id, Source::SignUp, &mut user, &extra)?;
    let (username, is_confirmed) = (user.username.clone(), user.status == UserStatus::Confirmed);
    let message = sign_up_message(service, client_id, &user, &message_code);
    let mut answer = json!({ "UserConfirmed": is_confirmed, "UserSub": user.sub });
    service.change_client(client_id, |pool, _| {
        pool.insert(user)?;
        if !is_confirmed {
            answer["CodeDeliveryDetails"] = Contact::Email.delivery(email);
            pool.data.inbox.push(message);
        }
        Ok(())
    })?;
    if is_confirmed {
        let source = "PostConfirmation_ConfirmSignUp";
        triggers::after_confirmation(service, client_id, &username, source, &extra.client_metadata)?;
    }
    Ok(answer)
}

/// The attributes a new user gets: those given, and `email`, which the user name stands for.
fn accepted_attributes(
    settings: &UserPool,
    email: &str,
    given: &[(&str, &str)],
) -> Result<BTreeMap<String, String>, ServiceError> {
    if !user::is_email(email) {
        return Err(ServiceError::invalid_parameter("Username should be an email."));
    }
    let mut attributes = BTreeMap::new();
    for &(name, value) in given {
        if name == "sub" || name.ends_with("_verified") {
            return Err(ServiceError::not_authorized("A client attempted to write unauthorized attribute"));
        }
        if !settings.knows_attribute(name) {
            return Err(undetermined_attribute(name));
        }
        let problem = match name {
            "email" if !user::is_email(value) => Some("Invalid email address format."),
            "email" if value.to_lowercase() != email.to_lowercase() => {
                Some("Username and email attribute must be the same address.")
            }
            "phone_number" if !user::is_phone_number(value) => Some("Invalid phone number format."),
            _ => None,
        };
        if let Some(problem) = problem {
            return Err(ServiceError::invalid_parameter(problem));
        }
        attributes.insert(name.to_owned(), value.to_owned());
    }
    attributes.entry("email".to_owned()).or_insert_with(|| email.to_owned());
    let missing: Vec<String> = settings
        .required_attributes()
        .filter(|&name| attributes.get(name).is_none_or(String::is_empty))
        .map(|name| format!("{name}: The attribute is required"))
        .collect();
    if !missing.is_empty() {
        let list = missing.join("\n");
        return Err(ServiceError::invalid_parameter(format!("Attributes did not conform to the schema: {list}")));
    }
    attributes.insert("email_verified".to_owned(), "false".to_owned());
    Ok(attributes)
}
