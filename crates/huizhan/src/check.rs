//! `huizhan check` and `huizhan scenario`: what there is, whether it is sound, and as files.

use crate::terminal::say;
use anyhow::Context;
use huizhan_base::SideId;
use huizhan_scenario::{Scenario, campaign_names, export as write_campaign};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Reads a scenario; all that is wrong with it is the error.
pub(crate) fn check(name: &str) -> anyhow::Result<ExitCode> {
    let scenario = Scenario::open(name)?;
    let (setting, record) = (&scenario.setting, &scenario.record);
    let mut text = format!("ok  {}: {}, {} to {}\n", scenario.id, scenario.names.en, setting.start, setting.end);
    for side in SideId::BOTH {
        let count = setting.forces.iter().filter(|force| force.side == side).count();
        let men: u64 = setting.forces.iter().filter(|force| force.side == side).map(|force| u64::from(force.establishment)).sum();
        let plans = scenario.plans[side.index()].iter();
        let plans: Vec<String> =
            plans.map(|plan| format!("plan `{}` of {} operations, {} sectors", plan.id, plan.operations.len(), plan.sectors.len())).collect();
        let plan = if plans.is_empty() { "no plan".to_owned() } else { plans.join("; ") };
        let _ = writeln!(text, "    {}: {count} formations, {men} men, {plan}", setting.sides[side.index()].id);
    }
    let theatre = &setting.theatre;
    let _ = writeln!(text, "    theatre {}: {} cells, {} places, {} routes", theatre.id, theatre.cells.len(), theatre.places.len(), theatre.routes.len());
    let scored = scenario.captures.iter().filter(|capture| capture.scored).count();
    let _ = writeln!(
        text,
        "    record: {} sources, {} formations, {} events, {} claims, {} conflicts; {scored} captures scored, {} dated too weakly",
        record.sources.len(),
        record.formations.len(),
        record.chronology.len(),
        record.claims.len(),
        record.conflicts.len(),
        scenario.captures.len() - scored
    );
    say(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Lists the embedded scenarios.
pub(crate) fn list() -> anyhow::Result<ExitCode> {
    let mut text = String::new();
    for name in campaign_names() {
        let scenario = Scenario::embedded(&name)?;
        let _ = writeln!(text, "{name}  {}, {} to {}", scenario.names.en, scenario.setting.start, scenario.setting.end);
    }
    say(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes an embedded scenario out as files.
pub(crate) fn export(name: &str, folder: &Path) -> anyhow::Result<ExitCode> {
    let written = write_campaign(name, folder).with_context(|| format!("{}: the scenario cannot be exported", folder.display()))?;
    say(&format!("{written} files in {}; run them with: huizhan run {}\n", folder.display(), folder.display()))?;
    Ok(ExitCode::SUCCESS)
}
