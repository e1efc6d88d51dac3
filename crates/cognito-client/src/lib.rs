#![doc = include_str!("../README.md")]
//!
//! # Where things are
//!
//! A [`Client`] calls one app client of one user pool through a [`Transport`](transport::Transport). Signing in gives a
//! [`NextStep`](sign_in::NextStep) again and again until one is `Done`; with its access token, [`account`], [`mfa`],
//! [`passkey`], [`device`] and [`user_sessions`] manage what the user has, and with its id token [`identity`] gets AWS
//! credentials. [`managed_login`] signs in on Cognito's own page instead. A [`SessionKeeper`](session_keeper::SessionKeeper) keeps the session fresh over hours and tabs, in a
//! [`TokenStore`](token_store::TokenStore). The clock, the random bytes and the memory of devices come in through a [`Host`](host::Host): nothing here
//! reads them by itself, and nothing here knows a browser (but for the transport behind the feature `fetch`).
//!
//! What goes over the wire is read and written by [`json`]. With the feature `serde` the same types are serde's too, for
//! native programs that keep them.

#![warn(missing_docs, unreachable_pub)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[macro_use]
mod by_serde;
#[macro_use]
pub mod json;

pub mod account;
pub mod api;
#[cfg(all(feature = "aws-sdk", not(target_arch = "wasm32")))]
pub mod aws_sdk;
#[cfg(all(feature = "browser-host", any(target_arch = "wasm32", docsrs)))]
pub mod browser;
pub mod claims;
pub mod client;
pub mod device;
pub mod error;
pub mod hazmat;
pub mod host;
pub mod identity;
pub mod ids;
pub mod managed_login;
pub mod mfa;
#[cfg(all(feature = "native-host", not(target_arch = "wasm32")))]
pub mod native;
pub mod passkey;
pub mod password;
pub mod refusal;
pub mod secrets;
pub mod session;
pub mod session_keeper;
mod shared;
pub mod sign_in;
pub mod sign_up;
mod single_flight;
mod srp;
pub mod timestamp;
pub mod token_store;
pub mod transport;
pub mod unknown;
pub mod user_sessions;

pub use client::Client;
pub use error::{Error, ErrorCode};
