//! From nothing to one's own profile, in pools that nobody thought of (`e2e::GeneratedPool`). Each is made by the API; the
//! app's settings are what `cargo xtask configure` makes of DescribeUserPool, DescribeUserPoolClient and
//! GetUserPoolMfaConfig.
//!
//! A failure names its pool and its seed. `GENERATED_POOLS_SEED=<seed>` makes the same choice again, and
//! `GENERATED_POOLS=200` chooses all.

use e2e::{
    Config, GeneratedPool, Journey, MessageKind, Person, SecondFactor, Setup, Step, Verification, chosen,
    identifier_label, journey_with, seed,
};
use pool_settings::{Confirmation, Field, Kind, SettingsDocument};
use serde_json::json;

/// How many browsers share the pools.
const BROWSERS: usize = 4;

#[tokio::test]
async fn generated_pools_of_the_first_browser() {
    visit(0).await;
}

#[tokio::test]
async fn generated_pools_of_the_second_browser() {
    visit(1).await;
}

#[tokio::test]
async fn generated_pools_of_the_third_browser() {
    visit(2).await;
}

#[tokio::test]
async fn generated_pools_of_the_fourth_browser() {
    visit(3).await;
}

/// Goes through a browser's share of the pools.
#[expect(clippy::print_stdout, reason = "shown where it fails")]
async fn visit(browser: usize) {
    let share: Vec<GeneratedPool> = chosen().into_iter().skip(browser).step_by(BROWSERS).collect();
    let name = format!("generated-pools-{browser}");
    journey_with(&name, Setup::new(Config::default()).without_meta(), async |person| {
        for pool in &share {
            println!("GENERATED_POOLS_SEED={}: {pool}", seed());
            through(person, pool).await?;
        }
        Ok(())
    })
    .await;
}

/// Somebody in one pool.
struct Visit<'a> {
    journey: &'a Journey,
    pool: &'a GeneratedPool,
    person: Person,
    pool_id: String,
    settings: SettingsDocument,
    has_phone: bool,
    /// The key of the authenticator app, once there is one.
    secret: Option<String>,
}

async fn through(journey: &Journey, pool: &GeneratedPool) -> Step {
    let (pool_id, settings) = pool.make(async |operation, body| journey.ask_pool_well(operation, body).await).await;
    let mut shown = json!(settings);
    shown["endpoint"] = json!(journey.pool_url());
    journey.set_settings(&shown.to_string());
    let person = Person::of(pool);
    let mut visit = Visit { journey, pool, person, pool_id, settings, has_phone: false, secret: None };
    visit.sign_up().await?;
    visit.confirm().await?;
    visit.pass_second_factor().await?;
    journey.arrive_at("/welcome").await?;
    visit.is_known_to_the_pool().await;
    journey.sign_out().await?;
    visit.sign_in(false).await?;
    visit.pass_second_factor().await?;
    journey.arrive_at("/welcome").await?;
    visit.sees_profile().await?;
    journey.sign_out().await?;
    journey.forget_everything().await
}

impl Visit<'_> {
    fn fields(&self) -> Vec<Field> {
        self.settings.sign_up.as_ref().map(|sign_up| sign_up.fields.clone()).unwrap_or_default()
    }

    /// The fields that this person fills in, and those that the app fills in for them.
    fn given(&self) -> Vec<Field> {
        let gives = |field: &Field| Person::gives(self.pool, &field.name, field.required == Some(true));
        self.fields().into_iter().filter(gives).collect()
    }

    /// Those that are on the page.
    fn typed(&self) -> Vec<Field> {
        self.given().into_iter().filter(|field| field.kind != Some(Kind::Hidden)).collect()
    }

    async fn sign_up(&mut self) -> Step {
        self.journey.open("/").await?;
        self.journey.follow("Create account").await?;
        self.journey.arrive_at("/signup").await?;
        let typed = self.typed();
        self.has_phone = typed.iter().any(|field| field.name == "phone_number");
        for field in typed {
            let answer = self.person.answer(self.pool, &field.name);
            let is_required = field.required == Some(true);
            let label = if is_required { answer.label.to_owned() } else { format!("{} (optional)", answer.label) };
            self.journey.key_in(&label, &answer.typed).await?;
        }
        self.journey.press("Create account").await
    }

    /// Confirms the account as the pool does it, and signs in where that is not done on the way.
    async fn confirm(&mut self) -> Step {
        let confirmation = self.settings.sign_up.as_ref().and_then(|sign_up| sign_up.confirmation);
        let through = self.person.confirmed_through(self.pool, self.has_phone).map(ToOwned::to_owned);
        match (through, self.pool.verification) {
            (Some(email), Verification::EmailLink) => {
                assert_eq!(confirmation, Some(Confirmation::Link));
                self.journey.arrive_at("/confirm").await?;
                let (_, link) = self.journey.newest_mail(&email);
                self.journey.driver.goto(link).await?;
                self.journey.see("Your registration has been confirmed.").await?;
                self.sign_in(true).await
            }
            (Some(place), _) => {
                assert_eq!(confirmation, Some(Confirmation::Code));
                self.journey.arrive_at("/confirm").await?;
                let code = self.journey.newest_code(MessageKind::SignUpCode, &place);
                // The last digit sends it.
                self.journey.fill("Confirmation code", code).await
            }
            (None, _) => {
                assert_eq!(confirmation, Some(Confirmation::None));
                let name = self.person.identifier(self.pool, true, self.has_phone);
                let body = json!({ "UserPoolId": self.pool_id, "Username": name });
                let is_there = async || Ok(self.journey.ask_pool("AdminGetUser", body.clone()).await.0 == 200);
                self.journey.until("the account in the pool", is_there).await?;
                self.journey.ask_pool_well("AdminConfirmSignUp", body.clone()).await;
                self.sign_in(true).await
            }
        }
    }

    async fn sign_in(&self, is_first: bool) -> Step {
        if is_first {
            self.journey.open("/").await?;
        }
        let name = self.person.identifier(self.pool, is_first, self.has_phone);
        self.journey.see_heading("Sign in").await?;
        self.journey.fill(identifier_label(self.pool), name).await?;
        self.journey.fill("Password", self.person.password.as_str()).await?;
        self.journey.press("Sign in").await
    }

    async fn pass_second_factor(&mut self) -> Step {
        match (self.pool.second_factor, self.secret.clone()) {
            (SecondFactor::None | SecondFactor::Optional, _) => Ok(()),
            (SecondFactor::TextMessage, _) => self.journey.answer_text_message(&self.person.phone).await,
            (SecondFactor::Email, _) => {
                self.journey.see_heading("Check your email").await?;
                let code = self.journey.newest_code(MessageKind::MfaCode, &self.person.email);
                self.journey.fill("Code", code).await?;
                self.journey.press("Continue").await
            }
            (SecondFactor::App, None) => {
                self.journey.see_heading("Set up your authenticator app").await?;
                let secret = self.journey.key().await?.replace(' ', "");
                self.journey.fill("Code", self.journey.app_code(&secret)).await?;
                self.secret = Some(secret);
                Ok(())
            }
            (SecondFactor::App, Some(secret)) => {
                self.journey.see_heading("Open your authenticator app").await?;
                self.journey.fill("Code", self.journey.next_app_code(&secret)).await
            }
        }
    }

    /// Everything that was filled in is there, as Cognito takes it.
    async fn is_known_to_the_pool(&self) {
        let name = self.person.identifier(self.pool, true, self.has_phone);
        let body = json!({ "UserPoolId": self.pool_id, "Username": name });
        let user = self.journey.ask_pool_well("AdminGetUser", body).await;
        let attributes = user["UserAttributes"].as_array().expect("attributes");
        for field in self.given() {
            let Some(kept) = self.person.answer(self.pool, &field.name).kept else { continue };
            let found = attributes.iter().find(|attribute| attribute["Name"] == field.name.as_str());
            let value = found.map(|attribute| attribute["Value"].clone());
            assert_eq!(value, Some(json!(kept)), "{}: {}", self.pool, field.name);
        }
    }

    async fn sees_profile(&self) -> Step {
        self.journey.follow("Your account").await?;
        self.journey.see_heading("Profile").await?;
        for field in self.typed().iter().filter(|field| !matches!(field.name.as_str(), "username" | "password")) {
            let label = self.person.answer(self.pool, &field.name).label;
            let is_shown = async || {
                let entries = self.journey.entries("Your details").await?;
                Ok(entries.iter().any(|entry| entry.starts_with(label)))
            };
            self.journey.until(&format!("{label} in the profile"), is_shown).await?;
        }
        Ok(())
    }
}
