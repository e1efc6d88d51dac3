//! A browser for each journey: headless Chromium, unless `E2E_BROWSER` names another.

use std::{process::Stdio, time::Duration};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{Capabilities, ChromiumLikeCapabilities, DesiredCapabilities, WebDriver, error::WebDriverResult};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

/// How often a driver may be started for one browser.
const STARTS: u32 = 5;
/// How long a driver may take for one command. `WebKitWebDriver` sometimes never answers.
const COMMAND: Duration = Duration::from_secs(40);
const CHROMIUM: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
];
const FIREFOX: [&str; 3] = ["-headless", "--width=1280", "--height=900"];
const SCREEN: &str = "1280x900x24";

/// What draws the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// That of Chrome, Edge and others. Its driver can do what those of others cannot: the `DevTools` protocol.
    Chromium,
    /// That of Firefox.
    Firefox,
    /// That of Safari, as `WebKitGTK` has it.
    WebKit,
}

impl Engine {
    /// That of this run.
    ///
    /// # Panics
    /// When the environment names none that is known.
    pub fn of_run() -> Self {
        match std::env::var("E2E_BROWSER").as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("E2E_BROWSER is chromium, firefox or webkit, and not {other}"),
        }
    }

    /// Whether `Secure` cookies can be had from this machine without TLS.
    pub(crate) fn takes_secure_cookies(self) -> bool {
        self != Self::WebKit
    }

    /// What the app calls this browser, on this system.
    pub fn device_name(self) -> &'static str {
        match self {
            Self::Chromium => "Chrome on Linux",
            Self::Firefox => "Firefox on Linux",
            Self::WebKit => "Safari on Linux",
        }
    }
}

/// A browser of its own, with an empty profile.
pub struct Browser {
    /// What it is driven by. Whoever has it ends it with [`Browser::quit`].
    pub driver: WebDriver,
    /// They end with the journey, whatever happens to it.
    programs: Vec<Child>,
    /// Where they keep what they write: the profile, which a driver that ends early leaves behind.
    _folder: TempDir,
}

impl Browser {
    /// Starts the browser of this run. The environment names its programs.
    ///
    /// # Panics
    /// When one of them does not start.
    pub async fn start() -> Self {
        let folder =
            tempfile::Builder::new().prefix("leptos-cognito-browser-").tempdir().expect("a folder can be made");
        let (port, programs, capabilities) = match Engine::of_run() {
            Engine::Chromium => {
                let (port, driver) = started("CHROMEDRIVER", "started successfully on port ", &folder).await;
                let mut capabilities = DesiredCapabilities::chrome();
                capabilities.set_binary(&path("CHROMIUM")).expect("a path");
                for argument in CHROMIUM {
                    capabilities.add_arg(argument).expect("an argument");
                }
                (port, vec![driver], capabilities.into())
            }
            Engine::Firefox => {
                let (port, driver) = started_at(|port| {
                    // Without a port it refuses everything, as sent to another port than 0.
                    let mut command = program("GECKODRIVER", &folder);
                    command.arg(format!("--port={port}"));
                    command
                })
                .await;
                let mut capabilities = Capabilities::new();
                let options =
                    json!({ "binary": path("FIREFOX"), "args": FIREFOX, "prefs": firefox_takes_keys_at_once() });
                capabilities.set("browserName", "firefox").expect("a name");
                capabilities.set("moz:firefoxOptions", options).expect("options");
                (port, vec![driver], capabilities)
            }
            Engine::WebKit => {
                let (screen, xvfb) = started_screen(&folder).await;
                let (port, driver) = started_at(|port| webkit_driver(&screen, port, &folder)).await;
                let mut capabilities = Capabilities::new();
                let options = json!({ "binary": path("MINI_BROWSER"), "args": ["--automation"] });
                capabilities.set("browserName", "MiniBrowser").expect("a name");
                capabilities.set("webkitgtk:browserOptions", options).expect("options");
                (port, vec![driver, xvfb], capabilities)
            }
        };
        let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities).request_timeout(COMMAND);
        Self { driver: driver.await.expect("the browser starts"), programs, _folder: folder }
    }

    /// Ends it, and what it was driven by.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn quit(mut self) -> WebDriverResult<()> {
        let quit = self.driver.clone().quit().await;
        for program in &mut self.programs {
            program.kill().await.expect("it was still there");
        }
        quit
    }
}

/// Firefox passes over keys and clicks on a page that has not been shown for a while, against clickjacking. Nobody types within
/// a tenth of a second, but a driver does.
fn firefox_takes_keys_at_once() -> Value {
    json!({ "dom.input_events.security.minNumTicks": 0, "dom.input_events.security.minTimeElapsedInMS": 0 })
}

/// A driver that picks a port, and names it after those words. It ends at once if another program has that port, on one of its
/// two addresses.
async fn started(variable: &str, words: &str, folder: &TempDir) -> (String, Child) {
    for _ in 0..STARTS {
        let mut command = program(variable, folder);
        command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut driver = command.spawn().expect("the driver starts");
        let said = said_after(driver.stdout.take().expect("stdout is piped"), words).await;
        if let Some(port) = said {
            return (port.trim_end_matches('.').to_owned(), driver);
        }
    }
    panic!("{variable} names its port")
}

/// A screen that nobody sees, and what it is called.
async fn started_screen(folder: &TempDir) -> (String, Child) {
    let mut command = program("XVFB", folder);
    command.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    let mut screen = command.spawn().expect("Xvfb starts");
    let name = said_after(screen.stdout.take().expect("stdout is piped"), "").await;
    (format!(":{}", name.expect("Xvfb names its screen")), screen)
}

fn webkit_driver(screen: &str, port: u16, folder: &TempDir) -> Command {
    let mut command = program("WEBKIT_DRIVER", folder);
    command.arg(format!("--port={port}")).env("DISPLAY", screen);
    // There is no graphics card, and nobody who reads the screen.
    command.envs([("LIBGL_ALWAYS_SOFTWARE", "1"), ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"), ("NO_AT_BRIDGE", "1")]);
    // The language and the country that the other browsers have by themselves.
    command.envs([("LANG", "en_US.UTF-8"), ("LANGUAGE", "en_US")]);
    command
}

/// A driver that has to be told its port. It ends at once if another program took that port meanwhile.
async fn started_at(driver: impl Fn(u16) -> Command) -> (String, Child) {
    for _ in 0..STARTS {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("a bound listener").port();
        drop(listener);
        let mut command = driver(port);
        command.stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        let mut driver = command.spawn().expect("the driver starts");
        let mut tick = tokio::time::interval(Duration::from_millis(20));
        while driver.try_wait().expect("it can be asked").is_none() {
            tick.tick().await;
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return (port.to_string(), driver);
            }
        }
    }
    panic!("the driver listens")
}

/// What follows those words in the first line that has them; what comes later is read and forgotten, so that the pipe does not
/// fill up.
async fn said_after(output: impl AsyncRead + Unpin + Send + 'static, words: &str) -> Option<String> {
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await.expect("the program speaks") {
        if let Some((_, said)) = line.split_once(words) {
            let said = said.trim().to_owned();
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Some(said);
        }
    }
    None
}

/// A program that writes into that folder, as do those that it starts.
fn program(variable: &str, folder: &TempDir) -> Command {
    let mut command = Command::new(path(variable));
    command.env("TMPDIR", folder.path());
    command
}

fn path(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| panic!("{variable} names a program: run `cargo xtask test e2e`"))
}
