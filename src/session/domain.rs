//! The user pool's domain, which knows browsers of its own accord: what it knows ends with the session.

use cognito_client::{managed_login::ManagedLogin, session::Session};

use super::CurrentSession;
use crate::{platform, routes::AppRoute, settings::ManagedLoginSettings};

impl CurrentSession {
    /// Whether a session is one that the domain may know of.
    pub(crate) fn is_known_to_domain(self, session: &Session) -> bool {
        session.is_by_managed_login() && self.settings().has_other_pages()
    }

    /// The user pool's domain may take this browser for somebody who is not signed in here any more: whoever goes there next
    /// is asked who they are.
    pub(crate) fn distrust_domain(self) {
        self.sign_in_store().distrust_domain();
    }

    /// Lets the user pool's domain forget this browser, if the session came from there: its cookie would sign in again at
    /// once. Meanwhile nobody knows who is signed in. Without a network, the domain asks who it is when somebody next goes
    /// there. Does nothing for other sessions.
    pub(super) fn leave_domain(self, session: &Session, is_reachable: bool) {
        if let Some(managed_login) = self.managed_login().filter(|_| self.is_known_to_domain(session)) {
            if is_reachable && !platform::is_offline() {
                let back = format!("{}{}", platform::origin(), AppRoute::Login.address());
                return platform::go_on_to(&managed_login.sign_out_url(&back));
            }
            self.distrust_domain();
        }
        if self.is_restoring() {
            self.show_nobody();
        }
    }

    pub(crate) fn managed_login(self) -> Option<ManagedLogin> {
        let ManagedLoginSettings { domain, scopes, .. } = self.settings().managed_login.as_ref()?;
        let redirect_uri = format!("{}{}", platform::origin(), AppRoute::Callback.address());
        let client = self.client();
        let login = ManagedLogin::new(domain, client.user_pool_id(), client.client_id().clone(), redirect_uri);
        Some(login.with_scopes(scopes.split_whitespace()))
    }
}
