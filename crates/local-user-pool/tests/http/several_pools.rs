//! Any number of pools from the settings file, and ids that somebody chose.

use local_user_pool::{Config, LocalUserPool};
use serde_json::{Value, json};

use crate::client::{CLIENT_ID, Client, PASSWORD, POOL_ID, assert_refused, claims};

const SETTINGS: &str = r#"
[[UserPoolClients]]
ClientId = "second"

[[pools]]
[pools.UserPool]
Id = "eu-west-1_Second"
UsernameAttributes = []
AutoVerifiedAttributes = []
Schema = []

[[pools.UserPoolClients]]
ClientId = "third"
ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH"]

[[pools.Groups]]
GroupName = "painters"
Precedence = 1

[[pools.users]]
username = "ann"
password = "Correct-h0rse battery"
groups = ["painters"]

[[pools]]
[pools.UserPool]
Id = "eu-west-1_Third"
"#;

async fn tokens(client: &Client, client_id: &str, name: &str, password: &str) -> Value {
    let parameters = json!({ "USERNAME": name, "PASSWORD": password });
    let body = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client_id, "AuthParameters": parameters });
    client.call("InitiateAuth", body).await.unwrap()["AuthenticationResult"].clone()
}

#[tokio::test]
async fn pools_of_the_settings() {
    let file = crate::state::directory("several-pools").join("state.json");
    let start = async || {
        let config = Config::from_toml(SETTINGS).unwrap();
        Client::around(LocalUserPool::start(config, 0, Some(file.clone())).await.unwrap())
    };
    for run in ["first", "second"] {
        let client = start().await;
        let list = client.call("ListUserPools", json!({ "MaxResults": 10 })).await.unwrap();
        let ids: Vec<&Value> = list["UserPools"].as_array().unwrap().iter().map(|pool| &pool["Id"]).collect();
        assert_eq!(ids, [&json!("eu-west-1_Second"), &json!("eu-west-1_Third"), &json!(POOL_ID)], "{run}");
        let access = claims(&tokens(&client, "third", "ann", PASSWORD).await["AccessToken"]);
        assert_eq!(access["iss"], "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Second", "{run}");
        assert_eq!(access["cognito:groups"], json!(["painters"]), "{run}");
        for (pool_id, client_id) in [(POOL_ID, CLIENT_ID), (POOL_ID, "second"), ("eu-west-1_Second", "third")] {
            let body = json!({ "UserPoolId": pool_id, "ClientId": client_id });
            client.call("DescribeUserPoolClient", body).await.unwrap();
        }
        client.pool.stop().await.unwrap();
    }
}

#[test]
fn settings_of_several_pools_that_are_refused() {
    let cases = [
        ("the first pool's id", "[[pools]]", "two pools have the Id \"us-east-1_LocalPool1\""),
        (
            "a client's id twice",
            "[[UserPoolClients]]\nClientId = '4localuserpoolclient000001'",
            "two clients have the ClientId \"4localuserpoolclient000001\"",
        ),
        ("unknown key", "[[pools]]\nname = 'x'", "unknown field `name`"),
        ("a pool's own rules", "[[pools]]\n[pools.UserPool]\nId = 'x'", "must look like us-east-1_Name"),
        (
            "a program without a secret",
            "[[UserPoolClients]]\nClientId = 'a'\nAllowedOAuthFlows = ['client_credentials']",
            "client_credentials flow can not be selected if client does not have a client secret.",
        ),
        (
            "a scope that nobody has",
            "[[UserPoolClients]]\nClientId = 'a'\nAllowedOAuthScopes = ['api/read']",
            "AllowedOAuthScopes has \"api/read\", but no resource server has it",
        ),
        ("an address for a function", "lambda_endpoint = 'localhost:1'", "lambda_endpoint must begin with"),
        ("no function", "[triggers]\nbefore = 'http://localhost:1'", "must be the ARN of a function"),
    ];
    for (name, text, problem) in cases {
        let error = Config::from_toml(text).unwrap_err().to_string();
        assert!(error.contains(problem), "{name}: {error}");
    }
}

#[tokio::test]
async fn ids_that_somebody_chose() {
    let client = Client::start().await;
    let tags = json!({ "_custom_id_": "us-east-1_mine" });
    let body = json!({ "PoolName": "Mine", "UserPoolTags": tags });
    let pool = client.call("CreateUserPool", body.clone()).await.unwrap()["UserPool"].clone();
    assert_eq!((&pool["Id"], &pool["UserPoolTags"]), (&json!("us-east-1_mine"), &tags));
    let again = client.call("CreateUserPool", body).await;
    assert_refused("pool", again, "InvalidParameterException", "There is already a user pool us-east-1_mine.");
    let shapeless = json!({ "PoolName": "Mine", "UserPoolTags": { "_custom_id_": "mine" } });
    assert!(client.call("CreateUserPool", shapeless).await.is_err(), "no region");

    let body = json!({ "UserPoolId": "us-east-1_mine", "ClientName": "_custom_id_:myapp" });
    let app = client.call("CreateUserPoolClient", body.clone()).await.unwrap()["UserPoolClient"].clone();
    assert_eq!(app["ClientId"], "myapp");
    let again = client.call("CreateUserPoolClient", body).await;
    assert_refused("client", again, "InvalidParameterException", "There is already a user pool client myapp.");
}
