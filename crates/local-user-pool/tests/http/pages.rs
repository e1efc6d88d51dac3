//! The inbox and the page behind a confirmation link.

use std::collections::BTreeSet;
use std::time::Duration;

use local_user_pool::Config;
use serde_json::{Value, json};

use crate::client::{CLIENT_ID, Client, FIRST, PASSWORD};

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// The link's part after the origin.
fn path(client: &Client, link: &str) -> String {
    link.strip_prefix(&client.pool.base_url()).unwrap().to_owned()
}

#[tokio::test]
async fn the_inbox_as_json() {
    let client = Client::start().await;
    assert_eq!(client.get("/inbox", "*/*").await.2, "[]");
    client.sign_up(FIRST).await.unwrap();
    client.sign_up("second@example.org").await.unwrap();
    let (status, headers, body) = client.get("/inbox", "application/json").await;
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, "application/json"));
    assert_eq!(headers["access-control-allow-origin"], "*");
    let messages: Vec<Value> = serde_json::from_str(&body).unwrap();
    assert_eq!([&messages[0]["to"], &messages[1]["to"]], [FIRST, "second@example.org"], "oldest first");
    let mail = messages[0].as_object().unwrap();
    // Their order is that of a map, which is another one where some crate turns serde_json's preserve_order on.
    let members: BTreeSet<&str> = mail.keys().map(String::as_str).collect();
    assert_eq!(members, BTreeSet::from(["at", "body", "code", "kind", "link", "medium", "subject", "to", "username"]));
    assert_eq!((&mail["kind"], &mail["medium"]), (&json!("sign_up_code"), &json!("EMAIL")));
    let (code, username) = (mail["code"].as_str().unwrap(), mail["username"].as_str().unwrap());
    let query = format!("client_id={CLIENT_ID}&user_name={username}&confirmation_code={code}");
    assert_eq!(mail["link"], format!("{}/confirmUser?{query}", client.pool.base_url()));
    let at = mail["at"].as_str().unwrap();
    assert!(at.len() == 20 && at.ends_with('Z') && at.as_bytes()[10] == b'T', "{at}");
}

#[tokio::test]
async fn the_inbox_as_a_page() {
    let client = Client::start().await;
    let (_, headers, empty) = client.get("/inbox", BROWSER).await;
    assert!(headers["content-type"].to_str().unwrap().starts_with("text/html"));
    assert!(empty.contains("Nothing here yet"), "{empty}");
    assert!(empty.contains(r#"<meta http-equiv="refresh" content="3">"#), "it reloads itself");
    client.sign_up(FIRST).await.unwrap();
    client.sign_up("o'b&n@example.org").await.unwrap();
    let (_, _, page) = client.get("/inbox", BROWSER).await;
    assert!(page.contains(&client.last_code()));
    assert!(page.contains("o&#39;b&amp;n@example.org"), "escaped");
    assert!(!page.contains("o'b&n") && !page.contains("<script"));
    assert!(page.contains("&amp;confirmation_code="), "links are escaped too");
    assert!(page.find("b&amp;n@").unwrap() < page.find(FIRST).unwrap(), "newest first");
}

#[tokio::test]
async fn the_link_confirms() {
    let app_url = "http://localhost:8080/?from=mail&x=1".to_owned();
    let client = Client::with(Config { app_url, ..Config::default() }).await;
    client.sign_up(FIRST).await.unwrap();
    let link = path(&client, client.pool.inbox()[0].link.as_ref().unwrap());
    let (status, headers, page) = client.get(&link, BROWSER).await;
    assert_eq!(status, 200);
    assert!(headers["content-type"].to_str().unwrap().starts_with("text/html"));
    assert!(page.contains("Your registration has been confirmed."), "{page}");
    assert!(page.contains(r#"href="http://localhost:8080/?from=mail&amp;x=1""#), "{page}");
    client.sign_in(FIRST, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn links_that_do_not_confirm() {
    let client = Client::start().await;
    client.sign_up(FIRST).await.unwrap();
    let link = path(&client, client.pool.inbox()[0].link.as_ref().unwrap());
    let (start, code) = link.rsplit_once('=').unwrap();
    let other_code = if code == "000000" { "111111" } else { "000000" };
    let cases = [
        ("wrong code", format!("{start}={other_code}"), "Invalid verification code provided"),
        ("no code", start.to_owned(), "Invalid verification code provided"),
        ("nothing", "/confirmUser".to_owned(), "does not exist"),
        ("unknown user", format!("/confirmUser?client_id={CLIENT_ID}&user_name=x"), "Invalid code provided"),
        ("markup", "/confirmUser?client_id=%3Cb%3E".to_owned(), "&lt;b&gt;"),
    ];
    for (name, address, reason) in cases {
        let (status, _, page) = client.get(&address, BROWSER).await;
        assert_eq!(status, 400, "{name}");
        assert!(page.contains("could not be confirmed") && page.contains(reason), "{name}: {page}");
    }
    client.pool.advance(Duration::from_secs(24 * 3600));
    let (status, _, page) = client.get(&link, BROWSER).await;
    assert!(status == 400 && page.contains("please request a code again"), "{page}");

    client.resend(FIRST).await.unwrap();
    let link = path(&client, client.pool.inbox()[1].link.as_ref().unwrap());
    assert_eq!(client.get(&link, BROWSER).await.0, 200);
    let (status, _, page) = client.get(&link, BROWSER).await;
    assert!(status == 400 && page.contains("Current status is CONFIRMED"), "{page}");
}
