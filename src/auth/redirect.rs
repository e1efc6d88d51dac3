//! Signing in on another page, and out there: managed login.

use cognito_client::{
    claims::IdClaims,
    ids::Username,
    managed_login::{ManagedLogin, Prompt, Provider as ProviderName, RedirectOptions},
    session::Session,
    transport::Fetch,
};
use leptos::prelude::*;

use super::{Auth, AuthState};
pub use crate::text::managed_login::ReturnProblem;
use crate::{
    config::{ManagedLoginSettings, Provider},
    lazy::{later, out_of_reach},
    platform,
    routes::AppRoute,
    sign_in_store::{SignInStore, StoredRedirect},
    text::{self, Screen},
    token_store::TokenStore,
};

/// A return that changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreturned {
    pub problem: ReturnProblem,
    /// Where to go on from here: the login page if nobody is signed in.
    pub way_on: AppRoute,
}

/// How a signed-in person confirms that it is still they.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfirmedBy {
    /// The app's own flow.
    Flow,
    /// Another page, where they signed in.
    Page(Provider),
    /// Another page, but the app is not set to one.
    Nothing,
}

impl Auth {
    /// Whether people may sign in on other pages too.
    pub fn has_other_pages(self) -> bool {
        self.managed_login.with_value(Option::is_some)
    }

    /// The other pages that people may sign in on.
    pub fn providers(self) -> Vec<Provider> {
        self.managed_login
            .with_value(|settings| settings.as_ref().map(|settings| settings.providers.clone()))
            .unwrap_or_default()
    }

    /// The name of the user pool's domain.
    pub fn domain_name(self) -> String {
        self.managed_login.with_value(|settings| {
            let url = settings.as_ref().and_then(|settings| web_sys::Url::new(&settings.domain).ok());
            url.map(|url| url.host()).unwrap_or_default()
        })
    }

    /// Goes to another page to sign in: to the provider at that place of the list. Gives a sentence if nobody goes, and
    /// nothing at all while the browser is on its way.
    pub async fn sign_in_at(self, place: usize, is_kept: bool) -> Option<String> {
        match sign_in_at_later(self, place, is_kept).await {
            Ok(None) => std::future::pending().await,
            Ok(refusal) => refusal,
            Err(error) => {
                out_of_reach(error);
                Some(text::out_of_reach().sentence)
            }
        }
    }

    /// Goes to another page, so that who is signed in confirms there that it is still they, and comes back to `place`.
    /// Gives a sentence if nobody goes, and nothing at all while the browser is on its way.
    pub async fn confirm_at(self, provider: Provider, place: Option<AppRoute>) -> Option<String> {
        match self.depart_to_confirm(&provider, place) {
            None => std::future::pending().await,
            refusal => refusal,
        }
    }

    fn depart_to_confirm(self, provider: &Provider, place: Option<AppRoute>) -> Option<String> {
        let of = self.session()?.username().as_str().to_owned();
        let name = self.own_name();
        let options = RedirectOptions {
            prompt: Some(Prompt::Login),
            login_hint: name.as_deref().filter(|_| provider.name.is_none()),
            ..options(provider)
        };
        self.remember_wanted(place);
        self.depart(options, false, Some(of))
    }

    /// How the person confirms that it is still they: where they signed in.
    pub fn confirmed_by(self) -> ConfirmedBy {
        let is_elsewhere = self.session().is_some_and(|session| session.is_by_managed_login());
        let has_domain = self.has_other_pages();
        match self.identity_provider() {
            Some(provider) if has_domain => ConfirmedBy::Page(provider),
            Some(_) => ConfirmedBy::Nothing,
            None if is_elsewhere && has_domain => ConfirmedBy::Page(self.own_page()),
            None => ConfirmedBy::Flow,
        }
    }

    /// The identity provider whose user is signed in. It keeps the password then, and the second factors.
    pub fn identity_provider(self) -> Option<Provider> {
        let session = self.session()?;
        let IdClaims { identities, .. } = IdClaims::parse(&session.tokens().id_token).ok()?;
        let found = identities.into_iter().find(|identity| is_user_of(session.username(), &identity.provider_name))?;
        let listed = self.providers().into_iter().find(|listed| listed.name.as_ref() == Some(&found.provider_name));
        Some(listed.unwrap_or_else(|| Provider::unlisted(found.provider_name)))
    }

    /// Ends the sign-in that the browser has come back from; gives where to go.
    ///
    /// # Errors
    /// [`Unreturned`]; who is signed in still is.
    pub async fn finish_redirect(self) -> Result<AppRoute, Unreturned> {
        let query = self.returned.try_update_value(Option::take).flatten();
        let begun = query.and_then(|query| {
            let stored = self.sign_in_store.with_value(SignInStore::take_redirect)?;
            Some((query, stored, self.managed_login()?))
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
        let returned = managed_login.finish(paused, &query, &Fetch::default(), &self.browser()).await;
        let session = returned.map_err(|error| self.unreturned(ReturnProblem::Redirect(error)))?;
        if self.is_over(attempt) {
            self.distrust_domain();
            self.revoke_later(session);
            return Err(self.unreturned(ReturnProblem::NotBegun));
        }
        if of.as_ref().is_some_and(|of| of != session.username().as_str()) {
            self.distrust_domain();
            self.revoke_later(session);
            return Err(self.unreturned(ReturnProblem::AnotherPerson));
        }
        let before = self.store().load();
        if of.is_none() {
            self.keep_signed_in(is_kept);
        }
        self.sign_in_store.with_value(|store| {
            store.clear();
            store.trust_domain();
        });
        self.enter(session);
        if let Some(before) = before {
            self.revoke_later(before);
        }
        Ok(self.take_destination())
    }

    /// Gives up waiting for that; what comes too late is revoked.
    pub fn abandon_redirect(self) -> AppRoute {
        self.next_attempt();
        self.way_on()
    }

    /// Lets the user pool's domain forget this browser, if the session came from there: its cookie would sign in again at
    /// once. Meanwhile nobody knows who is signed in. Without a network, the domain asks who it is when somebody next goes
    /// there. Does nothing for other sessions.
    pub(super) fn leave_domain(self, session: &Session, is_reachable: bool) {
        if let Some(managed_login) = self.managed_login().filter(|_| self.is_known_to_domain(session)) {
            if is_reachable && !platform::is_offline() {
                let back = format!("{}{}", platform::origin(), AppRoute::Login.path());
                return platform::go_on_to(&managed_login.sign_out_url(&back));
            }
            self.distrust_domain();
        }
        if self.state.with_untracked(|state| *state == AuthState::Restoring) {
            self.state.set(AuthState::SignedOut);
        }
    }

    /// The user pool's domain may take this browser for somebody who is not signed in here any more: whoever goes there next
    /// is asked who they are.
    pub(super) fn distrust_domain(self) {
        self.sign_in_store.with_value(SignInStore::distrust_domain);
    }

    /// Whether a session is one that [`leave_domain`](Self::leave_domain) is for.
    pub(super) fn is_known_to_domain(self, session: &Session) -> bool {
        session.is_by_managed_login() && self.has_other_pages()
    }

    fn depart(self, options: RedirectOptions<'_>, is_kept: bool, of: Option<String>) -> Option<String> {
        let departure = match self.managed_login()?.begin(options, &self.browser()) {
            Ok(departure) => departure,
            Err(error) => return Some(text::refusal(Screen::SignIn, &error)),
        };
        let redirect = StoredRedirect { is_kept, of, paused: departure.paused };
        if !self.sign_in_store.with_value(|store| store.save_redirect(&redirect)) {
            return Some(text::managed_login::NO_WAY_BACK.to_owned());
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
        self.store().has_session()
    }

    fn own_page(self) -> Provider {
        self.providers().into_iter().find(|provider| provider.name.is_none()).unwrap_or_default()
    }

    fn managed_login(self) -> Option<ManagedLogin> {
        let ManagedLoginSettings { domain, scopes, .. } = self.managed_login.get_value()?;
        let redirect_uri = format!("{}{}", platform::origin(), AppRoute::Callback.path());
        let scopes = scopes.split_whitespace();
        let client = self.client();
        let login = ManagedLogin::new(&domain, client.user_pool_id(), client.client_id().clone(), redirect_uri);
        Some(login.with_scopes(scopes))
    }
}

later! {
    in managed_login:
    fn sign_in_at_later(auth: Auth, place: usize, is_kept: bool) -> Option<String> {
        auth.stop_offering_passkey();
        let provider = auth.providers().into_iter().nth(place).unwrap_or_default();
        let is_asked = auth.sign_in_store.with_value(SignInStore::distrusts_domain);
        let options = RedirectOptions { prompt: is_asked.then_some(Prompt::Login), ..options(&provider) };
        auth.depart(options, is_kept, None)
    }
}

fn options(provider: &Provider) -> RedirectOptions<'_> {
    RedirectOptions { provider: provider.name.as_deref().map(ProviderName::Named), ..RedirectOptions::default() }
}

/// Cognito's user names of a provider's users begin with its name, which a pool may write in small letters.
fn is_user_of(username: &Username, provider: &str) -> bool {
    let username = username.as_str().to_lowercase();
    username.strip_prefix(&provider.to_lowercase()).is_some_and(|rest| rest.starts_with('_'))
}
