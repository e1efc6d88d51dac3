//! Everything the handlers share: pools and clients by id, the clock, the store, and what is in memory only.
//!
//! What reads or changes a pool sees it as one unit of work ([`Pool`]), without a lock. A change is written if nothing that
//! it has read has changed meanwhile; else it is made again from what is there now.

mod directory;
mod earlier;
mod identity_pools;
mod opening;
mod snapshots;

use std::{
    io,
    path::Path,
    rc::Rc,
    sync::{Arc, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use crate::{
    blocking::Blocking,
    clock::Clock,
    config::Config,
    error::ServiceError,
    in_memory::InMemory,
    pool::{
        Pool, PoolDocument, Served,
        scopes::USER_ADMIN,
        signing_key::key_id,
        tokens::{Access, invalid_access_token},
    },
    rules::Rules,
    settings::UserPoolClient,
    store::{Commit, Holder, Store, unreadable},
    user_agent,
};
use directory::Directory;

/// How often a change is made anew because others have come before it.
const MOST_TRIES: usize = 100;

/// The service behind the addresses, as one caller sees it: a clone has everything in common but the caller.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) clock: Clock,
    /// "http://localhost:PORT".
    pub(crate) base_url: String,
    /// Where pools are made: the configured pool's region.
    pub(crate) region: String,
    rules: Arc<Rules>,
    store: Arc<Store>,
    directory: Arc<RwLock<Directory>>,
    /// What requests are answered by.
    pub(crate) blocking: Arc<Blocking>,
    in_memory: Arc<InMemory>,
    /// User-Agent of the caller.
    user_agent: String,
}

impl Service {
    /// Serves the pools of the state file and the configured one. Where both know that one, its settings and its
    /// client come from the configuration, and the configured users it lacks are added.
    ///
    /// # Errors
    /// A state file that cannot be used, a configured user whom the pool refuses.
    pub(crate) fn new(config: Config, state: Option<&Path>, clock: Clock, base_url: String) -> io::Result<Self> {
        let now = clock.now();
        let store = opening::store(state)?;
        let (pools, identity_pools) = opening::configured(&store, &config, now)?;
        let mut directory = Directory::default();
        pools.into_iter().for_each(|pool| directory.put(Arc::new(pool)));
        identity_pools.into_iter().for_each(|pool| directory.put_identity_pool(Arc::new(pool)));
        let service = Self {
            clock,
            region: config.user_pool.region().to_owned(),
            rules: Arc::new(config.rules(&base_url)),
            base_url,
            store,
            directory: Arc::new(RwLock::new(directory)),
            blocking: Arc::default(),
            in_memory: Arc::default(),
            user_agent: String::new(),
        };
        opening::add_missing_users(&service, &config, now)?;
        Ok(service)
    }

    /// The same for someone who sent that User-Agent.
    pub(crate) fn for_caller(&self, user_agent: &str) -> Self {
        Self { user_agent: user_agent.to_owned(), ..self.clone() }
    }

    /// DeviceType of a session that the caller begins or uses.
    pub(crate) fn device_type(&self) -> String {
        user_agent::device_type(&self.user_agent)
    }

    /// The same for all pools.
    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// What a part of the program keeps of its own until it ends.
    pub(crate) fn in_memory<T: Default + Send + 'static>(&self) -> MutexGuard<'_, T> {
        self.in_memory.of()
    }

    /// Reads the pool of a client.
    ///
    /// # Errors
    /// ResourceNotFoundException for an unknown client, and what `read` gives.
    pub(crate) fn with_client<T>(
        &self,
        client_id: &str,
        read: impl FnOnce(&Pool, &UserPoolClient) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let served = self.directory().pool_of_client(client_id)?;
        let client = served.client(client_id)?;
        self.read(&served, |pool| read(pool, client))
    }

    /// Changes the pool of a client and saves, also when `change` fails: a wrong code is counted. It may be called more than
    /// once: what it does besides must not matter then.
    ///
    /// # Errors
    /// As [`Service::with_client`]; InternalErrorException when the state cannot be written.
    pub(crate) fn change_client<T>(
        &self,
        client_id: &str,
        change: impl Fn(&mut Pool, &UserPoolClient) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        self.change(
            || self.directory().pool_of_client(client_id),
            |pool, served| change(pool, served.client(client_id)?),
        )
    }

    /// Reads a pool.
    ///
    /// # Errors
    /// ResourceNotFoundException for an unknown pool, and what `read` gives.
    pub(crate) fn with_pool<T>(
        &self,
        pool_id: &str,
        read: impl FnOnce(&Pool) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let served = self.directory().pool(pool_id)?;
        self.read(&served, read)
    }

    /// Changes a pool and saves, also when `change` fails. It may be called more than once, as in
    /// [`Service::change_client`].
    ///
    /// # Errors
    /// As [`Service::with_pool`]; InternalErrorException when the state cannot be written.
    pub(crate) fn change_pool<T>(
        &self,
        pool_id: &str,
        change: impl Fn(&mut Pool) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        self.change(|| self.directory().pool(pool_id), |pool, _| change(pool))
    }

    /// Begins to serve a pool.
    ///
    /// # Errors
    /// InternalErrorException when the state cannot be written.
    pub(crate) fn add_pool(&self, document: PoolDocument) -> Result<(), ServiceError> {
        let body = serde_json::to_string(&document).map_err(|_| unreadable())?;
        let id = document.settings.id.clone();
        let serve = |row| self.directory_mut().put(Arc::new(Served::new(row, document)));
        self.store.add_holder(Holder::Pool, &id, &body, serve).map_err(|_| unreadable())
    }

    /// Forgets a pool with all its users, if nothing speaks against it.
    ///
    /// # Errors
    /// As [`Service::change_pool`].
    pub(crate) fn remove_pool(
        &self,
        pool_id: &str,
        may_be_removed: impl Fn(&Pool) -> Result<(), ServiceError>,
    ) -> Result<(), ServiceError> {
        for _ in 0..MOST_TRIES {
            let served = self.directory().pool(pool_id)?;
            self.read(&served, &may_be_removed)?;
            let is_current = || self.directory().has(&served);
            let removed =
                self.store.remove_holder(Holder::Pool, served.row, is_current, || self.directory_mut().remove(pool_id));
            if removed.map_err(|_| unreadable())? == Commit::Done {
                return Ok(());
            }
        }
        Err(ServiceError::too_many_requests())
    }

    /// What is read of every pool, in the order of the pools' ids.
    pub(crate) fn with_pools<T>(&self, read: impl Fn(&Pool) -> Vec<T>) -> Vec<T> {
        let pools = self.directory().pools();
        let read = |served: &Arc<Served>| self.read(served, |pool| Ok(read(pool))).unwrap_or_default();
        pools.iter().flat_map(read).collect()
    }

    /// Finds the pool that has signed an access token, which must be good for the API.
    ///
    /// # Errors
    /// As [`Service::access`]; NotAuthorizedException also for a token of managed login without that scope.
    pub(crate) fn authorize(&self, access_token: &str) -> Result<(String, Access), ServiceError> {
        let (pool_id, access) = self.access(access_token)?;
        match access.scopes.has(USER_ADMIN) {
            true => Ok((pool_id, access)),
            false => Err(ServiceError::not_authorized("Access Token does not have required scopes")),
        }
    }

    /// Finds the pool that has signed an access token.
    ///
    /// # Errors
    /// NotAuthorizedException when no pool has, or the token is not valid any more; UserNotFoundException when its user
    /// is gone.
    pub(crate) fn access(&self, access_token: &str) -> Result<(String, Access), ServiceError> {
        let served = key_id(access_token).and_then(|id| self.directory().pool_of_key(&id));
        let served = served.ok_or_else(invalid_access_token)?;
        let access =
            self.read(&served, |pool| pool.access(access_token, self.clock.now()).ok_or_else(invalid_access_token)?)?;
        Ok((served.document.settings.id.clone(), access))
    }

    fn read<T>(&self, served: &Served, read: impl FnOnce(&Pool) -> Result<T, ServiceError>) -> Result<T, ServiceError> {
        let work = self.store.work(served.row, self.clock.now());
        let result = read(&Pool::open(Arc::clone(&self.rules), served, Rc::clone(&work)));
        work.check().and(result)
    }

    fn change<T>(
        &self,
        served: impl Fn() -> Result<Arc<Served>, ServiceError>,
        change: impl Fn(&mut Pool, &Served) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        for _ in 0..MOST_TRIES {
            let served = served()?;
            let work = self.store.work(served.row, self.clock.now());
            let mut pool = Pool::open(Arc::clone(&self.rules), &served, work);
            let result = change(&mut pool, &served);
            let (changes, document) = pool.finish(&served)?;
            if changes.is_empty() {
                return result;
            }
            let is_current = || self.directory().has(&served);
            let serve = || {
                if let Some(document) = document {
                    self.directory_mut().put(Arc::new(served.changed(document)));
                }
            };
            if self.store.commit(&changes, is_current, serve).map_err(|_| unreadable())? == Commit::Done {
                return result;
            }
        }
        Err(ServiceError::too_many_requests())
    }

    fn directory(&self) -> RwLockReadGuard<'_, Directory> {
        self.directory.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn directory_mut(&self) -> RwLockWriteGuard<'_, Directory> {
        self.directory.write().unwrap_or_else(PoisonError::into_inner)
    }
}
