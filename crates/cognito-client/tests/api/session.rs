//! Refreshing, revoking, signing out everywhere.

use core::time::Duration;

use cognito_client::{
    Error, ErrorCode,
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{Session, Tokens, ends_session},
    timestamp::Timestamp,
};
use serde_json::json;

use crate::scripted::{
    ISSUED, Program, Sent, access_token, client, id_token, ok, operations, refused, signed_in, token,
};

fn session(access_token: String) -> Session {
    let tokens = Tokens {
        access_token: AccessToken::new(access_token),
        id_token: IdToken::new(id_token()),
        refresh_token: RefreshToken::new("refresh-1"),
    };
    Session::restored(tokens, 0).expect("tokens are well formed")
}

#[tokio::test]
async fn a_refresh_keeps_the_refresh_token_unless_a_new_one_comes() {
    for (case, answer, expected) in
        [("rotation off", signed_in(None), "refresh-1"), ("rotation on", signed_in(Some("refresh-2")), "refresh-2")]
    {
        let sent = Sent::default();
        let refreshed = session(access_token())
            .refresh(&client(&sent, [ok(&answer)]), &Program::default())
            .await
            .expect("refreshed");
        assert_eq!(refreshed.tokens().refresh_token.expose(), expected, "{case}");
        assert_eq!(refreshed.clock_drift(), 5, "{case}");
        let body = json!({ "ClientId": "client1", "RefreshToken": "refresh-1" });
        assert_eq!(operations(&sent), [("GetTokensFromRefreshToken".to_owned(), body)], "{case}");
    }
}

#[tokio::test]
async fn a_refresh_gives_the_new_tokens() {
    let claims = json!({ "username": "user-1", "iat": ISSUED + 7200, "exp": ISSUED + 10_800 });
    let mut answer = signed_in(None);
    answer["AuthenticationResult"]["AccessToken"] = json!(token(&claims));
    answer["AuthenticationResult"]["IdToken"] = json!(token(&claims));
    let old = session(access_token());
    let later = Timestamp::from_seconds(ISSUED + 7200);
    assert!(old.is_refresh_due(later));
    let sent = Sent::default();
    let program = Program { now: later, ..Program::default() };
    let new = old.refresh(&client(&sent, [ok(&answer)]), &program).await.expect("refreshed");
    assert_eq!(new.tokens().access_token.expose(), token(&claims));
    assert!(!new.is_refresh_due(later));
    assert!(new.is_refresh_due(later.plus(Duration::from_secs(3540))));
}

#[tokio::test]
async fn a_refused_refresh_says_whether_the_session_is_dead() {
    for (case, answer, ends) in [
        ("revoked", refused("NotAuthorizedException", "Refresh Token has been revoked"), true),
        ("rotated away", refused("RefreshTokenReuseException", ""), true),
        ("throttled", refused("TooManyRequestsException", ""), false),
        ("no tokens", ok(&json!({})), false),
        ("a challenge", ok(&json!({ "ChallengeName": "SMS_MFA", "Session": "s" })), false),
    ] {
        let sent = Sent::default();
        let error =
            session(access_token()).refresh(&client(&sent, [answer]), &Program::default()).await.expect_err(case);
        assert_eq!(ends_session(&error), ends, "{case}: {error}");
    }
}

#[tokio::test]
async fn revoking_is_for_sessions_that_can_be_revoked() {
    let without_origin = token(&json!({ "username": "user-1", "iat": ISSUED, "exp": ISSUED + 3600 }));
    let revoked = ("RevokeToken".to_owned(), json!({ "ClientId": "client1", "Token": "refresh-1" }));
    for (case, access_token, expected) in
        [("origin_jti", access_token(), vec![revoked]), ("no origin_jti", without_origin, vec![])]
    {
        let sent = Sent::default();
        let session = session(access_token);
        assert_eq!(session.is_revocable(), !expected.is_empty(), "{case}");
        // RevokeToken's answer has no body at all.
        let mut empty = ok(&json!({}));
        empty.body.clear();
        assert_eq!(session.revoke(&client(&sent, [empty])).await, Ok(()), "{case}");
        assert_eq!(operations(&sent), expected, "{case}");
    }
}

#[tokio::test]
async fn signing_out_everywhere() {
    let sent = Sent::default();
    let client = client(&sent, [ok(&json!({})), refused("NotAuthorizedException", "Access Token has been revoked")]);
    let session = session(access_token());
    assert_eq!(session.global_sign_out(&client).await, Ok(()));
    let again = session.global_sign_out(&client).await;
    assert_eq!(again.as_ref().err().and_then(Error::code), Some(&ErrorCode::NotAuthorized));
    let call = ("GlobalSignOut".to_owned(), json!({ "AccessToken": access_token() }));
    assert_eq!(operations(&sent), [call.clone(), call]);
}

#[test]
fn absurd_times_are_no_panic() {
    for (case, issued, expires, drift) in [
        ("the largest exp", 0, u64::MAX, 0),
        ("an exp that is just a signed number", 0, u64::MAX / 2, 0),
        ("the largest iat", u64::MAX, u64::MAX, 0),
        ("stored drift ahead", ISSUED, ISSUED + 3600, i64::MAX),
        ("stored drift behind", ISSUED, ISSUED + 3600, i64::MIN),
        ("all at once", u64::MAX / 2, u64::MAX / 2, i64::MAX),
    ] {
        let claims = token(&json!({ "username": "user-1", "iat": issued, "exp": expires }));
        let tokens = Tokens {
            access_token: AccessToken::new(claims.clone()),
            id_token: IdToken::new(claims),
            refresh_token: RefreshToken::new("refresh-1"),
        };
        for now in [0, ISSUED, u64::MAX] {
            let now = Timestamp::from_seconds(now);
            for session in [Session::restored(tokens.clone(), drift), Session::received(tokens.clone(), now)] {
                let session = session.expect(case);
                let due = session.is_refresh_due(now);
                assert!(due || now < session.refresh_at(), "{case}");
            }
        }
    }
}
