//! How the built app is served: what each answer says beside the file, which files may be kept for good, and which addresses
//! are the app's. All of it follows from one place, the built index.html with its settings; a writer for each kind of host puts
//! it into that host's words.
//!
//! | module | subject |
//! |---|---|
//! | `html`, `digest` | tags of a page; hashes of files |
//! | `page` | the settings in an index.html |
//! | `called` | which hosts the app calls by them |
//! | `policy` | the Content Security Policy, as a header and as a meta tag |
//! | `headers` | everything else that an answer says |
//! | `site` | what is in dist/, and what of it may be kept |
//! | `netlify`, `vercel`, `nginx`, `caddy`, `cloudfront` | the files of these hosts |
//! | `precompressed` | .br and .gz beside each file |

pub mod digest;
pub mod html;
pub mod page;

mod caddy;
mod called;
mod cloudfront;
mod headers;
mod netlify;
mod nginx;
mod policy;
mod precompressed;
mod site;
mod vercel;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

pub use self::{
    called::Called,
    headers::{CACHED_FOR_GOOD, NEVER_CACHED, headers},
    policy::{Policy, with_meta_policy},
    precompressed::{is_precompressed, precompress},
    site::Site,
};

/// Beside dist/, in its parent: the files that are no part of a site.
pub const DIRECTORY: &str = "hosting";

/// What [`write`] has done.
pub struct Written {
    /// The files, in order.
    pub files: Vec<PathBuf>,
    /// What the app calls.
    pub called: Called,
}

/// Puts the policy into `dist`/index.html, and writes the header files of all hosts for the settings that this page has: those
/// that a host wants to find in the site into `dist`, the others into `beside`.
///
/// # Errors
/// When the page cannot be understood, or a file cannot be written.
pub fn write(dist: &Path, beside: &Path) -> Result<Written> {
    let index = dist.join("index.html");
    let html = fs::read_to_string(&index).with_context(|| format!("cannot read {}", index.display()))?;
    let policy = Policy::of(&html)?;
    fs::write(&index, with_meta_policy(&html, &policy)?)?;
    let site = Site::read(dist)?;
    fs::create_dir_all(beside).with_context(|| format!("cannot make {}", beside.display()))?;
    let mut files = vec![index];
    for (directory, name, text) in [
        (dist, netlify::HEADERS, netlify::headers(&site)),
        (dist, netlify::REDIRECTS, netlify::redirects(&site)),
        (dist, vercel::FILE, vercel::settings(&site)?),
        (beside, nginx::FILE, nginx::settings(&site)),
        (beside, nginx::BROTLI_FILE, nginx::BROTLI.to_owned()),
        (beside, caddy::FILE, caddy::settings(&site)),
        (beside, cloudfront::FILE, cloudfront::parameters(&site)?),
    ] {
        let path = directory.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        files.push(path);
    }
    Ok(Written { files, called: site.policy.called })
}

/// Whether [`write`] has written for `dist` before.
pub fn is_written(dist: &Path) -> bool {
    dist.join(netlify::HEADERS).is_file()
}

/// Names of files in dist/ that hosts read, and nobody else.
pub const OF_HOSTS: [&str; 3] = [netlify::HEADERS, netlify::REDIRECTS, vercel::FILE];
