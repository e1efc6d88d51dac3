use super::{Beginning, FirstFactor, NextStep, SignIn};
use crate::{
    api::AuthFlow,
    error::Error,
    host::Host,
    ids::Username,
    secrets::{AccessToken, Password},
    transport::Transport,
};

/// How strongly, and how freshly, somebody is to prove who they are
/// ([step-up authentication](https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#cognito-user-pools-step-up-user-auth)).
#[derive(Clone, Copy, Debug)]
pub struct StepUp<'a> {
    /// TARGET_ACR_VALUES: names of levels with blanks between, the one that is wanted most first. What `acr` of the tokens
    /// says is one.
    pub levels: &'a str,
    /// ACCESS_TOKEN: what its sign-in has proven counts. Without it everything is proven anew.
    pub access_token: Option<&'a AccessToken>,
    /// MAX_AGE, in seconds: what was proven longer ago does not count.
    pub max_age: Option<u64>,
}

impl<T: Transport, H: Host> SignIn<'_, T, H> {
    /// USER_AUTH towards a level. The password is proved over SRP, if there is one; else the choice comes as
    /// [`NextStep::SelectFactor`], or the second factor at once where the access token shows the first.
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
