//! What a person does and sees, step by step. Things are found by label or role. A step that fails ends the journey, and
//! leaves a picture in target/e2e.

mod circumstances;
mod doing;
mod fetching;
mod pool;
mod seeing;
mod storage;

use std::{
    io::Write as _,
    panic::AssertUnwindSafe,
    path::PathBuf,
    sync::{Arc, OnceLock, atomic::AtomicU32},
    time::Duration,
};

use futures_util::FutureExt;
use local_user_pool::{Config, LocalUserPool, Running};
use serde_json::Value;
use thirtyfour::prelude::*;
use tokio::net::TcpListener;

use crate::{
    app_server::{AppServer, Fetched, SettingsText},
    browser::{Browser, Engine},
    hosts::Hosted,
    listening::Listening,
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
    /// Where the app is, without a slash at the end.
    pub app_url: String,
    /// The path that it is below, without a slash at the end.
    pub base: String,
    deployments: Arc<AtomicU32>,
    fetched: Fetched,
    settings: SettingsText,
    hosted: Option<Arc<Hosted>>,
    listening: Listening,
    /// The command that this browser's driver does not have, once it was asked for.
    left_out_for: OnceLock<String>,
    pool_url: String,
    config: Config,
    state: Option<PathBuf>,
}

/// Runs a journey against a pool of the default configuration.
pub async fn journey(name: &str, steps: impl AsyncFnOnce(&mut Journey) -> Step) {
    journey_with(name, Config::default(), steps).await;
}

/// Runs a journey on which the app is made to stop, and says so in the console.
pub async fn journey_that_stops(name: &str, steps: impl AsyncFnOnce(&mut Journey) -> Step) {
    Box::pin(run(name, Config::default().into(), steps)).await;
}

/// The same, with another beginning.
pub async fn journey_that_stops_with(name: &str, setup: Setup, steps: impl AsyncFnOnce(&mut Journey) -> Step) {
    Box::pin(run(name, setup, steps)).await;
}

/// Runs a journey that begins so, or against a pool of that configuration.
pub async fn journey_with(name: &str, setup: impl Into<Setup>, steps: impl AsyncFnOnce(&mut Journey) -> Step) {
    let watched = async |journey: &mut Journey| {
        steps(journey).await?;
        journey.sees_no_uncaught_error().await
    };
    // The configuration of a pool is large, and each journey would hold several.
    Box::pin(run(name, setup.into(), watched)).await;
}

async fn run(name: &str, setup: Setup, steps: impl AsyncFnOnce(&mut Journey) -> Step) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let place = setup.place(name);
    report(name, &place.base);
    // Other libraries read their codes by it.
    let config = Config { test_control: true, ..setup.config(place.url(&listener)) };
    let state = setup.keeps_state.then(|| artifact(&format!("{name}.pool.json")));
    if let Some(left_behind) = state.as_ref().filter(|state| state.exists()) {
        std::fs::remove_file(left_behind).expect("it can be removed");
    }
    let pool = LocalUserPool::start(config.clone(), 0, state.clone()).await.expect("the pool starts");
    let pool_url = pool.base_url();
    let meta = setup.meta(&pool_url);
    let app = if setup.is_guarded_app {
        AppServer::start_guarded_app(listener, &place, &meta, orders::service(&pool, &config)).await
    } else if let Some(host) = setup.host {
        AppServer::start_behind(host, name, listener, &place, &meta, &setup.document).await
    } else {
        AppServer::start(listener, &place, &meta, (setup.document.as_str(), setup.brand)).await
    };
    let browser = Browser::start().await;
    let mut journey = Journey {
        pool: Some(pool),
        driver: browser.driver.clone(),
        app_url: app.url.clone(),
        base: place.base,
        deployments: app.deployments.clone(),
        fetched: app.fetched.clone(),
        settings: app.settings.clone(),
        hosted: app.hosted.clone(),
        listening: app.listening.clone(),
        left_out_for: OnceLock::new(),
        pool_url,
        config,
        state,
    };
    // A step that panics must not leave a browser behind either.
    let outcome = AssertUnwindSafe(steps(&mut journey)).catch_unwind().await;
    let failure = match outcome {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(panic) => Some(*panic.downcast::<String>().unwrap_or_else(|_| Box::new("an assertion failed".to_owned()))),
    };
    if let Some(command) = journey.left_out_for.get() {
        writeln!(std::io::stdout(), "journey {name}: left out, for want of {command}").ok();
    }
    let story = match failure {
        _ if journey.left_out_for.get().is_some() => None,
        Some(failure) => Some(match tokio::time::timeout(PATIENCE, journey.story(name, &failure)).await {
            Ok(story) => story,
            Err(_) => format!("{name}: {failure}\nand the driver does not answer"),
        }),
        None => None,
    };
    let quit = browser.quit().await;
    if let Some(story) = story {
        panic!("{story}");
    }
    quit.expect("the browser ends");
}

/// Says for `cargo xtask test`, which counts it, where the app is, unless that is the same for all journeys: also of one that
/// goes well, whose own output is not shown.
fn report(name: &str, base: &str) {
    if std::env::var_os("E2E_BASE").is_none() {
        let base = if base.is_empty() { "/" } else { base };
        writeln!(std::io::stdout(), "journey {name}: the app is at {base}").ok();
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
        let log = self.console().await;
        format!(
            "{name}: {error}\nat {url}, showing:\n{text}\nlog: {log:?}\npicture: {pictured:?} {}",
            picture.display()
        )
    }

    /// An app that panics may go on looking well, and one that a policy keeps from something, too: browsers say of every
    /// violation in the console.
    async fn sees_no_uncaught_error(&self) -> Step {
        // Not what is said of integrity: some hosts give index.html in place of a file that is gone, and browsers refuse that.
        const SIGNS: [&str; 5] =
            ["Uncaught", "Content Security Policy", "Trusted", "Permissions policy", "Permissions-Policy"];
        // What Firefox says of files that were on their way when a page was left.
        const LEFT: [&str; 2] =
            ["NetworkError when attempting to fetch resource", "AbortError: The operation was aborted"];
        let log = self.console().await?;
        let has = |entry: &String, signs: &[&str]| signs.iter().any(|sign| entry.contains(sign));
        let is_sign = |entry: &String| !has(entry, &LEFT) && has(entry, &SIGNS);
        if log.iter().any(is_sign) {
            return Err(failure(format!("an uncaught error, or a violation: {log:#?}")));
        }
        Ok(())
    }

    /// Fails if anything has been said in the console, but for what the browser itself says of refused requests.
    pub async fn sees_empty_console(&self) -> Step {
        let log = self.console().await?;
        let said: Vec<_> = log.iter().filter(|entry| !entry.contains("Failed to load resource")).collect();
        if said.is_empty() { Ok(()) } else { Err(failure(format!("the console says {said:?}"))) }
    }

    /// Sends a command of the DevTools protocol; gives its result. In a browser that does not have it, the journey ends here, and is
    /// counted as one that is left out.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Step<Value> {
        if Engine::of_run() != Engine::Chromium {
            return Err(self.leave_out_for(command));
        }
        self.driver.cdp().send_raw(command, parameters).await
    }

    /// For a journey that looks at a page before it has loaded: `WebKit`'s driver takes no picture of it.
    ///
    /// # Errors
    /// In a browser whose driver cannot do that: the journey ends here.
    pub fn pictures_of_loading(&self) -> Step {
        if Engine::of_run() == Engine::WebKit {
            Err(self.leave_out_for("pictures of a page that loads"))
        } else {
            Ok(())
        }
    }

    /// The journey ends here, for want of that, and is counted as one that is left out.
    fn leave_out_for(&self, want: &str) -> thirtyfour::error::WebDriverError {
        let want = self.left_out_for.get_or_init(|| want.to_owned());
        failure(format!("this browser's driver has no {want}"))
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
}

/// Fails a journey unless it is so.
pub(crate) fn failure(what: String) -> thirtyfour::error::WebDriverError {
    thirtyfour::error::WebDriverError::Timeout(what)
}
