//! Where a user is signed in: the sessions of all app clients of the pool, on all devices.

pub use crate::api::{
    ListUserSessionsResponse, RevokeAssociatedSessions, SessionDescription, SessionLocation, SessionType,
};
use crate::{
    Client,
    api::{ListUserSessions, RevokeUserSession},
    error::Error,
    secrets::AccessToken,
    transport::Transport,
};

/// Lists the sessions, beginning with the page of the token that the previous page gave
/// ([ListUserSessions](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserSessions.html)).
///
/// # Errors
/// InvalidParameterException or OperationNotEnabledException where the pool does not track sessions; any other.
pub async fn list_sessions<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    page: Option<&str>,
) -> Result<ListUserSessionsResponse, Error> {
    client.call(&ListUserSessions { access_token, next_token: page }).await
}

/// Ends another session and its tokens. To end the session of the access token itself, use
/// [`Session::revoke`](crate::session::Session::revoke)
/// ([RevokeUserSession](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html)).
///
/// # Errors
/// ResourceNotFoundException if the session has ended already, InvalidParameterException for the caller's own; any other.
pub async fn revoke_session<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    session_id: &str,
    associated: RevokeAssociatedSessions,
) -> Result<(), Error> {
    let request = RevokeUserSession { access_token, session_id, revoke_associated_sessions: Some(associated) };
    client.call(&request).await.map(|_| ())
}
