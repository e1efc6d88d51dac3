//! What an app asks for, and the way back to it.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html>

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    browser::{FORM_FIELD, Login, is_form_secret},
    call::{Call, Parameters, query, redirect, with_query},
    codes::Code,
    pages,
};
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        grant::Grant,
        scopes::{OF_CLAIMS, OPENID, Scopes},
    },
    service::Service,
    settings::{IdentityProvider, Tier, UserPool, UserPoolClient, is_redirect_url},
    sign_in::{hooks, step_up::Wish},
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
    /// Whether tokens are asked for, and not a code for them.
    is_implicit: bool,
    pub(super) prompt: Prompt,
    /// The most seconds that the sign-in may be ago.
    max_age: Option<u64>,
    /// Names of levels that the pool knows, the one that is wanted most first.
    acr_values: Option<String>,
    /// What the access token is for.
    resource: Option<String>,
    /// Where the person is to sign in: COGNITO or an identity provider.
    pub(super) provider: Option<String>,
    /// The identity providers that there are for this client.
    pub(super) offered: Vec<IdentityProvider>,
}

/// `prompt` of OpenID Connect Core 1.0, section 3.1.2.1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Prompt {
    IfNeeded,
    Never,
    Always,
}

impl Request {
    /// Reads a request to /oauth2/authorize or /login.
    ///
    /// # Errors
    /// Where the browser is sent: back to the app, as soon as it is sure where that is, else to the page with the error.
    pub(super) fn read(service: &Service, query: &Parameters) -> Result<Self, String> {
        let client_id = query.get("client_id").ok_or_else(|| error_address("invalid_request", ""))?;
        let known = service.with_client(client_id, |pool, client| {
            let levels = query.get("acr_values").and_then(|names| known_levels(pool.settings(), names));
            Ok((client.clone(), pool.settings().id.clone(), offered(pool, client), levels))
        });
        let (client, pool_id, offered, acr_values) =
            known.map_err(|_| error_address("Client does not exist", client_id))?;
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
            is_implicit: query.get("response_type") == Some("token") && client.allows_implicit(),
            prompt: Prompt::IfNeeded,
            max_age: None,
            acr_values,
            resource: query.get("resource").map(str::to_owned),
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
            Some("token") if self.client.allows_implicit() => {}
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
        self.max_age = match query.get("max_age").map(str::parse) {
            Some(Err(_)) => return invalid("max_age must be a whole number of seconds"),
            Some(Ok(seconds)) => Some(seconds),
            None => None,
        };
        // RFC 8707, section 2.
        if self.resource.as_ref().is_some_and(|resource| !is_redirect_url(resource)) {
            return Err(("invalid_target", Some("the resource must be an absolute URL")));
        }
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
    pub(super) fn chosen_provider(&self) -> Option<&IdentityProvider> {
        match &self.provider {
            Some(name) => self.offered.iter().find(|provider| provider.provider_name == *name),
            None if self.client.supports(COGNITO) => None,
            // A choice of one is none.
            None => self.offered.first().filter(|_| self.offered.len() == 1),
        }
    }

    /// How strong the sign-in is to be.
    pub(super) fn wish(&self) -> Wish<'_> {
        Wish { levels: self.acr_values.as_deref(), ..Wish::default() }
    }

    /// Whether a login of before is new and strong enough.
    pub(super) fn is_content_with(&self, service: &Service, login: &Login) -> bool {
        let age = service.clock.now().saturating_sub(login.auth_time);
        let is_new = self.max_age.is_none_or(|most| age <= most && most > 0);
        let Some(names) = self.wish().levels else { return is_new };
        let is_strong = service.with_pool(&self.pool_id, |pool| {
            let mut levels = names.split(' ').filter_map(|name| pool.settings().acr_configuration.level(name));
            let reached = login.methods.level();
            Ok(levels.next().is_none_or(|level| reached.is_some_and(|reached| reached >= level)))
        });
        is_new && is_strong.unwrap_or_default()
    }

    /// Back to the app with a code, or with tokens.
    pub(super) fn granted(&self, service: &Service, login: &Login) -> Response {
        let grant = Grant {
            scopes: self.scopes.clone(),
            auth_time: login.auth_time,
            nonce: self.nonce.clone(),
            resource: self.resource.clone(),
            methods: login.methods.clone(),
        };
        if self.is_implicit {
            return match self.tokens(service, &login.username, &grant) {
                Ok(tokens) => redirect(&self.back(&tokens)),
                Err(error) => self.refused("invalid_request", Some(error.message())),
            };
        }
        let code = Code {
            client_id: self.client.client_id.clone(),
            username: login.username.clone(),
            redirect_uri: self.redirect_uri.clone(),
            code_challenge: self.code_challenge.clone(),
            grant,
            created_at: service.clock.now(),
        };
        let code = service.managed_login().codes.open(code);
        redirect(&self.back(&[("code", code)]))
    }

    /// Of the implicit grant, without a refresh token (RFC 6749, section 4.2.2).
    fn tokens(
        &self,
        service: &Service,
        username: &str,
        grant: &Grant,
    ) -> Result<Vec<(&'static str, String)>, ServiceError> {
        let client_id = &self.client.client_id;
        let customization = hooks::before_granted_tokens(service, client_id, username, &grant.scopes)?;
        let (now, device_type) = (service.clock.now(), service.device_type());
        let (result, _) = service.change_client(client_id, |pool, client| {
            pool.sign_in_by_grant(username, client, grant, device_type.clone(), &customization, now)
        })?;
        let names = [("access_token", "AccessToken"), ("id_token", "IdToken"), ("token_type", "TokenType")];
        let texts = names.into_iter().filter_map(|(name, member)| Some((name, result[member].as_str()?.to_owned())));
        Ok(texts.chain([("expires_in", result["ExpiresIn"].to_string())]).collect())
    }

    /// Back to the app without one.
    pub(super) fn refused(&self, error: &str, description: Option<&str>) -> Response {
        redirect(&self.refusal(error, description))
    }

    fn refusal(&self, error: &str, description: Option<&str>) -> String {
        let described = description.map(|description| ("error_description", description.to_owned()));
        self.back(&described.into_iter().chain([("error", error.to_owned())]).collect::<Vec<_>>())
    }

    /// With the state. What is no code stands in the fragment (RFC 6749, section 4.2.2), which no server gets to see.
    fn back(&self, parameters: &[(&str, String)]) -> String {
        let state = self.state.as_deref().map(|state| ("state", state));
        let parameters = parameters.iter().map(|(name, value)| (*name, value.as_str())).chain(state);
        match self.is_implicit {
            true => format!("{}#{}", self.redirect_uri, query(parameters)),
            false => with_query(&self.redirect_uri, parameters),
        }
    }
}

/// The request of a form that is this page's own, where the client lets users of the pool sign in.
///
/// # Errors
/// What to answer else.
pub(super) fn admitted(service: &Service, call: &Call) -> Result<Request, Box<Response>> {
    let request = Request::read(service, &call.query).map_err(|address| Box::new(redirect(&address)))?;
    if !is_form_secret(call, call.form.get(FORM_FIELD)) {
        return Err(Box::new(pages::error("The form is not this page's own. Go back to the app and begin again.")));
    }
    match request.client.supports(COGNITO) {
        true => Ok(request),
        false => Err(Box::new(pages::error("This app does not let users of the pool sign in here."))),
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

/// Those that are none are ignored, and all of them in a feature plan without levels.
fn known_levels(settings: &UserPool, names: &str) -> Option<String> {
    let is_known = |name: &&str| settings.acr_configuration.level(name).is_some();
    let known: Vec<&str> = names.split(' ').filter(is_known).collect();
    (settings.user_pool_tier != Tier::Lite && !known.is_empty()).then(|| known.join(" "))
}

fn offered(pool: &Pool, client: &UserPoolClient) -> Vec<IdentityProvider> {
    pool.data.identity_providers.values().filter(|provider| client.supports(&provider.provider_name)).cloned().collect()
}

/// RFC 7636, section 4.2: 43 to 128 unreserved characters.
fn is_code_challenge(text: &str) -> bool {
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&text.len()) && text.bytes().all(is_unreserved)
}
