//! One module a page.

mod account;
mod callback;
mod confirm;
mod consent;
mod forgot_password;
mod loaders;
mod login;
mod misconfigured;
mod not_found;
mod passkey_offer;
mod sign_out;
mod sign_up;
pub mod step_up;
mod steps;
mod welcome;

pub use loaders::loader;
pub use login::login;
pub use misconfigured::Misconfigured;
pub use not_found::NotFound;
