//! The local user pool over HTTP, by literal wire names.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod administration;
mod attribute_codes;
mod authenticator;
mod change_password;
mod choice;
mod client;
mod codes;
mod configuration;
mod control_plane;
mod custom_auth;
mod delete_user;
mod devices;
mod forgot_password;
mod handler;
mod journey;
mod lockout;
mod mfa;
mod mfa_setup;
mod names;
mod new_password;
mod pages;
mod passwords;
mod program;
mod questions;
mod rotation;
mod secrets;
mod sign_in;
mod sign_up;
mod state;
mod tokens;
mod triggers;
mod user_attributes;
mod web_authn;
mod wire;
