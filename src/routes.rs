//! The app's addresses: there are no others.

use leptos_router::AsPath;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppRoute {
    Login,
    SignUp,
    Confirm,
    ForgotPassword,
    Welcome,
}

impl AppRoute {
    pub const fn path(self) -> &'static str {
        match self {
            Self::Login => "/",
            Self::SignUp => "/signup",
            Self::Confirm => "/confirm",
            Self::ForgotPassword => "/forgot-password",
            Self::Welcome => "/welcome",
        }
    }
}

impl AsPath for AppRoute {
    fn as_path(&self) -> &'static str {
        self.path()
    }
}
