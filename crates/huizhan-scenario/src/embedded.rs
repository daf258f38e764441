//! The data in the binary.

use huizhan_base::Folder;
use include_dir::{Dir, include_dir};
use std::io;
use std::path::Path;

static CAMPAIGNS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../data/campaigns");
static THEATRES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../data/theatres");
static MODEL: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../data/model");

/// The campaigns in the binary, sorted by name.
#[must_use]
pub fn campaign_names() -> Vec<String> {
    CAMPAIGNS.dirs().filter_map(|dir| Some(dir.path().file_name()?.to_str()?.to_owned())).collect()
}

/// The files of an embedded campaign.
pub(crate) fn campaign(name: &str) -> Option<Folder> {
    CAMPAIGNS.get_dir(name).map(|dir| folder(dir, name))
}

/// The files of an embedded theatre.
pub(crate) fn theatre(name: &str) -> Option<Folder> {
    THEATRES.get_dir(name).map(|dir| folder(dir, name))
}

/// The numbers of the model.
pub(crate) fn model() -> Folder {
    folder(&MODEL, "")
}

fn folder(dir: &'static Dir<'_>, prefix: &str) -> Folder {
    let mut files = Vec::new();
    collect(dir, prefix, &mut files);
    files.sort();
    Folder::Embedded(files)
}

fn collect(dir: &'static Dir<'_>, prefix: &str, files: &mut Vec<(String, &'static [u8])>) {
    for file in dir.files() {
        let path = file.path().strip_prefix(prefix).unwrap_or(file.path());
        let path: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
        files.push((path.join("/"), file.contents()));
    }
    for inner in dir.dirs() {
        collect(inner, prefix, files);
    }
}

/// Writes an embedded campaign into a new folder as files one can edit and run, with the numbers of the model.
///
/// # Errors
///
/// Where there is no such campaign, or the folder exists with files in it, or a file cannot be written.
pub fn export(name: &str, to: &Path) -> io::Result<usize> {
    let Some(Folder::Embedded(files)) = campaign(name) else {
        let known = campaign_names().join(", ");
        return Err(io::Error::new(io::ErrorKind::NotFound, format!("no embedded scenario `{name}`: there are {known}")));
    };
    if to.is_dir() && to.read_dir()?.next().is_some() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, format!("`{}` is not empty", to.display())));
    }
    let Folder::Embedded(model) = model() else { return Ok(0) };
    let model = model.into_iter().map(|(path, bytes)| (format!("model/{path}"), bytes));
    let mut written = 0;
    for (path, bytes) in files.into_iter().chain(model) {
        let target = to.join(path);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(target, bytes)?;
        written += 1;
    }
    Ok(written)
}
