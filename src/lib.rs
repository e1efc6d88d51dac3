//! The app that people see: views, and the glue between them, the protocol and the browser.
//!
//! It can be a part of another Leptos app: [`app::AuthContext`] around its router, [`app::SignInPages`] among its routes,
//! [`components::SignedIn`] around what is for signed-in people only, and [`session::CurrentSession::access_token`] for what a
//! service of its own is to be shown. `examples/guarded-app` is such an app.

pub mod account;
pub mod app;
pub mod base;
pub mod chunk;
pub mod components;
pub mod destination;
mod developer;
mod entrance;
pub mod forms;
pub mod language;
mod later;
mod letters;
pub mod life;
pub mod navigation;
pub mod pages;
pub mod platform;
pub mod prerendered;
pub mod routes;
pub mod session;
pub mod settings;
pub mod sign_in;
pub mod sign_in_store;
pub mod signals;
mod stale_tab;
pub mod stopped;
pub mod strength;
pub mod text;
pub mod token_place;
pub mod ui;
mod watch;
