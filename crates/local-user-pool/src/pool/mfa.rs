//! Second factors: which a user has, and which of them is asked for.

use super::user::User;
use crate::{
    error::ServiceError,
    settings::{MfaConfiguration, Tier, UserPool},
    vocabulary::MfaFactor,
};

/// What comes after a proven password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MfaStep {
    /// No second factor is asked for.
    Nothing,
    Ask(MfaFactor),
    /// SELECT_MFA_TYPE.
    Select(Vec<MfaFactor>),
    /// MFA_SETUP.
    SetUp(Vec<MfaFactor>),
}

impl MfaFactor {
    /// Whether users of the pool may have it.
    pub(crate) fn is_offered(self, settings: &UserPool) -> bool {
        match self {
            Self::SmsMfa => settings.sms_mfa,
            Self::SoftwareTokenMfa => settings.software_token_mfa,
            Self::EmailOtp => settings.email_mfa && settings.user_pool_tier != Tier::Lite,
        }
    }

    /// Whether the user has what it takes: an address, a number, an authenticator app.
    pub(crate) fn is_ready(self, user: &User) -> bool {
        match self.contact() {
            Some(contact) => user.contact(contact).is_some(),
            None => user.totp.as_ref().is_some_and(|totp| totp.verified),
        }
    }
}

/// Which second factor is asked for, by the rules of
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html#user-pool-settings-mfa-user-outcomes>:
/// where MFA is required, a user without a preference is asked for whatever they have, save what a forgotten password's
/// code would be sent to.
///
/// # Errors
/// InvalidUserPoolConfigurationException where MFA is required and there is nothing that could be set up.
pub(crate) fn mfa_step(settings: &UserPool, user: &User) -> Result<MfaStep, ServiceError> {
    if settings.mfa_configuration == MfaConfiguration::Off {
        return Ok(MfaStep::Nothing);
    }
    let is_ready = |factor: &MfaFactor| factor.is_offered(settings) && factor.is_ready(user);
    let chosen: Vec<MfaFactor> = user.mfa.enabled.iter().copied().filter(is_ready).collect();
    if let Some(preferred) = user.mfa.preferred.filter(|factor| chosen.contains(factor)) {
        return Ok(MfaStep::Ask(preferred));
    }
    if !chosen.is_empty() || settings.mfa_configuration == MfaConfiguration::Optional {
        return Ok(match chosen.as_slice() {
            [] => MfaStep::Nothing,
            [factor] => MfaStep::Ask(*factor),
            _ => MfaStep::Select(chosen),
        });
    }
    let recovery = settings.first_recovery();
    let is_free = |factor: &MfaFactor| factor.contact().is_none() || factor.contact() != recovery;
    let free: Vec<MfaFactor> =
        MfaFactor::ALL.into_iter().filter(|factor| factor.is_offered(settings) && is_free(factor)).collect();
    let ready: Vec<MfaFactor> = free.iter().copied().filter(is_ready).collect();
    match (ready.as_slice(), free.as_slice()) {
        ([factor], _) => Ok(MfaStep::Ask(*factor)),
        ([_, ..], _) => Ok(MfaStep::Select(ready)),
        // A number cannot be set on the way.
        ([], [] | [MfaFactor::SmsMfa]) => Err(ServiceError::new(
            "InvalidUserPoolConfigurationException",
            "MFA is required, and the user has no factor and cannot set one up.",
        )),
        ([], _) => Ok(MfaStep::SetUp(free)),
    }
}

/// Whether the user has a second factor: then codes and passkeys are no way to begin
/// (<https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html#user-pool-settings-mfa-prerequisites>).
pub(crate) fn has_mfa(settings: &UserPool, user: &User) -> bool {
    match settings.mfa_configuration {
        MfaConfiguration::Off => false,
        MfaConfiguration::Optional => !matches!(mfa_step(settings, user), Ok(MfaStep::Nothing)),
        MfaConfiguration::On => true,
    }
}
