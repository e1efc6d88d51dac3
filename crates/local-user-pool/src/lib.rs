//! A faithful Amazon Cognito user pool on one's own machine: the JSON API that a browser client calls, a real SRP
//! server, signed tokens with their JWKS, and an inbox instead of sent mail.
//!
//! It listens on this machine alone unless told otherwise, and answers nobody else's websites; its state is a file at most. It is for development and
//! tests, never for users.
//!
//! ```no_run
//! # async fn run() -> std::io::Result<()> {
//! use local_user_pool::{Config, LocalUserPool};
//!
//! let pool = LocalUserPool::start(Config::default(), 0, None).await?;
//! let endpoint = pool.base_url();
//! pool.advance(std::time::Duration::from_secs(3600));
//! pool.stop().await
//! # }
//! ```
//!
//! | module | subject |
//! |---|---|
//! | `server` | addresses, CORS, start and stop |
//! | `access_keys` | signatures of administrators, where they are asked for |
//! | `blocking` | work that blocks, bounded |
//! | `expiring` | what is kept in memory for a while |
//! | `callers` | who may call: this machine, and whom the owner names |
//! | `settings`, `config` | what a pool and its clients are set to; what it starts with |
//! | `seed` | from the configuration to pools |
//! | `request`, `error` | the wire: members and their limits, exceptions |
//! | `model` | Cognito's service models: operations, members, limits |
//! | `operations` | one function for each operation, dispatched by name |
//! | `sign_in`, `srp` | what a sign-in asks after what, and the arithmetic of one |
//! | `user_agent` | where a request comes from |
//! | `web_authn` | passkeys: registration and assertion |
//! | `managed_login` | the pool's own sign-in page, and OAuth 2.0 around it |
//! | `triggers` | handlers that are asked about sign-ups, sign-ins, custom challenges and tokens |
//! | `delivery` | messages: in whose words, and by which way |
//! | `pool` | what a pool knows: users, devices, codes, sign-ins, keys, inbox |
//! | `identity_pool` | who is who in an identity pool |
//! | `import` | what other emulators know, taken over |
//! | `test_control` | what a test does to the pool that nobody else can |
//! | `store` | rows that are kept, in a file or in memory |

mod access_keys;
mod blocking;
mod callers;
mod clock;
mod config;
mod delivery;
mod error;
mod expiring;
mod identity_pool;
mod import;
mod managed_login;
mod model;
mod operations;
mod pages;
mod pool;
mod random;
mod request;
mod seed;
mod server;
mod service;
pub mod settings;
mod sign_in;
mod srp;
mod store;
mod test_control;
mod timestamp;
mod triggers;
mod user_agent;
mod web_authn;

pub use access_keys::AccessKey;
pub use clock::Clock;
pub use config::{Config, ConfigError, Issuer, NewUser, PoolConfig};
pub use error::ServiceError;
pub use pool::{
    inbox::{Medium, Message, MessageKind},
    mfa::MfaFactor,
    totp::totp_code,
    user::UserStatus,
};
pub use server::{LocalUserPool, Running};
