//! Signing in on another page: managed login.

use cognito_client::{
    ids::Username,
    managed_login::{Prompt, Provider as ProviderName, RedirectOptions},
    token_store::TokenStore,
    transport::Fetch,
};

use super::SignIn;
use crate::{
    forms::Identifier,
    language::{self, Sentence},
    later::{later, out_of_reach},
    platform,
    routes::AppRoute,
    settings::Provider,
    sign_in_store::StoredRedirect,
    text::{self, Screen, managed_login::ReturnProblem},
};

/// A return that changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreturned {
    pub problem: ReturnProblem,
    /// Where to go on from here: the login page if nobody is signed in.
    pub way_on: AppRoute,
}

impl SignIn {
    /// Goes to another page to sign in: to the provider at that place of the list, who is told who somebody says they are.
    /// Gives a sentence if nobody goes, and nothing at all while the browser is on its way.
    pub async fn begin_at(self, place: usize, is_kept: bool, identifier: Option<Identifier>) -> Option<Sentence> {
        // What is no name yet can be typed there.
        let name = match identifier {
            Some(identifier) => self.name_of(identifier).await.ok(),
            None => None,
        };
        match begin_at_later(self, place, is_kept, name).await {
            Ok(None) => std::future::pending().await,
            Ok(refusal) => refusal,
            Err(error) => {
                out_of_reach(error);
                Some(text::out_of_reach().sentence)
            }
        }
    }

    /// Ends the sign-in that the browser has come back from; gives where to go.
    ///
    /// # Errors
    /// [`Unreturned`]; who is signed in still is.
    pub async fn finish_redirect(self) -> Result<AppRoute, Unreturned> {
        let query = self.shared().returned.take();
        let begun = query.and_then(|query| {
            let stored = self.session().sign_in_store().take_redirect()?;
            Some((query, stored, self.session().managed_login()?))
        });
        let Some((query, stored, managed_login)) = begun else {
            return if self.has_stored_session() {
                Ok(self.take_destination())
            } else {
                Err(self.unreturned(ReturnProblem::NotBegun))
            };
        };
        let StoredRedirect { is_kept, of, paused } = stored;
        let attempt = self.next_attempt();
        let returned = managed_login.finish(paused, &query, &Fetch::default(), &self.session().browser()).await;
        let session = returned.map_err(|error| self.unreturned(ReturnProblem::Redirect(error)))?;
        if self.is_over(attempt) {
            self.session().distrust_domain();
            self.session().revoke_later(session);
            return Err(self.unreturned(ReturnProblem::NotBegun));
        }
        if of.as_ref().is_some_and(|of| of != session.username().as_str()) {
            self.session().distrust_domain();
            self.session().revoke_later(session);
            return Err(self.unreturned(ReturnProblem::AnotherPerson));
        }
        let before = self.session().store().load();
        if of.is_none() {
            self.keep_signed_in(is_kept);
        }
        let store = self.session().sign_in_store();
        store.clear();
        store.trust_domain();
        self.session().save(&session);
        self.show(session);
        if let Some(before) = before {
            self.session().revoke_later(before);
        }
        Ok(self.take_destination())
    }

    /// Gives up waiting for that; what comes too late is revoked.
    pub fn abandon_redirect(self) -> AppRoute {
        self.next_attempt();
        self.way_on()
    }

    pub(super) fn depart(self, options: RedirectOptions<'_>, is_kept: bool, of: Option<String>) -> Option<Sentence> {
        let language = language::tag();
        let options = RedirectOptions { language: Some(&language), ..options };
        let departure = match self.session().managed_login()?.begin(options, &self.session().browser()) {
            Ok(departure) => departure,
            Err(error) => return Some(text::refusal(Screen::SignIn, &error)),
        };
        let redirect = StoredRedirect { is_kept, of, paused: departure.paused };
        if !self.session().sign_in_store().save_redirect(&redirect) {
            return Some(text::managed_login::NO_WAY_BACK);
        }
        platform::go_to(&departure.url);
        None
    }

    fn unreturned(self, problem: ReturnProblem) -> Unreturned {
        Unreturned { problem, way_on: self.way_on() }
    }

    fn way_on(self) -> AppRoute {
        if self.has_stored_session() { self.take_destination() } else { AppRoute::Login }
    }

    fn has_stored_session(self) -> bool {
        self.session().store().has_session()
    }
}

later! {
    in managed_login:
    fn begin_at_later(sign_in: SignIn, place: usize, is_kept: bool, name: Option<Username>) -> Option<Sentence> {
        sign_in.stop_offering_passkey();
        let provider = sign_in.settings().providers().get(place).cloned().unwrap_or_default();
        let is_asked = sign_in.session().sign_in_store().distrusts_domain();
        let options = RedirectOptions {
            prompt: is_asked.then_some(Prompt::Login),
            login_hint: name.as_ref().map(Username::as_str),
            ..options(&provider)
        };
        sign_in.depart(options, is_kept, None)
    }
}

pub(super) fn options(provider: &Provider) -> RedirectOptions<'_> {
    let named = provider.name.as_deref().map(ProviderName::Named);
    let provider = named.or_else(|| provider.identifier.as_deref().map(ProviderName::Identified));
    RedirectOptions { provider, ..RedirectOptions::default() }
}
