//! A user: status, attributes, and the verifier that stands for the password.

use std::collections::{BTreeMap, BTreeSet};

use cognito_client::hazmat::arithmetic::Identity;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    auth_events::AuthEvents,
    code::Code,
    device::Devices,
    identities::{ExternalIdentity, IDENTITIES, Link, SUBJECT},
    mfa_preference::MfaPreference,
    totp::TotpSecret,
};
use crate::{
    error::ServiceError,
    request::PASSWORD,
    settings::{PasswordPolicy, UserPool},
    srp::Credentials,
    vocabulary::{Contact, UserStatus},
    web_authn::{Account, Credential},
};

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct User {
    /// The real user name: a UUID equal to `sub` where users sign in with an attribute, else what was typed.
    pub(crate) username: String,
    /// A UUID.
    pub(crate) sub: String,
    pub(crate) status: UserStatus,
    pub(crate) enabled: bool,
    /// `None` for a user who has only other ways to sign in.
    pub(crate) password: Option<Credentials>,
    /// From when a temporary password does not work any more, seconds since 1970.
    pub(crate) temporary_password_expires_at: Option<u64>,
    /// By wire name, without `sub`.
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) sign_up_code: Option<Code>,
    pub(crate) password_reset_code: Option<Code>,
    /// Addresses and numbers that VerifyUserAttribute waits for.
    #[serde(default)]
    pub(crate) verifications: BTreeMap<Contact, Verification>,
    /// What the pool's password history keeps besides `password`, newest first.
    #[serde(default)]
    former_passwords: Vec<Credentials>,
    #[serde(default)]
    pub(crate) mfa: MfaPreference,
    #[serde(default)]
    pub(crate) totp: Option<TotpSecret>,
    /// What AssociateSoftwareToken has given out; VerifySoftwareToken puts it in the place of `totp`.
    #[serde(default)]
    pub(crate) new_totp: Option<TotpSecret>,
    #[serde(default)]
    pub(crate) devices: Devices,
    #[serde(default)]
    pub(crate) web_authn_credentials: Vec<Credential>,
    /// Who the user is at an identity provider.
    #[serde(default)]
    pub(crate) external: Option<ExternalIdentity>,
    /// Who else the user is at identity providers, by AdminLinkProviderForUser.
    #[serde(default)]
    pub(crate) links: Vec<Link>,
    /// Names of the groups that the user is in.
    #[serde(default)]
    pub(crate) groups: BTreeSet<String>,
    #[serde(default)]
    pub(crate) auth_events: AuthEvents,
    /// Seconds since 1970.
    pub(crate) created_at: u64,
    /// Seconds since 1970.
    pub(crate) modified_at: u64,
}

/// A code that is to prove an address or number.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verification {
    pub(crate) code: Code,
    /// What takes the place of the attribute's value then; `None` where it is the value already.
    pub(crate) new_value: Option<String>,
}

impl User {
    /// A user with nothing but what every one has.
    pub(crate) fn new(username: String, sub: String, status: UserStatus, now: u64) -> Self {
        Self {
            username,
            sub,
            status,
            enabled: true,
            password: None,
            temporary_password_expires_at: None,
            attributes: BTreeMap::new(),
            sign_up_code: None,
            password_reset_code: None,
            verifications: BTreeMap::new(),
            former_passwords: Vec::new(),
            mfa: MfaPreference::default(),
            totp: None,
            devices: Devices::default(),
            web_authn_credentials: Vec::new(),
            new_totp: None,
            external: None,
            links: Vec::new(),
            groups: BTreeSet::new(),
            auth_events: AuthEvents::default(),
            created_at: now,
            modified_at: now,
        }
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The address or number.
    pub(crate) fn contact(&self, contact: Contact) -> Option<&str> {
        self.attribute(contact.attribute())
    }

    /// The address or number, if it is known to be the user's.
    pub(crate) fn verified_contact(&self, contact: Contact) -> Option<&str> {
        self.contact(contact).filter(|_| self.is_verified(contact))
    }

    /// Every address or number that is known to be the user's.
    pub(crate) fn verified_contacts(&self) -> impl Iterator<Item = Contact> {
        [Contact::Email, Contact::PhoneNumber].into_iter().filter(|&contact| self.verified_contact(contact).is_some())
    }

    /// Where the pool sends the sign-up code; a number goes before an address.
    pub(crate) fn sign_up_contact(&self, settings: &UserPool) -> Option<Contact> {
        [Contact::PhoneNumber, Contact::Email]
            .into_iter()
            .find(|&contact| settings.verifies(contact.attribute()) && self.contact(contact).is_some())
    }

    pub(crate) fn is_verified(&self, contact: Contact) -> bool {
        self.attribute(contact.verified_attribute()) == Some("true")
    }

    /// Sets whether an address or number is known to be the user's.
    pub(crate) fn set_verified(&mut self, contact: Contact, verified: bool) {
        self.attributes.insert(contact.verified_attribute().to_owned(), verified.to_string());
    }

    /// Replaces the password and keeps the former one for the pool's password history.
    pub(crate) fn set_password(&mut self, password: Credentials, policy: &PasswordPolicy) {
        self.former_passwords.splice(0..0, self.password.replace(password));
        self.former_passwords.truncate(policy.password_history_size.saturating_sub(1) as usize);
    }

    /// # Errors
    /// PasswordHistoryPolicyViolationException for a password that is among the last ones, the present one included.
    pub(crate) fn check_history(
        &self,
        identity: &Identity,
        password: &str,
        policy: &PasswordPolicy,
    ) -> Result<(), ServiceError> {
        let last = self.password.iter().chain(&self.former_passwords).take(policy.password_history_size as usize);
        for former in last {
            if former.are_for(identity, password)? {
                return Err(ServiceError::new(
                    "PasswordHistoryPolicyViolationException",
                    "Password has previously been used",
                ));
            }
        }
        Ok(())
    }

    /// Whose passkeys the relying party asks for.
    pub(crate) fn passkey_account(&self) -> Account<'_> {
        let label = self.attribute("email").or_else(|| self.attribute("phone_number")).unwrap_or(&self.username);
        Account { sub: &self.sub, label, credentials: &self.web_authn_credentials }
    }

    /// Whether tokens may be issued after the right proof. FORCE_CHANGE_PASSWORD is no refusal: it is a challenge.
    pub(crate) fn may_sign_in(&self) -> Result<(), ServiceError> {
        if !self.enabled {
            return Err(ServiceError::not_authorized("User is disabled."));
        }
        match self.status {
            UserStatus::Confirmed | UserStatus::ForceChangePassword => Ok(()),
            UserStatus::Unconfirmed => Err(ServiceError::not_confirmed()),
            UserStatus::ResetRequired => {
                Err(ServiceError::new("PasswordResetRequiredException", "Password reset required for the user"))
            }
            UserStatus::ExternalProvider => Err(ServiceError::incorrect_username_or_password()),
        }
    }
}

impl User {
    /// The claim `identities`: first the one that made the user, if there is one.
    pub(crate) fn identities(&self) -> Option<Value> {
        let own = self.external.iter().map(|identity| identity.entry(true));
        let linked = self.links.iter().map(|link| link.identity.entry(false));
        let entries: Vec<Value> = own.chain(linked).collect();
        (!entries.is_empty()).then(|| json!(entries))
    }

    /// Lets the attribute tell it too.
    pub(crate) fn note_identities(&mut self) {
        match self.identities() {
            Some(identities) => self.attributes.insert(IDENTITIES.to_owned(), identities.to_string()),
            None => self.attributes.remove(IDENTITIES),
        };
    }

    /// Notes that the provider's user with that `sub` has signed in by a link.
    pub(crate) fn settle_link(&mut self, provider_name: &str, claims: &BTreeMap<String, String>) {
        if let Some(link) = self.links.iter_mut().find(|link| link.means(provider_name, claims))
            && let Some(subject) = claims.get(SUBJECT)
        {
            link.identity.user_id.clone_from(subject);
            SUBJECT.clone_into(&mut link.claim);
        }
        self.note_identities();
    }
}

/// Cognito's special characters
/// (<https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html>). A blank counts too:
/// the request's own pattern keeps it from either end.
const SYMBOLS: &str = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ";

impl PasswordPolicy {
    /// Whether it can be someone's new password, however it came: among a challenge's responses as well.
    ///
    /// # Errors
    /// InvalidParameterException for one that begins or ends with a blank, or is longer than any; InvalidPasswordException
    /// with the first rule that is broken.
    pub(crate) fn check(&self, password: &str) -> Result<(), ServiceError> {
        PASSWORD.check("password", password)?;
        let has = |wanted: fn(char) -> bool| password.contains(wanted);
        let rules = [
            (password.chars().count() >= self.minimum_length, "Password not long enough"),
            (!self.require_uppercase || has(|c| c.is_ascii_uppercase()), "Password must have uppercase characters"),
            (!self.require_lowercase || has(|c| c.is_ascii_lowercase()), "Password must have lowercase characters"),
            (!self.require_numbers || has(|c| c.is_ascii_digit()), "Password must have numeric characters"),
            (!self.require_symbols || has(|c| SYMBOLS.contains(c)), "Password must have symbol characters"),
        ];
        match rules.iter().find(|(kept, _)| !kept) {
            None => Ok(()),
            Some((_, broken)) => Err(ServiceError::new(
                "InvalidPasswordException",
                format!("Password did not conform with policy: {broken}"),
            )),
        }
    }
}

/// Whether Cognito takes `text` for an e-mail address: one @, no blanks, a domain whose labels are not empty.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let label_fits = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    let letters_fit =
        |part: &str| part.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"@<>()[],;:\\\"".contains(c));
    (1..=64).contains(&local.chars().count())
        && letters_fit(local)
        && letters_fit(domain)
        && domain.split('.').all(label_fits)
}

/// A plus sign and up to 15 digits.
pub(crate) fn is_phone_number(text: &str) -> bool {
    text.strip_prefix('+')
        .is_some_and(|digits| (1..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit()))
}
