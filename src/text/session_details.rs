//! What the tokens say, in words.

use cognito_client::{Error, ErrorCode};

use super::{Screen, attribute, refusal};

pub const INTRO: &str = "For developers and support: what the id token says. None of it is a secret.";
pub const COPY: &str = "Copy details";
pub const EXPIRES: &str = "Expires";
pub const EXPIRED: &str = "expired; renewed with the next request";
pub const AWS_TITLE: &str = "AWS credentials";
pub const YES: &str = "Yes";
pub const NO: &str = "No";

/// What a claim says
/// ([Understanding the id token](https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html)).
pub fn claim(name: &str) -> String {
    let known = match name {
        "sub" => "Account id",
        "cognito:username" => "User name in the pool",
        "cognito:groups" => "Groups",
        "cognito:roles" => "Roles",
        "cognito:preferred_role" => "Preferred role",
        "identities" => "Linked sign-ins",
        "email_verified" => "E-mail verified",
        "phone_number_verified" => "Telephone number verified",
        "iss" => "Issued by",
        "aud" => "App client",
        "token_use" => "Kind of token",
        "auth_time" => "Signed in",
        "iat" => "Issued",
        "exp" => EXPIRES,
        "jti" => "Token id",
        "origin_jti" => "Id of the first token",
        "event_id" => "Sign-in event",
        other => return attribute(other),
    };
    known.to_owned()
}

/// How long until then.
pub fn remaining(seconds: u64) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("in {seconds} s"),
        (0, minutes, seconds) => format!("in {minutes} min {seconds} s"),
        (hours, minutes, seconds) => format!("in {hours} h {minutes} min {seconds} s"),
    }
}

pub fn aws_problem(error: &Error) -> String {
    match error.code() {
        Some(
            ErrorCode::NotAuthorized
            | ErrorCode::ResourceNotFound
            | ErrorCode::ResourceConflict
            | ErrorCode::InvalidIdentityPoolConfiguration
            | ErrorCode::InvalidParameter,
        ) => "The identity pool gives no credentials to this account.".to_owned(),
        _ => refusal(Screen::Welcome, error),
    }
}
