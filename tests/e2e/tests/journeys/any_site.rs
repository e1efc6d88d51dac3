//! examples/any-site: a page of plain HTML beside the app, which is below `/auth/`.

use e2e::{Config, DEMO_EMAIL, DEMO_PASSWORD, Journey, Setup, Step, journey_with};

const PAGE: &str = include_str!("../../../../examples/any-site/index.html");
const GUARD: (&str, &str) = ("<script>", "</script>");

fn setup() -> Setup {
    Setup::new(Config::default()).below("/auth/").beside(PAGE)
}

async fn greeted(person: &Journey, path: &str) -> Step {
    person.arrive_at_whole(path).await?;
    person.see_heading("Hello Demo").await
}

#[test]
fn the_guard_is_short() {
    let guard = PAGE.split_once(GUARD.0).and_then(|(_, rest)| rest.split_once(GUARD.1)).expect("it is in the page").0;
    assert!(guard.trim().lines().count() < 30);
}

#[tokio::test]
async fn a_site_of_any_kind_sends_people_here_and_gets_them_back() {
    journey_with("any-site", setup(), async |person| {
        person.go_beside("/orders/7?page=2").await?;
        person.see_heading("Sign in").await?;
        person.arrive_at("/").await?;
        // The way back outlives a reload.
        person.driver.refresh().await?;
        person.see_app().await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        greeted(person, "/orders/7").await?;
        assert_eq!(person.driver.current_url().await?.query(), Some("page=2"), "the whole address");
        // Whoever is signed in is led back at once.
        let root = person.origin().to_owned();
        person.go(&format!("/?redirect_to={root}/cart")).await?;
        greeted(person, "/cart").await?;

        person.follow("Your account").await?;
        person.see_heading("Profile").await?;
        person.go_beside("/").await?;
        greeted(person, "/").await?;
        person.follow("Sign out").await?;
        // There, nobody is signed in, and so is sent back here.
        person.see_heading("Sign in").await?;
        person.until("the tokens to be revoked", async || Ok(person.pool().requests("RevokeToken") == 1)).await?;
        assert_eq!(person.stored(".refreshToken").await?, None, "nothing is left");
        person.driver.back().await?;
        person.see_heading("Sign in").await
    })
    .await;
}

#[tokio::test]
async fn who_is_sent_here_to_make_an_account_gets_back_too() {
    journey_with("any-site-sign-up", setup(), async |person| {
        person.go("/?screen=sign-up&login_hint=new%40example.com&redirect_to=/orders").await?;
        person.arrive_at("/signup").await?;
        person.see_heading("Create your account").await?;
        assert_eq!(person.value("Email").await?, "new@example.com", "it is filled in");
        person.fill("Name", "New User").await?;
        person.fill("Phone number", "+1 202 555 0123").await?;
        person.fill("Password", DEMO_PASSWORD).await?;
        person.press("Create account").await?;
        person.arrive_at("/confirm").await?;
        let (code, _) = person.newest_mail("new@example.com");
        // The last digit sends it.
        person.fill("Confirmation code", code).await?;
        person.arrive_at_whole("/orders").await?;
        person.see_heading("Hello New User").await
    })
    .await;
}

#[tokio::test]
async fn nobody_is_led_to_a_site_that_is_not_listed() {
    journey_with("any-site-foreign", setup(), async |person| {
        for (given, shown) in [
            ("https://evil.example/", "a site"),
            ("//evil.example/", "a site without a scheme"),
            ("/%5Cevil.example", "a backslash"),
            ("javascript:alert(1)", "a script"),
        ] {
            person.open(&format!("/?redirect_to={given}")).await?;
            person.arrive_at("/").await?;
            person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
            person.arrive_at("/welcome").await?;
            let told = person.console().await?;
            assert!(told.iter().any(|line| line.contains("redirect_to was ignored")), "{shown}: {told:?}");
            person.sign_out().await?;
        }
        Ok(())
    })
    .await;
}
