//! One app client of one user pool.

use crate::{
    error::{Error, ErrorCode},
    ids::{ClientId, UserPoolId},
    transport::{Request, Response, Transport},
    wire::{AnalyticsMetadata, Attribute, ClientMetadata, Context, Operation, Refusal, UserContextData},
};

const SERVICE: &str = "AWSCognitoIdentityProviderService";

/// Calls Cognito's
/// [user pools API](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html) for an app
/// client without a secret.
///
/// The operations stand beside their subject: [`sign_in`](crate::sign_in), [`sign_up`](crate::sign_up),
/// [`session`](crate::session), [`account`](crate::account).
#[derive(Clone, Debug)]
pub struct Client<T> {
    transport: T,
    endpoint: String,
    user_pool_id: UserPoolId,
    client_id: ClientId,
    context: RequestContext,
}

/// What requests may carry for the pool's owner. Each operation sends what it takes.
#[derive(Clone, Debug, Default)]
pub struct RequestContext {
    /// ClientMetadata: names and values for the pool's Lambda triggers. Not kept by Cognito, not encrypted.
    pub client_metadata: Vec<(String, String)>,
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

    /// The pool's id.
    pub fn user_pool_id(&self) -> &UserPoolId {
        &self.user_pool_id
    }

    /// The app client's id.
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// What a request about `username` says beside its own members.
    pub(crate) fn context(&self, username: &str) -> Context<'_> {
        let encoded_data = self
            .context
            .user_context_data
            .and_then(|encoded| encoded(username, self.user_pool_id.as_str(), self.client_id.as_str()));
        Context {
            client_metadata: self.client_metadata(),
            analytics_metadata: self
                .context
                .analytics_endpoint_id
                .as_deref()
                .map(|analytics_endpoint_id| AnalyticsMetadata { analytics_endpoint_id }),
            user_context_data: encoded_data.map(|encoded_data| UserContextData { encoded_data }),
        }
    }

    pub(crate) fn client_metadata(&self) -> Option<ClientMetadata<'_>> {
        let metadata = &self.context.client_metadata;
        (!metadata.is_empty()).then_some(ClientMetadata(metadata))
    }

    pub(crate) fn validation_data(&self) -> &[Attribute] {
        &self.context.validation_data
    }

    pub(crate) async fn call<O: Operation>(&self, operation: &O) -> Result<O::Response, Error> {
        let body = serde_json::to_string(operation).map_err(|_| Error::Protocol("the request is no JSON"))?;
        let answer = self.post(O::NAME, body).await?;
        serde_json::from_slice(answer.as_bytes()).map_err(|_| Error::Protocol("a member is missing or of another type"))
    }

    async fn post(&self, operation: &str, body: String) -> Result<String, Error> {
        let target = format!("{SERVICE}.{operation}");
        let response = self.transport.send(Request { url: self.endpoint.clone(), target, body }).await?;
        match response.status {
            200 if response.body.is_empty() => Ok("{}".to_owned()),
            200 => Ok(response.body),
            _ => Err(refusal(response)),
        }
    }
}

/// The exception: `__type` of the body, else x-amzn-errortype. Neither means that something between us and Cognito spoke.
fn refusal(response: Response) -> Error {
    let body = serde_json::from_slice(response.body.as_bytes()).unwrap_or(Refusal {
        kind: None,
        message: None,
        capital_message: None,
    });
    match body.kind.or(response.error_type) {
        Some(kind) => Error::Service {
            code: ErrorCode::parse(&kind),
            message: body.message.or(body.capital_message).unwrap_or_default(),
            status: response.status,
            request_id: response.request_id,
        },
        None if response.status >= 500 => Error::Service {
            code: ErrorCode::InternalError,
            message: String::new(),
            status: response.status,
            request_id: response.request_id,
        },
        None => Error::Protocol("a refusal without a name"),
    }
}
