//! AdminCreateUser.

use serde_json::{Map, Value, json};

use super::{admin_users::description, owned};
use crate::{
    delivery::{self, Letter, Occasion, Outgoing},
    error::ServiceError,
    pool::{
        Pool,
        attributes::{self, Writer},
        user::User,
    },
    random,
    request::{Members, USER_POOL_ID, USERNAME},
    service::Service,
    settings::{FirstFactor, PasswordPolicy},
    srp::{self, Credentials},
    triggers::{
        Asker, NO_CLIENT,
        sign_up::{self as triggers, Extra, Source},
    },
    vocabulary::{Contact, UserStatus},
};

const MESSAGE_ACTIONS: [&str; 2] = ["RESEND", "SUPPRESS"];
const MEDIUMS: [&str; 2] = ["SMS", "EMAIL"];
/// One of each kind that a policy can ask for, without letters and digits that are taken for one another.
const KINDS: [&[u8]; 4] = [b"ABCDEFGHJKLMNPQRSTUVWXYZ", b"abcdefghijkmnopqrstuvwxyz", b"23456789", b"!@#$%&*+=?"];

/// What the administrator wants, besides the attributes.
struct Wishes<'a> {
    name: &'a str,
    temporary_password: Option<&'a str>,
    sends: bool,
    mediums: Vec<&'a str>,
    takes_alias: bool,
    extra: Extra<'a>,
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html>
pub(crate) fn admin_create_user(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let name = members.required("Username", &USERNAME);
    let given = members.attributes("UserAttributes");
    let action = members.optional_enum("MessageAction", &MESSAGE_ACTIONS);
    let wishes = Wishes {
        name,
        temporary_password: members.password("TemporaryPassword"),
        sends: action != Some("SUPPRESS"),
        mediums: members.strings("DesiredDeliveryMediums"),
        takes_alias: members.boolean("ForceAliasCreation").unwrap_or_default(),
        extra: Extra {
            validation_data: members.attributes("ValidationData").into_iter().collect(),
            client_metadata: members.map("ClientMetadata"),
        },
    };
    members.check()?;
    if let Some(other) = wishes.mediums.iter().find(|medium| !MEDIUMS.contains(medium)) {
        return Err(ServiceError::invalid_parameter(format!("{other} is not a delivery medium.")));
    }
    if action == Some("RESEND") { resend(service, pool_id, &wishes) } else { create(service, pool_id, &given, &wishes) }
}

fn create(
    service: &Service,
    pool_id: &str,
    given: &[(&str, &str)],
    wishes: &Wishes<'_>,
) -> Result<Value, ServiceError> {
    let now = service.clock.now();
    let sub = srp::fresh_username();
    let (mut user, password, identity) = service.with_pool(pool_id, |pool| {
        let settings = pool.settings();
        let mut attributes =
            attributes::checked(settings, Writer::Administrator, attributes::Occasion::NewUser, given)?;
        attributes::add_name(settings, wishes.name, &mut attributes)?;
        let is_uuid = !settings.username_attributes.is_empty();
        let username = if is_uuid { sub.clone() } else { wishes.name.to_owned() };
        let identity = pool.identity(&username);
        let mut user = User::new(username, sub.clone(), UserStatus::ForceChangePassword, now);
        user.attributes = attributes;
        let password = match wishes.temporary_password {
            Some(password) => {
                settings.policies.password_policy.check(password)?;
                Some(password.to_owned())
            }
            None if settings.allows_first(FirstFactor::EmailOtp) || settings.allows_first(FirstFactor::SmsOtp) => None,
            None => Some(generated_password(&settings.policies.password_policy)?),
        };
        Ok((user, password, identity))
    })?;
    // Outside of the lock, because a power modulo N takes milliseconds.
    let credentials = password.as_ref().map(|password| Credentials::new(&identity, password)).transpose()?;
    if credentials.is_none() {
        user.status = UserStatus::Confirmed;
    }
    user.password = credentials;
    let asker = service.with_pool(pool_id, |pool| Ok(Asker::for_user(pool, NO_CLIENT, &user)))?;
    triggers::before_sign_up(&asker, Source::AdminCreateUser, &mut user, &wishes.extra)?;
    let (answer, messages) = service.change_pool(pool_id, |pool| {
        let mut user = user.clone();
        let contacts = delivery_contacts(&user, wishes)?;
        user.temporary_password_expires_at = user.password.as_ref().map(|_| now + pool.temporary_password_seconds());
        let (username, verified) = (user.username.clone(), user.verified_contacts().collect::<Vec<_>>());
        if pool.is_taken(&user) {
            return Err(ServiceError::new("UsernameExistsException", "User account already exists"));
        }
        let answer = json!({ "User": description(&user) });
        let messages = messages(service, pool, &user, &contacts, password.as_deref(), wishes);
        pool.insert(user)?;
        for contact in verified {
            if let Err(error) = pool.claim_alias(&username, contact, wishes.takes_alias) {
                pool.data.users.remove(&username);
                return Err(error);
            }
        }
        Ok((answer, messages))
    })?;
    messages.into_iter().try_for_each(|message| delivery::send(service, message))?;
    Ok(answer)
}

/// A new temporary password for someone who has not used the last one.
fn resend(service: &Service, pool_id: &str, wishes: &Wishes<'_>) -> Result<Value, ServiceError> {
    let now = service.clock.now();
    let (identity, password) = service.with_pool(pool_id, |pool| {
        let user = pool.find_for_administrator(wishes.name).ok_or_else(ServiceError::unknown_user)?;
        if user.status != UserStatus::ForceChangePassword {
            let message = format!("Resend not possible. {} status is not FORCE_CHANGE_PASSWORD", wishes.name);
            return Err(ServiceError::new("UnsupportedUserStateException", message));
        }
        let policy = &pool.settings().policies.password_policy;
        let password = match wishes.temporary_password {
            Some(password) => {
                policy.check(password)?;
                password.to_owned()
            }
            None => generated_password(policy)?,
        };
        Ok((pool.identity(&user.username), password))
    })?;
    let credentials = Credentials::new(&identity, &password)?;
    let (answer, messages) = service.change_pool(pool_id, |pool| {
        let expires_at = now + pool.temporary_password_seconds();
        let user = pool.data.users.get_mut(&identity.user).ok_or_else(ServiceError::unknown_user)?;
        user.password = Some(credentials.clone());
        user.temporary_password_expires_at = Some(expires_at);
        user.modified_at = now;
        let contacts = delivery_contacts(user, wishes)?;
        let answer = json!({ "User": description(user) });
        pool.lockouts.clear(&identity.user);
        let user = pool.data.users.get(&identity.user).ok_or_else(ServiceError::unknown_user)?;
        Ok((answer, messages(service, pool, user, &contacts, Some(&password), wishes)))
    })?;
    messages.into_iter().try_for_each(|message| delivery::send(service, message))?;
    Ok(answer)
}

fn messages(
    service: &Service,
    pool: &Pool,
    user: &User,
    contacts: &[Contact],
    password: Option<&str>,
    wishes: &Wishes<'_>,
) -> Vec<Outgoing> {
    let letter = |contact| Letter {
        occasion: Occasion::AdminCreateUser,
        contact,
        to: None,
        code: password.unwrap_or_default(),
        metadata: owned(&wishes.extra.client_metadata),
    };
    contacts.iter().map(|&contact| Outgoing::new(service, pool, NO_CLIENT, user, letter(contact))).collect()
}

/// Where the invitation goes. Without a wish it is SMS in Cognito; here e-mail stands in for a number that is missing.
///
/// # Errors
/// InvalidParameterException for a wish without address or number.
fn delivery_contacts(user: &User, wishes: &Wishes<'_>) -> Result<Vec<Contact>, ServiceError> {
    let by_medium = |medium: &str| if medium == "EMAIL" { Contact::Email } else { Contact::PhoneNumber };
    if !wishes.sends {
        return Ok(Vec::new());
    }
    if wishes.mediums.is_empty() {
        let all = [Contact::PhoneNumber, Contact::Email];
        return Ok(all.into_iter().find(|&contact| user.contact(contact).is_some()).into_iter().collect());
    }
    let contacts: Vec<Contact> = wishes.mediums.iter().map(|medium| by_medium(medium)).collect();
    match contacts.iter().find(|&&contact| user.contact(contact).is_none()) {
        Some(missing) => {
            Err(ServiceError::invalid_parameter(format!("User has no attribute {}.", missing.attribute())))
        }
        None => Ok(contacts),
    }
}

/// Of every kind at least one, and as long as the policy asks.
fn generated_password(policy: &PasswordPolicy) -> Result<String, ServiceError> {
    let mut password = String::new();
    for kind in KINDS {
        password.push_str(&random::text(kind, 2)?);
    }
    let all = [KINDS[0], KINDS[1], KINDS[2]].concat();
    password.push_str(&random::text(&all, policy.minimum_length.saturating_sub(password.len()))?);
    Ok(password)
}
