//! `cargo xtask headers`: the files by which a host sends the right headers, for the settings that a built page has.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;
use hosting::Called;

use crate::{build, process};

/// What `cargo xtask headers` takes.
#[derive(Args)]
#[command(after_long_help = AFTER_HELP)]
pub(crate) struct Options {
    /// The folder of the built app, with its settings in index.html
    #[arg(value_name = "DIST", default_value = build::DIST)]
    dist: PathBuf,
    /// The folder for files that are no part of the site [default: hosting/ beside DIST]
    #[arg(long, value_name = "DIRECTORY")]
    out: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
`cargo xtask build` and `cargo xtask configure --into` do this too. Do it again after you have typed settings, or another <base>,
into dist/index.html: the policy lets the page call the hosts of its settings and no others.
  DIST/index.html                 the policy as a meta tag, for hosts that send no headers
  DIST/_headers, DIST/_redirects  Netlify, Cloudflare
  DIST/vercel.json                Vercel
  hosting/nginx.conf              nginx, with nginx-brotli.conf where it has that module
  hosting/Caddyfile               Caddy
  hosting/cloudfront.json         parameters of deploy/site.yaml, for S3 and CloudFront
docs/hosting.md says how each is used, and what is sent.";

/// Writes them.
///
/// # Errors
/// When the page's settings cannot be understood, or a file cannot be written.
pub(crate) fn run(options: &Options) -> Result<()> {
    let beside = options.out.clone().map_or_else(|| beside(&options.dist), Ok)?;
    write(&options.dist, &beside)
}

/// Writes them for the app that is in `dist`.
///
/// # Errors
/// As for [`run`].
pub(crate) fn write(dist: &Path, beside: &Path) -> Result<()> {
    let written = hosting::write(dist, beside)?;
    let names: Vec<String> = written.files.iter().map(|file| file.display().to_string()).collect();
    process::remark(&format!("Headers for hosts are in {}.", names.join(", ")));
    process::remark(&match written.called {
        Called::Origins(origins) => format!("The page may call {}, and nothing else.", origins.join(", ")),
        Called::Unknown => "The page names no user pool yet, so that it may call any https address. Run `cargo xtask \
                            headers` when it does."
            .to_owned(),
    });
    Ok(())
}

/// Writes them again if `page` is an index.html beside which they are.
///
/// # Errors
/// As for [`run`].
pub(crate) fn renew(page: &Path) -> Result<()> {
    match page.parent().map(or_here) {
        Some(dist) if page.ends_with("index.html") && hosting::is_written(dist) => write(dist, &beside(dist)?),
        _ => Ok(()),
    }
}

/// What a path without a directory is in.
fn or_here(directory: &Path) -> &Path {
    if directory.as_os_str().is_empty() { Path::new(".") } else { directory }
}

/// The directory for them beside that one.
///
/// # Errors
/// When it is not there.
pub(crate) fn beside(dist: &Path) -> Result<PathBuf> {
    let dist = or_here(dist);
    let whole = dist.canonicalize().with_context(|| format!("there is no {}", dist.display()))?;
    Ok(whole.parent().with_context(|| format!("nothing is beside {}", whole.display()))?.join(hosting::DIRECTORY))
}
