//! Serves the built app as a careful host would: under a strict Content-Security-Policy, every unknown address giving
//! index.html, which names the pool in its meta tags. It can be deployed anew: the same app under other names.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::map_response,
    response::{Html, IntoResponse, Response},
};
use tokio::{net::TcpListener, task::JoinHandle};
use tower_http::services::ServeDir;

/// The files that were asked for so far, as paths inside the built app.
pub(crate) type Fetched = Arc<Mutex<BTreeSet<String>>>;

pub(crate) struct AppServer {
    pub(crate) url: String,
    /// How often it was deployed anew.
    pub(crate) deployments: Arc<AtomicU32>,
    pub(crate) fetched: Fetched,
    task: JoinHandle<()>,
}

impl AppServer {
    /// `meta`: what goes into the page's meta tags, by name; `brand`: one of examples/brands.
    pub(crate) async fn start(listener: TcpListener, meta: &[(&str, String)], brand: Option<&str>) -> Self {
        let app = App::new(dist("E2E_DIST"), meta);
        let app = match brand {
            Some(brand) => app.branded(brand),
            None => app,
        };
        let called = meta.iter().filter(|(name, _)| matches!(*name, "cognito-endpoint" | "cognito-domain"));
        let called: Vec<&str> = called.map(|(_, address)| address.as_str()).collect();
        let policy = HeaderValue::from_str(&content_security_policy(&called.join(" "))).expect("a valid header");
        let policed = map_response(move |mut response: Response| {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy.clone());
            async { response }
        });
        Self::of(listener, &app, Router::new().fallback(serve).with_state(app.clone()).layer(policed))
    }

    /// The same for examples/guarded-app, with the service that it calls. Without a policy: its page is as Trunk writes it,
    /// with a script in it.
    pub(crate) async fn start_guarded_app(listener: TcpListener, meta: &[(&str, String)], service: Router) -> Self {
        let app = App::new(dist("E2E_GUARDED_APP_DIST"), meta);
        Self::of(listener, &app, service.merge(Router::new().fallback(serve).with_state(app.clone())))
    }

    fn of(listener: TcpListener, app: &App, router: Router) -> Self {
        let url = url(&listener);
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("the app is served") });
        Self { url, deployments: app.deployments.clone(), fetched: app.fetched.clone(), task }
    }
}

/// What is served.
#[derive(Clone)]
struct App {
    dist: PathBuf,
    index: String,
    /// The files of the owner's brand, and its settings.
    brand: Option<PathBuf>,
    deployments: Arc<AtomicU32>,
    fetched: Fetched,
}

impl App {
    fn new(dist: PathBuf, meta: &[(&str, String)]) -> Self {
        Self {
            index: configured_index(&dist, meta),
            dist,
            brand: None,
            deployments: Arc::new(AtomicU32::new(0)),
            fetched: Fetched::default(),
        }
    }

    fn branded(self, brand: &str) -> Self {
        let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/brands").join(brand);
        let settings = std::fs::read_to_string(files.join("settings.json")).expect("the brand has settings");
        let (before, after) =
            self.index.split_once("id=\"cognito-settings\">").expect("index.html has a place for settings");
        Self { index: format!("{before}id=\"cognito-settings\">{settings}{after}"), brand: Some(files), ..self }
    }
}

/// A file of the deployment that is current. Those of others are gone: their addresses give index.html, as any does that is
/// not known.
async fn serve(State(app): State<App>, mut request: Request) -> Response {
    let deployment = app.deployments.load(Ordering::SeqCst);
    let name = request.uri().path().trim_start_matches('/');
    if name == "index.html" {
        // It is no page of the app.
        return StatusCode::NOT_FOUND.into_response();
    }
    if let (Some(brand), Some(file)) = (&app.brand, name.strip_prefix("brand/")) {
        *request.uri_mut() = format!("/{file}").parse().expect("an address");
        return ServeDir::new(brand).try_call(request).await.expect("a file is served").into_response();
    }
    let files = file_names(&app.dist);
    let found = files.iter().find(|file| renamed(file, deployment) == name).cloned();
    let asked_for = found.clone().unwrap_or_else(|| "index.html".to_owned());
    app.fetched.lock().expect("no request has panicked").insert(asked_for);
    let Some(file) = found else {
        return Html(rewritten(&app.index, &files, deployment)).into_response();
    };
    if deployment > 0 && file.ends_with(".js") {
        let script = std::fs::read_to_string(app.dist.join(&file)).expect("a script is text");
        return ([(header::CONTENT_TYPE, "text/javascript")], rewritten(&script, &files, deployment)).into_response();
    }
    *request.uri_mut() = format!("/{file}").parse().expect("an address");
    ServeDir::new(&app.dist).try_call(request).await.expect("a file is served").into_response()
}

/// What the file is called in that deployment.
fn renamed(file: &str, deployment: u32) -> String {
    match file.rsplit_once('.') {
        Some((stem, extension)) if deployment > 0 => format!("{stem}-{deployment}.{extension}"),
        _ => file.to_owned(),
    }
}

/// A page or script with the names of that deployment. Its scripts are others, so that their checksums no longer hold.
fn rewritten(text: &str, files: &[String], deployment: u32) -> String {
    if deployment == 0 {
        return text.to_owned();
    }
    let text = text.replace(" integrity=", " data-integrity=");
    files.iter().fold(text, |text, file| text.replace(file.as_str(), &renamed(file, deployment)))
}

/// The files in the directory and in those below it, as paths inside it.
fn file_names(directory: &Path) -> Vec<String> {
    let (mut names, mut directories) = (Vec::new(), vec![directory.to_path_buf()]);
    while let Some(next) = directories.pop() {
        for entry in std::fs::read_dir(next).expect("the built app is a directory") {
            let path = entry.expect("an entry").path();
            match path.strip_prefix(directory) {
                Ok(inside) if path.is_file() => names.push(inside.to_string_lossy().into_owned()),
                _ => directories.push(path),
            }
        }
    }
    names
}

/// The address of the app that this listener will serve.
pub(crate) fn url(listener: &TcpListener) -> String {
    let port = listener.local_addr().expect("a bound listener").port();
    format!("http://localhost:{port}")
}

impl Drop for AppServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The directory that the environment names so.
fn dist(variable: &str) -> PathBuf {
    let directory = std::env::var_os(variable);
    directory.unwrap_or_else(|| panic!("{variable} names a built app: run `cargo xtask test e2e`")).into()
}

fn configured_index(dist: &Path, meta: &[(&str, String)]) -> String {
    let mut index = std::fs::read_to_string(dist.join("index.html")).expect("the built app has an index.html");
    for (name, content) in meta {
        let (before, after) = index.split_once(&format!("name=\"{name}\"")).expect("index.html has the meta tag");
        let content = content.replace('&', "&amp;").replace('"', "&quot;");
        let filled_in = after.replacen("content=\"\"", &format!("content=\"{content}\""), 1);
        index = format!("{before}name=\"{name}\"{filled_in}");
    }
    index
}

/// The policy that the README recommends, for an app that calls these addresses.
fn content_security_policy(called: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         connect-src 'self' {called}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}
