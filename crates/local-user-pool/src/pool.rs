//! One user pool: its settings and everything it knows.

pub(crate) mod attempts;
pub(crate) mod code;
pub mod inbox;
pub(crate) mod sign_in;
pub(crate) mod signing_key;
pub(crate) mod tokens;
pub(crate) mod user;

use std::{collections::BTreeMap, sync::Arc};

use cognito_client::srp::arithmetic::Identity;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    config::{Config, NewUser, UserExistenceErrors},
    error::ServiceError,
    random,
    srp::{self, Credentials},
};
use attempts::Attempts;
use inbox::Inbox;
use sign_in::SignIns;
use signing_key::SigningKey;
use user::{Status, User};

/// A pool in service.
pub(crate) struct Pool {
    pub(crate) settings: Arc<Config>,
    pub(crate) data: PoolData,
    pub(crate) attempts: Attempts,
}

/// What the state file keeps of a pool.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PoolData {
    /// From which the answers about users who do not exist are derived.
    pub(crate) secret: [u8; 32],
    pub(crate) access_key: SigningKey,
    pub(crate) id_key: SigningKey,
    /// By user name.
    pub(crate) users: BTreeMap<String, User>,
    pub(crate) sign_ins: SignIns,
    pub(crate) inbox: Inbox,
}

impl PoolData {
    pub(crate) fn fresh() -> Result<Self, ServiceError> {
        Ok(Self {
            secret: random::bytes()?,
            access_key: SigningKey::generate()?,
            id_key: SigningKey::generate()?,
            users: BTreeMap::new(),
            sign_ins: SignIns::default(),
            inbox: Inbox::default(),
        })
    }
}

impl Pool {
    pub(crate) fn new(settings: Arc<Config>, data: PoolData) -> Self {
        Self { settings, data, attempts: Attempts::default() }
    }

    /// The user whom `name` means: a user name, or an e-mail address in any case.
    pub(crate) fn find(&self, name: &str) -> Option<&User> {
        self.data.users.get(name).or_else(|| self.data.users.values().find(|user| user.is_called(name)))
    }

    /// As [`Pool::find`].
    pub(crate) fn find_mut(&mut self, name: &str) -> Option<&mut User> {
        let username = self.find(name)?.username.clone();
        self.data.users.get_mut(&username)
    }

    /// Whether unknown users must be answered as if they existed.
    pub(crate) fn hides_unknown_users(&self) -> bool {
        self.settings.prevent_user_existence_errors == UserExistenceErrors::Enabled
    }

    /// Whom SRP proves the password of.
    pub(crate) fn identity(&self, username: &str) -> Identity {
        Identity { group: self.settings.pool_name().to_owned(), user: username.to_owned() }
    }

    /// What SRP needs of a user who does not exist: user name and verifier, always the same for the same name.
    pub(crate) fn simulated(&self, name: &str) -> Result<(String, Credentials), ServiceError> {
        let (secret, name) = (&self.data.secret, name.to_lowercase());
        Ok((srp::simulated_username(secret, &name), Credentials::simulated(secret, &name)?))
    }

    /// Adds a confirmed user whose address counts as verified; gives the user name.
    pub(crate) fn add_user(&mut self, new: &NewUser, now: u64) -> Result<String, ServiceError> {
        self.settings.password_policy.check(&new.password)?;
        if !user::is_email(&new.email) {
            return Err(ServiceError::invalid_parameter("Username should be an email."));
        }
        let mut attributes = new.attributes.clone();
        if let Some(unknown) = attributes.keys().find(|name| !self.settings.knows_attribute(name)) {
            return Err(undetermined_attribute(unknown));
        }
        attributes.insert("email".to_owned(), new.email.clone());
        attributes.insert("email_verified".to_owned(), "true".to_owned());
        let username = srp::fresh_username();
        let credentials = Credentials::new(&self.identity(&username), &new.password)?;
        self.insert(User {
            username: username.clone(),
            status: Status::Confirmed,
            enabled: true,
            credentials,
            attributes,
            sign_up_code: None,
            created_at: now,
        })?;
        Ok(username)
    }

    /// # Errors
    /// UsernameExistsException if the address is taken, confirmed or not.
    pub(crate) fn insert(&mut self, user: User) -> Result<(), ServiceError> {
        if self.find(user.email()).is_some() {
            return Err(ServiceError::new("UsernameExistsException", "User already exists"));
        }
        self.data.users.insert(user.username.clone(), user);
        Ok(())
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
