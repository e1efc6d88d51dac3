//! USER_AUTH: what may come first, and the choice between several.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    Attempt, Proof, Who, ask,
    asked::Asked,
    challenge::{Challenge, ChallengeKey},
    choice::Choice,
    code, go_on, password,
    password::FirstAnswer,
    proceed,
    step_up::{self, Wish},
    web_authn,
};
use crate::{
    error::ServiceError,
    pool::{Pool, methods::Method, mfa::has_mfa},
    request::parameter,
    service::Service,
    settings::{AuthFlow, FirstFactor, MfaConfiguration, Tier},
    vocabulary::{Contact, UserStatus},
};

/// Begins USER_AUTH; `session` is the one that ConfirmSignUp gave.
pub(crate) fn begin(
    service: &Service,
    mut attempt: Attempt,
    session: Option<&str>,
    parameters: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    let tier = service.with_client(&attempt.client_id, |pool, _| Ok(pool.settings().user_pool_tier))?;
    if tier == Tier::Lite {
        return Err(ServiceError::new(
            "FeatureUnavailableInTierException",
            "USER_AUTH is not available in the LITE feature plan.",
        ));
    }
    if let Some(session) = session {
        return sign_in_after_sign_up(service, attempt, session);
    }
    attempt.target = step_up::target(service, &attempt, Wish::of(parameters))?;
    offer(service, attempt, parameters)
}

/// Goes the preferred way, or lets the user choose. Where an access token shows the first factor, the second comes at once.
fn offer(service: &Service, attempt: Attempt, parameters: &BTreeMap<&str, &str>) -> Result<Value, ServiceError> {
    let is_credited =
        service.with_client(&attempt.client_id, |pool, _| Ok(!attempt.missing_factors(pool).is_empty()))?;
    if is_credited {
        return go_on(service, attempt);
    }
    let offered = service.with_client(&attempt.client_id, |pool, _| offered(pool, &attempt))?;
    let preferred = parameters.get("PREFERRED_CHALLENGE").and_then(|name| Choice::named(name));
    match preferred.filter(|choice| offered.contains(choice)) {
        Some(choice) => start(service, attempt, choice, parameters),
        None => {
            let names: Vec<&str> = offered.into_iter().map(Choice::name).collect();
            let mut answer = ask(service, attempt, Asked::SelectChallenge, json!({}))?;
            answer["AvailableChallenges"] = json!(names);
            Ok(answer)
        }
    }
}

/// Answers SELECT_CHALLENGE.
pub(crate) fn select(
    service: &Service,
    attempt: Attempt,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    let name = parameter(responses, "ANSWER")?;
    let offered = service.with_client(&attempt.client_id, |pool, _| offered(pool, &attempt))?;
    let choice = Choice::named(name).filter(|choice| offered.contains(choice));
    let choice = choice
        .ok_or_else(|| ServiceError::invalid_parameter(format!("{name} is not one of the available challenges.")))?;
    start(service, attempt, choice, responses)
}

/// Goes the chosen way, as far as what was sent along allows.
fn start(
    service: &Service,
    attempt: Attempt,
    choice: Choice,
    given: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    let given = |name: &str| given.get(name).copied().filter(|value| !value.is_empty());
    match choice {
        Choice::Password => match given("PASSWORD") {
            Some(password) => password::check_typed(service, attempt, password),
            None => ask(service, attempt, Asked::Password, json!({})),
        },
        Choice::PasswordSrp => match given("SRP_A") {
            Some(srp_a) => password::begin_srp(service, attempt, srp_a, FirstAnswer::WithSession),
            None => ask(service, attempt, Asked::PasswordSrp, json!({})),
        },
        Choice::EmailOtp => code::ask_first(service, attempt, Contact::Email),
        Choice::SmsOtp => code::ask_first(service, attempt, Contact::PhoneNumber),
        Choice::WebAuthn => web_authn::ask_for_passkey(service, attempt),
    }
}

/// What may come first for this user. Whoever has a second factor, or needs one, begins with the password, or with a
/// passkey that was chosen to stand for both
/// (<https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html#user-pool-settings-mfa-prerequisites>).
fn offered(pool: &Pool, attempt: &Attempt) -> Result<Vec<Choice>, ServiceError> {
    let settings = pool.settings();
    let allowed = Choice::ALL.into_iter().filter(|choice| settings.allows_first(choice.factor()));
    let goes_with_mfa = |choice: &Choice, chose_passkey: bool| match choice.factor() {
        FirstFactor::Password => true,
        FirstFactor::WebAuthn => chose_passkey && settings.has_passkey_mfa(),
        FirstFactor::EmailOtp | FirstFactor::SmsOtp => false,
    };
    let offered: Vec<Choice> = match &attempt.who {
        Who::User(_) => {
            let user = attempt.user(pool)?;
            let with_mfa = has_mfa(settings, user);
            let fits = |choice: &Choice| !with_mfa || goes_with_mfa(choice, user.mfa.passkey);
            let offered: Vec<Choice> = allowed.filter(|choice| choice.is_ready(user) && fits(choice)).collect();
            if offered.is_empty() && user.status == UserStatus::Unconfirmed {
                user.may_sign_in()?;
            }
            offered
        }
        Who::Simulated(_) => {
            let with_mfa = settings.mfa_configuration == MfaConfiguration::On;
            allowed
                .filter(|choice| choice.is_simulated(pool, &attempt.typed_name))
                .filter(|choice| !with_mfa || goes_with_mfa(choice, true))
                .collect()
        }
    };
    let offered = match &attempt.target {
        Some(target) => {
            let credited = &target.credited;
            let adds = attempt.user(pool).map(|user| {
                !step_up::second_factors(pool, user, target.level).is_empty()
                    || target.is_reached(&credited.with(Method::Pwd))
            });
            let can_add_second = adds.unwrap_or(true);
            offered.into_iter().filter(|choice| target.begins_with(*choice, can_add_second)).collect()
        }
        None => offered,
    };
    if offered.is_empty() {
        return Err(ServiceError::invalid_parameter("No sign-in method is available for the user."));
    }
    Ok(offered)
}

/// The session that ConfirmSignUp gives where USER_AUTH is allowed: it signs the new user in without a second code.
pub(crate) fn session_after_sign_up(
    service: &Service,
    client_id: &str,
    name: &str,
) -> Result<Option<String>, ServiceError> {
    let attempt = service.with_client(client_id, |pool, client| {
        let is_allowed = client.allows(AuthFlow::AllowUserAuth) && pool.settings().user_pool_tier != Tier::Lite;
        is_allowed.then(|| Attempt::new(pool, client, name)).transpose()
    })?;
    let Some(attempt) = attempt else { return Ok(None) };
    let challenge = Challenge::new(attempt, Asked::SignedUp, service.clock.now());
    service.challenges().open(challenge).map(Some)
}

fn sign_in_after_sign_up(service: &Service, attempt: Attempt, session: &str) -> Result<Value, ServiceError> {
    let client = service.with_client(&attempt.client_id, |_, client| Ok(client.clone()))?;
    let opened = service.challenges().take(ChallengeKey::of(session), &client, service.clock.now())?;
    if !matches!(opened.asked, Asked::SignedUp) || opened.attempt.who != attempt.who {
        return Err(ServiceError::invalid_session());
    }
    let contact = service.with_client(&attempt.client_id, |pool, _| {
        Ok(attempt.user(pool)?.sign_up_contact(pool.settings()).unwrap_or(Contact::Email))
    })?;
    proceed(service, attempt, Proof::SignInCode(contact))
}
