//! A page of the browser, in which scenes are played and pictured.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context as _, Result, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use e2e::Browser;
use serde_json::{Value, json};

use crate::scene::{Scene, file_name};

/// Color schemes and widths.
pub(crate) const LOOKS: [(&str, u32); 4] = [("light", 320), ("light", 1280), ("dark", 1280), ("dark", 320)];
/// Longer than a scene waits by itself.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits for the scene, which says by itself what is missing.
const PLAY: &str = "const done = arguments[0]; \
    globalThis.played ? played.then(() => done(null), error => done(String(error))) : done('the page has no scene')";
/// What moves once is let come to its end: a color that fades would be pictured halfway.
const LOOK: &str = "const done = arguments[0]; \
    requestAnimationFrame(() => requestAnimationFrame(() => { \
        for (const animation of document.getAnimations()) { \
            if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish(); \
            else { animation.pause(); animation.currentTime = 0; } \
        } \
        const { scrollWidth, clientWidth, scrollHeight } = document.documentElement; \
        done({ scrollWidth, clientWidth, scrollHeight, isDialog: !!document.querySelector('dialog[open]') }); \
    }))";

/// A window of its own.
pub(crate) struct Page {
    browser: Browser,
}

impl Page {
    pub(crate) async fn open() -> Self {
        let browser = Browser::start().await;
        browser.driver.set_script_timeout(PATIENCE).await.ok();
        Self { browser }
    }

    pub(crate) async fn close(self) {
        self.browser.quit().await.ok();
    }

    /// Plays the scene once and pictures it in each look. Gives what is wrong with how it looks.
    ///
    /// # Errors
    /// When the scene does not come about.
    pub(crate) async fn take_pictures(
        &self,
        url: &str,
        scene: &Scene,
        language: &str,
        brand: Option<&str>,
        into: &Path,
    ) -> Result<Vec<String>> {
        self.be(LOOKS[0].0, LOOKS[0].1, HEIGHT).await?;
        self.browser.driver.goto(scene.address(url, language, brand)).await?;
        let played = self.browser.driver.execute_async(PLAY, Vec::new()).await?.json().clone();
        if let Some(missing) = played.as_str() {
            bail!("{missing}");
        }
        let mut problems = Vec::new();
        for (scheme, width) in LOOKS {
            self.be(scheme, width, HEIGHT).await?;
            let look = self.look().await?;
            let number = |name: &str| look[name].as_u64().unwrap_or_default();
            if number("scrollWidth") > number("clientWidth") {
                problems.push(format!("{} in {language}: wider than {width} px", scene.name));
            }
            // A page is pictured whole; a dialog as it stands in the window.
            let whole = u32::try_from(number("scrollHeight"))?;
            if look["isDialog"] == false && whole > HEIGHT {
                self.be(scheme, width, whole).await?;
                self.look().await?;
            }
            let taken =
                self.tell("Page.captureScreenshot", json!({ "format": "png", "optimizeForSpeed": true })).await?;
            let picture = STANDARD.decode(taken["data"].as_str().context("no picture")?)?;
            fs::write(into.join(file_name(&scene.name, language, scheme, width)), picture)?;
        }
        Ok(problems)
    }

    async fn look(&self) -> Result<Value> {
        Ok(self.browser.driver.execute_async(LOOK, Vec::new()).await?.json().clone())
    }

    async fn be(&self, scheme: &str, width: u32, height: u32) -> Result<()> {
        let feature = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.tell("Emulation.setEmulatedMedia", feature).await?;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", metrics).await?;
        Ok(())
    }

    async fn tell(&self, command: &str, parameters: Value) -> Result<Value> {
        Ok(self.browser.driver.cdp().send_raw(command, parameters).await?)
    }
}

/// What is seen of a page at once, at least.
const HEIGHT: u32 = 720;
