//! CUSTOM_AUTH: three triggers say what is asked, and whether the answer is right.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    Attempt, Proof, ask,
    asked::{Asked, Question},
    attempt::History,
    password::{self, FirstAnswer},
    proceed,
};
use crate::{
    error::ServiceError,
    request::parameter,
    service::Service,
    settings::Trigger,
    triggers::{Asker, unrecognizable},
};

type Metadata = BTreeMap<String, String>;

/// Begins CUSTOM_AUTH, by SRP if the parameters say so.
pub(crate) fn begin(
    service: &Service,
    mut attempt: Attempt,
    parameters: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    service.with_client(&attempt.client_id, |pool, _| {
        let has = |trigger| pool.settings().lambda_config.has(trigger);
        if !(has(Trigger::DefineAuthChallenge) && has(Trigger::CreateAuthChallenge)) {
            return Err(ServiceError::invalid_parameter(
                "Custom auth lambda trigger is not configured for the user pool.",
            ));
        }
        match attempt.who.username() {
            Some(_) => attempt.user(pool)?.may_sign_in(),
            None => Ok(()),
        }
    })?;
    let mut history = History::default();
    let srp_a = match parameters.get("CHALLENGE_NAME") {
        Some(&"SRP_A") => {
            history.add("SRP_A", true, None);
            Some(parameter(parameters, "SRP_A")?)
        }
        _ => None,
    };
    attempt.custom = Some(history);
    // Lambda does not get the ClientMetadata of InitiateAuth.
    define(service, attempt, &Metadata::new(), srp_a)
}

/// Goes on after a right PASSWORD_VERIFIER.
pub(super) fn after_password(service: &Service, mut attempt: Attempt) -> Result<Value, ServiceError> {
    if let Some(history) = &mut attempt.custom {
        history.add("PASSWORD_VERIFIER", true, None);
    }
    let metadata = attempt.client_metadata.clone();
    define(service, attempt, &metadata, None)
}

/// Answers CUSTOM_CHALLENGE. What a wrong answer means, DefineAuthChallenge says.
pub(super) fn answer(
    service: &Service,
    mut attempt: Attempt,
    question: &Question,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    let answer = parameter(responses, "ANSWER")?;
    let asker = attempt.asker(service)?;
    let metadata = attempt.client_metadata.clone();
    let request = asker.request([
        ("privateChallengeParameters", json!(question.private_parameters)),
        ("challengeAnswer", json!(answer)),
        ("clientMetadata", json!(metadata)),
    ]);
    let source = "VerifyAuthChallengeResponse_Authentication";
    let verified =
        asker.ask(Trigger::VerifyAuthChallengeResponse, source, request, json!({ "answerCorrect": null }))?;
    let verified = verified.ok_or_else(not_configured)?;
    let is_right = verified.flag("answerCorrect")?;
    if let Some(history) = &mut attempt.custom {
        history.add("CUSTOM_CHALLENGE", is_right, question.metadata.as_deref());
    }
    define(service, attempt, &metadata, None)
}

/// Asks DefineAuthChallenge what comes next, and does it.
fn define(
    service: &Service,
    attempt: Attempt,
    metadata: &Metadata,
    srp_a: Option<&str>,
) -> Result<Value, ServiceError> {
    let asker = attempt.asker(service)?;
    let history = attempt.custom.clone().unwrap_or_default();
    let request = asker.request([("session", json!(history.0)), ("clientMetadata", json!(metadata))]);
    let response = json!({ "challengeName": null, "issueTokens": null, "failAuthentication": null });
    let source = "DefineAuthChallenge_Authentication";
    let defined = asker.ask(Trigger::DefineAuthChallenge, source, request, response)?.ok_or_else(not_configured)?;
    if defined.flag("failAuthentication")? {
        return Err(ServiceError::incorrect_username_or_password());
    }
    if defined.flag("issueTokens")? {
        return proceed(service, attempt, Proof::Custom);
    }
    match (defined.text("challengeName")?, srp_a) {
        (Some("PASSWORD_VERIFIER"), Some(srp_a)) => {
            password::begin_srp(service, attempt, srp_a, FirstAnswer::WithSession)
        }
        (Some("CUSTOM_CHALLENGE"), _) => create(service, attempt, &asker, &history, metadata),
        _ => Err(unrecognizable()),
    }
}

/// Asks CreateAuthChallenge what to ask, and asks it.
fn create(
    service: &Service,
    attempt: Attempt,
    asker: &Asker,
    history: &History,
    metadata: &Metadata,
) -> Result<Value, ServiceError> {
    let request = asker.request([
        ("challengeName", json!("CUSTOM_CHALLENGE")),
        ("session", json!(history.0)),
        ("clientMetadata", json!(metadata)),
    ]);
    let response =
        json!({ "publicChallengeParameters": null, "privateChallengeParameters": null, "challengeMetadata": null });
    let source = "CreateAuthChallenge_Authentication";
    let created = asker.ask(Trigger::CreateAuthChallenge, source, request, response)?.ok_or_else(not_configured)?;
    let mut parameters = created.map("publicChallengeParameters")?;
    parameters.insert("USERNAME".to_owned(), attempt.who.user_id().to_owned());
    let question = Question {
        private_parameters: created.map("privateChallengeParameters")?,
        metadata: created.text("challengeMetadata")?.map(str::to_owned),
    };
    ask(service, attempt, Asked::Custom(Box::new(question)), json!(parameters))
}

fn not_configured() -> ServiceError {
    ServiceError::invalid_parameter("Custom auth lambda trigger is not configured for the user pool.")
}
