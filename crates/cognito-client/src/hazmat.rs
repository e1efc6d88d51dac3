//! The client's half of Cognito's Secure Remote Password exchange, for those who know why they need it.
//!
//! <div class="warning">
//!
//! This is the inside of a cryptographic protocol, for programs that speak to Cognito in their own way, for measurements and
//! for tests. [`SignIn`](crate::sign_in::SignIn) uses it rightly: use that. Here it is up to you that every exchange begins
//! with fresh random bytes, that no exchange is answered twice, and that what comes back reaches nobody but Cognito. It is
//! not SRP as RFC 5054 has it, and proves nothing to any other service. Nobody has audited it.
//!
//! </div>
//!
//! [`arithmetic`] has every formula; [`Handshake`] puts them in order: a [`Preparation`], a [`Challenge`], an [`Answer`].

pub use crate::srp::*;
