//! The exceptions of the API, by their wire names.

use std::{borrow::Cow, fmt};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// An exception of the API: `__type` and `message` of its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceError {
    code: &'static str,
    message: Cow<'static, str>,
}

pub(crate) const INCORRECT_USERNAME_OR_PASSWORD: &str = "Incorrect username or password.";
pub(crate) const ATTEMPTS_EXCEEDED: &str = "Password attempts exceeded";

impl ServiceError {
    pub(crate) fn new(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn internal(message: &'static str) -> Self {
        Self::new("InternalErrorException", message)
    }

    pub(crate) fn invalid_parameter(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new("InvalidParameterException", message)
    }

    pub(crate) fn not_authorized(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new("NotAuthorizedException", message)
    }

    pub(crate) fn serialization(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new("SerializationException", message)
    }

    pub(crate) fn incorrect_username_or_password() -> Self {
        Self::not_authorized(INCORRECT_USERNAME_OR_PASSWORD)
    }

    pub(crate) fn unknown_user() -> Self {
        Self::new("UserNotFoundException", "User does not exist.")
    }

    pub(crate) fn not_confirmed() -> Self {
        Self::new("UserNotConfirmedException", "User is not confirmed.")
    }

    /// For a session that is unknown, used, or another client's.
    pub(crate) fn invalid_session() -> Self {
        Self::not_authorized("Invalid session for the user.")
    }

    /// For a wrong code, or another challenge's answer, during a sign-in.
    pub(crate) fn wrong_code() -> Self {
        Self::new("CodeMismatchException", "Invalid code or auth state for the user.")
    }

    pub(crate) fn software_token_not_set_up() -> Self {
        Self::invalid_parameter("User has not set up software token mfa")
    }

    pub(crate) fn attempt_limit_exceeded() -> Self {
        Self::new("LimitExceededException", "Attempt limit exceeded, please try after some time.")
    }

    pub(crate) fn mismatched_code() -> Self {
        Self::new("CodeMismatchException", "Invalid verification code provided, please try again.")
    }

    /// For more than can be dealt with at a time.
    pub(crate) fn too_many_requests() -> Self {
        Self::new("TooManyRequestsException", "Too many requests have been made to this resource.")
    }

    /// For an address or number that already means another user.
    pub(crate) fn alias_exists(attribute: &str) -> Self {
        Self::new("AliasExistsException", format!("An account with the given {attribute} already exists."))
    }

    pub(crate) fn expired_code() -> Self {
        Self::new("ExpiredCodeException", "Invalid code provided, please request a code again.")
    }

    /// The exception's name, as `__type` has it: "NotAuthorizedException".
    pub fn code(&self) -> &str {
        self.code
    }

    /// Cognito's sentence.
    pub fn message(&self) -> &str {
        &self.message
    }

    fn status(&self) -> StatusCode {
        match self.code {
            "InternalErrorException" => StatusCode::INTERNAL_SERVER_ERROR,
            "ForbiddenException" => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl IntoResponse for ServiceError {
    fn into_response(self) -> Response {
        let body = json!({ "__type": self.code, "message": self.message }).to_string();
        let mut response =
            (self.status(), [(header::CONTENT_TYPE, "application/x-amz-json-1.1")], body).into_response();
        let headers = response.headers_mut();
        // Cognito ends the name with a colon; clients cut there.
        if let Ok(value) = HeaderValue::from_str(&format!("{}:", self.code)) {
            headers.insert("x-amzn-errortype", value);
        }
        if let Ok(value) = HeaderValue::from_str(&self.message) {
            headers.insert("x-amzn-errormessage", value);
        }
        response
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for ServiceError {}
