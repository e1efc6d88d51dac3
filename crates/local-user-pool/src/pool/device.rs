//! Devices: what the pool keeps of a browser that may be known again.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use cognito_client::hazmat::arithmetic::{Identity, Number};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Pool;
use crate::{error::ServiceError, random, srp::Credentials};

/// How long a key that was given out can be confirmed.
const UNCONFIRMED_SECONDS: u64 = 24 * 3600;
const GROUP_KEY_LETTERS: usize = 8;

/// A device of one user. Its key stands in [`Devices`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Device {
    /// DeviceGroupKey: stands for the pool's name in the device's own SRP exchange.
    group_key: String,
    /// What ConfirmDevice brought; until then the device is known to nobody but its browser.
    confirmation: Option<Confirmation>,
    remembered: bool,
    /// Seconds since 1970, as the next two.
    created_at: u64,
    modified_at: u64,
    authenticated_at: u64,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Confirmation {
    credentials: Credentials,
    name: Option<String>,
}

/// All devices of one user by DeviceKey.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Devices(BTreeMap<String, Device>);

/// Which device tokens are for: `device_key` of the access token.
#[derive(Default)]
pub(crate) struct TokenDevice {
    pub(crate) key: Option<String>,
    /// NewDeviceMetadata, if the key is a new one.
    pub(crate) metadata: Option<Value>,
}

/// How tokens are renewed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Renewal {
    /// InitiateAuth with REFRESH_TOKEN_AUTH: a confirmed device must name itself.
    Flow,
    /// GetTokensFromRefreshToken: whoever names no device gets a new one.
    Operation,
}

/// DeviceSecretVerifierConfig: two numbers as base64 of their big-endian two's complement.
pub(crate) struct SecretVerifier<'a> {
    pub(crate) salt: &'a str,
    pub(crate) password_verifier: &'a str,
}

impl Pool {
    /// The device of a new sign-in: the one that is named, else a new one; none where devices are not tracked.
    ///
    /// # Errors
    /// ResourceNotFoundException for a key that is none of this user's.
    pub(crate) fn device_of_sign_in(
        &mut self,
        username: &str,
        key: Option<&str>,
        now: u64,
    ) -> Result<TokenDevice, ServiceError> {
        if self.settings().device_configuration.is_none() {
            return Ok(TokenDevice::default());
        }
        let region = self.settings().region().to_owned();
        let user = self.data.users.get_mut(username).ok_or_else(unknown_device)?;
        if let Some(key) = key {
            user.devices.get_mut(key)?.authenticated_at = now;
            return Ok(TokenDevice { key: Some(key.to_owned()), metadata: None });
        }
        let new = user.devices.issue(&region, now)?;
        Ok(TokenDevice { metadata: Some(new.metadata()), key: Some(new.key) })
    }

    /// Notes the device of renewed tokens; gives NewDeviceMetadata, if there is a new one.
    ///
    /// # Errors
    /// As [`Pool::device_of_sign_in`]; NotAuthorizedException when a confirmed device is not named and must be.
    pub(crate) fn note_device_of_renewal(
        &mut self,
        refresh_token: &str,
        key: Option<&str>,
        renewal: Renewal,
        now: u64,
    ) -> Result<Option<Value>, ServiceError> {
        let tracked = self.settings().device_configuration.is_some();
        // What is wrong with the token itself is said by the renewal.
        let live = self.data.sign_ins.find(refresh_token).filter(|(_, sign_in)| tracked && !sign_in.revoked);
        let Some((origin_jti, sign_in)) = live else { return Ok(None) };
        let (origin_jti, username) = (origin_jti.to_owned(), sign_in.username.clone());
        let devices = &self.data.users.get(&username).ok_or_else(unknown_device)?.devices;
        let own_is_confirmed = sign_in.device_key.as_deref().is_some_and(|own| devices.get(own).is_ok());
        let device = match (key, renewal) {
            (Some(key), _) => self.device_of_sign_in(&username, Some(key), now)?,
            (None, Renewal::Operation) => self.device_of_sign_in(&username, None, now)?,
            (None, Renewal::Flow) if own_is_confirmed => {
                return Err(ServiceError::not_authorized("Invalid Refresh Token"));
            }
            (None, Renewal::Flow) => return Ok(None),
        };
        self.data.sign_ins.set_device(&origin_jti, device.key);
        Ok(device.metadata)
    }
}

impl Devices {
    /// Gives a key out: NewDeviceMetadata.
    pub(crate) fn issue(&mut self, region: &str, now: u64) -> Result<NewDevice, ServiceError> {
        self.0.retain(|_, old| old.confirmation.is_some() || old.created_at + UNCONFIRMED_SECONDS > now);
        let new = NewDevice { key: format!("{region}_{}", Uuid::new_v4()), group_key: fresh_group_key()? };
        let device = Device {
            group_key: new.group_key.clone(),
            confirmation: None,
            remembered: false,
            created_at: now,
            modified_at: now,
            authenticated_at: now,
        };
        self.0.insert(new.key.clone(), device);
        Ok(new)
    }

    /// Makes a key that was given out a device. `remembered` if nobody has to be asked first.
    ///
    /// # Errors
    /// InvalidParameterException for a key that was not given out to this user, and for numbers that are not positive;
    /// DeviceKeyExistsException the second time.
    pub(crate) fn confirm(
        &mut self,
        key: &str,
        verifier: &SecretVerifier<'_>,
        name: Option<&str>,
        remembered: bool,
        now: u64,
    ) -> Result<(), ServiceError> {
        let credentials = Credentials {
            salt: positive("Salt", verifier.salt)?,
            verifier: positive("PasswordVerifier", verifier.password_verifier)?,
        };
        let device = self.0.get_mut(key).ok_or_else(|| ServiceError::invalid_parameter("Invalid device key given."))?;
        if device.confirmation.is_some() {
            return Err(ServiceError::new("DeviceKeyExistsException", "Device already exists."));
        }
        device.confirmation = Some(Confirmation { credentials, name: name.map(str::to_owned) });
        device.remembered = remembered;
        device.modified_at = now;
        Ok(())
    }

    /// A confirmed device.
    ///
    /// # Errors
    /// ResourceNotFoundException.
    pub(crate) fn get(&self, key: &str) -> Result<&Device, ServiceError> {
        self.0.get(key).filter(|device| device.confirmation.is_some()).ok_or_else(unknown_device)
    }

    /// As [`Devices::get`].
    pub(crate) fn get_mut(&mut self, key: &str) -> Result<&mut Device, ServiceError> {
        self.0.get_mut(key).filter(|device| device.confirmation.is_some()).ok_or_else(unknown_device)
    }

    /// # Errors
    /// As [`Devices::get`].
    pub(crate) fn forget(&mut self, key: &str) -> Result<(), ServiceError> {
        self.get(key)?;
        self.0.remove(key);
        Ok(())
    }

    /// Confirmed devices as DeviceType, in the order of their keys, beginning after `after`.
    pub(crate) fn list(&self, after: Option<&str>) -> impl Iterator<Item = (&str, Value)> {
        self.0
            .iter()
            .filter(move |(key, device)| {
                device.confirmation.is_some() && after.is_none_or(|after| key.as_str() > after)
            })
            .map(|(key, device)| (key.as_str(), device.description(key)))
    }
}

/// NewDeviceMetadataType.
pub(crate) struct NewDevice {
    pub(crate) key: String,
    pub(crate) group_key: String,
}

impl Device {
    pub(crate) fn is_remembered(&self) -> bool {
        self.remembered
    }

    pub(crate) fn remember(&mut self, remembered: bool, now: u64) {
        self.remembered = remembered;
        self.modified_at = now;
    }

    /// Whom the device's SRP proves the password of, and what it is proved against.
    pub(crate) fn secret(&self, key: &str) -> Option<(Identity, Credentials)> {
        let identity = Identity { group: self.group_key.clone(), user: key.to_owned() };
        self.confirmation.as_ref().map(|confirmation| (identity, confirmation.credentials.clone()))
    }

    /// DeviceType.
    pub(crate) fn description(&self, key: &str) -> Value {
        let status = if self.remembered { "remembered" } else { "not_remembered" };
        let name = self.confirmation.as_ref().and_then(|confirmation| confirmation.name.as_deref());
        let attributes: Vec<Value> = [
            ("device_status", Some("valid")),
            ("device_name", name),
            ("last_ip_used", Some("127.0.0.1")),
            ("dev:device_remembered_status", Some(status)),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| json!({ "Name": name, "Value": value })))
        .collect();
        json!({
            "DeviceKey": key,
            "DeviceAttributes": attributes,
            "DeviceCreateDate": self.created_at,
            "DeviceLastModifiedDate": self.modified_at,
            "DeviceLastAuthenticatedDate": self.authenticated_at,
        })
    }
}

impl NewDevice {
    pub(crate) fn metadata(&self) -> Value {
        json!({ "DeviceKey": self.key, "DeviceGroupKey": self.group_key })
    }
}

pub(crate) fn unknown_device() -> ServiceError {
    ServiceError::new("ResourceNotFoundException", "Device does not exist.")
}

/// Hexadecimal of a number that came as base64 of its two's complement: a first bit that is set makes it negative.
fn positive(name: &str, base64: &str) -> Result<String, ServiceError> {
    let refuse = |problem: &str| ServiceError::invalid_parameter(format!("{name} {problem}"));
    let bytes = BASE64_STANDARD.decode(base64).map_err(|_| refuse("is not valid base64."))?;
    if bytes.first().is_some_and(|first| first & 0x80 != 0) {
        return Err(refuse("must not be negative."));
    }
    if bytes.iter().all(|byte| *byte == 0) {
        return Err(refuse("must not be zero."));
    }
    let digits = bytes.iter().position(|byte| *byte != 0).map_or(&bytes[..], |start| &bytes[start..]);
    let number = Number::from_bytes(digits).map_err(|_| refuse("is not a valid number."))?;
    Ok(number.to_hex())
}

/// "-" and eight letters or digits, as Cognito's own look.
fn fresh_group_key() -> Result<String, ServiceError> {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut key = "-".to_owned();
    while key.len() <= GROUP_KEY_LETTERS {
        // Bytes above the greatest multiple of 62 would favour the first letters.
        let [byte] = random::bytes::<1>()?;
        if byte < 248 {
            key.push(char::from(LETTERS[usize::from(byte % 62)]));
        }
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verifier<'a>(salt: &'a str, password_verifier: &'a str) -> SecretVerifier<'a> {
        SecretVerifier { salt, password_verifier }
    }

    #[test]
    fn only_keys_that_were_given_out_can_be_confirmed_and_only_once() {
        let mut devices = Devices::default();
        let new = devices.issue("us-east-1", 1000).unwrap();
        assert!(new.key.starts_with("us-east-1_") && new.key.len() == 46, "{}", new.key);
        assert!(new.group_key.starts_with('-') && new.group_key.len() == 9, "{}", new.group_key);
        assert_eq!(devices.get(&new.key).err(), Some(unknown_device()), "not before it is confirmed");
        assert_eq!(devices.forget(&new.key), Err(unknown_device()), "not before it is confirmed");
        let good = verifier("AQ==", "AIA=");
        let mut confirm = |key: &str| devices.confirm(key, &good, Some("Browser"), true, 1001);
        let code = |result: Result<(), ServiceError>| result.map_err(|error| error.code().to_owned());
        assert_eq!(code(confirm("us-east-1_other")), Err("InvalidParameterException".to_owned()));
        assert_eq!(confirm(&new.key), Ok(()));
        assert_eq!(code(confirm(&new.key)), Err("DeviceKeyExistsException".to_owned()));
        let (identity, credentials) = devices.get(&new.key).unwrap().secret(&new.key).unwrap();
        assert_eq!((identity.group, identity.user), (new.group_key, new.key.clone()));
        assert_eq!((credentials.salt.as_str(), credentials.verifier.as_str()), ("1", "80"));
        assert_eq!(devices.forget(&new.key), Ok(()));
        assert_eq!(devices.forget(&new.key), Err(unknown_device()));
    }

    #[test]
    fn numbers_that_are_refused() {
        let cases = [
            ("negative", "gA==", "must not be negative."),
            ("negative and long", "/////w==", "must not be negative."),
            ("zero", "AAA=", "must not be zero."),
            ("empty", "", "must not be zero."),
            ("no base64", "*", "is not valid base64."),
        ];
        for (name, text, problem) in cases {
            for (member, config) in [("Salt", verifier(text, "AQ==")), ("PasswordVerifier", verifier("AQ==", text))] {
                let mut devices = Devices::default();
                let key = devices.issue("us-east-1", 0).unwrap().key;
                let expected = ServiceError::invalid_parameter(format!("{member} {problem}"));
                assert_eq!(devices.confirm(&key, &config, None, false, 0), Err(expected), "{name}");
            }
        }
    }

    #[test]
    fn numbers_as_long_as_the_prime() {
        let bytes = |first: &[u8], rest: usize| BASE64_STANDARD.encode([first, &vec![0xff; rest]].concat());
        assert_eq!(positive("Salt", &bytes(&[0], 384)), Ok("f".repeat(768)));
        let long = ServiceError::invalid_parameter("Salt is not a valid number.");
        assert_eq!(positive("Salt", &bytes(&[1], 384)), Err(long));
    }

    #[test]
    fn keys_that_nobody_confirms_are_forgotten() {
        let mut devices = Devices::default();
        let (first, second) = (devices.issue("us-east-1", 0).unwrap(), devices.issue("us-east-1", 0).unwrap());
        devices.confirm(&first.key, &verifier("AQ==", "AQ=="), None, false, 0).unwrap();
        devices.issue("us-east-1", UNCONFIRMED_SECONDS).unwrap();
        assert!(devices.get(&first.key).is_ok(), "confirmed");
        let late = devices.confirm(&second.key, &verifier("AQ==", "AQ=="), None, false, UNCONFIRMED_SECONDS);
        assert_eq!(late.unwrap_err().message(), "Invalid device key given.");
    }

    #[test]
    fn lists_go_on_after_a_key() {
        let mut devices = Devices::default();
        let mut keys: Vec<String> = (0..3).map(|_| devices.issue("us-east-1", 0).unwrap().key).collect();
        keys.sort();
        for key in &keys {
            devices.confirm(key, &verifier("AQ==", "AQ=="), None, false, 0).unwrap();
        }
        devices.issue("us-east-1", 0).unwrap();
        let listed = |after: Option<&str>| devices.list(after).map(|(key, _)| key.to_owned()).collect::<Vec<_>>();
        assert_eq!(listed(None), keys);
        assert_eq!(listed(Some(&keys[0])), keys[1..]);
        assert_eq!(listed(Some(&keys[2])), Vec::<String>::new());
    }
}
