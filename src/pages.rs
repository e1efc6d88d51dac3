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

use crate::{
    routes::AppRoute,
    settings::Settings,
    text,
    ui::{Element, link},
};

pub use loaders::loader;
pub use login::login;
pub use misconfigured::Misconfigured;
pub use not_found::NotFound;

/// The way to a new password, in pools where people need no administrator for it.
fn forgot_password_link() -> Option<Element> {
    Settings::expect().has_password_reset().then(|| link(AppRoute::ForgotPassword, text::FORGOT_PASSWORD))
}
