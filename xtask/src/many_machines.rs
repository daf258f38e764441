//! `cargo xtask many-machines`: results as other programs read them, after kills and a full disk, a study on two Ray nodes and on an object store.
//!
//! The tests are Python, as their users are; they run in network and mount namespaces of their own, so that a cluster listens to nobody
//! and a small file system is gone when they end. Where namespaces cannot be made this says so and is left out, also under `CI`: it is the
//! machine that does not allow them. Where Python or its packages cannot be had it is left out as well, but a failure under `CI`.

use crate::say;
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Pinned versions: of the driver, and of the libraries that read the results.
const REQUIREMENTS: &[&str] = &["tools/ray/requirements.txt", "tools/results/requirements.txt"];

/// Pinned versions of a server that speaks S3; apart from the others, which want other versions of the same libraries.
const REQUIREMENTS_OF_OBJECTS: &[&str] = &["tools/objects/requirements.txt"];

/// Runs a point of the study on two nodes: as part of `cargo xtask test`, and alone.
const SMALL: &str = "512";
const FULL: &str = "2560";

/// Builds the program with object stores, and tests it with five times as many runs as [`small`] and on a store.
pub(crate) fn run(root: &Path) -> Result<()> {
    crate::test::cargo(root, &["build", "--release", "--package", "huizhan", "--features", "cloud"], &[])?;
    play(root, FULL)?;
    let test = ["tools/objects/test_objects.py"];
    python(root, "many-machines-objects", REQUIREMENTS_OF_OBJECTS, &[&test])
}

/// The short form, on a program that was built before: without object stores, as an HTTP client and TLS would have to be built for them.
pub(crate) fn small(root: &Path) -> Result<()> {
    play(root, SMALL)
}

fn play(root: &Path, replications: &str) -> Result<()> {
    python(root, "many-machines", REQUIREMENTS, &[&["tools/results/test_results.py"], &["tools/ray/test_two_nodes.py", "--replications", replications]])
}

/// Runs tests in namespaces, in an environment that has what they require; or says why they are left out.
///
/// * `name`: folder of the environment, in the target folder
fn python(root: &Path, name: &str, requirements: &[&str], tests: &[&[&str]]) -> Result<()> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let left_out = |why: &str| {
        let names = tests.iter().map(|test| test[0]).collect::<Vec<_>>().join(", ");
        say(&format!("\nxtask: left out: {names}: {why}"))
    };
    let Some(unshare) = namespaces() else {
        return left_out("namespaces cannot be made here (`unshare --net --mount --pid --fork true` does not succeed)");
    };
    let python = match environment(root, &target.join(name), requirements) {
        Ok(python) => python,
        // on the machine of a developer what cannot be installed is left out; continuous integration has to test it
        Err(error) if std::env::var_os("CI").is_some() => return Err(error),
        Err(error) => return left_out(&format!("{error:#}")),
    };
    let binary = target.join("release/huizhan");
    let binary = binary.to_str().context("the target folder has a name that is not UTF-8")?;
    for test in tests {
        let test = [*test, &["--binary", binary]].concat();
        say(&format!("\nxtask: {} python {}", unshare.join(" "), test.join(" ")))?;
        let mut command = Command::new(unshare[0]);
        command.current_dir(root).args(&unshare[1..]).arg(&python).args(&test).env("PYTHONDONTWRITEBYTECODE", "1");
        let status = command.status().context("`unshare` cannot be started")?;
        if !status.success() {
            bail!("`{}` did not succeed ({status})", test[0]);
        }
    }
    Ok(())
}

/// How namespaces are made here: as root, or as a user who becomes root in them.
fn namespaces() -> Option<Vec<&'static str>> {
    // processes have a namespace as well, so that no part of a cluster outlives its test
    const APART: [&str; 6] = ["--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"];
    let ways = [vec!["unshare"], vec!["unshare", "--map-root-user"]].map(|way| [way.as_slice(), &APART].concat());
    ways.into_iter().find(|way| quiet(Command::new(way[0]).args(&way[1..]).arg("true")))
}

/// The interpreter of an environment with the pinned packages, made where it is not there yet.
fn environment(root: &Path, folder: &Path, requirements: &[&str]) -> Result<PathBuf> {
    let mut wanted = String::new();
    for file in requirements {
        wanted += &std::fs::read_to_string(root.join(file)).with_context(|| format!("`{file}` cannot be read"))?;
    }
    let (python, mark) = (folder.join("bin/python"), folder.join("installed.txt"));
    if quiet(Command::new(&python).arg("--version")) && std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    if !made(folder) {
        bail!("Python 3.11 or newer with venv is not there (Debian: python3-venv)");
    }
    let mut pip = Command::new(&python);
    pip.current_dir(root).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]);
    for file in requirements {
        pip.args(["--requirement", file]);
    }
    say(&format!("\nxtask: pip install --requirement {}", requirements.join(" --requirement ")))?;
    let status = pip.status().context("pip cannot be started")?;
    if !status.success() {
        bail!("pip did not succeed ({status}): is a package index reached from here?");
    }
    // last, so that an installation that was broken off is begun anew
    std::fs::write(&mark, wanted).with_context(|| format!("`{}` cannot be written", mark.display()))?;
    Ok(python)
}

/// Makes an empty environment; where Debian's packages for that are missing and may be installed, they are.
fn made(folder: &Path) -> bool {
    let make = || recent() && quiet(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder));
    make() || (apt(&["update", "--quiet"]) && apt(&["install", "--yes", "--quiet", "--no-install-recommends", "python3", "python3-venv"]) && make())
}

fn recent() -> bool {
    quiet(Command::new("python3").args(["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]))
}

/// Debian's packages are installed by root alone, and only where an environment cannot be made without.
fn apt(arguments: &[&str]) -> bool {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    root && quiet(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn quiet(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
