//! The app's addresses: there are no others, but for those of an app that it is a part of. They are paths below the app's
//! [base](crate::base).

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

impl AppRoute {
    pub const fn path(self) -> &'static str {
        match self {
            Self::Login => "/",
            Self::SignUp => "/signup",
            Self::Confirm => "/confirm",
            Self::ForgotPassword => "/forgot-password",
            Self::Welcome => "/welcome",
            Self::Account => "/account",
            Self::Security => "/account/security",
            Self::Own(path) | Self::Elsewhere(path) => path,
            Self::Callback => "/callback",
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
