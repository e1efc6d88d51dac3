//! What every answer says besides its policy.

use crate::policy::Policy;

/// Cache-Control of what has a hash of its content in its name: a year, without asking.
pub const CACHED_FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// Cache-Control of everything else: asked for anew each time, by its ETag.
pub const NEVER_CACHED: &str = "no-cache";

/// What pages may not use, by the names that browsers know
/// (<https://github.com/w3c/webappsec-permissions-policy/blob/main/features.md>).
const FORBIDDEN: [&str; 19] = [
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
];
/// What the app uses: passkeys, and the key of an authenticator app on the clipboard.
const OWN: [&str; 3] = ["clipboard-write", "publickey-credentials-create", "publickey-credentials-get"];

/// All of them, by their names, in an order that stays.
pub fn headers(policy: &Policy) -> Vec<(&'static str, String)> {
    let mut headers = vec![("Content-Security-Policy", policy.header())];
    headers.extend(fixed());
    headers
}

/// What is the same for all settings.
pub(crate) fn fixed() -> Vec<(&'static str, String)> {
    vec![
        // https://www.rfc-editor.org/rfc/rfc6797: two years; browsers pass it over where there is no TLS.
        ("Strict-Transport-Security", "max-age=63072000; includeSubDomains".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("Permissions-Policy", permissions()),
    ]
}

fn permissions() -> String {
    let own = OWN.iter().map(|feature| format!("{feature}=(self)"));
    own.chain(FORBIDDEN.iter().map(|feature| format!("{feature}=()"))).collect::<Vec<_>>().join(", ")
}
