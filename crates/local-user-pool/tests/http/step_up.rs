//! Authentication levels: `acr` and `amr`, and sign-ins that are to reach a level.

use std::time::Duration;

use local_user_pool::{
    Config, MfaFactor, NewUser,
    settings::{FirstFactor, MfaConfiguration, Tier, UserPool},
};
use serde_json::{Value, json};

use crate::client::{CLIENT_ID, Client, PASSWORD, POOL_ID, Refusal, assert_refused, claims};

const BARE: &str = "bare@example.org";
const APP: &str = "app@example.org";
const BOTH: &str = "both@example.org";
const TOTP: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const LEVELS: [&str; 4] = ["urn:cognito:loa:1", "urn:cognito:loa:2", "urn:cognito:loa:3", "urn:cognito:loa:4"];

fn config() -> Config {
    let mut user_pool = UserPool {
        mfa_configuration: MfaConfiguration::Optional,
        software_token_mfa: true,
        email_mfa: true,
        ..UserPool::default()
    };
    user_pool.policies.sign_in_policy.allowed_first_auth_factors =
        vec![FirstFactor::Password, FirstFactor::EmailOtp, FirstFactor::WebAuthn];
    let with = |name: &str, mfa: &[MfaFactor]| NewUser {
        mfa: mfa.to_vec(),
        totp_secret: mfa.contains(&MfaFactor::SoftwareTokenMfa).then(|| TOTP.to_owned()),
        ..NewUser::new(name, PASSWORD)
    };
    let both = NewUser {
        preferred_mfa: Some(MfaFactor::EmailOtp),
        ..with(BOTH, &[MfaFactor::SoftwareTokenMfa, MfaFactor::EmailOtp])
    };
    let users = vec![with(BARE, &[]), with(APP, &[MfaFactor::SoftwareTokenMfa]), both];
    Config { user_pool, users, ..Config::default() }
}

/// USER_AUTH, with PREFERRED_CHALLENGE PASSWORD and the password if not said otherwise.
async fn begin(client: &Client, name: &str, others: Value) -> Result<Value, Refusal> {
    let mut parameters = json!({ "USERNAME": name, "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    for (key, value) in others.as_object().unwrap() {
        parameters[key] = value.clone();
    }
    client.begin("USER_AUTH", parameters).await
}

fn said(answer: &Value) -> (Value, Value) {
    let result = &answer["AuthenticationResult"];
    let (access, id) = (claims(&result["AccessToken"]), claims(&result["IdToken"]));
    assert_eq!((&access["acr"], &access["amr"]), (&id["acr"], &id["amr"]), "both tokens say the same");
    (id["acr"].clone(), id["amr"].clone())
}

#[tokio::test]
async fn what_tokens_say_of_a_sign_in() {
    let client = Client::with(config()).await;
    let by_password = begin(&client, BARE, json!({})).await.unwrap();
    assert_eq!(said(&by_password), (json!(LEVELS[0]), json!(["pwd"])));
    let asked = begin(&client, BARE, json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" })).await.unwrap();
    let by_code = client.answer(&asked, BARE, json!({ "EMAIL_OTP_CODE": client.last_code() })).await.unwrap();
    assert_eq!(said(&by_code), (json!(LEVELS[1]), json!(["email_otp"])));
    let asked = begin(&client, BOTH, json!({})).await.unwrap();
    let by_both = client.answer(&asked, BOTH, json!({ "EMAIL_OTP_CODE": client.last_code() })).await.unwrap();
    assert_eq!(said(&by_both), (json!(LEVELS[2]), json!(["pwd", "email_otp", "mfa"])));
    let asked = begin(&client, APP, json!({})).await.unwrap();
    let code = json!({ "SOFTWARE_TOKEN_MFA_CODE": client.totp(TOTP) });
    let by_app = client.answer(&asked, APP, code).await.unwrap();
    assert_eq!(said(&by_app), (json!(LEVELS[3]), json!(["pwd", "otp", "mfa"])));

    client.pool.advance(Duration::from_secs(60));
    let before = claims(&by_app["AuthenticationResult"]["IdToken"]);
    let renewed = client.refresh(&by_app["AuthenticationResult"]["RefreshToken"]).await.unwrap();
    let after = claims(&renewed["IdToken"]);
    for claim in ["acr", "amr", "auth_time"] {
        assert_eq!(before[claim], after[claim], "{claim} outlives a refresh");
    }
}

#[tokio::test]
async fn a_target_from_the_start() {
    let client = Client::with(config()).await;
    let offered = async |name: &str, levels: &str| {
        let parameters = json!({ "USERNAME": name, "TARGET_ACR_VALUES": levels });
        let asked = client.begin("USER_AUTH", parameters).await.unwrap();
        assert_eq!(asked["ChallengeName"], "SELECT_CHALLENGE", "{levels}");
        asked["AvailableChallenges"].clone()
    };
    let passwords = json!(["PASSWORD", "PASSWORD_SRP"]);
    assert_eq!(offered(BARE, LEVELS[0]).await, passwords);
    assert_eq!(offered(BARE, LEVELS[1]).await, json!(["EMAIL_OTP"]));
    assert_eq!(offered(APP, LEVELS[3]).await, passwords);
    assert_eq!(offered(APP, "urn:unknown urn:cognito:loa:4").await, passwords, "what nobody knows is ignored");
    assert_eq!(offered(BARE, &LEVELS.map(|level| level).join(" ")).await, passwords, "the first that can be reached");
    assert_eq!(offered(BARE, &[LEVELS[3], LEVELS[1]].join(" ")).await, json!(["EMAIL_OTP"]), "the next best");

    // This user prefers codes by mail, which are not enough.
    let asked = begin(&client, BOTH, json!({ "TARGET_ACR_VALUES": LEVELS[3] })).await.unwrap();
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    let code = json!({ "SOFTWARE_TOKEN_MFA_CODE": client.totp(TOTP) });
    let answer = client.answer(&asked, BOTH, code).await.unwrap();
    assert_eq!(said(&answer), (json!(LEVELS[3]), json!(["pwd", "otp", "mfa"])));

    // A second factor that the user has is asked for although the level does not need it.
    let asked = begin(&client, APP, json!({ "TARGET_ACR_VALUES": LEVELS[0] })).await.unwrap();
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA");
}

#[tokio::test]
async fn from_a_token_to_a_higher_level() {
    let client = Client::with(config()).await;
    let asked = begin(&client, BOTH, json!({})).await.unwrap();
    let signed_in = client.answer(&asked, BOTH, json!({ "EMAIL_OTP_CODE": client.last_code() })).await.unwrap();
    let tokens = &signed_in["AuthenticationResult"];
    client.pool.advance(Duration::from_secs(100));
    let step_up = |level: &str, max_age: Option<&str>| {
        let mut parameters = json!({
            "USERNAME": BOTH, "TARGET_ACR_VALUES": level, "ACCESS_TOKEN": tokens["AccessToken"],
        });
        if let Some(max_age) = max_age {
            parameters["MAX_AGE"] = json!(max_age);
        }
        client.begin("USER_AUTH", parameters)
    };
    let asked = step_up(LEVELS[3], Some("160")).await.unwrap();
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA", "the password counts as proven");
    let code = json!({ "SOFTWARE_TOKEN_MFA_CODE": client.totp(TOTP) });
    let higher = client.answer(&asked, BOTH, code).await.unwrap();
    assert_eq!(said(&higher), (json!(LEVELS[3]), json!(["pwd", "email_otp", "otp", "mfa"])));
    let auth_time = |tokens: &Value| claims(&tokens["IdToken"])["auth_time"].as_u64().unwrap();
    // The pool's clock goes on meanwhile.
    let later = auth_time(&higher["AuthenticationResult"]) - auth_time(tokens);
    assert!((100..160).contains(&later), "{later} seconds");
    assert!(higher["AuthenticationResult"]["RefreshToken"].is_string());
    client.get_user(&tokens["AccessToken"]).await.expect("the old token lives on");

    let from_scratch = step_up(LEVELS[3], Some("99")).await.unwrap();
    assert_eq!(from_scratch["ChallengeName"], "SELECT_CHALLENGE", "too long ago: everything again");
    let message = "The access token already meets the requested authentication level.";
    assert_refused("no more than before", step_up(LEVELS[2], None).await, "InvalidParameterException", message);
    let again = step_up(LEVELS[2], Some("99")).await.unwrap();
    assert_eq!(again["ChallengeName"], "SELECT_CHALLENGE", "but a fresh proof");
}

#[tokio::test]
async fn targets_that_are_refused() {
    let client = Client::with(config()).await;
    let tokens = begin(&client, BARE, json!({})).await.unwrap()["AuthenticationResult"].clone();
    let token = &tokens["AccessToken"];
    let invalid = "InvalidParameterException";
    let cases = [
        (
            "a token alone",
            BARE,
            json!({ "ACCESS_TOKEN": token }),
            invalid,
            "TARGET_ACR_VALUES is required with ACCESS_TOKEN.",
        ),
        (
            "nobody knows it",
            BARE,
            json!({ "TARGET_ACR_VALUES": "urn:unknown" }),
            invalid,
            "None of TARGET_ACR_VALUES is an authentication level of the user pool.",
        ),
        (
            "no factor for it",
            BARE,
            json!({ "TARGET_ACR_VALUES": LEVELS[3] }),
            invalid,
            "The user has no factors for any of TARGET_ACR_VALUES.",
        ),
        (
            "no number",
            BARE,
            json!({ "TARGET_ACR_VALUES": LEVELS[0], "MAX_AGE": "soon" }),
            invalid,
            "MAX_AGE must be a whole number of seconds.",
        ),
        (
            "another user's token",
            APP,
            json!({ "TARGET_ACR_VALUES": LEVELS[3], "ACCESS_TOKEN": token }),
            "NotAuthorizedException",
            "Access Token does not belong to the user",
        ),
    ];
    for (name, user, parameters, code, message) in cases {
        assert_refused(name, begin(&client, user, parameters).await, code, message);
    }
    let wrong = json!({ "TARGET_ACR_VALUES": LEVELS[0], "PASSWORD": "Wrong-passw0rd" });
    let message = "Incorrect username or password.";
    assert_refused("wrong", begin(&client, BARE, wrong.clone()).await, "NotAuthorizedException", message);
    assert_refused("unknown", begin(&client, "nobody@example.org", wrong).await, "NotAuthorizedException", message);
}

#[tokio::test]
async fn names_of_the_levels() {
    let client = Client::with(config()).await;
    let described = async || client.call("DescribeUserPool", json!({ "UserPoolId": POOL_ID })).await.unwrap();
    assert_eq!(described().await["UserPool"]["AcrConfiguration"]["Level4"], json!({ "AcrValue": LEVELS[3] }));
    let named = json!({ "Level1": { "AcrValue": "urn:mine:1" } });
    let body = json!({ "PoolName": "Other", "AcrConfiguration": named });
    let made = client.call("CreateUserPool", body).await.unwrap()["UserPool"].clone();
    assert_eq!(made["AcrConfiguration"]["Level1"], named["Level1"]);
    assert_eq!(made["AcrConfiguration"]["Level2"], json!({ "AcrValue": LEVELS[1] }));
    let doubled = json!({ "PoolName": "Other", "AcrConfiguration": { "Level1": { "AcrValue": LEVELS[1] } } });
    let message = "AcrConfiguration.Level1.AcrValue is the name of another level";
    let refused = client.call("CreateUserPool", doubled).await;
    assert!(refused.as_ref().is_err_and(|(_, text)| text.contains("is the name of another level")), "{message}");

    let mut config = config();
    config.user_pool.acr_configuration = serde_json::from_value(named).unwrap();
    let client = Client::with(config).await;
    let answer = begin(&client, BARE, json!({ "TARGET_ACR_VALUES": "urn:mine:1" })).await.unwrap();
    assert_eq!(said(&answer).0, "urn:mine:1");
    let old = begin(&client, BARE, json!({ "TARGET_ACR_VALUES": LEVELS[0] })).await;
    assert!(old.is_err(), "Cognito's own name is no name any more");
}

#[tokio::test]
async fn the_lite_plan_has_no_targets() {
    let mut config = Config::default();
    config.user_pool.user_pool_tier = Tier::Lite;
    let client = Client::with(config).await;
    let body = json!({
        "AuthFlow": "USER_AUTH",
        "ClientId": CLIENT_ID,
        "AuthParameters": { "USERNAME": BARE, "TARGET_ACR_VALUES": LEVELS[0] },
    });
    let refused = client.call("InitiateAuth", body).await;
    assert!(refused.is_err_and(|(code, _)| code == "FeatureUnavailableInTierException"));
    let names = json!({ "Level1": { "AcrValue": "urn:mine:1" } });
    let body = json!({ "UserPoolId": POOL_ID, "UserPoolTier": "LITE", "AcrConfiguration": names });
    let refused = client.call("UpdateUserPool", body).await;
    assert!(refused.is_err_and(|(code, _)| code == "FeatureUnavailableInTierException"));
}
