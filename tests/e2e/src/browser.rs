//! Headless Chromium, one for each journey.

use std::process::Stdio;

use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

/// How often chromedriver may be started for one browser.
const STARTS: u32 = 5;
const ARGUMENTS: [&str; 10] = [
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

/// A browser of its own, with an empty profile.
pub struct Browser {
    /// What it is driven by. Whoever has it ends it with `quit`.
    pub driver: WebDriver,
    /// Ends with the journey, whatever happens to it.
    _chromedriver: Child,
}

impl Browser {
    /// Starts the browser that `CHROMIUM` names, by the program that `CHROMEDRIVER` names.
    pub async fn start() -> Self {
        let mut started = None;
        for _ in 0..STARTS {
            started = start_chromedriver().await;
            if started.is_some() {
                break;
            }
        }
        let (chromedriver, port, mut lines) = started.expect("chromedriver names its port");
        // Its pipe must not fill up while the journey goes on.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_binary(&program("CHROMIUM")).expect("a path");
        for argument in ARGUMENTS {
            capabilities.add_arg(argument).expect("an argument");
        }
        let driver = WebDriver::new(format!("http://localhost:{port}"), capabilities).await.expect("Chromium starts");
        Self { driver, _chromedriver: chromedriver }
    }
}

/// `None` if it ends at once: another program may have the port that it has picked, on one of its two addresses.
async fn start_chromedriver() -> Option<(Child, String, Lines<BufReader<ChildStdout>>)> {
    let mut chromedriver = Command::new(program("CHROMEDRIVER"))
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver starts");
    let mut lines = BufReader::new(chromedriver.stdout.take().expect("stdout is piped")).lines();
    while let Some(line) = lines.next_line().await.expect("chromedriver speaks") {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return Some((chromedriver, port.trim_end_matches('.').to_owned(), lines));
        }
    }
    None
}

fn program(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| panic!("{variable} names a program: run `cargo xtask test e2e`"))
}
