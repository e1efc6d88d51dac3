//! SignUp.

use serde_json::{Map, Value, json};

use crate::{
    delivery::{self, Letter, Outgoing},
    error::ServiceError,
    pool::{
        attributes::{self, Occasion, Writer},
        code::Code,
        user::User,
    },
    request::{CLIENT_ID, Members, SECRET_HASH, USERNAME},
    service::Service,
    settings::FirstFactor,
    srp::{self, Credentials},
    triggers::{
        Asker,
        sign_up::{self as triggers, Extra, Source},
    },
    vocabulary::{Contact, UserStatus},
};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html>
pub(crate) fn sign_up(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let client_id = members.required("ClientId", &CLIENT_ID);
    let name = members.required("Username", &USERNAME);
    let password = members.password("Password");
    let secret_hash = members.optional("SecretHash", &SECRET_HASH);
    let given = members.attributes("UserAttributes");
    let extra = Extra {
        validation_data: members.attributes("ValidationData").into_iter().collect(),
        client_metadata: members.map("ClientMetadata"),
    };
    members.check()?;

    let now = service.clock.now();
    let sub = srp::fresh_username();
    let (mut user, code, identity) = service.with_client(client_id, |pool, client| {
        let settings = pool.settings();
        client.check_secret_hash(name, secret_hash)?;
        if settings.admin_create_user_config.allow_admin_create_user_only {
            return Err(ServiceError::not_authorized("SignUp is not permitted for this user pool"));
        }
        let mut attributes = attributes::checked(settings, Writer::Client(client), Occasion::NewUser, &given)?;
        attributes::add_name(settings, name, &mut attributes)?;
        attributes::check_required(settings, &attributes)?;
        match password {
            Some(password) => settings.policies.password_policy.check(password)?,
            None => {
                let otp = [(FirstFactor::EmailOtp, Contact::Email), (FirstFactor::SmsOtp, Contact::PhoneNumber)];
                let has = |contact: Contact| attributes.contains_key(contact.attribute());
                if !otp.iter().any(|&(factor, contact)| settings.allows_first(factor) && has(contact)) {
                    return Err(missing_password());
                }
            }
        }
        let username = if settings.username_attributes.is_empty() { name } else { &sub };
        let mut user = User::new(username.to_owned(), sub.clone(), UserStatus::Unconfirmed, now);
        user.attributes = attributes;
        for contact in [Contact::Email, Contact::PhoneNumber] {
            if user.contact(contact).is_some() {
                user.set_verified(contact, false);
            }
        }
        let code = match user.sign_up_contact(settings) {
            Some(contact) => {
                Some((contact, Code::new(&pool.rules.codes, now, pool.rules.sign_up_code_lifetime_seconds)?))
            }
            None => None,
        };
        let identity = pool.identity(&user.username);
        Ok((user, code, identity))
    })?;
    // Outside of the lock, because a power modulo N takes milliseconds.
    user.password = password.map(|password| Credentials::new(&identity, password)).transpose()?;
    let asker = service.with_client(client_id, |pool, _| Ok(Asker::for_user(pool, client_id, &user)))?;
    triggers::before_sign_up(&asker, Source::SignUp, &mut user, &extra)?;
    let (username, is_confirmed) = (user.username.clone(), user.status == UserStatus::Confirmed);
    let mut answer = json!({ "UserConfirmed": is_confirmed, "UserSub": user.sub });
    let mut message = None;
    if let Some((contact, code)) = code.filter(|_| !is_confirmed) {
        answer["CodeDeliveryDetails"] = contact.delivery(user.contact(contact).unwrap_or_default());
        let letter = Letter {
            occasion: delivery::Occasion::SignUp,
            contact,
            to: None,
            code: code.digits(),
            metadata: super::owned(&extra.client_metadata),
        };
        message =
            Some(service.with_client(client_id, |pool, _| Ok(Outgoing::new(service, pool, client_id, &user, letter)))?);
        user.sign_up_code = Some(code);
    }
    service.change_client(client_id, |pool, _| {
        // Only a trigger can have verified anything already.
        if let Some(contact) = user.verified_contacts().find(|&contact| pool.has_other_called_as(&user, contact)) {
            let message = format!("An account with the given {} already exists.", contact.attribute());
            return Err(ServiceError::new("UsernameExistsException", message));
        }
        pool.insert(user.clone())
    })?;
    if let Some(message) = message {
        delivery::send(service, message)?;
    }
    if is_confirmed {
        let source = "PostConfirmation_ConfirmSignUp";
        triggers::after_confirmation(service, client_id, &username, source, &extra.client_metadata)?;
    }
    Ok(answer)
}

/// As if the member was still a required one: that is what pools say in which everyone has a password.
fn missing_password() -> ServiceError {
    ServiceError::invalid_parameter(
        "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
    )
}
