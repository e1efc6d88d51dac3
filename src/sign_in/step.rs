//! What a sign-in that is under way asks of a person.

use cognito_client::{
    secrets::SecretCode,
    sign_in::{CodeKind, FirstFactor, NextStep},
};

/// What a page needs to know to ask, and no more: the challenge itself stays with the [sign-in](super::SignIn).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Code {
        kind: CodeKind,
        /// Where the code went, masked.
        destination: Option<String>,
        /// Whether another code can be sent.
        can_resend: bool,
    },
    /// Which second factor to use.
    SelectMfa(Vec<CodeKind>),
    /// Which second factor to have from now on.
    SetUpMfa(Vec<CodeKind>),
    SetUpApp {
        key: SecretCode,
        /// What a QR code holds.
        uri: SecretCode,
    },
    SetUpEmail,
    NewPassword {
        missing_attributes: Vec<String>,
    },
    Custom {
        prompt: Option<String>,
        /// From one.
        round: u32,
        /// Whether the same was asked just before: the answer to that may have been wrong.
        is_asked_again: bool,
    },
    SelectFactor {
        username: String,
        options: Vec<FirstFactor>,
        last_used: Option<FirstFactor>,
    },
    Password {
        username: String,
        /// Whether there were other ways.
        has_others: bool,
    },
    Passkey {
        username: String,
        request_options: String,
    },
    /// Signed in already: shall this device be remembered?
    RememberDevice,
    /// A challenge that this app cannot answer, by its name.
    Unsupported(String),
}

/// The parameters of a custom challenge that may hold its question, the better one first.
const PROMPTS: [&str; 2] = ["prompt", "question"];

impl Step {
    /// What a challenge asks of who typed `username`. None for what is no challenge.
    pub(super) fn of(challenge: &NextStep, username: &str, round: u32, last_used: Option<FirstFactor>) -> Option<Self> {
        let username = username.to_owned();
        Some(match challenge {
            NextStep::Code(challenge) => Self::Code {
                kind: challenge.kind(),
                destination: challenge.destination().map(ToOwned::to_owned),
                can_resend: challenge.is_first_factor() && challenge.kind() != CodeKind::AuthenticatorApp,
            },
            NextStep::SelectMfa(challenge) => Self::SelectMfa(challenge.options()),
            NextStep::SetUpMfa(challenge) => match challenge.options().as_slice() {
                [CodeKind::Email] => Self::SetUpEmail,
                options => Self::SetUpMfa(options.to_vec()),
            },
            NextStep::NewPassword(challenge) => {
                Self::NewPassword { missing_attributes: challenge.missing_attributes() }
            }
            NextStep::Custom(challenge) => Self::Custom {
                prompt: PROMPTS.iter().find_map(|name| challenge.parameter(name)).map(ToOwned::to_owned),
                round,
                is_asked_again: false,
            },
            NextStep::SelectFactor(challenge) => match one_password(challenge.options()).as_slice() {
                [factor] if factor.needs_password() => Self::Password { username, has_others: false },
                options => Self::SelectFactor { username, options: options.to_vec(), last_used },
            },
            NextStep::Password(_) => Self::Password { username, has_others: false },
            NextStep::Passkey(challenge) => Self::Passkey { username, request_options: challenge.request_options() },
            NextStep::Unsupported(name) => Self::Unsupported(name.as_str().to_owned()),
            _ => return None,
        })
    }
}

/// To a person, a password is a password: how it travels is not theirs to pick.
fn one_password(mut factors: Vec<FirstFactor>) -> Vec<FirstFactor> {
    if factors.contains(&FirstFactor::PasswordSrp) {
        factors.retain(|factor| *factor != FirstFactor::Password);
    }
    factors
}
