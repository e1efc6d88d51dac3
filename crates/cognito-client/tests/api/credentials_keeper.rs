//! AWS credentials: kept, and renewed with the id token.

use std::cell::RefCell;

use cognito_client::{
    ErrorCode,
    identity::{CREDENTIALS_MARGIN, CredentialsKeeper, IdentityClient},
    ids::{IdentityPoolId, UserPoolId},
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{Session, Tokens},
    timestamp::Timestamp,
    transport::{Request, Response, Transport},
};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::scripted::{ISSUED, Sent, ok, refused, token};

const HOUR: u64 = 3600;

fn keeper<T: Transport>(transport: T) -> CredentialsKeeper<T> {
    let pool = IdentityPoolId::parse("us-east-1:12345678-1234-1234-1234-123456789012").expect("an id");
    let user_pool = UserPoolId::parse("us-east-1_Example1").expect("an id");
    CredentialsKeeper::new(IdentityClient::new(transport, pool), &user_pool)
}

fn answering(sent: &Sent, answers: impl IntoIterator<Item = Response>) -> CredentialsKeeper<impl Transport> {
    let answers = RefCell::new(answers.into_iter().collect::<Vec<_>>().into_iter());
    keeper(async move |request: Request| {
        sent.borrow_mut().push(request);
        Ok(answers.borrow_mut().next().expect("no more calls than answers"))
    })
}

/// With an id token of that time, at a clock that is so many seconds ahead.
fn session(user: &str, issued: u64, drift: i64) -> Session {
    let jwt = token(&json!({ "username": user, "iat": issued, "exp": issued + HOUR }));
    let tokens = Tokens {
        access_token: AccessToken::new(jwt.clone()),
        id_token: IdToken::new(jwt),
        refresh_token: RefreshToken::new("refresh-1"),
    };
    Session::restored(tokens, drift).expect("well formed")
}

fn identity(id: &str) -> Response {
    ok(&json!({ "IdentityId": id }))
}

fn credentials(key: &str, issued: u64) -> Response {
    ok(&json!({ "IdentityId": "id", "Credentials": {
        "AccessKeyId": key, "SecretKey": "secret", "SessionToken": "token", "Expiration": issued + HOUR,
    }}))
}

/// Operation, identity and id token of each request.
fn calls(sent: &Sent) -> Vec<(String, String, String)> {
    let read = |request: &Request| {
        let body: Value = serde_json::from_str(&request.body).expect("a request is JSON");
        let login = body["Logins"]["cognito-idp.us-east-1.amazonaws.com/us-east-1_Example1"].as_str();
        let operation = request.target().expect("a target").rsplit('.').next().expect("an operation");
        let identity = body["IdentityId"].as_str().unwrap_or_default();
        (operation.to_owned(), identity.to_owned(), login.expect("a login").to_owned())
    };
    sent.borrow().iter().map(read).collect()
}

fn call(operation: &str, identity: &str, session: &Session) -> (String, String, String) {
    (operation.to_owned(), identity.to_owned(), session.tokens().id_token.expose().to_owned())
}

#[tokio::test]
async fn credentials_are_kept_until_they_are_about_to_expire() {
    for drift in [0, 26 * 3600, -26 * 3600] {
        let sent = Sent::default();
        let keeper = answering(
            &sent,
            [identity("us-east-1:1"), credentials("first", ISSUED), credentials("second", ISSUED + HOUR)],
        );
        let local = |seconds: u64| Timestamp::from_seconds((ISSUED + seconds).saturating_add_signed(drift));
        let (first, renewed) = (session("user-1", ISSUED, drift), session("user-1", ISSUED + 3000, drift));
        assert_eq!(keeper.expiration(&first), None);
        let margin = CREDENTIALS_MARGIN.as_secs();
        for (case, session, seconds, expected) in [
            ("the first time", &first, 0, "first"),
            ("again", &first, 10, "first"),
            ("with a renewed id token", &renewed, 3100, "first"),
            ("just before the margin", &renewed, HOUR - margin - 1, "first"),
            ("at the margin", &renewed, HOUR - margin, "second"),
            ("long after", &renewed, 2 * HOUR - margin - 1, "second"),
        ] {
            let credentials = keeper.credentials(session, local(seconds)).await.expect(case);
            assert_eq!(credentials.access_key_id, expected, "{case}, drift {drift}");
        }
        assert_eq!(keeper.expiration(&renewed), Some(Timestamp::from_seconds(ISSUED + 2 * HOUR)));
        let expected = [
            call("GetId", "", &first),
            call("GetCredentialsForIdentity", "us-east-1:1", &first),
            call("GetCredentialsForIdentity", "us-east-1:1", &renewed),
        ];
        assert_eq!(calls(&sent), expected, "drift {drift}");
    }
}

#[tokio::test]
async fn nobody_gets_anothers_credentials() {
    let sent = Sent::default();
    let answers = ["1", "2", "3"].map(|key| [identity(key), credentials(key, ISSUED)]);
    let keeper = answering(&sent, answers.into_iter().flatten());
    let (first, second) = (session("first", ISSUED, 0), session("second", ISSUED, 0));
    let now = Timestamp::from_seconds(ISSUED);
    for (case, session, expected) in [("first", &first, "1"), ("second", &second, "2"), ("second again", &second, "2")]
    {
        assert_eq!(keeper.credentials(session, now).await.expect(case).access_key_id, expected, "{case}");
    }
    assert_eq!(keeper.expiration(&first), None);
    keeper.forget();
    assert_eq!(keeper.expiration(&second), None);
    assert_eq!(keeper.credentials(&second, now).await.expect("credentials").access_key_id, "3");
}

#[tokio::test]
async fn an_identity_that_is_gone_is_asked_for_again() {
    let sent = Sent::default();
    let keeper = answering(
        &sent,
        [
            identity("old"),
            credentials("1", ISSUED),
            refused("ResourceNotFoundException", "Identity 'old' not found."),
            identity("new"),
            credentials("2", ISSUED + HOUR),
        ],
    );
    let session = session("user-1", ISSUED, 0);
    let at = |seconds| Timestamp::from_seconds(ISSUED + seconds);
    keeper.credentials(&session, at(0)).await.expect("credentials");
    assert_eq!(keeper.credentials(&session, at(HOUR)).await.expect("credentials").access_key_id, "2");
    let identities: Vec<_> = calls(&sent).into_iter().map(|(_, identity, _)| identity).collect();
    assert_eq!(identities, ["", "old", "old", "", "new"]);
}

#[tokio::test]
async fn a_refusal_is_not_kept() {
    let sent = Sent::default();
    let keeper = answering(
        &sent,
        [
            refused("TooManyRequestsException", ""),
            identity("1"),
            refused("NotAuthorizedException", "Invalid login token. Token expired"),
            credentials("1", ISSUED),
        ],
    );
    let (session, now) = (session("user-1", ISSUED, 0), Timestamp::from_seconds(ISSUED));
    for (case, expected) in [("no identity", ErrorCode::TooManyRequests), ("no credentials", ErrorCode::NotAuthorized)]
    {
        let error = keeper.credentials(&session, now).await.expect_err(case);
        assert_eq!(error.code(), Some(&expected), "{case}");
    }
    assert_eq!(keeper.credentials(&session, now).await.expect("credentials").access_key_id, "1");
    let operations: Vec<_> = calls(&sent).into_iter().map(|(operation, ..)| operation).collect();
    assert_eq!(operations, ["GetId", "GetId", "GetCredentialsForIdentity", "GetCredentialsForIdentity"]);
}

#[tokio::test]
async fn all_who_ask_at_once_get_what_one_call_brings_and_a_sign_out_is_not_undone() {
    let (sent, answer, arrived) = (Sent::default(), Notify::new(), Notify::new());
    let keeper = keeper(async |request: Request| {
        let is_id = request.target().is_some_and(|target| target.ends_with("GetId"));
        sent.borrow_mut().push(request);
        if is_id {
            return Ok(identity("1"));
        }
        arrived.notify_one();
        answer.notified().await;
        Ok(credentials("1", ISSUED))
    });
    let (session, now) = (session("user-1", ISSUED, 0), Timestamp::from_seconds(ISSUED));
    let ask = || keeper.credentials(&session, now);
    let answered = async {
        arrived.notified().await;
        keeper.forget();
        answer.notify_one();
    };
    let (first, second, ()) = tokio::join!(ask(), ask(), answered);
    assert_eq!(first.expect("credentials"), second.expect("credentials"));
    assert_eq!(calls(&sent).len(), 2);
    assert_eq!(keeper.expiration(&session), None);
}
