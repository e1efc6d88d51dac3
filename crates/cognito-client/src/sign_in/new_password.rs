use super::{NextStep, Pending, Rejected, SignIn};
use crate::{
    api::{Attribute, OwnedMap},
    host::Host,
    ids::Username,
    json,
    secrets::Password,
    transport::Transport,
};

const PREFIX: &str = "userAttributes.";

/// Cognito asks for a new password, and for required attributes without a value: NEW_PASSWORD_REQUIRED.
#[derive(Debug)]
pub struct NewPasswordChallenge(pub(super) Pending);

impl NewPasswordChallenge {
    /// Who is signing in.
    pub fn username(&self) -> Username {
        self.0.username()
    }

    /// The names of the attributes to fill in, such as `name` or `custom:telnum`.
    pub fn missing_attributes(&self) -> Vec<String> {
        let known = self.0.parameters.get("userAttributes").unwrap_or_default();
        let known: OwnedMap = json::read(known).unwrap_or_default();
        let required = self.0.list("requiredAttributes").into_iter();
        let names = required.map(|name| name.strip_prefix(PREFIX).map(ToOwned::to_owned).unwrap_or(name));
        names.filter(|name| known.get(name).is_none_or(str::is_empty)).collect()
    }

    /// Sets the password and the [missing](Self::missing_attributes) ones of `attributes`. Cognito refuses others.
    ///
    /// # Errors
    /// InvalidPasswordException and PasswordHistoryPolicyViolationException give the challenge back, and so does
    /// InvalidParameterException for an attribute; any other.
    pub async fn answer<T: Transport>(
        self,
        sign_in: &SignIn<'_, T, impl Host>,
        password: &Password,
        attributes: &[Attribute],
    ) -> Result<NextStep, Rejected<Self>> {
        let missing = self.missing_attributes();
        let named: Vec<_> = attributes
            .iter()
            .filter(|attribute| missing.contains(&attribute.name))
            .map(|attribute| (format!("{PREFIX}{}", attribute.name), attribute.value.as_str()))
            .collect();
        let mut responses = vec![("NEW_PASSWORD", password.expose())];
        responses.extend(named.iter().map(|(name, value)| (name.as_str(), *value)));
        sign_in.answer(self.0, &responses, None, Self).await
    }
}
