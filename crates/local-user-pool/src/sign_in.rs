//! Signing in: what is asked after what. A sign-in begins with InitiateAuth, goes through any number of challenges, and
//! ends with tokens; in between an [`Attempt`] says who it is and what was proven so far.
//!
//! | module | subject |
//! |---|---|
//! | `challenge` | questions that wait for an answer, and the sessions that lead to them |
//! | `password` | passwords, typed or by SRP |
//! | `choice` | USER_AUTH: what may come first |
//! | `code` | codes that are sent, as first and as second factor |
//! | `mfa` | which second factor, and codes of an authenticator app |
//! | `mfa_setup` | a second factor that is set up on the way |
//! | `device` | a remembered device in place of the second factor |
//! | `step_up` | levels that a sign-in is to reach |
//! | `web_authn` | a passkey as the first factor |
//! | `custom` | CUSTOM_AUTH: what triggers ask |
//! | `hooks` | triggers around a sign-in |
//! | `new_password` | a password in place of a temporary one |

pub(crate) mod challenge;
pub(crate) mod choice;
pub(crate) mod code;
pub(crate) mod custom;
pub(crate) mod device;
pub(crate) mod hooks;
pub(crate) mod mfa;
pub(crate) mod mfa_setup;
pub(crate) mod new_password;
pub(crate) mod password;
pub(crate) mod step_up;
pub(crate) mod web_authn;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    error::ServiceError,
    pool::{
        Pool,
        auth_events::Outcome,
        methods::Method,
        mfa::{MfaFactor, MfaStep, mfa_step},
        tokens::Origin,
        user::{Contact, User, UserStatus},
    },
    service::Service,
    settings::UserPoolClient,
};
use challenge::{Asked, Challenge};
use custom::History;
use step_up::Target;

/// A sign-in under way.
#[derive(Clone)]
pub(crate) struct Attempt {
    pub(crate) client_id: String,
    pub(crate) who: Who,
    /// The name that was typed.
    pub(crate) typed_name: String,
    /// DEVICE_KEY, as it was sent last.
    pub(crate) device_key: Option<String>,
    /// In the order in which it was proven.
    pub(crate) proven: Vec<Proof>,
    /// In CUSTOM_AUTH: what came before.
    pub(crate) custom: Option<History>,
    /// ClientMetadata, as it was sent last.
    pub(crate) client_metadata: BTreeMap<String, String>,
    /// Whether a challenge was answered already, and ClientMetadata is of that.
    pub(crate) has_answered: bool,
    pub(crate) leads_to: LeadsTo,
    /// In USER_AUTH: what is to be reached.
    pub(crate) target: Option<Target>,
}

/// What is at the end of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeadsTo {
    /// AuthenticationResult.
    Tokens,
    /// Nothing but the user's name and how it was proven, as `Username` and `Methods`: managed login has its own way to tokens.
    Name,
}

/// Whose sign-in it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// By the real user name.
    User(String),
    /// Someone who does not exist but is asked the same questions, by a user name that is always the same for the
    /// same typed one. No answer is ever right.
    Simulated(String),
}

/// Something that was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The password, typed or by SRP.
    Password,
    /// A password that replaced a temporary one.
    NewPassword,
    /// A code by e-mail or SMS in place of a password, or that of a sign-up a moment ago.
    SignInCode(Contact),
    SecondFactor(MfaFactor),
    /// A remembered device.
    Device,
    /// Whether it is a thing of its own, and not a platform's.
    Passkey {
        is_roaming: bool,
    },
    /// Whatever DefineAuthChallenge wanted.
    Custom,
}

impl Proof {
    /// What it adds to `amr`.
    fn method(self) -> Option<Method> {
        match self {
            Self::Password | Self::NewPassword => Some(Method::Pwd),
            Self::SignInCode(Contact::Email) | Self::SecondFactor(MfaFactor::EmailOtp) => Some(Method::EmailOtp),
            Self::SignInCode(Contact::PhoneNumber) | Self::SecondFactor(MfaFactor::SmsMfa) => Some(Method::Sms),
            Self::SecondFactor(MfaFactor::SoftwareTokenMfa) => Some(Method::Otp),
            Self::Passkey { is_roaming: true } => Some(Method::Hwk),
            Self::Passkey { is_roaming: false } => Some(Method::Swk),
            Self::Device | Self::Custom => None,
        }
    }
}

impl Who {
    /// USER_ID_FOR_SRP.
    pub(crate) fn user_id(&self) -> &str {
        match self {
            Self::User(username) | Self::Simulated(username) => username,
        }
    }

    /// The real user name.
    pub(crate) fn username(&self) -> Option<&str> {
        match self {
            Self::User(username) => Some(username),
            Self::Simulated(_) => None,
        }
    }
}

impl Attempt {
    /// Nothing is proven yet of whom `name` means.
    ///
    /// # Errors
    /// UserNotFoundException, if nobody is called that and the client may tell.
    pub(crate) fn new(pool: &Pool, client: &UserPoolClient, name: &str) -> Result<Self, ServiceError> {
        let who = match pool.find(name) {
            Some(user) => Who::User(user.username.clone()),
            None if client.hides_unknown_users() => Who::Simulated(pool.simulated(name)?.0),
            None => return Err(ServiceError::unknown_user()),
        };
        Ok(Self {
            client_id: client.client_id.clone(),
            who,
            typed_name: name.to_owned(),
            device_key: None,
            proven: Vec::new(),
            custom: None,
            client_metadata: BTreeMap::new(),
            has_answered: false,
            leads_to: LeadsTo::Tokens,
            target: None,
        })
    }

    /// The user, as long as there is one.
    ///
    /// # Errors
    /// NotAuthorizedException, as for a wrong password.
    pub(crate) fn user<'a>(&self, pool: &'a Pool) -> Result<&'a User, ServiceError> {
        self.who
            .username()
            .and_then(|username| pool.data.users.get(username))
            .ok_or_else(ServiceError::incorrect_username_or_password)
    }

    /// As [`Attempt::user`].
    pub(crate) fn user_mut<'a>(&self, pool: &'a mut Pool) -> Result<&'a mut User, ServiceError> {
        self.who
            .username()
            .and_then(|username| pool.data.users.get_mut(username))
            .ok_or_else(ServiceError::incorrect_username_or_password)
    }

    /// Whether an answer that names the user `name` belongs to it: by USER_ID_FOR_SRP, as it was typed, or by another
    /// alias.
    pub(crate) fn is_called(&self, pool: &Pool, name: &str) -> bool {
        name == self.who.user_id()
            || name == self.typed_name
            || pool.find(name).is_some_and(|user| self.who.username() == Some(&user.username))
    }

    fn has_proven(&self, wanted: impl Fn(Proof) -> bool) -> bool {
        self.proven.iter().any(|&proof| wanted(proof))
    }
}

/// What comes next.
enum Step {
    NewPassword,
    Device,
    Mfa(MfaFactor),
    SelectMfa(Vec<MfaFactor>),
    SetUpMfa(Vec<MfaFactor>),
    Tokens,
}

/// Notes what was proven and goes on: the next challenge, or tokens.
pub(crate) fn proceed(service: &Service, mut attempt: Attempt, proof: Proof) -> Result<Value, ServiceError> {
    attempt.proven.push(proof);
    if attempt.custom.is_some() && proof == Proof::Password {
        return custom::after_password(service, attempt);
    }
    go_on(service, attempt)
}

/// As [`proceed`], where nothing new was proven.
fn go_on(service: &Service, attempt: Attempt) -> Result<Value, ServiceError> {
    let step = service.with_client(&attempt.client_id, |pool, _| next_step(pool, &attempt, service.clock.now()))?;
    match step {
        Step::NewPassword => new_password::ask(service, attempt),
        Step::Device => device::ask_srp(service, attempt),
        Step::Mfa(factor) => mfa::ask(service, attempt, factor),
        Step::SelectMfa(factors) => mfa::ask_which(service, attempt, factors),
        Step::SetUpMfa(factors) => mfa_setup::ask(service, attempt, factors),
        Step::Tokens => finish(service, &attempt),
    }
}

/// The one place that says what comes after a proven factor.
fn next_step(pool: &Pool, attempt: &Attempt, now: u64) -> Result<Step, ServiceError> {
    let user = attempt.user(pool)?;
    user.may_sign_in()?;
    if let Some(key) = &attempt.device_key {
        device::known_key(pool, attempt, key)?;
    }
    let proved_password = attempt.has_proven(|proof| proof == Proof::Password);
    // Such a sign-in is the triggers' business, also where it began with the password.
    let proved_password = proved_password && attempt.custom.is_none();
    if proved_password && user.status == UserStatus::ForceChangePassword {
        if user.temporary_password_expires_at.is_some_and(|end| now >= end) {
            return Err(ServiceError::not_authorized(
                "Temporary password has expired and must be reset by an administrator.",
            ));
        }
        return Ok(Step::NewPassword);
    }
    let proved_device = attempt.has_proven(|proof| proof == Proof::Device);
    // A device proves nothing that a level asks for.
    if !proved_device && attempt.target.is_none() && device::is_remembered(pool, attempt) {
        return Ok(Step::Device);
    }
    match attempt.missing_factors(pool).as_slice() {
        [] => {}
        [factor] => return Ok(Step::Mfa(*factor)),
        factors => return Ok(Step::SelectMfa(factors.to_vec())),
    }
    if attempt.target.as_ref().is_some_and(|target| !target.is_reached(&attempt.methods())) {
        return Err(ServiceError::not_authorized("The authentication level was not reached."));
    }
    let proved_second = attempt.has_proven(|proof| matches!(proof, Proof::SecondFactor(_)))
        || proved_device && device::replaces_mfa(pool);
    if proved_password && !proved_second {
        match mfa_step(pool.settings(), user)? {
            MfaStep::Ask(factor) => return Ok(Step::Mfa(factor)),
            MfaStep::Select(factors) => return Ok(Step::SelectMfa(factors)),
            MfaStep::SetUp(factors) => return Ok(Step::SetUpMfa(factors)),
            MfaStep::Nothing => {}
        }
    }
    Ok(Step::Tokens)
}

/// The end of a sign-in: AuthenticationResult, or what else it leads to.
fn finish(service: &Service, attempt: &Attempt) -> Result<Value, ServiceError> {
    hooks::after_sign_in(service, attempt)?;
    if attempt.leads_to == LeadsTo::Name {
        return Ok(json!({ "Username": attempt.who.username(), "Methods": attempt.methods() }));
    }
    let now = service.clock.now();
    let claims = hooks::before_tokens(service, attempt)?;
    service.change_client(&attempt.client_id, |pool, client| {
        let username = attempt.user(pool)?.username.clone();
        pool.note_auth_event(&username, Outcome::SignedIn, service.device_type(), now);
        let device = pool.device_of_sign_in(&username, attempt.device_key.as_deref(), now)?;
        let origin = Origin { device_key: device.key, device_type: service.device_type(), methods: attempt.methods() };
        let mut result = pool.sign_in(&username, client, origin, &claims, now)?;
        if let Some(metadata) = device.metadata {
            result["NewDeviceMetadata"] = metadata;
        }
        Ok(json!({ "ChallengeParameters": {}, "AuthenticationResult": result }))
    })
}

/// Asks: keeps the challenge and gives the answer with its session.
pub(crate) fn ask(service: &Service, attempt: Attempt, asked: Asked, parameters: Value) -> Result<Value, ServiceError> {
    let name = asked.name();
    let session = service.challenges().open(Challenge::new(attempt, asked, service.clock.now()))?;
    Ok(json!({ "ChallengeName": name, "Session": session, "ChallengeParameters": parameters }))
}
