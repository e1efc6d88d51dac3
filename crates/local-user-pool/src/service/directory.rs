//! Which pools are served, and which of them a client or a token belongs to.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::{
    error::ServiceError,
    identity_pool::{ServedIdentityPool, unknown_identity_pool},
    pool::{Served, unknown_client},
};

/// In memory: there are a few pools, and each request begins here.
#[derive(Default)]
pub(super) struct Directory {
    /// By id.
    pools: BTreeMap<String, Arc<Served>>,
    /// From client ids to pool ids.
    clients: HashMap<String, String>,
    /// From the ids of the keys that sign access tokens to pool ids.
    keys: HashMap<String, String>,
    /// By id.
    identity_pools: BTreeMap<String, Arc<ServedIdentityPool>>,
}

impl Directory {
    /// Adds a pool, or what has become of it.
    pub(super) fn put(&mut self, pool: Arc<Served>) {
        let id = pool.document.settings.id.clone();
        self.remove(&id);
        self.clients.extend(pool.document.clients.keys().map(|client_id| (client_id.clone(), id.clone())));
        if let Some(key) = &pool.document.access_key {
            self.keys.insert(key.id().to_owned(), id.clone());
        }
        self.pools.insert(id, pool);
    }

    pub(super) fn remove(&mut self, pool_id: &str) {
        if let Some(pool) = self.pools.remove(pool_id) {
            for client_id in pool.document.clients.keys() {
                self.clients.remove(client_id);
            }
            if let Some(key) = &pool.document.access_key {
                self.keys.remove(key.id());
            }
        }
    }

    pub(super) fn pool(&self, pool_id: &str) -> Result<Arc<Served>, ServiceError> {
        self.pools.get(pool_id).map(Arc::clone).ok_or_else(|| {
            ServiceError::new("ResourceNotFoundException", format!("User pool {pool_id} does not exist."))
        })
    }

    /// Whether a pool is still as it was then.
    pub(super) fn has(&self, pool: &Arc<Served>) -> bool {
        self.pools.get(&pool.document.settings.id).is_some_and(|now| Arc::ptr_eq(now, pool))
    }

    pub(super) fn pool_of_client(&self, client_id: &str) -> Result<Arc<Served>, ServiceError> {
        self.pool(self.clients.get(client_id).ok_or_else(|| unknown_client(client_id))?)
    }

    /// The pool whose key for access tokens has that id.
    pub(super) fn pool_of_key(&self, key_id: &str) -> Option<Arc<Served>> {
        self.pools.get(self.keys.get(key_id)?).map(Arc::clone)
    }

    /// In the order of their ids.
    pub(super) fn pools(&self) -> Vec<Arc<Served>> {
        self.pools.values().map(Arc::clone).collect()
    }

    /// Adds an identity pool, or what has become of it.
    pub(super) fn put_identity_pool(&mut self, pool: Arc<ServedIdentityPool>) {
        self.identity_pools.insert(pool.document.settings.identity_pool_id.clone(), pool);
    }

    pub(super) fn remove_identity_pool(&mut self, id: &str) {
        self.identity_pools.remove(id);
    }

    pub(super) fn identity_pool(&self, id: &str) -> Result<Arc<ServedIdentityPool>, ServiceError> {
        self.identity_pools.get(id).map(Arc::clone).ok_or_else(|| unknown_identity_pool(id))
    }

    /// Whether an identity pool is still as it was then.
    pub(super) fn has_identity_pool(&self, pool: &Arc<ServedIdentityPool>) -> bool {
        let now = self.identity_pools.get(&pool.document.settings.identity_pool_id);
        now.is_some_and(|now| Arc::ptr_eq(now, pool))
    }

    /// In the order of their ids.
    pub(super) fn identity_pools(&self) -> Vec<Arc<ServedIdentityPool>> {
        self.identity_pools.values().map(Arc::clone).collect()
    }
}
