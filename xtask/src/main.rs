//! Tasks of the project: `cargo xtask TASK`.

mod theatre;

use anyhow::{Result, bail};

const USAGE: &str = "usage: cargo xtask TASK
  theatre   make the tables of a theatre from public packages and its build file";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.split_first() {
        Some((task, rest)) if task == "theatre" => theatre::run(rest),
        Some((task, _)) => bail!("`{task}` is no task\n{USAGE}"),
        None => bail!("{USAGE}"),
    }
}
