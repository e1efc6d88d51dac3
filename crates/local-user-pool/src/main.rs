//! `cargo run -p local-user-pool -- --port 9230`: a Cognito user pool on one's own machine.

use std::{fs, io, path::PathBuf, process::ExitCode};

use clap::Parser;
use local_user_pool::{Config, LocalUserPool};

/// A faithful Amazon Cognito user pool on one's own machine. For development and tests only.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Port on 127.0.0.1; 0 takes any free one.
    #[arg(long, default_value_t = 9230)]
    port: u16,
    /// TOML file with the settings of the first pool and its client; without it everything has a default. Further
    /// pools are made by CreateUserPool.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// File that keeps pools, clients, users, keys, tokens and messages over restarts; without it a restart forgets
    /// them. Where it and the settings know the same pool or client, the settings count.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Where the page behind a confirmation link leads back to.
    #[arg(long, value_name = "URL")]
    app_url: Option<String>,
    /// Origin whose pages may call the pool, besides those of this machine: https://app.example. Can be given several times.
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<String>,
    /// Name by which the pool may be called, besides those of this machine: pool.example. Can be given several times.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "a program's own error message")]
            {
                eprintln!("local-user-pool: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> io::Result<()> {
    let mut config = match &arguments.config {
        Some(path) => {
            let named =
                |kind, error: &dyn std::fmt::Display| io::Error::new(kind, format!("{}: {error}", path.display()));
            let text = fs::read_to_string(path).map_err(|error| named(error.kind(), &error))?;
            Config::from_toml(&text).map_err(|error| named(io::ErrorKind::InvalidInput, &error))?
        }
        None => Config::default(),
    };
    if let Some(app_url) = arguments.app_url {
        config.app_url = app_url;
    }
    config.allow_origins.extend(arguments.allow_origin);
    config.allow_hosts.extend(arguments.allow_host);
    let interrupted = interruption()?;
    let greeting = greeting(&config);
    let running = LocalUserPool::start(config, arguments.port, arguments.state).await?;
    #[expect(clippy::print_stdout, reason = "whoever started the program needs its addresses")]
    {
        println!("Local user pool  {}", running.base_url());
        println!("Inbox            {}/inbox", running.base_url());
        println!("{greeting}");
    }
    interrupted.await;
    running.stop().await
}

/// The ids, and who can sign in. The passwords come from the configuration, which its reader has anyway.
fn greeting(config: &Config) -> String {
    let mut lines = vec![
        format!("Pool id          {}", config.user_pool.id),
        format!("Client id        {}", config.client.client_id),
    ];
    lines.extend(config.identity_pools().iter().map(|pool| format!("Identity pool    {}", pool.identity_pool_id)));
    lines.extend(config.users.iter().map(|user| format!("User             {}  {}", user.name(), user.password)));
    lines.join("\n")
}

/// Listens for Ctrl-C and SIGTERM from now on, so that neither can come too early.
#[cfg(unix)]
fn interruption() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn interruption() -> io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
