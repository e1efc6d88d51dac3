//! Attributes that a request gives to a user, and those that an answer lists.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    error::ServiceError,
    pool::{
        Pool, undetermined_attribute,
        user::{self, User},
    },
    settings::{UserPool, UserPoolClient},
    vocabulary::Contact,
};

/// Who gives them.
#[derive(Clone, Copy)]
pub(crate) enum Writer<'a> {
    /// Someone at this client.
    Client(&'a UserPoolClient),
    Administrator,
}

/// What they are given for: Cognito's sentences differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// A user is made.
    NewUser,
    /// A user is changed.
    Change,
}

/// The attributes as they will be stored, if each of them is known, may be written, and has a value that fits.
///
/// # Errors
/// NotAuthorizedException for what this writer may not write, InvalidParameterException for the rest.
pub(crate) fn checked(
    settings: &UserPool,
    writer: Writer<'_>,
    occasion: Occasion,
    given: &[(&str, &str)],
) -> Result<BTreeMap<String, String>, ServiceError> {
    let mut attributes = BTreeMap::new();
    for &(name, value) in given {
        let is_verification = matches!(name, "email_verified" | "phone_number_verified");
        match writer {
            Writer::Client(client) if name == "sub" || is_verification || !client.writes(name) => {
                return Err(ServiceError::not_authorized("A client attempted to write unauthorized attribute"));
            }
            Writer::Administrator if name == "sub" => {
                return Err(ServiceError::invalid_parameter("Cannot modify the non-mutable attribute sub"));
            }
            _ => {}
        }
        attributes.insert(name.to_owned(), value.to_owned());
    }
    check_values(settings, occasion, &attributes)?;
    if occasion == Occasion::Change {
        check_mutable(settings, attributes.keys())?;
    }
    Ok(attributes)
}

/// Whoever they come from: a request, a trigger, an identity provider.
///
/// # Errors
/// InvalidParameterException for attributes that the pool does not know, and for values that are not as they must be.
pub(crate) fn check_values(
    settings: &UserPool,
    occasion: Occasion,
    attributes: &BTreeMap<String, String>,
) -> Result<(), ServiceError> {
    let mut problems = Vec::new();
    for (name, value) in attributes {
        let attribute = match name.as_str() {
            "email_verified" | "phone_number_verified" => None,
            name => Some(settings.attribute(name).ok_or_else(|| undetermined_attribute(name))?),
        };
        let problem = match name.as_str() {
            _ if value.is_empty() => None,
            "email" if !user::is_email(value) => Some("Invalid email address format."),
            "phone_number" if !user::is_phone_number(value) => Some("Invalid phone number format."),
            "email_verified" | "phone_number_verified" if !matches!(value.as_str(), "true" | "false") => {
                Some("Invalid value for a boolean attribute.")
            }
            _ => None,
        };
        if let Some(problem) = problem {
            return Err(ServiceError::invalid_parameter(problem));
        }
        problems.extend(attribute.and_then(|attribute| Some(format!("{name}: {}", attribute.problem_of(value)?))));
    }
    let beginning = match occasion {
        Occasion::NewUser => "Attributes did not conform to the schema",
        Occasion::Change => "Invalid user attributes",
    };
    match problems.is_empty() {
        true => Ok(()),
        false => Err(ServiceError::invalid_parameter(format!("{beginning}: {}", problems.join("\n")))),
    }
}

/// Adds the attribute that a new user's name stands for, if it stands for one.
///
/// # Errors
/// InvalidParameterException for a name that cannot be one in this pool, and for an attribute that differs from it or does
/// not fit.
pub(crate) fn add_name(
    settings: &UserPool,
    name: &str,
    attributes: &mut BTreeMap<String, String>,
) -> Result<(), ServiceError> {
    let refuse = |message: &'static str| Err(ServiceError::invalid_parameter(message));
    let (is_email, is_phone_number) = (user::is_email(name), user::is_phone_number(name));
    if settings.username_attributes.is_empty() {
        return match () {
            () if is_email && settings.has_alias("email") => {
                refuse("Username cannot be of email format, since user pool is configured for email alias.")
            }
            () if is_phone_number && settings.has_alias("phone_number") => refuse(
                "Username cannot be of phone number format, since user pool is configured for phone number alias.",
            ),
            () => Ok(()),
        };
    }
    let by = |contact: Contact| settings.has_username_attribute(contact.attribute());
    let contact = match (by(Contact::Email), by(Contact::PhoneNumber)) {
        (true, _) if is_email => Contact::Email,
        (_, true) if is_phone_number => Contact::PhoneNumber,
        (true, true) => return refuse("Username should be either an email or a phone number."),
        (true, false) => return refuse("Username should be an email."),
        (false, _) => return refuse("Username should be a phone number."),
    };
    let attribute = contact.attribute();
    match attributes.get(attribute) {
        Some(other) if other.to_lowercase() != name.to_lowercase() => {
            Err(ServiceError::invalid_parameter(format!("Username and {attribute} attribute must be the same.")))
        }
        Some(_) => Ok(()),
        None => {
            attributes.insert(attribute.to_owned(), name.to_owned());
            check_values(settings, Occasion::NewUser, attributes)
        }
    }
}

/// # Errors
/// InvalidParameterException when something is missing that the schema requires.
pub(crate) fn check_required(settings: &UserPool, attributes: &BTreeMap<String, String>) -> Result<(), ServiceError> {
    let missing: Vec<String> = settings
        .required_attributes()
        .filter(|&name| attributes.get(name).is_none_or(String::is_empty))
        .map(|name| format!("{name}: The attribute is required"))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join("\n");
    Err(ServiceError::invalid_parameter(format!("Attributes did not conform to the schema: {list}")))
}

/// # Errors
/// InvalidParameterException for an attribute that stays as it was at the sign-up.
pub(crate) fn check_mutable<'a>(
    settings: &UserPool,
    names: impl IntoIterator<Item = &'a String>,
) -> Result<(), ServiceError> {
    match names.into_iter().find(|name| !settings.is_mutable(name)) {
        None => Ok(()),
        Some(name) => Err(ServiceError::invalid_parameter(format!(
            "user.{name}: Attribute cannot be updated. (changing an immutable attribute)"
        ))),
    }
}

/// A user's attributes with `new` ones. An address or number that is set anew is not verified, unless `new` says so; an
/// empty value deletes.
pub(crate) fn merged(user: &User, new: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut attributes = user.attributes.clone();
    for contact in Contact::ALL {
        if new.get(contact.attribute()).is_some_and(|value| attributes.get(contact.attribute()) != Some(value)) {
            attributes.insert(contact.verified_attribute().to_owned(), "false".to_owned());
        }
    }
    attributes.extend(new);
    attributes.retain(|_, value| !value.is_empty());
    for contact in Contact::ALL {
        if !attributes.contains_key(contact.attribute()) {
            attributes.remove(contact.verified_attribute());
        }
    }
    attributes
}

/// Puts attributes in the place of a user's own.
///
/// # Errors
/// AliasExistsException if another user has the address, number or preferred name; nothing is changed then.
pub(crate) fn store(
    pool: &mut Pool,
    username: &str,
    attributes: BTreeMap<String, String>,
    now: u64,
) -> Result<(), ServiceError> {
    let given = |name: &str| attributes.get(name).map(String::as_str).filter(|value| !value.is_empty());
    for contact in Contact::ALL {
        if given(contact.attribute()).is_some_and(|value| pool.has_other_called(username, contact, value)) {
            return Err(ServiceError::alias_exists(contact.attribute()));
        }
    }
    if given("preferred_username").is_some_and(|value| pool.has_other_preferring(username, value)) {
        return Err(ServiceError::alias_exists("preferred_username"));
    }
    let user = pool.data.users.get_mut(username).ok_or_else(ServiceError::unknown_user)?;
    for contact in Contact::ALL {
        if user.contact(contact) != given(contact.attribute()) {
            user.verifications.remove(&contact);
        }
    }
    user.attributes = attributes;
    user.modified_at = now;
    Ok(())
}

/// UserAttributes of an answer, `sub` first.
pub(crate) fn listed(user: &User) -> Vec<(&str, &str)> {
    let rest = user.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    [("sub", user.sub.as_str())].into_iter().chain(rest).collect()
}

/// A list of AttributeType.
pub(crate) fn attribute_list<'a>(attributes: impl IntoIterator<Item = (&'a str, &'a str)>) -> Value {
    attributes.into_iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect()
}
