//! What happens to a person: the time, the network, another deployment.

use std::{sync::atomic::Ordering, time::Duration};

use serde_json::json;

use super::{Journey, Step};
use crate::browser::Engine;

impl Journey {
    /// Puts a settings document into each page from now on.
    pub fn set_settings(&self, document: &str) {
        document.clone_into(&mut self.settings.lock().expect("no request has panicked"));
    }

    /// Forgets everything that the app keeps in this browser.
    pub async fn forget_everything(&self) -> Step {
        self.driver.execute("localStorage.clear(); sessionStorage.clear()", Vec::new()).await.map(|_| ())
    }

    /// Moves the pool's clock and that of the page, which forgets it when it is loaded anew.
    pub async fn let_time_pass(&self, duration: Duration) -> Step {
        self.pool().advance(duration);
        // The page's own: a script of Firefox's driver has another `Date`.
        let script = "const { Date } = window, now = Date.now.bind(Date); Date.now = () => now() + arguments[0]";
        let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        self.driver.execute(script.replace("arguments[0]", &milliseconds.to_string()), Vec::new()).await.map(|_| ())
    }

    /// Sets the clock of this tab, and of every page that it opens, ahead of the real time, or behind.
    pub async fn set_clock_ahead(&self, seconds: i64) -> Step {
        let script = format!(
            "window.realNow ??= window.Date.now; window.Date.now = () => window.realNow.call(Date) + {seconds} * 1000;"
        );
        self.driver.execute(script.as_str(), Vec::new()).await?;
        self.before_each_page(&script).await
    }

    /// Cuts the browser off from every network, or brings it back; where its driver cannot do that, this page.
    pub async fn set_offline(&self, is_offline: bool) -> Step {
        if Engine::of_run() != Engine::Chromium {
            self.listening.block(if is_offline { &["/"] } else { &[] });
            let script = "const [isOffline] = arguments; \
                          window.fetchBefore ??= window.fetch; \
                          window.fetch = isOffline ? async () => { throw new TypeError() } : window.fetchBefore; \
                          Object.defineProperty(navigator, 'onLine', { configurable: true, value: !isOffline }); \
                          dispatchEvent(new Event(isOffline ? 'offline' : 'online'))";
            return self.driver.execute(script, vec![json!(is_offline)]).await.map(|_| ());
        }
        self.devtools("Network.enable", json!({})).await?;
        let conditions =
            json!({ "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.devtools("Network.emulateNetworkConditions", conditions).await.map(|_| ())
    }

    /// Makes requests for the app's files fail at addresses of these patterns, and no others.
    pub async fn block(&self, patterns: &[&str]) -> Step {
        if Engine::of_run() != Engine::Chromium {
            self.listening.block(patterns);
            return Ok(());
        }
        self.devtools("Network.enable", json!({})).await?;
        self.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": !patterns.is_empty() })).await?;
        self.devtools("Network.setBlockedURLs", json!({ "urls": patterns })).await.map(|_| ())
    }

    /// Makes the first request to an address that ends so fail, whatever page it is of.
    pub async fn fail_first_request(&self, end: &str) -> Step {
        let script = format!(
            "const send = window.fetch; \
             window.fetch = async (input, init) => {{ \
               const isFirst = String(input.url ?? input).endsWith('{end}') && !document.cookie.includes('failed=once'); \
               if (!isFirst) return send(input, init); \
               document.cookie = 'failed=once; path=/'; \
               throw new TypeError(); \
             }};"
        );
        self.before_each_page(&script).await
    }

    /// Runs a script on each page from now on, before anything of the page's own.
    pub async fn before_each_page(&self, script: &str) -> Step {
        if Engine::of_run() != Engine::Chromium {
            self.listening.add_script(script);
            return Ok(());
        }
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await.map(|_| ())
    }

    /// Holds back the program of each page from now on, until it is let come.
    pub async fn hold_program(&self) -> Step {
        let script = "const send = window.fetch; \
                      const isLetCome = new Promise(resolve => { window.letProgramCome = resolve }); \
                      window.fetch = async (input, init) => { \
                        if (String(input.url ?? input).endsWith('.wasm')) await isLetCome; \
                        return send(input, init); \
                      };";
        self.before_each_page(script).await
    }

    /// Lets the program of this page come.
    pub async fn let_program_come(&self) -> Step {
        self.driver.execute("window.letProgramCome()", Vec::new()).await.map(|_| ())
    }

    /// Forbids all pages from now on to run scripts.
    pub async fn forbid_scripts(&self) -> Step {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await.map(|_| ())
    }

    /// Makes the processor so many times slower.
    pub async fn slow_down(&self, rate: u32) -> Step {
        self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate })).await.map(|_| ())
    }

    /// Makes requests for an operation of the pool fail on this page, as if the network were down for them.
    pub async fn fail_requests(&self, operation: &str) -> Step {
        self.keep_from_pool(operation, false).await
    }

    /// Leaves requests for an operation of the pool without an answer on this page.
    pub async fn hold_requests(&self, operation: &str) -> Step {
        self.keep_from_pool(operation, true).await
    }

    /// Holds back what the pool answers to an operation on this page: by then it has done what it was asked for.
    pub async fn hold_answers(&self, operation: &str) -> Step {
        let script = "const send = window.fetch; \
                      const [operation] = arguments; \
                      window.fetchBefore ??= send; \
                      window.held = []; \
                      window.fetch = async (input, init) => { \
                        const headers = new Headers(input instanceof Request ? input.headers : init?.headers); \
                        const answer = await send(input, init); \
                        if (!headers.get('x-amz-target')?.endsWith('.' + operation)) return answer; \
                        const body = await answer.text(); \
                        await new Promise(resolve => window.held.push(resolve)); \
                        return new Response(body, { status: answer.status, headers: answer.headers }); \
                      }";
        self.driver.execute(script, vec![json!(operation)]).await.map(|_| ())
    }

    /// Waits until an answer is held back.
    pub async fn see_held_answer(&self) -> Step {
        let is_held = async || self.driver.execute("return window.held.length > 0", Vec::new()).await?.convert();
        self.until("an answer that is held back", is_held).await
    }

    /// Lets what is held back come, and all that follows.
    pub async fn let_answers_come(&self) -> Step {
        let script = "window.fetch = window.fetchBefore; window.held.forEach(resolve => resolve())";
        self.driver.execute(script, Vec::new()).await.map(|_| ())
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

    /// Lets pages use the clipboard, as people do by their key strokes.
    pub async fn allow_clipboard(&self) -> Step {
        let permissions = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        self.devtools("Browser.grantPermissions", permissions).await.map(|_| ())
    }

    /// Changes the file whose name begins so, where it is served, without a change of its name.
    pub fn tamper_with(&self, file: &str) {
        self.hosted.as_ref().expect("a journey behind a server").tamper_with(file);
    }

    /// Puts another deployment of the app in the place of the one that is served: its files have other names.
    pub fn deploy_anew(&self) {
        if let Some(hosted) = &self.hosted {
            return hosted.deploy_anew();
        }
        self.deployments.fetch_add(1, Ordering::SeqCst);
    }
}
