//! Calls of one kind, several at a time, for a while.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use cognito_client::{
    ids::Username,
    secrets::Password,
    sign_in::{Credentials, NextStep, SignIn},
};
use serde_json::{Value, json};

use crate::{
    Result,
    client::{CLIENT_ID, PASSWORD, POOL_ID, Program, client, email},
    served::now,
};

/// So many callers at a time, each with a connection of its own.
const CALLERS: usize = 8;
/// Users are taken by steps of so many, which has no common divisor with how many there are: one far from the other.
const STRIDE: usize = 7_919;

/// What is called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    /// By this repository's client.
    SrpSignIn,
    /// By this repository's client.
    PasswordSignIn,
    Refresh,
    /// AdminCreateUser with a password.
    Creation,
    /// ListUsers, pages of 60 one after the other.
    Listing,
}

/// How long each call took, and how long all of them.
pub(crate) struct Done {
    milliseconds: Vec<f64>,
    seconds: f64,
}

impl Call {
    pub(crate) const ALL: [Self; 5] =
        [Self::SrpSignIn, Self::PasswordSignIn, Self::Refresh, Self::Listing, Self::Creation];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::SrpSignIn => "SRP sign-in",
            Self::PasswordSignIn => "password sign-in",
            Self::Refresh => "refresh",
            Self::Creation => "creation",
            Self::Listing => "listing",
        }
    }
}

impl Done {
    /// How many a second, and milliseconds: the median and the 99th percentile.
    pub(crate) fn figures(&self) -> [f64; 3] {
        let mut sorted = self.milliseconds.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |share: usize| sorted.get(sorted.len() * share / 100).copied().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let count = sorted.len() as f64;
        [count / self.seconds, at(50), at(99)]
    }
}

/// # Errors
/// The first call that is refused.
pub(crate) fn of(call: Call, url: &str, users: usize, duration: Duration) -> Result<Done> {
    let cores = thread::available_parallelism()?.get();
    let turns = AtomicUsize::new(0);
    let begun = now();
    let milliseconds = thread::scope(|scope| {
        let threads: Vec<_> = (0..cores)
            .map(|core| {
                let turns = &turns;
                scope.spawn(move || -> Result<Vec<f64>> {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                    let callers = (core..CALLERS).step_by(cores);
                    let callers = callers.map(|_| calls(call, url, users, duration, turns));
                    let done = runtime.block_on(futures_util::future::try_join_all(callers))?;
                    Ok(done.concat())
                })
            })
            .collect();
        let done = threads.into_iter().map(|thread| thread.join().map_err(|_| "a thread has panicked")?);
        done.collect::<Result<Vec<Vec<f64>>>>()
    })?;
    Ok(Done { milliseconds: milliseconds.concat(), seconds: now().duration_since(begun).as_secs_f64() })
}

/// One caller's, until the time is over.
async fn calls(call: Call, url: &str, users: usize, duration: Duration, turns: &AtomicUsize) -> Result<Vec<f64>> {
    let (client, http) = (client(url)?, reqwest::Client::new());
    let sign_in = SignIn::new(&client, &Program).allowing_plain_password(true);
    let credentials = |turn: usize| Credentials {
        username: Username::new(email(turn.wrapping_mul(STRIDE) % users)),
        password: Password::new(PASSWORD.to_owned()),
    };
    let post = async |operation: &str, body: Value| -> Result<Value> {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        let response = http.post(url).header("x-amz-target", target).body(body.to_string()).send().await?;
        let is_good = response.status().is_success();
        let answer = serde_json::from_slice(&response.bytes().await?)?;
        if is_good { Ok(answer) } else { Err(format!("{operation}: {answer}").into()) }
    };
    let mut refresh_token = Value::Null;
    if call == Call::Refresh {
        let parameters = json!({ "USERNAME": email(0), "PASSWORD": PASSWORD });
        let body = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": CLIENT_ID, "AuthParameters": parameters });
        refresh_token = post("InitiateAuth", body).await?["AuthenticationResult"]["RefreshToken"].take();
    }
    let mut page_token = Value::Null;
    let mut milliseconds = Vec::new();
    let begun = now();
    while now().duration_since(begun) < duration {
        let turn = turns.fetch_add(1, Ordering::Relaxed);
        let credentials = credentials(turn);
        let called = now();
        match call {
            Call::SrpSignIn => signed_in(sign_in.with_srp(&credentials).await.map_err(|error| error.to_string())?)?,
            Call::PasswordSignIn => {
                signed_in(sign_in.with_plain_password(&credentials).await.map_err(|error| error.to_string())?)?
            }
            Call::Refresh => {
                let parameters = json!({ "REFRESH_TOKEN": refresh_token });
                let flow = "REFRESH_TOKEN_AUTH";
                let body = json!({ "AuthFlow": flow, "ClientId": CLIENT_ID, "AuthParameters": parameters });
                post("InitiateAuth", body).await?;
            }
            Call::Creation => {
                // Names of former runs stay in the state.
                let name = format!("created-{turn}-{}@example.org", Program::moment());
                let body = json!({
                    "UserPoolId": POOL_ID,
                    "Username": name,
                    "TemporaryPassword": PASSWORD,
                    "MessageAction": "SUPPRESS",
                });
                post("AdminCreateUser", body).await?;
            }
            Call::Listing => {
                let mut body = json!({ "UserPoolId": POOL_ID, "Limit": 60 });
                if page_token.is_string() {
                    body["PaginationToken"] = page_token;
                }
                page_token = post("ListUsers", body).await?["PaginationToken"].take();
            }
        }
        milliseconds.push(now().duration_since(called).as_secs_f64() * 1000.0);
    }
    Ok(milliseconds)
}

fn signed_in(step: NextStep) -> Result<()> {
    match step {
        NextStep::Done(_) => Ok(()),
        other => Err(format!("the sign-in goes on: {other:?}").into()),
    }
}
