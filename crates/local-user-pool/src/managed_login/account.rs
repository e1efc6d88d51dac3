//! Accounts on the pool's own pages: a sign-up and its confirmation, and a forgotten password.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html>

use axum::{http::StatusCode, response::Response};
use serde_json::{Map, Value, json};

use super::{
    browser::{begin_login, form_secret, with_form_secret, with_login},
    call::{Call, redirect},
    language::{Language, Words},
    pages::{self, Field, Form},
    request::{COGNITO, Request, admitted, failed},
};
use crate::{
    error::ServiceError,
    operations,
    pool::methods::Method,
    service::Service,
    settings::UserPool,
    vocabulary::{Contact, UserStatus},
};

pub(super) const SIGN_UP: &str = "/signup";
pub(super) const CONFIRM: &str = "/confirm";
pub(super) const FORGOT_PASSWORD: &str = "/forgotPassword";
pub(super) const CONFIRM_FORGOT_PASSWORD: &str = "/confirmForgotPassword";

/// Before the names of attributes among a form's fields.
const ATTRIBUTE: &str = "attribute.";

/// GET /signup.
pub(super) fn show_sign_up(service: &Service, call: &Call) -> Response {
    with_request(service, call, |request| ask_sign_up(service, call, request, None))
}

/// POST /signup: SignUp. Who needs no confirmation signs in then.
pub(super) fn sign_up(service: &Service, call: &Call) -> Response {
    let request = match admitted(service, call) {
        Ok(request) => request,
        Err(page) => return *page,
    };
    let name = call.form.get("username").unwrap_or_default();
    let attributes: Vec<Value> = call
        .form
        .iter()
        .filter_map(|(field, value)| Some((field.strip_prefix(ATTRIBUTE)?, value)))
        .filter(|(_, value)| !value.is_empty())
        .map(|(attribute, value)| json!({ "Name": attribute, "Value": value }))
        .collect();
    let password = call.form.get("password").unwrap_or_default();
    let members = json!({ "Password": password, "UserAttributes": attributes });
    match operation(service, &request, "SignUp", name, members) {
        Ok(answer) if answer["UserConfirmed"] == true => to_login(call, name),
        Ok(_) => ask_confirmation(call, &request, name, None),
        Err(error) => ask_sign_up(service, call, &request, Some(error.message())),
    }
}

/// POST /confirm: ConfirmSignUp, which signs in, as the code has shown whose the address is; or a new code.
pub(super) fn confirm(service: &Service, call: &Call) -> Response {
    let request = match admitted(service, call) {
        Ok(request) => request,
        Err(page) => return *page,
    };
    let name = call.form.get("username").unwrap_or_default();
    if call.form.get("answer") == Some("resend") {
        let sent = operation(service, &request, "ResendConfirmationCode", name, json!({}));
        let refusal = sent.as_ref().err().map(ServiceError::message);
        return ask_confirmation(call, &request, name, refusal);
    }
    let code = call.form.get("code").unwrap_or_default();
    if let Err(error) = operation(service, &request, "ConfirmSignUp", name, json!({ "ConfirmationCode": code })) {
        return ask_confirmation(call, &request, name, Some(error.message()));
    }
    let signed_in = service.with_pool(&request.pool_id, |pool| {
        let user = pool.find(name).filter(|user| user.enabled && user.status == UserStatus::Confirmed);
        let user = user.ok_or_else(ServiceError::unknown_user)?;
        let method = match user.sign_up_contact(pool.settings()) {
            Some(Contact::PhoneNumber) => Method::Sms,
            Some(Contact::Email) | None => Method::EmailOtp,
        };
        begin_login(service, &request.pool_id, user, COGNITO, [method].into_iter().collect())
    });
    match signed_in {
        Ok((login, cookie)) => with_login(request.granted(service, &login), &cookie),
        Err(_) => to_login(call, name),
    }
}

/// GET /forgotPassword.
pub(super) fn show_forgot_password(service: &Service, call: &Call) -> Response {
    with_request(service, call, |request| ask_name(call, request, None))
}

/// POST /forgotPassword: ForgotPassword.
pub(super) fn forgot_password(service: &Service, call: &Call) -> Response {
    let request = match admitted(service, call) {
        Ok(request) => request,
        Err(page) => return *page,
    };
    let name = call.form.get("username").unwrap_or_default();
    match operation(service, &request, "ForgotPassword", name, json!({})) {
        Ok(_) => ask_new_password(call, &request, name, None),
        Err(error) => ask_name(call, &request, Some(error.message())),
    }
}

/// POST /confirmForgotPassword: ConfirmForgotPassword. The new password signs in.
pub(super) fn confirm_forgot_password(service: &Service, call: &Call) -> Response {
    let request = match admitted(service, call) {
        Ok(request) => request,
        Err(page) => return *page,
    };
    let given = |name: &str| call.form.get(name).unwrap_or_default();
    let members = json!({ "ConfirmationCode": given("code"), "Password": given("password") });
    match operation(service, &request, "ConfirmForgotPassword", given("username"), members) {
        Ok(_) => to_login(call, given("username")),
        Err(error) => ask_new_password(call, &request, given("username"), Some(error.message())),
    }
}

/// One operation of the API, by the client of the request.
fn operation(
    service: &Service,
    request: &Request,
    name: &str,
    username: &str,
    members: Value,
) -> Result<Value, ServiceError> {
    let mut body = match members {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    body.insert("ClientId".to_owned(), json!(request.client.client_id));
    body.insert("Username".to_owned(), json!(username));
    if let Some(hash) = request.client.secret_hash(username) {
        body.insert("SecretHash".to_owned(), json!(hash));
    }
    let target = format!("AWSCognitoIdentityProviderService.{name}");
    let (_, operation) = operations::by_target(&target).ok_or_else(|| ServiceError::internal("no such operation"))?;
    operation(service, &body)
}

fn with_request(service: &Service, call: &Call, ask: impl FnOnce(&Request) -> Response) -> Response {
    match Request::read(service, &call.query) {
        Ok(request) if request.client.supports(COGNITO) => ask(&request),
        Ok(_) => pages::error("This app does not let users of the pool sign in here."),
        Err(address) => redirect(&address),
    }
}

fn to_login(call: &Call, name: &str) -> Response {
    redirect(&format!("/login?{}", call.query.encoded_with(&[("login_hint", name)])))
}

fn ask_sign_up(service: &Service, call: &Call, request: &Request, refusal: Option<&str>) -> Response {
    let settings = match service.with_pool(&request.pool_id, |pool| Ok(pool.settings().clone())) {
        Ok(settings) => settings,
        Err(error) => return failed(&error),
    };
    if settings.admin_create_user_config.allow_admin_create_user_only {
        return pages::error("SignUp is not permitted for this user pool");
    }
    let words = Language::of(call).words;
    let given = |name: &str| call.form.get(name).unwrap_or_default().to_owned();
    let name = Field::new("username", name_label(&settings, words), "username").with(given("username"));
    let attributes = asked_attributes(&settings).into_iter().map(|attribute| {
        let field = format!("{ATTRIBUTE}{attribute}");
        let value = given(&field);
        Field::new(field, attribute_label(&attribute, words), autocomplete(&attribute)).with(value)
    });
    let password = Field::new("password", &words.password, "new-password");
    let fields: Vec<Field> = [name].into_iter().chain(attributes).chain([password]).collect();
    let login = format!("/login?{}", call.query.encoded());
    let links = vec![(words.sign_in.as_str(), login)];
    ask(call, request, Sheet { path: SIGN_UP, title: &words.sign_up, fields, links, ..Sheet::default() }, refusal)
}

/// Asks for the code of a sign-up.
pub(super) fn ask_confirmation(call: &Call, request: &Request, name: &str, refusal: Option<&str>) -> Response {
    let words = Language::of(call).words;
    let fields = vec![Field::hidden("username", name), Field::new("code", &words.confirmation_code, "one-time-code")];
    let sheet = Sheet {
        path: CONFIRM,
        title: &words.confirm_account,
        fields,
        second: Some(("resend", &words.send_again)),
        ..Sheet::default()
    };
    ask(call, request, sheet, refusal)
}

fn ask_name(call: &Call, request: &Request, refusal: Option<&str>) -> Response {
    let known = call.form.get("username").or(call.query.get("login_hint")).unwrap_or_default();
    let words = Language::of(call).words;
    let fields = vec![Field::new("username", &words.user_name, "username").with(known.to_owned())];
    let sheet = Sheet { path: FORGOT_PASSWORD, title: &words.forgot_password, fields, ..Sheet::default() };
    ask(call, request, sheet, refusal)
}

fn ask_new_password(call: &Call, request: &Request, name: &str, refusal: Option<&str>) -> Response {
    let words = Language::of(call).words;
    let fields = vec![
        Field::hidden("username", name),
        Field::new("code", &words.code, "one-time-code"),
        Field::new("password", &words.new_password, "new-password"),
    ];
    let sheet = Sheet { path: CONFIRM_FORGOT_PASSWORD, title: &words.choose_password, fields, ..Sheet::default() };
    ask(call, request, sheet, refusal)
}

/// One page with a form.
#[derive(Default)]
struct Sheet<'a> {
    path: &'static str,
    title: &'a str,
    fields: Vec<Field>,
    /// Another button: `answer`, and its label.
    second: Option<(&'static str, &'a str)>,
    links: Vec<(&'a str, String)>,
}

fn ask(call: &Call, request: &Request, sheet: Sheet<'_>, refusal: Option<&str>) -> Response {
    let secret = match form_secret(call) {
        Ok(secret) => secret,
        Err(error) => return failed(&error),
    };
    let form = Form {
        status: if refusal.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK },
        language: Language::of(call),
        action: &format!("{}?{}", sheet.path, call.query.encoded()),
        secret: &secret,
        leads_to: &request.redirect_uri,
        refusal,
    };
    with_form_secret(pages::sheet(&form, sheet.title, &sheet.fields, sheet.second, &sheet.links), &secret)
}

fn name_label<'a>(settings: &UserPool, words: &'a Words) -> &'a str {
    match (settings.has_username_attribute("email"), settings.has_username_attribute("phone_number")) {
        (true, true) => &words.email_or_phone_number,
        (true, false) => &words.email,
        (false, true) => &words.phone_number,
        (false, false) => &words.user_name,
    }
}

/// The attribute's own name, where there is no word for it.
fn attribute_label<'a>(attribute: &'a str, words: &'a Words) -> &'a str {
    match attribute {
        "email" => &words.email,
        "phone_number" => &words.phone_number,
        _ => attribute,
    }
}

/// What a sign-up must tell besides the name: what every user has, and where a code can go.
fn asked_attributes(settings: &UserPool) -> Vec<String> {
    let is_name = |name: &str| settings.has_username_attribute(name);
    let mut asked: Vec<String> =
        settings.required_attributes().filter(|name| !is_name(name)).map(str::to_owned).collect();
    if settings.username_attributes.is_empty() {
        for attribute in &settings.auto_verified_attributes {
            if !asked.contains(attribute) {
                asked.push(attribute.clone());
            }
        }
    }
    asked
}

/// The HTML standard's word for an attribute.
fn autocomplete(attribute: &str) -> &'static str {
    match attribute {
        "email" => "email",
        "phone_number" => "tel",
        "name" => "name",
        "given_name" => "given-name",
        "family_name" => "family-name",
        "birthdate" => "bday",
        _ => "on",
    }
}
