//! What a site says in the address by which it sends people here. It is read once, and goes from the address.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::Url;

use crate::{platform, routes::AppRoute};

/// Characters at most of what people are called by.
const LONGEST_NAME: usize = 256;

pub(super) struct Parameters {
    screen: Option<String>,
    login_hint: Option<String>,
    /// Where the site wants them back: whatever stands there.
    pub(super) redirect_to: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    Page(AppRoute),
    /// Nobody is to be signed in.
    SignOut,
}

impl Parameters {
    /// Those of the page's address, if it has any.
    pub(super) fn take() -> Option<Self> {
        // What other pages lead back with is theirs.
        if platform::query()?.is_empty() || AppRoute::Callback.is_at(&platform::path()) {
            return None;
        }
        let url = Url::new(&window().location().href().ok()?).ok()?;
        let query = url.search_params();
        let take = |name: &str| {
            let value = query.get(name);
            query.delete(name);
            value
        };
        // The language is chosen by now, and kept: from here on it is the person's to change.
        let taken = ["screen", "login_hint", "redirect_to", "lang", "ui_locales"].map(take);
        let is_any_taken = taken.iter().any(Option::is_some);
        let [screen, login_hint, redirect_to, ..] = taken;
        if is_any_taken {
            let history = window().history().ok()?;
            history.replace_state_with_url(&JsValue::NULL, "", Some(&url.href())).ok();
        }
        Some(Self { screen, login_hint, redirect_to })
    }

    /// What people are to begin with.
    pub(super) fn screen(&self) -> Option<Screen> {
        Some(Screen::Page(match self.screen.as_deref()? {
            "sign-in" => AppRoute::Login,
            "sign-up" => AppRoute::SignUp,
            "confirm" => AppRoute::Confirm,
            "forgot-password" => AppRoute::ForgotPassword,
            "account" => AppRoute::Account,
            "security" => AppRoute::Security,
            "sign-out" => return Some(Screen::SignOut),
            _ => return None,
        }))
    }

    /// What people are called by, to be filled in for them.
    pub(super) fn login_hint(&self) -> Option<String> {
        let hint = self.login_hint.as_deref()?.trim();
        (hint.len() <= LONGEST_NAME && !hint.contains(char::is_control)).then(|| hint.to_owned())
    }
}
