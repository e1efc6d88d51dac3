//! Questions that wait for an answer. They live in memory only: a restart ends them, as their age would.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;

use super::{
    Attempt, choice,
    code::{self, SentCode},
    custom::{self, Question},
    device, mfa,
    mfa_setup::{self, SetUp},
    new_password,
    password::{self, Verifier},
    web_authn,
};
use crate::{
    error::{ATTEMPTS_EXCEEDED, ServiceError},
    expiring::Expiring,
    operations::parameter,
    pool::{Pool, mfa::MfaFactor},
    random,
    service::Service,
    settings::UserPoolClient,
    web_authn::Assertion,
};

/// How long an unanswered challenge is kept at all: the longest AuthSessionValidity a client can have.
const KEPT_SECONDS: u64 = 15 * 60;
/// The oldest are forgotten then.
const MOST_OPEN: usize = 50_000;
const SESSION_BYTES: usize = 256;
/// So many wrong codes end a session.
const MOST_FAILURES: u32 = 5;

/// What was asked, of whom, and when.
pub(crate) struct Challenge {
    pub(crate) attempt: Attempt,
    pub(crate) asked: Asked,
    /// Seconds since 1970.
    created_at: u64,
    /// Wrong codes so far.
    failures: u32,
}

/// Which answer is awaited.
pub(crate) enum Asked {
    /// PASSWORD_VERIFIER.
    PasswordVerifier(Box<Verifier>),
    /// PASSWORD.
    Password,
    /// PASSWORD_SRP.
    PasswordSrp,
    /// SELECT_CHALLENGE.
    SelectChallenge,
    /// EMAIL_OTP or SMS_OTP as first factor.
    SignInCode(SentCode),
    /// SMS_MFA, or EMAIL_OTP as second factor.
    MfaCode(SentCode),
    /// SOFTWARE_TOKEN_MFA.
    SoftwareToken,
    /// SELECT_MFA_TYPE.
    SelectMfaType(Vec<MfaFactor>),
    /// MFA_SETUP.
    MfaSetup(SetUp),
    /// DEVICE_SRP_AUTH.
    DeviceSrpAuth,
    /// DEVICE_PASSWORD_VERIFIER.
    DevicePasswordVerifier(Box<Verifier>),
    /// WEB_AUTHN.
    WebAuthn(Box<Assertion>),
    /// CUSTOM_CHALLENGE.
    Custom(Box<Question>),
    /// NEW_PASSWORD_REQUIRED.
    NewPassword,
    /// Nothing any more: ConfirmSignUp gave this session, and InitiateAuth with it is a sign-in.
    SignedUp,
}

/// An answer: RespondToAuthChallenge's ChallengeResponses.
pub(crate) struct Answer<'a> {
    pub(crate) challenge_name: &'a str,
    pub(crate) session: Option<&'a str>,
    pub(crate) responses: &'a BTreeMap<&'a str, &'a str>,
    pub(crate) client_metadata: BTreeMap<String, String>,
}

/// Every open challenge, found by the digest of the secret that was given out with it.
pub(crate) struct Challenges {
    open: Expiring<ChallengeKey, Challenge>,
    /// The last ones that can be answered without a session, by what else leads to them.
    hinted: Expiring<Hint, ChallengeKey>,
}

/// What leads to a challenge without its session.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Hint {
    /// DEVICE_SRP_AUTH, by the device that is asked.
    Device(String),
    /// DEVICE_PASSWORD_VERIFIER, by the digest of its secret block.
    Block([u8; 32]),
}

impl Default for Challenges {
    fn default() -> Self {
        Self { open: Expiring::new(KEPT_SECONDS, MOST_OPEN), hinted: Expiring::new(KEPT_SECONDS, MOST_OPEN) }
    }
}

/// The digest of the secret that was given out with a challenge.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ChallengeKey([u8; 32]);

impl ChallengeKey {
    pub(crate) fn of(secret: &str) -> Self {
        Self(random::sha256(secret.as_bytes()))
    }
}

impl Asked {
    /// ChallengeName.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::PasswordVerifier(_) => "PASSWORD_VERIFIER",
            Self::Password => "PASSWORD",
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::SelectChallenge => "SELECT_CHALLENGE",
            Self::SignInCode(sent) | Self::MfaCode(sent) => sent.challenge_name(),
            Self::SoftwareToken => MfaFactor::SoftwareTokenMfa.name(),
            Self::SelectMfaType(_) => "SELECT_MFA_TYPE",
            Self::MfaSetup(_) => "MFA_SETUP",
            Self::DeviceSrpAuth => "DEVICE_SRP_AUTH",
            Self::DevicePasswordVerifier(_) => "DEVICE_PASSWORD_VERIFIER",
            Self::WebAuthn(_) => "WEB_AUTHN",
            Self::Custom(_) => "CUSTOM_CHALLENGE",
            Self::NewPassword => "NEW_PASSWORD_REQUIRED",
            Self::SignedUp => "",
        }
    }
}

impl Challenge {
    pub(crate) fn new(attempt: Attempt, asked: Asked, now: u64) -> Self {
        Self { attempt, asked, created_at: now, failures: 0 }
    }

    fn hint(&self) -> Option<Hint> {
        match &self.asked {
            Asked::DeviceSrpAuth => self.attempt.device_key.clone().map(Hint::Device),
            Asked::DevicePasswordVerifier(verifier) => {
                Some(Hint::Block(random::sha256(verifier.secret_block.as_bytes())))
            }
            _ => None,
        }
    }

    /// Whether the same session can be answered again after that refusal.
    pub(super) fn survives(&mut self, error: &ServiceError) -> bool {
        match error.code() {
            "CodeMismatchException" => {
                self.failures += 1;
                self.failures < MOST_FAILURES
            }
            "InvalidParameterException"
            | "InvalidPasswordException"
            | "ExpiredCodeException"
            | "EnableSoftwareTokenMFAException"
            | "AliasExistsException"
            | "MFAMethodNotFoundException"
            // Nothing but a DEVICE_KEY: clients answer again without it.
            | "ResourceNotFoundException" => true,
            // A lock-out says nothing about the answer.
            _ => error.message() == ATTEMPTS_EXCEEDED,
        }
    }
}

impl Challenges {
    /// Keeps a challenge; gives its session.
    pub(crate) fn open(&mut self, challenge: Challenge) -> Result<String, ServiceError> {
        let session = BASE64_URL_SAFE_NO_PAD.encode(random::bytes::<SESSION_BYTES>()?);
        self.insert(ChallengeKey::of(&session), challenge);
        Ok(session)
    }

    /// Keeps a challenge, and forgets those that are too old to be answered.
    pub(crate) fn insert(&mut self, key: ChallengeKey, challenge: Challenge) {
        let now = challenge.created_at;
        if let Some(hint) = challenge.hint() {
            self.hinted.insert(hint, key, now);
        }
        self.open.insert(key, challenge, now);
    }

    /// The challenge of that client to which that leads: its key, for [`Challenges::take`] and [`Challenges::insert`], and
    /// whose it is.
    fn hinted(&self, client: &UserPoolClient, hint: &Hint) -> Option<(ChallengeKey, Attempt)> {
        let key = self.hinted.get(hint)?;
        let open = self.open.get(key).filter(|open| open.attempt.client_id == client.client_id)?;
        Some((*key, open.attempt.clone()))
    }

    /// Takes a challenge out, if this client may answer it now. What must be answered again is inserted again.
    ///
    /// # Errors
    /// NotAuthorizedException for a session that is unknown, used, another client's or too old. Only its own client's
    /// late answer ends it.
    pub(crate) fn take(
        &mut self,
        key: ChallengeKey,
        client: &UserPoolClient,
        now: u64,
    ) -> Result<Challenge, ServiceError> {
        self.take_if(key, client, now, |_| true)
    }

    /// As [`Challenges::take`]; a challenge that is not `wanted` stays.
    pub(crate) fn take_if(
        &mut self,
        key: ChallengeKey,
        client: &UserPoolClient,
        now: u64,
        wanted: impl FnOnce(&Asked) -> bool,
    ) -> Result<Challenge, ServiceError> {
        let found = self.open.get(&key).ok_or_else(ServiceError::invalid_session)?;
        if found.attempt.client_id != client.client_id || !wanted(&found.asked) {
            return Err(ServiceError::invalid_session());
        }
        let challenge = self.open.remove(&key).ok_or_else(ServiceError::invalid_session)?;
        if now >= challenge.created_at + client.auth_session_seconds() {
            return Err(ServiceError::not_authorized("Invalid session for the user, session is expired."));
        }
        Ok(challenge)
    }

    /// Which client a session belongs to.
    ///
    /// # Errors
    /// NotAuthorizedException for a session that is unknown or used.
    pub(crate) fn client_id(&self, secret: &str) -> Result<String, ServiceError> {
        let found = self.open.get(&ChallengeKey::of(secret)).ok_or_else(ServiceError::invalid_session)?;
        Ok(found.attempt.client_id.clone())
    }
}

/// Answers a challenge: the next one, or tokens.
///
/// # Errors
/// What the challenge has against the answer; NotAuthorizedException for a session that cannot be answered.
pub(crate) fn answer(service: &Service, client_id: &str, answer: Answer<'_>) -> Result<Value, ServiceError> {
    let name = parameter(answer.responses, "USERNAME")?;
    let hash = answer.responses.get("SECRET_HASH").copied();
    service.with_client(client_id, |_, client| client.check_secret_hash(name, hash))?;
    answer_on_own_page(service, client_id, answer)
}

/// As [`answer`], where it is not the client that speaks but the pool's own page.
pub(crate) fn answer_on_own_page(
    service: &Service,
    client_id: &str,
    answer: Answer<'_>,
) -> Result<Value, ServiceError> {
    let client = service.with_client(client_id, |_, client| Ok(client.clone()))?;
    let name = parameter(answer.responses, "USERNAME")?;
    let key = match answer.session {
        Some(session) => ChallengeKey::of(session),
        None => key_without_session(service, &client, name, &answer)?,
    };
    let taken = service.challenges().take(key, &client, service.clock.now());
    let mut challenge = taken.map_err(|error| match answer.session {
        // Without a session nothing but the proof can be wrong.
        None if error == ServiceError::invalid_session() => ServiceError::incorrect_username_or_password(),
        _ => error,
    })?;
    let answered = answer_taken(service, &mut challenge, name, &answer);
    if let Err(error) = &answered
        && challenge.survives(error)
    {
        service.challenges().insert(key, challenge);
    }
    answered
}

/// The challenge that is meant by an answer without a session. Cognito gives none with the first PASSWORD_VERIFIER, and does
/// without one where a device proves itself: pycognito sends none there.
///
/// # Errors
/// InvalidParameterException where a session must be, NotAuthorizedException where nothing is asked.
fn key_without_session(
    service: &Service,
    client: &UserPoolClient,
    name: &str,
    answer: &Answer<'_>,
) -> Result<ChallengeKey, ServiceError> {
    let found = match answer.challenge_name {
        // The block is as good a secret.
        "PASSWORD_VERIFIER" => {
            return parameter(answer.responses, "PASSWORD_CLAIM_SECRET_BLOCK").map(ChallengeKey::of);
        }
        "DEVICE_PASSWORD_VERIFIER" => {
            let block = parameter(answer.responses, "PASSWORD_CLAIM_SECRET_BLOCK")?;
            let hint = Hint::Block(random::sha256(block.as_bytes()));
            service.challenges().hinted(client, &hint).map(|(key, _)| key)
        }
        // Nothing secret names it, but nothing comes of it without the device's own secret.
        "DEVICE_SRP_AUTH" => {
            let hint = Hint::Device(parameter(answer.responses, "DEVICE_KEY")?.to_owned());
            let found = service.challenges().hinted(client, &hint);
            match found {
                Some((key, attempt)) => service
                    .with_client(&client.client_id, |pool, _| Ok(attempt.is_called(pool, name).then_some(key)))?,
                None => None,
            }
        }
        _ => return Err(ServiceError::invalid_parameter("Missing required parameter Session")),
    };
    found.ok_or_else(ServiceError::incorrect_username_or_password)
}

fn answer_taken(
    service: &Service,
    challenge: &mut Challenge,
    name: &str,
    answer: &Answer<'_>,
) -> Result<Value, ServiceError> {
    let Challenge { attempt, asked, .. } = challenge;
    if asked.name() != answer.challenge_name {
        return Err(ServiceError::wrong_code());
    }
    let is_called = |pool: &Pool, _: &UserPoolClient| Ok(attempt.is_called(pool, name));
    if !service.with_client(&attempt.client_id, is_called)? {
        return Err(match asked {
            Asked::PasswordVerifier(_) => ServiceError::incorrect_username_or_password(),
            _ => ServiceError::invalid_session(),
        });
    }
    let mut attempt = attempt.clone();
    (attempt.client_metadata, attempt.has_answered) = (answer.client_metadata.clone(), true);
    attempt.device_key = service.with_client(&attempt.client_id, |pool, _| {
        match answer.responses.get("DEVICE_KEY").filter(|key| !key.is_empty()) {
            Some(key) => device::known_key(pool, &attempt, key),
            // One that came with InitiateAuth and means nothing is not sent again.
            None => Ok(attempt.device_key.clone().filter(|key| device::known_key(pool, &attempt, key).is_ok())),
        }
    })?;
    let responses = answer.responses;
    match asked {
        Asked::PasswordVerifier(verifier) => password::prove(service, attempt, verifier, responses),
        Asked::Password => password::answer_typed(service, attempt, responses),
        Asked::PasswordSrp => password::answer_srp(service, attempt, responses),
        Asked::SelectChallenge => choice::select(service, attempt, responses),
        Asked::SignInCode(sent) => code::answer_first(service, attempt, sent, responses),
        Asked::MfaCode(sent) => code::answer_second(service, attempt, sent, responses),
        Asked::SoftwareToken => mfa::answer_software_token(service, attempt, responses),
        Asked::SelectMfaType(factors) => mfa::select(service, attempt, factors, responses),
        Asked::MfaSetup(set_up) => mfa_setup::answer(service, attempt, set_up, responses),
        Asked::DeviceSrpAuth => device::answer_srp(service, attempt, responses),
        Asked::DevicePasswordVerifier(verifier) => device::prove(service, attempt, verifier, responses),
        Asked::WebAuthn(assertion) => web_authn::answer(service, attempt, assertion, responses),
        Asked::Custom(question) => custom::answer(service, attempt, question, responses),
        Asked::NewPassword => new_password::answer(service, attempt, responses),
        Asked::SignedUp => Err(ServiceError::invalid_session()),
    }
}
