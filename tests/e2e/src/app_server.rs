//! Serves the built app as a careful host would: with the headers that the files for hosts have, every unknown address giving
//! index.html, which names the pool in its meta tags, and has a settings document where there is one. It can be deployed
//! anew: the same app under other names. It can be below a path, beside a site of another kind.

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
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use hosting::Policy;
use tokio::{net::TcpListener, task::JoinHandle};
use tower_http::services::ServeDir;

use crate::{
    hosts::{Host, Hosted},
    listening::{LOG, Listening, SCRIPT},
};

/// The files that were asked for so far, as paths inside the built app.
pub(crate) type Fetched = Arc<Mutex<BTreeSet<String>>>;
/// The settings document of the page: JSON, or nothing.
pub(crate) type SettingsText = Arc<Mutex<String>>;

pub(crate) struct AppServer {
    pub(crate) url: String,
    /// How often it was deployed anew.
    pub(crate) deployments: Arc<AtomicU32>,
    pub(crate) fetched: Fetched,
    pub(crate) settings: SettingsText,
    pub(crate) listening: Listening,
    /// The server, if it is not of this process.
    pub(crate) hosted: Option<Arc<Hosted>>,
    task: Option<JoinHandle<()>>,
}

impl AppServer {
    /// `meta`: what goes into the page's meta tags, by name; `document`: its settings document; `brand`: one of
    /// examples/brands, which is one. All that is not below the app's path is `site`.
    pub(crate) async fn start(
        listener: TcpListener,
        place: &Place,
        meta: &[(&str, String)],
        (document, brand): (&str, Option<&str>),
    ) -> Self {
        let app = App::new(dist("E2E_DIST"), place, meta, document);
        let mut app = match brand {
            Some(brand) => app.branded(brand),
            None => app,
        };
        app.has_policy = true;
        Self::of(listener, &app, Router::new().fallback(serve).with_state(app.clone()))
    }

    /// The same behind a server that people use.
    pub(crate) async fn start_behind(
        host: Host,
        name: &str,
        listener: TcpListener,
        place: &Place,
        meta: &[(&str, String)],
        document: &str,
    ) -> Self {
        let app = App::new(dist("E2E_DIST"), place, meta, document);
        let url = place.url(&listener);
        let index = with_settings(&app.index, document);
        let hosted = Hosted::start(host, name, &app.dist, &index, &place.base, listener).await;
        let App { deployments, fetched, settings, listening, .. } = app;
        Self { url, deployments, fetched, settings, listening, hosted: Some(Arc::new(hosted)), task: None }
    }

    /// The same for examples/guarded-app, with the service that it calls. Without a policy: its page is as Trunk writes it,
    /// with a script in it.
    pub(crate) async fn start_guarded_app(
        listener: TcpListener,
        place: &Place,
        meta: &[(&str, String)],
        service: Router,
    ) -> Self {
        let app = App::new(dist("E2E_GUARDED_APP_DIST"), place, meta, "");
        Self::of(listener, &app, service.merge(Router::new().fallback(serve).with_state(app.clone())))
    }

    fn of(listener: TcpListener, app: &App, router: Router) -> Self {
        let url = app.place.url(&listener);
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("the app is served") });
        let App { deployments, fetched, settings, listening, .. } = app.clone();
        Self { url, deployments, fetched, settings, listening, hosted: None, task: Some(task) }
    }
}

/// Where the app is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// The path that it is below, without a slash at the end.
    pub(crate) base: String,
    /// The page of the site beside it.
    pub(crate) site: Option<String>,
}

impl Place {
    /// The address of the app that this listener will serve.
    pub(crate) fn url(&self, listener: &TcpListener) -> String {
        let port = listener.local_addr().expect("a bound listener").port();
        format!("http://localhost:{port}{}", self.base)
    }
}

/// What is served.
#[derive(Clone)]
struct App {
    dist: PathBuf,
    place: Place,
    index: String,
    /// Whether answers have the headers of the files for hosts.
    has_policy: bool,
    /// The files of the owner's brand.
    brand: Option<PathBuf>,
    deployments: Arc<AtomicU32>,
    fetched: Fetched,
    settings: SettingsText,
    listening: Listening,
}

impl App {
    fn new(dist: PathBuf, place: &Place, meta: &[(&str, String)], document: &str) -> Self {
        let index = std::fs::read_to_string(dist.join("index.html")).expect("the built app has an index.html");
        let below = format!("<base href=\"{}/\"", place.base);
        let client = meta.iter().filter(|(name, _)| *name == "cognito-client-id").cloned().collect::<Vec<_>>();
        let site = place.site.as_deref().map(|page| filled_in(page, &client));
        Self {
            index: filled_in(&index, meta).replacen("<base href=\"/\"", &below, 1),
            dist,
            place: Place { site, ..place.clone() },
            has_policy: false,
            brand: None,
            deployments: Arc::new(AtomicU32::new(0)),
            fetched: Fetched::default(),
            settings: SettingsText::new(Mutex::new(document.to_owned())),
            listening: Listening::default(),
        }
    }

    /// What the page may do, by the settings that it has now; by those of its meta tags where its document is none.
    fn policy(&self) -> Policy {
        let settings = self.settings.lock().expect("no request has panicked").clone();
        let policy = Policy::of(&with_settings(&self.index, &settings)).or_else(|_| Policy::of(&self.index));
        policy.expect("the journey's meta tags are understood")
    }

    fn branded(self, brand: &str) -> Self {
        let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/brands").join(brand);
        let settings = std::fs::read_to_string(files.join("settings.json")).expect("the brand has settings");
        Self { settings: SettingsText::new(Mutex::new(settings)), brand: Some(files), ..self }
    }
}

/// What is at an address: of the app, under its policy, or of the site beside it.
async fn serve(State(app): State<App>, request: Request) -> Response {
    let inside = request.uri().path().strip_prefix(&app.place.base);
    let Some(path) = inside.filter(|path| path.is_empty() || path.starts_with('/')).map(str::to_owned) else {
        let page = app.place.site.ok_or(StatusCode::NOT_FOUND);
        return page.map(Html).into_response();
    };
    let policy = app.has_policy.then(|| app.policy());
    let mut response = serve_app(app, &path, request).await;
    for (name, value) in policy.iter().flat_map(hosting::headers) {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
        response.headers_mut().insert(name, HeaderValue::from_str(&value).expect("a header's value"));
    }
    if Listening::is_needed() {
        // What the browser has kept could not be blocked.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// A file of the deployment that is current. Those of others are gone: their addresses give index.html, as any does that is
/// not known.
async fn serve_app(app: App, path: &str, mut request: Request) -> Response {
    let deployment = app.deployments.load(Ordering::SeqCst);
    let name = path.trim_start_matches('/');
    // No page of the app; by the latter browsers see whether there is everything under the sun
    // (https://w3c.github.io/webappsec-change-password-url/#response-code-reliability).
    let is_none = name == "index.html" || name.starts_with(".well-known/") && name != ".well-known/change-password";
    if is_none {
        return StatusCode::NOT_FOUND.into_response();
    }
    if name == SCRIPT {
        return ([(header::CONTENT_TYPE, "text/javascript")], app.listening.script()).into_response();
    }
    if name == LOG {
        let said = axum::body::to_bytes(request.into_body(), usize::MAX).await.expect("what is said arrives");
        app.listening.hear(String::from_utf8_lossy(&said).into_owned());
        return StatusCode::NO_CONTENT.into_response();
    }
    if app.listening.is_blocked(path) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
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
        let settings = app.settings.lock().expect("no request has panicked").clone();
        let mut page = with_settings(&app.index, &settings);
        if app.has_policy {
            page = hosting::with_meta_policy(&page, &app.policy()).expect("the page has a head");
        }
        if Listening::is_needed() {
            page = Listening::with_script(&page);
        }
        return Html(rewritten(&page, &files, deployment)).into_response();
    };
    if deployment > 0 && file.ends_with(".js") {
        let script = std::fs::read_to_string(app.dist.join(&file)).expect("a script is text");
        return ([(header::CONTENT_TYPE, "text/javascript")], rewritten(&script, &files, deployment)).into_response();
    }
    *request.uri_mut() = format!("/{file}").parse().expect("an address");
    ServeDir::new(&app.dist).try_call(request).await.expect("a file is served").into_response()
}

/// The page with that settings document; as it is if there is none.
fn with_settings(index: &str, settings: &str) -> String {
    if settings.is_empty() {
        return index.to_owned();
    }
    let (before, after) = index.split_once("id=\"cognito-settings\"").expect("index.html has the element for settings");
    let (tag, rest) = after.split_once('>').expect("the tag ends");
    let (_, rest) = rest.split_once("</script>").expect("the element ends");
    // Nothing in it ends the element.
    let settings = settings.replace('<', "\\u003c");
    format!("{before}id=\"cognito-settings\"{tag}>{settings}</script>{rest}")
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

impl Drop for AppServer {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// The directory that the environment names so.
fn dist(variable: &str) -> PathBuf {
    let directory = std::env::var_os(variable);
    directory.unwrap_or_else(|| panic!("{variable} names a built app: run `cargo xtask test e2e`")).into()
}

/// A page with its meta tags filled in.
fn filled_in(page: &str, meta: &[(&str, String)]) -> String {
    let mut index = page.to_owned();
    for (name, content) in meta {
        let (before, after) = index.split_once(&format!("name=\"{name}\"")).expect("the page has the meta tag");
        let content = content.replace('&', "&amp;").replace('"', "&quot;");
        let filled_in = after.replacen("content=\"\"", &format!("content=\"{content}\""), 1);
        index = format!("{before}name=\"{name}\"{filled_in}");
    }
    index
}
