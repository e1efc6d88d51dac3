//! Managed login: signing in on Cognito's own page, or at an identity provider through it, by OAuth 2.0's authorization
//! code grant ([RFC 6749](https://www.rfc-editor.org/rfc/rfc6749), section 4.1) with PKCE
//! ([RFC 7636](https://www.rfc-editor.org/rfc/rfc7636)) and
//! [OpenID Connect Core 1.0](https://openid.net/specs/openid-connect-core-1_0.html).
//!
//! [`begin`](ManagedLogin::begin) gives the address that the browser is to visit, and a [`PausedRedirect`] that belongs
//! into the browser tab's own store. The browser comes back to the redirect address, and
//! [`finish`](ManagedLogin::finish) makes a [`Session`] of both. That session is kept, refreshed and revoked like any
//! other. The browser is still known to Cognito afterwards: [`sign_out_url`](ManagedLogin::sign_out_url) ends that.

mod callback;
mod error;
mod pkce;

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::{
    claims::{AccessClaims, IdClaims},
    client::refusal,
    error::Error,
    host::Host,
    ids::{ClientId, UserPoolId},
    json::{self, Json, Readable},
    secrets::{AccessToken, CodeVerifier, IdToken, Nonce, RedirectState, RefreshToken},
    session::{Session, Tokens},
    timestamp::Timestamp,
    transport::{Content, Request, Response, Transport, TransportError, is_safe},
};

#[cfg(feature = "client-secret")]
use crate::secrets::ClientSecret;
use callback::Callback;
pub use error::{OAuthErrorCode, RedirectError};

/// What [`ManagedLogin::new`] asks for: an id token with all that the client may read, and the account's own operations
/// ([scopes](https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html)).
pub const DEFAULT_SCOPES: [&str; 2] = ["openid", "aws.cognito.signin.user.admin"];

/// The random bytes of a state, a nonce, a verifier each: 256 bits.
const SECRET_BYTES: usize = 32;

/// Managed login of one app client
/// ([endpoints](https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-userpools-server-contract-reference.html)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagedLogin {
    /// "https://…", without a slash at the end.
    domain: String,
    issuer: String,
    client_id: ClientId,
    redirect_uri: String,
    scopes: Vec<String>,
    #[cfg(feature = "client-secret")]
    secret: Option<ClientSecret>,
}

/// What a redirect may say beside what it must.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RedirectOptions<'a> {
    /// Where the person is to sign in.
    pub provider: Option<Provider<'a>>,
    /// The name to begin with: `login_hint`.
    pub login_hint: Option<&'a str>,
    /// Whether the person is asked: `prompt`.
    pub prompt: Option<Prompt>,
    /// The page's language, a tag as in `de` or `zh-Hans`: `lang`, as Cognito's pages call the language
    /// ([their languages](https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html#managed-login-localization)).
    pub language: Option<&'a str>,
    /// Authentication levels with blanks between, the one that is wanted most first: `acr_values`.
    pub levels: Option<&'a str>,
}

/// An identity provider of the user pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Provider<'a> {
    /// By its name in the pool, as in `Google`; `COGNITO` is the pool itself.
    Named(&'a str),
    /// By one of its IdpIdentifiers, as in `staff.example.com`.
    Identified(&'a str),
}

/// `prompt` of OpenID Connect Core 1.0, section 3.1.2.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Prompt {
    /// Nobody is asked: [`OAuthErrorCode::LoginRequired`] if the browser is not known.
    None,
    /// Also who is known is asked again.
    Login,
    /// The person may be somebody else now.
    SelectAccount,
}

/// Where the browser goes, and what must be there when it comes back.
#[derive(Debug)]
pub struct Departure {
    /// The address to visit. Its parameters are no secrets without the [`PausedRedirect`].
    pub url: String,
    /// For [`ManagedLogin::finish`].
    pub paused: PausedRedirect,
}

/// A sign-in on its way through another page. It belongs into the tab's own store (sessionStorage), and out of it before
/// [`ManagedLogin::finish`]: it is good for one return.
#[derive(Debug, PartialEq, Eq)]
pub struct PausedRedirect {
    state: RedirectState,
    nonce: Nonce,
    code_verifier: CodeVerifier,
}

impl Readable for PausedRedirect {
    fn read(value: Json) -> Option<Self> {
        let Json::Object(mut members) = value else { return None };
        Some(Self {
            state: json::member(&mut members, "state")?,
            nonce: json::member(&mut members, "nonce")?,
            code_verifier: json::member(&mut members, "code_verifier")?,
        })
    }
}

writable! { PausedRedirect { "state" state "nonce" nonce "code_verifier" code_verifier } }
by_serde! { PausedRedirect }

readable! {
    /// Answer of the token endpoint (RFC 6749, section 5.1).
    struct TokenAnswer {
        "access_token" access_token: AccessToken,
        "id_token" id_token: Option<IdToken>,
        "refresh_token" refresh_token: Option<RefreshToken>,
    }
}

impl ManagedLogin {
    /// `domain` is the user pool's, as the AWS console shows it: a name, or an address that begins with `https://`
    /// (`http://` for a local user pool). `redirect_uri` is one of the client's CallbackURLs, letter by letter.
    pub fn new(domain: &str, user_pool_id: &UserPoolId, client_id: ClientId, redirect_uri: impl Into<String>) -> Self {
        let domain = domain.trim_end_matches('/');
        let scheme = if domain.contains("://") { "" } else { "https://" };
        Self {
            domain: format!("{scheme}{domain}"),
            issuer: user_pool_id.issuer(),
            client_id,
            redirect_uri: redirect_uri.into(),
            scopes: DEFAULT_SCOPES.map(ToOwned::to_owned).to_vec(),
            #[cfg(feature = "client-secret")]
            secret: None,
        }
    }

    /// The same with other scopes, of those that the client is allowed. Without `openid` there is no id token, and so no
    /// session; without `aws.cognito.signin.user.admin` the account's own operations are refused.
    #[must_use]
    pub fn with_scopes(self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { scopes: scopes.into_iter().map(Into::into).collect(), ..self }
    }

    /// The same for an app client with a secret, which the token endpoint is told: `client_secret_post` of OpenID Connect
    /// Core 1.0, section 9.
    #[cfg(feature = "client-secret")]
    #[must_use]
    pub fn with_secret(self, secret: ClientSecret) -> Self {
        Self { secret: Some(secret), ..self }
    }

    /// Where Cognito leads back to.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// Begins a sign-in
    /// ([authorize endpoint](https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html)).
    ///
    /// # Errors
    /// [`Error::NoRandomBytes`]; [`TransportError::Insecure`] if the domain is neither over TLS nor on this machine.
    pub fn begin(&self, options: RedirectOptions<'_>, host: &impl Host) -> Result<Departure, Error> {
        if !is_safe(&self.domain) {
            return Err(TransportError::Insecure.into());
        }
        let random = host.random_bytes().ok_or(Error::NoRandomBytes)?;
        let mut secrets = random.chunks_exact(SECRET_BYTES).map(Base64UrlUnpadded::encode_string);
        let mut secret = || secrets.next().ok_or(Error::NoRandomBytes);
        let paused = PausedRedirect {
            state: RedirectState::new(secret()?),
            nonce: Nonce::new(secret()?),
            code_verifier: CodeVerifier::new(secret()?),
        };
        let scope = self.scopes.join(" ");
        let challenge = pkce::challenge(&paused.code_verifier);
        let required = [
            ("response_type", "code"),
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", &self.redirect_uri),
            ("scope", &scope),
            ("state", paused.state.expose()),
            ("nonce", paused.nonce.expose()),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let url = self.address("/oauth2/authorize", required.into_iter().chain(options.parameters()));
        Ok(Departure { url, paused })
    }

    /// Ends the sign-in that the browser has come back from: `query` is that of the address, with or without `?`.
    /// Nothing of it is believed before its state is that of `paused`.
    ///
    /// # Errors
    /// [`RedirectError`].
    pub async fn finish<T: Transport>(
        &self,
        paused: PausedRedirect,
        query: &str,
        transport: &T,
        host: &impl Host,
    ) -> Result<Session, RedirectError> {
        let code = Callback::parse(query)?.code(&paused.state)?;
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", &self.redirect_uri),
            ("code", code.expose()),
            ("code_verifier", paused.code_verifier.expose()),
        ];
        #[cfg(feature = "client-secret")]
        let form = form.into_iter().chain(self.secret.as_ref().map(|secret| ("client_secret", secret.expose())));
        let request =
            Request { url: format!("{}/oauth2/token", self.domain), content: Content::Form, body: encoded(form) };
        let answer = token_answer(transport.send(request).await.map_err(Error::from)?)?;
        let (Some(id_token), Some(refresh_token)) = (answer.id_token, answer.refresh_token) else {
            return Err(Error::Protocol("a sign-in without one of its tokens").into());
        };
        // OpenID Connect Core 1.0, section 3.1.3.7.
        let claims = IdClaims::parse(&id_token)?;
        let subject_of_access = AccessClaims::parse(&answer.access_token)?.subject;
        let is_ours = claims.nonce.is_some_and(|nonce| pkce::are_same(nonce.expose(), paused.nonce.expose()))
            && claims.issuer.as_deref() == Some(self.issuer.as_str())
            && claims.audience.contains(self.client_id.as_str())
            && claims.token_use.as_deref() == Some("id")
            && claims.subject.is_some()
            && claims.subject == subject_of_access;
        if !is_ours {
            return Err(RedirectError::ForeignToken);
        }
        let is_over = || claims.expires_at.is_none_or(|at| Timestamp::from_seconds(at) <= host.service_now());
        // It is not the token's fault if the clock is wrong.
        if is_over() && (!host.correct_clock().await || is_over()) {
            return Err(RedirectError::ExpiredToken);
        }
        let tokens = Tokens { access_token: answer.access_token, id_token, refresh_token };
        Ok(Session::received(tokens, host.now())?)
    }

    /// Where the browser is to go at a sign-out, so that Cognito forgets it and leads on to `logout_uri`, one of the
    /// client's LogoutURLs
    /// ([logout endpoint](https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html)). Tokens live
    /// on: [`Session::revoke`] comes before.
    pub fn sign_out_url(&self, logout_uri: &str) -> String {
        self.address("/logout", [("client_id", self.client_id.as_str()), ("logout_uri", logout_uri)])
    }

    fn address<'a>(&self, path: &str, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        format!("{}{path}?{}", self.domain, encoded(parameters))
    }
}

impl<'a> RedirectOptions<'a> {
    fn parameters(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let provider = self.provider.map(|provider| match provider {
            Provider::Named(name) => ("identity_provider", name),
            Provider::Identified(identifier) => ("idp_identifier", identifier),
        });
        let prompt = self.prompt.map(|prompt| match prompt {
            Prompt::None => "none",
            Prompt::Login => "login",
            Prompt::SelectAccount => "select_account",
        });
        let language = self.language.map(page_language);
        let named =
            [("login_hint", self.login_hint), ("prompt", prompt), ("lang", language), ("acr_values", self.levels)];
        provider.into_iter().chain(named.into_iter().filter_map(|(name, value)| Some((name, value?))))
    }
}

/// As Cognito's pages call a language: they tell the two ways to write Chinese apart by country, and have one Spanish and
/// one Portuguese.
fn page_language(tag: &str) -> &str {
    match tag {
        "zh-Hans" => "zh-CN",
        "zh-Hant" => "zh-TW",
        "es-419" => "es",
        "pt" | "pt-PT" => "pt-BR",
        other => other,
    }
}

/// application/x-www-form-urlencoded.
fn encoded<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

fn token_answer(response: Response) -> Result<TokenAnswer, RedirectError> {
    if response.status == 200 {
        return json::read(&response.body)
            .ok_or_else(|| Error::Protocol("a member is missing or of another type").into());
    }
    match OAuthErrorCode::of_answer(&response.body) {
        Some(code) if !matches!(response.status, 429 | 500..) => Err(RedirectError::Exchange(code)),
        _ => Err(refusal("/oauth2/token", response).into()),
    }
}
