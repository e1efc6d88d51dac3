//! What a journey begins with: a pool, and how the app's owner filled in the meta tags.

use local_user_pool::Config;

/// A pool and the settings of the app.
#[derive(Clone, Debug)]
pub struct Setup {
    pub(crate) config: Config,
    /// Meta tags by name, besides those that lead to the pool.
    meta: Vec<(&'static str, String)>,
    pub(crate) keeps_state: bool,
    pub(crate) is_guarded_app: bool,
}

impl Setup {
    /// A pool of that configuration.
    pub fn new(config: Config) -> Self {
        Self { config, meta: Vec::new(), keeps_state: false, is_guarded_app: false }
    }

    /// A pool by the TOML of its configuration file.
    pub fn of_pool(toml: &str) -> Self {
        Self::new(Config::from_toml(toml).expect("the test's configuration"))
    }

    /// A pool that knows everything again when it is started anew.
    pub fn with_state(self) -> Self {
        Self { keeps_state: true, ..self }
    }

    /// The app is examples/guarded-app.
    pub fn with_guarded_app(self) -> Self {
        Self { is_guarded_app: true, ..self }
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

    /// All meta tags of an app that goes to the pool at that address.
    pub(crate) fn meta(&self, pool_url: &str) -> Vec<(&'static str, String)> {
        let mut meta = vec![
            ("cognito-user-pool-id", self.config.user_pool.id.clone()),
            ("cognito-client-id", self.config.client.client_id.clone()),
            ("cognito-endpoint", pool_url.to_owned()),
        ];
        for (name, content) in &self.meta {
            meta.retain(|(other, _)| other != name);
            meta.push((name, content.clone()));
        }
        meta
    }
}

impl From<Config> for Setup {
    fn from(config: Config) -> Self {
        Self::new(config)
    }
}
