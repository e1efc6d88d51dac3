//! Identity providers. Each is a page of this server that asks who one is there; what an identity provider and Cognito
//! say to each other behind the browser's back is left out.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html>

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};

use super::{
    authorize::{Request, failed},
    browser::{FORM_FIELD, begin_login, form_secret, is_form_secret, secret, with_form_secret, with_login},
    call::{Call, Parameters, redirect, with_query},
    pages::{self, Form},
};
use crate::{
    error::ServiceError,
    expiring::Expiring,
    operations::attributes::{self, Occasion},
    pool::{
        Pool,
        identities::{ExternalIdentity, SUBJECT},
        user::{User, UserStatus},
    },
    random,
    request::USERNAME,
    service::Service,
    settings::IdentityProvider,
    srp,
};

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
    let now = service.clock.now();
    let signed_in = service.change_pool(&request.pool_id, |pool| {
        let provider = pool.data.identity_providers.get(&departure.provider_name).cloned();
        let provider = provider.ok_or_else(|| ServiceError::internal("the provider is gone"))?;
        let user = take_up(pool, &provider, &identity, now)?;
        match user.enabled {
            true => begin_login(service, &request.pool_id, user, &departure.provider_name),
            false => Err(ServiceError::not_authorized("User is not enabled")),
        }
    });
    match signed_in {
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

/// The user that the provider's is linked to, or else a user of the provider's own, who is made at the first sign-in; what
/// is mapped is up to date after each.
fn take_up<'a>(
    pool: &'a mut Pool,
    provider: &IdentityProvider,
    identity: &BTreeMap<String, String>,
    now: u64,
) -> Result<&'a User, ServiceError> {
    let name = &provider.provider_name;
    let mapped = provider.attribute_mapping.iter().filter(|(attribute, _)| *attribute != "username");
    let mapped: BTreeMap<_, _> =
        mapped.filter_map(|(attribute, claim)| Some((attribute.clone(), identity.get(claim)?.clone()))).collect();
    attributes::check_values(pool.settings(), Occasion::Change, &mapped)?;
    let username = match pool.linked(name, identity) {
        Some(username) => username.to_owned(),
        None => of_the_providers_own(pool, provider, identity, &mapped, now)?,
    };
    let user = pool.data.users.get(&username).ok_or_else(ServiceError::unknown_user)?;
    let changed = mapped.iter().filter(|(attribute, value)| user.attributes.get(*attribute) != Some(value));
    attributes::check_mutable(pool.settings(), changed.map(|(attribute, _)| attribute))?;
    let attributes: BTreeMap<_, _> = user.attributes.clone().into_iter().chain(mapped).collect();
    if user.external.is_some() {
        pool.data.users.get_mut(&username).ok_or_else(ServiceError::unknown_user)?.attributes = attributes;
    } else {
        // The address of a user of the pool's own is their name.
        attributes::store(pool, &username, attributes, now)?;
    }
    let user = pool.data.users.get_mut(&username).ok_or_else(ServiceError::unknown_user)?;
    user.settle_link(name, identity);
    user.modified_at = now;
    Ok(user)
}

/// The name of the provider's user, who is made with these attributes if there is none yet.
fn of_the_providers_own(
    pool: &mut Pool,
    provider: &IdentityProvider,
    identity: &BTreeMap<String, String>,
    attributes: &BTreeMap<String, String>,
    now: u64,
) -> Result<String, ServiceError> {
    let user_id = identity.get(SUBJECT).map(String::as_str).unwrap_or_default();
    let username = format!("{}_{user_id}", provider.provider_name);
    USERNAME.check("username", &username)?;
    let external = ExternalIdentity {
        provider_name: provider.provider_name.clone(),
        provider_type: provider.provider_type.name().to_owned(),
        user_id: user_id.to_owned(),
        created_at: now,
    };
    if !pool.data.users.contains_key(&username) {
        let mut user = User::new(username.clone(), srp::fresh_username(), UserStatus::ExternalProvider, now);
        user.external = Some(external);
        user.attributes = attributes.clone();
        pool.data.users.insert(username.clone(), user);
    }
    let user = pool.data.users.get(&username).ok_or_else(ServiceError::unknown_user)?;
    if user.external.as_ref().is_none_or(|known| known.user_id != user_id) {
        return Err(ServiceError::invalid_parameter("The user name is another user's."));
    }
    Ok(user.username.clone())
}

fn ask(call: &Call, departure: &Departure, refusal: Option<&str>) -> Response {
    let form = Form {
        status: if refusal.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK },
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
