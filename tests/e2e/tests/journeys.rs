//! Journeys through the built app. See the crate's documentation for what they need.

#[path = "journeys/lazy.rs"]
mod lazy;
#[path = "journeys/looks.rs"]
mod looks;
#[path = "journeys/session.rs"]
mod session;
#[path = "journeys/sign_in.rs"]
mod sign_in;
#[path = "journeys/sign_out.rs"]
mod sign_out;
#[path = "journeys/sign_up.rs"]
mod sign_up;
