//! /login: the page that asks who one is. A real check of the password, and of what comes after it, as far as a page
//! without a script can ask it: codes, the choice among second factors, a new password.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/login-endpoint.html>

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde_json::Value;

use super::{
    account,
    browser::{begin_login, form_secret, with_form_secret, with_login},
    call::{Call, Parameters, redirect},
    language::Language,
    pages::{self, Form, Question},
    request::{COGNITO, Request, admitted, failed},
};
use crate::{
    error::ServiceError,
    pool::methods::Methods,
    service::Service,
    settings::FirstFactor,
    sign_in::{
        Attempt, LeadsTo,
        answer::{Answer, answer_on_own_page},
        hooks, mfa_setup, password, step_up, user_auth,
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
    ask(service, call, &request, Question::Password { name: call.query.get("login_hint").unwrap_or_default() }, None)
}

pub(super) fn submit(service: &Service, call: &Call) -> Response {
    let request = match admitted(service, call) {
        Ok(request) => request,
        Err(page) => return *page,
    };
    let name = call.form.get("username").unwrap_or_default();
    match answered(service, &request, &call.form) {
        Ok(Next::SignedIn(username, methods)) => signed_in(service, &request, &username, methods),
        Ok(Next::Asked { challenge, session, options }) => {
            let question = Question::of(&challenge, name, &session, &options);
            question.map_or_else(
                || {
                    pages::error(
                        "This page cannot ask what the pool wants to know next: sign in with the app's own form.",
                    )
                },
                |question| ask(service, call, &request, question, None),
            )
        }
        Err(error) if error.code() == "UserNotConfirmedException" => {
            account::ask_confirmation(call, &request, name, None)
        }
        Err(error) => {
            let options = call.form.get("options").unwrap_or_default();
            let again = call.form.get("challenge").zip(call.form.get("session"));
            // Where the session is over, it begins with the password again.
            let question = again
                .filter(|_| !matches!(error.code(), "NotAuthorizedException"))
                .and_then(|(challenge, session)| Question::of(challenge, name, session, options));
            ask(service, call, &request, question.unwrap_or(Question::Password { name }), Some(error.message()))
        }
    }
}

enum Next {
    /// By the real user name, and how that was proven.
    SignedIn(String, Methods),
    Asked {
        challenge: String,
        session: String,
        /// MFAS_CAN_CHOOSE, CREDENTIAL_REQUEST_OPTIONS, or the secret of an authenticator app.
        options: String,
    },
}

fn answered(service: &Service, request: &Request, form: &Parameters) -> Result<Next, ServiceError> {
    let required = |name: &str| {
        form.get(name).ok_or_else(|| ServiceError::invalid_parameter(format!("Missing required parameter {name}")))
    };
    let (name, client_id) = (required("username")?, &request.client.client_id);
    let answer = match form.get("challenge") {
        None => match form.get("first") {
            Some(factor) => without_password(service, request, name, factor)?,
            None => first_step(service, request, name, required("password")?)?,
        },
        Some("MFA_SETUP") => {
            // A wrong code leaves the session as it is.
            let session = mfa_setup::verify(service, required("session")?, required("answer")?, None)?;
            let responses = BTreeMap::from([("USERNAME", name)]);
            let answer = Answer {
                challenge_name: "MFA_SETUP",
                session: Some(&session),
                responses: &responses,
                client_metadata: BTreeMap::new(),
            };
            answer_on_own_page(service, client_id, answer)?
        }
        Some(challenge) => {
            let response = match challenge {
                "NEW_PASSWORD_REQUIRED" => "NEW_PASSWORD",
                "SELECT_MFA_TYPE" => "ANSWER",
                "SMS_MFA" => "SMS_MFA_CODE",
                "SMS_OTP" => "SMS_OTP_CODE",
                "EMAIL_OTP" => "EMAIL_OTP_CODE",
                "SOFTWARE_TOKEN_MFA" => "SOFTWARE_TOKEN_MFA_CODE",
                "WEB_AUTHN" => "CREDENTIAL",
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
        (Some(username), _) => {
            let methods = serde_json::from_value(answer["Methods"].clone());
            Ok(Next::SignedIn(username.to_owned(), methods.unwrap_or_default()))
        }
        (None, Some("MFA_SETUP")) if can_set_up_app(&answer) => {
            let (secret, session) = mfa_setup::associate(service, &text(&answer["Session"]))?;
            Ok(Next::Asked { challenge: "MFA_SETUP".to_owned(), session, options: secret })
        }
        (None, Some(challenge)) => {
            let parameters = &answer["ChallengeParameters"];
            let options = match challenge {
                "WEB_AUTHN" => &parameters["CREDENTIAL_REQUEST_OPTIONS"],
                "SELECT_MFA_TYPE" => &parameters["MFAS_CAN_CHOOSE"],
                _ => &Value::Null,
            };
            let (session, options) = (text(&answer["Session"]), text(options));
            Ok(Next::Asked { challenge: challenge.to_owned(), session, options })
        }
        // The session was one of the API's.
        (None, None) => Err(ServiceError::invalid_session()),
    }
}

fn first_step(service: &Service, request: &Request, name: &str, password: &str) -> Result<Value, ServiceError> {
    let client_id = &request.client.client_id;
    hooks::migrate(service, client_id, name, hooks::Migration::SignIn { password }, &BTreeMap::new())?;
    let mut attempt = service.with_client(client_id, |pool, client| {
        Ok(Attempt { leads_to: LeadsTo::Name, ..Attempt::new(pool, client, name)? })
    })?;
    hooks::before_sign_in(service, &attempt)?;
    attempt.target = step_up::target(service, &attempt, request.wish())?;
    password::check_typed(service, attempt, password)
}

/// Whether MFA_SETUP takes an authenticator app.
fn can_set_up_app(answer: &Value) -> bool {
    let list = answer["ChallengeParameters"]["MFAS_CAN_SETUP"].as_str().unwrap_or_default();
    serde_json::from_str::<Vec<String>>(list).is_ok_and(|names| names.iter().any(|name| name == "SOFTWARE_TOKEN_MFA"))
}

/// Begins with a code, or whatever else the pool lets come first.
fn without_password(service: &Service, request: &Request, name: &str, factor: &str) -> Result<Value, ServiceError> {
    let attempt = service.with_client(&request.client.client_id, |pool, client| {
        Ok(Attempt { leads_to: LeadsTo::Name, ..Attempt::new(pool, client, name)? })
    })?;
    hooks::before_sign_in(service, &attempt)?;
    let levels = request.wish().levels.unwrap_or_default();
    let parameters = BTreeMap::from([("PREFERRED_CHALLENGE", factor), ("TARGET_ACR_VALUES", levels)]);
    let answer = user_auth::begin(service, attempt, None, &parameters)?;
    match answer["ChallengeName"] == factor {
        true => Ok(answer),
        false => Err(ServiceError::invalid_parameter("That way of signing in is not available for the user.")),
    }
}

fn signed_in(service: &Service, request: &Request, username: &str, methods: Methods) -> Response {
    let user_exists = service.with_pool(&request.pool_id, |pool| {
        Ok(pool.data.users.get(username).map(|user| begin_login(service, &request.pool_id, user, COGNITO, methods)))
    });
    match user_exists {
        Ok(Some(Ok((login, cookie)))) => with_login(request.granted(service, &login), &cookie),
        Ok(Some(Err(error))) | Err(error) => failed(&error),
        Ok(None) => failed(&ServiceError::internal("the user is gone")),
    }
}

fn ask(service: &Service, call: &Call, request: &Request, question: Question<'_>, refusal: Option<&str>) -> Response {
    let secret = match form_secret(call) {
        Ok(secret) => secret,
        Err(error) => return failed(&error),
    };
    let language = Language::of(call);
    let words = language.words;
    let providers = request.offered.iter().map(|provider| {
        let query = call.query.encoded_with(&[("identity_provider", &provider.provider_name)]);
        (provider.provider_name.as_str(), format!("/oauth2/authorize?{query}"))
    });
    let form = Form {
        status: if refusal.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK },
        language,
        action: &format!("/login?{}", call.query.encoded()),
        secret: &secret,
        leads_to: &request.redirect_uri,
        refusal,
    };
    let providers: Vec<_> = providers.collect();
    let (others, can_sign_up) = service
        .with_pool(&request.pool_id, |pool| {
            let settings = pool.settings();
            let ways = [
                (FirstFactor::EmailOtp, ("EMAIL_OTP", words.email_me.as_str())),
                (FirstFactor::SmsOtp, ("SMS_OTP", words.text_me.as_str())),
                (FirstFactor::WebAuthn, ("WEB_AUTHN", words.use_passkey.as_str())),
            ];
            let allowed = ways.into_iter().filter(|(factor, _)| settings.allows_first(*factor));
            let others: Vec<_> = allowed.map(|(_, way)| way).collect();
            Ok((others, !settings.admin_create_user_config.allow_admin_create_user_only))
        })
        .unwrap_or_default();
    let link = |path: &str| format!("{path}?{}", call.query.encoded());
    let mut more = vec![(words.forgot_password.as_str(), link(account::FORGOT_PASSWORD))];
    if can_sign_up {
        more.push((&words.sign_up, link(account::SIGN_UP)));
    }
    with_form_secret(
        pages::login(&form, request.client.supports(COGNITO).then_some(question), &providers, &others, &more),
        &secret,
    )
}
