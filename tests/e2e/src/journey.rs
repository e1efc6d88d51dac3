//! What a person does and sees, step by step. Things are found by label or role. A step that fails ends the journey, and
//! leaves a picture in target/e2e.

use std::{
    panic::AssertUnwindSafe,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use futures_util::FutureExt;
use local_user_pool::{Config, LocalUserPool, MessageKind, Running, totp_code};
use serde_json::{Value, json};
use thirtyfour::{WindowHandle, error::WebDriverErrorInner, prelude::*};
use tokio::net::TcpListener;

use crate::{
    app_server::{self, AppServer},
    browser::Browser,
    orders,
    setup::Setup,
};

const PATIENCE: Duration = Duration::from_secs(15);
const INTERVAL: Duration = Duration::from_millis(40);

/// What every step gives.
pub type Step<T = ()> = WebDriverResult<T>;

/// A person at a browser, with the app open to them and a pool behind it.
pub struct Journey {
    /// The pool; stopped by [`Journey::stop_pool`].
    pub pool: Option<Running>,
    /// The browser.
    pub driver: WebDriver,
    /// Where the app is.
    pub app_url: String,
    deployments: Arc<AtomicU32>,
    pool_url: String,
    config: Config,
    state: Option<PathBuf>,
}

/// Runs a journey against a pool of the default configuration.
pub async fn journey(name: &str, steps: impl AsyncFnOnce(&mut Journey) -> Step) {
    journey_with(name, Config::default(), steps).await;
}

/// Runs a journey that begins so, or against a pool of that configuration.
pub async fn journey_with(name: &str, setup: impl Into<Setup>, steps: impl AsyncFnOnce(&mut Journey) -> Step) {
    let setup: Setup = setup.into();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let config = setup.config(app_server::url(&listener));
    let state = setup.keeps_state.then(|| artifact(&format!("{name}.pool.json")));
    if let Some(left_behind) = state.as_ref().filter(|state| state.exists()) {
        std::fs::remove_file(left_behind).expect("it can be removed");
    }
    let pool = LocalUserPool::start(config.clone(), 0, state.clone()).await.expect("the pool starts");
    let pool_url = pool.base_url();
    let meta = setup.meta(&pool_url);
    let app = if setup.is_guarded_app {
        AppServer::start_guarded_app(listener, &meta, orders::service(&pool, &config)).await
    } else {
        AppServer::start(listener, &meta).await
    };
    let browser = Browser::start().await;
    let mut journey = Journey {
        pool: Some(pool),
        driver: browser.driver.clone(),
        app_url: app.url.clone(),
        deployments: app.deployments.clone(),
        pool_url,
        config,
        state,
    };
    // A step that panics must not leave a browser behind either.
    let steps = async {
        steps(&mut journey).await?;
        journey.sees_no_uncaught_error().await
    };
    let outcome = AssertUnwindSafe(steps).catch_unwind().await;
    let failure = match outcome {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(panic) => Some(*panic.downcast::<String>().unwrap_or_else(|_| Box::new("an assertion failed".to_owned()))),
    };
    let story = match failure {
        Some(failure) => Some(journey.story(name, &failure).await),
        None => None,
    };
    browser.driver.quit().await.expect("the browser ends");
    if let Some(story) = story {
        panic!("{story}");
    }
}

/// A file for people to look at.
pub(crate) fn artifact(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/e2e");
    std::fs::create_dir_all(&folder).expect("target/e2e can be made");
    folder.join(name)
}

impl Journey {
    /// What a failure looked like.
    async fn story(&self, name: &str, error: &str) -> String {
        let picture = artifact(&format!("{name}.failed.png"));
        let pictured = self.driver.screenshot(&picture).await;
        let url = self.driver.current_url().await.map_or_else(|error| error.to_string(), |url| url.to_string());
        let text = self.text().await.unwrap_or_else(|error| error.to_string());
        let log = self.driver.browser_log().await;
        format!(
            "{name}: {error}\nat {url}, showing:\n{text}\nlog: {log:?}\npicture: {pictured:?} {}",
            picture.display()
        )
    }

    /// An app that panics may go on looking well.
    async fn sees_no_uncaught_error(&self) -> Step {
        let log = self.driver.browser_log().await?;
        match log.iter().find(|entry| entry.message.contains("Uncaught")) {
            Some(entry) => Err(failure(format!("an uncaught error: {}", entry.message))),
            None => Ok(()),
        }
    }

    /// Opens a page of the app by its address.
    pub async fn open(&self, path: &str) -> Step {
        self.driver.goto(format!("{}{path}", self.app_url)).await
    }

    /// Puts another deployment of the app in the place of the one that is served: its files have other names.
    pub fn deploy_anew(&self) {
        self.deployments.fetch_add(1, Ordering::SeqCst);
    }

    /// Marks the page, for [`Journey::is_marked`].
    pub async fn mark(&self) -> Step {
        self.driver.execute("window.isMarked = true", Vec::new()).await.map(|_| ())
    }

    /// Whether the page has not been reloaded since it was marked.
    pub async fn is_marked(&self) -> Step<bool> {
        self.driver.execute("return window.isMarked === true", Vec::new()).await?.convert()
    }

    /// Waits until the app is at that address.
    pub async fn arrive_at(&self, path: &str) -> Step {
        self.until(&format!("the address {path}"), async || Ok(self.driver.current_url().await?.path() == path)).await
    }

    /// Waits for a heading.
    pub async fn see_heading(&self, heading: &str) -> Step {
        self.see_one(&format!("//h1[normalize-space()=\"{heading}\"]")).await.map(|_| ())
    }

    /// Waits for a text anywhere on the page.
    pub async fn see(&self, text: &str) -> Step {
        self.until(&format!("the text {text:?}"), async || Ok(self.text().await?.contains(text))).await
    }

    /// Waits for a text that is announced as a problem.
    pub async fn see_alert(&self, text: &str) -> Step {
        self.until(&format!("the alert {text:?}"), async || {
            Ok(self.texts("//*[@role='alert']").await?.iter().any(|alert| alert == text))
        })
        .await
    }

    /// Waits for a text that is announced as done.
    pub async fn see_status(&self, text: &str) -> Step {
        self.until(&format!("the status {text:?}"), async || {
            Ok(self.texts("//*[@role='status']").await?.iter().any(|status| status == text))
        })
        .await
    }

    /// What the entries of the list of that name read, in order.
    pub async fn entries(&self, list: &str) -> Step<Vec<String>> {
        self.texts(&format!("//ul[@aria-label=\"{list}\"]/li")).await
    }

    /// Waits for the message under a field.
    pub async fn see_message(&self, label: &str, text: &str) -> Step {
        self.until(&format!("the message {text:?} under {label}"), async || {
            let described_by = self.field(label).await?.attr("aria-describedby").await?.unwrap_or_default();
            for id in described_by.split(' ') {
                if self.driver.find(By::Id(id)).await?.text().await? == text {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> Step<String> {
        self.driver.find(By::Tag("body")).await?.text().await
    }

    /// A field by its label.
    pub async fn field(&self, label: &str) -> Step<WebElement> {
        self.see_one(&format!("//input[@id=//label[normalize-space()=\"{label}\"]/@for]")).await
    }

    /// A button by its name, or by the label that its name begins with.
    pub async fn button(&self, name: &str) -> Step<WebElement> {
        let label = format!("span[@class='label' and normalize-space()=\"{name}\"]");
        self.see_one(&format!("//button[normalize-space()=\"{name}\" or @aria-label=\"{name}\" or .//{label}]")).await
    }

    /// What stands in a field.
    pub async fn value(&self, label: &str) -> Step<String> {
        Ok(self.field(label).await?.value().await?.unwrap_or_default())
    }

    /// The key for an authenticator app, in groups as it is shown.
    pub async fn key(&self) -> Step<String> {
        self.see_one("//code").await?.text().await
    }

    /// What an app of the device is given when that button is pressed; there is none here.
    pub async fn opened_app(&self, name: &str) -> Step<String> {
        self.driver.execute("window.open = uri => { window.opened = uri }", Vec::new()).await?;
        self.press(name).await?;
        let opened = self.driver.execute("return window.opened", Vec::new()).await?;
        Ok(opened.json().as_str().unwrap_or_default().to_owned())
    }

    /// Waits for a picture of that name.
    pub async fn see_image(&self, name: &str) -> Step {
        self.see_one(&format!("//*[@role='img' and @aria-label=\"{name}\"]")).await.map(|_| ())
    }

    /// What can be chosen, in order: each as it reads.
    pub async fn choices(&self) -> Step<Vec<String>> {
        self.texts("//ul/li/button").await
    }

    /// Types into a field, after what is there.
    pub async fn fill(&self, label: &str, text: impl Into<TypingData>) -> Step {
        self.field(label).await?.send_keys(text).await
    }

    /// Types into a field in place of what is there.
    pub async fn refill(&self, label: &str, text: &str) -> Step {
        self.fill(label, Key::Control + "a").await?;
        self.fill(label, text).await
    }

    /// Chooses from a list that drops down.
    pub async fn choose(&self, label: &str, option: &str) -> Step {
        let list = format!("//select[@id=//label[normalize-space()=\"{label}\"]/@for]");
        self.see_one(&format!("{list}/option[normalize-space()=\"{option}\"]")).await?.click().await
    }

    /// Presses a button.
    pub async fn press(&self, name: &str) -> Step {
        self.click(async || self.button(name).await).await
    }

    /// Presses a button of the dialog that is open: the page behind may have one of the same name.
    pub async fn press_in_dialog(&self, name: &str) -> Step {
        let button = format!("//dialog[@open]//button[normalize-space()=\"{name}\"]");
        self.click(async || self.see_one(&button).await).await
    }

    /// Follows a link.
    pub async fn follow(&self, name: &str) -> Step {
        self.click(async || self.see_one(&format!("//a[normalize-space()=\"{name}\"]")).await).await
    }

    /// The label or text of what has the focus.
    pub async fn focused(&self) -> Step<String> {
        let script = "const e = document.activeElement; \
                      return e.labels?.[0]?.innerText ?? e.ariaLabel ?? e.querySelector('.label')?.innerText ?? e.innerText";
        Ok(self.driver.execute(script, Vec::new()).await?.json().as_str().unwrap_or_default().trim().to_owned())
    }

    /// Waits until the focus is there.
    pub async fn see_focus_on(&self, name: &str) -> Step {
        self.until(&format!("the focus on {name}"), async || Ok(self.focused().await? == name)).await
    }

    /// Presses keys where the focus is.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> Step {
        self.driver.action_chain().send_keys(keys).perform().await
    }

    /// Presses Tab until the focus is there.
    pub async fn tab_to(&self, name: &str) -> Step {
        const MOST: usize = 12;
        for _ in 0..MOST {
            self.keys(Key::Tab).await?;
            if self.focused().await? == name {
                return Ok(());
            }
        }
        Err(failure(format!("{name} cannot be reached by Tab")))
    }

    /// Fills in the login page and sends it.
    pub async fn sign_in(&self, email: &str, password: &str) -> Step {
        self.see_heading("Sign in").await?;
        self.fill("E-mail", email).await?;
        self.fill("Password", password).await?;
        self.press("Sign in").await
    }

    /// Fills in the sign-up page and sends it.
    pub async fn sign_up(&self, email: &str, password: &str) -> Step {
        self.open("/signup").await?;
        self.fill("Name", "New User").await?;
        self.fill("Telephone number", "+1 202 555 0123").await?;
        self.fill("E-mail", email).await?;
        self.fill("Password", password).await?;
        self.press("Create account").await
    }

    /// The pool, which is running.
    pub fn pool(&self) -> &Running {
        self.pool.as_ref().expect("the pool is running")
    }

    /// The newest mail to that address: its code and its link.
    pub fn newest_mail(&self, to: &str) -> (String, String) {
        let mail = self.pool().inbox().into_iter().rev().find(|mail| mail.to == to).expect("a mail has come");
        (mail.code, mail.link.expect("the mail has a link"))
    }

    /// The codes of that kind that were sent to that address or number, oldest first.
    pub fn codes(&self, kind: MessageKind, to: &str) -> Vec<String> {
        let messages = self.pool().inbox().into_iter();
        messages.filter(|message| message.kind == kind && message.to == to).map(|message| message.code).collect()
    }

    /// The newest of them.
    pub fn newest_code(&self, kind: MessageKind, to: &str) -> String {
        self.codes(kind, to).pop().unwrap_or_else(|| panic!("no {kind:?} was sent to {to}"))
    }

    /// What an authenticator app shows now for that secret.
    pub fn app_code(&self, secret: &str) -> String {
        totp_code(secret, self.pool().clock().now()).expect("a secret in base32")
    }

    /// Ends the pool; nothing answers at its address then.
    pub async fn stop_pool(&mut self) {
        self.pool.take().expect("the pool is running").stop().await.expect("the pool stops");
    }

    /// Starts the pool again, where it was.
    pub async fn start_pool(&mut self) {
        let port = self.pool_url.rsplit(':').next().and_then(|rest| rest.trim_end_matches('/').parse().ok());
        let (config, port) = (self.config.clone(), port.expect("the address ends with a port"));
        self.pool = Some(LocalUserPool::start(config, port, self.state.clone()).await.expect("the pool starts"));
    }

    /// Asks the pool directly, past the app: the HTTP status and the body.
    pub async fn ask_pool(&self, operation: &str, body: Value) -> (u16, Value) {
        let response = reqwest::Client::new()
            .post(&self.pool_url)
            .header("x-amz-target", format!("AWSCognitoIdentityProviderService.{operation}"))
            .header("content-type", "application/x-amz-json-1.1")
            .body(body.to_string())
            .send()
            .await
            .expect("the pool answers");
        (response.status().as_u16(), response.json().await.expect("the pool answers JSON"))
    }

    /// As [`Journey::ask_pool`], for what must go well: the body.
    pub async fn ask_pool_well(&self, operation: &str, body: Value) -> Value {
        let (status, answer) = self.ask_pool(operation, body).await;
        assert_eq!(status, 200, "{operation}: {answer}");
        answer
    }

    /// Signs in somewhere else, with nothing but the password: the tokens, and the device if there is one.
    pub async fn sign_in_elsewhere(&self, email: &str, password: &str) -> Value {
        let parameters = json!({ "USERNAME": email, "PASSWORD": password });
        let body = json!({
            "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": self.client_id(), "AuthParameters": parameters,
        });
        self.ask_pool_well("InitiateAuth", body).await["AuthenticationResult"].take()
    }

    /// Opens a link of a mail somewhere else, as on a phone: what the page there is.
    pub async fn follow_elsewhere(&self, link: &str) -> String {
        let response = reqwest::get(link).await.expect("the pool answers");
        response.text().await.expect("a page")
    }

    /// The pool's id.
    pub fn user_pool_id(&self) -> &str {
        &self.config.user_pool.id
    }

    /// The app client's id.
    pub fn client_id(&self) -> &str {
        &self.config.client.client_id
    }

    /// Whether this refresh token still gives tokens.
    pub async fn refreshes(&self, refresh_token: &str) -> bool {
        let body = json!({ "ClientId": self.client_id(), "RefreshToken": refresh_token });
        self.ask_pool("GetTokensFromRefreshToken", body).await.0 == 200
    }

    /// The keys and values of localStorage.
    pub async fn local_storage(&self) -> Step<Vec<(String, String)>> {
        let entries = self.driver.execute("return Object.entries(localStorage)", Vec::new()).await?;
        entries.convert()
    }

    /// The stored value whose key ends so.
    pub async fn stored(&self, key_end: &str) -> Step<Option<String>> {
        let entries = self.local_storage().await?;
        Ok(entries.into_iter().find(|(key, _)| key.ends_with(key_end)).map(|(_, value)| value))
    }

    /// Puts a value into localStorage under the key that ends so.
    pub async fn overwrite_stored(&self, key_end: &str, value: &str) -> Step {
        let script = "const key = Object.keys(localStorage).find(key => key.endsWith(arguments[0])); \
                      localStorage.setItem(key, arguments[1])";
        self.driver.execute(script, vec![json!(key_end), json!(value)]).await.map(|_| ())
    }

    /// What is stored says from now on that so many seconds more have passed since its tokens came.
    pub async fn let_tokens_age(&self, seconds: i64) -> Step {
        let script = "const key = Object.keys(localStorage).find(key => key.endsWith('.clockDriftOf')); \
                      const [drift, of] = localStorage.getItem(key).split(' '); \
                      localStorage.setItem(key, `${drift - arguments[0]} ${of}`)";
        self.driver.execute(script, vec![json!(seconds)]).await.map(|_| ())
    }

    /// Sets the clock of this tab, and of every page that it opens, ahead of the real time, or behind.
    pub async fn set_clock_ahead(&self, seconds: i64) -> Step {
        let script = format!(
            "globalThis.realNow ??= Date.now; Date.now = () => globalThis.realNow.call(Date) + {seconds} * 1000;"
        );
        self.driver.execute(script.as_str(), Vec::new()).await?;
        self.before_each_page(&script).await
    }

    /// Opens a page in another tab, and goes there; gives the tabs that were and is.
    pub async fn open_in_new_tab(&self, path: &str) -> Step<(WindowHandle, WindowHandle)> {
        let before = self.driver.window().await?;
        let opened = self.driver.new_tab().await?;
        self.driver.switch_to_window(opened.clone()).await?;
        self.open(path).await?;
        Ok((before, opened))
    }

    /// Goes to a tab.
    pub async fn go_to(&self, tab: &WindowHandle) -> Step {
        self.driver.switch_to_window(tab.clone()).await
    }

    /// Waits until no status is announced.
    pub async fn see_no_status(&self, text: &str) -> Step {
        self.until(&format!("no status {text:?}"), async || {
            Ok(!self.texts("//*[@role='status']").await?.iter().any(|status| status == text))
        })
        .await
    }

    /// Fails if one of the secrets, by what it is, can be found where a page keeps things or shows them to others.
    pub async fn keeps_nothing_of(&self, secrets: &[(&str, &str)]) -> Step {
        let script = "return [...Object.entries(localStorage).map(entry => ['localStorage', ...entry].join(' ')), \
                              ...Object.entries(sessionStorage).map(entry => ['sessionStorage', ...entry].join(' ')), \
                              'URL ' + location.href, \
                              'history ' + JSON.stringify(history.state), \
                              'cookies ' + document.cookie, \
                              'page ' + document.documentElement.outerHTML]";
        let places: Vec<String> = self.driver.execute(script, Vec::new()).await?.convert()?;
        for (what, secret) in secrets {
            if let Some(place) = places.iter().find(|place| place.contains(secret)) {
                return Err(failure(format!("{what} is kept: {place}")));
            }
        }
        Ok(())
    }

    /// The keys and values of sessionStorage.
    pub async fn session_storage(&self) -> Step<Vec<(String, String)>> {
        let entries = self.driver.execute("return Object.entries(sessionStorage)", Vec::new()).await?;
        entries.convert()
    }

    /// Cuts the browser off from every network, or brings it back.
    pub async fn set_offline(&self, is_offline: bool) -> Step {
        self.devtools("Network.enable", json!({})).await?;
        let conditions =
            json!({ "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.devtools("Network.emulateNetworkConditions", conditions).await.map(|_| ())
    }

    /// Makes requests to addresses of these patterns fail, and no others.
    pub async fn block(&self, patterns: &[&str]) -> Step {
        self.devtools("Network.enable", json!({})).await?;
        self.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": !patterns.is_empty() })).await?;
        self.devtools("Network.setBlockedURLs", json!({ "urls": patterns })).await.map(|_| ())
    }

    /// Runs a script on each page from now on, before anything of the page's own.
    pub async fn before_each_page(&self, script: &str) -> Step {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await.map(|_| ())
    }

    /// Makes requests for an operation of the pool fail on this page, as if the network were down for them.
    pub async fn fail_requests(&self, operation: &str) -> Step {
        self.keep_from_pool(operation, false).await
    }

    /// Leaves requests for an operation of the pool without an answer on this page.
    pub async fn hold_requests(&self, operation: &str) -> Step {
        self.keep_from_pool(operation, true).await
    }

    async fn keep_from_pool(&self, operation: &str, holds: bool) -> Step {
        let script = "const send = window.fetch; \
                      const [operation, holds] = arguments; \
                      window.fetchBefore ??= send; \
                      window.fetch = async (input, init) => { \
                        const headers = new Headers(input instanceof Request ? input.headers : init?.headers); \
                        const isMeant = headers.get('x-amz-target')?.endsWith('.' + operation); \
                        if (!isMeant) return send(input, init); \
                        if (holds) return new Promise(() => {}); \
                        throw new TypeError(); \
                      }";
        self.driver.execute(script, vec![json!(operation), json!(holds)]).await.map(|_| ())
    }

    /// Lets all requests of this page through again.
    pub async fn fail_no_requests(&self) -> Step {
        self.driver.execute("window.fetch = window.fetchBefore", Vec::new()).await.map(|_| ())
    }

    /// Moves the pool's clock and that of the page, which forgets it when it is loaded anew.
    pub async fn let_time_pass(&self, duration: Duration) -> Step {
        self.pool().advance(duration);
        let script = "const now = Date.now.bind(Date); Date.now = () => now() + arguments[0]";
        let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        self.driver.execute(script.replace("arguments[0]", &milliseconds.to_string()), Vec::new()).await.map(|_| ())
    }

    /// Lets pages use the clipboard, as people do by their key strokes.
    pub async fn allow_clipboard(&self) -> Step {
        let permissions = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        self.devtools("Browser.grantPermissions", permissions).await.map(|_| ())
    }

    /// Sends a command of the DevTools protocol; gives its result.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Step<Value> {
        self.driver.cdp().send_raw(command, parameters).await
    }

    /// Looks again and again until it is so.
    pub async fn until(&self, what: &str, is_so: impl AsyncFn() -> Step<bool>) -> Step {
        let mut last = Ok(false);
        let found = tokio::time::timeout(PATIENCE, async {
            let mut tick = tokio::time::interval(INTERVAL);
            loop {
                tick.tick().await;
                last = is_so().await;
                if let Ok(true) = last {
                    break;
                }
            }
        });
        match (found.await, last) {
            (Ok(()), _) => Ok(()),
            (Err(_), Err(error)) => Err(error),
            (Err(_), Ok(_)) => Err(failure(format!("did not see {what}"))),
        }
    }

    /// Finds anew what was drawn anew between finding and clicking.
    async fn click(&self, find: impl AsyncFn() -> Step<WebElement>) -> Step {
        loop {
            match find().await?.click().await {
                Err(error) if matches!(error.as_inner(), WebDriverErrorInner::StaleElementReference(_)) => {}
                other => return other,
            }
        }
    }

    async fn see_one(&self, xpath: &str) -> Step<WebElement> {
        self.driver.query(By::XPath(xpath)).and_displayed().wait(PATIENCE, INTERVAL).first().await
    }

    async fn texts(&self, xpath: &str) -> Step<Vec<String>> {
        let mut texts = Vec::new();
        for element in self.driver.find_all(By::XPath(xpath)).await? {
            texts.push(element.text().await?);
        }
        Ok(texts)
    }
}

/// Fails a journey unless it is so.
pub(crate) fn failure(what: String) -> thirtyfour::error::WebDriverError {
    thirtyfour::error::WebDriverError::Timeout(what)
}
