//! Tasks of the project: `cargo xtask TASK`.

mod coverage;
mod many_machines;
mod test;
mod theatre;
mod tidy;
mod validation;

use anyhow::{Context as _, Result, bail};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask TASK
  test      everything that continuous integration checks: lints, tests, docs, tidy, equal digests
  tidy      rules of the tree that no compiler knows: sources, parameters, pages, arrows, leftovers
  coverage  check what answers each statement of the article, and make docs/coverage.md
  theatre   make the tables of a theatre from public packages and its build file
  validation  make the tables of README.md and docs/validation.md from validation.json files
  many-machines  results as other programs read them, after kills and a full disk, and a study on two Ray nodes and an object store";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match task(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // nothing can be done where standard error is closed as well
            let _ = writeln!(std::io::stderr(), "xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn task(args: &[String]) -> Result<()> {
    match args.split_first() {
        Some((task, rest)) if task == "theatre" => theatre::run(rest),
        Some((task, rest)) if task == "validation" => validation::run(&root(), rest),
        Some((task, [])) if task == "test" => test::run(&root()),
        Some((task, [])) if task == "coverage" => coverage::run(&root()),
        Some((task, [])) if task == "tidy" => tidy::run(&root()),
        Some((task, [])) if task == "many-machines" => many_machines::run(&root()),
        Some((task, [argument, ..])) if task == "test" || task == "tidy" || task == "coverage" || task == "many-machines" => bail!("`{task}` takes no argument, not `{argument}`"),
        Some((task, _)) => bail!("`{task}` is no task\n{USAGE}"),
        None => say(USAGE),
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// Writes a line for the person who waits.
fn say(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").context("standard output is closed")?;
    out.flush().context("standard output is closed")
}
