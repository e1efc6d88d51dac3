//! Signs in with SRP, asks for a code if Cognito does, and prints the id token's claims; or, with an identity pool, the AWS
//! credentials that it gives for them.
//!
//! ```sh
//! cargo run -p cognito-client --example sign_in -- \
//!     --user-pool-id us-east-1_Example1 --client-id 4h57kexample0client0id0abc --username someone@example.com
//! ```
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use std::{env, error::Error as StdError, process::ExitCode};

use clap::Parser;
use cognito_client::{
    Client, Error,
    claims::Claims,
    identity::{CredentialsKeeper, IdentityClient},
    ids::{ClientId, IdentityPoolId, InvalidId, UserPoolId, Username},
    json::Json,
    native::NativeHost,
    secrets::{MfaCode, Password},
    session::Session,
    sign_in::{CodeChallenge, Credentials, NextStep, Rejected, SignIn},
    timestamp::Clock,
    transport::{Reqwest, Transport},
};
use serde_json::json;

/// Signs in with SRP and prints the id token's claims, or AWS credentials. The password comes from COGNITO_PASSWORD, else from a prompt.
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
    /// An identity pool that takes the user pool's tokens: prints AWS credentials in place of claims.
    #[arg(long, value_name = "ID", value_parser = |id: &str| -> Result<IdentityPoolId, InvalidId> { IdentityPoolId::parse(id) })]
    identity_pool_id: Option<IdentityPoolId>,
    /// A user name, or what stands for one: an e-mail address, a telephone number.
    #[arg(long, value_name = "NAME")]
    username: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(wanted) => {
            println!("{wanted}");
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
    let client = match &arguments.endpoint {
        Some(endpoint) => client.with_endpoint(endpoint),
        None => client,
    };
    let identities = arguments.identity_pool_id.map(|id| {
        let identities = IdentityClient::new(Reqwest::default(), id);
        match arguments.endpoint {
            Some(endpoint) => identities.with_endpoint(endpoint),
            None => identities,
        }
    });
    let host = NativeHost::new(env!("CARGO_PKG_NAME"));
    let sign_in = SignIn::new(&client, &host);
    let mut step = sign_in.with_srp(&credentials).await.map_err(|error| sentence(&error))?;
    loop {
        step = match step {
            NextStep::Done(done) => {
                let wanted = match identities {
                    Some(identities) => aws_credentials(&client, &host, identities, &done.session).await,
                    None => claims(&done.session),
                };
                return wanted.map_err(|error| sentence(&error));
            }
            NextStep::Code(challenge) => answer(&sign_in, challenge).await?,
            NextStep::ConfirmSignUp(_) => {
                return Err("next step ConfirmSignUp: the account waits for its code".to_owned());
            }
            NextStep::ResetPassword(_) => {
                return Err("next step ResetPassword: the password must be reset first".to_owned());
            }
            other => return Err(format!("next step {other:?}: not for this example")),
        }
    }
}

fn claims(session: &Session) -> Result<String, Error> {
    let claims = Claims::parse(session.tokens().id_token.expose())?;
    Ok(format!("{:#}", Json::Object(claims.as_object().clone())))
}

/// What an AWS SDK would be given. A program that runs on keeps the keeper, and asks it whenever it signs a request.
async fn aws_credentials<T: Transport>(
    client: &Client<T>,
    host: &NativeHost,
    identities: IdentityClient<T>,
    session: &Session,
) -> Result<String, Error> {
    let keeper = CredentialsKeeper::new(identities, client.user_pool_id());
    let credentials = keeper.credentials(session, host.now()).await?;
    let wanted = json!({
        "AccessKeyId": credentials.access_key_id,
        "SecretAccessKey": credentials.secret_key.expose(),
        "SessionToken": credentials.session_token.expose(),
        "Expiration": credentials.expiration.as_seconds(),
    });
    Ok(format!("{wanted:#}"))
}

/// Asks for the code until it is right or the sign-in is over.
async fn answer<T: Transport>(
    sign_in: &SignIn<'_, T, NativeHost>,
    mut challenge: CodeChallenge,
) -> Result<NextStep, String> {
    loop {
        let source = challenge.destination().unwrap_or("your authenticator app");
        let code = rpassword::prompt_password(format!("Code of {source}: "));
        let code = MfaCode::new(code.map_err(|error| format!("no code: {error}"))?);
        challenge = match challenge.answer(sign_in, &code).await {
            Ok(step) => return Ok(step),
            Err(Rejected { error, retry: None }) => return Err(sentence(&error)),
            Err(Rejected { error, retry: Some(again) }) => {
                eprintln!("{}", sentence(&error));
                again
            }
        };
    }
}

/// The refusal as Cognito words it; anything else with its cause.
fn sentence(error: &Error) -> String {
    match error {
        Error::Service { code, message, .. } => format!("{}: {message}", code.as_str()),
        other => other.source().map_or_else(|| other.to_string(), |source| format!("{other}: {source}")),
    }
}
