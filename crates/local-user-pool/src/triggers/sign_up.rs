//! Triggers around a sign-up: PreSignUp and PostConfirmation.

use std::collections::BTreeMap;

use serde_json::json;

use super::Asker;
use crate::{
    error::ServiceError,
    pool::user::User,
    service::Service,
    settings::Trigger,
    vocabulary::{Contact, UserStatus},
};

/// What a sign-up brought for its triggers alone.
pub(crate) struct Extra<'a> {
    /// ValidationData.
    pub(crate) validation_data: BTreeMap<&'a str, &'a str>,
    /// ClientMetadata.
    pub(crate) client_metadata: BTreeMap<&'a str, &'a str>,
}

/// How a user came to be made, or confirmed.
#[derive(Clone, Copy)]
pub(crate) enum Source {
    SignUp,
    AdminCreateUser,
    /// The first sign-in with an identity provider.
    ExternalProvider,
}

/// Asks PreSignUp about a user who is about to be made, and does to the user what it wants.
///
/// # Errors
/// What the trigger has against it; InvalidLambdaResponseException when it verifies what is not there.
pub(crate) fn before_sign_up(
    asker: &Asker,
    source: Source,
    user: &mut User,
    extra: &Extra<'_>,
) -> Result<(), ServiceError> {
    let request = asker
        .request([("validationData", json!(extra.validation_data)), ("clientMetadata", json!(extra.client_metadata))]);
    let response = json!({ "autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false });
    let source = match source {
        Source::SignUp => "PreSignUp_SignUp",
        Source::AdminCreateUser => "PreSignUp_AdminCreateUser",
        Source::ExternalProvider => "PreSignUp_ExternalProvider",
    };
    let Some(answer) = asker.ask(Trigger::PreSignUp, source, request, response)? else { return Ok(()) };
    for (member, contact) in [("autoVerifyEmail", Contact::Email), ("autoVerifyPhone", Contact::PhoneNumber)] {
        if answer.flag(member)? {
            if user.contact(contact).is_none() {
                return Err(super::unrecognizable());
            }
            user.set_verified(contact, true);
        }
    }
    if answer.flag("autoConfirmUser")? && user.status == UserStatus::Unconfirmed {
        user.status = UserStatus::Confirmed;
        user.sign_up_code = None;
    }
    Ok(())
}

/// Asks PostConfirmation about a user who has just been confirmed. A refusal does not undo that.
///
/// # Errors
/// What the trigger has against it.
pub(crate) fn after_confirmation(
    service: &Service,
    client_id: &str,
    username: &str,
    source: &str,
    client_metadata: &BTreeMap<&str, &str>,
) -> Result<(), ServiceError> {
    let asker = service.with_client(client_id, |pool, _| {
        Ok(pool.data.users.get(username).map(|user| Asker::for_user(pool, client_id, user)))
    })?;
    asker.map_or(Ok(()), |asker| tell_confirmed(&asker, source, client_metadata))
}

/// As [`after_confirmation`], where no client did it.
pub(crate) fn tell_confirmed(
    asker: &Asker,
    source: &str,
    client_metadata: &BTreeMap<&str, &str>,
) -> Result<(), ServiceError> {
    let request = asker.request([("clientMetadata", json!(client_metadata))]);
    asker.ask(Trigger::PostConfirmation, source, request, json!({}))?;
    Ok(())
}
