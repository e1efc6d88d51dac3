//! One app client of one user pool.

use core::time::Duration;

#[cfg(feature = "client-secret")]
use base64ct::{Base64, Encoding};
#[cfg(feature = "client-secret")]
use hmac::Mac;

#[cfg(feature = "client-secret")]
use crate::srp::arithmetic::hmac;
use crate::{
    api::{AnalyticsMetadata, Attribute, ClientMetadata, Operation, Refusal, Service, UserContextData, UserPools},
    error::{Error, ErrorCode},
    ids::{ClientId, UserPoolId},
    json::{self, Readable},
    secrets::{ClientSecret, SecretHash},
    transport::{Content, Request, Response, Transport},
};

/// Calls Cognito's
/// [user pools API](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html) for an app
/// client. One with a secret is for servers: `with_secret`, behind the feature `client-secret`.
///
/// What programs do with it stands beside its subject: [`sign_in`](crate::sign_in), [`sign_up`](crate::sign_up),
/// [`session`](crate::session), [`account`](crate::account) and so on. Every operation as such is in [`api`](crate::api).
#[derive(Clone, Debug)]
pub struct Client<T> {
    transport: T,
    endpoint: String,
    user_pool_id: UserPoolId,
    client_id: ClientId,
    context: RequestContext,
    on_refusal: Option<fn(&Error)>,
    #[cfg(feature = "client-secret")]
    secret: Option<ClientSecret>,
}

/// What requests may carry for the pool's owner. Each operation sends what it takes.
#[derive(Clone, Debug, Default)]
pub struct RequestContext {
    /// ClientMetadata: names and values for the pool's Lambda triggers. Not kept by Cognito, not encrypted.
    pub client_metadata: Vec<(String, String)>,
    /// What is told there besides, as it is when a request is made: the language of whoever is asked, under `locale`.
    pub locale: Option<fn() -> String>,
    /// ValidationData: for the trigger before a sign-up alone.
    pub validation_data: Vec<Attribute>,
    /// AnalyticsMetadata: the id of an Amazon Pinpoint endpoint.
    pub analytics_endpoint_id: Option<String>,
    /// Where UserContextData, for threat protection, comes from.
    pub user_context_data: Option<UserContext>,
}

/// Gives the encoded data of a browser for a user name, in a pool and a client of these ids.
pub type UserContext = fn(username: &str, user_pool_id: &str, client_id: &str) -> Option<String>;

impl<T: Transport> Client<T> {
    /// A client of the pool at its region's endpoint.
    pub fn new(transport: T, user_pool_id: UserPoolId, client_id: ClientId) -> Self {
        Self {
            transport,
            endpoint: user_pool_id.endpoint(),
            user_pool_id,
            client_id,
            context: RequestContext::default(),
            on_refusal: None,
            #[cfg(feature = "client-secret")]
            secret: None,
        }
    }

    /// The same at another endpoint: a proxy, or a local user pool.
    #[must_use]
    pub fn with_endpoint(self, endpoint: impl Into<String>) -> Self {
        Self { endpoint: endpoint.into(), ..self }
    }

    /// The same with something to tell in every request.
    #[must_use]
    pub fn with_context(self, context: RequestContext) -> Self {
        Self { context, ..self }
    }

    /// The same with someone who is told of every call that fails, whoever made it: for logs.
    #[must_use]
    pub fn with_refusals_told(self, on_refusal: fn(&Error)) -> Self {
        Self { on_refusal: Some(on_refusal), ..self }
    }

    /// The same for an app client with a secret: each request says so, as its operation wants it.
    #[cfg(feature = "client-secret")]
    #[must_use]
    pub fn with_secret(self, secret: ClientSecret) -> Self {
        Self { secret: Some(secret), ..self }
    }

    /// The pool's id.
    pub fn user_pool_id(&self) -> &UserPoolId {
        &self.user_pool_id
    }

    /// The app client's id.
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// Calls one operation; what it may say of the client, it says itself.
    ///
    /// # Errors
    /// Any.
    pub async fn call<O: Operation<Service = UserPools>>(&self, operation: &O) -> Result<O::Response, Error> {
        read(&self.post([O::Service::NAME, O::NAME], operation.to_json()).await?)
    }

    async fn post(&self, names: [&'static str; 2], body: String) -> Result<String, Error> {
        let answered = post(&self.transport, &self.endpoint, names, body).await;
        if let (Err(error), Some(tell)) = (&answered, self.on_refusal) {
            tell(error);
        }
        answered
    }

    /// What a request about `username` says beside its own members.
    pub(crate) fn context(&self, username: &str) -> Context<'_> {
        let (pool, client) = (self.user_pool_id.as_str(), self.client_id.as_str());
        Context {
            client_metadata: self.client_metadata(),
            analytics_metadata: self
                .context
                .analytics_endpoint_id
                .as_deref()
                .map(|id| AnalyticsMetadata { analytics_endpoint_id: Some(id) }),
            encoded_data: self.context.user_context_data.and_then(|encoded| encoded(username, pool, client)),
            #[cfg(feature = "client-secret")]
            secret_hash: self.secret_hash(username),
        }
    }

    pub(crate) fn client_metadata(&self) -> Option<ClientMetadata<'_>> {
        const LOCALE: &str = "locale";
        let metadata = self.context.client_metadata.as_slice();
        let is_given = || metadata.iter().any(|(name, _)| name == LOCALE);
        if let Some(locale) = self.context.locale.filter(|_| !is_given()) {
            let locale = (LOCALE.to_owned(), locale());
            return Some(ClientMetadata(metadata.iter().cloned().chain([locale]).collect()));
        }
        (!metadata.is_empty()).then_some(ClientMetadata(metadata.into()))
    }

    /// ClientSecret of a request that takes the secret itself.
    pub(crate) fn client_secret(&self) -> Option<&ClientSecret> {
        #[cfg(feature = "client-secret")]
        return self.secret.as_ref();
        #[cfg(not(feature = "client-secret"))]
        None
    }

    /// SECRET_HASH beside a USERNAME. It is of that very name: the one that was typed in the first request, the one that
    /// Cognito has answered in the next.
    #[cfg(feature = "client-secret")]
    fn secret_hash(&self, username: &str) -> Option<SecretHash> {
        let secret = self.secret.as_ref()?;
        let mac = hmac(secret.expose().as_bytes(), &[username.as_bytes(), self.client_id.as_str().as_bytes()]);
        Some(SecretHash::new(Base64::encode_string(&mac.finalize().into_bytes())))
    }

    pub(crate) fn validation_data(&self) -> Option<&[Attribute]> {
        let data = self.context.validation_data.as_slice();
        (!data.is_empty()).then_some(data)
    }
}

/// What requests about one user carry.
pub(crate) struct Context<'a> {
    pub(crate) client_metadata: Option<ClientMetadata<'a>>,
    pub(crate) analytics_metadata: Option<AnalyticsMetadata<'a>>,
    encoded_data: Option<String>,
    #[cfg(feature = "client-secret")]
    secret_hash: Option<SecretHash>,
}

impl Context<'_> {
    /// SecretHash of a request for this user, where it is a member.
    pub(crate) fn secret_hash(&self) -> Option<&SecretHash> {
        #[cfg(feature = "client-secret")]
        return self.secret_hash.as_ref();
        #[cfg(not(feature = "client-secret"))]
        None
    }

    /// The parameters of a sign-in with SECRET_HASH beside them.
    #[cfg(feature = "client-secret")]
    pub(crate) fn signed<'p>(&'p self, parameters: &[(&'p str, &'p str)]) -> Vec<(&'p str, &'p str)> {
        let secret_hash = self.secret_hash.as_ref().map(|hash| ("SECRET_HASH", hash.expose()));
        parameters.iter().copied().chain(secret_hash).collect()
    }

    /// The parameters of a sign-in.
    #[cfg(not(feature = "client-secret"))]
    pub(crate) fn signed<'p>(&self, parameters: &'p [(&'p str, &'p str)]) -> &'p [(&'p str, &'p str)] {
        parameters
    }

    pub(crate) fn user_context_data(&self) -> Option<UserContextData<'_>> {
        self.encoded_data.as_deref().map(|data| UserContextData { encoded_data: Some(data), ip_address: None })
    }
}

/// One POST. It knows no operation, so it is compiled once; in a browser every byte counts.
pub(crate) async fn post<T: Transport>(
    transport: &T,
    endpoint: &str,
    [service, operation]: [&'static str; 2],
    body: String,
) -> Result<String, Error> {
    let request =
        Request { url: endpoint.to_owned(), content: Content::Operation(format!("{service}.{operation}")), body };
    let response = transport.send(request).await?;
    match response.status {
        200 if response.body.is_empty() => Ok("{}".to_owned()),
        200 => Ok(response.body),
        _ => Err(refusal(operation, response)),
    }
}

pub(crate) fn read<R: Readable>(answer: &str) -> Result<R, Error> {
    json::read(answer).ok_or(Error::Protocol("a member is missing or of another type"))
}

/// The exception: `__type` of the body, else x-amzn-errortype. Neither means that something between us and Cognito spoke.
/// The status has the last word: whatever a 429 or a 5xx is called, it says nothing of what was asked.
pub(crate) fn refusal(operation: &'static str, response: Response) -> Error {
    let (kind, mut message) = match json::read(&response.body) {
        Some(Refusal { kind, message, capital_message }) => (kind, message.or(capital_message).unwrap_or_default()),
        None => (None, String::new()),
    };
    let named = kind.or(response.error_type).map(|kind| ErrorCode::parse(&kind));
    let code = match (response.status, named) {
        (_, Some(code @ (ErrorCode::TooManyRequests | ErrorCode::InternalError))) => code,
        (429 | 500.., named) => {
            if let Some(code) = named {
                message = [code.as_str(), ": ", &message].concat();
            }
            if response.status == 429 { ErrorCode::TooManyRequests } else { ErrorCode::InternalError }
        }
        (_, Some(ErrorCode::Other(name))) if name.as_str() == THROTTLED => ErrorCode::TooManyRequests,
        (_, Some(code)) => code,
        (_, None) => return Error::Protocol("a refusal without a name"),
    };
    Error::Service {
        operation,
        code,
        message,
        status: response.status,
        request_id: response.request_id,
        // Its other form is a date, which AWS does not use.
        retry_after: response.retry_after.and_then(|seconds| seconds.trim().parse().ok()).map(Duration::from_secs),
    }
}

/// TooManyRequestsException by the name that
/// [AWS's services have in common](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html).
const THROTTLED: &str = "ThrottlingException";
