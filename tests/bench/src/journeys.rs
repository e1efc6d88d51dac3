//! What the app fetches on the ways that people take through it.

use std::{collections::BTreeSet, future::Future, pin::Pin};

use e2e::{
    Config, DEMO_EMAIL, DEMO_PASSWORD, DEMO_PHONE, Journey, MessageKind, Setup, Step, WordHandlers, journey_with,
};
use futures_util::StreamExt;

/// How many browsers run at a time.
const AT_A_TIME: usize = 2;
const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const NEW_EMAIL: &str = "new@example.com";
const NEW_PASSWORD: &str = "Another-Passw0rd-2026";

/// Prints each journey, by the name that the budgets have for it, and the files that were fetched on it.
pub(crate) async fn run() {
    let mut outcomes = futures_util::stream::iter(journeys().await).buffered(AT_A_TIME);
    while let Some((name, files)) = outcomes.next().await {
        println!("{name}\t{}", files.into_iter().collect::<Vec<_>>().join("\t"));
    }
}

type Journeying = Pin<Box<dyn Future<Output = (&'static str, BTreeSet<String>)>>>;

async fn journeys() -> Vec<Journeying> {
    vec![
        fetched("visit-until-idle", Config::default(), async |person| {
            person.open("/").await?;
            person.see_heading("Sign in").await
        }),
        fetched("sign-in", Config::default(), async |person| {
            begin(person).await?;
            person.see_heading("Hi Demo!").await
        }),
        fetched("code-by-sms", second_factor("SMS_MFA"), async |person| {
            begin(person).await?;
            person.answer_text_message(DEMO_PHONE).await?;
            person.arrive_at("/welcome").await
        }),
        fetched("authenticator-app", second_factor("SOFTWARE_TOKEN_MFA"), async |person| {
            begin(person).await?;
            person.see_heading("Open your authenticator app").await?;
            person.fill("Code", person.app_code(SECRET)).await?;
            person.arrive_at("/welcome").await
        }),
        fetched("authenticator-app-set-up", mandatory_second_factor(), async |person| {
            begin(person).await?;
            person.see_heading("Set up your authenticator app").await?;
            let secret = person.key().await?.replace(' ', "");
            person.fill("Code", person.app_code(&secret)).await?;
            person.arrive_at("/welcome").await
        }),
        fetched("new-password", new_password(), async |person| {
            begin(person).await?;
            person.see_heading("Choose a new password").await?;
            person.fill("New password", NEW_PASSWORD).await?;
            person.press("Continue").await?;
            person.arrive_at("/welcome").await
        }),
        fetched("custom-challenge", custom_challenge().await, async |person| {
            begin(person).await?;
            person.see("What is word 1?").await?;
            person.fill("Answer", "one").await?;
            person.press("Continue").await?;
            person.arrive_at("/welcome").await
        }),
        fetched("remembered-device", remembered_device(), async |person| {
            begin(person).await?;
            person.see_heading("Hi Demo!").await?;
            person.sign_out().await?;
            person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
            person.see_heading("Hi Demo!").await
        }),
        fetched("choice-of-code", choice(), async |person| {
            person.open("/").await?;
            person.see_heading("Sign in").await?;
            person.fill("Email", DEMO_EMAIL).await?;
            person.press("Continue").await?;
            person.see_heading("How do you want to sign in?").await?;
            person.press("Code by email").await?;
            person.see_heading("Check your email").await?;
            person.fill("Code", person.newest_code(MessageKind::SignInCode, DEMO_EMAIL)).await?;
            person.arrive_at("/welcome").await
        }),
        fetched("sign-up", Config::default(), async |person| {
            person.open("/").await?;
            person.sign_up(NEW_EMAIL, NEW_PASSWORD).await?;
            person.arrive_at("/confirm").await?;
            let (code, _) = person.newest_mail(NEW_EMAIL);
            person.fill("Confirmation code", code).await?;
            person.see_heading("Hi New User!").await
        }),
        fetched("forgotten-password", Config::default(), async |person| {
            person.open("/").await?;
            person.follow("Forgot your password?").await?;
            person.fill("Email", DEMO_EMAIL).await?;
            person.press("Send code").await?;
            person.see_heading("Set a new password").await?;
            person.fill("Code", person.newest_code(MessageKind::PasswordResetCode, DEMO_EMAIL)).await?;
            person.fill("New password", NEW_PASSWORD).await?;
            person.press("Change password").await?;
            person.sign_in(DEMO_EMAIL, NEW_PASSWORD).await?;
            person.see_heading("Hi Demo!").await
        }),
    ]
}

fn fetched(
    name: &'static str,
    setup: impl Into<Setup>,
    steps: impl AsyncFnOnce(&mut Journey) -> Step + 'static,
) -> Journeying {
    let setup = setup.into();
    Box::pin(async move {
        let mut files = BTreeSet::new();
        journey_with(&format!("size-{name}"), setup, async |person| {
            steps(&mut *person).await?;
            files = person.all_fetched().await?;
            Ok(())
        })
        .await;
        (name, files)
    })
}

async fn begin(person: &Journey) -> Step {
    person.open("/").await?;
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await
}

fn second_factor(factor: &str) -> Setup {
    let pool = "[UserPool]\nMfaConfiguration = \"OPTIONAL\"\nSmsMfa = true\nSoftwareTokenMfa = true";
    let user = format!("phone_number = \"{DEMO_PHONE}\"\nmfa = [\"{factor}\"]\ntotp_secret = \"{SECRET}\"");
    Setup::of_demo_user(pool, &user)
}

fn mandatory_second_factor() -> Setup {
    Setup::of_demo_user("[UserPool]\nMfaConfiguration = \"ON\"\nSoftwareTokenMfa = true", "")
}

fn new_password() -> Setup {
    Setup::of_demo_user("", "status = \"FORCE_CHANGE_PASSWORD\"")
}

async fn custom_challenge() -> Setup {
    let mut setup = Setup::new(Config::default()).with_flow("CUSTOM_AUTH_WITH_SRP");
    WordHandlers::start(&["one"]).await.register(&mut setup);
    setup
}

fn remembered_device() -> Setup {
    let pool = "[UserPool.DeviceConfiguration]\n\
                ChallengeRequiredOnNewDevice = true\nDeviceOnlyRememberedOnUserPrompt = false";
    Setup::of_demo_user(pool, "attributes = { name = \"Demo\" }")
}

fn choice() -> Setup {
    let pool = "[UserPool.Policies.SignInPolicy]\nAllowedFirstAuthFactors = [\"PASSWORD\", \"EMAIL_OTP\"]";
    Setup::of_demo_user(pool, "").with_flow("USER_AUTH")
}
