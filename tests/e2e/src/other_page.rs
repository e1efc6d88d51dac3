//! A page of the same origin as the app, with another library on it: tests/interop/other_page.mjs. Both see what the browser
//! keeps.

use std::{process::Stdio, time::Duration};

use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, process::Command};

use crate::{
    browser::Engine,
    journey::{Journey, Step, failure},
};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../interop/other_page.mjs");
/// amazon-cognito-identity-js repeats for seconds what fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A library that keeps sessions under the names that the app uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// amazon-cognito-identity-js
    IdentityJs,
    /// Amplify v6
    Amplify,
}

/// Where the app and the library keep tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// localStorage
    Local,
    /// Cookies
    Cookies,
}

/// A page with a library.
#[derive(Clone, Copy, Debug)]
pub struct OtherPage {
    /// What is on it.
    pub library: Library,
    /// Where it keeps tokens.
    pub place: Place,
    /// Seconds that its clock is ahead of the real time.
    pub clock_ahead: i64,
}

/// Whom a library holds for signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherSession {
    /// The real user name.
    pub username: String,
    /// As the id token has it.
    pub email: String,
    /// By which the library would call Cognito.
    pub access_token: String,
    /// Of the device that the tokens belong to.
    pub device_key: Option<String>,
}

impl OtherPage {
    /// Signs in by that flow. A code that is asked for is the one that was sent last.
    pub async fn sign_in(&self, person: &Journey, email: &str, password: &str, flow: &str) -> Step<OtherSession> {
        let user = json!({ "deed": "sign in", "username": email, "password": password, "flow": flow });
        Ok(self.acts(person, user).await?.expect("a sign-in gives a session"))
    }

    /// Reads the session as on every load, refreshed if the library thinks that it is due.
    pub async fn read(&self, person: &Journey) -> Step<Option<OtherSession>> {
        self.acts(person, json!({ "deed": "read" })).await
    }

    /// Refreshes the session, due or not.
    pub async fn refresh(&self, person: &Journey) -> Step<OtherSession> {
        Ok(self.acts(person, json!({ "deed": "refresh" })).await?.expect("there is a session to refresh"))
    }

    /// Signs out.
    pub async fn sign_out(&self, person: &Journey) -> Step {
        self.acts(person, json!({ "deed": "sign out" })).await.map(|_| ())
    }

    async fn acts(&self, person: &Journey, mut task: Value) -> Step<Option<OtherSession>> {
        let before = self.entries(person).await?;
        task["library"] = json!(match self.library {
            Library::IdentityJs => "amazon-cognito-identity-js",
            Library::Amplify => "aws-amplify",
        });
        task["place"] = json!(match self.place {
            Place::Local => "localStorage",
            Place::Cookies => "cookies",
        });
        task["endpoint"] = json!(person.pool().base_url());
        task["clockAhead"] = json!(self.clock_ahead);
        task["entries"] = json!(before);
        let mut outcome = node(&task).await?;
        let after: Vec<(String, String)> = serde_json::from_value(outcome["entries"].take())?;
        self.replace(person, &before, &after).await?;
        let session = &outcome["session"];
        let text = |name: &str| session[name].as_str().map(ToOwned::to_owned);
        Ok(text("username").map(|username| OtherSession {
            username,
            email: text("email").unwrap_or_default(),
            access_token: text("accessToken").unwrap_or_default(),
            device_key: text("deviceKey"),
        }))
    }

    /// What the browser keeps in that place: names and values.
    pub async fn entries(&self, person: &Journey) -> Step<Vec<(String, String)>> {
        let script = match self.place {
            Place::Local => "return Object.entries(localStorage)",
            Place::Cookies => {
                "return document.cookie.split('; ').filter(pair => pair).map(pair => { \
                   const at = pair.indexOf('='); \
                   return [pair.slice(0, at), pair.slice(at + 1)] })"
            }
        };
        person.driver.execute(script, Vec::new()).await?.convert()
    }

    async fn replace(&self, person: &Journey, before: &[(String, String)], after: &[(String, String)]) -> Step {
        let gone = before.iter().filter(|(name, _)| !after.iter().any(|(other, _)| other == name));
        let gone: Vec<&String> = gone.map(|(name, _)| name).collect();
        let new: Vec<_> = after.iter().filter(|entry| !before.contains(entry)).collect();
        let script = match self.place {
            Place::Local => {
                "for (const key of arguments[0]) localStorage.removeItem(key); \
                 for (const [key, value] of arguments[1]) localStorage.setItem(key, value);"
            }
            Place::Cookies => {
                "for (const name of arguments[0]) document.cookie = `${name}=; path=/; max-age=0${arguments[2]}`; \
                 for (const [name, value] of arguments[1]) document.cookie = `${name}=${value}; path=/${arguments[2]}`;"
            }
        };
        let secure = if Engine::of_run().takes_secure_cookies() { "; secure" } else { "" };
        person.driver.execute(script, vec![json!(gone), json!(new), json!(secure)]).await.map(|_| ())
    }
}

async fn node(task: &Value) -> Step<Value> {
    let mut node = Command::new("node")
        .arg(SCRIPT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("Node.js starts");
    let mut input = node.stdin.take().expect("stdin is piped");
    input.write_all(task.to_string().as_bytes()).await.expect("Node.js listens");
    drop(input);
    let output = tokio::time::timeout(PATIENCE, node.wait_with_output()).await;
    let output = output.map_err(|_| failure(format!("{} does not end: {}", task["library"], task["deed"])))?;
    let output = output.expect("Node.js can be waited for");
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(failure(format!("{} cannot {}: {said}", task["library"], task["deed"])));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
