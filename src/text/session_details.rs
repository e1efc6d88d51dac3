//! What the tokens say, in words.

use cognito_client::{Error, ErrorCode};

pub use super::sentences::account::details::{AWS_TITLE, COPY, EXPIRED, EXPIRES, INTRO, NO, YES};
use super::{Screen, profile, refusal, sentences::account::details};
use crate::{language::Sentence, platform::intl};

/// What a claim says
/// ([Understanding the id token](https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html)).
pub fn claim(name: &str) -> Sentence {
    match name {
        "cognito:username" => details::USERNAME_IN_POOL,
        "cognito:groups" => details::GROUPS,
        "cognito:roles" => details::ROLES,
        "cognito:preferred_role" => details::PREFERRED_ROLE,
        "email_verified" => details::EMAIL_VERIFIED,
        "phone_number_verified" => details::PHONE_NUMBER_VERIFIED,
        "iss" => details::ISSUER,
        "aud" => details::AUDIENCE,
        "token_use" => details::TOKEN_USE,
        "auth_time" => details::AUTH_TIME,
        "acr" => details::ACR,
        "amr" => details::AMR,
        "iat" => details::ISSUED_AT,
        "exp" => EXPIRES,
        "jti" => details::TOKEN_ID,
        "origin_jti" => details::ORIGIN_TOKEN_ID,
        "event_id" => details::EVENT_ID,
        other => profile::label(other),
    }
}

/// How long until then.
pub fn remaining(seconds: u64) -> Sentence {
    let units = [(seconds / 3600, "hour"), (seconds / 60 % 60, "minute"), (seconds % 60, "second")];
    let first = units.iter().position(|(amount, _)| *amount > 0).unwrap_or(units.len() - 1);
    details::expires_in(intl::duration(&units[first..]))
}

pub fn aws_problem(error: &Error) -> Sentence {
    match error.code() {
        Some(
            ErrorCode::NotAuthorized
            | ErrorCode::ResourceNotFound
            | ErrorCode::ResourceConflict
            | ErrorCode::InvalidIdentityPoolConfiguration
            | ErrorCode::InvalidParameter,
        ) => details::AWS_REFUSED,
        _ => refusal(Screen::Welcome, error),
    }
}
