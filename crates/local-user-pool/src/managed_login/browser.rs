//! Browsers that have signed in: single sign-on by a cookie, and the cookie that keeps other sites out of the forms.

use axum::response::Response;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use super::call::{Call, with_cookie};
use crate::{
    error::ServiceError,
    expiring::Expiring,
    pool::{methods::Methods, user::User},
    random,
    service::Service,
    settings::UserPoolClient,
};

/// Names the browser's sign-in.
const LOGIN_COOKIE: &str = "cognito";
/// Stands in every form as well; another site can neither read nor set it.
const FORM_COOKIE: &str = "XSRF-TOKEN";
/// As the form's field is called.
pub(super) const FORM_FIELD: &str = "_csrf";
/// Cognito's own: a browser is asked again after an hour.
const LOGIN_SECONDS: u64 = 3600;
/// Of [`secret`].
const SECRET_LENGTH: usize = 43;

/// The one that signed in the longest ago is asked again then.
const MOST_BROWSERS: usize = 100_000;

/// By the digest of the cookie's value.
pub(super) struct Browsers(Expiring<[u8; 32], Login>);

impl Default for Browsers {
    fn default() -> Self {
        Self(Expiring::new(LOGIN_SECONDS, MOST_BROWSERS))
    }
}

/// Who has signed in with a browser. It outlives GlobalSignOut and RevokeToken, as with Cognito.
#[derive(Clone)]
pub(super) struct Login {
    pool_id: String,
    pub(super) username: String,
    /// COGNITO, or the identity provider's name.
    pub(super) provider: String,
    /// Seconds since 1970.
    pub(super) auth_time: u64,
    /// How the user has proven who they are.
    pub(super) methods: Methods,
}

/// The login of the browser, if it holds for that client's pool and the user may still sign in.
pub(super) fn login_of(service: &Service, call: &Call, client: &UserPoolClient) -> Option<Login> {
    let digest = random::sha256(call.cookie(LOGIN_COOKIE)?.as_bytes());
    let now = service.clock.now();
    let login = service.managed_login().browsers.0.get(&digest).cloned()?;
    let is_live = service.with_client(&client.client_id, |pool, _| {
        let user = pool.data.users.get(&login.username);
        Ok(pool.settings().id == login.pool_id && user.is_some_and(|user| user.enabled))
    });
    (now < login.auth_time + LOGIN_SECONDS && is_live.unwrap_or_default()).then_some(login)
}

/// Notes that a user has signed in with a browser, at that provider; gives the login and what its cookie says.
pub(super) fn begin_login(
    service: &Service,
    pool_id: &str,
    user: &User,
    provider: &str,
    methods: Methods,
) -> Result<(Login, String), ServiceError> {
    let now = service.clock.now();
    let login = Login {
        pool_id: pool_id.to_owned(),
        username: user.username.clone(),
        provider: provider.to_owned(),
        auth_time: now,
        methods,
    };
    let cookie = secret()?;
    service.managed_login().browsers.0.insert(random::sha256(cookie.as_bytes()), login.clone(), now);
    Ok((login, cookie))
}

/// Tells the browser of its login.
pub(super) fn with_login(response: Response, cookie: &str) -> Response {
    with_cookie(response, LOGIN_COOKIE, cookie, Some(LOGIN_SECONDS.cast_signed()))
}

/// Ends the login of the browser.
pub(super) fn end_login(service: &Service, call: &Call, response: Response) -> Response {
    if let Some(cookie) = call.cookie(LOGIN_COOKIE) {
        service.managed_login().browsers.0.remove(&random::sha256(cookie.as_bytes()));
    }
    with_cookie(response, LOGIN_COOKIE, "", Some(0))
}

/// What the browser's forms carry: what its cookie says, or something new, which it must be told.
pub(super) fn form_secret(call: &Call) -> Result<String, ServiceError> {
    match call.cookie(FORM_COOKIE).filter(|value| value.len() == SECRET_LENGTH) {
        Some(known) => Ok(known.to_owned()),
        None => secret(),
    }
}

pub(super) fn with_form_secret(response: Response, secret: &str) -> Response {
    with_cookie(response, FORM_COOKIE, secret, None)
}

/// Whether that is what the browser's forms carry.
pub(super) fn is_form_secret(call: &Call, given: Option<&str>) -> bool {
    let (Some(cookie), Some(given)) = (call.cookie(FORM_COOKIE), given) else { return false };
    aws_lc_rs::constant_time::verify_slices_are_equal(cookie.as_bytes(), given.as_bytes()).is_ok()
}

/// 256 random bits, base64url.
pub(super) fn secret() -> Result<String, ServiceError> {
    Ok(BASE64_URL_SAFE_NO_PAD.encode(random::bytes::<32>()?))
}
