//! The built app behind a server that people use, with the files that `cargo xtask build` writes for it, as they are.
//! `E2E_SERVERS` names a directory with the servers, as Debian's packages have them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, SystemTime},
};

use tokio::{
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

use crate::{journey::artifact, second_build};

const A_MINUTE: Duration = Duration::from_secs(60);
const AN_HOUR: Duration = Duration::from_secs(60 * 60);

/// A server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// nginx, with its module for brotli.
    Nginx,
    /// Caddy.
    Caddy,
}

/// Both of them.
pub const HOSTS: [Host; 2] = [Host::Nginx, Host::Caddy];

/// A server that runs, until it is dropped.
pub(crate) struct Hosted {
    /// What it serves below its root: a link to the deployment that is current.
    current: PathBuf,
    base: String,
    _server: Child,
}

impl Hosted {
    /// Serves the app of `dist` with that page below the path `base`, at the listener's address.
    pub(crate) async fn start(
        host: Host,
        name: &str,
        dist: &Path,
        index: &str,
        base: &str,
        listener: TcpListener,
    ) -> Self {
        let directory = artifact(&format!("{name}.{host:?}"));
        if directory.exists() {
            fs::remove_dir_all(&directory).expect("it can be removed");
        }
        let directory = {
            fs::create_dir_all(&directory).expect("target/e2e can be written");
            directory.canonicalize().expect("it is there")
        };
        let first = directory.join("first").join(base.trim_matches('/'));
        copy(dist, &first);
        fs::write(first.join("index.html"), index).expect("target/e2e can be written");
        hosting::write(&first, &directory.join("hosting")).expect("the page is understood");
        date(&first, dated(&first) - AN_HOUR);
        let current = directory.join("current");
        link(&directory.join("first"), &current);
        let port = listener.local_addr().expect("a bound listener").port();
        drop(listener);
        let server = match host {
            Host::Nginx => nginx(&directory, port),
            Host::Caddy => caddy(&directory, port),
        };
        until_it_listens(port).await;
        Self { current, base: base.to_owned(), _server: server }
    }

    /// Puts another build in the place of the one that is served, at once and as a whole.
    pub(crate) fn deploy_anew(&self) {
        let before = self.current.canonicalize().expect("a deployment is there");
        let directory = self.current.parent().expect("it is in a directory");
        let after = directory.join(format!("{}-then", before.file_name().expect("a name").to_string_lossy()));
        let inside = self.base.trim_matches('/');
        second_build::make(&before.join(inside), &after.join(inside));
        hosting::write(&after.join(inside), &directory.join("hosting")).expect("the page is understood");
        date(&after.join(inside), dated(&before.join(inside)) + A_MINUTE);
        link(&after, &self.current);
    }

    /// Changes a file, and what stands compressed beside it.
    pub(crate) fn tamper_with(&self, file: &str) {
        let directory = self.current.join(self.base.trim_matches('/'));
        for entry in fs::read_dir(directory).expect("a deployment is a directory") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if name.starts_with(file) && hosting::is_precompressed(&name) {
                fs::remove_file(path).expect("a file can be removed");
            } else if name.starts_with(file) {
                // A section of a wasm file that says nothing.
                let content = [&fs::read(&path).expect("a file can be read")[..], &[0, 5, 4], b"anew"].concat();
                fs::write(path, content).expect("a file can be written");
            }
        }
    }
}

fn nginx(directory: &Path, port: u16) -> Child {
    let servers = servers();
    let at = |path: &str| servers.join(path).display().to_string();
    let hosting = directory.join("hosting").display().to_string();
    let work = directory.display();
    // Its own files would be where only root may write.
    let own: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("  {name}_temp_path {work}/{name};\n"))
        .concat();
    let settings = format!(
        "daemon off;\nmaster_process off;\npid {work}/nginx.pid;\nuser root;\nerror_log stderr error;\nworker_processes 1;\n\
         load_module {};\nevents {{}}\nhttp {{\n  include {};\n  access_log off;\n{own}  server {{\n    \
         listen 127.0.0.1:{port};\n    root {work}/current;\n    include {hosting}/nginx.conf;\n    \
         include {hosting}/nginx-brotli.conf;\n  }}\n}}\n",
        at("usr/lib/nginx/modules/ngx_http_brotli_static_module.so"),
        at("etc/nginx/mime.types"),
    );
    let file = directory.join("nginx.test.conf");
    fs::write(&file, settings).expect("target/e2e can be written");
    let mut server = Command::new(at("usr/sbin/nginx"));
    server.args(["-e", "stderr", "-p"]).arg(directory).arg("-c").arg(&file);
    started(server)
}

fn caddy(directory: &Path, port: u16) -> Child {
    let work = directory.display();
    let settings = format!(
        "{{\n  admin off\n  auto_https off\n}}\nhttp://:{port} {{\n  bind 127.0.0.1\n  \
         root * {work}/current\n  import {work}/hosting/Caddyfile\n}}\n"
    );
    let file = directory.join("Caddyfile.test");
    fs::write(&file, settings).expect("target/e2e can be written");
    let mut server = Command::new(servers().join("usr/bin/caddy"));
    server.args(["run", "--adapter", "caddyfile", "--config"]).arg(&file).env("HOME", directory);
    server.env("XDG_DATA_HOME", directory).env("XDG_CONFIG_HOME", directory).stderr(Stdio::null());
    started(server)
}

fn started(mut server: Command) -> Child {
    server.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true).spawn().expect("the server starts")
}

async fn until_it_listens(port: u16) {
    let mut tick = tokio::time::interval(Duration::from_millis(20));
    for _ in 0..500 {
        tick.tick().await;
        if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return;
        }
    }
    panic!("the server does not listen");
}

fn servers() -> PathBuf {
    let directory = std::env::var_os("E2E_SERVERS");
    directory.expect("E2E_SERVERS names the servers: run `cargo xtask test e2e`").into()
}

/// The link leads there from now on, without a moment in which it leads nowhere.
fn link(to: &Path, link: &Path) {
    let new = link.with_extension("new");
    std::os::unix::fs::symlink(to, &new).expect("a link can be made");
    fs::rename(new, link).expect("a link can be replaced");
}

/// When the page of a deployment was made.
fn dated(deployment: &Path) -> SystemTime {
    fs::metadata(deployment.join("index.html")).and_then(|page| page.modified()).expect("a page has a date")
}

/// Says that it was made then. Servers tell two versions of a file apart by its size and the second of its date, and
/// journeys deploy quicker than people do.
fn date(deployment: &Path, at: SystemTime) {
    let page = fs::File::options().write(true).open(deployment.join("index.html"));
    page.and_then(|page| page.set_modified(at)).expect("a date can be written");
}

/// All that is in a directory, into another that is not there yet.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory can be made");
    for entry in fs::read_dir(from).expect("the built app is a directory") {
        let entry = entry.expect("an entry");
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a file can be copied");
        }
    }
}
