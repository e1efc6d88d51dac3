//! One module a page.

mod confirm;
mod login;
mod misconfigured;
mod not_found;
mod sign_up;
mod welcome;

pub use confirm::Confirm;
pub use login::Login;
pub use misconfigured::Misconfigured;
pub use not_found::NotFound;
pub use sign_up::SignUp;
pub use welcome::Welcome;
