//! Signing in, one [`NextStep`] after another.
//!
//! Begin with one of the flows of [`SignIn`]. Each challenge is a struct of its own. Answer it once, by a method that consumes
//! it and gives the next step. [`Rejected`] says why an answer was refused, and gives the challenge back if it can be answered
//! again. Proofs that need no person (of a password over SRP, of a remembered device) are made automatically.
//!
//! The facts are those of
//! [RespondToAuthChallenge](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html).

mod beginning;
mod code;
mod custom;
mod exchange;
mod failure;
mod first_factor;
mod mfa_setup;
mod new_device;
mod new_password;
mod passkey;
mod password;
mod pending;
mod select_mfa;
mod step_up;

use self::{beginning::Beginning, pending::Pending};
pub use self::{
    code::{CodeChallenge, CodeKind},
    custom::CustomChallenge,
    first_factor::{FirstFactor, SelectFactorChallenge},
    mfa_setup::{AppSetup, MfaSetupChallenge},
    new_password::NewPasswordChallenge,
    passkey::PasskeyChallenge,
    password::PasswordChallenge,
    pending::PausedSignIn,
    select_mfa::SelectMfaChallenge,
    step_up::StepUp,
};
pub use crate::api::ChallengeName;
use crate::{
    Client,
    api::AuthFlow,
    error::Error,
    host::Host,
    ids::Username,
    secrets::{ChallengeSession, Password},
    session::Session,
    transport::Transport,
};

/// What a person signs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// A user name, or an email or phone number that stands for one.
    pub username: Username,
    /// Exactly as typed. Flows that send the password send spaces around it too; SRP ignores them
    /// ([`without_outer_blanks`](crate::password::without_outer_blanks)).
    pub password: Password,
}

/// What to do next.
#[must_use]
#[derive(Debug)]
#[non_exhaustive]
pub enum NextStep {
    /// Signed in.
    Done(Box<SignedIn>),
    /// Ask the user for a code: SMS_MFA, SMS_OTP, EMAIL_OTP, SOFTWARE_TOKEN_MFA.
    Code(CodeChallenge),
    /// Let the user choose a second factor: SELECT_MFA_TYPE.
    SelectMfa(SelectMfaChallenge),
    /// The pool requires a second factor, and the user has none yet: MFA_SETUP.
    SetUpMfa(MfaSetupChallenge),
    /// An administrator created the account, or the password has expired: NEW_PASSWORD_REQUIRED.
    NewPassword(NewPasswordChallenge),
    /// A question of the pool's owner: CUSTOM_CHALLENGE.
    Custom(CustomChallenge),
    /// Let the user choose how to sign in: SELECT_CHALLENGE.
    SelectFactor(SelectFactorChallenge),
    /// Ask for the password: PASSWORD, PASSWORD_SRP.
    Password(PasswordChallenge),
    /// Ask for a passkey: WEB_AUTHN.
    Passkey(PasskeyChallenge),
    /// The account is not confirmed yet (UserNotConfirmedException).
    ConfirmSignUp(Username),
    /// The password must be reset first (PasswordResetRequiredException).
    ResetPassword(Username),
    /// A challenge that this client cannot answer.
    Unsupported(ChallengeName),
}

/// The end of a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedIn {
    /// Who is signed in.
    pub session: Session,
    /// Whether to ask the user if this device should be remembered
    /// ([`remember_device`](crate::device::remember_device)).
    pub asks_to_remember_device: bool,
}

/// Why an answer was refused.
#[derive(Debug)]
pub struct Rejected<C> {
    /// What went wrong.
    pub error: Error,
    /// The challenge, if it can be answered again. Otherwise the sign-in is over.
    pub retry: Option<C>,
}

impl NextStep {
    /// What to store in order to go on with this step after a restart, if it is a challenge: [`PausedSignIn::resume`].
    pub fn pause(&self) -> Option<PausedSignIn> {
        let pending = match self {
            Self::Code(challenge) => &challenge.0,
            Self::SelectMfa(challenge) => &challenge.0,
            Self::SetUpMfa(challenge) => &challenge.0,
            Self::NewPassword(challenge) => &challenge.0,
            Self::Custom(challenge) => &challenge.0,
            Self::SelectFactor(challenge) => &challenge.0,
            Self::Password(challenge) => &challenge.0,
            Self::Passkey(challenge) => &challenge.0,
            Self::Done(_) | Self::ConfirmSignUp(_) | Self::ResetPassword(_) | Self::Unsupported(_) => return None,
        };
        Some(PausedSignIn::of(pending))
    }

    /// A challenge that this client cannot answer is named only.
    fn of(pending: Pending) -> Self {
        use ChallengeName as Name;
        let step = match pending.name {
            Name::SmsMfa | Name::SmsOtp | Name::EmailOtp | Name::SoftwareTokenMfa => Self::Code(CodeChallenge(pending)),
            Name::SelectMfaType => Self::SelectMfa(SelectMfaChallenge(pending)),
            Name::MfaSetup => Self::SetUpMfa(MfaSetupChallenge(pending)),
            Name::NewPasswordRequired => Self::NewPassword(NewPasswordChallenge(pending)),
            Name::CustomChallenge => Self::Custom(CustomChallenge(pending)),
            Name::SelectChallenge => Self::SelectFactor(SelectFactorChallenge(pending)),
            Name::Password if !pending.takes_password => return Self::Unsupported(pending.name),
            Name::Password | Name::PasswordSrp => Self::Password(PasswordChallenge(pending)),
            Name::WebAuthn => Self::Passkey(PasskeyChallenge(pending)),
            _ => return Self::Unsupported(pending.name),
        };
        match step {
            Self::SelectMfa(challenge) if challenge.options().is_empty() => Self::Unsupported(challenge.0.name),
            Self::SetUpMfa(challenge) if challenge.options().is_empty() => Self::Unsupported(challenge.0.name),
            Self::SelectFactor(challenge) if challenge.options().is_empty() => Self::Unsupported(challenge.0.name),
            Self::Passkey(challenge) if !challenge.can_be_asked() => Self::Unsupported(challenge.0.name),
            step => step,
        }
    }
}

impl PausedSignIn {
    /// The step at which the sign-in was paused.
    pub fn resume(self) -> NextStep {
        NextStep::of(self.0)
    }
}

/// The ways to begin
/// ([InitiateAuth](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html)).
///
/// Each fails with NotAuthorizedException for a wrong password and for an unknown user (if the pool hides who exists), with
/// InvalidParameterException if the app client does not allow the flow, and with any other error.
///
/// A flow that began with SRP never sends the password itself, whatever the service asks for: PASSWORD is
/// [`NextStep::Unsupported`] then. The other flows do not either, unless [`with_plain_password`](Self::with_plain_password) has
/// sent it already, or [`allowing_plain_password`](Self::allowing_plain_password) allows it.
pub struct SignIn<'a, T, H> {
    client: &'a Client<T>,
    host: &'a H,
    allows_plain_password: bool,
}

impl<'a, T: Transport, H: Host> SignIn<'a, T, H> {
    /// A sign-in with this client, for the program that `host` stands for.
    pub fn new(client: &'a Client<T>, host: &'a H) -> Self {
        Self { client, host, allows_plain_password: false }
    }

    /// The same, but if Cognito does not offer SRP, the password may be sent over TLS, as a user migration trigger needs it.
    #[must_use]
    pub fn allowing_plain_password(self, is_allowed: bool) -> Self {
        Self { allows_plain_password: is_allowed, ..self }
    }

    /// USER_SRP_AUTH: the password never leaves this program.
    ///
    /// # Errors
    /// See [`SignIn`].
    pub async fn with_srp(&self, credentials: &Credentials) -> Result<NextStep, Error> {
        let beginning = Beginning::of(AuthFlow::UserSrpAuth, &credentials.username);
        self.insist(&Beginning { proved: Some(&credentials.password), ..beginning }, None).await
    }

    /// USER_PASSWORD_AUTH: the password goes to Cognito over TLS, as a user migration trigger needs it.
    ///
    /// # Errors
    /// See [`SignIn`].
    pub async fn with_plain_password(&self, credentials: &Credentials) -> Result<NextStep, Error> {
        let parameters = &[("PASSWORD", credentials.password.expose())];
        let beginning = Beginning::of(AuthFlow::UserPasswordAuth, &credentials.username);
        self.insist(&Beginning { parameters, ..beginning }, None).await
    }

    /// CUSTOM_AUTH: only the challenges of the pool's own triggers.
    ///
    /// # Errors
    /// See [`SignIn`].
    pub async fn with_custom_challenges(&self, username: &Username) -> Result<NextStep, Error> {
        self.insist(&Beginning::of(AuthFlow::CustomAuth, username), None).await
    }

    /// CUSTOM_AUTH, with the password over SRP first.
    ///
    /// # Errors
    /// See [`SignIn`].
    pub async fn with_srp_and_custom_challenges(&self, credentials: &Credentials) -> Result<NextStep, Error> {
        let beginning = Beginning {
            parameters: &[("CHALLENGE_NAME", "SRP_A")],
            proved: Some(&credentials.password),
            ..Beginning::of(AuthFlow::CustomAuth, &credentials.username)
        };
        self.insist(&beginning, None).await
    }

    /// USER_AUTH: the user chooses how to sign in. If the `preferred` factor is not available, the choice comes as
    /// [`NextStep::SelectFactor`].
    ///
    /// # Errors
    /// See [`SignIn`]; FeatureUnavailableInTierException where the pool's plan has no choice.
    pub async fn with_choice(&self, username: &Username, preferred: Option<FirstFactor>) -> Result<NextStep, Error> {
        let preferred = preferred.map(|factor| ("PREFERRED_CHALLENGE", factor.as_str()));
        let beginning = Beginning::of(AuthFlow::UserAuth, username);
        self.insist(&Beginning { parameters: preferred.as_slice(), ..beginning }, None).await
    }

    /// USER_AUTH, with the password over SRP as the preferred factor.
    ///
    /// # Errors
    /// As [`with_choice`](Self::with_choice).
    pub async fn with_preferred_srp(&self, credentials: &Credentials) -> Result<NextStep, Error> {
        self.insist(&Beginning::preferring_srp(&credentials.username, &credentials.password), None).await
    }

    /// USER_AUTH, with the password itself as the preferred factor, sent over TLS. Like
    /// [`with_plain_password`](Self::with_plain_password), it does so without [`allowing_plain_password`](Self::allowing_plain_password).
    ///
    /// # Errors
    /// As [`with_choice`](Self::with_choice).
    pub async fn with_preferred_password(&self, credentials: &Credentials) -> Result<NextStep, Error> {
        let password = credentials.password.expose();
        let parameters = &[("PREFERRED_CHALLENGE", FirstFactor::Password.as_str()), ("PASSWORD", password)];
        let beginning = Beginning::of(AuthFlow::UserAuth, &credentials.username);
        self.insist(&Beginning { parameters, ..beginning }, None).await
    }

    /// USER_AUTH with the session from [`confirm_sign_up`](crate::sign_up::confirm_sign_up): signs the new user in without
    /// another code.
    ///
    /// # Errors
    /// As [`with_choice`](Self::with_choice).
    pub async fn after_sign_up(&self, username: &Username, session: &ChallengeSession) -> Result<NextStep, Error> {
        let beginning = Beginning::of(AuthFlow::UserAuth, username);
        self.concede(self.begin(&Beginning { session: Some(session), ..beginning }).await).await
    }
}
