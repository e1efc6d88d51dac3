//! The end of a session: by its user, or by a refusal.

use super::Session;
use crate::{
    Client,
    api::{GlobalSignOut, RevokeToken},
    error::{Error, ErrorCode},
    transport::Transport,
};

impl Session {
    /// Signs out here: revokes the refresh token and the access tokens that it gave
    /// ([RevokeToken](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html)).
    /// Does nothing if the pool cannot revoke tokens.
    ///
    /// # Errors
    /// Any. Forget the tokens all the same.
    pub async fn revoke<T: Transport>(&self, client: &Client<T>) -> Result<(), Error> {
        if self.is_revocable() {
            let request = RevokeToken {
                token: &self.tokens.refresh_token,
                client_id: client.client_id().as_str(),
                client_secret: client.client_secret(),
                revoke_associated_sessions: None,
            };
            client.call(&request).await?;
        }
        Ok(())
    }

    /// Signs the user out everywhere
    /// ([GlobalSignOut](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html)).
    /// Services that verify tokens themselves accept the old ones until they expire.
    ///
    /// # Errors
    /// Any. The other sessions may then still be valid.
    pub async fn global_sign_out<T: Transport>(&self, client: &Client<T>) -> Result<(), Error> {
        client.call(&GlobalSignOut { access_token: &self.tokens.access_token }).await.map(|_| ())
    }
}

/// Whether an error means that the session has ended. After any other error, keep the tokens and try again later.
pub fn ends_session(error: &Error) -> bool {
    let says_so = matches!(
        error.code(),
        Some(
            ErrorCode::NotAuthorized
                | ErrorCode::PasswordResetRequired
                | ErrorCode::RefreshTokenReuse
                | ErrorCode::UserNotConfirmed
                | ErrorCode::UserNotFound
        )
    );
    matches!(error, Error::AnotherUser | Error::ContinuedElsewhere) || (says_so && !error.is_transient())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::TransportError;

    #[test]
    fn only_refusals_that_say_so_end_a_session() {
        let answered = |code: &str, status| Error::Service {
            operation: "GetTokensFromRefreshToken",
            code: ErrorCode::parse(code),
            message: String::new(),
            status,
            request_id: None,
            retry_after: None,
        };
        let (service, fault) = (|code: &str| answered(code, 400), |code: &str| answered(code, 500));
        for (case, error, ends) in [
            ("revoked", service("NotAuthorizedException"), true),
            ("rotated away", service("RefreshTokenReuseException"), true),
            ("user deleted", service("UserNotFoundException"), true),
            ("reset by an administrator", service("PasswordResetRequiredException"), true),
            ("unconfirmed", service("UserNotConfirmedException"), true),
            ("another user's tokens", Error::AnotherUser, true),
            ("a token that a copy has spent", Error::ContinuedElsewhere, true),
            ("throttled", service("TooManyRequestsException"), false),
            ("limit", service("LimitExceededException"), false),
            ("5xx", service("InternalErrorException"), false),
            ("5xx by a refusal's name", fault("NotAuthorizedException"), false),
            ("429 by a refusal's name", answered("NotAuthorizedException", 429), false),
            ("firewall", service("ForbiddenException"), false),
            ("client gone", service("ResourceNotFoundException"), false),
            ("unknown", service("NewerException"), false),
            ("offline", Error::Transport(TransportError::failed("")), false),
            ("time-out", Error::Transport(TransportError::TimedOut), false),
            ("proxy page", Error::Protocol("no JSON"), false),
        ] {
            assert_eq!(ends_session(&error), ends, "{case}");
        }
    }
}
