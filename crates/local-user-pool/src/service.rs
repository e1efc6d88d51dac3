//! Everything the handlers share: pools and clients by id, open challenges, the clock, the state file.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::{Map, Value};

use crate::{
    clock::Clock,
    config::{Config, NewUser, Rules},
    error::ServiceError,
    identity_pool::{Identities, unknown_identity_pool},
    managed_login::ManagedLogin,
    operations,
    pool::{
        Pool, PoolData,
        scopes::USER_ADMIN,
        tokens::{Access, invalid_access_token},
    },
    settings::{IdentityPool, IdentityProvider, UserPool, UserPoolClient},
    sign_in::challenge::Challenges,
    storage::{Storage, Stored},
    user_agent,
    web_authn::Registrations,
};

/// The service behind the addresses, as one caller sees it: a clone has everything in common but the caller.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) clock: Clock,
    /// "http://localhost:PORT".
    pub(crate) base_url: String,
    /// Where pools are made: the configured pool's region.
    pub(crate) region: String,
    rules: Arc<Rules>,
    /// By id.
    pools: Arc<Mutex<BTreeMap<String, Pool>>>,
    /// By id. Whoever locks both locks `pools` first.
    identity_pools: Arc<Mutex<BTreeMap<String, Identities>>>,
    challenges: Arc<Mutex<Challenges>>,
    registrations: Arc<Mutex<Registrations>>,
    managed_login: Arc<Mutex<ManagedLogin>>,
    /// Requests received, by operation.
    requests: Arc<Mutex<BTreeMap<String, usize>>>,
    storage: Option<Arc<Storage>>,
    /// User-Agent of the caller.
    user_agent: String,
}

impl Service {
    /// Serves the pools of the state file and the configured one. Where both know that one, its settings and its
    /// client come from the configuration, and the configured users it lacks are added.
    pub(crate) fn new(
        config: Config,
        stored: Stored,
        storage: Option<Storage>,
        clock: Clock,
        base_url: String,
    ) -> io::Result<Self> {
        let now = clock.now();
        let rules = Arc::new(config.rules(&base_url));
        let mut pools: BTreeMap<String, Pool> =
            stored.pools.into_iter().map(|(id, data)| (id, Pool::new(Arc::clone(&rules), data))).collect();
        // A client id means one client only.
        for pool in pools.values_mut() {
            pool.data.clients.remove(&config.client.client_id);
        }
        let mut identity_pools = stored.identity_pools;
        for settings in config.identity_pools() {
            let id = settings.identity_pool_id.clone();
            let pool = identity_pools.entry(id).or_insert_with(|| Identities::new(settings.clone()));
            pool.settings = settings;
        }
        let region = config.user_pool.region().to_owned();
        let mut pool = match pools.remove(&config.user_pool.id) {
            Some(pool) => pool,
            None => {
                let data = PoolData::fresh(config.user_pool.clone()).map_err(io::Error::other)?;
                Pool::new(Arc::clone(&rules), data)
            }
        };
        pool.data.settings = UserPool {
            creation_date: match pool.data.settings.creation_date {
                0 => now,
                before => before,
            },
            last_modified_date: now,
            ..config.user_pool
        };
        let client = UserPoolClient { creation_date: now, last_modified_date: now, ..config.client };
        pool.data.clients.insert(client.client_id.clone(), client);
        for provider in config.identity_providers {
            let provider = IdentityProvider { creation_date: now, last_modified_date: now, ..provider };
            pool.data.identity_providers.insert(provider.provider_name.clone(), provider);
        }
        add_missing(&mut pool, &config.users, now)?;
        pools.insert(pool.data.settings.id.clone(), pool);
        let service = Self {
            clock,
            base_url,
            region,
            rules,
            pools: Arc::new(Mutex::new(pools)),
            identity_pools: Arc::new(Mutex::new(identity_pools)),
            challenges: Arc::default(),
            registrations: Arc::default(),
            managed_login: Arc::default(),
            requests: Arc::default(),
            storage: storage.map(Arc::new),
            user_agent: String::new(),
        };
        service.save(&lock(&service.pools))?;
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

    /// Answers one request of the API.
    pub(crate) fn answer(&self, target: &str, body: &[u8]) -> Result<Value, ServiceError> {
        let unknown = || ServiceError::new("UnknownOperationException", "");
        let (name, operation) = operations::by_target(target).ok_or_else(unknown)?;
        *lock(&self.requests).entry(name.to_owned()).or_default() += 1;
        let body: Map<String, Value> = serde_json::from_slice(body)
            .map_err(|_| ServiceError::serialization("The request is not a JSON object"))?;
        operation(self, &body)
    }

    pub(crate) fn requests(&self, operation: &str) -> usize {
        lock(&self.requests).get(operation).copied().unwrap_or_default()
    }

    pub(crate) fn challenges(&self) -> MutexGuard<'_, Challenges> {
        lock(&self.challenges)
    }

    /// Passkeys that are being registered.
    pub(crate) fn registrations(&self) -> MutexGuard<'_, Registrations> {
        lock(&self.registrations)
    }

    /// Browsers that signed in on the pool's own page, and what they carry.
    pub(crate) fn managed_login(&self) -> MutexGuard<'_, ManagedLogin> {
        lock(&self.managed_login)
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
        let pools = lock(&self.pools);
        let found = pools.values().find_map(|pool| Some((pool, pool.data.clients.get(client_id)?)));
        let (pool, client) = found.ok_or_else(|| unknown_client(client_id))?;
        read(pool, client)
    }

    /// Changes the pool of a client and saves, also when `change` fails: a wrong code is counted.
    ///
    /// # Errors
    /// As [`Service::with_client`]; InternalErrorException when the state file cannot be written.
    pub(crate) fn change_client<T>(
        &self,
        client_id: &str,
        change: impl FnOnce(&mut Pool, &UserPoolClient) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let mut pools = lock(&self.pools);
        let found = pools.values_mut().find_map(|pool| {
            let client = pool.data.clients.get(client_id)?.clone();
            Some((pool, client))
        });
        let (pool, client) = found.ok_or_else(|| unknown_client(client_id))?;
        let result = change(pool, &client);
        self.saved(&pools).and(result)
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
        read(lock(&self.pools).get(pool_id).ok_or_else(|| unknown_pool(pool_id))?)
    }

    /// Changes a pool and saves, also when `change` fails.
    ///
    /// # Errors
    /// As [`Service::with_pool`]; InternalErrorException when the state file cannot be written.
    pub(crate) fn change_pool<T>(
        &self,
        pool_id: &str,
        change: impl FnOnce(&mut Pool) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let mut pools = lock(&self.pools);
        let result = change(pools.get_mut(pool_id).ok_or_else(|| unknown_pool(pool_id))?);
        self.saved(&pools).and(result)
    }

    /// Begins to serve a pool.
    ///
    /// # Errors
    /// InternalErrorException when the state file cannot be written.
    pub(crate) fn add_pool(&self, data: PoolData) -> Result<(), ServiceError> {
        let pool = Pool::new(Arc::clone(&self.rules), data);
        let mut pools = lock(&self.pools);
        pools.insert(pool.settings().id.clone(), pool);
        self.saved(&pools)
    }

    /// Forgets a pool with all its users, if nothing speaks against it.
    ///
    /// # Errors
    /// As [`Service::change_pool`].
    pub(crate) fn remove_pool(
        &self,
        pool_id: &str,
        may_be_removed: impl FnOnce(&Pool) -> Result<(), ServiceError>,
    ) -> Result<(), ServiceError> {
        let mut pools = lock(&self.pools);
        may_be_removed(pools.get(pool_id).ok_or_else(|| unknown_pool(pool_id))?)?;
        pools.remove(pool_id);
        self.saved(&pools)
    }

    /// What is read of every pool, in the order of the pools' ids.
    pub(crate) fn with_pools<T>(&self, read: impl Fn(&Pool) -> Vec<T>) -> Vec<T> {
        lock(&self.pools).values().flat_map(read).collect()
    }

    /// The settings of the identity pool that is `wanted`, by its id or by whom it has.
    pub(crate) fn identity_pool(&self, wanted: impl Fn(&str, &Identities) -> bool) -> Option<IdentityPool> {
        let pools = lock(&self.identity_pools);
        pools.iter().find(|(id, identities)| wanted(id, identities)).map(|(_, found)| found.settings.clone())
    }

    /// Changes an identity pool and saves.
    ///
    /// # Errors
    /// What `change` gives; ResourceNotFoundException for an unknown pool, InternalErrorException when the state file
    /// cannot be written.
    pub(crate) fn change_identities<T>(
        &self,
        pool_id: &str,
        change: impl FnOnce(&mut Identities) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let pools = lock(&self.pools);
        let result = match lock(&self.identity_pools).get_mut(pool_id) {
            Some(identities) => change(identities),
            None => Err(unknown_identity_pool(pool_id)),
        };
        self.saved(&pools).and(result)
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
        let now = self.clock.now();
        let pools = lock(&self.pools);
        let found = pools.iter().find_map(|(id, pool)| Some((id, pool.access(access_token, now)?)));
        let (pool_id, access) = found.ok_or_else(invalid_access_token)?;
        Ok((pool_id.clone(), access?))
    }

    fn saved(&self, pools: &BTreeMap<String, Pool>) -> Result<(), ServiceError> {
        self.save(pools).map_err(|_| ServiceError::internal("The state file cannot be written"))
    }

    fn save(&self, pools: &BTreeMap<String, Pool>) -> io::Result<()> {
        let Some(storage) = &self.storage else { return Ok(()) };
        storage.save(pools.iter().map(|(id, pool)| (id.as_str(), &pool.data)), &lock(&self.identity_pools))
    }
}

fn add_missing(pool: &mut Pool, users: &[NewUser], now: u64) -> io::Result<()> {
    for user in users.iter().filter(|user| pool.find(user.name()).is_none()).collect::<Vec<_>>() {
        pool.add_user(user, now)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, format!("user {}: {error}", user.name())))?;
    }
    Ok(())
}

fn unknown_pool(pool_id: &str) -> ServiceError {
    ServiceError::new("ResourceNotFoundException", format!("User pool {pool_id} does not exist."))
}

fn unknown_client(client_id: &str) -> ServiceError {
    ServiceError::new("ResourceNotFoundException", format!("User pool client {client_id} does not exist."))
}

/// A handler that panicked leaves no half-made change worth refusing all further requests for.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
