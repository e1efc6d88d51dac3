//! What `docker build` needs.

use std::path::Path;

use anyhow::Result;

use super::{LICENSES, Program, copy};

/// # Errors
/// When a file cannot be copied.
pub(super) fn stage(root: &Path, directory: &Path, program: &Program) -> Result<()> {
    copy(&program.path, &directory.join("local-user-pool"))?;
    let licenses = directory.with_file_name(LICENSES);
    copy(&licenses, &directory.join(LICENSES))?;
    copy(&root.join("packages").join("docker").join("Dockerfile"), &directory.join("Dockerfile"))
}
