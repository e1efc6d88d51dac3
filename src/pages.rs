//! One module a page.

mod confirm;
mod lazy;
mod login;
mod misconfigured;
mod not_found;
mod sign_up;
mod welcome;

pub use lazy::{LazyPage, lazy, provide_lazy_pages};
pub use login::login;
