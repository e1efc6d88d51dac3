//! Levels that a sign-in is to reach: TARGET_ACR_VALUES, ACCESS_TOKEN and MAX_AGE of USER_AUTH.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#cognito-user-pools-step-up-user-auth>

use std::collections::BTreeMap;

use super::{Attempt, Who, attempt::Target, choice::Choice};
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        methods::{Method, Methods},
        user::User,
    },
    service::Service,
    settings::{AcrLevel, MfaConfiguration, Tier},
    vocabulary::MfaFactor,
};

/// How a sign-in is to be stronger or fresher than usual.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wish<'a> {
    /// TARGET_ACR_VALUES: names of levels, the one that is wanted most first.
    pub(crate) levels: Option<&'a str>,
    /// ACCESS_TOKEN.
    pub(crate) access_token: Option<&'a str>,
    /// MAX_AGE, seconds.
    pub(crate) max_age: Option<&'a str>,
}

impl<'a> Wish<'a> {
    /// Of AuthParameters.
    pub(crate) fn of(parameters: &BTreeMap<&str, &'a str>) -> Self {
        let given = |name: &str| parameters.get(name).copied().filter(|value| !value.is_empty());
        Self { levels: given("TARGET_ACR_VALUES"), access_token: given("ACCESS_TOKEN"), max_age: given("MAX_AGE") }
    }
}

/// What a sign-in is to reach by that wish; `None` where it wishes nothing.
///
/// # Errors
/// FeatureUnavailableInTierException in the LITE plan; InvalidParameterException for levels that nobody knows, that the
/// user has nothing for, or that the access token has already; NotAuthorizedException for another user's token.
pub(crate) fn target(service: &Service, attempt: &Attempt, wish: Wish<'_>) -> Result<Option<Target>, ServiceError> {
    let max_age = match wish.max_age.map(str::parse::<u64>) {
        Some(Err(_)) => return refused("MAX_AGE must be a whole number of seconds."),
        Some(Ok(seconds)) => Some(seconds),
        None => None,
    };
    let Some(names) = wish.levels else {
        return match wish.access_token {
            Some(_) => refused("TARGET_ACR_VALUES is required with ACCESS_TOKEN."),
            None => Ok(None),
        };
    };
    let (tier, levels) = service.with_client(&attempt.client_id, |pool, _| {
        let settings = pool.settings();
        let levels = names.split(' ').filter_map(|name| settings.acr_configuration.level(name));
        Ok((settings.user_pool_tier, levels.collect::<Vec<_>>()))
    })?;
    if tier == Tier::Lite {
        let message = "TARGET_ACR_VALUES is not available in the LITE feature plan.";
        return Err(ServiceError::new("FeatureUnavailableInTierException", message));
    }
    let credited = match wish.access_token {
        Some(token) => credited(service, attempt, token, max_age)?,
        None => Methods::default(),
    };
    let level = service.with_client(&attempt.client_id, |pool, _| match (&attempt.who, levels.first()) {
        (_, None) => refused("None of TARGET_ACR_VALUES is an authentication level of the user pool."),
        // Someone who does not exist is asked as if they had everything.
        (Who::Simulated(_), Some(first)) => Ok(*first),
        (Who::User(_), Some(_)) => {
            let user = attempt.user(pool)?;
            let satisfied = levels.iter().find(|level| can_reach(pool, user, **level));
            match satisfied {
                Some(level) => Ok(*level),
                None => refused("The user has no factors for any of TARGET_ACR_VALUES."),
            }
        }
    })?;
    if credited.level().is_some_and(|reached| reached >= level) {
        return refused("The access token already meets the requested authentication level.");
    }
    Ok(Some(Target { level, credited }))
}

fn refused<T>(problem: &'static str) -> Result<T, ServiceError> {
    Err(ServiceError::invalid_parameter(problem))
}

/// What the token's sign-in has proven, if that is not too long ago.
fn credited(service: &Service, attempt: &Attempt, token: &str, max_age: Option<u64>) -> Result<Methods, ServiceError> {
    let (pool_id, access) = service.authorize(token)?;
    let now = service.clock.now();
    let is_same_pool = service.with_client(&attempt.client_id, |pool, _| Ok(pool.settings().id == pool_id))?;
    if !is_same_pool || attempt.who.username() != Some(&access.username) {
        return Err(ServiceError::not_authorized("Access Token does not belong to the user"));
    }
    service.with_pool(&pool_id, |pool| {
        let sign_in = pool.data.sign_ins.get(&access.origin_jti);
        let fresh = sign_in.filter(|sign_in| max_age.is_none_or(|most| now.saturating_sub(sign_in.auth_time) <= most));
        Ok(fresh.map(|sign_in| sign_in.methods.clone()).unwrap_or_default())
    })
}

impl Target {
    /// Whether that way of beginning leads there.
    pub(super) fn begins_with(&self, choice: Choice, can_add_second: bool) -> bool {
        let is_password = matches!(choice, Choice::Password | Choice::PasswordSrp);
        match self.level {
            AcrLevel::Level1 => is_password,
            AcrLevel::Level2 => matches!(choice, Choice::EmailOtp | Choice::SmsOtp) || is_password && can_add_second,
            AcrLevel::Level3 => choice == Choice::WebAuthn || is_password && can_add_second,
            AcrLevel::Level4 => is_password,
        }
    }
}

/// Second factors that lift a password to that level, or above where none does.
pub(super) fn second_factors(pool: &Pool, user: &User, level: AcrLevel) -> Vec<MfaFactor> {
    let settings = pool.settings();
    let wanted: &[MfaFactor] = match level {
        AcrLevel::Level1 => &[],
        AcrLevel::Level2 | AcrLevel::Level3 => &[MfaFactor::SmsMfa, MfaFactor::EmailOtp],
        AcrLevel::Level4 => &[MfaFactor::SoftwareTokenMfa],
    };
    let is_had = |factor: &MfaFactor| match settings.mfa_configuration {
        MfaConfiguration::Off => false,
        MfaConfiguration::Optional => user.mfa.enabled.contains(factor),
        MfaConfiguration::On => true,
    };
    let is_ready = |factor: &MfaFactor| factor.is_offered(settings) && factor.is_ready(user) && is_had(factor);
    let ready: Vec<MfaFactor> = wanted.iter().copied().filter(is_ready).collect();
    match user.mfa.preferred.filter(|preferred| ready.contains(preferred)) {
        Some(preferred) => vec![preferred],
        None => ready,
    }
}

fn can_reach(pool: &Pool, user: &User, level: AcrLevel) -> bool {
    let has_password = user.password.is_some();
    let can_begin = |choice: Choice| pool.settings().allows_first(choice.factor()) && choice.is_ready(user);
    let with_second = has_password && !second_factors(pool, user, level).is_empty();
    match level {
        AcrLevel::Level1 => has_password,
        AcrLevel::Level2 => can_begin(Choice::EmailOtp) || can_begin(Choice::SmsOtp) || with_second,
        AcrLevel::Level3 => can_begin(Choice::WebAuthn) || with_second,
        AcrLevel::Level4 => with_second,
    }
}

impl Attempt {
    /// What was proven, together with what counts as proven.
    pub(super) fn methods(&self) -> Methods {
        let mut methods = self.target.as_ref().map(|target| target.credited.clone()).unwrap_or_default();
        methods.extend(self.proven.iter().filter_map(|proof| proof.method()));
        methods
    }

    /// The second factors that are still to be asked for, so that the target is reached.
    pub(super) fn missing_factors(&self, pool: &Pool) -> Vec<MfaFactor> {
        let methods = self.methods();
        match (&self.target, self.user(pool)) {
            (Some(target), Ok(user)) if methods.has(Method::Pwd) && !target.is_reached(&methods) => {
                second_factors(pool, user, target.level)
            }
            _ => Vec::new(),
        }
    }
}
