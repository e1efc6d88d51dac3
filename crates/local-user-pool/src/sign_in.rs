//! Signing in: what is asked after what. A sign-in begins with InitiateAuth, goes through any number of challenges, and
//! ends with tokens; in between an [`Attempt`] says who it is and what was proven so far.
//!
//! | module | subject |
//! |---|---|
//! | `attempt` | a sign-in under way |
//! | `asked`, `challenge` | questions that wait for an answer, and the sessions that lead to them |
//! | `answer` | answers, and who looks at them |
//! | `password` | passwords, typed or by SRP |
//! | `user_auth`, `choice` | USER_AUTH: what may come first, and the choice between several |
//! | `code` | codes that are sent, as first and as second factor |
//! | `mfa` | which second factor, and codes of an authenticator app |
//! | `mfa_setup` | a second factor that is set up on the way |
//! | `device` | a remembered device in place of the second factor |
//! | `step_up` | levels that a sign-in is to reach |
//! | `web_authn` | a passkey as the first factor |
//! | `custom` | CUSTOM_AUTH: what triggers ask |
//! | `hooks` | triggers around a sign-in |
//! | `new_password` | a password in place of a temporary one |

pub(crate) mod answer;
mod asked;
mod attempt;
pub(crate) mod challenge;
mod choice;
pub(crate) mod code;
pub(crate) mod custom;
pub(crate) mod device;
pub(crate) mod hooks;
pub(crate) mod mfa;
pub(crate) mod mfa_setup;
pub(crate) mod new_password;
pub(crate) mod password;
pub(crate) mod step_up;
pub(crate) mod user_auth;
pub(crate) mod web_authn;

use serde_json::{Value, json};

pub(crate) use self::attempt::{Attempt, LeadsTo, Proof, Who};
use self::{asked::Asked, challenge::Challenge};
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        auth_events::Outcome,
        mfa::{MfaStep, mfa_step},
        tokens::Origin,
    },
    service::Service,
    vocabulary::{MfaFactor, UserStatus},
};

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
