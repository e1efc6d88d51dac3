//! A browser, the built app and a local user pool, for journeys that a person makes.
//!
//! `cargo xtask test e2e` builds the app and sets what this needs from the environment: `E2E_DIST` (the built app),
//! `E2E_GUARDED_APP_DIST` (examples/guarded-app), `E2E_SERVERS` (nginx and Caddy), `CHROMEDRIVER` and `CHROMIUM` (programs);
//! for another browser, which `E2E_BROWSER` names, the programs that `browser.rs` lists.
//! One journey of three goes through the app below a path, by its name; with `E2E_BASE=/auth/` all do, and with `E2E_BASE=`
//! none.

mod app_server;
mod axe;
mod browser;
mod generated_pools;
mod hosts;
mod journey;
mod listening;
mod orders;
mod other_page;
mod passkeys;
mod second_build;
mod setup;
mod strange_service;
mod throttling;
mod triggers;

pub use axe::{look_at, take_pictures};
pub use browser::{Browser, Engine};
pub use generated_pools::{GeneratedPool, Person, SecondFactor, Verification, chosen, identifier_label, seed};
pub use hosts::{HOSTS, Host};
pub use journey::{Journey, Step, journey, journey_that_stops, journey_that_stops_with, journey_with};
pub use local_user_pool::{Config, MessageKind, settings};
pub use other_page::{Library, OtherPage, OtherSession, Place};
pub use passkeys::VirtualAuthenticator;
pub use setup::Setup;
pub use strange_service::start_strange_service;
pub use triggers::{WordHandlers, confirm_at_once, put_into_groups, refuse};

/// The pool's confirmed user, as in its default configuration.
pub const DEMO_EMAIL: &str = "demo@example.com";
/// The demo user's password.
pub const DEMO_PASSWORD: &str = "Demo-Passw0rd";
/// The demo user's telephone number, where a pool gives them one.
pub const DEMO_PHONE: &str = "+12025550123";
