//! An identity pool: who is who in it.

mod developer;
pub(crate) mod token;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::{Deref, DerefMut},
    rc::Rc,
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{
    error::ServiceError,
    pool::signing_key::SigningKey,
    settings::IdentityPool,
    store::{
        Holder, Work,
        changes::Changes,
        document::{Document, Key},
        rows::Rows,
        unreadable,
    },
};

/// An identity pool, as one unit of work sees it. What stands in its document is read and changed as if it stood here.
pub(crate) struct Identities {
    document: Arc<IdentityPoolDocument>,
    /// By IdentityId.
    identities: Rows<Identity>,
    work: Rc<Work>,
}

/// What is kept of an identity pool itself.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdentityPoolDocument {
    pub(crate) settings: IdentityPool,
    /// Roles and RoleMappings of SetIdentityPoolRoles.
    #[serde(default)]
    pub(crate) roles: Map<String, Value>,
    /// UseDefaults and PrincipalTags of SetPrincipalTagAttributeMap, by IdentityProviderName.
    #[serde(default)]
    pub(crate) principal_tags: BTreeMap<String, Map<String, Value>>,
    /// Of the OpenID tokens; made when the first one is asked for.
    #[serde(default)]
    key: Option<SigningKey>,
}

/// An identity pool in service.
pub(crate) struct ServedIdentityPool {
    /// Its row in the store.
    pub(crate) row: i64,
    pub(crate) document: Arc<IdentityPoolDocument>,
}

impl IdentityPoolDocument {
    pub(crate) fn new(settings: IdentityPool) -> Self {
        Self { settings, roles: Map::new(), principal_tags: BTreeMap::new(), key: None }
    }
}

impl Deref for Identities {
    type Target = IdentityPoolDocument;

    fn deref(&self) -> &IdentityPoolDocument {
        &self.document
    }
}

impl DerefMut for Identities {
    fn deref_mut(&mut self) -> &mut IdentityPoolDocument {
        Arc::make_mut(&mut self.document)
    }
}

/// Somebody: by which provider under which `sub`. Nobody in particular without any.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identity {
    /// From ProviderName to `sub`.
    logins: BTreeMap<String, String>,
    /// Who it is to a program of the owner's: DeveloperUserIdentifier.
    #[serde(default)]
    developer_ids: BTreeSet<String>,
    /// Seconds since 1970.
    #[serde(default)]
    created_at: u64,
    /// Seconds since 1970.
    #[serde(default)]
    modified_at: u64,
}

/// A login whose token was found right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Login {
    pub(crate) provider_name: String,
    pub(crate) sub: String,
}

const LOGIN: &str = "login";
const DEVELOPER_ID: &str = "developer_id";

impl Document for Identity {
    const KIND: &'static str = "identity";

    fn keys(&self) -> Vec<Key> {
        let logins = self.logins.iter().map(|(provider_name, sub)| (LOGIN, login_key(provider_name, sub)));
        logins.chain(self.developer_ids.iter().map(|id| (DEVELOPER_ID, id.clone()))).collect()
    }
}

impl Identities {
    pub(crate) fn open(served: &ServedIdentityPool, work: Rc<Work>) -> Self {
        Self { document: Arc::clone(&served.document), identities: Rows::new(&work), work }
    }

    /// Adds an identity that was kept elsewhere.
    pub(crate) fn take_over(&mut self, id: String, identity: Identity) {
        self.identities.insert(id, identity);
    }

    /// What has become of it, and its document if that is another one now.
    ///
    /// # Errors
    /// InternalErrorException if something could not be read.
    pub(crate) fn finish(
        self,
        served: &ServedIdentityPool,
    ) -> Result<(Changes, Option<Arc<IdentityPoolDocument>>), ServiceError> {
        self.work.check()?;
        let mut changes = Changes::default();
        self.identities.put_into(&mut changes).map_err(|_| unreadable())?;
        if Arc::ptr_eq(&self.document, &served.document) {
            return Ok((changes, None));
        }
        let body = serde_json::to_string(&*self.document).map_err(|_| unreadable())?;
        changes.set_holder(Holder::IdentityPool, served.row, body);
        Ok((changes, Some(self.document)))
    }

    /// The identity of these logins: the one that one of them belongs to, else a new one.
    ///
    /// # Errors
    /// NotAuthorizedException without a login where there are no guests, ResourceConflictException for logins of
    /// different identities.
    pub(crate) fn get_or_create(&mut self, logins: &[Login], now: u64) -> Result<String, ServiceError> {
        if logins.is_empty() {
            self.check_guests()?;
        }
        let id = match logins.iter().find_map(|login| self.owner(login)) {
            Some(owner) => owner.to_owned(),
            None => format!("{}:{}", self.settings.region(), Uuid::new_v4()),
        };
        self.link(&id, logins, now)?;
        Ok(id)
    }

    /// Lets somebody have an identity who has these logins. A guest takes it with them, or, who has been there before,
    /// is merged into the identity of then
    /// (<https://docs.aws.amazon.com/cognito/latest/developerguide/switching-identities.html>). Gives whose it is now.
    ///
    /// # Errors
    /// ResourceNotFoundException for an identity that is not there, NotAuthorizedException for somebody else's,
    /// ResourceConflictException for logins of different identities.
    pub(crate) fn enter(&mut self, id: &str, logins: &[Login], now: u64) -> Result<String, ServiceError> {
        let identity = self.identities.get(id).ok_or_else(|| unknown_identity(id))?;
        let mut id = id.to_owned();
        match (identity.is_guest(), logins.is_empty()) {
            (true, true) => self.check_guests()?,
            (true, false) => {
                if let Some(owner) = logins.iter().find_map(|login| self.owner(login)) {
                    let guest = std::mem::replace(&mut id, owner.to_owned());
                    self.link(&id, logins, now)?;
                    self.identities.remove(&guest);
                } else {
                    self.link(&id, logins, now)?;
                }
            }
            (false, true) => {
                return Err(ServiceError::not_authorized(format!("Access to Identity '{id}' is forbidden.")));
            }
            (false, false) => {
                if !logins.iter().any(|login| identity.logins.get(&login.provider_name) == Some(&login.sub)) {
                    return Err(ServiceError::not_authorized(
                        "Logins don't match. Please include at least one valid login for this identity or identity \
                         pool.",
                    ));
                }
                self.link(&id, logins, now)?;
            }
        }
        Ok(id)
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.identities.contains_key(id)
    }

    /// Takes logins from an identity that one of `logins` belongs to.
    ///
    /// # Errors
    /// As [`Identities::enter`].
    pub(crate) fn unlink(
        &mut self,
        id: &str,
        logins: &[Login],
        removed: &[&str],
        now: u64,
    ) -> Result<(), ServiceError> {
        self.enter(id, logins, now)?;
        let identity = self.identities.get_mut(id).ok_or_else(|| unknown_identity(id))?;
        identity.logins.retain(|provider, _| !removed.contains(&provider.as_str()));
        identity.modified_at = now;
        Ok(())
    }

    /// Whether there was such an identity.
    pub(crate) fn remove(&mut self, id: &str) -> bool {
        self.identities.remove(id).is_some()
    }

    /// IdentityDescription.
    ///
    /// # Errors
    /// ResourceNotFoundException.
    pub(crate) fn described(&self, id: &str) -> Result<Value, ServiceError> {
        let identity = self.identities.get(id).ok_or_else(|| unknown_identity(id))?;
        Ok(self.description(id, identity))
    }

    /// IdentityDescription of each, by its id: the first `most` after `after`.
    pub(crate) fn list(&self, after: Option<&str>, most: usize) -> Vec<(String, Value)> {
        let page = self.identities.page(after, most);
        page.into_iter().map(|(id, identity)| (id.to_owned(), self.description(id, identity))).collect()
    }

    fn description(&self, id: &str, identity: &Identity) -> Value {
        let developer = self.settings.developer_provider_name.as_ref().filter(|_| !identity.developer_ids.is_empty());
        let logins: Vec<&String> = identity.logins.keys().chain(developer).collect();
        let mut value = json!({
            "IdentityId": id,
            "CreationDate": identity.created_at,
            "LastModifiedDate": identity.modified_at,
        });
        if !logins.is_empty() {
            value["Logins"] = json!(logins);
        }
        value
    }

    fn owner(&self, login: &Login) -> Option<&str> {
        let owners = self.identities.by_key(LOGIN, &login_key(&login.provider_name, &login.sub));
        owners.into_iter().next().map(|(id, _)| id)
    }

    fn link(&mut self, id: &str, logins: &[Login], now: u64) -> Result<(), ServiceError> {
        if logins.iter().any(|login| self.owner(login).is_some_and(|owner| owner != id)) {
            return Err(ServiceError::new(
                "ResourceConflictException",
                "Ambiguous use of a login that is already linked to another identity.",
            ));
        }
        if !self.identities.contains_key(id) {
            self.identities.insert(id.to_owned(), Identity { created_at: now, ..Identity::default() });
        }
        let identity = self.identities.get_mut(id).ok_or_else(|| unknown_identity(id))?;
        identity.modified_at = now;
        identity.logins.extend(logins.iter().map(|login| (login.provider_name.clone(), login.sub.clone())));
        Ok(())
    }

    fn check_guests(&self) -> Result<(), ServiceError> {
        match self.settings.allow_unauthenticated_identities {
            true => Ok(()),
            false => {
                Err(ServiceError::not_authorized("Unauthenticated access is not supported for this identity pool."))
            }
        }
    }
}

impl Identity {
    /// Whether nobody has said who it is.
    fn is_guest(&self) -> bool {
        self.logins.is_empty() && self.developer_ids.is_empty()
    }
}

pub(crate) fn unknown_identity(id: &str) -> ServiceError {
    ServiceError::new("ResourceNotFoundException", format!("Identity '{id}' not found."))
}

pub(crate) fn unknown_identity_pool(id: &str) -> ServiceError {
    ServiceError::new("ResourceNotFoundException", format!("IdentityPool '{id}' not found."))
}

/// A provider's name has no line break.
fn login_key(provider_name: &str, sub: &str) -> String {
    format!("{provider_name}\n{sub}")
}
