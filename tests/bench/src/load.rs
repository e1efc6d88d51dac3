//! How pages load, and how soon one can sign in on them.

use std::path::{Path, PathBuf};

use e2e::{DEMO_EMAIL, DEMO_PASSWORD};
use local_user_pool::{Config, LocalUserPool};

use crate::{
    page_server::{Files, PageServer},
    visit::{Circumstances, Visit},
};

/// Milliseconds without a download or a long task after which a page that loads slowly is idle.
const QUIET_LOAD: u32 = 2500;
/// The same where the network is quick.
const QUIET: u32 = 800;
const CREDENTIALS: [&str; 2] = [DEMO_EMAIL, DEMO_PASSWORD];

/// The built app, as xtask calls it.
const OURS: &str = "ours";
/// What the login page of ours looks like, without any program.
const EMPTY: &str = "empty";

/// Prints what was measured, round by round, each page in turn.
pub(crate) async fn run(rounds: u32, pages: &[(String, PathBuf)]) {
    let config = Config::default();
    let pool = LocalUserPool::start(config.clone(), 0, None).await.expect("the pool starts");
    let pool_url = pool.base_url();
    let meta = [
        ("cognito-user-pool-id", config.user_pool.id.as_str()),
        ("cognito-client-id", config.client.client_id.as_str()),
        ("cognito-endpoint", pool_url.as_str()),
    ];
    let mut servers = Vec::new();
    for (name, directory) in pages {
        let server = PageServer::start(Files::read(directory, &meta)).await;
        if name == OURS {
            let empty = empty_page(&server, directory).await;
            servers.push((EMPTY.to_owned(), PageServer::start(empty).await));
        }
        servers.push((name.clone(), server));
    }
    for _ in 0..rounds {
        for (name, server) in &servers {
            load(name, server).await;
            if name != EMPTY {
                robot(name, server).await;
                sign_in(name, server, 1).await;
                sign_in(name, server, 4).await;
            }
        }
    }
}

/// The login page as it stands when the app has drawn it, in the app's own style.
async fn empty_page(app: &PageServer, directory: &Path) -> Files {
    let circumstances = Circumstances { is_slow_network: false, cpu: 1, is_robot: false };
    let visit = Visit::begin(&app.url, circumstances, CREDENTIALS).await;
    visit.until(&format!("bench.isIdle({QUIET})")).await;
    let drawn = "(document.querySelectorAll('script, template, noscript, link[rel=preload], link[rel=modulepreload]')\
                  .forEach(element => element.remove()), document.documentElement.outerHTML)";
    let drawn = visit.ask(drawn).await;
    visit.end().await;
    let mut files = Files::read(directory, &[]).only(|name| !name.ends_with(".wasm") && !name.ends_with(".js"));
    files.add("index.html", format!("<!doctype html>{}", drawn.as_str().expect("a page")).as_bytes());
    files
}

/// A visit by somebody who looks.
async fn load(name: &str, page: &PageServer) {
    let circumstances = Circumstances { is_slow_network: true, cpu: 4, is_robot: false };
    let visit = Visit::begin(&page.url, circumstances, CREDENTIALS).await;
    visit.until(&format!("bench.isIdle({QUIET_LOAD})")).await;
    report("script", name, visit.script_time().await);
    report("first-paint", name, visit.number("bench.firstPaint()").await);
    report("field-visible", name, visit.number("bench.fieldVisible").await);
    report("blocking", name, visit.number("bench.blockedSince(0).blocking").await);
    visit.end().await;
}

/// A visit by somebody who cannot wait.
async fn robot(name: &str, page: &PageServer) {
    let circumstances = Circumstances { is_slow_network: true, cpu: 4, is_robot: true };
    let visit = Visit::begin(&page.url, circumstances, CREDENTIALS).await;
    visit.until("bench.firstRequest !== null").await;
    report("robot-request", name, visit.number("bench.firstRequest").await);
    visit.end().await;
}

/// A sign-in on a page that has come to rest, over a quick network.
async fn sign_in(name: &str, page: &PageServer, cpu: u32) {
    let circumstances = Circumstances { is_slow_network: false, cpu, is_robot: false };
    let visit = Visit::begin(&page.url, circumstances, CREDENTIALS).await;
    visit.until(&format!("bench.isIdle({QUIET})")).await;
    visit.ask(&format!("bench.begun = performance.now(), bench.type(\"{DEMO_EMAIL}\", \"{DEMO_PASSWORD}\")")).await;
    visit.until(&format!("bench.isIdle({QUIET})")).await;
    visit.ask("bench.click()").await;
    visit.until(&format!("bench.isSignedIn() && bench.isIdle({QUIET})")).await;
    report(&format!("click-to-request-{cpu}x"), name, visit.number("bench.firstRequest - bench.clicked").await);
    report(&format!("longest-task-{cpu}x"), name, visit.number("bench.blockedSince(bench.begun).longest").await);
    visit.end().await;
}

fn report(figure: &str, page: &str, milliseconds: f64) {
    println!("{figure}\t{page}\t{milliseconds:.1}");
}
