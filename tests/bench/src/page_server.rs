//! Serves a built page as a careful host would: compressed by brotli, every unknown address giving index.html, which names
//! the pool in its meta tags.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use axum::{
    Router,
    extract::{Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use tokio::{net::TcpListener, task::JoinHandle};

/// The files of a page, compressed.
#[derive(Clone, Default)]
pub(crate) struct Files(BTreeMap<String, Arc<[u8]>>);

impl Files {
    /// Those in the directory and in those below it. index.html has these meta tags filled in.
    pub(crate) fn read(directory: &Path, meta: &[(&str, &str)]) -> Self {
        let mut files = Self::default();
        let mut directories = vec![directory.to_path_buf()];
        while let Some(next) = directories.pop() {
            let entries = fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display()));
            for path in entries.map(|entry| entry.expect("an entry").path()) {
                if path.is_dir() {
                    directories.push(path);
                } else {
                    files.add(&name(directory, &path), &fs::read(&path).expect("a file"));
                }
            }
        }
        let index = fs::read_to_string(directory.join("index.html")).expect("the page has an index.html");
        files.add("index.html", filled_in(&index, meta).as_bytes());
        files
    }

    /// Adds a file, or puts it in the place of another.
    pub(crate) fn add(&mut self, name: &str, content: &[u8]) {
        let parameters =
            brotli::enc::BrotliEncoderParams { quality: 11, size_hint: content.len(), ..Default::default() };
        let mut compressed = Vec::new();
        brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters).expect("it can be compressed");
        self.0.insert(name.to_owned(), compressed.into());
    }

    /// Without the files that it is not so for.
    pub(crate) fn only(mut self, is_kept: impl Fn(&str) -> bool) -> Self {
        self.0.retain(|name, _| is_kept(name));
        self
    }
}

/// A page at an address of its own.
pub(crate) struct PageServer {
    pub(crate) url: String,
    task: JoinHandle<()>,
}

impl PageServer {
    pub(crate) async fn start(files: Files) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://localhost:{}/", listener.local_addr().expect("a bound listener").port());
        let router = Router::new().fallback(serve).with_state(files);
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("the page is served") });
        Self { url, task }
    }
}

impl Drop for PageServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(State(Files(files)): State<Files>, request: Request) -> Response {
    let name = request.uri().path().trim_start_matches('/');
    let (name, content) = files.get_key_value(name).or_else(|| files.get_key_value("index.html")).expect("an index");
    let kind = match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "css" => "text/css",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    };
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CONTENT_ENCODING, "br"), (header::CACHE_CONTROL, "max-age=31536000")];
    (headers, content.to_vec()).into_response()
}

fn name(directory: &Path, file: &Path) -> String {
    file.strip_prefix(directory).expect("a file in the directory").to_string_lossy().into_owned()
}

fn filled_in(index: &str, meta: &[(&str, &str)]) -> String {
    let mut index = index.to_owned();
    for (name, content) in meta {
        let (before, after) = index.split_once(&format!("name=\"{name}\"")).expect("index.html has the meta tag");
        let after = after.replacen("content=\"\"", &format!("content=\"{content}\""), 1);
        index = format!("{before}name=\"{name}\"{after}");
    }
    index
}
