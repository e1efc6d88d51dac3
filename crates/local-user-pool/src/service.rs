//! Everything the handlers share: pools and clients by id, open challenges, the clock, the state file.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::{Map, Value};

use crate::{
    challenges::Challenges,
    clock::Clock,
    config::Config,
    error::ServiceError,
    operations,
    pool::{
        Pool, PoolData,
        tokens::{Access, invalid_access_token},
    },
    storage::Storage,
};

const TARGET_PREFIX: &str = "AWSCognitoIdentityProviderService.";

/// The service behind the addresses.
pub(crate) struct Service {
    pub(crate) clock: Clock,
    /// "http://localhost:PORT".
    pub(crate) base_url: String,
    state: Mutex<State>,
    challenges: Mutex<Challenges>,
    /// Requests received, by operation.
    requests: Mutex<BTreeMap<String, usize>>,
    storage: Option<Storage>,
}

struct State {
    pools: BTreeMap<String, Pool>,
    /// Client id to pool id.
    clients: BTreeMap<String, String>,
    /// Pools of the state file that the configuration does not name: kept, not served.
    dormant: BTreeMap<String, PoolData>,
}

impl Service {
    /// Serves the configured pool, with what the state file knows of it, and adds the configured users it lacks.
    pub(crate) fn new(
        config: Config,
        mut stored: BTreeMap<String, PoolData>,
        storage: Option<Storage>,
        clock: Clock,
        base_url: String,
    ) -> io::Result<Self> {
        let data = match stored.remove(&config.pool_id) {
            Some(data) => data,
            None => PoolData::fresh().map_err(io::Error::other)?,
        };
        let settings = Arc::new(config);
        let mut pool = Pool::new(Arc::clone(&settings), data);
        for user in settings.users.iter().filter(|user| pool.find(&user.email).is_none()).collect::<Vec<_>>() {
            pool.add_user(user, clock.now()).map_err(|error| {
                io::Error::new(io::ErrorKind::InvalidInput, format!("user {}: {error}", user.email))
            })?;
        }
        let state = State {
            clients: BTreeMap::from([(settings.client_id.clone(), settings.pool_id.clone())]),
            pools: BTreeMap::from([(settings.pool_id.clone(), pool)]),
            dormant: stored,
        };
        let service = Self {
            clock,
            base_url,
            state: Mutex::new(state),
            challenges: Mutex::default(),
            requests: Mutex::default(),
            storage,
        };
        service.save(&lock(&service.state))?;
        Ok(service)
    }

    /// Answers one request of the API.
    pub(crate) fn answer(&self, target: &str, body: &[u8]) -> Result<Value, ServiceError> {
        let unknown = || ServiceError::new("UnknownOperationException", "");
        let name = target.strip_prefix(TARGET_PREFIX).ok_or_else(unknown)?;
        *lock(&self.requests).entry(name.to_owned()).or_default() += 1;
        let operation = operations::by_name(name).ok_or_else(unknown)?;
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

    /// Reads the pool of a client.
    ///
    /// # Errors
    /// ResourceNotFoundException for an unknown client, and what `read` gives.
    pub(crate) fn with_client<T>(
        &self,
        client_id: &str,
        read: impl FnOnce(&Pool) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let state = lock(&self.state);
        let pool_id = state.clients.get(client_id).ok_or_else(|| unknown_client(client_id))?;
        read(state.pools.get(pool_id).ok_or_else(|| unknown_client(client_id))?)
    }

    /// Changes the pool of a client and saves, also when `change` fails: a wrong code is counted.
    ///
    /// # Errors
    /// As [`Service::with_client`]; InternalErrorException when the state file cannot be written.
    pub(crate) fn change_client<T>(
        &self,
        client_id: &str,
        change: impl FnOnce(&mut Pool) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let pool_id = lock(&self.state).clients.get(client_id).cloned().ok_or_else(|| unknown_client(client_id))?;
        self.change_pool(&pool_id, change).ok_or_else(|| unknown_client(client_id))?
    }

    /// Changes a pool and saves; `None` if there is no such pool.
    pub(crate) fn change_pool<T>(
        &self,
        pool_id: &str,
        change: impl FnOnce(&mut Pool) -> Result<T, ServiceError>,
    ) -> Option<Result<T, ServiceError>> {
        let mut state = lock(&self.state);
        let result = change(state.pools.get_mut(pool_id)?);
        Some(self.save(&state).map_err(|_| ServiceError::internal("The state file cannot be written")).and(result))
    }

    /// Reads a pool; `None` if there is no such pool.
    pub(crate) fn with_pool<T>(&self, pool_id: &str, read: impl FnOnce(&Pool) -> T) -> Option<T> {
        lock(&self.state).pools.get(pool_id).map(read)
    }

    /// Every message of every pool, in the order of the pools' ids.
    pub(crate) fn with_pools<T>(&self, read: impl Fn(&Pool) -> Vec<T>) -> Vec<T> {
        lock(&self.state).pools.values().flat_map(read).collect()
    }

    /// Finds the pool that has signed an access token.
    ///
    /// # Errors
    /// NotAuthorizedException when no pool has, or the token is not valid any more.
    pub(crate) fn authorize(&self, access_token: &str) -> Result<(String, Access), ServiceError> {
        let now = self.clock.now();
        let state = lock(&self.state);
        let found = state.pools.iter().find_map(|(id, pool)| Some((id, pool.access(access_token, now)?)));
        let (pool_id, access) = found.ok_or_else(invalid_access_token)?;
        Ok((pool_id.clone(), access?))
    }

    fn save(&self, state: &State) -> io::Result<()> {
        let Some(storage) = &self.storage else { return Ok(()) };
        let served = state.pools.iter().map(|(id, pool)| (id.as_str(), &pool.data));
        storage.save(served.chain(state.dormant.iter().map(|(id, data)| (id.as_str(), data))))
    }
}

fn unknown_client(client_id: &str) -> ServiceError {
    ServiceError::new("ResourceNotFoundException", format!("User pool client {client_id} does not exist."))
}

/// A handler that panicked leaves no half-made change worth refusing all further requests for.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
