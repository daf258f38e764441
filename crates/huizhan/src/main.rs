//! The command line of huizhan: run, validate, check, replay.
//!
//! Exit codes: 0 all is well, 1 a replay differs from its record, 2 the input is at fault and nothing was written.

mod arguments;
mod calibrate;
mod check;
mod engagement;
mod factors;
mod files;
mod replay;
mod run;
mod sensitivity;
mod study;
mod terminal;
mod validate;

use arguments::{Arguments, Command, ScenarioCommand};
use clap::Parser;
use huizhan_scenario::Invalid;
use std::io::{self, Write};
use std::process::ExitCode;

/// A replay differs from its record.
const DIFFERS: u8 = 1;
/// The input is at fault.
const FAULTY: u8 = 2;

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Check { scenario } => check::check(&scenario),
        Command::Scenario(ScenarioCommand::List) => check::list(),
        Command::Scenario(ScenarioCommand::Export { name, folder }) => check::export(&name, &folder),
        Command::Factors(arguments) => factors::factors(&arguments),
        Command::Replay { file, scenario } => replay::replay(&file, scenario.as_deref()),
        Command::Calibrate(arguments) => calibrate::calibrate(&arguments),
        Command::Study(arguments) => study::study(&arguments),
        Command::Validate(arguments) => match &arguments.engagements {
            Some(file) => engagement::validate(&arguments, file),
            None => validate::validate(&arguments),
        },
        Command::Engagement(arguments) => engagement::engagement(&arguments),
        Command::Sensitivity(arguments) => sensitivity::sensitivity(&arguments),
    };
    done.unwrap_or_else(|error| report(&error))
}

/// Says what is wrong; a reader who has seen enough (`huizhan run | head`) is no fault.
fn report(error: &anyhow::Error) -> ExitCode {
    if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    let mut stderr = io::stderr().lock();
    // where standard error is closed the exit code still tells
    let _ = match error.downcast_ref::<Invalid>() {
        Some(invalid) => {
            let faults = invalid.diagnostics.list().len() as u64 + invalid.diagnostics.dropped();
            let noun = if faults == 1 { "fault" } else { "faults" };
            let what = if error.is::<study::OfStudy>() { "study" } else { "scenario" };
            write!(stderr, "{invalid}").and_then(|()| writeln!(stderr, "error: {faults} {noun} in the {what}; nothing was run or written"))
        }
        None => writeln!(stderr, "error: {error:#}"),
    };
    ExitCode::from(FAULTY)
}
