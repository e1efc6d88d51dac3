//! A forgotten password.

use crate::{
    Client,
    error::Error,
    ids::Username,
    secrets::{ConfirmationCode, Password},
    sign_up::CodeDelivery,
    transport::Transport,
    wire::{ConfirmForgotPassword, ForgotPassword},
};

/// Sends a code to the verified e-mail address or telephone number of the user
/// ([ForgotPassword](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html)).
/// A pool that hides who exists answers for an unknown user as for a known one.
///
/// # Errors
/// InvalidParameterException if there is no verified address, LimitExceededException, UserNotFoundException; any other.
pub async fn forgot_password<T: Transport>(
    client: &Client<T>,
    username: &Username,
) -> Result<Option<CodeDelivery>, Error> {
    let request = ForgotPassword {
        client_id: client.client_id().as_str(),
        username: username.as_str(),
        context: client.context(username.as_str()),
    };
    client.call(&request).await.map(|response| response.code_delivery_details)
}

/// Sets a new password with that code. Nobody is signed in by it
/// ([ConfirmForgotPassword](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html)).
///
/// # Errors
/// CodeMismatchException, ExpiredCodeException, InvalidPasswordException, PasswordHistoryPolicyViolationException,
/// LimitExceededException or TooManyFailedAttemptsException after too many wrong codes; any other.
pub async fn confirm_forgot_password<T: Transport>(
    client: &Client<T>,
    username: &Username,
    code: &ConfirmationCode,
    password: &Password,
) -> Result<(), Error> {
    let request = ConfirmForgotPassword {
        client_id: client.client_id().as_str(),
        username: username.as_str(),
        confirmation_code: code.expose(),
        password: password.expose(),
        context: client.context(username.as_str()),
    };
    client.call(&request).await.map(|_| ())
}
