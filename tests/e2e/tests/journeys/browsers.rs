//! The main ways through the app, for a quick look in another browser; and what a browser lacks, by its absence.

use e2e::{Config, DEMO_EMAIL, DEMO_PASSWORD, DEMO_PHONE, Setup, journey, journey_with};

const EMAIL: &str = "new@example.com";
const PASSWORD: &str = "Secret-2026";

#[tokio::test]
async fn people_sign_up_and_out_and_in() {
    journey("browsers-sign-up", async |person| {
        person.open("/").await?;
        person.follow("Create account").await?;
        person.arrive_at("/signup").await?;
        person.sign_up(EMAIL, PASSWORD).await?;
        person.arrive_at("/confirm").await?;
        let (code, _) = person.newest_mail(EMAIL);
        person.refill("Confirmation code", &code).await?;
        person.arrive_at("/welcome").await?;
        person.see_heading("Hi New User!").await?;
        person.driver.refresh().await?;
        person.see_heading("Hi New User!").await?;
        person.sign_out().await?;
        person.sign_in(EMAIL, PASSWORD).await?;
        person.see_heading("Hi New User!").await
    })
    .await;
}

#[tokio::test]
async fn a_text_message_is_the_second_factor_and_an_account_is_managed() {
    let pool = "[UserPool]\nMfaConfiguration = 'OPTIONAL'\nSmsMfa = true";
    let user = format!("phone_number = '{DEMO_PHONE}'\nmfa = ['SMS_MFA']");
    journey_with("browsers-account", Setup::of_demo_user(pool, &user), async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.answer_text_message(DEMO_PHONE).await?;
        person.arrive_at("/welcome").await?;
        person.go_to_security().await?;
        // What judges passwords is a program of its own.
        person.fill("New password", "quilt anvil marmot tidal").await?;
        person.see_status("Strong: very hard to guess").await
    })
    .await;
}

#[tokio::test]
async fn tabs_agree() {
    journey("browsers-tabs", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        let (first, other) = person.open_in_new_tab("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await?;
        person.go_to(&first).await?;
        person.see_heading("Hi Demo!").await?;
        person.sign_out().await?;
        person.go_to(&other).await?;
        person.see_heading("Sign in").await
    })
    .await;
}

#[tokio::test]
async fn a_provider_signs_in_and_another_language_is_read() {
    let pool = include_str!("../../../../crates/local-user-pool/pools/managed-login.toml");
    let setup = Setup::of_pool(pool).with_domain().with_meta("cognito-providers", "Google");
    journey_with("browsers-provider", setup, async |person| {
        person.open("/?lang=de").await?;
        person.see_heading("Anmelden").await?;
        person.open("/?lang=en").await?;
        person.see_heading("Sign in").await?;
        person.press("Continue with Google").await?;
        person.answer_provider("Google", ["first", "first@example.com", "First"]).await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

/// What some browsers lack, and how it is taken away. What tabs do without Web Locks and `BroadcastChannel` when tokens come to
/// their end is in `refreshes.rs` and `sessions_hold.rs`.
const LACKING: [(&str, &str); 5] = [
    ("locks", "delete Navigator.prototype.locks"),
    ("channel", "delete window.BroadcastChannel"),
    ("passkeys", "delete window.PublicKeyCredential; delete Navigator.prototype.credentials"),
    (
        "passkey-offers",
        "if (window.PublicKeyCredential) { \
           for (const name of ['isConditionalMediationAvailable', 'signalUnknownCredential', \
             'signalAllAcceptedCredentials', 'signalCurrentUserDetails', 'parseCreationOptionsFromJSON', \
             'parseRequestOptionsFromJSON', 'getClientCapabilities']) delete PublicKeyCredential[name]; \
         }",
    ),
    ("compression", "delete window.CompressionStream; delete window.DecompressionStream"),
];

#[tokio::test]
async fn people_sign_in_and_manage_their_account_without_what_a_browser_may_lack() {
    for (name, script) in LACKING {
        journey_with(&format!("browsers-without-{name}"), crate::choice::pool(), async |person| {
            person.before_each_page(script).await?;
            person.open("/").await?;
            crate::choice::begin(person, DEMO_EMAIL).await?;
            person.press("Password").await?;
            person.fill("Password", DEMO_PASSWORD).await?;
            person.press("Sign in").await?;
            person.go_to_security().await?;
            person.driver.refresh().await?;
            person.see_heading("Security").await
        })
        .await;
    }
}

#[tokio::test]
async fn an_older_browser_gets_a_sentence() {
    journey_with("browsers-old", Config::default(), async |person| {
        const SENTENCE: &str = "This browser is too old: the page may look wrong, or not work at all.";
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        assert!(!person.text().await?.contains(SENTENCE), "this browser is not one of them");
        // An older browser passes over the rule, as it does not know what stands in its condition.
        let script = "let found = 0; \
                      const pass = (rules, owner) => { \
                        for (let at = rules.length - 1; at >= 0; at--) { \
                          const rule = rules[at]; \
                          if (rule instanceof CSSSupportsRule && rule.cssText.includes('.old-browser')) { \
                            owner.deleteRule(at); found++; \
                          } else if (rule.cssRules) pass(rule.cssRules, rule); \
                        } \
                      }; \
                      for (const sheet of document.styleSheets) pass(sheet.cssRules, sheet); \
                      return found";
        let found: u32 = person.driver.execute(script, Vec::new()).await?.convert()?;
        assert_eq!(found, 1, "one rule hides the sentence");
        person.see(SENTENCE).await?;
        // In every language, on a page of its own.
        person.follow("This browser is too old: the page may look wrong, or not work at all. Update it, or use another browser.").await?;
        person.see("Dieser Browser ist zu alt").await
    })
    .await;
}
