//! `cargo xtask many-machines`: results as other programs read them, after kills and a full disk, and a study on two Ray nodes.
//!
//! The tests are Python, as their users are; they run in network and mount namespaces of their own, so that a cluster listens to nobody
//! and a small file system is gone when they end. Where Python or namespaces cannot be had this says so; under `CI` it is a failure.

use crate::say;
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Pinned versions: of the driver, and of the libraries that read the results.
const REQUIREMENTS: [&str; 2] = ["tools/ray/requirements.txt", "tools/results/requirements.txt"];

/// Runs a point of the study on two nodes: as part of `cargo xtask test`, and alone.
const SMALL: &str = "512";
const FULL: &str = "2560";

/// Builds the program and tests it with five times as many runs as [`small`].
pub(crate) fn run(root: &Path) -> Result<()> {
    crate::test::cargo(root, &["build", "--release", "--package", "huizhan"], &[])?;
    play(root, FULL)
}

/// The short form, on a program that was built before.
pub(crate) fn small(root: &Path) -> Result<()> {
    play(root, SMALL)
}

fn play(root: &Path, replications: &str) -> Result<()> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let Some(unshare) = namespaces() else {
        return left_out("namespaces cannot be made (`unshare --net --mount --pid --fork true`)");
    };
    let Some(python) = environment(root, &target.join("many-machines"))? else {
        return left_out("Python 3.11 or newer with venv is not there (Debian: python3-venv)");
    };
    let binary = target.join("release/huizhan");
    let binary = binary.to_str().context("the target folder has a name that is not UTF-8")?;
    for test in [&["tools/results/test_results.py", "--binary", binary][..], &["tools/ray/test_two_nodes.py", "--binary", binary, "--replications", replications]] {
        say(&format!("\nxtask: {} python {}", unshare.join(" "), test.join(" ")))?;
        let mut command = Command::new(unshare[0]);
        command.current_dir(root).args(&unshare[1..]).arg(&python).args(test).env("PYTHONDONTWRITEBYTECODE", "1");
        let status = command.status().context("`unshare` cannot be started")?;
        if !status.success() {
            bail!("`{}` did not succeed ({status})", test[0]);
        }
    }
    Ok(())
}

/// Says what is not tested; where continuous integration runs, everything is.
fn left_out(why: &str) -> Result<()> {
    if std::env::var_os("CI").is_some() {
        bail!("many machines: {why}; continuous integration has to test it");
    }
    say(&format!("xtask: left out: many machines and readers of results: {why}"))
}

/// How namespaces are made here: as root, or as a user who becomes root in them.
fn namespaces() -> Option<Vec<&'static str>> {
    // processes have a namespace as well, so that no part of a cluster outlives its test
    const APART: [&str; 6] = ["--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"];
    let ways = [vec!["unshare"], vec!["unshare", "--map-root-user"]].map(|way| [way.as_slice(), &APART].concat());
    ways.into_iter().find(|way| quiet(Command::new(way[0]).args(&way[1..]).arg("true")))
}

/// The interpreter of an environment with the pinned packages, made where it is not there yet.
fn environment(root: &Path, folder: &Path) -> Result<Option<PathBuf>> {
    let mut wanted = String::new();
    for file in REQUIREMENTS {
        wanted += &std::fs::read_to_string(root.join(file)).with_context(|| format!("`{file}` cannot be read"))?;
    }
    let (python, mark) = (folder.join("bin/python"), folder.join("installed.txt"));
    if quiet(Command::new(&python).arg("--version")) && std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(Some(python));
    }
    if !made(folder) {
        return Ok(None);
    }
    let mut pip = Command::new(&python);
    pip.current_dir(root).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]);
    for file in REQUIREMENTS {
        pip.args(["--requirement", file]);
    }
    say(&format!("\nxtask: pip install --requirement {}", REQUIREMENTS.join(" --requirement ")))?;
    let status = pip.status().context("pip cannot be started")?;
    if !status.success() {
        bail!("pip did not succeed ({status}): is a package index reached from here?");
    }
    // last, so that an installation that was broken off is begun anew
    std::fs::write(&mark, wanted).with_context(|| format!("`{}` cannot be written", mark.display()))?;
    Ok(Some(python))
}

/// Makes an empty environment; where Debian's package for that is missing and may be installed, it is.
fn made(folder: &Path) -> bool {
    let make = || recent() && quiet(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder));
    make() || (apt(&["update", "--quiet"]) && apt(&["install", "--yes", "--quiet", "--no-install-recommends", "python3-venv"]) && make())
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
