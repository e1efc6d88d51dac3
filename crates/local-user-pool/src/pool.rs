//! One user pool: its settings and everything it knows.

pub(crate) mod attempts;
pub(crate) mod attributes;
pub(crate) mod auth_events;
pub(crate) mod code;
pub(crate) mod customization;
pub(crate) mod device;
pub(crate) mod grant;
mod id_token;
pub(crate) mod identities;
pub(crate) mod import_job;
pub(crate) mod inbox;
mod keys;
pub(crate) mod lockout;
pub(crate) mod membership;
pub(crate) mod methods;
pub(crate) mod mfa;
pub(crate) mod mfa_preference;
pub(crate) mod names;
pub(crate) mod program;
pub(crate) mod resources;
pub(crate) mod scopes;
pub(crate) mod sign_in;
pub(crate) mod signing_key;
pub(crate) mod tokens;
pub(crate) mod totp;
pub(crate) mod user;

use std::{
    collections::BTreeMap,
    ops::{Deref, DerefMut},
    rc::Rc,
    sync::Arc,
};

use cognito_client::hazmat::arithmetic::Identity;
use serde::{Deserialize, Serialize};

use crate::{
    error::ServiceError,
    new_user::NewUser,
    pool::{
        attributes::{Occasion, check_values},
        mfa_preference::MfaPreference,
    },
    random,
    request::USERNAME,
    rules::Rules,
    settings::{Group, IdentityProvider, ResourceServer, UserPool, UserPoolClient},
    srp::{self, Credentials},
    store::{Holder, Work, changes::Changes, rows::Rows, unreadable},
    vocabulary::{Contact, MfaFactor, UserStatus},
};
use attempts::Attempts;
use inbox::Inbox;
use keys::NewKeys;
use lockout::Lockouts;
use resources::Resources;
use sign_in::SignIns;
use signing_key::SigningKey;
use totp::TotpSecret;
use user::User;

/// A pool, as one unit of work sees it.
pub(crate) struct Pool {
    pub(crate) rules: Arc<Rules>,
    /// `iss` of the tokens.
    pub(crate) issuer: String,
    pub(crate) data: PoolData,
    pub(crate) attempts: Attempts,
    pub(crate) lockouts: Lockouts,
    new_keys: Arc<NewKeys>,
    work: Rc<Work>,
}

/// What a pool knows. What stands in its document is read and changed as if it stood here.
pub(crate) struct PoolData {
    document: Arc<PoolDocument>,
    /// By user name.
    pub(crate) users: Rows<User>,
    pub(crate) sign_ins: SignIns,
    pub(crate) inbox: Inbox,
}

/// What is kept of a pool itself.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PoolDocument {
    pub(crate) settings: UserPool,
    /// By client id.
    pub(crate) clients: BTreeMap<String, UserPoolClient>,
    /// From which the answers about users who do not exist are derived.
    pub(crate) secret: [u8; 32],
    /// From the first token on, as the other.
    pub(crate) access_key: Option<SigningKey>,
    pub(crate) id_key: Option<SigningKey>,
    /// By name.
    #[serde(default)]
    pub(crate) identity_providers: BTreeMap<String, IdentityProvider>,
    /// The prefix or name of CreateUserPoolDomain. Managed login is there without it as well.
    #[serde(default)]
    pub(crate) domain: Option<String>,
    /// By name. Who is in them, the users know.
    #[serde(default)]
    pub(crate) groups: BTreeMap<String, Group>,
    /// By identifier.
    #[serde(default)]
    pub(crate) resource_servers: BTreeMap<String, ResourceServer>,
    /// What infrastructure tools make besides.
    #[serde(default)]
    pub(crate) resources: Resources,
}

/// A pool in service.
pub(crate) struct Served {
    /// Its row in the store.
    pub(crate) row: i64,
    pub(crate) document: Arc<PoolDocument>,
    new_keys: Arc<NewKeys>,
}

impl Served {
    pub(crate) fn new(row: i64, document: PoolDocument) -> Self {
        Self { row, document: Arc::new(document), new_keys: Arc::default() }
    }

    /// The same pool with another document.
    pub(crate) fn changed(&self, document: Arc<PoolDocument>) -> Self {
        Self { row: self.row, document, new_keys: Arc::clone(&self.new_keys) }
    }

    /// # Errors
    /// ResourceNotFoundException.
    pub(crate) fn client(&self, client_id: &str) -> Result<&UserPoolClient, ServiceError> {
        self.document.clients.get(client_id).ok_or_else(|| unknown_client(client_id))
    }
}

impl PoolDocument {
    pub(crate) fn fresh(settings: UserPool) -> Result<Self, ServiceError> {
        Ok(Self {
            settings,
            clients: BTreeMap::new(),
            secret: random::bytes()?,
            access_key: None,
            id_key: None,
            identity_providers: BTreeMap::new(),
            domain: None,
            groups: BTreeMap::new(),
            resource_servers: BTreeMap::new(),
            resources: Resources::default(),
        })
    }
}

impl Deref for PoolData {
    type Target = PoolDocument;

    fn deref(&self) -> &PoolDocument {
        &self.document
    }
}

impl DerefMut for PoolData {
    fn deref_mut(&mut self) -> &mut PoolDocument {
        Arc::make_mut(&mut self.document)
    }
}

impl Pool {
    pub(crate) fn open(rules: Arc<Rules>, served: &Served, work: Rc<Work>) -> Self {
        Self {
            issuer: rules.issuer.of(&served.document.settings, &rules.base_url),
            rules,
            data: PoolData {
                document: Arc::clone(&served.document),
                users: Rows::new(&work),
                sign_ins: SignIns::new(&work),
                inbox: Inbox::new(&work),
            },
            attempts: Attempts::new(&work),
            lockouts: Lockouts::new(&work),
            new_keys: Arc::clone(&served.new_keys),
            work,
        }
    }

    /// What has become of it, and its document if that is another one now.
    ///
    /// # Errors
    /// InternalErrorException if something could not be read.
    pub(crate) fn finish(self, served: &Served) -> Result<(Changes, Option<Arc<PoolDocument>>), ServiceError> {
        self.work.check()?;
        let mut changes = Changes::default();
        let document = match Arc::ptr_eq(&self.data.document, &served.document) {
            true => None,
            false => Some(self.data.document),
        };
        let put = |changes: &mut Changes| -> serde_json::Result<()> {
            self.data.users.put_into(changes)?;
            self.data.sign_ins.into_rows().put_into(changes)?;
            self.attempts.into_rows().put_into(changes)?;
            self.lockouts.into_rows().put_into(changes)?;
            changes.add_messages(served.row, self.data.inbox.into_new()?);
            if let Some(document) = &document {
                changes.set_holder(Holder::Pool, served.row, serde_json::to_string(&**document)?);
            }
            Ok(())
        };
        put(&mut changes).map_err(|_| unreadable())?;
        Ok((changes, document))
    }

    pub(crate) fn settings(&self) -> &UserPool {
        &self.data.settings
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
        if let Some(unknown) = new.groups.iter().find(|name| !self.data.groups.contains_key(*name)) {
            return Err(ServiceError::invalid_parameter(format!("There is no group {unknown:?}.")));
        }
        user.groups = new.groups.iter().cloned().collect();
        user.mfa = MfaPreference { enabled: new.mfa.clone(), preferred: new.preferred_mfa, passkey: false };
        user.totp = new.totp_secret.as_deref().map(TotpSecret::registered).transpose()?;
        if new.mfa.contains(&MfaFactor::SoftwareTokenMfa) && user.totp.is_none() {
            return Err(ServiceError::invalid_parameter("SOFTWARE_TOKEN_MFA needs a totp_secret."));
        }
        self.insert(user)?;
        Ok(username)
    }

    /// Adds several, as [`Pool::add_user`] does.
    pub(crate) fn add_users(&mut self, users: &[NewUser], now: u64) -> Result<Vec<String>, ServiceError> {
        users.iter().map(|user| self.add_user(user, now)).collect()
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
}

pub(crate) fn unknown_client(client_id: &str) -> ServiceError {
    ServiceError::new("ResourceNotFoundException", format!("User pool client {client_id} does not exist."))
}

pub(crate) fn undetermined_attribute(name: &str) -> ServiceError {
    ServiceError::invalid_parameter(format!(
        "Attributes did not conform to the schema: Type for attribute {{{name}}} could not be determined"
    ))
}
