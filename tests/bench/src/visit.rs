//! One visit to a page, in a browser of its own: nothing is warm from another.

use std::time::Duration;

use e2e::Browser;
use serde_json::{Value, json};

/// For the slowest page on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);
const INTERVAL: Duration = Duration::from_millis(100);
const PROBE: &str = include_str!("probe.js");

/// What a visit is like.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances {
    /// 1.6 Mbit/s and 150 ms.
    pub(crate) is_slow_network: bool,
    /// How many times slower the processor is.
    pub(crate) cpu: u32,
    /// Types and clicks as soon as it can.
    pub(crate) is_robot: bool,
}

/// A page that is open.
pub(crate) struct Visit {
    browser: Browser,
}

impl Visit {
    /// Opens the page; a robot signs in with these.
    pub(crate) async fn begin(url: &str, circumstances: Circumstances, [user, password]: [&str; 2]) -> Self {
        let visit = Self { browser: Browser::start().await };
        let Circumstances { is_slow_network, cpu, is_robot } = circumstances;
        visit.devtools("Network.enable", json!({})).await;
        visit.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
        if is_slow_network {
            let bytes_a_second = 1_600_000 / 8;
            let conditions = json!({
                "offline": false, "latency": 150,
                "downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second,
            });
            visit.devtools("Network.emulateNetworkConditions", conditions).await;
        }
        visit.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": cpu })).await;
        visit.devtools("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await;
        visit.devtools("Performance.enable", json!({})).await;
        let settings = format!("const [ROBOT, USER, PASSWORD] = {};", json!([is_robot, user, password]));
        visit.devtools("Page.enable", json!({})).await;
        let script = format!("{{ {settings} {PROBE} }}");
        visit.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
        visit.browser.driver.goto(url).await.expect("the page opens");
        visit
    }

    /// What a script on the page returns, or its promise.
    pub(crate) async fn ask(&self, expression: &str) -> Value {
        let script = format!(
            "const done = arguments[0]; \
             (async () => ({expression}))().then(value => done({{ value }}), error => done({{ error: String(error) }}))"
        );
        let answer = self.browser.driver.execute_async(script, Vec::new()).await;
        let mut answer = answer.unwrap_or_else(|error| panic!("{expression}: {error}")).json().clone();
        assert!(answer["error"].is_null(), "{expression}: {}", answer["error"]);
        answer["value"].take()
    }

    /// A number that a script on the page returns.
    pub(crate) async fn number(&self, expression: &str) -> f64 {
        let value = self.ask(expression).await;
        value.as_f64().unwrap_or_else(|| panic!("{expression} is {value}"))
    }

    /// Looks again and again until it is so on the page.
    pub(crate) async fn until(&self, condition: &str) {
        let look = async {
            let mut tick = tokio::time::interval(INTERVAL);
            loop {
                tick.tick().await;
                if self.ask(condition).await == true {
                    break;
                }
            }
        };
        if tokio::time::timeout(PATIENCE, look).await.is_err() {
            let page = self.ask("document.documentElement.outerHTML").await;
            panic!("{condition} does not come true on {page}");
        }
    }

    /// How long scripts have run on the page, in milliseconds.
    pub(crate) async fn script_time(&self) -> f64 {
        let metrics = self.devtools("Performance.getMetrics", json!({})).await;
        let metrics = metrics["metrics"].as_array().cloned().unwrap_or_default();
        let metric = metrics.iter().find(|metric| metric["name"] == "ScriptDuration");
        metric.and_then(|metric| metric["value"].as_f64()).expect("a duration in seconds") * 1000.0
    }

    pub(crate) async fn end(self) {
        self.browser.quit().await.expect("the browser ends");
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let outcome = self.browser.driver.cdp().send_raw(command, parameters).await;
        outcome.unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}
