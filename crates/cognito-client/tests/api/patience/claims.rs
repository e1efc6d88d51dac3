//! Claims, and the answers that tokens come in.

use std::rc::Rc;

use cognito_client::{
    api::InitiateAuth,
    ids::{ClientId, UserPoolId},
    managed_login::{ManagedLogin, RedirectError, RedirectOptions},
    session::Session,
    sign_in::{NextStep, SignIn},
    token_store::{
        KeyedTokenStore, TokenStore,
        key_value::{KeyValueStore, MemoryStore},
    },
    transport::Request,
};
use serde_json::{Value, json};

use super::{Change, access_claims, changed, changes, id_claims, result, tokens};
use crate::{
    operations::List,
    scripted::{Program, Sent, client, credentials, now, ok, token},
};

/// Claims of both tokens with each claim changed, with fractions, and as they should be.
fn claimed() -> Vec<(String, Value, Value)> {
    let needed = ["/username", "/iat", "/exp"];
    let of_access = changes(&access_claims()).into_iter().filter(|change| !change.is_at(&needed));
    let of_access = of_access.map(|change| (format!("access: {}", change.name()), change.json, id_claims()));
    let of_id = changes(&id_claims()).into_iter();
    let of_id = of_id.map(|change| (format!("id: {}", change.name()), access_claims(), change.json));
    let with_fractions = |mut claims: Value| {
        for name in ["iat", "exp", "auth_time"] {
            claims[name] = json!(claims[name].as_f64().expect("a time") + 0.75);
        }
        claims
    };
    let others = [
        ("as they should be", access_claims(), id_claims()),
        ("times with fractions", with_fractions(access_claims()), with_fractions(id_claims())),
    ];
    others.map(|(case, access, id)| (case.to_owned(), access, id)).into_iter().chain(of_access).chain(of_id).collect()
}

fn assert_is_theirs(session: &Session, case: &str) {
    assert_eq!(session.username().as_str(), "user-1", "{case}");
    assert!(!session.is_refresh_due(now()) || session.clock_drift() == 0, "{case}");
}

#[tokio::test]
async fn every_claim_may_be_odd_at_a_sign_in_a_refresh_and_a_take_over() {
    let claimed = claimed();
    assert!(claimed.len() > 200, "{}", claimed.len());
    for (case, access, id) in claimed {
        let answer = json!({ "AuthenticationResult": result(&access, &id) });
        let sent = Sent::default();
        let client = client(&sent, [ok(&answer), ok(&answer)]);
        let program = Program::default();
        let step = SignIn::new(&client, &program).with_plain_password(&credentials()).await;
        let Ok(NextStep::Done(done)) = step else { panic!("sign-in, {case}: {step:?}") };
        assert_is_theirs(&done.session, &case);
        let refreshed = done.session.refresh(&client, &program).await;
        assert_is_theirs(&refreshed.unwrap_or_else(|error| panic!("refresh, {case}: {error}")), &case);
        // As Amplify and managed login leave their tokens.
        let memory = Rc::new(MemoryStore::default());
        for (name, value) in [
            ("LastAuthUser", "user-1".to_owned()),
            ("user-1.accessToken", token(&access)),
            ("user-1.idToken", token(&id)),
            ("user-1.refreshToken", "refresh-1".to_owned()),
            ("user-1.clockDrift", "0".to_owned()),
            ("user-1.signInDetails", r#"{"loginId":"someone@example.com","authFlowType":"USER_SRP_AUTH"}"#.to_owned()),
            ("user-1.oauthMetadata", "true".to_owned()),
        ] {
            let key = format!("CognitoIdentityServiceProvider.client1.{name}");
            memory.set(&key, &value).expect("memory takes all");
        }
        let client_id = ClientId::parse("client1").expect("an id");
        let taken = KeyedTokenStore::new(&client_id, memory).load();
        assert_is_theirs(&taken.unwrap_or_else(|| panic!("take-over, {case}")), &case);
    }
}

#[tokio::test]
async fn every_claim_that_managed_login_does_not_check_may_be_odd() {
    // base64url of the program's random bytes.
    let secret = "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM";
    let checked = ["sub", "iss", "aud", "token_use", "nonce", "exp"];
    let mut access = access_claims();
    access["scope"] = json!("openid aws.cognito.signin.user.admin");
    let mut id = id_claims();
    id["nonce"] = json!(secret);
    let finish = async |answer: &Value| -> Result<Session, RedirectError> {
        let client_id = ClientId::parse("client1").expect("an id");
        let user_pool_id = UserPoolId::parse("us-east-1_Example1").expect("an id");
        let managed_login = ManagedLogin::new("shop.example", &user_pool_id, client_id, "https://app.example/");
        let program = Program::default();
        let paused = managed_login.begin(RedirectOptions::default(), &program).expect("random bytes").paused;
        let transport = async |_: Request| Ok(ok(answer));
        managed_login.finish(paused, &format!("code=c&state={secret}"), &transport, &program).await
    };
    let answer = |access: &Value, id: &Value| {
        json!({
            "access_token": token(access), "id_token": token(id), "refresh_token": "r", "expires_in": 3600,
            "token_type": "Bearer", "scope": "openid",
        })
    };
    let is_checked = |change: &Change| change.place[1..].split('/').next().is_some_and(|name| checked.contains(&name));
    for change in changes(&id).into_iter().filter(|change| !is_checked(change)) {
        let session = finish(&answer(&access, &change.json)).await;
        assert!(session.is_ok_and(|session| session.is_by_managed_login()), "{}", change.name());
    }
    let needed = ["/access_token", "/id_token", "/refresh_token"];
    for change in changes(&answer(&access, &id)).into_iter().filter(|change| !change.is_at(&needed)) {
        assert!(finish(&change.json).await.is_ok(), "{}", change.name());
    }
    let audience = changed(id.clone(), "/aud", Some(&json!(["client1"])));
    assert!(finish(&answer(&access, &audience)).await.is_ok(), "a list of audiences");
}

#[tokio::test]
async fn a_refresh_needs_its_tokens_alone() {
    let session = Session::restored(tokens(), 0).expect("a session");
    let needed = ["/AuthenticationResult", "/AuthenticationResult/AccessToken", "/AuthenticationResult/IdToken"];
    let mut answer = List::read().example_answer::<InitiateAuth<'_>>();
    let result = result(&access_claims(), &id_claims());
    for (name, value) in result.as_object().expect("an object") {
        answer["AuthenticationResult"][name] = value.clone();
    }
    for change in changes(&answer).into_iter().filter(|change| !change.is_at(&needed)) {
        let sent = Sent::default();
        let refreshed = session.refresh(&client(&sent, [ok(&change.json)]), &Program::default()).await;
        let refreshed = refreshed.unwrap_or_else(|error| panic!("{}: {error}", change.name()));
        assert_eq!(refreshed.tokens().refresh_token.expose(), "refresh-1", "{}", change.name());
    }
}

#[tokio::test]
async fn the_end_of_a_sign_in_needs_its_tokens_alone() {
    let needed = [
        "/AuthenticationResult",
        "/AuthenticationResult/AccessToken",
        "/AuthenticationResult/IdToken",
        "/AuthenticationResult/RefreshToken",
    ];
    let mut answer = json!({
        "ChallengeName": null, "Session": null, "ChallengeParameters": { "a": "b" }, "AvailableChallenges": [],
        "AuthenticationResult": result(&access_claims(), &id_claims()),
    });
    answer["AuthenticationResult"]["NewDeviceMetadata"] =
        json!({ "DeviceKey": "device-1", "DeviceGroupKey": "group-1" });
    let confirmed = json!({ "UserConfirmationNecessary": false });
    let done = async |answer: &Value, confirmed: &Value| {
        let sent = Sent::default();
        let (client, program) = (client(&sent, [ok(answer), ok(confirmed)]), Program::default());
        let step = SignIn::new(&client, &program).with_plain_password(&credentials()).await;
        matches!(step, Ok(NextStep::Done(_)))
    };
    assert!(done(&answer, &confirmed).await);
    for change in changes(&answer).into_iter().filter(|change| !change.is_at(&needed)) {
        assert!(done(&change.json, &confirmed).await, "{}", change.name());
    }
    for change in changes(&confirmed) {
        assert!(done(&answer, &change.json).await, "{}", change.name());
    }
}
