//! Signs in with SRP and prints the id token's claims.
//!
//! ```sh
//! cargo run -p cognito-client --example sign_in -- \
//!     --user-pool-id us-east-1_Example1 --client-id 4h57kexample0client0id0abc --username someone@example.com
//! ```
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use std::{env, error::Error as StdError, process::ExitCode, time::SystemTime};

use clap::Parser;
use cognito_client::{
    Client, Error,
    claims::Claims,
    ids::{ClientId, InvalidId, UserPoolId, Username},
    secrets::Password,
    sign_in::{Credentials, NextStep, sign_in},
    srp::arithmetic::EXPONENT_BYTES,
    timestamp::Timestamp,
    transport::Reqwest,
};

/// Signs in with SRP and prints the id token's claims. The password comes from COGNITO_PASSWORD, else from a prompt.
#[derive(Parser)]
struct Arguments {
    /// Where the API answers, if not at the region's own endpoint: a proxy, or a local user pool.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// As in us-east-1_Example1.
    #[arg(long, value_name = "ID", value_parser = |id: &str| -> Result<UserPoolId, InvalidId> { UserPoolId::parse(id) })]
    user_pool_id: UserPoolId,
    /// An app client without a secret that allows USER_SRP_AUTH.
    #[arg(long, value_name = "ID", value_parser = |id: &str| -> Result<ClientId, InvalidId> { ClientId::parse(id) })]
    client_id: ClientId,
    /// A user name, or what stands for one: an e-mail address, a telephone number.
    #[arg(long, value_name = "NAME")]
    username: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(claims) => {
            println!("{claims}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<String, String> {
    let password = match env::var("COGNITO_PASSWORD") {
        Ok(password) => password,
        Err(_) => rpassword::prompt_password("Password: ").map_err(|error| format!("no password: {error}"))?,
    };
    let credentials = Credentials { username: Username::new(arguments.username), password: Password::new(password) };
    let client = Client::new(Reqwest::default(), arguments.user_pool_id, arguments.client_id);
    let client = match arguments.endpoint {
        Some(endpoint) => client.with_endpoint(endpoint),
        None => client,
    };
    let mut random = [0; EXPONENT_BYTES];
    getrandom::fill(&mut random).map_err(|error| format!("no random bytes: {error}"))?;

    match sign_in(&client, &credentials, random, &now).await.map_err(|error| sentence(&error))? {
        NextStep::Done(session) => {
            let claims = Claims::parse(session.tokens().id_token.expose()).map_err(|error| sentence(&error))?;
            serde_json::to_string_pretty(claims.as_map()).map_err(|error| error.to_string())
        }
        NextStep::ConfirmSignUp(_) => Err("next step ConfirmSignUp: the account waits for its code".to_owned()),
        NextStep::ResetPassword(_) => Err("next step ResetPassword: the password must be reset first".to_owned()),
        NextStep::Unsupported(challenge) => Err(format!("next step {}: not supported", challenge.as_str())),
        _ => Err("next step: not supported".to_owned()),
    }
}

/// The refusal as Cognito words it; anything else with its cause.
fn sentence(error: &Error) -> String {
    match error {
        Error::Service { code, message, .. } => format!("{}: {message}", code.as_str()),
        other => other.source().map_or_else(|| other.to_string(), |source| format!("{other}: {source}")),
    }
}

#[expect(clippy::disallowed_methods, reason = "this program's one clock")]
fn now() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX))
}
