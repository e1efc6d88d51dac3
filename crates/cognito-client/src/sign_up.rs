//! Making an account and confirming it.

pub use crate::wire::{Attribute, CodeDelivery};
use crate::{
    Client,
    error::Error,
    ids::Username,
    secrets::ConfirmationCode,
    sign_in::Credentials,
    transport::Transport,
    wire::{ConfirmSignUp, ResendConfirmationCode, SignUp},
};

/// An account that was just made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedUp {
    /// Whether it may sign in at once; if not, a code is on its way.
    pub is_confirmed: bool,
    /// The new user's `sub`.
    pub user_sub: String,
    /// Where the code went.
    pub code_delivery: Option<CodeDelivery>,
}

/// Makes an account
/// ([SignUp](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html)).
///
/// # Errors
/// UsernameExistsException, InvalidPasswordException (its message names the rule), InvalidParameterException for an
/// attribute that the pool does not accept; any other. After LimitExceededException the account exists, unconfirmed.
pub async fn sign_up<T: Transport>(
    client: &Client<T>,
    credentials: &Credentials,
    attributes: &[Attribute],
) -> Result<SignedUp, Error> {
    let request = SignUp {
        client_id: client.client_id().as_str(),
        username: credentials.username.as_str(),
        password: credentials.password.expose(),
        user_attributes: attributes,
    };
    let response = client.call(&request).await?;
    Ok(SignedUp {
        is_confirmed: response.user_confirmed,
        user_sub: response.user_sub,
        code_delivery: response.code_delivery_details,
    })
}

/// Confirms an account with the code that Cognito sent
/// ([ConfirmSignUp](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html)).
///
/// # Errors
/// CodeMismatchException, ExpiredCodeException, NotAuthorizedException if it is confirmed already,
/// LimitExceededException or TooManyFailedAttemptsException after too many wrong codes; any other.
pub async fn confirm_sign_up<T: Transport>(
    client: &Client<T>,
    username: &Username,
    code: &ConfirmationCode,
) -> Result<(), Error> {
    let request = ConfirmSignUp {
        client_id: client.client_id().as_str(),
        username: username.as_str(),
        confirmation_code: code.expose(),
    };
    client.call(&request).await.map(|_| ())
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
    let request = ResendConfirmationCode { client_id: client.client_id().as_str(), username: username.as_str() };
    client.call(&request).await.map(|response| response.code_delivery_details)
}
