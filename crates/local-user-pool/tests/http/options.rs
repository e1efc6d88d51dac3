//! Where it listens, what it is called, and who has issued its tokens.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use local_user_pool::Config;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::client::{Client, DEMO, DEMO_PASSWORD, POOL_ID, claims};

async fn document(response: Response) -> Value {
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

#[tokio::test]
async fn tokens_of_all_pools_have_the_issuer_that_was_chosen() {
    let cases = [
        ("issuer = 'aws'", "https://cognito-idp.us-east-1.amazonaws.com"),
        ("issuer = 'self'", "BASE"),
        ("issuer = 'https://issuer.example/'", "https://issuer.example"),
        ("issuer = 'self'\npublic_url = 'https://pool.example'", "https://pool.example"),
    ];
    for (settings, expected) in cases {
        let client = Client::with(Config::from_toml(settings).unwrap()).await;
        let local = format!("http://localhost:{}", client.pool.addr().port());
        let expected = expected.replace("BASE", &local);
        let mut ids = vec![POOL_ID.to_owned()];
        if client.pool.base_url() == local {
            let made = client.call("CreateUserPool", json!({ "PoolName": "second" })).await.unwrap();
            ids.push(made["UserPool"]["Id"].as_str().unwrap().to_owned());
        }
        for id in ids {
            let path = format!("{local}/{id}/.well-known/openid-configuration");
            let document = document(reqwest::get(path).await.unwrap()).await;
            assert_eq!(document["issuer"], format!("{expected}/{id}"), "{settings}");
        }
        if client.pool.base_url() == local {
            let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
            assert_eq!(claims(&tokens["IdToken"])["iss"], format!("{expected}/{POOL_ID}"), "{settings}");
            assert_eq!(client.pool.issuer(), format!("{expected}/{POOL_ID}"), "{settings}");
            client.get_user(&tokens["AccessToken"]).await.unwrap();
        }
    }
}

#[tokio::test]
async fn it_answers_by_its_public_name_and_says_it() {
    let config = Config::from_toml("public_url = 'https://pool.example'").unwrap();
    let client = Client::with(config).await;
    let local = format!("http://127.0.0.1:{}", client.pool.addr().port());
    let answer = reqwest::Client::new()
        .request(Method::GET, format!("{local}/{POOL_ID}/.well-known/openid-configuration"))
        .header("host", "pool.example")
        .header("origin", "https://pool.example")
        .send()
        .await
        .unwrap();
    let document = document(answer).await;
    assert_eq!(document["token_endpoint"], "https://pool.example/oauth2/token");
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let cases = [
        ("listen = '0.0.0.0'", "on 0.0.0.0 other machines reach it: say that this is meant by --allow-remote"),
        ("listen = '::'", "on :: other machines reach it"),
        ("public_url = 'https://pool.example/path'", "is no address such as https://pool.example:8443"),
        ("public_url = 'ftp://pool.example'", "is no address such as"),
        ("issuer = 'somebody'", "is neither aws, self nor a web address"),
        ("access_keys = ['secret-without-an-id']", "an access key is written ID:SECRET"),
    ];
    for (settings, reason) in cases {
        let error = Config::from_toml(settings).unwrap_err().to_string();
        assert!(error.contains(reason), "{settings}: {error}");
        if settings.starts_with("listen") {
            Config::from_toml(&format!("{settings}\nallow_remote = true")).unwrap();
        }
    }
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_local-user-pool"))
}

/// The port, and the program that serves it.
fn served(command: &mut Command) -> (u16, Child) {
    let mut running = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(running.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (line.trim().rsplit(':').next().unwrap().parse().unwrap(), running)
}

#[test]
fn environment_variables_are_options() {
    let (port, mut running) = served(
        program()
            .args(["--stop-with-stdin"])
            .env("LOCAL_USER_POOL_PORT", "0")
            .env("LOCAL_USER_POOL_LISTEN", "0.0.0.0")
            .env("LOCAL_USER_POOL_ALLOW_REMOTE", "true")
            .env("LOCAL_USER_POOL_ALLOW_HOST", "pool,pool.example")
            .stdin(Stdio::piped()),
    );
    let health = |port: u16| program().args(["health", "--port", &port.to_string()]).status().unwrap().success();
    assert!(health(port), "it is healthy");
    drop(running.stdin.take());
    let output = running.wait_with_output().unwrap();
    assert!(output.status.success(), "it stops with its input");
    let warning = String::from_utf8(output.stderr).unwrap();
    assert!(warning.contains("Whoever reaches it is its administrator"), "{warning}");
    assert!(!health(port), "it is gone");
}

#[test]
fn a_wrong_variable_is_told_without_its_value() {
    let output = program().env("LOCAL_USER_POOL_ACCESS_KEY", "hidden-secret").output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && told.contains("--access-key"), "{told}");
}
