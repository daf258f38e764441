//! A folder of data, on disk or embedded in the binary.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the files of a campaign or a theatre are read from.
#[derive(Debug, Clone)]
pub enum Folder {
    /// A folder on disk.
    Disk(PathBuf),
    /// Files embedded in the binary: (path with forward slashes, bytes), sorted by path.
    Embedded(Vec<(String, &'static [u8])>),
    /// Another folder with some of its files replaced: (path, bytes), a path at most once.
    Over(Box<Folder>, Vec<(String, Arc<[u8]>)>),
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingFile {
    /// Its path within the folder.
    pub path: String,
    /// Why.
    pub reason: String,
}

impl fmt::Display for MissingFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

impl std::error::Error for MissingFile {}

impl Folder {
    /// Reads a file, `path` with forward slashes.
    ///
    /// # Errors
    ///
    /// [`MissingFile`] where it is not there or cannot be read.
    pub fn read(&self, path: &str) -> Result<Cow<'_, [u8]>, MissingFile> {
        match self {
            Self::Disk(root) => std::fs::read(root.join(path))
                .map(Cow::Owned)
                .map_err(|error| MissingFile { path: path.to_owned(), reason: error.to_string() }),
            Self::Embedded(files) => files
                .binary_search_by(|(name, _)| name.as_str().cmp(path))
                .map(|at| Cow::Borrowed(files[at].1))
                .map_err(|_| MissingFile { path: path.to_owned(), reason: "not embedded".to_owned() }),
            Self::Over(base, files) => match files.iter().find(|(name, _)| name == path) {
                Some((_, bytes)) => Ok(Cow::Borrowed(bytes)),
                None => base.read(path),
            },
        }
    }

    /// Whether the file is there.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        match self {
            Self::Disk(root) => root.join(path).is_file(),
            Self::Embedded(files) => files.binary_search_by(|(name, _)| name.as_str().cmp(path)).is_ok(),
            Self::Over(base, files) => base.has(path) || files.iter().any(|(name, _)| name == path),
        }
    }

    /// The names of the files directly in a sub-folder that end in `suffix`, sorted.
    #[must_use]
    pub fn list(&self, folder: &str, suffix: &str) -> Vec<String> {
        let mut names: Vec<String> = match self {
            Self::Disk(root) => list_disk(&root.join(folder)),
            Self::Embedded(files) => files
                .iter()
                .filter_map(|(name, _)| name.strip_prefix(folder)?.strip_prefix('/'))
                .filter(|rest| !rest.contains('/'))
                .map(str::to_owned)
                .collect(),
            Self::Over(base, _) => base.list(folder, suffix),
        };
        names.retain(|name| name.ends_with(suffix));
        names.sort();
        names
    }

    /// The sub-folder of that name.
    #[must_use]
    pub fn within(&self, folder: &str) -> Self {
        match self {
            Self::Disk(root) => Self::Disk(root.join(folder)),
            Self::Embedded(files) => Self::Embedded(
                files
                    .iter()
                    .filter_map(|(name, bytes)| {
                        let rest = name.strip_prefix(folder)?.strip_prefix('/')?;
                        Some((rest.to_owned(), *bytes))
                    })
                    .collect(),
            ),
            Self::Over(base, files) => {
                let inner = |(name, bytes): &(String, Arc<[u8]>)| Some((name.strip_prefix(folder)?.strip_prefix('/')?.to_owned(), Arc::clone(bytes)));
                Self::Over(Box::new(base.within(folder)), files.iter().filter_map(inner).collect())
            }
        }
    }
}

fn list_disk(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect()
}
