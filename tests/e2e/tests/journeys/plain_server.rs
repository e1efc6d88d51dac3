//! The built app as somebody has it who has neither Rust nor a server of their own: settings are typed into index.html, and
//! Python's http.server serves it as it is.

use std::{path::Path, process::Stdio};

use e2e::{Browser, Config, DEMO_EMAIL, DEMO_PASSWORD};
use local_user_pool::LocalUserPool;
use thirtyfour::prelude::*;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

const NO_SETTINGS: &str = r#"<script type="application/json" id="cognito-settings"></script>"#;

#[tokio::test]
async fn settings_are_typed_in_and_somebody_signs_in() {
    let site = std::env::temp_dir().join(format!("plain-server-{}", std::process::id()));
    copy(Path::new(&std::env::var("E2E_DIST").expect("E2E_DIST is the built app")), &site);
    let (mut server, address) = serve(&site).await;
    let config = Config { app_url: format!("{address}/"), ..Config::default() };
    let ids = (config.user_pool.id.clone(), config.client.client_id.clone());
    let pool = LocalUserPool::start(config, 0, None).await.expect("the pool starts");
    let settings = serde_json::json!({ "userPoolId": ids.0, "clientId": ids.1, "endpoint": pool.base_url() });
    let page = std::fs::read_to_string(site.join("index.html")).expect("there is a page");
    assert_eq!(page.matches(NO_SETTINGS).count(), 1, "the page has one place for settings");
    let filled_in = page.replace(NO_SETTINGS, &NO_SETTINGS.replace("></", &format!(">{settings}</")));
    std::fs::write(site.join("index.html"), filled_in).expect("the page is written");

    let browser = Browser::start().await;
    let outcome = sign_in(&browser.driver, &address).await;
    let seen = browser.driver.source().await.unwrap_or_default();
    browser.quit().await.expect("the browser ends");
    server.kill().await.expect("the server ends");
    std::fs::remove_dir_all(&site).expect("it can be removed");
    outcome.unwrap_or_else(|error| panic!("{error}, showing {seen}"));
    assert!(pool.requests("RespondToAuthChallenge") > 0, "by SRP");
}

async fn sign_in(driver: &WebDriver, address: &str) -> WebDriverResult<()> {
    driver.goto(format!("{address}/")).await?;
    // The form that stands there before the app goes when the app is here.
    driver.query(By::XPath("//p[@class='languages']/select")).and_displayed().first().await?;
    let fill_in = async |id: &str, value: &str| driver.find(By::Id(id)).await?.send_keys(value).await;
    fill_in("email", DEMO_EMAIL).await?;
    fill_in("password", DEMO_PASSWORD).await?;
    driver.find(By::Css("button[type=submit]")).await?.click().await?;
    let greeting = By::XPath("//h1[normalize-space(.)='Hi Demo!']");
    driver.query(greeting).and_displayed().first().await.map(|_| ())
}

/// At a port that the system picks, which it says when it has it.
async fn serve(site: &Path) -> (Child, String) {
    let mut server = Command::new("python3")
        .args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory"])
        .arg(site)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("Python starts");
    let mut lines = BufReader::new(server.stdout.take().expect("it is piped")).lines();
    // "Serving HTTP on 127.0.0.1 port 40123 (http://127.0.0.1:40123/) ..."
    let line = lines.next_line().await.expect("it speaks").expect("it says where it is");
    let port = line.split(" port ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a port");
    (server, format!("http://localhost:{port}"))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("it can be made");
    for entry in std::fs::read_dir(from).expect("the built app is there") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("it is copied");
        }
    }
}
