//! A password that is forgotten, or to be changed.

use crate::{
    Client,
    api::{ChangePassword, ConfirmForgotPassword, ForgotPassword},
    error::Error,
    ids::Username,
    secrets::{AccessToken, ConfirmationCode, Password},
    sign_up::CodeDelivery,
    transport::Transport,
};

/// The password without blanks at either end, as they come along when one is copied. No password of Cognito's has them there:
/// the API takes none of another pattern than `[\S]+.*[\S]+`
/// ([ChangePassword](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html)),
/// in which only the blanks of ASCII are blanks.
pub fn without_outer_blanks(password: &str) -> &str {
    password.trim_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r'])
}

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
    let context = client.context(username.as_str());
    let request = ForgotPassword {
        client_id: client.client_id().as_str(),
        secret_hash: context.secret_hash(),
        user_context_data: context.user_context_data(),
        username: username.as_str(),
        analytics_metadata: context.analytics_metadata,
        client_metadata: context.client_metadata.clone(),
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
    let context = client.context(username.as_str());
    let request = ConfirmForgotPassword {
        client_id: client.client_id().as_str(),
        secret_hash: context.secret_hash(),
        username: username.as_str(),
        confirmation_code: code,
        password,
        analytics_metadata: context.analytics_metadata,
        user_context_data: context.user_context_data(),
        client_metadata: context.client_metadata.clone(),
    };
    client.call(&request).await.map(|_| ())
}

/// Changes the password of a signed-in user. Without a previous one for who has none, and signs in by a code or a passkey.
/// Blanks around the previous one are not sent ([`without_outer_blanks`]). Other sessions live on
/// ([ChangePassword](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html)).
///
/// # Errors
/// NotAuthorizedException if the previous password is wrong (also when the access token is dead: the message tells),
/// InvalidPasswordException (its message names the rule), PasswordHistoryPolicyViolationException,
/// LimitExceededException after too many wrong ones; any other.
pub async fn change_password<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    previous: Option<&Password>,
    proposed: &Password,
) -> Result<(), Error> {
    let previous = previous.map(|previous| Password::new(without_outer_blanks(previous.expose())));
    let request = ChangePassword { previous_password: previous.as_ref(), proposed_password: proposed, access_token };
    client.call(&request).await.map(|_| ())
}
