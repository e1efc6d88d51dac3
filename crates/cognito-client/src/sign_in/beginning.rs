use super::FirstFactor;
use crate::{
    api::AuthFlow,
    ids::Username,
    secrets::{ChallengeSession, Password},
};

/// How a sign-in begins: what InitiateAuth says.
pub(super) struct Beginning<'b> {
    pub(super) flow: AuthFlow,
    /// As it was typed.
    pub(super) username: &'b Username,
    pub(super) parameters: &'b [(&'b str, &'b str)],
    /// A password that is proved over SRP.
    pub(super) proved: Option<&'b Password>,
    pub(super) session: Option<&'b ChallengeSession>,
}

impl<'b> Beginning<'b> {
    pub(super) fn of(flow: AuthFlow, username: &'b Username) -> Self {
        Self { flow, username, parameters: &[], proved: None, session: None }
    }

    /// USER_AUTH with the password over SRP.
    pub(super) fn preferring_srp(username: &'b Username, password: &'b Password) -> Self {
        const PREFERENCE: &[(&str, &str)] = &[("PREFERRED_CHALLENGE", FirstFactor::PasswordSrp.as_str())];
        Self { parameters: PREFERENCE, proved: Some(password), ..Self::of(AuthFlow::UserAuth, username) }
    }
}
