//! Losses of named formations beside the sources' range.

use super::play::Played;
use super::{LossRange, spread};
use huizhan_base::{Date, FormationId};
use huizhan_record::{Echelon, LossKind, LossRow, Record};
use huizhan_scenario::Scenario;
use serde::Serialize;
use std::collections::BTreeMap;

/// A documented loss beside the runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FormationLoss {
    /// The row of `record/losses.csv`.
    pub id: String,
    /// The formations; those under them count with them.
    pub formations: Vec<String>,
    /// First and last day that is counted, within the campaign.
    pub days: [Date; 2],
    /// What the sources count.
    pub kind: LossKind,
    /// The sources' range (men).
    pub documented: [u32; 2],
    /// Whether the record says that the two may be compared.
    pub compared: bool,
    /// Why, or why not.
    pub reason: String,
    /// Source keys.
    pub source: String,
    /// Killed, wounded, missing and captured in the runs (men).
    pub lost: LossRange,
    /// Share of the runs under the low end.
    pub under: f64,
    /// Share of the runs over the high end.
    pub over: f64,
    /// Whether the 90 % of runs lie under the sources' range, meet it, or lie over it.
    pub verdict: &'static str,
}

/// What a formation lost in the whole campaign, whether or not a source says so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LostBy {
    /// The formation: division, corps or detachment; those under it count with it.
    pub formation: String,
    /// Its side.
    pub side: String,
    /// Killed, wounded, missing and captured (men).
    #[serde(flatten)]
    pub lost: LossRange,
}

/// A documented loss as it is counted in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) formations: Vec<FormationId>,
    pub(super) days: [Date; 2],
}

/// Those of a formation and all under it that stand on the map, by id.
pub(super) fn on_map(scenario: &Scenario, ids: &[String]) -> Vec<FormationId> {
    let record: &Record = &scenario.record;
    let under = |id: &String| -> Vec<FormationId> {
        let own = scenario.formation(id).into_iter();
        own.chain(record.descendants(id).into_iter().filter_map(|row| scenario.formation(&row.id))).collect()
    };
    let mut found: Vec<FormationId> = ids.iter().flat_map(under).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The documented losses that fall into the campaign and whose formations stand on the map.
pub(super) fn windows(scenario: &Scenario) -> Vec<(&LossRow, Window)> {
    let (start, end) = (scenario.setting.start, scenario.setting.end);
    let window = |row: &LossRow| Window { formations: on_map(scenario, &row.formations), days: [row.date_from.max(start), row.date_to.min(end)] };
    let rows = scenario.record.losses.iter().map(|row| (row, window(row)));
    rows.filter(|(_, window)| !window.formations.is_empty() && window.days[0] <= window.days[1]).collect()
}

pub(super) fn beside_sources(rows: &[(&LossRow, Window)], runs: &[Played]) -> Vec<FormationLoss> {
    let share = |count: usize| count as f64 / runs.len() as f64;
    let one = |(at, (row, window)): (usize, &(&LossRow, Window))| {
        let lost = spread(runs.iter().map(|run| run.windows[at]).collect());
        let [low, high] = row.range;
        FormationLoss {
            id: row.id.clone(),
            formations: row.formations.clone(),
            days: window.days,
            kind: row.kind,
            documented: row.range,
            compared: row.compared,
            reason: row.reason.clone(),
            source: row.source.clone(),
            lost,
            under: share(runs.iter().filter(|run| run.windows[at] < low).count()),
            over: share(runs.iter().filter(|run| run.windows[at] > high).count()),
            verdict: verdict(lost, row.range),
        }
    };
    rows.iter().enumerate().map(one).collect()
}

/// Where the 90 % of runs lie against a range.
pub(super) fn verdict(lost: LossRange, [low, high]: [u32; 2]) -> &'static str {
    if lost.q95 < low {
        "below"
    } else if lost.q05 > high {
        "above"
    } else {
        "inside"
    }
}

/// The formation that a reader knows troops by: the division, corps or detachment they stand under, or themselves.
pub(super) fn known_as(scenario: &Scenario, formation: FormationId) -> &str {
    let id = &scenario.setting.forces[formation.index()].id;
    let parent = scenario.record.formation(id).and_then(|row| scenario.record.formation(row.parent.as_deref()?));
    match parent {
        Some(parent) if matches!(parent.echelon, Echelon::Division | Echelon::Corps | Echelon::Detachment) => &parent.id,
        _ => id,
    }
}

/// Losses of all formations, the largest median first.
pub(super) fn by_formation(scenario: &Scenario, runs: &[Played]) -> Vec<LostBy> {
    let mut groups: BTreeMap<&str, Vec<FormationId>> = BTreeMap::new();
    for index in 0..scenario.setting.forces.len() {
        let formation = FormationId::from_index(index);
        groups.entry(known_as(scenario, formation)).or_default().push(formation);
    }
    let lost = |group: &[FormationId]| {
        spread(runs.iter().map(|run| group.iter().map(|formation| run.measures.formation_losses[formation.index()]).sum()).collect())
    };
    let side = |group: &[FormationId]| scenario.setting.sides[scenario.setting.forces[group[0].index()].side.index()].id.clone();
    let mut found: Vec<LostBy> =
        groups.iter().map(|(id, group)| LostBy { formation: (*id).to_owned(), side: side(group), lost: lost(group) }).collect();
    found.sort_by(|a, b| b.lost.q50.cmp(&a.lost.q50).then_with(|| a.formation.cmp(&b.formation)));
    found
}
