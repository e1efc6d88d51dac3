//! What a person finds on the page: by label or role.

use thirtyfour::prelude::*;

use super::{INTERVAL, Journey, PATIENCE, Step, doing::is_of_drawn_anew};
use crate::browser::Engine;

impl Journey {
    /// Waits until the app has drawn the page, in the place of the login form that may stand there before.
    pub async fn see_app(&self) -> Step {
        self.until("the app", async || {
            self.driver.execute("return !('prerendered' in window)", Vec::new()).await?.convert()
        })
        .await
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

    /// Waits until no status is announced.
    pub async fn see_no_status(&self, text: &str) -> Step {
        self.until(&format!("no status {text:?}"), async || {
            Ok(!self.texts("//*[@role='status']").await?.iter().any(|status| status == text))
        })
        .await
    }

    /// Waits for the message under a field.
    pub async fn see_message(&self, label: &str, text: &str) -> Step {
        self.until(&format!("the message {text:?} under {label}"), async || {
            let described_by = self.field(label).await?.attr("aria-describedby").await?.unwrap_or_default();
            for id in described_by.split(' ') {
                if self.text_of(&self.driver.find(By::Id(id)).await?).await? == text {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await
    }

    /// Waits for a picture of that name.
    pub async fn see_image(&self, name: &str) -> Step {
        self.see_one(&format!("//*[@role='img' and @aria-label=\"{name}\"]")).await.map(|_| ())
    }

    /// Waits until the focus is there.
    pub async fn see_focus_on(&self, name: &str) -> Step {
        self.until(&format!("the focus on {name}"), async || Ok(self.focused().await? == name)).await
    }

    /// Waits until the app is at that address.
    pub async fn arrive_at(&self, path: &str) -> Step {
        self.arrive_at_whole(&self.whole(path)).await
    }

    /// Waits until the browser is at that path, of the app or of the site beside it.
    pub async fn arrive_at_whole(&self, path: &str) -> Step {
        self.until(&format!("the address {path}"), async || Ok(self.driver.current_url().await?.path() == path)).await
    }

    /// The whole path of a page of the app.
    pub fn whole(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> Step<String> {
        self.text_of(&self.driver.find(By::Tag("body")).await?).await
    }

    /// What the console was told since this was asked last.
    pub async fn console(&self) -> Step<Vec<String>> {
        if Engine::of_run() != Engine::Chromium {
            return Ok(self.listening.heard());
        }
        Ok(self.driver.browser_log().await?.into_iter().map(|entry| entry.message).collect())
    }

    /// A field by its label.
    pub async fn field(&self, label: &str) -> Step<WebElement> {
        let label = format!("//label[normalize-space()=\"{label}\"]");
        let inputs = "*[self::input or self::textarea]";
        self.see_one(&format!("//{inputs}[@id={label}/@for] | {label}//{inputs}")).await
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

    /// What the entries of the list of that name read, in order.
    pub async fn entries(&self, list: &str) -> Step<Vec<String>> {
        self.texts(&format!("//ul[@aria-label=\"{list}\"]/li")).await
    }

    /// What can be chosen, in order: each as it reads.
    pub async fn choices(&self) -> Step<Vec<String>> {
        self.texts("//ul/li/button").await
    }

    /// The label or text of what has the focus.
    pub async fn focused(&self) -> Step<String> {
        let script = "const e = document.activeElement; \
                      return e.labels?.[0]?.innerText ?? e.ariaLabel ?? e.querySelector('.label')?.innerText ?? e.innerText";
        Ok(self.driver.execute(script, Vec::new()).await?.json().as_str().unwrap_or_default().trim().to_owned())
    }

    /// Marks the page, for [`Journey::is_marked`].
    pub async fn mark(&self) -> Step {
        self.driver.execute("window.isMarked = true", Vec::new()).await.map(|_| ())
    }

    /// Whether the page has not been reloaded since it was marked.
    pub async fn is_marked(&self) -> Step<bool> {
        self.driver.execute("return window.isMarked === true", Vec::new()).await?.convert()
    }

    /// Finds anew what was drawn anew between finding it and looking whether it is displayed.
    pub(super) async fn see_one(&self, xpath: &str) -> Step<WebElement> {
        loop {
            match self.driver.query(By::XPath(xpath)).and_displayed().wait(PATIENCE, INTERVAL).first().await {
                Err(error) if is_of_drawn_anew(&error) => {}
                other => return other,
            }
        }
    }

    async fn texts(&self, xpath: &str) -> Step<Vec<String>> {
        let mut texts = Vec::new();
        for element in self.driver.find_all(By::XPath(xpath)).await? {
            texts.push(self.text_of(&element).await?);
        }
        Ok(texts)
    }

    /// As it is shown. `WebKit`'s driver does not tell where its lines end.
    async fn text_of(&self, element: &WebElement) -> Step<String> {
        if Engine::of_run() == Engine::WebKit {
            let text = self.driver.execute("return arguments[0].innerText", vec![element.to_json()?]).await?;
            return Ok(text.json().as_str().unwrap_or_default().trim().to_owned());
        }
        element.text().await
    }
}
