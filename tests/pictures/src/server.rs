//! Serves the built gallery: every address that is no file is its page.

use std::path::Path;

use anyhow::Result;
use axum::Router;
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
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback_service(files)).await });
    Ok(url)
}
