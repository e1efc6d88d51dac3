//! Making an account and confirming it.

pub use crate::api::{Attribute, CodeDelivery};
use crate::{
    Client,
    api::{ConfirmSignUp, ResendConfirmationCode, SignUp},
    error::Error,
    ids::Username,
    secrets::{ChallengeSession, ConfirmationCode, Password},
    transport::Transport,
};

/// An account that was just made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedUp {
    /// Whether it may sign in at once; if not, a code is on its way.
    pub is_confirmed: bool,
    /// The new user's `sub`.
    pub user_sub: Option<String>,
    /// Where the code went.
    pub code_delivery: Option<CodeDelivery>,
    /// Where the app client allows USER_AUTH: makes the confirmation sign in, by [`confirm_sign_up_in_session`].
    pub session: Option<ChallengeSession>,
}

/// Makes an account; without a password where the pool lets people sign in by a code or a passkey
/// ([SignUp](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html)).
///
/// # Errors
/// UsernameExistsException, InvalidPasswordException (its message names the rule), InvalidParameterException for an
/// attribute that the pool does not accept; any other. After LimitExceededException the account exists, unconfirmed.
pub async fn sign_up<T: Transport>(
    client: &Client<T>,
    username: &Username,
    password: Option<&Password>,
    attributes: &[Attribute],
) -> Result<SignedUp, Error> {
    let context = client.context(username.as_str());
    let request = SignUp {
        client_id: client.client_id().as_str(),
        secret_hash: context.secret_hash(),
        username: username.as_str(),
        password,
        user_attributes: Some(attributes),
        validation_data: client.validation_data(),
        analytics_metadata: context.analytics_metadata,
        user_context_data: context.user_context_data(),
        client_metadata: context.client_metadata.clone(),
    };
    let response = client.call(&request).await?;
    Ok(SignedUp {
        is_confirmed: response.user_confirmed,
        user_sub: response.user_sub,
        code_delivery: response.code_delivery_details,
        session: response.session,
    })
}

/// Confirms an account with the code that Cognito sent. Where the app client allows USER_AUTH, the answer holds a session
/// that signs the user in without another code: [`SignIn::after_sign_up`](crate::sign_in::SignIn::after_sign_up)
/// ([ConfirmSignUp](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html)).
///
/// # Errors
/// CodeMismatchException, ExpiredCodeException, NotAuthorizedException if it is confirmed already,
/// LimitExceededException or TooManyFailedAttemptsException after too many wrong codes; any other.
pub async fn confirm_sign_up<T: Transport>(
    client: &Client<T>,
    username: &Username,
    code: &ConfirmationCode,
) -> Result<Option<ChallengeSession>, Error> {
    confirm_sign_up_in_session(client, username, code, None).await
}

/// The same with the session that [`sign_up`] gave: by it Cognito knows that the program means to sign the user in.
///
/// # Errors
/// As [`confirm_sign_up`].
pub async fn confirm_sign_up_in_session<T: Transport>(
    client: &Client<T>,
    username: &Username,
    code: &ConfirmationCode,
    session: Option<&ChallengeSession>,
) -> Result<Option<ChallengeSession>, Error> {
    let context = client.context(username.as_str());
    let request = ConfirmSignUp {
        client_id: client.client_id().as_str(),
        secret_hash: context.secret_hash(),
        username: username.as_str(),
        confirmation_code: code,
        force_alias_creation: None,
        analytics_metadata: context.analytics_metadata,
        user_context_data: context.user_context_data(),
        client_metadata: context.client_metadata.clone(),
        session,
    };
    client.call(&request).await.map(|response| response.session)
}

/// Sends a new code; the old one is dead
/// ([ResendConfirmationCode](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html)).
///
/// # Errors
/// InvalidParameterException if the account is confirmed already, LimitExceededException; any other.
pub async fn resend_confirmation_code<T: Transport>(
    client: &Client<T>,
    username: &Username,
) -> Result<Option<CodeDelivery>, Error> {
    let context = client.context(username.as_str());
    let request = ResendConfirmationCode {
        client_id: client.client_id().as_str(),
        secret_hash: context.secret_hash(),
        user_context_data: context.user_context_data(),
        username: username.as_str(),
        analytics_metadata: context.analytics_metadata,
        client_metadata: context.client_metadata.clone(),
    };
    client.call(&request).await.map(|response| response.code_delivery_details)
}
