//! The words that everything here has in common, as the API spells them: statuses, factors, messages and where they go.

mod contact;
mod message;
mod mfa_factor;
mod user_status;

pub(crate) use contact::{Contact, masked};
pub use message::{Medium, MessageKind};
pub use mfa_factor::MfaFactor;
pub use user_status::UserStatus;
