//! `cargo xtask test`: everything that has to hold before a change is taken, in the order of what fails soonest.

use crate::{many_machines, say, tidy};
use anyhow::{Context as _, Result, bail, ensure};
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// A whole campaign under a seed that is not the default: seconds in debug, and it meets every phase.
const RUN: [&str; 5] = ["run", "wuhan1938", "--seed", "11", "--quiet"];

/// The target of the browser.
const WASM: &str = "wasm32-unknown-unknown";

/// Crates that also have to compile for the browser.
const WASM_CRATES: [&str; 3] = ["huizhan-sim", "huizhan-command", "huizhan-scenario"];

/// Runs every check and stops at the first that does not hold.
pub(crate) fn run(root: &Path) -> Result<()> {
    tidy::run(root)?;
    if component("clippy")? {
        cargo(root, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[])?;
    }
    cargo(root, &["test", "--workspace", "--no-fail-fast"], &[])?;
    cargo(root, &["doc", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")])?;
    equal_digests(root)?;
    wasm(root)?;
    many_machines::small(root)?;
    say("\nxtask: every check holds")
}

/// Debug and release play the same campaign: integer overflow, assertions or float code may not make a difference.
fn equal_digests(root: &Path) -> Result<()> {
    let debug = digest(root, "debug", &[])?;
    let release = digest(root, "release", &["--release"])?;
    ensure!(debug == release, "debug and release differ: digest {debug} against {release} after `huizhan {}`", RUN.join(" "));
    say(&format!("xtask: debug and release agree, digest {release}"))
}

/// The digest that a run under a profile writes into its `summary.json`.
fn digest(root: &Path, profile: &str, flags: &[&str]) -> Result<String> {
    let out = std::env::temp_dir().join(format!("huizhan-xtask-{}-{profile}", std::process::id()));
    let folder = out.to_str().context("the temporary folder has a name that is not UTF-8")?;
    let mut args = vec!["run", "--quiet", "--package", "huizhan"];
    args.extend_from_slice(flags);
    args.push("--");
    args.extend_from_slice(&RUN);
    args.extend_from_slice(&["--out", folder]);
    let result = cargo(root, &args, &[]).and_then(|()| {
        let file = out.join("summary.json");
        let text = std::fs::read_to_string(&file).with_context(|| format!("`{}` was not written by the {profile} run", file.display()))?;
        let summary: serde_json::Value = serde_json::from_str(&text).context("`summary.json` is not JSON")?;
        let digest = summary.get("digest").and_then(serde_json::Value::as_str);
        digest.map(str::to_owned).context("`summary.json` has no field `digest`")
    });
    // left behind only where there was nothing to write
    if out.is_dir() {
        std::fs::remove_dir_all(&out).with_context(|| format!("`{folder}` cannot be removed"))?;
    }
    result
}

/// The simulation compiles for the browser, where its target is installed.
fn wasm(root: &Path) -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    let output = Command::new(rustc).args(["--print", "sysroot"]).output().context("`rustc` cannot be started")?;
    let sysroot = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if !Path::new(&sysroot).join("lib/rustlib").join(WASM).is_dir() {
        return say(&format!("xtask: left out: the target {WASM} is not installed (`rustup target add {WASM}` adds it)"));
    }
    let mut args = vec!["check", "--target", WASM];
    for name in WASM_CRATES {
        args.extend_from_slice(&["--package", name]);
    }
    cargo(root, &args, &[])
}

/// Whether a component of the toolchain is there, after an attempt to install one that is not.
fn component(name: &str) -> Result<bool> {
    let there = || Command::new(cargo_program()).args([name, "--version"]).output().is_ok_and(|output| output.status.success());
    if there() {
        return Ok(true);
    }
    say(&format!("xtask: rustup component add {name}"))?;
    let added = Command::new("rustup").args(["component", "add", name]).status().is_ok_and(|status| status.success());
    if added && there() {
        return Ok(true);
    }
    say(&format!("xtask: left out: {name} is not installed and could not be added"))?;
    Ok(false)
}

fn cargo_program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}

/// Runs cargo in the workspace, after saying so.
pub(crate) fn cargo(root: &Path, args: &[&str], environment: &[(&str, &str)]) -> Result<()> {
    let mut line = String::from("\nxtask:");
    for (name, value) in environment {
        line = format!("{line} {name}={value:?}");
    }
    line = format!("{line} cargo {}", args.join(" "));
    say(&line)?;
    let mut command = Command::new(cargo_program());
    command.current_dir(root).args(args).envs(environment.iter().copied());
    // a nested cargo must not inherit what the outer one set for xtask alone
    command.env_remove("CARGO_MANIFEST_DIR").env_remove("CARGO_PKG_NAME").env_remove("CARGO_PKG_VERSION");
    let status = command.status().context("`cargo` cannot be started")?;
    if !status.success() {
        bail!("`cargo {}` did not succeed ({status})", args.join(" "));
    }
    Ok(())
}
