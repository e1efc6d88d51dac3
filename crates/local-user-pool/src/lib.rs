//! An Amazon Cognito user pool on your own machine, for development and tests: Cognito's JSON API, a real SRP server, signed tokens
//! with their JWKS, and an inbox instead of sent emails and text messages.
//!
//! It listens only on this machine unless you say otherwise, and does not answer other websites. Its state is in memory or in one
//! file. Do not use it in production.
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
//! | `server` | start and stop |
//! | `api` | addresses, CORS, and which operation a request is for |
//! | `access_keys` | signatures of administrators, where they are asked for |
//! | `blocking` | work that blocks, bounded |
//! | `expiring`, `in_memory` | what is kept in memory for a while |
//! | `vocabulary` | statuses, factors, messages and where they go, as the API spells them |
//! | `callers` | who may call: this machine, and whom the owner allows |
//! | `settings`, `rules`, `config` | settings of pools and clients; what is the same for all pools; what the pools start with |
//! | `seed` | from the configuration to pools |
//! | `request`, `error` | the wire: members and their limits, exceptions |
//! | `model` | Cognito's service models: operations, members, limits |
//! | `service` | units of work on pools |
//! | `operations` | one function for each operation, dispatched by name |
//! | `sign_in`, `srp` | the order of challenges in a sign-in; SRP |
//! | `user_agent` | where a request comes from |
//! | `web_authn` | passkeys: registration and assertion |
//! | `managed_login` | the pool's own sign-in page, and OAuth 2.0 around it |
//! | `triggers` | functions that the pool calls at sign-ups, sign-ins, custom challenges and tokens |
//! | `delivery` | messages: their text, and how they are sent |
//! | `pool` | what a pool knows: users, devices, codes, sign-ins, keys, inbox |
//! | `identity_pool` | who is who in an identity pool |
//! | `import` | takes over the data of other emulators |
//! | `test_control` | what only tests can do to the pool |
//! | `store` | stored rows, in a file or in memory |

mod access_keys;
mod api;
mod blocking;
mod callers;
mod clock;
mod config;
mod config_error;
mod delivery;
mod error;
mod expiring;
mod identity_pool;
mod import;
mod in_memory;
mod managed_login;
mod model;
mod new_user;
mod operations;
mod pages;
mod pool;
mod random;
mod request;
mod rules;
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
mod vocabulary;
mod web_authn;

pub use access_keys::AccessKey;
pub use clock::Clock;
pub use config::{Config, PoolConfig};
pub use config_error::ConfigError;
pub use error::ServiceError;
pub use new_user::NewUser;
pub use pool::{inbox::Message, totp::totp_code};
pub use rules::Issuer;
pub use server::{LocalUserPool, Running};
pub use vocabulary::{Medium, MessageKind, MfaFactor, UserStatus};
