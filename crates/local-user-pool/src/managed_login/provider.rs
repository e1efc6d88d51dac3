//! Identity providers. Each is a page of this server that asks who one is there; what an identity provider and Cognito
//! say to each other behind the browser's back is left out.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html>

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};

use super::{
    browser::{FORM_FIELD, form_secret, is_form_secret, secret, with_form_secret, with_login},
    call::{Call, Parameters, redirect, with_query},
    federation,
    language::Language,
    pages::{self, Form},
    request::{Request, failed},
};
use crate::{expiring::Expiring, random, service::Service, settings::IdentityProvider};

/// The page that stands for the identity providers.
pub(super) const PAGE: &str = "/identity-provider";
/// How long someone may take there.
const PATIENCE_SECONDS: u64 = 10 * 60;
/// The one that left the longest ago is not expected back then.
const MOST_DEPARTURES: usize = 100_000;

/// Browsers that are at a provider, by the digest of the state that they bring back.
pub(super) struct Departures(Expiring<[u8; 32], Departure>);

impl Default for Departures {
    fn default() -> Self {
        Self(Expiring::new(PATIENCE_SECONDS, MOST_DEPARTURES))
    }
}

/// What is to be done when the browser comes back.
#[derive(Clone)]
struct Departure {
    /// Of the request to /oauth2/authorize.
    query: String,
    redirect_uri: String,
    provider_name: String,
    /// The browser's form secret: only the one that went may come back.
    browser: String,
    /// What the provider has said.
    identity: Option<BTreeMap<String, String>>,
    /// Seconds since 1970.
    left_at: u64,
}

/// Sends the browser to the provider.
pub(super) fn depart(service: &Service, call: &Call, request: &Request, provider: &IdentityProvider) -> Response {
    let secrets = form_secret(call).and_then(|browser| Ok((browser, secret()?)));
    let (browser, state) = match secrets {
        Ok(secrets) => secrets,
        Err(error) => return failed(&error),
    };
    let now = service.clock.now();
    let departure = Departure {
        query: call.query.encoded(),
        redirect_uri: request.redirect_uri.clone(),
        provider_name: provider.provider_name.clone(),
        browser: browser.clone(),
        identity: None,
        left_at: now,
    };
    service.managed_login().departures.0.insert(random::sha256(state.as_bytes()), departure, now);
    with_form_secret(redirect(&with_query(PAGE, [("state", state.as_str())])), &browser)
}

/// The provider asks.
pub(super) fn show(service: &Service, call: &Call) -> Response {
    match Departure::of(service, call) {
        Some(departure) => ask(call, &departure, None),
        None => nobody_expected(),
    }
}

/// The provider is told, and sends the browser back.
pub(super) fn submit(service: &Service, call: &Call) -> Response {
    let state = call.query.get("state").unwrap_or_default();
    let Some(mut departure) = Departure::of(service, call).filter(|_| is_form_secret(call, call.form.get(FORM_FIELD)))
    else {
        return nobody_expected();
    };
    if call.form.get("answer") == Some("cancel") {
        return redirect(&with_query("/oauth2/idpresponse", [("error", "access_denied"), ("state", state)]));
    }
    let claims = ["sub", "email", "name"].into_iter().filter_map(|name| Some((name, call.form.get(name)?)));
    let mut identity: BTreeMap<String, String> =
        claims.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
    if identity.get("sub").is_none_or(String::is_empty) {
        return ask(call, &departure, Some("The user id is missing."));
    }
    if identity.contains_key("email") {
        identity.insert("email_verified".to_owned(), "true".to_owned());
    }
    departure.identity = Some(identity);
    let now = service.clock.now();
    service.managed_login().departures.0.insert(random::sha256(state.as_bytes()), departure, now);
    redirect(&with_query("/oauth2/idpresponse", [("state", state)]))
}

/// /oauth2/idpresponse: the browser is back, once.
pub(super) fn arrive(service: &Service, call: &Call) -> Response {
    let Some(departure) = Departure::of(service, call) else { return nobody_expected() };
    let state = call.query.get("state").unwrap_or_default();
    service.managed_login().departures.0.remove(&random::sha256(state.as_bytes()));
    let request = match Request::read(service, &Parameters::read(departure.query.as_bytes())) {
        Ok(request) => request,
        Err(address) => return redirect(&address),
    };
    let Some(identity) = departure.identity.filter(|_| call.query.get("error").is_none()) else {
        return request.refused("access_denied", Some("The identity provider let nobody in"));
    };
    match federation::sign_in(service, &request, &departure.provider_name, &identity) {
        Ok((login, cookie)) => with_login(request.granted(service, &login), &cookie),
        Err(error) => request.refused("invalid_request", Some(error.message())),
    }
}

impl Departure {
    /// The one that the state of the query names, if it was this browser's.
    fn of(service: &Service, call: &Call) -> Option<Self> {
        let now = service.clock.now();
        let digest = random::sha256(call.query.get("state")?.as_bytes());
        let found = service.managed_login().departures.0.get(&digest).cloned();
        found.filter(|found| is_form_secret(call, Some(&found.browser)) && now < found.left_at + PATIENCE_SECONDS)
    }
}

fn ask(call: &Call, departure: &Departure, refusal: Option<&str>) -> Response {
    let form = Form {
        status: if refusal.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK },
        // The page of somebody else, who has languages of their own.
        language: Language::default(),
        action: &format!("{PAGE}?{}", call.query.encoded()),
        secret: &departure.browser,
        leads_to: &departure.redirect_uri,
        refusal,
    };
    pages::provider(&form, &departure.provider_name)
}

fn nobody_expected() -> Response {
    pages::error("Nobody is expected back from an identity provider. Go back to the app and begin again.")
}
