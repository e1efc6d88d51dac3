//! What a signed-in user may see of the account.

pub use crate::wire::{Attribute, User};
use crate::{Client, error::Error, secrets::AccessToken, transport::Transport, wire::GetUser};

/// Reads the user's attributes
/// ([GetUser](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html)).
///
/// # Errors
/// NotAuthorizedException when the access token is expired or revoked; any other.
pub async fn get_user<T: Transport>(client: &Client<T>, access_token: &AccessToken) -> Result<User, Error> {
    client.call(&GetUser { access_token: access_token.expose() }).await
}

impl User {
    /// The value of the attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.user_attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
    }
}
