//! Writes the files that browsers download into a directory: `languages DIRECTORY`. Trunk runs it after each build, with
//! what it gathers there.

use std::{env, error::Error, fs, path::PathBuf};

use languages::Languages;

fn main() -> Result<(), Box<dyn Error>> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let target = env::args_os().nth(1).map(PathBuf::from).or_else(|| staging.map(|staging| staging.join("lang")));
    // There are no options, and none is a directory.
    let target = target.filter(|target| !target.to_string_lossy().starts_with('-')).ok_or("languages DIRECTORY")?;
    let languages = Languages::read(&source())
        .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    for (path, content) in languages.packs() {
        let path = target.join(path);
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory)?;
        }
        fs::write(path, content)?;
    }
    Ok(())
}

/// In the workspace that this was compiled in.
fn source() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../lang"))
}
