//! `huizhan replay`: a recorded run, played again.

use crate::DIFFERS;
use crate::terminal::say;
use anyhow::{Context, anyhow};
use huizhan_replay::{Replay, Verdict, verify};
use huizhan_scenario::{Adjustment, Scenario, campaign_names};
use std::path::Path;
use std::process::ExitCode;

/// Plays a replay again and says where it first differs.
pub(crate) fn replay(file: &Path, scenario: Option<&str>) -> anyhow::Result<ExitCode> {
    let name = file.display();
    let bytes = std::fs::read(file).with_context(|| format!("{name}: cannot be read"))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].split(|byte| *byte == b'\n').count();
        anyhow!("{name}: line {line}: is not UTF-8; a replay is text as `huizhan run --out` writes it")
    })?;
    let header = Replay::read_header(&text).map_err(|error| anyhow!("{name}: {error}"))?;
    let settings = header.settings.iter().map(|setting| setting.parse()).collect::<Result<Vec<Adjustment>, _>>();
    let settings = settings.map_err(|error| anyhow!("{name}: line 1: settings: {error}"))?;
    let scenario = match scenario {
        Some(scenario) => Scenario::open_with(scenario, &settings)?,
        // a folder that happens to have the name is not what was recorded
        None if campaign_names().contains(&header.scenario) => Scenario::embedded_with(&header.scenario, &settings)?,
        None => {
            return Err(anyhow!("{name}: line 1: scenario: `{}` is not embedded; name its folder with --scenario DIR", header.scenario));
        }
    };
    let setting = &scenario.setting;
    let replay = Replay::read(&text, setting).map_err(|error| anyhow!("{name}: {error}"))?;
    let (text, code) = match verify(setting, &replay) {
        Verdict::Same { days } => (format!("same: {days} days of {}, seed {}\n", header.scenario, header.seed), ExitCode::SUCCESS),
        Verdict::Differs { date, recorded, found } => (
            format!(
                "differs on {date}: digest {recorded} in the file, {found} now (recorded by version {}, this is {})\n",
                header.engine_version,
                env!("CARGO_PKG_VERSION")
            ),
            ExitCode::from(DIFFERS),
        ),
        Verdict::OtherScenario { recorded, found } => (
            format!(
                "differs before the first day: the scenario's forces, map or numbers are not those recorded (digest {recorded} in the file, \
                 {found} now); name the folder it was played with by --scenario DIR\n"
            ),
            ExitCode::from(DIFFERS),
        ),
    };
    say(&text)?;
    Ok(code)
}
