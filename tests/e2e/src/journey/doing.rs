//! What a person does.

use local_user_pool::MessageKind;
use serde_json::json;
use thirtyfour::{
    WindowHandle,
    error::{WebDriverError, WebDriverErrorInner},
    prelude::*,
};

use super::{Journey, Step, failure};
use crate::browser::Engine;

impl Journey {
    /// Opens a page of the app by its address. The login form may be there before the app: that is waited for.
    pub async fn open(&self, path: &str) -> Step {
        self.go(path).await?;
        self.see_app().await?;
        self.be_drawn().await;
        Ok(())
    }

    /// Goes to a page of the app by its address, and waits for nothing.
    pub async fn go(&self, path: &str) -> Step {
        self.driver.goto(format!("{}{path}", self.app_url)).await
    }

    /// Goes to a page of the site beside the app.
    pub async fn go_beside(&self, path: &str) -> Step {
        self.driver.goto(format!("{}{path}", self.origin())).await
    }

    /// Of the app, and of what is beside it.
    pub fn origin(&self) -> &str {
        self.app_url.strip_suffix(&self.base).unwrap_or(&self.app_url)
    }

    /// Presses the browser's Back, which leads to a page of another site. `WebKit`'s driver waits for ever for one that it had kept.
    pub async fn back_to_other_site(&self) -> Step {
        if Engine::of_run() == Engine::WebKit {
            return Err(self.leave_out_for("Back to another site"));
        }
        self.driver.back().await
    }

    /// Types into a field, after what is there.
    pub async fn fill(&self, label: &str, text: impl Into<TypingData>) -> Step {
        let keys: String = text.into().as_vec().into_iter().collect();
        // WebKit's driver refuses to type nothing.
        while !keys.is_empty() {
            self.be_drawn().await;
            match self.field(label).await?.send_keys(keys.as_str()).await {
                Err(error) if is_of_drawn_anew(&error) => {}
                other => return other,
            }
        }
        Ok(())
    }

    /// Types into a field by nothing but keys: a date has others than its text.
    pub async fn key_in(&self, label: &str, keys: &str) -> Step {
        self.field(label).await?.focus().await?;
        self.keys(keys).await
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
        let link = format!("//a[normalize-space()=\"{name}\" or @aria-label=\"{name}\"]");
        self.click(async || self.see_one(&link).await).await
    }

    /// Firefox passes over what is typed and pressed before it has drawn a page that was loaded. Whether the page is still there
    /// is for what comes next to see.
    async fn be_drawn(&self) {
        if Engine::of_run() == Engine::Firefox {
            let frames = "requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))";
            self.driver.execute_async(frames, []).await.ok();
        }
    }

    /// Presses keys where the focus is.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> Step {
        self.be_drawn().await;
        self.driver.action_chain().send_keys(keys).perform().await
    }

    /// Begins a character that takes several keys, where the focus is.
    pub async fn compose(&self, so_far: &str) -> Step {
        let text = json!({ "text": so_far, "selectionStart": 1, "selectionEnd": 1 });
        self.devtools("Input.imeSetComposition", text).await.map(|_| ())
    }

    /// Ends it: what it has become.
    pub async fn finish_composing(&self, character: &str) -> Step {
        self.devtools("Input.insertText", json!({ "text": character })).await.map(|_| ())
    }

    /// Presses Tab until the focus is there.
    pub async fn tab_to(&self, name: &str) -> Step {
        const MOST: usize = 12;
        for _ in 0..=MOST {
            if self.focused().await? == name {
                return Ok(());
            }
            self.keys(Key::Tab).await?;
        }
        Err(failure(format!("{name} cannot be reached by Tab")))
    }

    /// What an app of the device is given when that button is pressed; there is none here.
    pub async fn opened_app(&self, name: &str) -> Step<String> {
        self.driver.execute("window.open = uri => { window.opened = uri }", Vec::new()).await?;
        self.press(name).await?;
        let opened = self.driver.execute("return window.opened", Vec::new()).await?;
        Ok(opened.json().as_str().unwrap_or_default().to_owned())
    }

    /// Fills in the login page and sends it.
    pub async fn sign_in(&self, email: &str, password: &str) -> Step {
        self.see_heading("Sign in").await?;
        self.fill("Email", email).await?;
        self.fill("Password", password).await?;
        self.press("Sign in").await
    }

    /// Answers with the code that was sent by text message to that number.
    pub async fn answer_text_message(&self, phone: &str) -> Step {
        self.see_heading("Check your phone").await?;
        self.fill("Code", self.newest_code(MessageKind::MfaCode, phone)).await
    }

    /// Signs out, which leads to the login page.
    pub async fn sign_out(&self) -> Step {
        self.press("Sign out").await?;
        self.arrive_at("/").await?;
        self.see_heading("Sign in").await
    }

    /// Tells the page of an identity provider who one is: by an id, an e-mail address and a name.
    pub async fn answer_provider(&self, provider: &str, who: [&str; 3]) -> Step {
        self.see_heading(provider).await?;
        for (label, text) in ["User id", "Email", "Name"].into_iter().zip(who) {
            self.fill(label, text).await?;
        }
        self.press("Continue").await
    }

    /// Goes from the welcome page to what keeps the account safe.
    pub async fn go_to_security(&self) -> Step {
        self.arrive_at("/welcome").await?;
        self.follow("Your account").await?;
        self.follow("Security").await?;
        self.see_heading("Security").await
    }

    /// Fills in the sign-up page and sends it.
    pub async fn sign_up(&self, email: &str, password: &str) -> Step {
        self.open("/signup").await?;
        self.fill("Name", "New User").await?;
        self.fill("Phone number", "+1 202 555 0123").await?;
        self.fill("Email", email).await?;
        self.fill("Password", password).await?;
        self.press("Create account").await
    }

    /// Opens a page in another tab, and goes there; gives the tabs that were and is.
    pub async fn open_in_new_tab(&self, path: &str) -> Step<(WindowHandle, WindowHandle)> {
        let before = self.driver.window().await?;
        let opened = match Engine::of_run() {
            // Its driver goes to a tab without showing it.
            Engine::WebKit => self.driver.new_window().await?,
            _ => self.driver.new_tab().await?,
        };
        self.driver.switch_to_window(opened.clone()).await?;
        self.open(path).await?;
        Ok((before, opened))
    }

    /// Duplicates this tab, as far as pages can: a copy of its sessionStorage goes with the new one. Goes there; gives the
    /// tabs that were and is.
    pub async fn duplicate_tab(&self) -> Step<(WindowHandle, WindowHandle)> {
        let (before, others) = (self.driver.window().await?, self.driver.windows().await?);
        // By a click: a browser may keep scripts from opening anything by themselves.
        let link = "const link = document.createElement('a'); \
                    Object.assign(link, { href: location.href, target: '_blank', rel: 'opener', textContent: 'Copy' }); \
                    link.style.cssText = 'position: fixed; top: 0; left: 0; z-index: 1'; \
                    document.body.append(link); return link";
        let link = self.driver.execute(link, Vec::new()).await?.element()?;
        link.click().await?;
        self.driver.execute("arguments[0].remove()", vec![link.to_json()?]).await?;
        let is_new = |tab: &WindowHandle| !others.contains(tab);
        self.until("a new tab", async || Ok(self.driver.windows().await?.iter().any(is_new))).await?;
        let opened = self.driver.windows().await?.into_iter().find(is_new).unwrap_or_else(|| before.clone());
        self.go_to(&opened).await?;
        Ok((before, opened))
    }

    /// Goes to a tab.
    pub async fn go_to(&self, tab: &WindowHandle) -> Step {
        self.driver.switch_to_window(tab.clone()).await
    }

    /// Finds anew what was drawn anew between finding and clicking.
    async fn click(&self, find: impl AsyncFn() -> Step<WebElement>) -> Step {
        loop {
            match find().await?.click().await {
                Err(error) if is_of_drawn_anew(&error) => {}
                other => return other,
            }
        }
    }
}

pub(super) fn is_of_drawn_anew(error: &WebDriverError) -> bool {
    matches!(error.as_inner(), WebDriverErrorInner::StaleElementReference(_))
}
