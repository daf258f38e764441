//! Folders that results are written into.

use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

/// A folder for results that exists.
pub(crate) struct OutFolder {
    path: PathBuf,
}

impl OutFolder {
    /// Makes the folder where it is not there. Called after the input has been found sound, so that bad input leaves nothing behind.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        if path.exists() && !path.is_dir() {
            bail!("{}: --out: is a file; name a folder", path.display());
        }
        std::fs::create_dir_all(path).with_context(|| format!("{}: --out: the folder cannot be made", path.display()))?;
        Ok(Self { path: path.to_owned() })
    }

    /// Writes a file of it, whole or not at all.
    pub(crate) fn write(&self, name: &str, text: &str) -> anyhow::Result<()> {
        write_whole(&self.path.join(name), text)
    }
}

/// Writes a file, whole or not at all.
pub(crate) fn write_whole(target: &Path, text: &str) -> anyhow::Result<()> {
    let Some(name) = target.file_name() else { bail!("{}: names no file", target.display()) };
    let partial = target.with_file_name(format!(".{}.partial", name.to_string_lossy()));
    let written = std::fs::write(&partial, text).and_then(|()| std::fs::rename(&partial, target));
    if written.is_err() {
        // what could not be written is of no use; that it may not be there to remove is no further fault
        let _ = std::fs::remove_file(&partial);
    }
    written.with_context(|| format!("{}: cannot be written", target.display()))
}
