//! What a journey begins with: a pool, and how the app's owner filled in the meta tags.

use local_user_pool::{Config, NewUser};
use serde_json::{Map, Value};

use crate::{DEMO_EMAIL, DEMO_PASSWORD, app_server::Place, browser::Engine, hosts::Host};

/// A pool and the settings of the app.
#[derive(Clone, Debug)]
pub struct Setup {
    pub(crate) config: Config,
    /// Meta tags by name, besides those that lead to the pool.
    meta: Vec<(&'static str, String)>,
    /// The settings document, as JSON; empty for none.
    pub(crate) document: String,
    pub(crate) keeps_state: bool,
    pub(crate) is_guarded_app: bool,
    pub(crate) brand: Option<&'static str>,
    pub(crate) host: Option<Host>,
    has_domain: bool,
    has_callback: bool,
    has_meta: bool,
    /// Where it is told.
    base: Option<String>,
    site: Option<String>,
}

/// Where the app is on some journeys.
const BELOW: &str = "/auth/";
/// Of so many journeys, one goes there.
const ONE_OF: usize = 3;

const COOKIES: &str = "cognito-cookies";

/// Those options of cookies, for a browser that takes no `Secure` ones here.
fn insecure(options: &str) -> String {
    let mut options: Map<String, Value> = serde_json::from_str(options).unwrap_or_default();
    options.insert("secure".to_owned(), false.into());
    Value::from(options).to_string()
}

/// Where the app is on a journey that says nothing of it: at `/` on most, below a path on some. It goes by the name, so that
/// each is at the same place every time.
fn base_of(name: &str) -> &'static str {
    let sum: usize = name.bytes().map(usize::from).sum();
    if sum.is_multiple_of(ONE_OF) { BELOW } else { "" }
}

impl Setup {
    /// A pool of that configuration.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            meta: Vec::new(),
            document: String::new(),
            keeps_state: false,
            is_guarded_app: false,
            brand: None,
            host: None,
            has_domain: false,
            has_callback: true,
            has_meta: true,
            base: std::env::var("E2E_BASE").ok(),
            site: None,
        }
    }

    /// A pool by the TOML of its configuration file.
    pub fn of_pool(toml: &str) -> Self {
        Self::new(Config::from_toml(toml).expect("the test's configuration"))
    }

    /// A pool of the demo user alone: the TOML of what the pool is like, and of what the user has besides e-mail and password.
    pub fn of_demo_user(pool: &str, user: &str) -> Self {
        Self::of_pool(&format!("{pool}\n[[users]]\nemail = \"{DEMO_EMAIL}\"\npassword = \"{DEMO_PASSWORD}\"\n{user}"))
    }

    /// The pool's users.
    pub fn users(&self) -> Vec<NewUser> {
        self.config.users.clone()
    }

    /// A pool that knows everything again when it is started anew.
    pub fn with_state(self) -> Self {
        Self { keeps_state: true, ..self }
    }

    /// The app is examples/guarded-app.
    pub fn with_guarded_app(self) -> Self {
        Self { is_guarded_app: true, ..self }
    }

    /// The app has that brand of examples/brands.
    pub fn with_brand(self, brand: &'static str) -> Self {
        Self { brand: Some(brand), ..self }
    }

    /// The app is behind that server, with the files that are written for it.
    pub fn behind(self, host: Host) -> Self {
        Self { host: Some(host), ..self }
    }

    /// An app that knows the pool's domain, and a client that knows where the app is.
    pub fn with_domain(self) -> Self {
        Self { has_domain: true, ..self }
    }

    /// An app that the client does not know.
    pub fn without_callback(self) -> Self {
        Self { has_callback: false, ..self }
    }

    /// An app whose meta tags are empty: it goes by [`Journey::set_settings`](crate::Journey::set_settings).
    pub fn without_meta(self) -> Self {
        Self { has_meta: false, ..self }
    }

    /// An app below that path, as in `/auth/`. Without this, it is below what the environment names (`E2E_BASE`), or else where
    /// the journey's name puts it.
    pub fn below(self, base: &str) -> Self {
        Self { base: Some(base.to_owned()), ..self }
    }

    /// A page of another kind is at every address that is not the app's. It has a meta tag for the client.
    pub fn beside(self, page: &str) -> Self {
        Self { site: Some(page.to_owned()), ..self }
    }

    /// Where the app is on the journey of that name. The example is built for one path.
    pub(crate) fn place(&self, name: &str) -> Place {
        let own = || self.base.as_deref().unwrap_or_else(|| base_of(name));
        let base = if self.is_guarded_app { "/shop" } else { own().trim_end_matches('/') };
        Place { base: base.to_owned(), site: self.site.clone() }
    }

    /// The pool's configuration for an app at that address.
    pub(crate) fn config(&self, app_url: String) -> Config {
        let mut config = self.config.clone();
        if self.has_domain && self.has_callback {
            config.client.callback_urls = vec![format!("{app_url}/callback")];
            config.client.logout_urls = vec![format!("{app_url}/")];
        }
        Config { app_url: format!("{app_url}/"), ..config }
    }

    /// The app's flow.
    pub fn with_flow(self, flow: &str) -> Self {
        self.with_meta("cognito-sign-in-flow", flow)
    }

    /// Fills in a meta tag, also in place of one that leads to the pool.
    pub fn with_meta(mut self, name: &'static str, content: impl Into<String>) -> Self {
        self.meta.push((name, content.into()));
        self
    }

    /// Gives the page a settings document, as JSON. The meta tags that lead to the pool win over it.
    pub fn with_settings(self, document: impl Into<String>) -> Self {
        Self { document: document.into(), ..self }
    }

    /// All meta tags of an app that goes to the pool at that address.
    pub(crate) fn meta(&self, pool_url: &str) -> Vec<(&'static str, String)> {
        if !self.has_meta {
            return Vec::new();
        }
        let mut meta = vec![
            ("cognito-user-pool-id", self.config.user_pool.id.clone()),
            ("cognito-client-id", self.config.client.client_id.clone()),
            ("cognito-endpoint", pool_url.to_owned()),
        ];
        if self.has_domain {
            // Another origin than the endpoint, as with Cognito.
            meta.push(("cognito-domain", pool_url.trim_end_matches('/').replace("localhost", "127.0.0.1")));
        }
        for (name, content) in &self.meta {
            meta.retain(|(other, _)| other != name);
            meta.push((name, content.clone()));
        }
        let in_cookies = meta.contains(&("cognito-token-store", "cookies".to_owned()));
        if in_cookies && !Engine::of_run().takes_secure_cookies() {
            let (mut cookies, rest): (Vec<_>, Vec<_>) = meta.into_iter().partition(|(name, _)| *name == COOKIES);
            meta = rest;
            meta.push((COOKIES, insecure(&cookies.pop().unwrap_or_default().1)));
        }
        meta
    }
}

impl From<Config> for Setup {
    fn from(config: Config) -> Self {
        Self::new(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journeys_are_at_the_root_or_below_a_path_by_their_names() {
        let (told, untold) = (Setup::new(Config::default()).below("/auth/"), Setup::new(Config::default()));
        let untold = Setup { base: None, ..untold };
        let bases = |setup: &Setup| ["a", "b", "c", "d", "e", "f"].map(|name| setup.place(name).base);
        assert_eq!(bases(&told), ["/auth"; 6]);
        assert_eq!(bases(&untold), ["", "", "/auth", "", "", "/auth"], "one of three");
        assert_eq!(bases(&untold), bases(&untold), "the same ones every time");
        assert_eq!(untold.with_guarded_app().place("c").base, "/shop");
    }
}
