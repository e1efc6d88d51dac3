//! esbuild: several files in one, minified, without what is not used.

use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

use crate::process;

/// Puts `entry` and what it imports into the file `bundled`; `programs` has esbuild.
///
/// # Errors
/// When it fails.
pub(crate) fn bundle(programs: &Path, entry: &Path, bundled: &Path, flags: &[&str]) -> Result<()> {
    let mut outfile = OsString::from("--outfile=");
    outfile.push(bundled);
    let mut esbuild = process::command(programs.join("esbuild"), entry.parent().unwrap_or(Path::new(".")));
    esbuild.arg(entry).arg(outfile).args(["--bundle", "--minify", "--target=es2022", "--log-level=warning"]);
    // wasm-bindgen's glue names the loader once for each chunk, which comes to the same.
    esbuild.arg("--log-override:duplicate-object-key=silent");
    // No script of ours lets anything go at the end of a block: the glue's classes need not be ready for it, and those that
    // are not used can be left out.
    esbuild.arg("--define:Symbol.dispose=false");
    process::run(esbuild.args(flags))
}
