//! The later versions of PreTokenGeneration's event, which are about both tokens.

use local_user_pool::settings::{LambdaVersion, Tier, Trigger};
use serde_json::{Value, json};

use crate::{
    client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, POOL_ID, assert_refused, claims},
    handler::Handler,
};

async fn asking(version: LambdaVersion, details: Value) -> (Client, Handler) {
    let handler = Handler::start(move |_| Ok(json!({ "claimsAndScopeOverrideDetails": details }))).await;
    let mut config = handler.config(&[]);
    config.user_pool.lambda_config.insert_pre_token_generation(version, handler.url.clone());
    (Client::with(config).await, handler)
}

#[tokio::test]
async fn claims_and_scopes_of_both_tokens() {
    let details = json!({
        "idTokenGeneration": {
            "claimsToAddOrOverride": { "list": [1, null, { "a": true }], "number": 7, "name": "Someone", "sub": "forged" },
            "claimsToSuppress": ["email", "aud"],
        },
        "accessTokenGeneration": {
            "claimsToAddOrOverride": { "tenant": { "id": 7 }, "flag": true, "client_id": "forged", "aud": CLIENT_ID },
            "claimsToSuppress": ["username", "scope"],
            "scopesToAdd": ["api/read", "aws.cognito.other"],
        },
    });
    for (version, number) in [(LambdaVersion::V2, "2"), (LambdaVersion::V3, "3")] {
        let (client, handler) = asking(version, details.clone()).await;
        let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
        let event = handler.events().pop().unwrap();
        assert_eq!(
            (&event["version"], &event["triggerSource"]),
            (&json!(number), &json!("TokenGeneration_Authentication"))
        );
        assert_eq!(event["request"]["scopes"], json!(["aws.cognito.signin.user.admin"]));
        assert_eq!(event["response"], json!({ "claimsAndScopeOverrideDetails": null }));
        let renewed = client.refresh(&tokens["RefreshToken"]).await.unwrap();
        for tokens in [tokens, renewed] {
            let (access, id) = (claims(&tokens["AccessToken"]), claims(&tokens["IdToken"]));
            assert_eq!((&id["list"], &id["number"]), (&json!([1, null, { "a": true }]), &json!(7)), "{number}");
            assert_eq!((&id["name"], &id["email"]), (&json!("Someone"), &Value::Null), "{number}");
            assert_eq!((&id["sub"], &id["aud"], &id["tenant"]), (&access["sub"], &json!(CLIENT_ID), &Value::Null));
            assert_eq!((&access["tenant"], &access["flag"]), (&json!({ "id": 7 }), &json!(true)), "{number}");
            assert_eq!((&access["client_id"], &access["aud"]), (&json!(CLIENT_ID), &json!(CLIENT_ID)), "{number}");
            assert!(access["username"].is_string() && access["list"].is_null(), "{number}: {access}");
            assert_eq!(access["scope"], "aws.cognito.signin.user.admin api/read", "{number}");
        }
    }
}

#[tokio::test]
async fn a_scope_that_is_taken_away_is_missing() {
    let details = json!({ "accessTokenGeneration": { "scopesToSuppress": ["aws.cognito.signin.user.admin"] } });
    let (client, _handler) = asking(LambdaVersion::V2, details).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    assert_eq!(claims(&tokens["AccessToken"])["scope"], "");
    let refused = client.get_user(&tokens["AccessToken"]).await;
    assert_refused("GetUser", refused, "NotAuthorizedException", "Access Token does not have required scopes");
}

#[tokio::test]
async fn functions_as_a_pool_describes_them() {
    let client = Client::start().await;
    let arn = "arn:aws:lambda:us-east-1:123456789012:function:tokens";
    let both = |version: &str| {
        json!({
            "PreTokenGeneration": arn,
            "PreTokenGenerationConfig": { "LambdaVersion": version, "LambdaArn": arn },
        })
    };
    let sender = json!({ "LambdaVersion": "V1_0", "LambdaArn": arn });
    let key = "arn:aws:kms:us-east-1:123456789012:key/1a2b";
    let senders =
        json!({ "CustomSMSSender": sender, "CustomEmailSender": sender, "KMSKeyID": key, "InboundFederation": sender });
    let cases = [
        ("the older member", json!({ "PreTokenGeneration": arn }), both("V1_0")),
        (
            "the newer member",
            json!({ "PreTokenGenerationConfig": both("V2_0")["PreTokenGenerationConfig"] }),
            both("V2_0"),
        ),
        ("both", both("V3_0"), both("V3_0")),
        ("what sends, and what comes in", senders.clone(), senders),
        ("none", json!({}), json!({})),
    ];
    for (name, given, described) in cases {
        let body = json!({ "PoolName": "Other", "LambdaConfig": given });
        let pool = client.call("CreateUserPool", body).await.unwrap()["UserPool"].clone();
        assert_eq!(pool["LambdaConfig"], described, "{name}");
        let read = client.call("DescribeUserPool", json!({ "UserPoolId": pool["Id"] })).await.unwrap();
        assert_eq!(read["UserPool"]["LambdaConfig"], described, "{name}");
        // What is described can be sent again.
        let again = json!({ "UserPoolId": pool["Id"], "LambdaConfig": described });
        client.call("UpdateUserPool", again).await.unwrap();
        let read = client.call("DescribeUserPool", json!({ "UserPoolId": pool["Id"] })).await.unwrap();
        assert_eq!(read["UserPool"]["LambdaConfig"], described, "{name}, again");
    }
    let other = "arn:aws:lambda:us-east-1:123456789012:function:other";
    let mut differing = both("V2_0");
    differing["PreTokenGeneration"] = json!(other);
    let refused = [
        ("two functions", differing, "PreTokenGeneration must be the function of PreTokenGenerationConfig"),
        (
            "a sender's version",
            json!({ "CustomSMSSender": { "LambdaVersion": "V2_0", "LambdaArn": arn } }),
            "LambdaConfig.CustomSMSSender.LambdaVersion must be V1_0",
        ),
        (
            "no function",
            json!({ "PreSignUp": "before" }),
            "LambdaConfig.PreSignUp must be the ARN of a function, or begin with http:// or https://",
        ),
    ];
    for (name, lambda_config, problem) in refused {
        let body = json!({ "UserPoolId": POOL_ID, "LambdaConfig": lambda_config });
        assert_refused(name, client.call("UpdateUserPool", body).await, "InvalidParameterException", problem);
    }
}

#[tokio::test]
async fn the_lite_plan_has_the_first_version_only() {
    let (_client, handler) = asking(LambdaVersion::V2, json!({})).await;
    let mut config = handler.config(&[Trigger::PreTokenGeneration]);
    config.user_pool.user_pool_tier = Tier::Lite;
    let client = Client::with(config).await;
    let lambda_config = json!({ "PreTokenGenerationConfig": { "LambdaVersion": "V2_0", "LambdaArn": handler.url } });
    let body = json!({ "UserPoolId": POOL_ID, "UserPoolTier": "LITE", "LambdaConfig": lambda_config });
    let message = "The feature is not available in the LITE tier of the user pool.";
    let refused = client.call("UpdateUserPool", body).await;
    assert_refused("V2_0", refused, "FeatureUnavailableInTierException", message);
}
