//! An identity pool: who is who in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{error::ServiceError, settings::IdentityPool};

/// An identity pool and what the state file keeps of it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identities {
    pub(crate) settings: IdentityPool,
    /// By IdentityId.
    identities: BTreeMap<String, Identity>,
}

/// Somebody: by which provider under which `sub`. Nobody in particular without any.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Identity {
    /// From ProviderName to `sub`.
    logins: BTreeMap<String, String>,
}

/// A login whose token was found right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Login {
    pub(crate) provider_name: String,
    pub(crate) sub: String,
}

impl Identities {
    pub(crate) fn new(settings: IdentityPool) -> Self {
        Self { settings, identities: BTreeMap::new() }
    }

    /// The identity of these logins: the one that one of them belongs to, else a new one.
    ///
    /// # Errors
    /// NotAuthorizedException without a login where there are no guests, ResourceConflictException for logins of
    /// different identities.
    pub(crate) fn get_or_create(&mut self, logins: &[Login]) -> Result<String, ServiceError> {
        if logins.is_empty() {
            self.check_guests()?;
        }
        let id = match logins.iter().find_map(|login| self.owner(login)) {
            Some(owner) => owner.to_owned(),
            None => format!("{}:{}", self.settings.region(), Uuid::new_v4()),
        };
        self.link(&id, logins)?;
        Ok(id)
    }

    /// Lets somebody have an identity who has these logins. A guest takes it with them, or, who has been there before,
    /// is merged into the identity of then
    /// (<https://docs.aws.amazon.com/cognito/latest/developerguide/switching-identities.html>). Gives whose it is now.
    ///
    /// # Errors
    /// ResourceNotFoundException for an identity that is not there, NotAuthorizedException for somebody else's,
    /// ResourceConflictException for logins of different identities.
    pub(crate) fn enter(&mut self, id: &str, logins: &[Login]) -> Result<String, ServiceError> {
        let identity = self.identities.get(id).ok_or_else(|| unknown_identity(id))?;
        let mut id = id.to_owned();
        match (identity.logins.is_empty(), logins.is_empty()) {
            (true, true) => self.check_guests()?,
            (true, false) => {
                if let Some(owner) = logins.iter().find_map(|login| self.owner(login)) {
                    let guest = std::mem::replace(&mut id, owner.to_owned());
                    self.link(&id, logins)?;
                    self.identities.remove(&guest);
                } else {
                    self.link(&id, logins)?;
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
                self.link(&id, logins)?;
            }
        }
        Ok(id)
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.identities.contains_key(id)
    }

    fn owner(&self, login: &Login) -> Option<&str> {
        let owns = |identity: &Identity| identity.logins.get(&login.provider_name) == Some(&login.sub);
        self.identities.iter().find(|(_, identity)| owns(identity)).map(|(id, _)| id.as_str())
    }

    fn link(&mut self, id: &str, logins: &[Login]) -> Result<(), ServiceError> {
        if logins.iter().any(|login| self.owner(login).is_some_and(|owner| owner != id)) {
            return Err(ServiceError::new(
                "ResourceConflictException",
                "Ambiguous use of a login that is already linked to another identity.",
            ));
        }
        let identity = self.identities.entry(id.to_owned()).or_default();
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

pub(crate) fn unknown_identity(id: &str) -> ServiceError {
    ServiceError::new("ResourceNotFoundException", format!("Identity '{id}' not found."))
}

pub(crate) fn unknown_identity_pool(id: &str) -> ServiceError {
    ServiceError::new("ResourceNotFoundException", format!("IdentityPool '{id}' not found."))
}
