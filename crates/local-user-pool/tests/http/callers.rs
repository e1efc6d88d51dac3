//! Who may call: this machine, and whom the owner names.

use local_user_pool::{Config, MessageKind};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::{
    browser::{Browser, authorize},
    client::{Client, DEMO, DEMO_PASSWORD, FIRST, POOL_ID},
    managed_login,
};

const EVIL: &str = "https://evil.example";

/// Every kind of address that the pool has, and one that it has not.
fn addresses() -> Vec<(Method, String)> {
    let get = ["/", "/inbox", "/confirmUser?code=1", "/oauth2/authorize?client_id=x", "/login", "/logout", "/nowhere"];
    let documents = ["jwks.json", "openid-configuration"].map(|name| format!("/{POOL_ID}/.well-known/{name}"));
    let post = ["/", "/login", "/oauth2/token", "/oauth2/revoke", "/oauth2/userInfo", "/nowhere"];
    let get = get.map(str::to_owned).into_iter().chain(documents);
    let preflights = ["/", "/oauth2/token", "/inbox"];
    get.map(|path| (Method::GET, path))
        .chain(post.map(|path| (Method::POST, path.to_owned())))
        .chain(preflights.map(|path| (Method::OPTIONS, path.to_owned())))
        .collect()
}

async fn send(client: &Client, method: &Method, path: &str, headers: &[(&str, &str)]) -> Response {
    let operation = ("x-amz-target", "AWSCognitoIdentityProviderService.ListUserPools");
    let all = [&[operation, ("access-control-request-method", "POST")], headers].concat();
    client.send(method.clone(), path, &all, json!({ "MaxResults": 1 }).to_string()).await
}

async fn assert_forbidden(case: &str, response: Response) {
    assert_eq!(response.status().as_u16(), 403, "{case}");
    let headers = response.headers();
    assert_eq!(headers.get("access-control-allow-origin"), None, "{case}: its page cannot read even this");
    assert_eq!(headers["x-amzn-errortype"], "ForbiddenException:", "{case}");
    assert_eq!(headers["cache-control"], "no-store", "{case}");
    let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(body["__type"], "ForbiddenException", "{case}");
}

#[tokio::test]
async fn other_websites_are_refused_everywhere_and_before_anything_happens() {
    let client = Client::start().await;
    let own = format!("localhost:{}", client.pool.addr().port());
    let foreign: [(&str, Vec<(&str, &str)>); 6] = [
        ("foreign Origin", vec![("origin", EVIL)]),
        ("no Origin to speak of", vec![("origin", "null")]),
        ("foreign Host", vec![("host", "evil.example")]),
        ("foreign name with this port", vec![("host", "evil.example:9230"), ("origin", "http://evil.example:9230")]),
        ("foreign Host, own Origin", vec![("host", "evil.example"), ("origin", "http://localhost:8080")]),
        ("image or script", vec![("host", &own), ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")]),
    ];
    for (method, path) in addresses() {
        for (name, headers) in &foreign {
            assert_forbidden(&format!("{name}: {method} {path}"), send(&client, &method, &path, headers).await).await;
        }
        for origin in ["http://localhost:8080", "http://127.0.0.1:3000", "http://[::1]:8080"] {
            let response = send(&client, &method, &path, &[("origin", origin)]).await;
            assert_ne!(response.status().as_u16(), 403, "{origin}: {method} {path}");
            assert_eq!(response.headers()["access-control-allow-origin"], "*", "{origin}: {method} {path}");
        }
        let bare = send(&client, &method, &path, &[]).await;
        assert_ne!(bare.status().as_u16(), 403, "no Origin: {method} {path}");
    }
    assert_eq!(client.pool.requests("ListUserPools"), 4, "POST / by this machine");
}

#[tokio::test]
async fn another_website_changes_nothing_and_reads_nothing() {
    let client = Client::start().await;
    client.sign_up(FIRST).await.unwrap();
    let target = ("x-amz-target", "AWSCognitoIdentityProviderService.AdminSetUserPassword");
    let body = json!({ "UserPoolId": POOL_ID, "Username": DEMO, "Password": "Taken-over1", "Permanent": true });
    // What a form can send, without asking first.
    let headers = [target, ("origin", EVIL), ("content-type", "text/plain")];
    let response = client.send(Method::POST, "/", &headers, body.to_string()).await;
    assert_forbidden("AdminSetUserPassword", response).await;
    assert_eq!(client.pool.requests("AdminSetUserPassword"), 0);
    client.sign_in(DEMO, DEMO_PASSWORD).await.expect("the password is what it was");

    let inbox = send(&client, &Method::GET, "/inbox", &[("origin", EVIL)]).await.text().await.unwrap();
    assert_eq!(client.pool.inbox()[0].kind, MessageKind::SignUpCode);
    assert!(!inbox.contains(&client.last_code()), "{inbox}");
}

#[tokio::test]
async fn whom_the_owner_names() {
    let client = Client::with(Config {
        allow_origins: vec!["https://app.example".to_owned()],
        allow_hosts: vec!["pool.example".to_owned()],
        ..Config::default()
    })
    .await;
    let cases = [
        (vec![("origin", "https://app.example")], 200),
        (vec![("origin", "https://app.example"), ("host", "pool.example")], 200),
        (vec![("host", "pool.example:8443")], 200),
        (vec![("origin", "http://localhost:8080")], 200),
        (vec![("origin", "https://app.example:444")], 403),
        (vec![("origin", "https://pool.example")], 403),
        (vec![("host", "app.example")], 403),
    ];
    for (headers, status) in cases {
        let response = send(&client, &Method::POST, "/", &headers).await;
        assert_eq!(response.status().as_u16(), status, "{headers:?}");
    }
}

#[tokio::test]
async fn the_pools_own_forms_say_where_they_come_from() {
    let (client, mut browser) = managed_login::start().await;
    let page = browser.visit(&authorize(&[])).await;
    let form = page.hidden();
    let fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let fields = [fields, vec![("username", "nobody"), ("password", "wrong")]].concat();
    let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let cookies = cookies.join("; ");
    let send = async |browser: &Browser, origin: &str| {
        browser.post(&page.action(), &[("origin", origin), ("cookie", &cookies)], &fields).await
    };
    let answered = send(&browser, &client.pool.base_url()).await;
    assert_eq!(answered.status, 400);
    assert!(answered.body.contains("Incorrect username or password."), "{}", answered.body);
    assert_eq!(send(&browser, EVIL).await.status, 403);
}
