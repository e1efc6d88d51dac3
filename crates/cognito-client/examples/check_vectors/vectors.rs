//! The file of vectors, and what this crate makes of its inputs.

use core::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use cognito_client::{
    hazmat::{
        Challenge, DeviceVerifier, Handshake, SrpError,
        arithmetic::{self, EXPONENT_BYTES, Identity, Number, PremasterSecret},
    },
    timestamp::Timestamp,
};
use serde::Deserialize;

/// What came of checking a file.
pub(crate) struct Report {
    /// How many values were compared.
    pub(crate) checked: usize,
    pub(crate) mismatches: Vec<Mismatch>,
}

/// A value that differs from the file's.
pub(crate) struct Mismatch {
    pub(crate) vector: String,
    pub(crate) value: &'static str,
    expected: String,
    actual: String,
}

/// Recomputes every value of the file.
///
/// # Errors
/// A sentence that says what of the file cannot be read.
pub(crate) fn check(json: &str) -> Result<Report, String> {
    let file: File = serde_json::from_str(json).map_err(|error| format!("the file holds no vectors: {error}"))?;
    let mut report = Report { checked: 0, mismatches: Vec::new() };
    for vector in &file.user_and_device_auth {
        check_steps(vector, &mut report).map_err(|error| format!("{}: {error}", vector.name))?;
        check_handshake(vector, &mut report).map_err(|error| format!("{}: {error}", vector.name))?;
    }
    for (index, vector) in file.device_verifier.iter().enumerate() {
        let name = format!("device_verifier {}", index + 1);
        check_device_verifier(&name, vector, &mut report).map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(report)
}

#[derive(Deserialize)]
struct File {
    user_and_device_auth: Vec<Exchange>,
    device_verifier: Vec<Device>,
}

/// One proof of a password, a user's or a device's.
#[derive(Deserialize)]
struct Exchange {
    name: String,
    pool_name: String,
    user_id_for_srp: String,
    password: String,
    a: String,
    srp_b: String,
    salt: String,
    secret_block: String,
    timestamp: String,
    expect: ExchangeValues,
}

#[derive(Deserialize)]
struct ExchangeValues {
    srp_a: String,
    u: String,
    k: String,
    hkdf_key: String,
    signature: String,
}

/// One new device.
#[derive(Deserialize)]
struct Device {
    device_group_key: String,
    device_key: String,
    random_password: String,
    salt_random_hex: String,
    expect: DeviceValues,
}

#[derive(Deserialize)]
struct DeviceValues {
    salt_b64: String,
    password_verifier_b64: String,
}

/// Formula by formula, so that a mismatch shows the first that is wrong.
fn check_steps(vector: &Exchange, report: &mut Report) -> Result<(), String> {
    let mut compare = |value, expected: &str, actual: String| report.compare(&vector.name, value, expected, actual);
    let (identity, a) = (identity(vector), exponent(&vector.a)?);
    let (b_public, salt) = (number(&vector.srp_b)?, number(&vector.salt)?);
    let secret_block =
        BASE64_STANDARD.decode(&vector.secret_block).map_err(|error| format!("secret_block: {error}"))?;

    let a_public = Number::generator().pow_secret(&a);
    let u = arithmetic::scramble(&a_public, &b_public).map_err(stopped)?;
    let x = arithmetic::private_key(&identity, &vector.password, &salt);
    let key = arithmetic::session_key(&PremasterSecret::of(&b_public, &a, &u, &x).finish(), &u);
    compare("srp_a", &vector.expect.srp_a, a_public.to_hex());
    // k and u are numbers in the file, not bytes: without leading zeros.
    compare("k", &vector.expect.k, Number::multiplier().to_hex());
    compare("u", &vector.expect.u, number(&hex(&u))?.to_hex());
    compare("hkdf_key", &vector.expect.hkdf_key, hex(key.as_slice()));
    let signature = arithmetic::signature(&key, &identity, &secret_block, &vector.timestamp);
    compare("signature", &vector.expect.signature, signature);
    Ok(())
}

/// The way a sign-in goes.
fn check_handshake(vector: &Exchange, report: &mut Report) -> Result<(), String> {
    let now = timestamp(&vector.timestamp).ok_or_else(|| format!("no timestamp: {}", vector.timestamp))?;
    let challenge = Challenge {
        identity: identity(vector),
        srp_b: vector.srp_b.clone(),
        salt: vector.salt.clone(),
        secret_block: vector.secret_block.clone(),
    };
    let (handshake, srp_a) = Handshake::start(exponent(&vector.a)?).map_err(stopped)?;
    let responses = handshake.answer(challenge, &vector.password, now).map_err(stopped)?;
    report.compare(&vector.name, "handshake's srp_a", &vector.expect.srp_a, srp_a);
    report.compare(&vector.name, "handshake's signature", &vector.expect.signature, responses.signature);
    Ok(())
}

fn check_device_verifier(name: &str, vector: &Device, report: &mut Report) -> Result<(), String> {
    let identity = Identity { group: vector.device_group_key.clone(), user: vector.device_key.clone() };
    let salt = bytes(&vector.salt_random_hex)?;
    let verifier = DeviceVerifier::new(&identity, &vector.random_password, &salt).map_err(stopped)?;
    report.compare(name, "salt_b64", &vector.expect.salt_b64, verifier.salt);
    report.compare(name, "password_verifier_b64", &vector.expect.password_verifier_b64, verifier.password_verifier);
    Ok(())
}

impl Report {
    fn compare(&mut self, vector: &str, value: &'static str, expected: &str, actual: String) {
        self.checked += 1;
        if expected != actual {
            let (vector, expected) = (vector.to_owned(), expected.to_owned());
            self.mismatches.push(Mismatch { vector, value, expected, actual });
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: expected {}, got {}", self.vector, self.value, self.expected, self.actual)
    }
}

fn identity(vector: &Exchange) -> Identity {
    Identity { group: vector.pool_name.clone(), user: vector.user_id_for_srp.clone() }
}

fn stopped(error: SrpError) -> String {
    format!("the exchange stops: {error}")
}

/// 128 bytes; a program that prints numbers has left out their leading zeros.
fn exponent(digits: &str) -> Result<[u8; EXPONENT_BYTES], String> {
    let bytes = bytes(&format!("{digits:0>width$}", width = EXPONENT_BYTES * 2))?;
    bytes.try_into().map_err(|_| format!("not {EXPONENT_BYTES} bytes: {digits}"))
}

fn number(digits: &str) -> Result<Number, String> {
    Number::from_hex(digits).map_err(|_| format!("not a number of 3072 bits: {digits}"))
}

fn bytes(digits: &str) -> Result<Vec<u8>, String> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(value(*high)? << 4 | value(*low)?),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = digits.as_bytes().chunks(2).map(byte).collect();
    bytes.ok_or_else(|| format!("not bytes in hexadecimal: {digits}"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads `Tue Nov 3 04:05:06 UTC 2026`: the second from 1970 on whose own string this is.
fn timestamp(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let [_, month, day, time, "UTC", year] = text.split(' ').collect::<Vec<_>>()[..] else { return None };
    let month = MONTHS.iter().position(|name| *name == month)?;
    let (year, day) = (year.parse::<u64>().ok()?, day.parse::<u64>().ok()?);
    let [hours, minutes, seconds] = time.split(':').map(str::parse::<u64>).collect::<Result<Vec<_>, _>>().ok()?[..]
    else {
        return None;
    };
    // Days from 1970 to the first of the year, then of the month; March counts the leap day.
    let leap_days = |year: u64| year / 4 - year / 100 + year / 400;
    let is_leap = leap_days(year) > leap_days(year.checked_sub(1)?);
    let before_month = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month] + u64::from(is_leap && month > 1);
    let before_year =
        year.checked_sub(1970).filter(|years| *years < 10_000)? * 365 + leap_days(year - 1) - leap_days(1969);
    let second = ((before_year + before_month + day.checked_sub(1)?) * 24 + hours) * 3600 + minutes * 60 + seconds;
    Some(Timestamp::from_seconds(second)).filter(|timestamp| timestamp.to_srp_string() == text)
}
