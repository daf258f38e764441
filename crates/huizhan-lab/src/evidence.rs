//! Evidence: what each side would have reported of what really happened in a run.
//!
//! The record gives each reporter a bias with a range (`record/reporting.csv`); a run draws one value from it, once,
//! keyed by the row. So truth and report stand side by side, as claims and returns stand side by side in the record.

use crate::SideTotals;
use huizhan_base::{Draw, Draws};
use huizhan_record::ReportingRow;
use huizhan_scenario::Scenario;
use serde::Serialize;

/// A report of losses beside the truth of the run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reported {
    /// The row of the record that holds the bias.
    pub id: String,
    /// The id of the side that reports.
    pub reporter: String,
    /// The id of the side whose losses it reports.
    pub about: String,
    /// What is reported: killed and wounded, killed.
    pub what: String,
    /// Battle losses of the run: killed, wounded, missing, captured (men).
    pub real: u32,
    /// What is reported (men, to the nearest hundred).
    pub reported: u32,
    /// Least and most of the bias applied to the real losses (men).
    pub range: [u32; 2],
}

/// What would have been reported of the battle losses of a run under a seed.
#[must_use]
pub fn reported(scenario: &Scenario, seed: u64, losses: &[SideTotals; 2]) -> Vec<Reported> {
    let draws = Draws::new(seed).at(scenario.setting.start);
    let row_of = |row: &ReportingRow| {
        let about = scenario.setting.side(&row.about)?;
        let real = losses[about.index()].battle();
        let [low, high] = row.range;
        // even odds on the logarithm: a report may be wrong by a factor, and as well upwards as downwards
        let at = draws.uniform(Draw::Report, key(&row.id));
        let factor = if low > 0.0 { low * (high / low).powf(at) } else { low + (high - low) * at };
        let hundreds = |factor: f64| ((f64::from(real) * factor / 100.0 + 0.5) as u32) * 100;
        Some(Reported {
            id: row.id.clone(),
            reporter: row.reporter.clone(),
            about: row.about.clone(),
            what: row.what.clone(),
            real,
            reported: hundreds(factor),
            range: [low, high].map(hundreds),
        })
    };
    scenario.record.reporting.iter().filter_map(row_of).collect()
}

/// A number for a text, so that a row keeps its draw whatever rows stand beside it.
fn key(id: &str) -> u32 {
    id.bytes().fold(0, |key: u32, byte| key.wrapping_mul(31).wrapping_add(u32::from(byte)))
}
