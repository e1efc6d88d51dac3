//! Serves the built gallery: every address that is no file is its page.

use std::path::Path;

use anyhow::Result;
use axum::{
    Router,
    http::{HeaderValue, header},
    middleware::map_response,
    response::Response,
};
use tokio::net::TcpListener;
use tower_http::services::{ServeDir, ServeFile};

/// Serves it as long as the program runs; gives where.
///
/// # Errors
/// When there is no free port.
pub(crate) async fn start(gallery: &Path) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://localhost:{}", listener.local_addr()?.port());
    let files = ServeDir::new(gallery).fallback(ServeFile::new(gallery.join("index.html")));
    let router = Router::new().fallback_service(files).layer(map_response(kept));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}

/// The browser keeps what it has read, and the program as it has compiled it: hundreds of pages are opened.
async fn kept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=3600"));
    response
}
