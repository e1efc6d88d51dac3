use super::{Beginning, FirstFactor, NextStep, SignIn};
use crate::{
    api::AuthFlow,
    error::Error,
    host::Host,
    ids::Username,
    secrets::{AccessToken, Password},
    transport::Transport,
};

/// How strongly and how recently the user must have signed in
/// ([step-up authentication](https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#cognito-user-pools-step-up-user-auth)).
#[derive(Clone, Copy, Debug)]
pub struct StepUp<'a> {
    /// TARGET_ACR_VALUES: names of levels separated by spaces, the preferred one first. They are values of `acr` in tokens.
    pub levels: &'a str,
    /// ACCESS_TOKEN: the factors of its sign-in count. Without it, the user proves everything again.
    pub access_token: Option<&'a AccessToken>,
    /// MAX_AGE in seconds: factors proven longer ago do not count.
    pub max_age: Option<u64>,
}

impl<T: Transport, H: Host> SignIn<'_, T, H> {
    /// USER_AUTH up to a level. The password is proven over SRP, if one is given. Otherwise the choice comes as
    /// [`NextStep::SelectFactor`], or the second factor at once if the access token shows the first.
    ///
    /// # Errors
    /// See [`SignIn`]; FeatureUnavailableInTierException where the pool's plan has no levels; InvalidParameterException for
    /// levels that the user has no factors for, or that the token has already.
    pub async fn with_step_up(
        &self,
        username: &Username,
        password: Option<&Password>,
        step_up: &StepUp<'_>,
    ) -> Result<NextStep, Error> {
        let max_age = step_up.max_age.map(|seconds| seconds.to_string());
        let optional = [
            ("ACCESS_TOKEN", step_up.access_token.map(AccessToken::expose)),
            ("MAX_AGE", max_age.as_deref()),
            ("PREFERRED_CHALLENGE", password.map(|_| FirstFactor::PasswordSrp.as_str())),
        ];
        let mut parameters = vec![("TARGET_ACR_VALUES", step_up.levels)];
        parameters.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value?))));
        let beginning = Beginning::of(AuthFlow::UserAuth, username);
        self.insist(&Beginning { parameters: &parameters, proved: password, ..beginning }, None).await
    }
}
