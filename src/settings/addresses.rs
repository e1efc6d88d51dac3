//! Where people go from here.

use cognito_client::transport::is_safe;
use web_sys::Url;

use super::{Settings, document::Section, names::SettingProblem, problem::Rule};
use crate::{base, destination, platform, routes::AppRoute};

/// Addresses that the owner lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Where people are led who have signed in, if nowhere else; the welcome page, if nothing is said. As
    /// [`Settings::route_to`] takes it.
    pub home: Option<String>,
    /// Origins that people may be led to besides this one, as in `https://app.example.com`.
    pub origins: Vec<String>,
}

impl Addresses {
    pub(super) fn read(document: &Section, problems: &mut Vec<SettingProblem>) -> Self {
        let section = document.section("addresses");
        let addresses = Self { home: section.text("home"), origins: section.texts("origins") };
        for (at, origin) in addresses.origins.iter().enumerate() {
            let is_whole = Url::new(origin).is_ok_and(|url| url.origin() == *origin);
            if !(is_whole && is_safe(origin)) {
                problems.push(SettingProblem::at(format!("addresses.origins[{at}]"), Rule::Origin));
            }
        }
        let may_be_home = |home| addresses.allowed(home).is_some_and(|whole| !is_for_signed_out(&whole));
        if !addresses.home.as_deref().is_none_or(may_be_home) {
            problems.push(SettingProblem::at("addresses.home", Rule::Destination));
        }
        addresses
    }

    /// The whole address, if people may be led there.
    fn allowed(&self, address: &str) -> Option<String> {
        let own = platform::origin();
        let mut origins = vec![own.as_str()];
        origins.extend(self.origins.iter().map(String::as_str));
        destination::allowed(address, &origins)
    }
}

/// Whether that is a page of the app on which nobody stays who has signed in.
fn is_for_signed_out(whole: &str) -> bool {
    let Some(inside) = whole.strip_prefix(&platform::origin()).and_then(base::below) else { return false };
    let path = inside.split(['?', '#']).next().unwrap_or_default();
    AppRoute::SIGNED_OUT.iter().any(|route| route.is_at(path))
}

impl Settings {
    /// Where people are led who have signed in, if nowhere else.
    pub fn home(&self) -> AppRoute {
        let named = self.addresses.home.as_deref().and_then(|home| self.route_to(home, AppRoute::of_place));
        named.unwrap_or(AppRoute::Welcome)
    }

    /// What stands at an address, if people may be led there: a page of the app that `place_of` names, by its path, or
    /// something else of this origin, or of one that the owner lists.
    pub fn route_to(&self, address: &str, place_of: impl Fn(&str) -> Option<AppRoute>) -> Option<AppRoute> {
        let whole = self.addresses.allowed(address)?;
        let inside = whole.strip_prefix(&platform::origin()).and_then(base::below).unwrap_or_default();
        if let Some(place) = place_of(&inside) {
            return Some(place);
        }
        // Whoever has signed in has no business on the login page.
        let is_login = !inside.is_empty() && AppRoute::Login.is_at(inside.split(['?', '#']).next().unwrap_or_default());
        (!is_login).then(|| AppRoute::Elsewhere(Box::leak(whole.into_boxed_str())))
    }
}
