//! Resource servers, and tokens of programs.

use std::collections::BTreeSet;

use base64::{Engine, prelude::BASE64_STANDARD};
use local_user_pool::{Config, settings::LambdaVersion};
use serde_json::{Value, json};

use crate::{
    browser::{Browser, Page},
    client::{Client, POOL_ID, assert_refused, claims},
    handler::Handler,
};

const API: &str = "https://api.example.com";
const PROGRAM: &str = "4localprogram0000000000001";
const SECRET: &str = "0123456789abcdef0123456789abcdef";
const SETTINGS: &str = r#"
[[ResourceServers]]
Identifier = "https://api.example.com"
Name = "API"
Scopes = [
    { ScopeName = "read", ScopeDescription = "Reads." },
    { ScopeName = "write", ScopeDescription = "Writes." },
]

[[UserPoolClients]]
ClientId = "4localprogram0000000000001"
ClientSecret = "0123456789abcdef0123456789abcdef"
AllowedOAuthFlowsUserPoolClient = true
AllowedOAuthFlows = ["client_credentials"]
AllowedOAuthScopes = ["https://api.example.com/read", "https://api.example.com/write"]
"#;

fn scopes(names: &[&str]) -> Value {
    names.iter().map(|name| json!({ "ScopeName": name, "ScopeDescription": "Does that." })).collect()
}

fn server(name: &str, names: &[&str]) -> Value {
    json!({ "UserPoolId": POOL_ID, "Identifier": API, "Name": name, "Scopes": scopes(names) })
}

#[tokio::test]
async fn a_resource_server_is_made_read_changed_and_deleted() {
    let client = Client::start().await;
    let given = server("API", &["read", "write"]);
    let made = client.call("CreateResourceServer", given.clone()).await.unwrap();
    assert_eq!(made["ResourceServer"], given);
    let named = json!({ "UserPoolId": POOL_ID, "Identifier": API });
    assert_eq!(client.call("DescribeResourceServer", named.clone()).await.unwrap(), made);
    let again = client.call("CreateResourceServer", given).await;
    let message = format!("{API} already exists in user pool {POOL_ID}.");
    assert_refused("again", again, "InvalidParameterException", &message);

    let changed = server("Renamed", &["read"]);
    assert_eq!(client.call("UpdateResourceServer", changed.clone()).await.unwrap()["ResourceServer"], changed);
    let bare = json!({ "UserPoolId": POOL_ID, "Identifier": API, "Name": "Bare" });
    assert_eq!(client.call("UpdateResourceServer", bare.clone()).await.unwrap()["ResourceServer"], bare, "no scopes");

    let other = json!({ "UserPoolId": POOL_ID, "Identifier": "other", "Name": "Other" });
    client.call("CreateResourceServer", other.clone()).await.unwrap();
    let first = client.call("ListResourceServers", json!({ "UserPoolId": POOL_ID, "MaxResults": 1 })).await.unwrap();
    assert_eq!(first["ResourceServers"], json!([bare]));
    let rest = json!({ "UserPoolId": POOL_ID, "NextToken": first["NextToken"] });
    assert_eq!(client.call("ListResourceServers", rest).await.unwrap(), json!({ "ResourceServers": [other] }));

    client.call("DeleteResourceServer", named.clone()).await.unwrap();
    let message = format!("Resource server {API} does not exist.");
    for operation in ["DescribeResourceServer", "DeleteResourceServer"] {
        let refused = client.call(operation, named.clone()).await;
        assert_refused(operation, refused, "ResourceNotFoundException", &message);
    }
    let refused = client.call("UpdateResourceServer", server("API", &[])).await;
    assert_refused("UpdateResourceServer", refused, "ResourceNotFoundException", &message);
}

#[tokio::test]
async fn scopes_and_flows_that_do_not_fit() {
    let client = Client::start().await;
    client.call("CreateResourceServer", server("API", &["read"])).await.unwrap();
    let create = |flows: &[&str], scope: &str, has_secret: bool| {
        json!({
            "UserPoolId": POOL_ID,
            "ClientName": "app",
            "GenerateSecret": has_secret,
            "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": flows,
            "AllowedOAuthScopes": [scope],
            "CallbackURLs": ["https://app.example/"],
        })
    };
    let program = create(&["client_credentials"], "https://api.example.com/read", true);
    let made = client.call("CreateUserPoolClient", program).await.unwrap();
    assert!(made["UserPoolClient"]["ClientSecret"].is_string(), "{made}");
    let flow = "InvalidOAuthFlowException";
    let cases = [
        (
            create(&["code"], "https://api.example.com/write", false),
            "ScopeDoesNotExistException",
            "Invalid scope requested: https://api.example.com/write",
        ),
        (
            create(&["client_credentials", "code"], "https://api.example.com/read", true),
            flow,
            "client_credentials flow can not be selected along with code flow or implicit flow.",
        ),
        (
            create(&["client_credentials"], "https://api.example.com/read", false),
            flow,
            "client_credentials flow can not be selected if client does not have a client secret.",
        ),
    ];
    for (body, code, message) in cases {
        assert_refused(message, client.call("CreateUserPoolClient", body).await, code, message);
    }
    let twice = client.call("UpdateResourceServer", server("API", &["read", "read"])).await;
    let message = format!("Scopes of {API} has an entry twice");
    assert_refused("twice", twice, "InvalidParameterException", &message);
    let slash = client.call("UpdateResourceServer", server("API", &["a/b"])).await;
    assert!(slash.is_err_and(|(code, _)| code == "InvalidParameterException"));
}

async fn token(client: &Client, headers: &[(&str, &str)], others: &[(&str, &str)]) -> Page {
    let fields: Vec<_> = [("grant_type", "client_credentials")].iter().chain(others).copied().collect();
    Browser::of(&client.pool).post("/oauth2/token", headers, &fields).await
}

#[tokio::test]
async fn a_program_gets_a_token_of_its_own() {
    let client = Client::with(Config::from_toml(SETTINGS).unwrap()).await;
    let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("{PROGRAM}:{SECRET}")));
    let in_header = [("authorization", basic.as_str())];
    let in_body = [("client_id", PROGRAM), ("client_secret", SECRET)];
    let all = "https://api.example.com/read https://api.example.com/write";
    let read = "https://api.example.com/read";
    for (name, page, scope) in [
        ("basic", token(&client, &in_header, &[]).await, all),
        ("in the body", token(&client, &[], &in_body).await, all),
        ("one scope", token(&client, &in_header, &[("scope", read)]).await, read),
        ("others are ignored", token(&client, &in_header, &[("scope", &format!("{read} openid x/y"))]).await, read),
    ] {
        let answer = page.json();
        let members: BTreeSet<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, BTreeSet::from(["access_token", "expires_in", "token_type"]), "{name}");
        let access = claims(&answer["access_token"]);
        assert_eq!((&access["scope"], &access["token_use"]), (&json!(scope), &json!("access")), "{name}");
        assert_eq!((&access["sub"], &access["client_id"]), (&json!(PROGRAM), &json!(PROGRAM)), "{name}");
        assert_eq!((&access["username"], &access["version"]), (&Value::Null, &json!(2)), "{name}");
        let refused = client.get_user(&answer["access_token"]).await;
        assert_refused(name, refused, "NotAuthorizedException", "Invalid Access Token");
    }
    let wrong = format!("Basic {}", BASE64_STANDARD.encode(format!("{PROGRAM}:wrong")));
    let cases = [
        ("no secret", token(&client, &[], &in_body[..1]).await, "invalid_client"),
        ("wrong secret", token(&client, &[("authorization", &wrong)], &[]).await, "invalid_client"),
        ("no scope of its own", token(&client, &in_header, &[("scope", "openid")]).await, "invalid_scope"),
        (
            "metadata that is none",
            token(&client, &in_header, &[("aws_client_metadata", "[1]")]).await,
            "invalid_request",
        ),
        (
            "a client of people",
            token(&client, &[], &[("client_id", crate::client::CLIENT_ID)]).await,
            "unauthorized_client",
        ),
    ];
    for (name, page, error) in cases {
        assert_eq!(page.error(), (400, error.to_owned()), "{name}");
    }
}

#[tokio::test]
async fn a_function_changes_the_tokens_of_programs() {
    let details = json!({ "accessTokenGeneration": {
        "claimsToAddOrOverride": { "tenant": { "id": 7 }, "sub": "forged" },
        "scopesToAdd": ["https://api.example.com/extra"],
        "scopesToSuppress": ["https://api.example.com/write"],
    } });
    let handler = Handler::start(move |_| Ok(json!({ "claimsAndScopeOverrideDetails": details }))).await;
    let with_version = async |version| {
        let mut config = Config::from_toml(SETTINGS).unwrap();
        config.user_pool.lambda_config.insert_pre_token_generation(version, handler.url.clone());
        Client::with(config).await
    };
    let fields =
        [("client_id", PROGRAM), ("client_secret", SECRET), ("aws_client_metadata", "{\"onBehalfOfToken\":\"x\"}")];
    let client = with_version(LambdaVersion::V2).await;
    let access = claims(&token(&client, &[], &fields).await.json()["access_token"]);
    assert_eq!((&access["tenant"], handler.events().len()), (&Value::Null, 0), "the second version is about people");

    let client = with_version(LambdaVersion::V3).await;
    let access = claims(&token(&client, &[], &fields).await.json()["access_token"]);
    assert_eq!((&access["tenant"], &access["sub"]), (&json!({ "id": 7 }), &json!(PROGRAM)));
    assert_eq!(access["scope"], "https://api.example.com/read https://api.example.com/extra");
    let event = handler.events().pop().unwrap();
    assert_eq!((&event["version"], &event["userName"]), (&json!("3"), &json!("ClientCredentials")));
    let request = json!({
        "userAttributes": {},
        "groupConfiguration": null,
        "scopes": ["https://api.example.com/read", "https://api.example.com/write"],
        "clientMetadata": { "onBehalfOfToken": "x" },
    });
    assert_eq!(event["request"], request);
}
