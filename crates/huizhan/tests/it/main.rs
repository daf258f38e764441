//! The command line, through the built binary.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod bad_input;
mod engagement;
mod reference;
mod results;
mod schema;
mod study;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// What the binary did.
struct Done {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs the binary with arguments parted by blanks; `{}` stands for the folder.
fn huizhan(arguments: &str, folder: &Path) -> Done {
    let arguments = arguments.split(' ').map(|argument| argument.replace("{}", &folder.display().to_string()));
    let output: Output = Command::new(env!("CARGO_BIN_EXE_huizhan")).args(arguments).output().expect("the binary runs");
    Done {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}

/// A new folder with the embedded scenario of that name in `campaign/`.
fn exported(name: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder for the test");
    let done = huizhan(&format!("scenario export {name} {{}}/campaign"), folder.path());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let campaign = folder.path().join("campaign");
    (folder, campaign)
}
