//! Identities that a program of the owner's vouches for
//! (<https://docs.aws.amazon.com/cognito/latest/developerguide/developer-authenticated-identities.html>).

use uuid::Uuid;

use super::{DEVELOPER_ID, Identities, Identity, Login, unknown_identity};
use crate::error::ServiceError;

/// A login counts for nothing in an identity that has so many already.
const MOST_LOGINS: usize = 20;

impl Identities {
    /// The identity of a developer's user, who has these logins as well: the one that the identifier or a login belongs
    /// to, `id` if it is given, else a new one.
    ///
    /// # Errors
    /// ResourceNotFoundException for an `id` that is not there, DeveloperUserAlreadyRegisteredException for an identifier
    /// of another identity, ResourceConflictException for logins of different identities.
    pub(crate) fn register(
        &mut self,
        id: Option<&str>,
        developer_id: &str,
        logins: &[Login],
        now: u64,
    ) -> Result<String, ServiceError> {
        let known = self.of_developer_id(developer_id).map(str::to_owned);
        let id = match (id, known) {
            (Some(id), _) if !self.has(id) => return Err(unknown_identity(id)),
            (Some(id), Some(known)) if known != id => {
                let message = "This developer user identifier is already registered with Cognito.";
                return Err(ServiceError::new("DeveloperUserAlreadyRegisteredException", message));
            }
            (Some(id), _) => id.to_owned(),
            (None, Some(known)) => known,
            (None, None) => match logins.iter().find_map(|login| self.owner(login)) {
                Some(owner) => owner.to_owned(),
                None => format!("{}:{}", self.settings.region(), Uuid::new_v4()),
            },
        };
        self.link(&id, logins, now)?;
        self.identity_mut(&id)?.developer_ids.insert(developer_id.to_owned());
        Ok(id)
    }

    /// The identity of a developer's user.
    pub(crate) fn of_developer_id(&self, developer_id: &str) -> Option<&str> {
        let owners = self.identities.by_key(DEVELOPER_ID, developer_id);
        owners.into_iter().next().map(|(id, _)| id)
    }

    /// Every DeveloperUserIdentifier of an identity.
    ///
    /// # Errors
    /// ResourceNotFoundException.
    pub(crate) fn developer_ids(&self, id: &str) -> Result<Vec<String>, ServiceError> {
        let identity = self.identities.get(id).ok_or_else(|| unknown_identity(id))?;
        Ok(identity.developer_ids.iter().cloned().collect())
    }

    /// Gives all that the identity of one developer's user has to that of another; gives the id of that one.
    ///
    /// # Errors
    /// ResourceNotFoundException for an identifier that nobody has, ResourceConflictException where both have logins of
    /// one provider, or too many together.
    pub(crate) fn merge(&mut self, source: &str, destination: &str, now: u64) -> Result<String, ServiceError> {
        let found = |identities: &Self, developer_id: &str| {
            identities.of_developer_id(developer_id).map(str::to_owned).ok_or_else(|| {
                let message = format!("Developer user '{developer_id}' not found.");
                ServiceError::new("ResourceNotFoundException", message)
            })
        };
        let (from, to) = (found(self, source)?, found(self, destination)?);
        if from == to {
            return Ok(to);
        }
        let conflict = |message| Err(ServiceError::new("ResourceConflictException", message));
        let (source, kept) = (self.identity_mut(&from)?.clone(), self.identity_mut(&to)?.clone());
        if source.logins.keys().any(|provider| kept.logins.contains_key(provider)) {
            return conflict("Both users have a login of the same public provider.");
        }
        let count = [&source, &kept].map(|identity| identity.logins.len() + identity.developer_ids.len());
        if count.iter().sum::<usize>() > MOST_LOGINS {
            return conflict("An identity can have 20 logins.");
        }
        self.identities.remove(&from);
        let identity = self.identity_mut(&to)?;
        identity.logins.extend(source.logins);
        identity.developer_ids.extend(source.developer_ids);
        identity.modified_at = now;
        Ok(to)
    }

    /// Takes a developer's user from an identity.
    ///
    /// # Errors
    /// ResourceNotFoundException for an identity that is not there, ResourceConflictException for an identifier that it
    /// does not have.
    pub(crate) fn unlink_developer_id(&mut self, id: &str, developer_id: &str, now: u64) -> Result<(), ServiceError> {
        let identity = self.identity_mut(id)?;
        if !identity.developer_ids.remove(developer_id) {
            let message = "The developer user identifier is not linked to the identity.";
            return Err(ServiceError::new("ResourceConflictException", message));
        }
        identity.modified_at = now;
        Ok(())
    }

    fn identity_mut(&mut self, id: &str) -> Result<&mut Identity, ServiceError> {
        self.identities.get_mut(id).ok_or_else(|| unknown_identity(id))
    }
}
