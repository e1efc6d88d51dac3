//! Somebody who signs in: a client, a memory of devices, and a look into the inbox.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use cognito_client::{
    Client,
    device::RememberedDevice,
    host::{EXPONENT_BYTES, Host},
    identity::IdentityClient,
    ids::{ClientId, IdentityPoolId, UserPoolId, Username},
    secrets::{MfaCode, Password},
    session::Session,
    sign_in::{Credentials, NextStep, SignIn, SignedIn},
    timestamp::{Clock, Timestamp},
    transport::Reqwest,
};
use local_user_pool::{Config, LocalUserPool, MessageKind, Running, totp_code};
use serde_json::Value;

pub(crate) const PASSWORD: &str = "Passw0rd!";

pub(crate) struct Person {
    pub(crate) pool: Running,
    pub(crate) client: Client<Reqwest>,
    pub(crate) browser: Browser,
    /// Of the pool's identity pool.
    pub(crate) identities: IdentityClient<Reqwest>,
}

/// What the program around the client has; its clock is the pool's unless somebody sets it wrong.
pub(crate) struct Browser {
    clock: local_user_pool::Clock,
    /// Seconds that its clock is ahead of the pool's.
    ahead: Cell<i64>,
    /// Whether there is somebody who can tell it the time.
    can_ask: Cell<bool>,
    /// Whether it goes by what it was told.
    knows_better: Cell<bool>,
    /// What it is told when it asks for the time.
    told: Cell<Option<i64>>,
    /// By user name.
    pub(crate) devices: RefCell<BTreeMap<String, RememberedDevice>>,
}

impl Clock for Browser {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(self.clock.now().saturating_add_signed(self.ahead.get()))
    }
}

impl Host for Browser {
    fn service_now(&self) -> Timestamp {
        if self.knows_better.get() { Timestamp::from_seconds(self.clock.now()) } else { self.now() }
    }

    async fn correct_clock(&self) -> bool {
        if let Some(seconds) = self.told.take() {
            self.ahead.set(seconds);
            return true;
        }
        self.can_ask.get() && !self.knows_better.replace(true)
    }

    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]> {
        let mut random = [0; EXPONENT_BYTES];
        getrandom::fill(&mut random).ok().map(|()| random)
    }

    fn device(&self, username: &str) -> Option<RememberedDevice> {
        self.devices.borrow().get(username).cloned()
    }

    fn save_device(&self, username: &str, device: &RememberedDevice) {
        self.devices.borrow_mut().insert(username.to_owned(), device.clone());
    }

    fn forget_device(&self, device_key: &str) {
        self.devices.borrow_mut().retain(|_, device| device.key != device_key);
    }

    fn device_name(&self) -> String {
        "a test".to_owned()
    }
}

impl Person {
    /// In front of a pool with these settings.
    pub(crate) async fn at(settings: &str) -> Self {
        let config = Config::from_toml(settings).expect("settings");
        let identity_pool = config.identity_pools().swap_remove(0).identity_pool_id;
        let ids = (config.user_pool.id.clone(), config.client.client_id.clone());
        let pool = LocalUserPool::start(config, 0, None).await.expect("the pool starts");
        let client = Client::new(
            Reqwest::default(),
            UserPoolId::parse(&ids.0).expect("an id"),
            ClientId::parse(&ids.1).expect("an id"),
        );
        let browser = Browser {
            clock: pool.clock().clone(),
            ahead: Cell::new(0),
            can_ask: Cell::new(false),
            knows_better: Cell::new(false),
            told: Cell::new(None),
            devices: RefCell::default(),
        };
        let identities = IdentityClient::new(Reqwest::default(), IdentityPoolId::parse(&identity_pool).expect("an id"))
            .with_endpoint(pool.base_url());
        Self { client: client.with_endpoint(pool.base_url()), browser, pool, identities }
    }

    pub(crate) fn sign_in(&self) -> SignIn<'_, Reqwest, Browser> {
        SignIn::new(&self.client, &self.browser)
    }

    /// Sets the program's clock so many seconds ahead of the pool's, in a place where it can ask for the time or cannot.
    pub(crate) fn set_clock_ahead(&self, seconds: i64, can_ask: bool) {
        self.browser.ahead.set(seconds);
        self.browser.can_ask.set(can_ask);
        self.browser.knows_better.set(false);
    }

    /// Lets whoever is asked for the time tell one that is so many seconds ahead of the pool's.
    pub(crate) fn mislead(&self, seconds: i64) {
        self.browser.told.set(Some(seconds));
    }

    pub(crate) async fn step(&self, email: &str) -> NextStep {
        self.sign_in().with_srp(&credentials(email)).await.expect("the password is right")
    }

    /// The code of the newest message of that kind.
    pub(crate) fn code(&self, kind: MessageKind) -> MfaCode {
        let newest = self.pool.inbox().into_iter().rfind(|message| message.kind == kind);
        MfaCode::new(newest.expect("a message has come").code)
    }

    /// What an authenticator app shows, `steps` of 30 seconds from now.
    pub(crate) fn app_code(&self, secret: &str, steps: u64) -> MfaCode {
        MfaCode::new(totp_code(secret, self.pool.clock().now() + 30 * steps).expect("a key"))
    }

    /// Asks the pool past the client.
    pub(crate) async fn ask(&self, operation: &str, body: &Value) -> Value {
        let request = reqwest::Client::new()
            .post(self.pool.base_url())
            .header("x-amz-target", format!("AWSCognitoIdentityProviderService.{operation}"))
            .body(body.to_string());
        let response = request.send().await.expect("the pool answers");
        assert_eq!(response.status().as_u16(), 200, "{operation}");
        serde_json::from_str(&response.text().await.expect("a body")).expect("JSON")
    }
}

pub(crate) fn credentials(email: &str) -> Credentials {
    Credentials { username: Username::new(email), password: Password::new(PASSWORD) }
}

#[track_caller]
pub(crate) fn signed_in(step: NextStep) -> Session {
    done(step).session
}

#[track_caller]
pub(crate) fn done(step: NextStep) -> SignedIn {
    match step {
        NextStep::Done(done) => *done,
        other => panic!("not signed in: {other:?}"),
    }
}
