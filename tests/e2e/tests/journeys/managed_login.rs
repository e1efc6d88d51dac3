//! Managed login: signing in on the user pool's own page and at identity providers, and out again.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, Journey, Setup, Step, journey_with, look_at};
use serde_json::json;
use thirtyfour::Key;

const POOL: &str = include_str!("../../../../crates/local-user-pool/pools/managed-login.toml");
const GOOGLE: &str = "Continue with Google";
const STAFF: &str = "Continue with our staff directory";
const NOT_RETURNED: &str = "You couldn't be signed in";
const CANCELLED: &str = "You canceled, or the other page didn't let you in. You can start over.";
const NOT_BEGUN: &str = "This sign-in is over, or it was started in another tab or browser. Please start over.";
const FOREIGN: &str = "The answer belongs to another sign-in. To be safe, we stopped here. Please start over.";
const USED: &str = "That took too long, or was used before. Please start over.";
/// A little more than a sign-in counts as recent, in seconds.
const SIX_MINUTES: i64 = 6 * 60;

/// Where a page of the app keeps what it needs when the browser comes back.
const STORED: &str = "const key = Object.keys(sessionStorage).find(key => key.endsWith('.redirect'));";

fn setup() -> Setup {
    Setup::of_pool(POOL).with_domain().with_meta("cognito-providers", "Google,Staff=our staff directory,COGNITO")
}

/// The button that leads to the domain's own page.
fn own_page(person: &Journey) -> String {
    format!("Continue on {}", domain(person))
}

fn domain(person: &Journey) -> String {
    let domain = person.pool().base_url().trim_end_matches('/').replace("localhost", "127.0.0.1");
    domain.trim_start_matches("http://").to_owned()
}

/// Tells the page of an identity provider who one is.
async fn answer_provider(person: &Journey, provider: &str, user: &str) -> Step {
    person.answer_provider(provider, [user, &format!("{user}@example.com"), user]).await
}

async fn sign_in_at_google(person: &Journey, user: &str) -> Step {
    person.press(GOOGLE).await?;
    answer_provider(person, "Google", user).await
}

/// Opens the app, and comes back as `first`.
async fn signed_in_at_google(person: &Journey) -> Step {
    person.open("/").await?;
    sign_in_at_google(person, "first").await?;
    greeted(person, "first").await
}

/// Goes to Google, whose page is there then.
async fn go_to_google(person: &Journey) -> Step {
    person.press(GOOGLE).await?;
    person.see_heading("Google").await
}

/// Goes to Google when asked to sign in for that page, and cancels there.
async fn cancel_at_google(person: &Journey, wanted: &str) -> Step {
    person.open(wanted).await?;
    person.arrive_at("/").await?;
    go_to_google(person).await?;
    person.press("Cancel").await?;
    refused(person, CANCELLED).await
}

async fn greeted(person: &Journey, user: &str) -> Step {
    person.arrive_at("/welcome").await?;
    person.see_heading(&format!("Hi {user}!")).await
}

/// Waits for the page that says why nobody was signed in.
async fn refused(person: &Journey, sentence: &str) -> Step {
    person.see_heading(NOT_RETURNED).await?;
    person.see_alert(sentence).await?;
    let url = person.driver.current_url().await?;
    assert_eq!(
        (url.path(), url.query(), url.fragment()),
        (&*person.whole("/callback"), None, None),
        "nothing of the return is left"
    );
    let kept = person.session_storage().await?.into_iter().filter(|(key, _)| !key.ends_with(".wanted"));
    assert_eq!(kept.collect::<Vec<_>>(), [], "nor of what waited for it");
    assert_eq!(person.stored(".refreshToken").await?, None, "nobody is signed in");
    Ok(())
}

/// Keeps what every return says for [`seen_return`], before the app sees it.
async fn note_returns(person: &Journey) -> Step {
    let note = "if (location.pathname.endsWith('/callback') && location.search) \
                localStorage.setItem('seen-return', location.search)";
    person.before_each_page(note).await
}

#[tokio::test]
async fn a_provider_is_known_by_one_of_its_identifiers() {
    let providers = r#"{"managedLogin":{"providers":[
        {"identifier":"staff.example.com","label":"our staff directory","domains":["staff.example.com"]}]}}"#;
    let setup = Setup::of_pool(POOL).with_domain().with_settings(providers);
    journey_with("managed-identifier", setup, async |person| {
        person.open("/").await?;
        person.fill("Email", "first@staff.example.com").await?;
        // In the place of the password.
        person.keys(Key::Enter).await?;
        answer_provider(person, "Staff", "first").await?;
        greeted(person, "first").await
    })
    .await;
}

async fn seen_return(person: &Journey, parameter: &str) -> Step<String> {
    let read = "return new URLSearchParams(localStorage.getItem('seen-return')).get(arguments[0])";
    person.driver.execute(read, vec![json!(parameter)]).await?.convert()
}

#[tokio::test]
async fn an_identity_provider_signs_in() {
    for (button, provider, called) in [(GOOGLE, "Google", "Google"), (STAFF, "Staff", "our staff directory")] {
        journey_with(&format!("managed-{provider}"), setup(), async |person| {
            note_returns(person).await?;
            person.open("/").await?;
            person.press(button).await?;
            answer_provider(person, provider, "first").await?;
            greeted(person, "first").await?;
            let code = seen_return(person, "code").await?;
            let state = seen_return(person, "state").await?;
            assert!(!code.is_empty() && !state.is_empty(), "{provider} led back with both");
            person.driver.execute("localStorage.removeItem('seen-return')", Vec::new()).await?;
            person.keeps_nothing_of(&[("the code", &code), ("the state", &state)]).await?;
            person.driver.refresh().await?;
            greeted(person, "first").await?;
            person.follow("Your account").await?;
            person.see("first@example.com").await?;
            person.follow("Security").await?;
            person.see("How you sign in").await?;
            person.see(&format!("With {called}.")).await?;
            person.see("This session").await?;
            let text = person.text().await?;
            for absent in ["New password", "Authenticator app", "Passkeys"] {
                assert!(!text.contains(absent), "{provider}: {absent} is the provider's");
            }
            look_at(person, &format!("managed-login-security-{}", provider.to_lowercase())).await
        })
        .await;
    }
}

#[tokio::test]
async fn the_domains_own_page_has_the_language_of_the_app() {
    journey_with("managed-language", setup(), async |person| {
        // Cognito calls it zh-CN.
        person.open("/?lang=zh-Hans").await?;
        person.press(&format!("前往 {} 继续", domain(person))).await?;
        person.fill("用户名", DEMO_EMAIL).await?;
        person.fill("密码", DEMO_PASSWORD).await?;
        person.press("登录").await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn the_domains_own_page_signs_in_once_for_all_until_somebody_signs_out() {
    journey_with("managed-own-page", setup(), async |person| {
        person.open("/").await?;
        let own_page = own_page(person);
        let ask = async || {
            person.press(&own_page).await?;
            person.fill("User name", DEMO_EMAIL).await?;
            person.fill("Password", DEMO_PASSWORD).await?;
            person.press("Sign in").await?;
            greeted(person, "Demo").await
        };
        ask().await?;
        let refresh_token = person.stored(".refreshToken").await?.expect("signed in");
        // The session is lost here, and the domain knows the browser still.
        person.driver.execute("localStorage.clear()", Vec::new()).await?;
        person.open("/").await?;
        person.press(&own_page).await?;
        greeted(person, "Demo").await?;
        let second = person.stored(".refreshToken").await?.expect("signed in");
        assert_ne!(second, refresh_token, "another session");
        person.sign_out().await?;
        assert!(!person.refreshes(&second).await, "it is revoked");
        assert_eq!(person.stored(".refreshToken").await?, None, "and gone");
        // It asks again.
        ask().await?;
        let third = person.stored(".refreshToken").await?.expect("signed in");
        person.press("Sign out everywhere").await?;
        person.arrive_at("/").await?;
        person.see_heading("Sign in").await?;
        assert!(!person.refreshes(&third).await, "it has ended");
        ask().await?;
        person.follow("Your account").await?;
        person.follow("Security").await?;
        // A user of the pool has all of it.
        person.see("New password").await
    })
    .await;
}

#[tokio::test]
async fn who_signed_in_here_signs_out_here() {
    journey_with("managed-not-left", setup(), async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        greeted(person, "Demo").await?;
        person.mark().await?;
        person.sign_out().await?;
        assert!(person.is_marked().await?, "nobody left the app");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_sign_out_without_a_domain_to_go_to_stays_here_and_says_so() {
    journey_with("managed-unreachable", setup(), async |person| {
        signed_in_at_google(person).await?;
        person.stop_pool().await;
        person.press("Sign out").await?;
        person.arrive_at("/").await?;
        person.see("You're signed out here. We couldn't reach the service").await?;
        assert_eq!(person.stored(".refreshToken").await?, None, "the tokens are gone");
        Ok(())
    })
    .await;
}

/// Signs in on the domain's own page, where nobody is known.
async fn answer_own_page(person: &Journey) -> Step {
    person.fill("User name", DEMO_EMAIL).await?;
    person.fill("Password", DEMO_PASSWORD).await?;
    person.press("Sign in").await?;
    greeted(person, "Demo").await
}

#[tokio::test]
async fn a_sign_out_without_a_network_is_made_up_for_when_somebody_next_goes_there() {
    journey_with("managed-made-up", setup(), async |person| {
        person.open("/").await?;
        let own_page = own_page(person);
        person.press(&own_page).await?;
        answer_own_page(person).await?;
        person.fail_requests("RevokeToken").await?;
        person.mark().await?;
        person.sign_out().await?;
        assert!(person.is_marked().await?, "nobody left the app");
        person.driver.refresh().await?;
        person.press(&own_page).await?;
        // It knows the browser, and asks all the same.
        answer_own_page(person).await?;
        // From then on it does not.
        person.driver.execute("localStorage.clear()", Vec::new()).await?;
        person.open("/").await?;
        person.press(&own_page).await?;
        greeted(person, "Demo").await
    })
    .await;
}

#[tokio::test]
async fn a_sign_out_that_the_service_refuses_is_one_at_the_domain() {
    journey_with("managed-not-revoked", setup(), async |person| {
        person.open("/").await?;
        let own_page = own_page(person);
        person.press(&own_page).await?;
        answer_own_page(person).await?;
        let script = "const send = window.fetch; window.fetch = async (input, init) => \
                      new Headers(init?.headers).get('x-amz-target')?.endsWith('.RevokeToken') \
                      ? new Response('{\"__type\":\"InternalErrorException\"}', { status: 500 }) : send(input, init)";
        person.driver.execute(script, Vec::new()).await?;
        person.mark().await?;
        person.sign_out().await?;
        person.until("the app to be left", async || Ok(!person.is_marked().await?)).await?;
        person.see_heading("Sign in").await?;
        person.press(&own_page).await?;
        answer_own_page(person).await
    })
    .await;
}

#[tokio::test]
async fn who_cancels_is_led_back_and_then_on_to_where_they_wanted_to_go() {
    journey_with("managed-cancelled", setup(), async |person| {
        cancel_at_google(person, "/account/security").await?;
        look_at(person, "managed-login-cancelled").await?;
        person.driver.refresh().await?;
        refused(person, NOT_BEGUN).await?;
        person.back_to_other_site().await?;
        person.driver.forward().await?;
        refused(person, NOT_BEGUN).await?;
        person.follow("Back to sign-in").await?;
        person.arrive_at("/").await?;
        person.see_heading("Sign in").await?;
        person.open("/account/security").await?;
        person.arrive_at("/").await?;
        sign_in_at_google(person, "first").await?;
        person.arrive_at("/account/security").await?;
        person.see("With Google.").await
    })
    .await;
    journey_with("managed-cancelled-then-here", setup(), async |person| {
        cancel_at_google(person, "/account/security").await?;
        person.follow("Back to sign-in").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/account/security").await
    })
    .await;
}

#[tokio::test]
async fn a_return_that_is_not_ours_signs_nobody_in() {
    journey_with("managed-forged", setup(), async |person| {
        for address in ["/callback", "/callback?code=a-code&state=a-state", "/callback?error=access_denied&state=x"] {
            person.open(address).await?;
            refused(person, NOT_BEGUN).await?;
        }
        note_returns(person).await?;
        person.open("/").await?;
        go_to_google(person).await?;
        person.open("/callback?code=a-code&state=a-state").await?;
        refused(person, FOREIGN).await?;
        // A code that was used, with the state of now.
        person.follow("Back to sign-in").await?;
        sign_in_at_google(person, "first").await?;
        greeted(person, "first").await?;
        let code = seen_return(person, "code").await?;
        person.sign_out().await?;
        go_to_google(person).await?;
        person.open("/signup").await?;
        let script = format!("{STORED} return JSON.parse(sessionStorage.getItem(key)).paused.state");
        let state: String = person.driver.execute(script, Vec::new()).await?.convert()?;
        person.open(&format!("/callback?code={code}&state={state}")).await?;
        refused(person, USED).await?;
        // A code of this sign-in, with what another has hashed.
        let alter = format!(
            "if (location.pathname.endsWith('/callback') && location.search) {{ {STORED} \
             const stored = JSON.parse(sessionStorage.getItem(key)); \
             stored.paused.code_verifier = stored.paused.code_verifier.split('').reverse().join(''); \
             sessionStorage.setItem(key, JSON.stringify(stored)); }}"
        );
        person.before_each_page(&alter).await?;
        person.follow("Back to sign-in").await?;
        sign_in_at_google(person, "first").await?;
        refused(person, USED).await?;
        look_at(person, "managed-login-refused").await
    })
    .await;
}

#[tokio::test]
async fn a_redirect_that_is_not_registered_is_refused_there_and_the_way_back_is_open() {
    journey_with("managed-foreign-redirect", setup().without_callback(), async |person| {
        person.open("/").await?;
        person.press(GOOGLE).await?;
        person.see("redirect_mismatch").await?;
        person.back_to_other_site().await?;
        person.see_heading("Sign in").await?;
        let button = person.button(GOOGLE).await?;
        assert_eq!(button.attr("aria-busy").await?, None, "it can be pressed again");
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        greeted(person, "Demo").await?;
        assert_eq!(person.session_storage().await?, [], "what was begun is forgotten");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_exchange_that_fails_is_told_and_can_be_begun_again() {
    journey_with("managed-offline", setup(), async |person| {
        person.open("/").await?;
        person.fail_first_request("/oauth2/token").await?;
        sign_in_at_google(person, "first").await?;
        refused(person, "We can't reach the service. Check your connection and try again.").await?;
        person.follow("Back to sign-in").await?;
        person.press(GOOGLE).await?;
        // The domain knows who it is by now.
        greeted(person, "first").await
    })
    .await;
}

#[tokio::test]
async fn the_buttons_back_and_forward_lead_past_the_callback() {
    journey_with("managed-back", setup(), async |person| {
        signed_in_at_google(person).await?;
        let refresh_token = person.stored(".refreshToken").await?;
        person.back_to_other_site().await?;
        let app = person.app_url.clone();
        person
            .until("the provider's page", async || Ok(!person.driver.current_url().await?.as_str().starts_with(&app)))
            .await?;
        person.driver.forward().await?;
        greeted(person, "first").await?;
        person.driver.back().await?;
        person.driver.back().await?;
        // The login page leads on who is signed in.
        greeted(person, "first").await?;
        assert_eq!(person.stored(".refreshToken").await?, refresh_token, "the session is the same");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn tabs_agree_and_each_comes_back_to_its_own() {
    journey_with("managed-tabs", setup(), async |person| {
        person.open("/").await?;
        go_to_google(person).await?;
        let (first, second) = person.open_in_new_tab("/").await?;
        person.press(STAFF).await?;
        person.see_heading("Staff").await?;
        let (_, third) = person.open_in_new_tab("/").await?;
        person.see_heading("Sign in").await?;
        person.go_to(&first).await?;
        answer_provider(person, "Google", "first").await?;
        greeted(person, "first").await?;
        let refresh_token = person.stored(".refreshToken").await?.expect("signed in");
        person.go_to(&third).await?;
        greeted(person, "first").await?;
        // Who comes back second is the one from then on, everywhere.
        person.go_to(&second).await?;
        answer_provider(person, "Staff", "second").await?;
        greeted(person, "second").await?;
        person.go_to(&first).await?;
        greeted(person, "second").await?;
        person.until("the first to be over", async || Ok(!person.refreshes(&refresh_token).await)).await?;
        person.sign_out().await?;
        person.go_to(&third).await?;
        person.see_heading("Sign in").await
    })
    .await;
}

#[tokio::test]
async fn staying_signed_in_is_asked_before_one_leaves() {
    for (case, is_ticked) in [("ticked", true), ("unticked", false)] {
        let setup = setup().with_meta("cognito-keep-signed-in", "ask");
        journey_with(&format!("managed-keep-{case}"), setup, async |person| {
            person.open("/").await?;
            if is_ticked {
                person.field("Keep me signed in").await?.click().await?;
            }
            sign_in_at_google(person, "first").await?;
            greeted(person, "first").await?;
            assert_eq!(person.stored(".refreshToken").await?.is_some(), is_ticked, "{case}: in localStorage");
            person.driver.refresh().await?;
            greeted(person, "first").await
        })
        .await;
    }
}

#[tokio::test]
async fn it_is_confirmed_where_one_signed_in_that_it_is_still_the_same_person() {
    journey_with("managed-step-up", setup(), async |person| {
        signed_in_at_google(person).await?;
        person.set_clock_ahead(SIX_MINUTES).await?;
        let delete = async || {
            person.press("Delete my account").await?;
            person.fill("Type first@example.com to confirm", "first@example.com").await?;
            person.press("Delete permanently").await
        };
        person.follow("Your account").await?;
        delete().await?;
        person.see("Sign in with Google again").await?;
        look_at(person, "managed-login-step-up").await?;
        person.press(GOOGLE).await?;
        // It asks although it knows the browser.
        answer_provider(person, "Google", "second").await?;
        person.see_heading(NOT_RETURNED).await?;
        person.see_alert("That isn't the account you're signed in to.").await?;
        person.see("You're still signed in as before.").await?;
        person.follow("Go back").await?;
        person.arrive_at("/account").await?;
        person.see("first@example.com").await?;
        delete().await?;
        person.press(GOOGLE).await?;
        answer_provider(person, "Google", "first").await?;
        person.arrive_at("/account").await?;
        person.see("first@example.com").await?;
        delete().await?;
        person.arrive_at("/").await?;
        person.see("Your account has been deleted.").await
    })
    .await;
}

#[tokio::test]
async fn it_goes_by_keyboard_alone() {
    journey_with("managed-keyboard", setup(), async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.tab_to(GOOGLE).await?;
        person.keys(Key::Enter).await?;
        person.see_heading("Google").await?;
        person.tab_to("Cancel").await?;
        person.keys(Key::Enter).await?;
        refused(person, CANCELLED).await?;
        person.tab_to("Back to sign-in").await?;
        person.keys(Key::Enter).await?;
        person.see_focus_on("Sign in").await?;
        person.tab_to(STAFF).await?;
        person.keys(" ").await?;
        person.see_heading("Staff").await?;
        person.tab_to("User id").await?;
        person.keys("first").await?;
        person.tab_to("Name").await?;
        person.keys("first").await?;
        person.keys(Key::Enter).await?;
        greeted(person, "first").await
    })
    .await;
}

#[tokio::test]
async fn what_it_looks_like() {
    journey_with("look-managed-login", setup(), async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        look_at(person, "managed-login").await
    })
    .await;
    let alone = Setup::of_pool(POOL).with_domain();
    journey_with("look-managed-login-alone", alone, async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.button(&own_page(person)).await?;
        look_at(person, "managed-login-alone").await
    })
    .await;
}
