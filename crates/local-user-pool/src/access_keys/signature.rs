//! One request's signature: read from its headers, and made again with the key that it names.

use std::time::{Duration, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings, sign},
    sign::v4,
};
use axum::http::HeaderMap;

use super::AccessKey;
use crate::{error::ServiceError, timestamp};

const ALGORITHM: &str = "AWS4-HMAC-SHA256 ";
/// How far a signature's time may be from the server's, in seconds.
const TOLERANCE: u64 = 5 * 60;
/// Whatever says which request it is has to be signed, where it is there.
const MUST_BE_SIGNED: [&str; 4] = ["host", "x-amz-date", "x-amz-target", "x-amz-security-token"];

/// The parts of an Authorization header.
#[derive(Debug)]
pub(super) struct Signature<'a> {
    key_id: &'a str,
    /// "20150830".
    date: &'a str,
    region: &'a str,
    service: &'a str,
    signed_headers: Vec<&'a str>,
    hexadecimal: &'a str,
}

impl<'a> Signature<'a> {
    /// # Errors
    /// MissingAuthenticationTokenException, IncompleteSignatureException.
    pub(super) fn read(headers: &'a HeaderMap) -> Result<Self, ServiceError> {
        let header = headers
            .get("authorization")
            .ok_or_else(|| ServiceError::new("MissingAuthenticationTokenException", "Missing Authentication Token"))?;
        header.to_str().ok().and_then(Self::parse).ok_or_else(|| {
            incomplete(
                "The Authorization header must be AWS4-HMAC-SHA256 with Credential, SignedHeaders and Signature, and \
                 Credential ID/YYYYMMDD/REGION/SERVICE/aws4_request.",
            )
        })
    }

    pub(super) fn key_id(&self) -> &'a str {
        self.key_id
    }

    fn parse(header: &'a str) -> Option<Self> {
        let parts = header.strip_prefix(ALGORITHM)?;
        let part = |name: &str| parts.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
        let mut scope = part("Credential")?.split('/');
        let (key_id, date, region, service) = (scope.next()?, scope.next()?, scope.next()?, scope.next()?);
        (scope.next() == Some("aws4_request") && scope.next().is_none()).then_some(())?;
        let signed_headers = part("SignedHeaders")?.split(';').collect();
        Some(Self { key_id, date, region, service, signed_headers, hexadecimal: part("Signature")? })
    }

    /// Whether the request was signed with that key, not long ago.
    ///
    /// # Errors
    /// IncompleteSignatureException, InvalidSignatureException.
    pub(super) fn check(
        &self,
        key: &AccessKey,
        method: &str,
        uri: &str,
        headers: &HeaderMap,
        body: &[u8],
        now: u64,
    ) -> Result<(), ServiceError> {
        let is_signed = |name: &&str| self.signed_headers.contains(name);
        if let Some(name) = MUST_BE_SIGNED.iter().find(|name| headers.contains_key(**name) && !is_signed(name)) {
            return Err(incomplete(format!("The header {name} must be signed.")));
        }
        let written = headers.get("x-amz-date").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let at = timestamp::parse_basic(written)
            .ok_or_else(|| incomplete("The header X-Amz-Date must be there, as in 20150830T123600Z."))?;
        if at.abs_diff(now) > TOLERANCE || !written.starts_with(self.date) {
            let now = timestamp::basic(now);
            return Err(invalid(format!("Signature expired: {written} is not within five minutes of {now}.")));
        }
        let expected = self.made_with(key, method, uri, headers, body, at).ok_or_else(does_not_match)?;
        verify_slices_are_equal(expected.as_bytes(), self.hexadecimal.as_bytes()).map_err(|_| does_not_match())
    }

    /// The signature of the same request with that key.
    fn made_with(
        &self,
        key: &AccessKey,
        method: &str,
        uri: &str,
        headers: &HeaderMap,
        body: &[u8],
        at: u64,
    ) -> Option<String> {
        let values = |name: &&'a str| {
            let name = *name;
            headers.get_all(name).into_iter().map(move |value| Some((name, value.to_str().ok()?)))
        };
        let signed: Vec<_> = self.signed_headers.iter().flat_map(values).collect::<Option<_>>()?;
        let mut settings = SigningSettings::default();
        // The caller has decided what is signed.
        settings.excluded_headers = None;
        let identity = Credentials::new(&key.id, key.secret.as_str(), None, None, "local user pool").into();
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(self.region)
            .name(self.service)
            .time(UNIX_EPOCH + Duration::from_secs(at))
            .settings(settings)
            .build()
            .ok()?;
        let request = SignableRequest::new(method, uri, signed.into_iter(), SignableBody::Bytes(body)).ok()?;
        let (_, signature) = sign(request, &parameters.into()).ok()?.into_parts();
        Some(signature)
    }
}

fn incomplete(message: impl Into<std::borrow::Cow<'static, str>>) -> ServiceError {
    ServiceError::new("IncompleteSignatureException", message)
}

fn invalid(message: impl Into<std::borrow::Cow<'static, str>>) -> ServiceError {
    ServiceError::new("InvalidSignatureException", message)
}

fn does_not_match() -> ServiceError {
    invalid(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access \
         Key and signing method. Consult the service documentation for details.",
    )
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    /// 2015-08-30T12:36:00Z.
    const THEN: u64 = 1_440_938_160;
    const CREDENTIAL: &str = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";

    /// A request of AWS's own test suite for signers, signed: `get-vanilla` and `post-header-key-sort` of it.
    fn request(authorization: &str, others: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let all =
            [("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z"), ("authorization", authorization)];
        for (name, value) in all.iter().chain(others) {
            headers.insert(*name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    fn check(method: &str, headers: &HeaderMap, body: &[u8], now: u64) -> Result<(), String> {
        let key = "AKIDEXAMPLE:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".parse().unwrap();
        let checked = Signature::read(headers).and_then(|read| read.check(&key, method, "/", headers, body, now));
        checked.map_err(|error| error.code().to_owned())
    }

    fn authorization(signed: &str, signature: &str) -> String {
        format!("AWS4-HMAC-SHA256 Credential={CREDENTIAL}, SignedHeaders={signed}, Signature={signature}")
    }

    #[test]
    fn signatures_of_the_test_suite() {
        let plain =
            authorization("host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        let invalid = Err("InvalidSignatureException".to_owned());
        let incomplete = Err("IncompleteSignatureException".to_owned());
        let cases = [
            ("as it was signed", "GET", request(&plain, &[]), "", THEN, Ok(())),
            ("five minutes later", "GET", request(&plain, &[]), "", THEN + 300, Ok(())),
            ("more than that", "GET", request(&plain, &[]), "", THEN + 301, invalid.clone()),
            ("signed in the future", "GET", request(&plain, &[]), "", THEN - 301, invalid.clone()),
            ("another method", "POST", request(&plain, &[]), "", THEN, invalid.clone()),
            ("another body", "GET", request(&plain, &[]), "{}", THEN, invalid.clone()),
            ("a header beside", "GET", request(&plain, &[("user-agent", "x")]), "", THEN, Ok(())),
            ("a target beside", "GET", request(&plain, &[("x-amz-target", "x.y")]), "", THEN, incomplete.clone()),
            ("no signature", "GET", request("Basic YTpi", &[]), "", THEN, incomplete.clone()),
            ("another host", "GET", request(&plain, &[("host", "other.amazonaws.com")]), "", THEN, invalid.clone()),
            ("another time", "GET", request(&plain, &[("x-amz-date", "20150830T123601Z")]), "", THEN, invalid.clone()),
            ("another day", "GET", request(&plain, &[("x-amz-date", "20150831T123600Z")]), "", THEN + 86_400, invalid),
            ("no time", "GET", request(&plain, &[("x-amz-date", "soon")]), "", THEN, incomplete),
        ];
        for (name, method, headers, body, now, expected) in cases {
            assert_eq!(check(method, &headers, body.as_bytes(), now), expected, "{name}");
        }
        assert_eq!(check("GET", &HeaderMap::new(), b"", THEN), Err("MissingAuthenticationTokenException".to_owned()));
    }
}
