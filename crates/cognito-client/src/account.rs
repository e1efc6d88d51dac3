//! What signed-in users can see and change in their account.

pub use crate::api::{
    Attribute, AuthFactor, CodeDelivery, DeliveryMedium, GetUserAuthFactorsResponse, GetUserResponse,
};
use crate::{
    Client,
    api::{
        DeleteUser, DeleteUserAttributes, FeedbackValue, GetUser, GetUserAttributeVerificationCode, GetUserAuthFactors,
        UpdateAuthEventFeedback, UpdateUserAttributes, VerifyUserAttribute,
    },
    error::Error,
    ids::Username,
    secrets::{AccessToken, ConfirmationCode, FeedbackToken},
    transport::Transport,
};

/// The user's account.
pub type User = GetUserResponse;

/// Reads the user's attributes
/// ([GetUser](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html)).
///
/// # Errors
/// NotAuthorizedException when the access token is expired or revoked; any other.
pub async fn get_user<T: Transport>(client: &Client<T>, access_token: &AccessToken) -> Result<User, Error> {
    let user = client.call(&GetUser { access_token }).await?;
    let says_something = user.username.is_some() || !user.user_attributes.is_empty();
    if says_something { Ok(user) } else { Err(Error::Protocol("a user without a name and attributes")) }
}

impl User {
    /// The value of the attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.user_attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
    }
}

/// Sets attributes; an empty value deletes one. Gives where codes were sent: a new email or phone number must be verified by
/// [`verify_attribute`], and the pool may keep the old one until then
/// ([UpdateUserAttributes](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html)).
///
/// # Errors
/// InvalidParameterException for an attribute that the pool does not have or does not let be changed,
/// NotAuthorizedException for one that the client may not write, AliasExistsException for an address of another account,
/// CodeDeliveryFailureException; any other.
pub async fn update_attributes<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    attributes: &[Attribute],
) -> Result<Vec<CodeDelivery>, Error> {
    let request =
        UpdateUserAttributes { access_token, user_attributes: attributes, client_metadata: client.client_metadata() };
    client.call(&request).await.map(|response| response.code_delivery_details_list)
}

/// Deletes attributes by their names
/// ([DeleteUserAttributes](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html)).
///
/// # Errors
/// InvalidParameterException for an attribute that the pool requires, NotAuthorizedException for one that the client may
/// not write; any other.
pub async fn delete_attributes<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    names: &[&str],
) -> Result<(), Error> {
    client.call(&DeleteUserAttributes { access_token, user_attribute_names: names }).await.map(|_| ())
}

/// Sends a code to the user's email (`email`) or phone (`phone_number`)
/// ([GetUserAttributeVerificationCode](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html)).
///
/// # Errors
/// InvalidParameterException if there is no such address, LimitExceededException after too many codes,
/// CodeDeliveryFailureException; any other.
pub async fn send_attribute_code<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    attribute_name: &str,
) -> Result<Option<CodeDelivery>, Error> {
    let request =
        GetUserAttributeVerificationCode { access_token, attribute_name, client_metadata: client.client_metadata() };
    client.call(&request).await.map(|response| response.code_delivery_details)
}

/// Verifies an email or phone number with the code that was sent there, by [`send_attribute_code`] or after a change
/// ([VerifyUserAttribute](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html)).
///
/// # Errors
/// CodeMismatchException, ExpiredCodeException, LimitExceededException after too many wrong codes, AliasExistsException if
/// another account has verified the same address meanwhile; any other.
pub async fn verify_attribute<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    attribute_name: &str,
    code: &ConfirmationCode,
) -> Result<(), Error> {
    client.call(&VerifyUserAttribute { access_token, attribute_name, code }).await.map(|_| ())
}

/// Deletes the account. This cannot be undone, and ends the tokens
/// ([DeleteUser](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html)).
///
/// # Errors
/// NotAuthorizedException when the access token is expired or revoked; any other.
pub async fn delete_user<T: Transport>(client: &Client<T>, access_token: &AccessToken) -> Result<(), Error> {
    client.call(&DeleteUser { access_token }).await.map(|_| ())
}

/// Reads what the user can sign in with, and which second factors are on
/// ([GetUserAuthFactors](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html)).
///
/// # Errors
/// NotAuthorizedException when the access token is expired or revoked; any other.
pub async fn auth_factors<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
) -> Result<GetUserAuthFactorsResponse, Error> {
    client.call(&GetUserAuthFactors { access_token }).await
}

/// Tells threat protection whether a sign-in that it sent a message about was the user's own, with the values from the links
/// in that message
/// ([UpdateAuthEventFeedback](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateAuthEventFeedback.html)).
///
/// # Errors
/// UserPoolAddOnNotEnabledException where the pool has no threat protection, NotAuthorizedException for another token;
/// any other.
pub async fn give_feedback<T: Transport>(
    client: &Client<T>,
    username: &Username,
    event_id: &str,
    token: &FeedbackToken,
    was_the_user: bool,
) -> Result<(), Error> {
    let request = UpdateAuthEventFeedback {
        user_pool_id: client.user_pool_id().as_str(),
        username: username.as_str(),
        event_id,
        feedback_token: token,
        feedback_value: if was_the_user { FeedbackValue::Valid } else { FeedbackValue::Invalid },
    };
    client.call(&request).await.map(|_| ())
}
