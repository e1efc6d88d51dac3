//! Start and stop, and what a program around it does to the pools.

use std::{io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::{
    access_keys::AccessKeys,
    api::{self, Shared},
    callers,
    clock::Clock,
    config::Config,
    error::ServiceError,
    import,
    new_user::NewUser,
    pool::{inbox::Message, user::User},
    service::Service,
    test_control,
    vocabulary::UserStatus,
};

/// How long a stop waits for requests that are still being answered.
const STOP_PATIENCE: Duration = Duration::from_secs(5);

/// Starts pools; see [`LocalUserPool::start`].
#[derive(Debug)]
pub struct LocalUserPool;

/// A pool that listens. Dropping it stops it as well, without waiting.
pub struct Running {
    service: Arc<Service>,
    pool_id: String,
    addr: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<io::Result<()>>,
}

impl LocalUserPool {
    /// Starts with the system's time; port 0 takes any free one. `state` is the file that survives
    /// restarts.
    ///
    /// # Errors
    /// An unusable configuration or state file, a port in use.
    pub async fn start(config: Config, port: u16, state: Option<PathBuf>) -> io::Result<Running> {
        Self::start_with_clock(config, port, state, Clock::new()).await
    }

    /// As [`LocalUserPool::start`], with a clock that may already be ahead.
    ///
    /// # Errors
    /// As [`LocalUserPool::start`].
    pub async fn start_with_clock(
        config: Config,
        port: u16,
        state: Option<PathBuf>,
        clock: Clock,
    ) -> io::Result<Running> {
        config.check().map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let wanted = SocketAddr::new(config.listen, port);
        let listener = TcpListener::bind(wanted)
            .await
            .map_err(|error| io::Error::new(error.kind(), format!("cannot listen on {wanted}: {error}")))?;
        let addr = listener.local_addr()?;
        let callers = config.callers().map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let (pool_id, app_url) = (config.user_pool.id.clone(), Arc::from(config.app_url.as_str()));
        let base_url = config.public_url.as_deref().and_then(callers::website);
        let base_url = base_url.map_or_else(|| format!("http://localhost:{}", addr.port()), |(origin, _)| origin);
        let (user_pool_id, client_id) = (Arc::from(pool_id.as_str()), Arc::from(config.client.client_id.as_str()));
        let has_test_control = config.test_control;
        let access_keys = Arc::new(AccessKeys::new(config.access_keys.clone()));
        // Key generation takes its time.
        let service = tokio::task::spawn_blocking(move || {
            let (folder, users) = (config.import_cognito_local.clone(), config.import_users.clone());
            let pool_id = config.user_pool.id.clone();
            let service = Service::new(config, state.as_deref(), clock, base_url)?;
            folder.map_or(Ok(()), |folder| import::cognito_local(&service, &folder))?;
            users.map_or(Ok(()), |file| import::users(&service, &pool_id, &file))?;
            if has_test_control {
                test_control::state::begin(&service).map_err(io::Error::other)?;
            }
            Ok::<_, io::Error>(service)
        });
        let service = Arc::new(service.await.map_err(io::Error::other)??);
        let router = api::router(
            Shared {
                service: Arc::clone(&service),
                app_url,
                access_keys,
                faults: Arc::default(),
                user_pool_id,
                client_id,
            },
            callers,
            has_test_control,
        );
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(async move {
            // An error means that the `Running` was dropped.
            axum::serve(listener, router).with_graceful_shutdown(async move { drop(stopped.await) }).await
        });
        Ok(Running { service, pool_id, addr, stop, server })
    }
}

impl Running {
    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The endpoint of the API, without a slash at the end: `public_url` of the configuration, or
    /// "http://localhost:PORT".
    pub fn base_url(&self) -> String {
        self.service.base_url.clone()
    }

    /// `iss` of the tokens of the configured pool.
    pub fn issuer(&self) -> String {
        self.service.with_pool(&self.pool_id, |pool| Ok(pool.issuer.clone())).unwrap_or_default()
    }

    /// The pool's clock.
    pub fn clock(&self) -> &Clock {
        &self.service.clock
    }

    /// Moves the pool's time forward.
    pub fn advance(&self, by: Duration) {
        self.service.clock.advance(by);
    }

    /// How many requests for an operation ("SignUp") have come, answered well or not.
    pub fn requests(&self, operation: &str) -> usize {
        self.service.requests(operation)
    }

    /// Every mail so far, oldest first.
    pub fn inbox(&self) -> Vec<Message> {
        self.service.with_pools(|pool| pool.data.inbox.messages())
    }

    /// Adds a confirmed user; gives the user name, which is `sub` as well.
    ///
    /// # Errors
    /// UsernameExistsException, InvalidPasswordException, InvalidParameterException.
    pub fn add_user(&self, user: NewUser) -> Result<String, ServiceError> {
        let now = self.service.clock.now();
        self.service.change_pool(&self.pool_id, |pool| pool.add_user(&user, now))
    }

    /// As [`Running::add_user`] for several, all of them or none; gives their names in the same order.
    ///
    /// # Errors
    /// As [`Running::add_user`], of the first that is refused.
    pub fn add_users(&self, users: &[NewUser]) -> Result<Vec<String>, ServiceError> {
        let now = self.service.clock.now();
        self.service.change_pool(&self.pool_id, |pool| pool.add_users(users, now))
    }

    /// How many users the configured pool has.
    pub fn count_users(&self) -> usize {
        self.service.with_pool(&self.pool_id, |pool| Ok(pool.data.users.len())).unwrap_or_default()
    }

    /// Makes a user RESET_REQUIRED, as AdminResetUserPassword does. `username` may be the address.
    ///
    /// # Errors
    /// UserNotFoundException.
    pub fn reset_required(&self, username: &str) -> Result<(), ServiceError> {
        self.service.change_pool(&self.pool_id, |pool| {
            let user = pool.find_mut(username).ok_or_else(ServiceError::unknown_user)?;
            user.status = UserStatus::ResetRequired;
            let username = user.username.clone();
            pool.lockouts.clear(&username);
            Ok(())
        })
    }

    /// Disables a user, as AdminDisableUser does. `username` may be the address.
    ///
    /// # Errors
    /// UserNotFoundException.
    pub fn disable(&self, username: &str) -> Result<(), ServiceError> {
        self.change_user(username, |user| user.enabled = false)
    }

    /// Stops listening and waits until open requests are answered.
    ///
    /// # Errors
    /// What the server ended with.
    pub async fn stop(self) -> io::Result<()> {
        drop(self.stop);
        let abort = self.server.abort_handle();
        match tokio::time::timeout(STOP_PATIENCE, self.server).await {
            Ok(ended) => ended.map_err(io::Error::other)?,
            Err(_) => {
                abort.abort();
                Ok(())
            }
        }
    }

    fn change_user(&self, username: &str, change: impl Fn(&mut User)) -> Result<(), ServiceError> {
        self.service.change_pool(&self.pool_id, |pool| {
            pool.find_mut(username).map(&change).ok_or_else(ServiceError::unknown_user)
        })
    }
}
