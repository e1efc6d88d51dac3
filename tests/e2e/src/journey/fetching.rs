//! What of the app has been fetched.

use std::{collections::BTreeSet, time::Duration};

use super::{Journey, Step};

/// How long nothing more is fetched by a page that is idle.
const QUIET: Duration = Duration::from_secs(1);

impl Journey {
    /// Waits until the page is idle; gives the files of the app that it has fetched by then, as paths inside the build.
    pub async fn all_fetched(&self) -> Step<BTreeSet<String>> {
        let mut before = self.fetched();
        loop {
            // The account area below a path has been seen to give no idle time for a minute, for no known reason. What is
            // fetched meanwhile decides all the same.
            let idle = "const done = arguments[0]; (window.requestIdleCallback ?? setTimeout)(() => done(), { timeout: 5000 })";
            self.driver.execute_async(idle, Vec::new()).await?;
            tokio::time::sleep(QUIET).await;
            let now = self.fetched();
            if now == before {
                return Ok(now);
            }
            before = now;
        }
    }

    fn fetched(&self) -> BTreeSet<String> {
        self.fetched.lock().expect("no request has panicked").clone()
    }
}
