//! Where results are kept: a folder of this machine, or one on an object store.
//!
//! Both hold tables, and tables hold files; a file is there whole or not at all.

use super::{own_mark, partial_name};
use bytes::Bytes;
use object_store::{ObjectStore, ObjectStoreExt as _, path::Path as ObjectPath};
use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::runtime::Runtime;

/// Files that are asked of an object store at the same time: each is small, and what takes time is the way there.
const AT_ONCE: usize = 16;

#[derive(Debug)]
pub(super) enum Place {
    /// A folder that this machine sees.
    Folder(PathBuf),
    /// A folder on an object store.
    Objects(Objects),
}

#[derive(Debug)]
pub(super) struct Objects {
    address: String,
    store: Arc<dyn ObjectStore>,
    root: ObjectPath,
    /// With a thread of its own, so that connections are looked after while campaigns are played.
    runtime: Runtime,
}

impl Place {
    /// A path, or an address: `file:///FOLDER`, `memory:///`, and with the feature `cloud` `s3://BUCKET/FOLDER`.
    pub(super) fn at(location: &Path) -> Result<Self, String> {
        let Some(address) = location.to_str().filter(|text| text.contains("://")) else { return Ok(Self::Folder(location.to_owned())) };
        let url = url::Url::parse(address).map_err(|error| error.to_string())?;
        match url.scheme() {
            "file" => return url.to_file_path().map(Self::Folder).map_err(|()| "is no path of this machine; write file:///FOLDER".to_owned()),
            "memory" => {}
            "s3" | "s3a" if cfg!(feature = "cloud") => {}
            "s3" | "s3a" => return Err("this build knows no object stores; build the program with `--features cloud`".to_owned()),
            other => return Err(format!("`{other}` is not known; write s3://BUCKET/FOLDER, file:///FOLDER or a path")),
        }
        // keys, region and endpoint as other programs for S3 take them
        let variables = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        let (store, root) = object_store::parse_url_opts(&url, variables.filter(|(name, _)| name.starts_with("AWS_"))).map_err(|error| error.to_string())?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(|error| error.to_string())?;
        Ok(Self::Objects(Objects { address: address.trim_end_matches('/').to_owned(), store: store.into(), root, runtime }))
    }

    /// A file as messages name it.
    pub(super) fn shown(&self, table: &str, name: &str) -> String {
        let parts = [table, name].into_iter().filter(|part| !part.is_empty());
        match self {
            Self::Folder(root) => parts.fold(root.clone(), |path, part| path.join(part)).display().to_string(),
            Self::Objects(objects) => parts.fold(objects.address.clone(), |address, part| format!("{address}/{part}")),
        }
    }

    /// Names of the files of a table, in their order; none where the table is not there.
    pub(super) fn names(&self, table: &str) -> Result<Vec<String>, String> {
        let mut names = match self {
            Self::Folder(root) => names_in(&root.join(table)).map_err(|error| error.to_string()),
            Self::Objects(objects) => objects.names(table).map_err(|error| error.to_string()),
        }
        .map_err(|error| format!("{}: cannot be read: {error}", self.shown(table, "")))?;
        names.sort_unstable();
        Ok(names)
    }

    /// Files as they are, in the order asked for.
    pub(super) fn get(&self, files: &[(&'static str, String)]) -> Result<Vec<Bytes>, String> {
        let told = |at: usize, error: &dyn std::fmt::Display| format!("{}: cannot be read: {error}", self.shown(files[at].0, &files[at].1));
        match self {
            Self::Folder(root) => {
                let read = |(at, (table, name)): (usize, &(&str, String))| std::fs::read(root.join(table).join(name)).map(Bytes::from).map_err(|error| told(at, &error));
                files.iter().enumerate().map(read).collect()
            }
            Self::Objects(objects) => objects.get(files).map_err(|(at, error)| told(at, &error)),
        }
    }

    /// Writes a file, whole or not at all; what was there under the name is replaced.
    ///
    /// * `table`: empty for a file beside the tables
    pub(super) fn put(&self, table: &str, name: &str, bytes: &[u8]) -> Result<(), String> {
        match self {
            Self::Folder(root) => put_in(&root.join(table), name, bytes).map_err(|error| error.to_string()),
            // an object is there when all of it has come; nobody sees a part of it
            Self::Objects(objects) => objects.runtime.block_on(objects.store.put(&objects.path(table, name), Bytes::copy_from_slice(bytes).into())).map(|_| ()).map_err(|error| error.to_string()),
        }
    }

    /// Removes a file; that it is not there is no fault, as another that plays the same shard may have been faster.
    pub(super) fn remove(&self, table: &str, name: &str) -> Result<(), String> {
        let removed = match self {
            Self::Folder(root) => match std::fs::remove_file(root.join(table).join(name)) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(error.to_string()),
                _ => Ok(()),
            },
            Self::Objects(objects) => match objects.runtime.block_on(objects.store.delete(&objects.path(table, name))) {
                Err(error) if !matches!(error, object_store::Error::NotFound { .. }) => Err(error.to_string()),
                _ => Ok(()),
            },
        };
        removed.map_err(|error| format!("{}: cannot be removed: {error}", self.shown(table, name)))
    }
}

impl Objects {
    fn path(&self, table: &str, name: &str) -> ObjectPath {
        [table, name].into_iter().filter(|part| !part.is_empty()).fold(self.root.clone(), ObjectPath::join)
    }

    fn names(&self, table: &str) -> Result<Vec<String>, object_store::Error> {
        let listed = self.runtime.block_on(self.store.list_with_delimiter(Some(&self.path(table, ""))))?;
        Ok(listed.objects.iter().filter_map(|object| object.location.filename().map(str::to_owned)).collect())
    }

    /// The files, or which of them could not be had and why.
    fn get(&self, files: &[(&'static str, String)]) -> Result<Vec<Bytes>, (usize, String)> {
        self.runtime.block_on(async {
            let mut got = Vec::with_capacity(files.len());
            for some in files.chunks(AT_ONCE) {
                let asked = some.iter().map(|(table, name)| {
                    let (store, path) = (Arc::clone(&self.store), self.path(table, name));
                    tokio::spawn(async move { store.get(&path).await?.bytes().await })
                });
                for one in asked.collect::<Vec<_>>() {
                    let bytes = one.await.map_err(|error| (got.len(), error.to_string()))?;
                    got.push(bytes.map_err(|error| (got.len(), error.to_string()))?);
                }
            }
            Ok(got)
        })
    }
}

fn names_in(folder: &Path) -> std::io::Result<Vec<String>> {
    match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
        // a name that is not Unicode is none of ours
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.file_name().into_string())).filter_map(|name| name.map(Result::ok).transpose()).collect(),
    }
}

fn put_in(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let partial = folder.join(partial_name(name, &own_mark()));
    let written = std::fs::create_dir_all(folder).and_then(|()| {
        let mut file = File::create(&partial)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&partial, folder.join(name))
    });
    if written.is_err() {
        // what could not be written is of no use; that it may not be there to remove is no further fault
        let _ = std::fs::remove_file(&partial);
    }
    written
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_folder_and_an_object_store_hold_files_alike() {
        let folder = tempfile::tempdir().unwrap();
        let file = url::Url::from_file_path(folder.path().join("addressed")).unwrap();
        for location in [folder.path().join("new"), PathBuf::from(file.as_str()), PathBuf::from("memory:///some/where/")] {
            let place = Place::at(&location).unwrap();
            assert!(place.names("daily").unwrap().is_empty());
            for name in ["b", "a", "c"] {
                place.put("daily", name, name.as_bytes()).unwrap();
            }
            place.put("", "report.html", b"<p>").unwrap();
            place.put("daily", "c", b"anew").unwrap();
            for _ in 0..2 {
                place.remove("daily", "a").unwrap();
            }
            assert_eq!(place.names("daily").unwrap(), ["b", "c"], "{}", location.display());
            assert_eq!(place.get(&[("daily", "c".to_owned()), ("", "report.html".to_owned())]).unwrap(), ["anew", "<p>"]);
            // more than are asked for at the same time, of which one is not there
            let mut many = vec![("daily", "b".to_owned()); 2 * AT_ONCE + 1];
            assert_eq!(place.get(&many).unwrap(), vec!["b"; 2 * AT_ONCE + 1]);
            many.insert(AT_ONCE + 3, ("daily", "a".to_owned()));
            let told = place.get(&many).unwrap_err();
            assert!(told.starts_with(&format!("{}: cannot be read: ", place.shown("daily", "a"))), "{told}");
        }
    }

    #[test]
    fn addresses_that_are_not_known_are_told() {
        for (address, wanted) in [("gs://bucket/folder", "s3://BUCKET/FOLDER"), ("file://host/folder", "file:///FOLDER"), ("://", "relative URL")] {
            let told = Place::at(Path::new(address)).unwrap_err();
            assert!(told.contains(wanted), "{address}: {told}");
        }
        if !cfg!(feature = "cloud") {
            assert!(Place::at(Path::new("s3://bucket/folder")).unwrap_err().contains("--features cloud"));
        }
    }
}
