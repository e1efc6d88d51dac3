//! Managed login against the local user pool: the page, the return, the exchange, and all the ways it is refused.

use std::{collections::BTreeMap, time::Duration};

use cognito_client::{
    ids::ClientId,
    managed_login::{ManagedLogin, OAuthErrorCode, PausedRedirect, Prompt, Provider, RedirectError, RedirectOptions},
    session::Session,
    transport::Reqwest,
};
use reqwest::{
    Method,
    header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE},
    redirect::Policy,
};
use serde_json::json;

use crate::person::Person;

const SETTINGS: &str = include_str!("../../../local-user-pool/pools/managed-login.toml");
const CALLBACK: &str = "http://localhost:8080/callback";
const CLIENT_ID: &str = "4localmanagedlogin0000001";
const NAME: &str = "demo@example.com";
const PASSWORD: &str = "Demo-Passw0rd";

/// What a person sees and fills in.
struct Screen {
    http: reqwest::Client,
    pool: String,
    cookies: BTreeMap<String, String>,
}

impl Screen {
    fn of(person: &Person) -> Self {
        let http = reqwest::Client::builder().redirect(Policy::none()).build().expect("a client");
        Self { http, pool: person.pool.base_url(), cookies: BTreeMap::new() }
    }

    /// Goes there, through redirects of the pool: its page, or the address at the app that it leads to.
    async fn visit(&mut self, method: Method, address: &str, form: &[(&str, &str)]) -> Result<String, String> {
        let (mut method, mut address, mut form) = (method, address.to_owned(), form);
        loop {
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
            let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let request = self.http.request(method, &address).header(COOKIE, cookies.join("; "));
            let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
            let answer = request.send().await.expect("an answer");
            for cookie in answer.headers().get_all(SET_COOKIE) {
                let pair = cookie.to_str().expect("text").split(';').next().expect("a pair").split_once('=');
                let (name, value) = pair.expect("a name");
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
            let Some(location) = answer.headers().get(LOCATION).map(|to| to.to_str().expect("text").to_owned()) else {
                return Err(answer.text().await.expect("a page"));
            };
            if location.starts_with(CALLBACK) {
                return Ok(location.split_once('?').expect("a query").1.to_owned());
            }
            (method, address, form) = (Method::GET, format!("{}{location}", self.pool), &[]);
        }
    }

    /// Fills in the page's form, and ends at the app.
    async fn send(&mut self, page: &str, fields: &[(&str, &str)]) -> String {
        let after = |mark: &str| page.split(mark).nth(1).and_then(|rest| rest.split('"').next()).expect("a form");
        let (action, secret) = (after("action=\"").replace("&amp;", "&"), after("name=\"_csrf\" value=\"").to_owned());
        let fields = [fields, &[("_csrf", secret.as_str())]].concat();
        let address = format!("{}{action}", self.pool);
        self.visit(Method::POST, &address, &fields).await.expect("the way back")
    }
}

fn managed_login(person: &Person) -> ManagedLogin {
    let client_id = ClientId::parse(CLIENT_ID).expect("an id");
    ManagedLogin::new(&person.pool.base_url(), person.client.user_pool_id(), client_id, CALLBACK)
}

/// Leaves for the page and comes back with a query.
async fn leave(person: &Person, screen: &mut Screen) -> (PausedRedirect, String) {
    let departure = managed_login(person).begin(RedirectOptions::default(), &person.browser).expect("random bytes");
    let query = match screen.visit(Method::GET, &departure.url, &[]).await {
        Ok(query) => query,
        Err(page) => screen.send(&page, &[("username", NAME), ("password", PASSWORD)]).await,
    };
    (departure.paused, query)
}

async fn finish(person: &Person, paused: PausedRedirect, query: &str) -> Result<Session, RedirectError> {
    managed_login(person).finish(paused, query, &Reqwest::default(), &person.browser).await
}

#[tokio::test]
async fn a_password_on_the_pools_own_page() {
    let person = Person::at(SETTINGS).await;
    let mut screen = Screen::of(&person);
    let (paused, query) = leave(&person, &mut screen).await;
    let session = finish(&person, paused, &query).await.expect("signed in");
    let user = person.ask("GetUser", &json!({ "AccessToken": session.tokens().access_token.expose() })).await;
    assert_eq!(user["Username"], session.username().as_str());

    person.pool.advance(Duration::from_secs(3600));
    let renewed = session.refresh(&person.client, &person.browser).await.expect("as any other session");
    renewed.revoke(&person.client).await.expect("as any other session");
    assert!(renewed.refresh(&person.client, &person.browser).await.is_err(), "revoked");
}

#[tokio::test]
async fn a_user_of_an_identity_provider() {
    let person = Person::at(SETTINGS).await;
    let mut screen = Screen::of(&person);
    let options = RedirectOptions { provider: Some(Provider::Named("Google")), ..RedirectOptions::default() };
    let departure = managed_login(&person).begin(options, &person.browser).expect("random bytes");
    let page = screen.visit(Method::GET, &departure.url, &[]).await.expect_err("the provider's page");
    let query = screen.send(&page, &[("sub", "1234"), ("email", "first@example.org"), ("answer", "continue")]).await;
    let session = finish(&person, departure.paused, &query).await.expect("signed in");
    assert_eq!(session.username().as_str(), "Google_1234");

    let departure =
        managed_login(&person).begin(RedirectOptions { prompt: Some(Prompt::Login), ..options }, &person.browser);
    let departure = departure.expect("random bytes");
    let page = screen.visit(Method::GET, &departure.url, &[]).await.expect_err("the provider's page");
    let query = screen.send(&page, &[("answer", "cancel")]).await;
    let refused = finish(&person, departure.paused, &query).await.expect_err("cancelled");
    assert!(matches!(&refused, RedirectError::Refused { code: OAuthErrorCode::AccessDenied, .. }), "{refused:?}");
}

#[tokio::test]
async fn returns_that_are_refused() {
    let person = Person::at(SETTINGS).await;
    let mut screen = Screen::of(&person);
    let invalid_grant = || Some(RedirectError::Exchange(OAuthErrorCode::InvalidGrant));

    let (paused, query) = leave(&person, &mut screen).await;
    let kept = serde_json::to_value(&paused).expect("JSON");
    let session = finish(&person, paused, &query).await.expect("signed in");
    let again = serde_json::from_value(kept).expect("a redirect");
    assert_eq!(finish(&person, again, &query).await.err(), invalid_grant(), "a code that is used again");
    assert!(session.refresh(&person.client, &person.browser).await.is_err(), "which ends what it gave");

    let (paused, _) = leave(&person, &mut screen).await;
    let (_, query) = leave(&person, &mut screen).await;
    let foreign = finish(&person, paused, &query).await;
    assert_eq!(foreign.err(), Some(RedirectError::ForeignState), "the return of another departure");

    for (case, member) in [("wrong verifier", "code_verifier"), ("wrong nonce", "nonce")] {
        let (paused, query) = leave(&person, &mut screen).await;
        let mut changed = serde_json::to_value(&paused).expect("JSON");
        changed[member] = json!("x".repeat(43));
        let changed = serde_json::from_value(changed).expect("a redirect");
        let expected = if member == "nonce" { Some(RedirectError::ForeignToken) } else { invalid_grant() };
        assert_eq!(finish(&person, changed, &query).await.err(), expected, "{case}");
    }

    let (paused, query) = leave(&person, &mut screen).await;
    person.pool.advance(Duration::from_secs(300));
    assert_eq!(finish(&person, paused, &query).await.err(), invalid_grant(), "after five minutes");
}

#[tokio::test]
async fn foreign_addresses_are_refused() {
    let person = Person::at(SETTINGS).await;
    let mut screen = Screen::of(&person);
    let client_id = ClientId::parse(CLIENT_ID).expect("an id");
    let foreign = ManagedLogin::new(
        &person.pool.base_url(),
        person.client.user_pool_id(),
        client_id,
        "http://localhost:8080/other",
    );
    let departure = foreign.begin(RedirectOptions::default(), &person.browser).expect("random bytes");
    let page = screen.visit(Method::GET, &departure.url, &[]).await.expect_err("an error of the pool");
    assert!(page.contains("redirect_mismatch"), "{page}");

    let (paused, query) = leave(&person, &mut screen).await;
    let exchanged = foreign.finish(paused, &query, &Reqwest::default(), &person.browser).await;
    let expected = RedirectError::Exchange(OAuthErrorCode::UnauthorizedClient);
    assert_eq!(exchanged.err(), Some(expected), "an exchange with another address");
}

#[tokio::test]
async fn the_browser_is_known_until_it_signs_out() {
    let person = Person::at(SETTINGS).await;
    let mut screen = Screen::of(&person);
    let silently = RedirectOptions { prompt: Some(Prompt::None), ..RedirectOptions::default() };
    let begin = || managed_login(&person).begin(silently, &person.browser).expect("random bytes");
    let (paused, query) = leave(&person, &mut screen).await;
    finish(&person, paused, &query).await.expect("signed in");

    let known = begin();
    let query = screen.visit(Method::GET, &known.url, &[]).await.expect("nobody is asked");
    finish(&person, known.paused, &query).await.expect("signed in");

    let http = reqwest::Client::builder().redirect(Policy::none()).build().expect("a client");
    let out = managed_login(&person).sign_out_url("http://localhost:8080/");
    let cookie = format!("cognito={}", screen.cookies["cognito"]);
    let answer = http.get(out).header(COOKIE, cookie).send().await.expect("an answer");
    assert_eq!(answer.headers()[LOCATION], "http://localhost:8080/");
    let unknown = begin();
    let query = screen.visit(Method::GET, &unknown.url, &[]).await.expect("nobody is asked");
    let refused = finish(&person, unknown.paused, &query).await.expect_err("signed out");
    assert!(matches!(&refused, RedirectError::Refused { code: OAuthErrorCode::LoginRequired, .. }), "{refused:?}");
}
