//! `cargo run -p local-user-pool -- --port 9230`: a Cognito user pool on your own machine.

mod options;

use std::{
    io::{self, Write},
    process::ExitCode,
    thread,
    time::Duration,
};

use clap::Parser;
use local_user_pool::{Config, LocalUserPool};
use tokio::sync::oneshot;

use options::{Command, Options};

/// How long a pool that is there may take to say so.
const HEALTH_PATIENCE: Duration = Duration::from_secs(2);

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&mut io::stderr(), &format!("local-user-pool: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> io::Result<()> {
    if let Some(Command::Health { port }) = options.command {
        return health(port);
    }
    let config = options.config()?;
    let interrupted = interruption()?;
    let abandoned = options.stop_with_stdin.then(end_of_input);
    let (greeting, warning) = (greeting(&config), warning(&config));
    let running = LocalUserPool::start(config, options.port, options.state).await?;
    let url = running.base_url();
    say(&mut io::stdout(), &format!("Local user pool  {url}\nInbox            {url}/inbox\n{greeting}"));
    if let Some(warning) = warning {
        say(&mut io::stderr(), &warning);
    }
    match abandoned {
        Some(abandoned) => tokio::select! {
            () = interrupted => {}
            _ = abandoned => {}
        },
        None => interrupted.await,
    }
    running.stop().await
}

/// Says it, if anybody listens: whoever has closed the other end still has a pool.
fn say(output: &mut impl Write, text: &str) {
    let _closed = writeln!(output, "{text}").and_then(|()| output.flush());
}

/// Whether a pool is served on that port of this machine.
fn health(port: u16) -> io::Result<()> {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().proxy(None).timeout_global(Some(HEALTH_PATIENCE)).build().into();
    match agent.get(format!("http://127.0.0.1:{port}/health")).call() {
        Ok(_) => Ok(()),
        Err(error) => Err(io::Error::other(format!("no pool is served on port {port}: {error}"))),
    }
}

/// Resolves when standard input ends. In a thread of its own, which a read that never ends cannot keep from stopping.
fn end_of_input() -> oneshot::Receiver<()> {
    let (ended, end) = oneshot::channel();
    thread::spawn(move || {
        // An error is an end as well.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = ended.send(());
    });
    end
}

/// What it means to listen for other machines.
fn warning(config: &Config) -> Option<String> {
    if config.listen.is_loopback() {
        return None;
    }
    let what = if config.access_keys.is_empty() {
        "Whoever reaches it is its administrator: any signature is accepted, and the inbox with everybody's codes is open \
         (--access-key asks for a key)."
    } else {
        "Administrators and readers of the inbox need an access key. Users' passwords and tokens are as safe as the \
         network: there is no TLS here."
    };
    Some(format!(
        "Listening on {}, where other machines reach it by the names that --allow-host and --public-url give. {what} It is \
         for development and tests: keep it away from the internet.",
        config.listen
    ))
}

/// The ids, and who can sign in. The passwords come from the configuration, which its reader has anyway.
fn greeting(config: &Config) -> String {
    let mut lines = vec![
        format!("Pool id          {}", config.user_pool.id),
        format!("Client id        {}", config.client.client_id),
    ];
    lines.extend(config.clients.iter().map(|client| format!("Client id        {}", client.client_id)));
    for pool in &config.pools {
        lines.push(format!("Pool id          {}", pool.user_pool.id));
        lines.extend(pool.clients.iter().map(|client| format!("Client id        {}", client.client_id)));
        lines.extend(pool.users.iter().map(|user| format!("User             {}  {}", user.name(), user.password)));
    }
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
