//! WebAuthn as the relying party: the two ceremonies of a passkey, verified by `passki`.
//!
//! Registration gives creation options out and takes a new credential in; assertion gives request options out and takes
//! a signature in. What is checked: challenge, ceremony, origin, relying party id, user presence and verification,
//! attestation (none, packed, and what else passki knows), signature, signature counter, user handle.

use passki::{
    AuthenticationCredential, AuthenticationOptions, AuthenticationState, AuthenticatorAttachment,
    AuthenticatorTransport, ClientData, Passki, PasskiError, RegistrationCredential, RegistrationOptions,
    RegistrationState, ResidentKeyRequirement, StoredPasskey, UserVerificationRequirement,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    error::ServiceError,
    expiring::Expiring,
    random,
    settings::{UserPool, UserVerification},
};

/// How long a started registration can be completed.
const REGISTRATION_SECONDS: u64 = 5 * 60;
/// The oldest is forgotten then.
const MOST_REGISTRATIONS: usize = 100_000;
/// Cognito's quota for one user.
const MOST_CREDENTIALS: usize = 20;

/// Whom passkeys are made for.
pub(crate) struct RelyingParty {
    /// A domain: "localhost".
    pub(crate) id: String,
    /// Whether the authenticator must know its user, by PIN or finger.
    pub(crate) user_verification_required: bool,
}

/// Who registers or signs in.
pub(crate) struct Account<'a> {
    /// Becomes the user handle.
    pub(crate) sub: &'a str,
    /// What the authenticator shows.
    pub(crate) label: &'a str,
    pub(crate) credentials: &'a [Credential],
}

/// A registered passkey.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credential {
    passkey: StoredPasskey,
    relying_party_id: String,
    attachment: Option<AuthenticatorAttachment>,
    /// Seconds since 1970.
    created_at: u64,
}

/// A started assertion.
pub(crate) struct Assertion(AuthenticationState);

impl Credential {
    /// Of a user who does not exist: the same for the same name, so that asking twice tells nothing. Nobody has its key.
    pub(crate) fn simulated(relying_party: &RelyingParty, secret: &[u8], name: &str) -> Self {
        let mut passkey = StoredPasskey::default();
        passkey.credential_id = random::derived(secret, "passkey", name).to_vec();
        passkey.transports = vec![AuthenticatorTransport::Internal, AuthenticatorTransport::Hybrid];
        Self { passkey, relying_party_id: relying_party.id.clone(), attachment: None, created_at: 0 }
    }
}

/// Started registrations by their challenge. They live in memory only, as challenges do.
pub(crate) struct Registrations {
    open: Expiring<Vec<u8>, Registration>,
}

impl Default for Registrations {
    fn default() -> Self {
        Self { open: Expiring::new(REGISTRATION_SECONDS, MOST_REGISTRATIONS) }
    }
}

/// A started registration.
pub(crate) struct Registration {
    owner: Owner,
    created_at: u64,
    state: RegistrationState,
}

/// RegistrationResponseJSON.
pub(crate) struct RegistrationAnswer {
    credential: RegistrationCredential,
    challenge: Vec<u8>,
    origin: String,
}

/// For whom a registration was started.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) pool_id: String,
    pub(crate) username: String,
    pub(crate) client_id: String,
}

impl Registrations {
    /// CredentialCreationOptions.
    ///
    /// # Errors
    /// LimitExceededException when the user has as many passkeys as a user may have.
    pub(crate) fn start(
        &mut self,
        relying_party: &RelyingParty,
        account: &Account<'_>,
        owner: Owner,
        now: u64,
    ) -> Result<Value, ServiceError> {
        if account.credentials.len() >= MOST_CREDENTIALS {
            return Err(ServiceError::new("LimitExceededException", "Maximum number of passkeys exceeded."));
        }
        let existing = account.passkeys();
        let mut options = RegistrationOptions::default();
        options.resident_key = ResidentKeyRequirement::Required;
        options.user_verification = relying_party.user_verification();
        options.exclude_credentials = Some(&existing);
        let started = relying_party.passki("").start_passkey_registration(
            account.sub.as_bytes(),
            account.label,
            account.label,
            options,
        );
        let (challenge, state) = started.map_err(|_| ServiceError::internal("registration options"))?;
        let mut options =
            serde_json::to_value(&challenge).map_err(|_| ServiceError::internal("registration options"))?;
        // What Level 1 called it; Cognito sends both.
        options["authenticatorSelection"]["requireResidentKey"] = json!(true);
        options["extensions"] = json!({ "credProps": true });
        self.open.insert(state.challenge.clone(), Registration { owner, created_at: now, state }, now);
        Ok(options)
    }

    /// Takes the registration out that is answered: whether it is right or wrong, there is no second try.
    ///
    /// # Errors
    /// WebAuthnChallengeNotFoundException.
    pub(crate) fn take(&mut self, answer: &RegistrationAnswer) -> Result<Registration, ServiceError> {
        self.open.remove(&answer.challenge).ok_or_else(challenge_not_found)
    }
}

impl RegistrationAnswer {
    /// Reads RegistrationResponseJSON.
    ///
    /// # Errors
    /// InvalidParameterException.
    pub(crate) fn read(credential: &Value) -> Result<Self, ServiceError> {
        let malformed = || ServiceError::invalid_parameter("Invalid credential: it is not a registration response.");
        let credential = RegistrationCredential::deserialize(credential).map_err(|_| malformed())?;
        let client_data = ClientData::from_base64(&credential.response.client_data_json).map_err(|_| malformed())?;
        let challenge = Passki::base64_decode(&client_data.challenge).map_err(|_| malformed())?;
        Ok(Self { credential, challenge, origin: client_data.origin })
    }
}

impl Registration {
    /// Verifies the answer.
    ///
    /// # Errors
    /// The exceptions of CompleteWebAuthnRegistration.
    pub(crate) fn complete(
        &self,
        relying_party: &RelyingParty,
        answer: &RegistrationAnswer,
        owner: &Owner,
        now: u64,
    ) -> Result<Credential, ServiceError> {
        if now >= self.created_at + REGISTRATION_SECONDS
            || (&self.owner.pool_id, &self.owner.username) != (&owner.pool_id, &owner.username)
        {
            return Err(challenge_not_found());
        }
        if self.owner.client_id != owner.client_id {
            return Err(ServiceError::new(
                "WebAuthnClientMismatchException",
                "The access token is for a different client than the one that started the registration.",
            ));
        }
        let passkey = relying_party
            .passki(&answer.origin)
            .finish_passkey_registration(&answer.credential, &self.state)
            .map_err(|error| refused_registration(&error))?;
        Ok(Credential {
            passkey,
            relying_party_id: relying_party.id.clone(),
            attachment: answer.credential.authenticator_attachment,
            created_at: now,
        })
    }
}

impl RelyingParty {
    /// A pool that names none is one under development.
    pub(crate) fn of(settings: &UserPool) -> Self {
        let configuration = &settings.web_authn_configuration;
        Self {
            id: configuration.relying_party_id.clone().unwrap_or_else(|| "localhost".to_owned()),
            user_verification_required: settings.has_passkey_mfa()
                || configuration.user_verification == UserVerification::Required,
        }
    }

    /// PublicKeyCredentialRequestOptionsJSON, and what its answer is checked against.
    pub(crate) fn start_assertion(&self, credentials: &[Credential]) -> Result<(Value, Assertion), ServiceError> {
        let failed = |_| ServiceError::internal("request options");
        let passkeys: Vec<StoredPasskey> = credentials.iter().map(|credential| credential.passkey.clone()).collect();
        let mut options = AuthenticationOptions::default();
        options.user_verification = self.user_verification();
        let (challenge, state) = self.passki("").start_passkey_authentication(&passkeys, options).map_err(failed)?;
        let options = serde_json::to_value(&challenge).map_err(|_| ServiceError::internal("request options"))?;
        Ok((options, Assertion(state)))
    }

    /// Whether AuthenticationResponseJSON proves one of the account's passkeys: its id and its new counter if so.
    pub(crate) fn verify_assertion(&self, assertion: &Assertion, account: &Account<'_>, answer: &str) -> Option<Proof> {
        let answer: AuthenticationCredential = serde_json::from_str(answer).ok()?;
        let origin = ClientData::from_base64(&answer.response.client_data_json).ok()?.origin;
        let id = Passki::base64_decode(&answer.raw_id).ok()?;
        let used = account.credentials.iter().find(|credential| credential.passkey.credential_id == id)?;
        let passki = self.passki(&origin);
        let result = passki.finish_passkey_authentication(&answer, &assertion.0, &used.passkey).ok()?;
        let own_handle = result.user_handle.is_none_or(|handle| handle == account.sub.as_bytes());
        // What the answer says counts; an authenticator that says nothing is what it was when it was registered.
        let attachment = answer.authenticator_attachment.as_ref().or(used.attachment.as_ref());
        let is_roaming = matches!(attachment, Some(AuthenticatorAttachment::CrossPlatform));
        own_handle.then_some(Proof { credential_id: id, counter: result.counter, is_roaming })
    }

    /// The library compares origins as texts, and does not know ports apart from each other: it is told the origin that
    /// came, if that one fits.
    fn passki(&self, origin: &str) -> Passki {
        let accepted: &[&str] = if self.accepts(origin) { &[origin] } else { &[] };
        Passki::new(&self.id, accepted, &self.id)
    }

    /// http(s)://ID, with any port. A browser allows plain http on localhost only.
    fn accepts(&self, origin: &str) -> bool {
        let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        let Some(rest) = rest.and_then(|rest| rest.strip_prefix(&self.id)) else { return false };
        let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port)
    }

    fn user_verification(&self) -> UserVerificationRequirement {
        match self.user_verification_required {
            true => UserVerificationRequirement::Required,
            false => UserVerificationRequirement::Preferred,
        }
    }
}

/// A verified assertion.
pub(crate) struct Proof {
    credential_id: Vec<u8>,
    counter: u32,
    /// Whether the authenticator is a thing of its own, and not a part of the platform.
    pub(crate) is_roaming: bool,
}

impl Proof {
    /// Keeps the signature counter, so that the next one must be greater.
    pub(crate) fn record(&self, credentials: &mut [Credential]) {
        if let Some(used) = credentials.iter_mut().find(|other| other.passkey.credential_id == self.credential_id) {
            used.passkey.counter = self.counter;
        }
    }
}

impl Account<'_> {
    fn passkeys(&self) -> Vec<StoredPasskey> {
        self.credentials.iter().map(|credential| credential.passkey.clone()).collect()
    }
}

impl Credential {
    /// Base64url, as it stands on the wire.
    pub(crate) fn id(&self) -> String {
        Passki::base64_encode(&self.passkey.credential_id)
    }

    /// WebAuthnCredentialDescription.
    pub(crate) fn description(&self) -> Value {
        let mut description = json!({
            "CredentialId": self.id(),
            "FriendlyCredentialName": "Passkey",
            "RelyingPartyId": self.relying_party_id,
            "AuthenticatorTransports": self.passkey.transports,
            "CreatedAt": self.created_at,
        });
        if let Some(attachment) = self.attachment {
            description["AuthenticatorAttachment"] = json!(attachment);
        }
        description
    }
}

fn challenge_not_found() -> ServiceError {
    ServiceError::new("WebAuthnChallengeNotFoundException", "The registration was not started, or has expired.")
}

fn refused_registration(error: &PasskiError) -> ServiceError {
    match error {
        PasskiError::ChallengeMismatch => challenge_not_found(),
        PasskiError::OriginMismatch { .. }
        | PasskiError::CrossOriginNotAllowed
        | PasskiError::TopOriginMismatch { .. } => ServiceError::new(
            "WebAuthnOriginNotAllowedException",
            "The origin of the credential does not belong to the relying party.",
        ),
        PasskiError::RpIdHashMismatch => ServiceError::new(
            "WebAuthnRelyingPartyMismatchException",
            "The credential was made for another relying party.",
        ),
        PasskiError::Base64Decode(_)
        | PasskiError::InvalidClientDataJson(_)
        | PasskiError::CborDecode(_)
        | PasskiError::MissingClientDataField(_)
        | PasskiError::InvalidClientDataType(_)
        | PasskiError::ClientDataTypeMismatch { .. }
        | PasskiError::InvalidAuthenticatorData
        | PasskiError::NoAttestedCredentialData
        | PasskiError::CredentialIdMismatch
        | PasskiError::InvalidAttestationObject(_) => {
            ServiceError::invalid_parameter(format!("Invalid credential: {error}"))
        }
        _ => ServiceError::new(
            "WebAuthnCredentialNotSupportedException",
            format!("The credential is not supported: {error}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        let party = RelyingParty { id: "localhost".to_owned(), user_verification_required: false };
        let cases = [
            ("http://localhost", true),
            ("http://localhost:8080", true),
            ("https://localhost", true),
            ("https://localhost:443", true),
            ("ftp://localhost", false),
            ("localhost", false),
            ("http://localhost:", false),
            ("http://localhost:80a", false),
            ("http://localhost/", false),
            ("http://localhost.example", false),
            ("http://evil.localhost", false),
            ("http://localhost@evil.example", false),
            ("", false),
        ];
        for (origin, accepted) in cases {
            assert_eq!(party.accepts(origin), accepted, "{origin}");
        }
    }
}
