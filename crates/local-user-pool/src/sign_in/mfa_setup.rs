//! MFA_SETUP: a second factor that is set up on the way. An authenticator app by AssociateSoftwareToken and
//! VerifySoftwareToken, each with the session of the step before; an e-mail address by a code that is sent there.
//! SMS cannot be set up on the way.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    Attempt, Proof, ask as ask_challenge,
    asked::{Asked, SetUp},
    challenge::{Challenge, ChallengeKey},
    code, mfa, proceed,
};
use crate::{
    error::ServiceError,
    pool::{
        attributes::{Occasion, check_mutable, check_values},
        totp::{Checked, TotpSecret},
    },
    service::Service,
    vocabulary::{Contact, MfaFactor},
};

/// Asks to set a factor up: MFA_SETUP.
pub(crate) fn ask(service: &Service, attempt: Attempt, can: Vec<MfaFactor>) -> Result<Value, ServiceError> {
    let parameters = json!({ "MFAS_CAN_SETUP": mfa::names(&can), "USER_ID_FOR_SRP": attempt.who.user_id() });
    ask_challenge(service, attempt, Asked::MfaSetup(SetUp { can, totp: None }), parameters)
}

/// AssociateSoftwareToken with a session: secret and next session.
pub(crate) fn associate(service: &Service, session: &str) -> Result<(String, String), ServiceError> {
    let Challenge { attempt, asked: Asked::MfaSetup(set_up), .. } = take(service, session)? else {
        return Err(ServiceError::invalid_session());
    };
    let totp = TotpSecret::generate()?;
    let secret_code = totp.secret_code().to_owned();
    let asked = Asked::MfaSetup(SetUp { totp: Some(totp), ..set_up });
    let session = service.challenges().open(Challenge::new(attempt, asked, service.clock.now()))?;
    Ok((secret_code, session))
}

/// VerifySoftwareToken with a session: the session that MFA_SETUP is answered with. A wrong code leaves the one before.
pub(crate) fn verify(
    service: &Service,
    session: &str,
    code: &str,
    friendly_name: Option<&str>,
) -> Result<String, ServiceError> {
    let mut challenge = take(service, session)?;
    let verified = verify_taken(service, &mut challenge, code, friendly_name);
    if let Err(error) = verified {
        if challenge.survives(&error) {
            service.challenges().insert(ChallengeKey::of(session), challenge);
        }
        return Err(error);
    }
    service.challenges().open(Challenge::new(challenge.attempt, challenge.asked, service.clock.now()))
}

fn verify_taken(
    service: &Service,
    challenge: &mut Challenge,
    code: &str,
    friendly_name: Option<&str>,
) -> Result<(), ServiceError> {
    let Asked::MfaSetup(SetUp { totp: Some(totp), .. }) = &mut challenge.asked else {
        return Err(ServiceError::software_token_not_set_up());
    };
    if totp.check(code, service.clock.now())? != Checked::Right {
        return Err(ServiceError::new("EnableSoftwareTokenMFAException", "Code mismatch"));
    }
    totp.verified = true;
    totp.friendly_name = friendly_name.map(str::to_owned);
    let attempt = &challenge.attempt;
    service.change_client(&attempt.client_id, |pool, _| {
        attempt.user_mut(pool)?.totp = Some(totp.clone());
        Ok(())
    })
}

/// Answers MFA_SETUP: with the session of VerifySoftwareToken, or with EMAIL.
pub(crate) fn answer(
    service: &Service,
    attempt: Attempt,
    set_up: &SetUp,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    // The API reference's parameter list has EMAIL, its guide "email".
    if let Some(address) = responses.get("EMAIL").or_else(|| responses.get("email")).copied() {
        return answer_email(service, attempt, set_up, address);
    }
    if !set_up.totp.as_ref().is_some_and(|totp| totp.verified) {
        return Err(ServiceError::software_token_not_set_up());
    }
    service.change_client(&attempt.client_id, |pool, _| {
        attempt.user_mut(pool)?.mfa.enable(MfaFactor::SoftwareTokenMfa, true);
        Ok(())
    })?;
    proceed(service, attempt, Proof::SecondFactor(MfaFactor::SoftwareTokenMfa))
}

fn answer_email(service: &Service, attempt: Attempt, set_up: &SetUp, address: &str) -> Result<Value, ServiceError> {
    if !set_up.can.contains(&MfaFactor::EmailOtp) {
        return Err(ServiceError::invalid_parameter("EMAIL_OTP is not one of the factors to set up."));
    }
    service.with_client(&attempt.client_id, |pool, _| {
        let changed = BTreeMap::from([(Contact::Email.attribute().to_owned(), address.to_owned())]);
        check_values(pool.settings(), Occasion::Change, &changed)?;
        check_mutable(pool.settings(), changed.keys())?;
        match pool.has_other_called(attempt.who.user_id(), Contact::Email, address) {
            true => Err(ServiceError::alias_exists(Contact::Email.attribute())),
            false => Ok(()),
        }
    })?;
    code::ask_new_address(service, attempt, address)
}

fn take(service: &Service, session: &str) -> Result<Challenge, ServiceError> {
    let client_id = service.challenges().client_id(session)?;
    let client = service.with_client(&client_id, |_, client| Ok(client.clone()))?;
    let now = service.clock.now();
    service.challenges().take_if(ChallengeKey::of(session), &client, now, |asked| match asked {
        Asked::MfaSetup(set_up) => set_up.can.contains(&MfaFactor::SoftwareTokenMfa),
        _ => false,
    })
}
