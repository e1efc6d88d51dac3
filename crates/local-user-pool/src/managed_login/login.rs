//! /login: the page that asks who one is. A real check of the password, and of what comes after it, as far as a page
//! without a script can ask it: codes, the choice among second factors, a new password.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/login-endpoint.html>

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde_json::Value;

use super::{
    authorize::{COGNITO, Request, failed},
    browser::{FORM_FIELD, begin_login, form_secret, is_form_secret, with_form_secret, with_login},
    call::{Call, Parameters, redirect},
    pages::{self, Form, Question},
};
use crate::{
    error::ServiceError,
    service::Service,
    sign_in::{
        Attempt, LeadsTo,
        challenge::{Answer, answer_on_own_page},
        hooks, password,
    },
};

pub(super) fn show(service: &Service, call: &Call) -> Response {
    let request = match Request::read(service, &call.query) {
        Ok(request) => request,
        Err(address) => return redirect(&address),
    };
    if !request.client.supports(COGNITO) && request.offered.is_empty() {
        return pages::error("Login pages unavailable. Please contact an administrator.");
    }
    ask(call, &request, Question::Password { name: call.query.get("login_hint").unwrap_or_default() }, None)
}

pub(super) fn submit(service: &Service, call: &Call) -> Response {
    let request = match Request::read(service, &call.query) {
        Ok(request) => request,
        Err(address) => return redirect(&address),
    };
    if !is_form_secret(call, call.form.get(FORM_FIELD)) {
        return pages::error("The form is not this page's own. Go back to the app and begin again.");
    }
    if !request.client.supports(COGNITO) {
        return pages::error("This app does not let users of the pool sign in here.");
    }
    let name = call.form.get("username").unwrap_or_default();
    match answered(service, &request, &call.form) {
        Ok(Next::SignedIn(username)) => signed_in(service, &request, &username),
        Ok(Next::Asked { challenge, session, options }) => {
            let question = Question::of(&challenge, name, &session, &options);
            question.map_or_else(
                || {
                    pages::error(
                        "This page cannot ask what the pool wants to know next: sign in with the app's own form.",
                    )
                },
                |question| ask(call, &request, question, None),
            )
        }
        Err(error) => {
            let options = call.form.get("options").unwrap_or_default();
            let again = call.form.get("challenge").zip(call.form.get("session"));
            // Where the session is over, it begins with the password again.
            let question = again
                .filter(|_| !matches!(error.code(), "NotAuthorizedException"))
                .and_then(|(challenge, session)| Question::of(challenge, name, session, options));
            ask(call, &request, question.unwrap_or(Question::Password { name }), Some(error.message()))
        }
    }
}

enum Next {
    /// By the real user name.
    SignedIn(String),
    Asked {
        challenge: String,
        session: String,
        options: String,
    },
}

fn answered(service: &Service, request: &Request, form: &Parameters) -> Result<Next, ServiceError> {
    let required = |name: &str| {
        form.get(name).ok_or_else(|| ServiceError::invalid_parameter(format!("Missing required parameter {name}")))
    };
    let (name, client_id) = (required("username")?, &request.client.client_id);
    let answer = match form.get("challenge") {
        None => first_step(service, client_id, name, required("password")?)?,
        Some(challenge) => {
            let response = match challenge {
                "NEW_PASSWORD_REQUIRED" => "NEW_PASSWORD",
                "SELECT_MFA_TYPE" => "ANSWER",
                "SMS_MFA" => "SMS_MFA_CODE",
                "EMAIL_OTP" => "EMAIL_OTP_CODE",
                "SOFTWARE_TOKEN_MFA" => "SOFTWARE_TOKEN_MFA_CODE",
                _ => return Err(ServiceError::invalid_session()),
            };
            let responses = BTreeMap::from([("USERNAME", name), (response, required("answer")?)]);
            let session = Some(required("session")?);
            let answer =
                Answer { challenge_name: challenge, session, responses: &responses, client_metadata: BTreeMap::new() };
            answer_on_own_page(service, client_id, answer)?
        }
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match (answer["Username"].as_str(), answer["ChallengeName"].as_str()) {
        (Some(username), _) => Ok(Next::SignedIn(username.to_owned())),
        (None, Some(challenge)) => Ok(Next::Asked {
            challenge: challenge.to_owned(),
            session: text(&answer["Session"]),
            options: text(&answer["ChallengeParameters"]["MFAS_CAN_CHOOSE"]),
        }),
        // The session was one of the API's.
        (None, None) => Err(ServiceError::invalid_session()),
    }
}

fn first_step(service: &Service, client_id: &str, name: &str, password: &str) -> Result<Value, ServiceError> {
    hooks::migrate(service, client_id, name, hooks::Migration::SignIn { password }, &BTreeMap::new())?;
    let attempt = service.with_client(client_id, |pool, client| {
        Ok(Attempt { leads_to: LeadsTo::Name, ..Attempt::new(pool, client, name)? })
    })?;
    hooks::before_sign_in(service, &attempt)?;
    password::check_typed(service, attempt, password)
}

fn signed_in(service: &Service, request: &Request, username: &str) -> Response {
    let user_exists = service.with_pool(&request.pool_id, |pool| {
        Ok(pool.data.users.get(username).map(|user| begin_login(service, &request.pool_id, user, COGNITO)))
    });
    match user_exists {
        Ok(Some(Ok((login, cookie)))) => with_login(request.granted(service, &login), &cookie),
        Ok(Some(Err(error))) | Err(error) => failed(&error),
        Ok(None) => failed(&ServiceError::internal("the user is gone")),
    }
}

fn ask(call: &Call, request: &Request, question: Question<'_>, refusal: Option<&str>) -> Response {
    let secret = match form_secret(call) {
        Ok(secret) => secret,
        Err(error) => return failed(&error),
    };
    let providers = request.offered.iter().map(|provider| {
        let query = call.query.encoded_with(&[("identity_provider", &provider.provider_name)]);
        (provider.provider_name.as_str(), format!("/oauth2/authorize?{query}"))
    });
    let form = Form {
        status: if refusal.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK },
        action: &format!("/login?{}", call.query.encoded()),
        secret: &secret,
        leads_to: &request.redirect_uri,
        refusal,
    };
    let providers: Vec<_> = providers.collect();
    with_form_secret(pages::login(&form, request.client.supports(COGNITO).then_some(question), &providers), &secret)
}
