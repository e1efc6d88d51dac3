//! Identity pools.

use std::cell::RefCell;

use cognito_client::{
    Error, ErrorCode,
    api::{GetOpenIdToken, Map, UnlinkIdentity},
    identity::{AwsCredentials, IdentityClient, IdentityId, Login},
    ids::{IdentityPoolId, UserPoolId},
    secrets::{AwsSessionToken, IdToken, OpenIdToken, SecretKey},
    timestamp::Timestamp,
    transport::{Request, Response, Transport},
};
use serde_json::{Value, json};

use crate::scripted::{Sent, ok, refused};

const POOL: &str = "us-east-1:12345678-1234-1234-1234-123456789012";

fn client(sent: &Sent, answers: impl IntoIterator<Item = Response>) -> IdentityClient<impl Transport> {
    let answers = RefCell::new(answers.into_iter().collect::<Vec<_>>().into_iter());
    let transport = async move |request: Request| {
        sent.borrow_mut().push(request);
        Ok(answers.borrow_mut().next().expect("no more calls than answers"))
    };
    IdentityClient::new(transport, IdentityPoolId::parse(POOL).expect("an id"))
}

fn login() -> Login {
    let pool = UserPoolId::parse("us-east-1_Example1").expect("an id");
    Login::of_user_pool(&pool, &IdToken::new("id-1"))
}

/// Target and body of each request.
fn sent_bodies(sent: &Sent) -> Vec<(String, Value)> {
    let read = |request: &Request| {
        assert_eq!(request.url, "https://cognito-identity.us-east-1.amazonaws.com/");
        (
            request.target().expect("a target").to_owned(),
            serde_json::from_str(&request.body).expect("a request is JSON"),
        )
    };
    sent.borrow().iter().map(read).collect()
}

#[tokio::test]
async fn credentials_of_a_user() {
    let sent = Sent::default();
    let credentials = json!({
        "AccessKeyId": "ASIAEXAMPLE", "SecretKey": "secret-1", "SessionToken": "session-1", "Expiration": 1.793_682_3e9,
    });
    let client = client(
        &sent,
        [
            ok(&json!({ "IdentityId": "us-east-1:id" })),
            ok(&json!({ "IdentityId": "us-east-1:id", "Credentials": credentials })),
        ],
    );
    assert_eq!(client.identity_pool_id().as_str(), POOL);
    let id = client.get_id(&[login()]).await.expect("an identity");
    assert_eq!((id.as_str(), &id), ("us-east-1:id", &IdentityId::new(id.to_string())));
    let expected = AwsCredentials {
        access_key_id: "ASIAEXAMPLE".to_owned(),
        secret_key: SecretKey::new("secret-1"),
        session_token: AwsSessionToken::new("session-1"),
        expiration: Timestamp::from_seconds(1_793_682_300),
    };
    let credentials = client.credentials(&id, &[login()]).await.expect("credentials");
    assert_eq!(credentials, expected);
    let shown = format!("{credentials:?}");
    assert!(shown.contains("ASIAEXAMPLE") && !shown.contains("secret-1") && !shown.contains("session-1"), "{shown}");
    let logins = json!({ "cognito-idp.us-east-1.amazonaws.com/us-east-1_Example1": "id-1" });
    let expected = [
        ("AWSCognitoIdentityService.GetId".to_owned(), json!({ "IdentityPoolId": POOL, "Logins": logins })),
        (
            "AWSCognitoIdentityService.GetCredentialsForIdentity".to_owned(),
            json!({ "IdentityId": "us-east-1:id", "Logins": logins }),
        ),
    ];
    assert_eq!(sent_bodies(&sent), expected);
}

#[tokio::test]
async fn a_guest_shows_no_login() {
    let sent = Sent::default();
    let client = client(&sent, [ok(&json!({ "IdentityId": "us-east-1:guest" }))]);
    assert_eq!(client.get_id(&[]).await.expect("an identity"), IdentityId::new("us-east-1:guest"));
    let expected = ("AWSCognitoIdentityService.GetId".to_owned(), json!({ "IdentityPoolId": POOL }));
    assert_eq!(sent_bodies(&sent), [expected]);
}

#[tokio::test]
async fn half_credentials_are_none() {
    let whole = json!({ "AccessKeyId": "a", "SecretKey": "b", "SessionToken": "c", "Expiration": 1 });
    for missing in ["AccessKeyId", "SecretKey", "SessionToken", "Expiration"] {
        let mut credentials = whole.clone();
        credentials.as_object_mut().expect("an object").remove(missing);
        let sent = Sent::default();
        let client = client(&sent, [ok(&json!({ "Credentials": credentials }))]);
        let error = client.credentials(&IdentityId::new("us-east-1:id"), &[]).await.err();
        assert_eq!(error, Some(Error::Protocol("credentials that are not whole")), "{missing}");
    }
    let sent = Sent::default();
    let error = client(&sent, [ok(&json!({}))]).get_id(&[]).await.err();
    assert_eq!(error, Some(Error::Protocol("an identity without an id")));
}

#[tokio::test]
async fn an_expired_token_is_refused() {
    let sent = Sent::default();
    let client = client(&sent, [refused("NotAuthorizedException", "Invalid login token. Token expired: 1 >= 0")]);
    let error = client.get_id(&[login()]).await.err();
    assert_eq!(error.as_ref().and_then(|error| error.code()), Some(&ErrorCode::NotAuthorized));
}

#[tokio::test]
async fn other_operations_and_another_endpoint() {
    let sent = Sent::default();
    let answers = [ok(&json!({ "IdentityId": "us-east-1:id", "Token": "token-1" })), ok(&json!({}))];
    let client = client(&sent, answers).with_endpoint("http://localhost:9229/");
    let logins = Map(&[("provider", "id-1")]);
    let request = GetOpenIdToken { identity_id: "us-east-1:id", logins: Some(logins) };
    let token = client.call(&request).await.expect("a token").token;
    assert_eq!(token, Some(OpenIdToken::new("token-1")));
    let request = UnlinkIdentity { identity_id: "us-east-1:id", logins, logins_to_remove: &["provider"] };
    client.call(&request).await.expect("unlinked");
    let sent = sent.borrow();
    let sent: Vec<_> =
        sent.iter().map(|request| (request.url.as_str(), request.target().unwrap_or_default())).collect();
    let url = "http://localhost:9229/";
    let expected =
        [(url, "AWSCognitoIdentityService.GetOpenIdToken"), (url, "AWSCognitoIdentityService.UnlinkIdentity")];
    assert_eq!(sent, expected);
}
