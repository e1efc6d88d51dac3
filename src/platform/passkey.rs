//! Passkeys, as `navigator.credentials` gives them
//! ([WebAuthn](https://www.w3.org/TR/webauthn-3/#sctn-parseRequestOptionsFromJSON)).

use js_sys::{Function, JSON, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use crate::life::in_background;

/// How the browser asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mediation {
    /// In a dialog of its own.
    Dialog,
    /// Among what it offers to fill into a field, until somebody picks it.
    Autofill,
}

/// Why there is no passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyError {
    /// This browser has none.
    Unsupported,
    /// The person closed the dialog, or has none here: browsers do not tell which.
    NotGiven,
    /// It belongs to another address than this page's.
    OtherAddress,
    /// The authenticator has one for this account already.
    AlreadyThere,
    /// Anything else.
    Failed,
}

/// Whether [`get`] can work here.
pub fn is_supported() -> bool {
    public_key_credential().is_some()
}

/// Whether [`Mediation::Autofill`] can work here.
pub async fn is_autofill_supported() -> bool {
    can("isConditionalMediationAvailable").await
}

/// Whether this device can make a passkey by itself, without a key beside it.
pub async fn is_authenticator_here() -> bool {
    can("isUserVerifyingPlatformAuthenticatorAvailable").await
}

async fn can(question: &str) -> bool {
    let Some(class) = public_key_credential() else { return false };
    let Some(is_available) = method(&class, question) else { return false };
    let Ok(Ok(promise)) = is_available.call0(&class).map(JsCast::dyn_into::<Promise>) else { return false };
    JsFuture::from(promise).await.is_ok_and(|answer| answer.is_truthy())
}

/// Has a passkey made: takes and gives what Cognito gives and takes, as JSON
/// ([WebAuthn](https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON)). Who stops waiting ends the question.
///
/// # Errors
/// If none is made.
pub async fn create(creation_options: &str) -> Result<String, PasskeyError> {
    let class = public_key_credential().ok_or(PasskeyError::Unsupported)?;
    let question = Question(AbortController::new().map_err(|_| PasskeyError::Unsupported)?);
    let credential = ask_to_create(&class, creation_options, &question).await.map_err(|error| reason(&error))?;
    to_json(&credential).ok_or(PasskeyError::NotGiven)
}

/// Tells the browser that the service does not know a passkey any more, where the browser listens
/// ([WebAuthn](https://www.w3.org/TR/webauthn-3/#sctn-signalUnknownCredential)). `credential_id` is in base64url.
pub fn signal_unknown(relying_party_id: &str, credential_id: &str) {
    let Some(class) = public_key_credential() else { return };
    let Some(signal) = method(&class, "signalUnknownCredential") else { return };
    let options = Object::new();
    for (name, value) in [("rpId", relying_party_id), ("credentialId", credential_id)] {
        Reflect::set(&options, &name.into(), &value.into()).ok();
    }
    if let Ok(Ok(promise)) = signal.call1(&class, &options).map(JsCast::dyn_into::<Promise>) {
        // A browser that cannot do so keeps offering what does not work.
        in_background(async move {
            JsFuture::from(promise).await.ok();
        });
    }
}

/// Asks for a passkey: takes and gives what Cognito takes and gives, as JSON. Who stops waiting ends the question.
///
/// # Errors
/// If none is given.
pub async fn get(request_options: &str, mediation: Mediation) -> Result<String, PasskeyError> {
    let class = public_key_credential().ok_or(PasskeyError::Unsupported)?;
    let question = Question(AbortController::new().map_err(|_| PasskeyError::Unsupported)?);
    let credential = ask(&class, request_options, mediation, &question).await.map_err(|error| reason(&error))?;
    to_json(&credential).ok_or(PasskeyError::NotGiven)
}

struct Question(AbortController);

impl Drop for Question {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn ask(
    class: &JsValue,
    request_options: &str,
    mediation: Mediation,
    question: &Question,
) -> Result<JsValue, JsValue> {
    let parse = method(class, "parseRequestOptionsFromJSON").ok_or(JsValue::UNDEFINED)?;
    let public_key = parse.call1(class, &JSON::parse(request_options)?)?;
    let options = Object::new();
    Reflect::set(&options, &"publicKey".into(), &public_key)?;
    Reflect::set(&options, &"signal".into(), &question.0.signal())?;
    if mediation == Mediation::Autofill {
        Reflect::set(&options, &"mediation".into(), &"conditional".into())?;
    }
    let credentials = window().navigator().credentials();
    JsFuture::from(credentials.get_with_options(options.unchecked_ref())?).await
}

async fn ask_to_create(class: &JsValue, creation_options: &str, question: &Question) -> Result<JsValue, JsValue> {
    let parse = method(class, "parseCreationOptionsFromJSON").ok_or(JsValue::UNDEFINED)?;
    let public_key = parse.call1(class, &JSON::parse(creation_options)?)?;
    let options = Object::new();
    Reflect::set(&options, &"publicKey".into(), &public_key)?;
    Reflect::set(&options, &"signal".into(), &question.0.signal())?;
    let credentials = window().navigator().credentials();
    JsFuture::from(credentials.create_with_options(options.unchecked_ref())?).await
}

/// The id of what [`get`] gave, in base64url.
pub fn credential_id(json: &str) -> Option<String> {
    Reflect::get(&JSON::parse(json).ok()?, &"id".into()).ok()?.as_string()
}

fn to_json(credential: &JsValue) -> Option<String> {
    let json = method(credential, "toJSON")?.call0(credential).ok()?;
    JSON::stringify(&json).ok().map(String::from)
}

fn reason(error: &JsValue) -> PasskeyError {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "AbortError") => PasskeyError::NotGiven,
        Some("InvalidStateError") => PasskeyError::AlreadyThere,
        Some("SecurityError") => PasskeyError::OtherAddress,
        Some("NotSupportedError") => PasskeyError::Unsupported,
        _ => PasskeyError::Failed,
    }
}

/// The class, if it reads and writes JSON: what came before that cannot be used with Cognito.
fn public_key_credential() -> Option<JsValue> {
    let class = Reflect::get(&window(), &"PublicKeyCredential".into()).ok()?;
    method(&class, "parseRequestOptionsFromJSON").map(|_| class)
}

fn method(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}
