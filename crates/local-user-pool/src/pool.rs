//! One user pool: its settings and everything it knows.

pub(crate) mod attempts;
pub(crate) mod code;
pub(crate) mod device;
mod id_token;
pub(crate) mod identities;
pub mod inbox;
pub(crate) mod lockout;
pub mod mfa;
pub(crate) mod scopes;
pub(crate) mod sign_in;
pub(crate) mod signing_key;
pub(crate) mod tokens;
pub mod totp;
pub mod user;

use std::{collections::BTreeMap, sync::Arc};

use cognito_client::srp::arithmetic::Identity;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    config::{NewUser, Rules},
    error::ServiceError,
    operations::attributes::{Occasion, check_values},
    random,
    request::USERNAME,
    settings::{IdentityProvider, UserPool, UserPoolClient},
    srp::{self, Credentials},
};
use attempts::Attempts;
use inbox::Inbox;
use lockout::Lockouts;
use mfa::{MfaFactor, MfaPreference};
use sign_in::SignIns;
use signing_key::SigningKey;
use totp::TotpSecret;
use user::{Contact, User, UserStatus};

/// A pool in service.
pub(crate) struct Pool {
    pub(crate) rules: Arc<Rules>,
    /// `iss` of the tokens.
    pub(crate) issuer: String,
    pub(crate) data: PoolData,
    pub(crate) attempts: Attempts,
    pub(crate) lockouts: Lockouts,
}

/// What the state file keeps of a pool.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PoolData {
    pub(crate) settings: UserPool,
    /// By client id.
    pub(crate) clients: BTreeMap<String, UserPoolClient>,
    /// From which the answers about users who do not exist are derived.
    pub(crate) secret: [u8; 32],
    pub(crate) access_key: SigningKey,
    pub(crate) id_key: SigningKey,
    /// By user name.
    pub(crate) users: BTreeMap<String, User>,
    pub(crate) sign_ins: SignIns,
    pub(crate) inbox: Inbox,
    /// By name.
    #[serde(default)]
    pub(crate) identity_providers: BTreeMap<String, IdentityProvider>,
    /// The prefix or name of CreateUserPoolDomain. Managed login is there without it as well.
    #[serde(default)]
    pub(crate) domain: Option<String>,
}

impl PoolData {
    pub(crate) fn fresh(settings: UserPool) -> Result<Self, ServiceError> {
        Ok(Self {
            settings,
            clients: BTreeMap::new(),
            secret: random::bytes()?,
            access_key: SigningKey::generate()?,
            id_key: SigningKey::generate()?,
            users: BTreeMap::new(),
            sign_ins: SignIns::default(),
            inbox: Inbox::default(),
            identity_providers: BTreeMap::new(),
            domain: None,
        })
    }
}

impl Pool {
    pub(crate) fn new(rules: Arc<Rules>, data: PoolData) -> Self {
        Self {
            issuer: rules.issuer.of(&data.settings, &rules.base_url),
            rules,
            data,
            attempts: Attempts::default(),
            lockouts: Lockouts::default(),
        }
    }

    pub(crate) fn settings(&self) -> &UserPool {
        &self.data.settings
    }

    /// The user whom `name` means: a user name, a user-name attribute, or a verified alias.
    pub(crate) fn find(&self, name: &str) -> Option<&User> {
        self.data.users.get(name).or_else(|| self.data.users.values().find(|user| self.means(name, user)))
    }

    /// The user whom `name` means to an administrator: `sub` names users of the pool's own as well.
    pub(crate) fn find_for_administrator(&self, name: &str) -> Option<&User> {
        let is_sub = |user: &&User| user.external.is_none() && user.sub == name;
        self.find(name).or_else(|| self.data.users.values().find(is_sub))
    }

    /// As [`Pool::find`].
    pub(crate) fn find_mut(&mut self, name: &str) -> Option<&mut User> {
        let username = self.find(name)?.username.clone();
        self.data.users.get_mut(&username)
    }

    /// Whether `name` means that user.
    pub(crate) fn means(&self, name: &str, user: &User) -> bool {
        let settings = self.settings();
        let is = |value: &str| self.is_same(value, name);
        let by_contact = |contact: Contact| {
            // The provider answers for its users' addresses, and several users may have the same.
            if user.external.is_some() {
                return false;
            }
            let attribute = contact.attribute();
            let is_known = settings.has_username_attribute(attribute)
                || (settings.has_alias(attribute) && user.is_verified(contact));
            is_known && user.contact(contact).is_some_and(is)
        };
        is(&user.username)
            || by_contact(Contact::Email)
            || by_contact(Contact::PhoneNumber)
            || (settings.has_alias("preferred_username") && user.attribute("preferred_username").is_some_and(is))
    }

    /// Whether two names are one in this pool.
    pub(crate) fn is_same(&self, one: &str, other: &str) -> bool {
        one == other
            || (!self.settings().username_configuration.case_sensitive && one.to_lowercase() == other.to_lowercase())
    }

    /// Whom SRP proves the password of.
    pub(crate) fn identity(&self, username: &str) -> Identity {
        Identity { group: self.settings().name_in_id().to_owned(), user: username.to_owned() }
    }

    /// What SRP needs of a user who does not exist: user name and verifier, always the same for the same name.
    pub(crate) fn simulated(&self, name: &str) -> Result<(String, Credentials), ServiceError> {
        let (secret, folded) = (&self.data.secret, name.to_lowercase());
        let is_typed = self.settings().username_attributes.is_empty();
        let username = if is_typed { name.to_owned() } else { srp::simulated_username(secret, &folded) };
        Ok((username, Credentials::simulated(secret, &folded)?))
    }

    /// Adds a user whose address and number count as verified; gives the user name.
    pub(crate) fn add_user(&mut self, new: &NewUser, now: u64) -> Result<String, ServiceError> {
        let settings = self.settings();
        let mut attributes = new.attributes.clone();
        let sub = srp::fresh_username();
        let username = new.username.clone().unwrap_or_else(|| sub.clone());
        let is_uuid = !settings.username_attributes.is_empty();
        let phone_number = new.phone_number.as_deref().unwrap_or_default();
        let signs_in_by_phone = is_uuid && settings.has_username_attribute("phone_number") && !phone_number.is_empty();
        if (is_uuid && !signs_in_by_phone || !new.email.is_empty()) && !user::is_email(&new.email) {
            return Err(ServiceError::invalid_parameter("Username should be an email."));
        }
        if !phone_number.is_empty() && !user::is_phone_number(phone_number) {
            return Err(ServiceError::invalid_parameter("Invalid phone number format."));
        }
        for (contact, value) in [(Contact::Email, new.email.as_str()), (Contact::PhoneNumber, phone_number)] {
            if !value.is_empty() {
                attributes.insert(contact.attribute().to_owned(), value.to_owned());
                attributes.insert(contact.verified_attribute().to_owned(), "true".to_owned());
            }
        }
        check_values(settings, Occasion::NewUser, &attributes)?;
        let password = match new.password.as_str() {
            "" => None,
            password => {
                settings.policies.password_policy.check(password)?;
                Some(Credentials::new(&self.identity(&username), password)?)
            }
        };
        let is_temporary = new.status == UserStatus::ForceChangePassword;
        let mut user = User::new(username.clone(), if is_uuid { username.clone() } else { sub }, new.status, now);
        user.password = password;
        user.temporary_password_expires_at = is_temporary.then(|| now + self.temporary_password_seconds());
        user.attributes = attributes;
        user.mfa = MfaPreference { enabled: new.mfa.clone(), preferred: new.preferred_mfa, passkey: false };
        user.totp = new.totp_secret.as_deref().map(TotpSecret::registered).transpose()?;
        if new.mfa.contains(&MfaFactor::SoftwareTokenMfa) && user.totp.is_none() {
            return Err(ServiceError::invalid_parameter("SOFTWARE_TOKEN_MFA needs a totp_secret."));
        }
        self.insert(user)?;
        Ok(username)
    }

    /// How long a temporary password works.
    pub(crate) fn temporary_password_seconds(&self) -> u64 {
        // Cognito reads 0 as its default.
        let days = match self.settings().policies.password_policy.temporary_password_validity_days {
            0 => 7,
            days => u64::from(days),
        };
        days * 24 * 3600
    }

    /// Makes an address or number that has been verified mean that user, where it is an alias.
    ///
    /// # Errors
    /// AliasExistsException if it means another user; with `takes` it is taken from that one instead.
    pub(crate) fn claim_alias(&mut self, username: &str, contact: Contact, takes: bool) -> Result<(), ServiceError> {
        let value = self.data.users.get(username).and_then(|user| user.contact(contact)).map(str::to_owned);
        let Some(value) = value.filter(|_| self.settings().has_alias(contact.attribute())) else { return Ok(()) };
        if !self.has_other_called(username, contact, &value) {
            return Ok(());
        }
        if !takes {
            return Err(ServiceError::alias_exists(contact.attribute()));
        }
        let is_sensitive = self.settings().username_configuration.case_sensitive;
        let is_same = |other: &str| other == value || (!is_sensitive && other.to_lowercase() == value.to_lowercase());
        for other in self.data.users.values_mut().filter(|other| other.username != username) {
            if other.verified_contact(contact).is_some_and(is_same) {
                other.set_verified(contact, false);
            }
        }
        Ok(())
    }

    /// Whether that user's address or number already means another one.
    pub(crate) fn has_other_called_as(&self, user: &User, contact: Contact) -> bool {
        user.contact(contact).is_some_and(|value| self.has_other_called(&user.username, contact, value))
    }

    /// Whether an address or number already means another user.
    pub(crate) fn has_other_called(&self, username: &str, contact: Contact, value: &str) -> bool {
        let is_name = self.settings().has_username_attribute(contact.attribute());
        let is_alias = self.settings().has_alias(contact.attribute());
        let others = self.data.users.values().filter(|other| other.username != username && other.external.is_none());
        others.into_iter().any(|other| {
            (is_name || (is_alias && other.is_verified(contact)))
                && other.contact(contact).is_some_and(|own| self.is_same(own, value))
        })
    }

    /// Whether a preferred user name means another user.
    pub(crate) fn has_other_preferring(&self, username: &str, name: &str) -> bool {
        self.settings().has_alias("preferred_username")
            && self
                .data
                .users
                .values()
                .filter(|other| other.username != username)
                .any(|other| other.attribute("preferred_username").is_some_and(|own| self.is_same(own, name)))
    }

    /// Whether the user name or a user-name attribute of a new user is taken, confirmed or not.
    pub(crate) fn is_taken(&self, user: &User) -> bool {
        let settings = self.settings();
        let names = [Contact::Email, Contact::PhoneNumber]
            .into_iter()
            .filter(|contact| settings.has_username_attribute(contact.attribute()))
            .filter_map(|contact| user.contact(contact))
            .chain([user.username.as_str()]);
        names.into_iter().any(|name| self.find(name).is_some())
    }

    /// # Errors
    /// UsernameExistsException if the user name or a user-name attribute is taken, confirmed or not;
    /// InvalidParameterException for a user name with blanks or letters that nobody sees.
    pub(crate) fn insert(&mut self, user: User) -> Result<(), ServiceError> {
        USERNAME.check("username", &user.username)?;
        if self.is_taken(&user) {
            return Err(ServiceError::new("UsernameExistsException", "User already exists"));
        }
        self.data.users.insert(user.username.clone(), user);
        Ok(())
    }

    /// Deletes a user with everything of theirs; their tokens are dead.
    pub(crate) fn delete(&mut self, username: &str) {
        self.data.users.remove(username);
        self.data.sign_ins.revoke_all(username);
        self.lockouts.clear(username);
    }

    /// The public keys of both kinds of token.
    pub(crate) fn jwks(&self) -> Value {
        json!({ "keys": [self.data.id_key.public_jwk(), self.data.access_key.public_jwk()] })
    }
}

pub(crate) fn undetermined_attribute(name: &str) -> ServiceError {
    ServiceError::invalid_parameter(format!(
        "Attributes did not conform to the schema: Type for attribute {{{name}}} could not be determined"
    ))
}
