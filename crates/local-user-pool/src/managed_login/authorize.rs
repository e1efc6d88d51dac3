//! /oauth2/authorize: what an app asks for, and the way back to it.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html>

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    browser::{Login, login_of},
    call::{Call, Parameters, redirect, with_query},
    codes::Code,
    pages, provider,
};
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        scopes::{OF_CLAIMS, OPENID, Scopes},
        tokens::Grant,
    },
    service::Service,
    settings::{IdentityProvider, UserPoolClient},
};

/// Stands for the pool's own users among the providers.
pub(super) const COGNITO: &str = "COGNITO";

/// What an app asks for; everything about it is checked.
pub(super) struct Request {
    pub(super) client: UserPoolClient,
    pub(super) pool_id: String,
    pub(super) redirect_uri: String,
    state: Option<String>,
    scopes: Scopes,
    nonce: Option<String>,
    code_challenge: Option<String>,
    prompt: Prompt,
    /// Where the person is to sign in: COGNITO or an identity provider.
    provider: Option<String>,
    /// The identity providers that there are for this client.
    pub(super) offered: Vec<IdentityProvider>,
}

/// `prompt` of OpenID Connect Core 1.0, section 3.1.2.1.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prompt {
    IfNeeded,
    Never,
    Always,
}

pub(super) fn authorize(service: &Service, call: &Call) -> Response {
    let request = match Request::read(service, &call.query) {
        Ok(request) => request,
        Err(address) => return redirect(&address),
    };
    if request.prompt != Prompt::Always
        && let Some(login) = login_of(service, call, &request.client)
        && request.provider.as_ref().is_none_or(|provider| *provider == login.provider)
    {
        return request.granted(service, &login);
    }
    if request.prompt == Prompt::Never {
        return request.refused("login_required", None);
    }
    match request.chosen_provider() {
        Some(provider) => provider::depart(service, call, &request, provider),
        None => redirect(&format!("/login?{}", call.query.encoded())),
    }
}

/// What is wrong with a request whose app must not be called, because it may be another one.
pub(super) fn error(_: &Service, call: &Call) -> Response {
    pages::error(call.query.get("error").unwrap_or("server_error"))
}

impl Request {
    /// Reads a request to /oauth2/authorize or /login.
    ///
    /// # Errors
    /// Where the browser is sent: back to the app, as soon as it is sure where that is, else to the page with the error.
    pub(super) fn read(service: &Service, query: &Parameters) -> Result<Self, String> {
        let client_id = query.get("client_id").ok_or_else(|| error_address("invalid_request", ""))?;
        let known = service.with_client(client_id, |pool, client| {
            Ok((client.clone(), pool.settings().id.clone(), offered(pool, client)))
        });
        let (client, pool_id, offered) = known.map_err(|_| error_address("Client does not exist", client_id))?;
        let redirect_uri = query.get("redirect_uri").or(client.default_redirect_uri.as_deref());
        let redirect_uri = redirect_uri
            .filter(|uri| client.callback_urls.iter().any(|registered| registered == uri))
            .ok_or_else(|| error_address("redirect_mismatch", client_id))?;
        let mut request = Self {
            redirect_uri: redirect_uri.to_owned(),
            state: query.get("state").map(str::to_owned),
            scopes: Scopes::of(&client.allowed_oauth_scopes),
            nonce: query.get("nonce").map(str::to_owned),
            code_challenge: query.get("code_challenge").map(str::to_owned),
            prompt: Prompt::IfNeeded,
            provider: None,
            client,
            pool_id,
            offered,
        };
        match request.check(query) {
            Ok(()) => Ok(request),
            Err((error, description)) => Err(request.refusal(error, description)),
        }
    }

    fn check(&mut self, query: &Parameters) -> Result<(), (&'static str, Option<&'static str>)> {
        let invalid = |description| Err(("invalid_request", Some(description)));
        if query.has_doubles {
            return invalid("a parameter is there twice");
        }
        match query.get("response_type") {
            Some("code") if self.client.allows_codes() => {}
            Some("code" | "token") => return Err(("unauthorized_client", None)),
            Some(_) => return invalid("invalid response_type"),
            None => return invalid("response_type is missing"),
        }
        match (self.code_challenge.as_deref(), query.get("code_challenge_method")) {
            (None, None) => {}
            (Some(challenge), Some("S256")) if is_code_challenge(challenge) => {}
            (Some(_), Some("S256")) => return invalid("invalid code_challenge"),
            (_, Some(_)) => return invalid("code_challenge_method must be S256, with a code_challenge"),
            (Some(_), None) => return invalid("code_challenge_method is missing"),
        }
        if let Some(scope) = query.get("scope") {
            self.scopes = Scopes::parse(scope);
            let allowed = Scopes::of(&self.client.allowed_oauth_scopes);
            let needs_openid = OF_CLAIMS.iter().any(|scope| self.scopes.has(scope));
            if !self.scopes.iter().all(|scope| allowed.has(scope)) || needs_openid && !self.scopes.has(OPENID) {
                return Err(("invalid_scope", None));
            }
        }
        self.prompt = match query.get("prompt") {
            None => Prompt::IfNeeded,
            Some("none") => Prompt::Never,
            Some(list) if list.split(' ').all(|word| matches!(word, "login" | "consent" | "select_account")) => {
                Prompt::Always
            }
            Some(_) => return invalid("invalid prompt"),
        };
        let wanted = |provider: &&IdentityProvider| {
            let by_name = query.get("identity_provider").is_some_and(|name| provider.provider_name == name);
            by_name || query.get("idp_identifier").is_some_and(|identifier| provider.is_called(identifier))
        };
        self.provider = match (query.get("identity_provider"), query.get("idp_identifier")) {
            (None, None) => None,
            (Some(COGNITO), _) if self.client.supports(COGNITO) => Some(COGNITO.to_owned()),
            _ => match self.offered.iter().find(wanted) {
                Some(provider) => Some(provider.provider_name.clone()),
                None => return invalid("The identity provider is not supported by the client"),
            },
        };
        Ok(())
    }

    /// The identity provider that is to ask the person, if it is not the page here.
    fn chosen_provider(&self) -> Option<&IdentityProvider> {
        match &self.provider {
            Some(name) => self.offered.iter().find(|provider| provider.provider_name == *name),
            None if self.client.supports(COGNITO) => None,
            // A choice of one is none.
            None => self.offered.first().filter(|_| self.offered.len() == 1),
        }
    }

    /// Back to the app with a code.
    pub(super) fn granted(&self, service: &Service, login: &Login) -> Response {
        let code = Code {
            client_id: self.client.client_id.clone(),
            username: login.username.clone(),
            redirect_uri: self.redirect_uri.clone(),
            code_challenge: self.code_challenge.clone(),
            grant: Grant { scopes: self.scopes.clone(), auth_time: login.auth_time, nonce: self.nonce.clone() },
            created_at: service.clock.now(),
        };
        let code = service.managed_login().codes.open(code);
        redirect(&self.back(&[("code", &code)]))
    }

    /// Back to the app without one.
    pub(super) fn refused(&self, error: &str, description: Option<&str>) -> Response {
        redirect(&self.refusal(error, description))
    }

    fn refusal(&self, error: &str, description: Option<&str>) -> String {
        let described = description.map(|description| ("error_description", description));
        self.back(&described.into_iter().chain([("error", error)]).collect::<Vec<_>>())
    }

    fn back(&self, parameters: &[(&str, &str)]) -> String {
        let state = self.state.as_deref().map(|state| ("state", state));
        with_query(&self.redirect_uri, parameters.iter().copied().chain(state))
    }
}

/// Of the page that names the error.
pub(super) fn error_address(error: &str, client_id: &str) -> String {
    with_query("/error", [("error", error), ("client_id", client_id)])
}

/// When the pool itself fails.
pub(super) fn failed(error: &ServiceError) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, error.message().to_owned()).into_response()
}

fn offered(pool: &Pool, client: &UserPoolClient) -> Vec<IdentityProvider> {
    pool.data.identity_providers.values().filter(|provider| client.supports(&provider.provider_name)).cloned().collect()
}

/// RFC 7636, section 4.2: 43 to 128 unreserved characters.
fn is_code_challenge(text: &str) -> bool {
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&text.len()) && text.bytes().all(is_unreserved)
}
