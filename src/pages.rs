//! One module a page.

mod account;
mod callback;
mod confirm;
pub mod confirm_identity;
mod forgot_password;
mod lazy;
mod login;
mod misconfigured;
mod not_found;
mod sign_up;
mod steps;
mod welcome;

pub use lazy::{LazyPage, lazy, provide_lazy_pages};
pub use login::login;
