//! JSON web tokens of anybody's making.
#![no_main]

use cognito_client::{
    claims::{AccessClaims, Claims, IdClaims},
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{Session, Tokens},
    timestamp::Timestamp,
};
use libfuzzer_sys::fuzz_target;

// Lines: an access token, an id token, a drift in seconds, the time in milliseconds.
fuzz_target!(|text: &str| {
    let lines: Vec<&str> = text.lines().collect();
    let [access, id, drift, now] = lines[..] else { return };
    let (Ok(drift), Ok(now)) = (drift.parse(), now.parse()) else { return };
    let claims = Claims::parse(access).is_ok();
    assert!(claims || AccessClaims::parse(&AccessToken::new(access)).is_err());
    let _ = IdClaims::parse(&IdToken::new(id));
    let tokens = Tokens {
        access_token: AccessToken::new(access),
        id_token: IdToken::new(id),
        refresh_token: RefreshToken::new("refresh"),
    };
    let now = Timestamp::from_millis(now);
    for session in [Session::restored(tokens.clone(), drift), Session::received(tokens, now)].into_iter().flatten() {
        // Times of any size are compared, not computed beyond what there is.
        let _ = (session.is_refresh_due(now), session.refresh_at(), session.server_time(now));
    }
});
