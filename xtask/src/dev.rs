//! `cargo xtask dev`.

mod app;
mod own_pool;
mod page;
mod service;
mod settings;

use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use self::app::App;
use self::service::Service;
use self::settings::Settings;
use crate::process;
use crate::tools::{npm, rustup};

const PULSE: Duration = Duration::from_millis(200);

/// What `cargo xtask dev` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// The app's port
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The local user pool's port
    #[arg(long, default_value_t = 9230)]
    pool_port: u16,
    /// Settings of the local user pool: a TOML file, such as those in crates/local-user-pool/pools
    #[arg(long, value_name = "FILE")]
    pool_settings: Option<PathBuf>,
    /// The app's sign-in flow; by default that of COGNITO_SIGN_IN_FLOW
    #[arg(long, value_name = "FLOW")]
    sign_in_flow: Option<String>,
    /// Builds the app optimized: slower to build, but as fast as in production
    #[arg(long)]
    release: bool,
}

/// Runs the local user pool and the app until Ctrl-C.
///
/// # Errors
/// When a port is taken, a tool cannot be installed, something does not compile, or a server ends on its own.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    // A file of settings asks for the local user pool, whatever else is named.
    let own_pool = if options.pool_settings.is_some() { None } else { own_pool::named_in(root)? };
    let local_pool = match own_pool {
        Some(place) => {
            process::announce(&format!("{place} names a user pool: the app uses that, and no local one is started"));
            None
        }
        None => Some(Settings::read(options.pool_settings.as_deref())?),
    };
    require_free(options.port, "--port")?;
    rustup::ensure_wasm_target(root)?;
    let programs = npm::ensure(&root.join("xtask"))?;
    let mut pool = None;
    if local_pool.is_some() {
        require_free(options.pool_port, "--pool-port")?;
        process::announce("Building the local user pool: a few minutes the first time");
        pool = Some(pool_command(root, &local_user_pool(root)?, options)?);
    }
    process::announce("Building the app: a few minutes the first time");
    let mut app = App::new(root, environment(options, local_pool.as_ref()), options.release)?;
    app.build()?;
    // The default action would end this process before the two others, and leave them to themselves.
    let stopped = Arc::new(AtomicBool::new(false));
    let handler = Arc::clone(&stopped);
    ctrlc::set_handler(move || handler.store(true, Ordering::Relaxed)).context("cannot listen for Ctrl-C")?;
    let mut services = Vec::new();
    if let Some(mut pool) = pool {
        services.push(Service::start("The local user pool", &mut pool)?);
    }
    services.push(Service::start("The server of the app", &mut server(root, &programs, &app, options))?);
    let outcome = supervise(&mut services, &mut app, &stopped, options, local_pool.as_ref());
    service::stop(&mut services, stopped.load(Ordering::Relaxed));
    outcome
}

fn require_free(port: u16, flag: &str) -> Result<()> {
    if connect(port).is_some() {
        bail!("port {port} is in use: stop what listens there, or choose another one with {flag}");
    }
    Ok(())
}

/// Builds the local user pool; returns its binary.
///
/// # Errors
/// When it does not compile.
pub(crate) fn local_user_pool(root: &Path) -> Result<PathBuf> {
    process::run(process::cargo(root).args(["build", "--package", "local-user-pool"]))?;
    // Cargo puts it next to this program, wherever the target directory is.
    let directory = std::env::current_exe()?.parent().map(Path::to_path_buf);
    let binary =
        directory.context("xtask has no directory")?.join(format!("local-user-pool{}", std::env::consts::EXE_SUFFIX));
    if !binary.is_file() {
        bail!("{} is missing: the package local-user-pool has no such binary", binary.display());
    }
    Ok(binary)
}

fn pool_command(root: &Path, binary: &Path, options: &Options) -> Result<Command> {
    let state = root.join("target").join("local-user-pool.json");
    std::fs::create_dir_all(root.join("target"))?;
    let mut pool = process::command(binary, root);
    pool.args(["--port", &options.pool_port.to_string()]);
    // The accounts one made are still there the next time.
    pool.args(["--app-url", &format!("{}/", origin(options.port))]).arg("--state").arg(state);
    if let Some(file) = &options.pool_settings {
        pool.arg("--config").arg(file);
    }
    Ok(pool)
}

/// esbuild's: an address without a file is a page of the app.
fn server(root: &Path, programs: &Path, app: &App<'_>, options: &Options) -> Command {
    let mut server = process::command(programs.join("esbuild"), root);
    let directory = app.directory().display();
    server.args([format!("--servedir={directory}"), format!("--serve=127.0.0.1:{}", options.port)]);
    server.args([format!("--serve-fallback={directory}/{}", page::INDEX), "--log-level=warning".to_owned()]);
    // It ends with its input.
    server.stdin(Stdio::piped());
    server
}

/// The settings of the app, by the names that .env.example explains. Those of the owner's own pool are where the build finds
/// them.
fn environment(options: &Options, local_pool: Option<&Settings>) -> Vec<(&'static str, String)> {
    let flow = [("COGNITO_SIGN_IN_FLOW", options.sign_in_flow.clone())];
    let of_pool = local_pool.map(|settings| {
        let pool = origin(options.pool_port);
        let domain = settings.providers.as_ref().map(|_| pool.clone());
        [
            ("COGNITO_USER_POOL_ID", Some(settings.user_pool_id.clone())),
            ("COGNITO_CLIENT_ID", Some(settings.client_id.clone())),
            ("COGNITO_IDENTITY_POOL_ID", settings.identity_pool_id.clone()),
            ("COGNITO_DOMAIN", domain),
            ("COGNITO_PROVIDERS", settings.providers.clone()),
            ("COGNITO_PASSWORD_POLICY", Some(settings.password_policy.clone())),
            ("COGNITO_ENDPOINT", Some(format!("{pool}/"))),
        ]
    });
    let named = flow.into_iter().chain(of_pool.into_iter().flatten());
    named.filter_map(|(name, value)| Some((name, value?))).collect()
}

fn supervise(
    services: &mut [Service],
    app: &mut App<'_>,
    stopped: &AtomicBool,
    options: &Options,
    local_pool: Option<&Settings>,
) -> Result<()> {
    let mut ready = false;
    while !stopped.load(Ordering::Relaxed) {
        for service in services.iter_mut() {
            if let Some(status) = service.ended()? {
                // Ctrl-C reaches all at once; the others may act on it first.
                thread::sleep(PULSE);
                if stopped.load(Ordering::Relaxed) {
                    return Ok(());
                }
                bail!("{} ended on its own ({status})", service.name());
            }
        }
        if !ready && (local_pool.is_none() || answers(options.pool_port)) && answers(options.port) {
            ready = true;
            println!("\nApp        {}", origin(options.port));
            if let Some(settings) = local_pool {
                println!("Inbox      {}/inbox (what the user pool would have sent)", origin(options.pool_port));
                for user in &settings.users {
                    println!("User       {user}");
                }
            }
            println!("Stop       Ctrl-C\n");
        }
        app.keep_up();
        thread::sleep(PULSE);
    }
    Ok(())
}

/// Passkeys need a host name: browsers refuse an IP address as relying party.
fn origin(port: u16) -> String {
    format!("http://localhost:{port}")
}

fn connect(port: u16) -> Option<TcpStream> {
    let addresses = ("localhost", port).to_socket_addrs().ok()?;
    addresses.into_iter().find_map(|address| TcpStream::connect_timeout(&address, PULSE).ok())
}

/// Whether something speaks HTTP at `port`.
fn answers(port: u16) -> bool {
    let Some(mut stream) = connect(port) else { return false };
    let mut start = [0; 5];
    let request = format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    stream.set_read_timeout(Some(Duration::from_secs(2))).is_ok()
        && stream.write_all(request.as_bytes()).is_ok()
        && stream.read_exact(&mut start).is_ok()
        && &start == b"HTTP/"
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_server_answers_and_a_closed_port_does_not() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 512];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(b"HTTP/1.1 404 Not Found\r\n\r\n").unwrap();
        });
        assert!(answers(port));
        server.join().unwrap();
        assert!(!answers(port));
    }
}
