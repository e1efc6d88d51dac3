//! Serves the built app as a careful host would: under a strict Content-Security-Policy, every unknown address giving
//! index.html, which names the pool in its meta tags.

use std::path::{Path, PathBuf};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{Next, from_fn, map_response},
    response::{Html, IntoResponse, Response},
};
use tokio::{net::TcpListener, task::JoinHandle};
use tower_http::services::ServeDir;

pub(crate) struct AppServer {
    pub(crate) url: String,
    task: JoinHandle<()>,
}

impl AppServer {
    /// `meta`: what goes into the page's meta tags, by name.
    pub(crate) async fn start(listener: TcpListener, meta: &[(&str, String)]) -> Self {
        let url = url(&listener);
        let index = configured_index(&dist(), meta);
        let endpoint = meta.iter().find(|(name, _)| *name == "cognito-endpoint").map_or("", |(_, endpoint)| endpoint);
        let policy = HeaderValue::from_str(&content_security_policy(endpoint)).expect("a valid header");
        let router = Router::new()
            .fallback_service(ServeDir::new(dist()).append_index_html_on_directories(false).fallback(
                Router::new().fallback(|State(index): State<String>| async { Html(index) }).with_state(index),
            ))
            .layer(map_response(move |mut response: Response| {
                response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy.clone());
                async { response }
            }))
            .layer(from_fn(no_directory_index));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("the app is served") });
        Self { url, task }
    }
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

/// `/index.html` itself is not a page of the app.
async fn no_directory_index(request: Request, next: Next) -> Response {
    if request.uri().path() == "/index.html" { StatusCode::NOT_FOUND.into_response() } else { next.run(request).await }
}

fn dist() -> PathBuf {
    std::env::var_os("E2E_DIST").expect("E2E_DIST names the built app: run `cargo xtask test e2e`").into()
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

/// The policy that the README recommends.
fn content_security_policy(endpoint: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         connect-src 'self' {endpoint}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}
