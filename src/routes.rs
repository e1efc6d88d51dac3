//! The app's addresses: there are no others, but for those of an app that it is a part of. They are paths below the app's
//! [base](crate::base).

use std::cell::Cell;

use leptos_router::{PartialPathMatch, PathSegment, PossibleRouteMatch};

use crate::base;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppRoute {
    Login,
    SignUp,
    Confirm,
    ForgotPassword,
    Welcome,
    Account,
    Security,
    /// A page of an app that has these pages as a part of it: its address.
    Own(&'static str),
    /// No page of the app: a whole address that people may be led to.
    Elsewhere(&'static str),
    /// Where managed login leads back to.
    Callback,
}

/// Where the pages are. An app that has them as a part of it may put them elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paths {
    pub login: &'static str,
    pub sign_up: &'static str,
    pub confirm: &'static str,
    pub forgot_password: &'static str,
    pub welcome: &'static str,
    pub account: &'static str,
    pub security: &'static str,
    pub callback: &'static str,
}

thread_local! {
    static PATHS: Cell<Paths> = const { Cell::new(Paths::DEFAULT) };
}

impl Paths {
    pub const DEFAULT: Self = Self {
        login: "/",
        sign_up: "/signup",
        confirm: "/confirm",
        forgot_password: "/forgot-password",
        welcome: "/welcome",
        account: "/account",
        security: "/account/security",
        callback: "/callback",
    };

    /// From now on, the pages are there.
    pub(crate) fn hold(self) {
        PATHS.set(self);
    }
}

impl AppRoute {
    /// Those on which nobody stays who has signed in.
    pub const SIGNED_OUT: [Self; 5] = [Self::Login, Self::SignUp, Self::Confirm, Self::ForgotPassword, Self::Callback];

    pub fn path(self) -> &'static str {
        let paths = PATHS.get();
        match self {
            Self::Login => paths.login,
            Self::SignUp => paths.sign_up,
            Self::Confirm => paths.confirm,
            Self::ForgotPassword => paths.forgot_password,
            Self::Welcome => paths.welcome,
            Self::Account => paths.account,
            Self::Security => paths.security,
            Self::Callback => paths.callback,
            Self::Own(path) | Self::Elsewhere(path) => path,
        }
    }

    /// Its address as links have it: the whole path.
    pub fn address(self) -> String {
        match self {
            Self::Elsewhere(address) => address.to_owned(),
            _ => base::address(self.path()),
        }
    }

    /// Whether that is its path, with a slash at the end or without.
    pub fn is_at(self, path: &str) -> bool {
        path.trim_end_matches('/') == self.path().trim_end_matches('/')
    }

    /// The page that a person can be led back to, of that address.
    pub fn of_place(path: &str) -> Option<Self> {
        [Self::Welcome, Self::Account, Self::Security].into_iter().find(|route| route.path() == path)
    }
}

/// A route is matched whole: none has parameters or children.
impl PossibleRouteMatch for AppRoute {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        self.is_at(path).then(|| PartialPathMatch::new("", Vec::new(), path))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        path.push(PathSegment::Static(self.path().into()));
    }
}
