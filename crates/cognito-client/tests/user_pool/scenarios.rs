//! What a program can do for a user from the sign-up on, each case a test named by its number. It is the list of what
//! amazon-cognito-identity-js shows in its own README, which `tests/interop` goes through with that client.

mod account;
mod cookies;
mod custom;
mod devices;
mod identity;
mod mfa;
mod password;
mod registration;
mod session;
