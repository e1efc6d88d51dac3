//! What a person sees if the app has stopped all the same.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, Journey, Step, journey_that_stops, look_at};

const STOPPED: &str = "Something went wrong";

/// Makes a browser's function fail that the router relies on: it does not in any browser, and so stops the app.
async fn break_navigation(person: &Journey) -> Step {
    let script = "History.prototype.pushState = () => { throw new Error('broken') }";
    person.driver.execute(script, Vec::new()).await.map(|_| ())
}

#[tokio::test]
async fn an_app_that_has_stopped_says_so_and_can_be_reloaded() {
    journey_that_stops("stopped", async |person| {
        person.open("/signup").await?;
        person.see_heading("Create your account").await?;
        person.fill("Email", DEMO_EMAIL).await?;
        person.fill("Password", DEMO_PASSWORD).await?;
        break_navigation(person).await?;
        person.follow("Sign in").await?;
        person.see_heading(STOPPED).await?;
        person.see_focus_on(STOPPED).await?;
        assert_eq!(person.driver.title().await?, STOPPED);
        person.see("This page has stopped working. Reload it to continue.").await?;
        person.keeps_nothing_of(&[("the password", DEMO_PASSWORD), ("who it was", DEMO_EMAIL)]).await?;
        look_at(person, "stopped").await?;
        person.press("Reload").await?;
        person.see_heading("Create your account").await?;
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.follow("Your account").await?;
        person.see_heading("Profile").await?;
        // Who was signed in still is.
        break_navigation(person).await?;
        person.follow("Security").await?;
        person.see_heading(STOPPED).await?;
        person.press("Reload").await?;
        person.see_heading("Profile").await
    })
    .await;
}

#[tokio::test]
async fn it_is_said_in_the_language_that_was_shown() {
    journey_that_stops("stopped-in-german", async |person| {
        person.open("/?lang=de").await?;
        person.see_heading("Anmelden").await?;
        let stop =
            "dispatchEvent(new ErrorEvent('error', { error: new window.WebAssembly.RuntimeError('unreachable') }))";
        person.driver.execute(stop, Vec::new()).await?;
        person.see_heading("Etwas ist schiefgelaufen").await?;
        person.press("Neu laden").await?;
        person.see_heading("Anmelden").await
    })
    .await;
}

#[tokio::test]
async fn only_the_end_of_a_program_is_told() {
    journey_that_stops("stopped-or-not", async |person| {
        for (case, error, is_stop) in [
            ("a panic", "new window.WebAssembly.RuntimeError('unreachable')", true),
            ("memory that is not there", "new window.WebAssembly.RuntimeError('memory access out of bounds')", true),
            (
                "too deep a recursion",
                "Object.assign(new window.RangeError('Maximum call stack size exceeded'), \
                 { stack: 'RangeError\\n at http://localhost/app_bg.wasm:wasm-function[7]' })",
                true,
            ),
            (
                "what ran as the page was left",
                "new window.Error('closure invoked recursively or after being dropped')",
                true,
            ),
            ("a script of somebody else's", "new window.TypeError('x is not a function')", false),
            ("a recursion of a script's", "new window.RangeError('Maximum call stack size exceeded')", false),
            ("no error at all", "undefined", false),
        ] {
            for event in ["error", "unhandledrejection"] {
                person.open("/").await?;
                person.see_heading("Sign in").await?;
                let script = format!(
                    "const error = {error}; dispatchEvent('{event}' === 'error' ? new ErrorEvent('error', {{ error }}) \
                     : new PromiseRejectionEvent('unhandledrejection', {{ reason: error, promise: Promise.resolve() }}))"
                );
                person.driver.execute(script, Vec::new()).await?;
                let text = person.text().await?;
                assert_eq!(text.contains(STOPPED), is_stop, "{case}, as {event}: {text}");
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_page_that_stopped_as_it_was_left_is_reloaded_when_somebody_comes_back() {
    journey_that_stops("stopped-hidden", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        let stop = "Object.defineProperty(document, 'hidden', { value: true, configurable: true }); \
                    const error = new window.Error('closure invoked recursively or after being dropped'); \
                    dispatchEvent(new ErrorEvent('error', { error }))";
        person.driver.execute(stop, Vec::new()).await?;
        person.see_heading(STOPPED).await?;
        person.driver.execute("dispatchEvent(new Event('pageshow'))", Vec::new()).await?;
        person.see_heading("Sign in").await
    })
    .await;
}
