//! Units of work on identity pools.

use std::{rc::Rc, sync::Arc};

use super::{MOST_TRIES, Service};
use crate::{
    error::ServiceError,
    identity_pool::{Identities, IdentityPoolDocument, ServedIdentityPool},
    settings::IdentityPool,
    store::{Commit, Holder, unreadable},
};

impl Service {
    /// The settings of the identity pool that is `wanted`, by its id or by whom it has.
    pub(crate) fn identity_pool(&self, wanted: impl Fn(&str, &Identities) -> bool) -> Option<IdentityPool> {
        let pools = self.directory().identity_pools();
        let found = pools.iter().find(|served| {
            let id = &served.document.settings.identity_pool_id;
            self.read_identities(served, |identities| Ok(wanted(id, identities))).unwrap_or_default()
        });
        found.map(|served| served.document.settings.clone())
    }

    /// Reads an identity pool.
    ///
    /// # Errors
    /// ResourceNotFoundException for an unknown pool, and what `read` gives.
    pub(crate) fn with_identities<T>(
        &self,
        pool_id: &str,
        read: impl FnOnce(&Identities) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let served = self.directory().identity_pool(pool_id)?;
        self.read_identities(&served, read)
    }

    /// What is read of every identity pool, in the order of their ids.
    pub(crate) fn with_identity_pools<T>(&self, read: impl Fn(&Identities) -> Vec<T>) -> Vec<T> {
        let pools = self.directory().identity_pools();
        let read = |served: &Arc<ServedIdentityPool>| {
            self.read_identities(served, |identities| Ok(read(identities))).unwrap_or_default()
        };
        pools.iter().flat_map(read).collect()
    }

    /// Changes an identity pool and saves. `change` may be called more than once, as in [`Service::change_client`].
    ///
    /// # Errors
    /// What `change` gives; ResourceNotFoundException for an unknown pool, InternalErrorException when the state
    /// cannot be written.
    pub(crate) fn change_identities<T>(
        &self,
        pool_id: &str,
        change: impl Fn(&mut Identities) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        for _ in 0..MOST_TRIES {
            let served = self.directory().identity_pool(pool_id)?;
            let mut identities = Identities::open(&served, self.store.work(served.row, self.clock.now()));
            let result = change(&mut identities);
            let (changes, document) = identities.finish(&served)?;
            if changes.is_empty() {
                return result;
            }
            let is_current = || self.directory().has_identity_pool(&served);
            let serve = || {
                if let Some(document) = document {
                    let served = ServedIdentityPool { row: served.row, document };
                    self.directory_mut().put_identity_pool(Arc::new(served));
                }
            };
            if self.store.commit(&changes, is_current, serve).map_err(|_| unreadable())? == Commit::Done {
                return result;
            }
        }
        Err(ServiceError::too_many_requests())
    }

    /// Begins to serve an identity pool.
    ///
    /// # Errors
    /// InternalErrorException when the state cannot be written.
    pub(crate) fn add_identity_pool(&self, settings: IdentityPool) -> Result<(), ServiceError> {
        let (id, document) = (settings.identity_pool_id.clone(), IdentityPoolDocument::new(settings));
        let body = serde_json::to_string(&document).map_err(|_| unreadable())?;
        let serve = |row| {
            let served = ServedIdentityPool { row, document: Arc::new(document) };
            self.directory_mut().put_identity_pool(Arc::new(served));
        };
        self.store.add_holder(Holder::IdentityPool, &id, &body, serve).map_err(|_| unreadable())
    }

    /// Forgets an identity pool with all its identities.
    ///
    /// # Errors
    /// ResourceNotFoundException for an unknown pool, InternalErrorException when the state cannot be written.
    pub(crate) fn remove_identity_pool(&self, pool_id: &str) -> Result<(), ServiceError> {
        for _ in 0..MOST_TRIES {
            let served = self.directory().identity_pool(pool_id)?;
            let is_current = || self.directory().has_identity_pool(&served);
            let forget = || self.directory_mut().remove_identity_pool(pool_id);
            let removed = self.store.remove_holder(Holder::IdentityPool, served.row, is_current, forget);
            if removed.map_err(|_| unreadable())? == Commit::Done {
                return Ok(());
            }
        }
        Err(ServiceError::too_many_requests())
    }

    fn read_identities<T>(
        &self,
        served: &ServedIdentityPool,
        read: impl FnOnce(&Identities) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let work = self.store.work(served.row, self.clock.now());
        let result = read(&Identities::open(served, Rc::clone(&work)));
        work.check().and(result)
    }
}
