//! The login form that is there before the app, and how the app takes it over.

use e2e::{Config, DEMO_EMAIL, DEMO_PASSWORD, Journey, Setup, Step, journey, journey_with, look_at};
use thirtyfour::prelude::*;

use crate::choice;

/// How many times slower the processor is.
const RATES: [u32; 3] = [1, 4, 20];
/// Notes in which form a page is typed into, and whether anything but blank has been on it.
const WATCH: &str = "window.typedInto = { before: 0, after: 0 }; \
                     window.shown = []; \
                     addEventListener('input', ({ target }) => { \
                       const before = document.querySelector('#login + main'); \
                       window.typedInto[before?.contains(target) ? 'before' : 'after']++; \
                     }, true); \
                     new MutationObserver(() => { \
                       for (const heading of document.querySelectorAll('h1')) { \
                         if (window.shown.at(-1) !== heading.innerText) window.shown.push(heading.innerText); \
                       } \
                     }).observe(document, { subtree: true, childList: true, characterData: true });";

/// Lets a person who is quicker than the program come to the login page again and again.
async fn early(name: &str, steps: impl AsyncFnOnce(&mut Journey) -> Step) {
    journey(name, async |person| {
        person.before_each_page(WATCH).await?;
        person.hold_program().await?;
        steps(person).await
    })
    .await;
}

/// Goes to the login page before its program.
async fn come_early(person: &Journey) -> Step {
    person.go("/").await?;
    person.see_heading("Sign in").await?;
    assert!(!is_taken_over(person).await?, "the form is there before the app");
    Ok(())
}

async fn is_taken_over(person: &Journey) -> Step<bool> {
    person.driver.execute("return !('prerendered' in window)", Vec::new()).await?.convert()
}

/// How often the form was typed into before the app took it over, and afterwards.
async fn typed_into(person: &Journey) -> Step<(u32, u32)> {
    person.driver.execute("return [window.typedInto.before, window.typedInto.after]", Vec::new()).await?.convert()
}

/// What each page has shown so far as its heading.
async fn shown(person: &Journey) -> Step<Vec<String>> {
    person.driver.execute("return window.shown", Vec::new()).await?.convert()
}

async fn is_busy(person: &Journey) -> Step<bool> {
    Ok(person.button("Sign in").await?.attr("aria-busy").await?.as_deref() == Some("true"))
}

/// Types into the field that has the focus, without a pause: before the app, while it takes over, and afterwards. Gives all
/// that was typed.
async fn type_through(person: &Journey) -> Step<String> {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
    const AT_A_TIME: usize = 8;
    let mut letters = LETTERS.chars().cycle();
    let mut typed = String::new();
    let mut rounds_left = 3;
    while rounds_left > 0 {
        let keys: String = letters.by_ref().take(AT_A_TIME).collect();
        person.keys(keys.as_str()).await?;
        if typed.is_empty() {
            person.let_program_come().await?;
        }
        typed.push_str(&keys);
        if is_taken_over(person).await? {
            rounds_left -= 1;
        }
    }
    Ok(typed)
}

#[tokio::test]
async fn no_key_is_lost_while_the_app_takes_over() {
    early("prerendered-typing", async |person| {
        for rate in RATES {
            for label in ["Email", "Password"] {
                person.slow_down(1).await?;
                come_early(person).await?;
                person.slow_down(rate).await?;
                person.field(label).await?.click().await?;
                let typed = type_through(person).await?;
                person.see_focus_on(label).await?;
                assert_eq!(person.value(label).await?, typed, "{label}, {rate} times slower");
                let (before, after) = typed_into(person).await?;
                assert!(before > 0 && after > 0, "{label}, {rate} times slower: {before} keys before, {after} after");
                assert_eq!(shown(person).await?, ["Sign in"]);
            }
        }
        person.slow_down(1).await
    })
    .await;
}

#[tokio::test]
async fn what_is_typed_goes_on_where_the_caret_is() {
    early("prerendered-caret", async |person| {
        for (label, is_shown) in [("Email", false), ("Password", false), ("Password", true)] {
            for (case, keys, expected) in [
                ("in the middle", vec![Key::Left, Key::Left], "abcdXef"),
                ("at the start", vec![Key::Home], "Xabcdef"),
                ("at the end", vec![], "abcdefX"),
            ] {
                come_early(person).await?;
                if is_shown {
                    person.press("Show password").await?;
                }
                person.fill(label, "abcdef").await?;
                for key in keys {
                    person.keys(key).await?;
                }
                person.let_program_come().await?;
                person.see_app().await?;
                person.keys("X").await?;
                assert_eq!(person.value(label).await?, expected, "{label}, {case}, shown: {is_shown}");
                let kind = person.field("Password").await?.attr("type").await?;
                assert_eq!(kind.as_deref(), Some(if is_shown { "text" } else { "password" }));
            }
            come_early(person).await?;
            person.fill(label, "abcdef").await?;
            person.fill(label, Key::Shift + Key::Home).await?;
            person.let_program_come().await?;
            person.see_app().await?;
            person.keys("X").await?;
            assert_eq!(person.value(label).await?, "X", "{label}: what is selected is replaced");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_sent_before_the_app_is_there_is_sent_by_the_app() {
    early("prerendered-sent", async |person| {
        for by_button in [true, false] {
            come_early(person).await?;
            person.fill("Email", DEMO_EMAIL).await?;
            person.fill("Password", DEMO_PASSWORD).await?;
            if by_button {
                person.press("Sign in").await?;
            } else {
                person.fill("Password", Key::Enter).await?;
            }
            assert!(is_busy(person).await?, "by button: {by_button}");
            assert_eq!(person.driver.current_url().await?.as_str(), format!("{}/", person.app_url));
            person.let_program_come().await?;
            person.see_heading("Hi Demo!").await?;
            person.keeps_nothing_of(&[("the password", DEMO_PASSWORD)]).await?;
            assert_eq!(person.pool().requests("InitiateAuth"), if by_button { 1 } else { 2 }, "it is sent once");
            person.sign_out().await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_sent_too_early_with_mistakes_is_told_them() {
    early("prerendered-mistakes", async |person| {
        come_early(person).await?;
        person.fill("Email", "demo").await?;
        person.press("Sign in").await?;
        person.let_program_come().await?;
        person.see_message("Email", "Enter an email such as name@example.com.").await?;
        person.see_message("Password", "Enter your password.").await?;
        person.see_focus_on("Email").await?;
        assert!(!is_busy(person).await?);
        Ok(())
    })
    .await;
    early("prerendered-left-field", async |person| {
        come_early(person).await?;
        person.fill("Email", "demo").await?;
        person.keys(Key::Tab).await?;
        person.let_program_come().await?;
        person.see_message("Email", "Enter an email such as name@example.com.").await?;
        person.see_message("Password", "").await?;
        person.see_focus_on("Password").await
    })
    .await;
}

#[tokio::test]
async fn a_button_that_is_held_and_a_character_that_is_composed_are_waited_for() {
    early("prerendered-unfinished", async |person| {
        let is_ready = "const compile = WebAssembly.instantiate; \
                        WebAssembly.instantiate = async (...source) => { \
                          const program = await compile.call(WebAssembly, ...source); \
                          setTimeout(() => { window.isProgramReady = true }); \
                          return program; \
                        };";
        person.before_each_page(is_ready).await?;
        let see_program = async || {
            let is_here = "return window.isProgramReady === true";
            person.until("the program", async || person.driver.execute(is_here, Vec::new()).await?.convert()).await
        };
        come_early(person).await?;
        person.fill("Email", DEMO_EMAIL).await?;
        person.fill("Password", DEMO_PASSWORD).await?;
        let button = person.button("Sign in").await?;
        person.driver.action_chain().click_and_hold_element(&button).perform().await?;
        person.let_program_come().await?;
        see_program().await?;
        assert!(!is_taken_over(person).await?, "the button is held");
        person.driver.action_chain().release().perform().await?;
        person.see_heading("Hi Demo!").await?;
        person.sign_out().await?;

        come_early(person).await?;
        person.field("Password").await?.click().await?;
        person.compose("´").await?;
        person.let_program_come().await?;
        see_program().await?;
        assert!(!is_taken_over(person).await?, "the character is not there yet");
        person.finish_composing("é").await?;
        person.see_app().await?;
        person.keys("!").await?;
        assert_eq!(person.value("Password").await?, "é!");
        person.see_focus_on("Password").await
    })
    .await;
}

#[tokio::test]
async fn it_looks_the_same_before_and_after() {
    early("prerendered-looks", async |person| {
        // The list of languages comes with the app, into a place of its own.
        let hide = "addEventListener('DOMContentLoaded', () => { \
                      const sheet = new CSSStyleSheet(); \
                      sheet.replaceSync('.languages > * { visibility: hidden !important }'); \
                      document.adoptedStyleSheets = [sheet]; \
                    })";
        person.before_each_page(hide).await?;
        person.pictures_of_loading()?;
        come_early(person).await?;
        look_at(person, "login-before-the-app").await?;
        let before = person.driver.screenshot_as_png().await?;
        person.let_program_come().await?;
        person.see_app().await?;
        assert!(person.driver.screenshot_as_png().await? == before, "no pixel is another");
        let doubled = "const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id); \
                       return ids.filter((id, place) => ids.indexOf(id) !== place)";
        let doubled: Vec<String> = person.driver.execute(doubled, Vec::new()).await?.convert()?;
        assert!(doubled.is_empty(), "{doubled:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn whoever_is_signed_in_or_elsewhere_does_not_see_it() {
    journey("prerendered-signed-in", async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await?;
        person.before_each_page(WATCH).await?;
        for path in ["/", "/account"] {
            person.go(path).await?;
            person.until("a page", async || Ok(!shown(person).await?.is_empty())).await?;
            assert!(!shown(person).await?.contains(&"Sign in".to_owned()), "{path}");
        }
        person.open("/welcome").await?;
        person.sign_out().await?;
        for (path, heading) in [("/signup", "Create your account"), ("/forgot-password", "Reset your password")] {
            person.go(path).await?;
            person.see_heading(heading).await?;
            assert_eq!(shown(person).await?, [heading], "{path}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn pages_that_begin_otherwise_do_not_show_it() {
    let settings = [
        ("choice", choice::pool()),
        ("kept", Setup::from(Config::default()).with_meta("cognito-keep-signed-in", "ask")),
        ("domain", Setup::from(Config::default()).with_domain()),
        ("usernames", Setup::from(Config::default()).with_settings(r#"{"usernameAttributes":[]}"#)),
        ("closed", Setup::from(Config::default()).with_settings(r#"{"signUp":{"open":false}}"#)),
    ];
    for (case, setup) in settings {
        journey_with(&format!("prerendered-not-{case}"), setup, async |person| {
            person.hold_program().await?;
            person.go("/").await?;
            assert!(is_taken_over(person).await?, "{case}");
            assert_eq!(person.text().await?, "", "{case}: nothing is shown");
            person.let_program_come().await?;
            person.see_heading("Sign in").await
        })
        .await;
    }
}

#[tokio::test]
async fn a_sign_in_under_way_goes_on_without_it() {
    journey_with("prerendered-under-way", crate::second_factor::pool(), async |person| {
        person.open("/").await?;
        person.sign_in(crate::second_factor::SEVERAL, crate::second_factor::PASSWORD).await?;
        person.see_heading("Confirm it's you").await?;
        person.before_each_page(WATCH).await?;
        person.go("/").await?;
        person.see_heading("Confirm it's you").await?;
        assert_eq!(shown(person).await?, ["Confirm it's you"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn where_no_script_may_run_people_are_told_so_in_every_language() {
    journey("prerendered-no-script", async |person| {
        person.forbid_scripts().await?;
        // The address of a page, and not of the app.
        person.go("/account/security").await?;
        let told = ["Signing in needs JavaScript.", "Zum Anmelden wird JavaScript benötigt."];
        let is_told = async || {
            let text = person.text().await?;
            Ok(told.iter().all(|sentence| text.contains(sentence)))
        };
        person.until("what is needed", is_told).await?;
        // Whoever has turned it on comes back by any of them.
        let way_back = person.driver.find(By::Css("[lang=de] a")).await?;
        let address = way_back.prop("href").await?;
        assert_eq!(address, Some(format!("{}/", person.app_url)));
        Ok(())
    })
    .await;
}
