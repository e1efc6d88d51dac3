//! The pool's own sign-in page, and OAuth 2.0 around it.

mod accounts;
mod endpoints;
mod grants;
mod links;
mod page;
mod providers;
mod single_sign_on;

use local_user_pool::Config;

use crate::{
    browser::{Browser, Page},
    client::Client,
};

const SETTINGS: &str = include_str!("../../pools/managed-login.toml");

/// The pool that comes along for it, with other lines in the place of those of the same beginning.
fn config(lines: &[&str]) -> Config {
    let key = |line: &str| line.split_once(" = ").map(|(name, _)| name.to_owned());
    let mut text = SETTINGS.to_owned();
    for line in lines {
        let kept: Vec<&str> = text.lines().filter(|other| key(other).is_none() || key(other) != key(line)).collect();
        text = kept.join("\n").replacen("[UserPoolClient]", &format!("[UserPoolClient]\n{line}"), 1);
    }
    Config::from_toml(&text).unwrap()
}

/// Where a link of the page leads.
fn link(page: &Page, label: &str) -> String {
    let before = page.body.split(&format!("\">{label}</a>")).next().unwrap();
    assert!(before.len() < page.body.len(), "no link {label}: {}", page.body);
    before.rsplit("href=\"").next().unwrap().replace("&amp;", "&")
}

pub async fn start() -> (Client, Browser) {
    start_with(&[]).await
}

async fn start_with(lines: &[&str]) -> (Client, Browser) {
    let client = Client::with(config(lines)).await;
    let browser = Browser::of(&client.pool);
    (client, browser)
}
