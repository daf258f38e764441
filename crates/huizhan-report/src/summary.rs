//! `summary.json`; its JSON Schema is `docs/reference/summary.schema.json`.

use crate::{Differences, History};
use huizhan_base::{Date, SideId};
use huizhan_lab::{Reported, SideTotals, Tally, reported};
use huizhan_scenario::Scenario;
use huizhan_sim::{EventKind, Victim, politics};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// The results of a run in numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// The scenario's id.
    pub scenario: String,
    /// Version of the engine.
    pub engine_version: String,
    /// The seed.
    pub seed: u64,
    /// First day.
    pub start: Date,
    /// Last day played.
    pub end: Date,
    /// Digest of the state after the last day (16 hexadecimal digits).
    pub digest: String,
    /// Documented captures beside the simulated ones, in order of their documented days.
    pub captures: Vec<CaptureLine>,
    /// Losses of each side (men).
    pub losses: BTreeMap<String, TotalLosses>,
    /// Soldiers and civilians hurt, by cause, with the range of the estimate (people).
    pub human_cost: Vec<HumanLine>,
    /// What each side would have reported of battle losses, beside the truth of the run.
    pub reports: Vec<Reported>,
    /// Staff plans followed, in the order of their days.
    pub plans: Vec<PlanLine>,
    /// Formations of each side that took the field.
    pub formations: BTreeMap<String, usize>,
    /// What the campaign came to, where it has war aims and its last day was played.
    pub outcome: Option<Value>,
    /// The same, as the simulation has it.
    #[serde(skip)]
    pub reckoning: Option<politics::Outcome>,
    /// What the settings changed first, where something was set anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Differences>,
    /// Time taken.
    pub timing: Timing,
}

/// A documented capture beside the simulated one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaptureLine {
    /// Row of the chronology.
    pub event: String,
    /// Place.
    pub place: String,
    /// The side that took it.
    pub by: String,
    /// Documented day.
    pub documented: Date,
    /// Simulated day, if it happened.
    pub simulated: Option<Date>,
    /// Whether the record marks the documented day as fit to score.
    pub scored: bool,
}

/// People hurt by a cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HumanLine {
    /// `soldiers` or `civilians`.
    pub victim: String,
    /// The side of the soldiers.
    pub side: Option<String>,
    /// The cause.
    pub cause: String,
    /// As simulated, with the range of the estimate.
    #[serde(flatten)]
    pub tally: Tally,
}

/// A plan that a staff took up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanLine {
    /// Whose.
    pub side: String,
    /// The first day it was followed.
    pub since: Date,
    /// Its name.
    pub plan: String,
}

/// Losses of a side (men).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct TotalLosses {
    /// Killed and wounded.
    pub killed_wounded: u32,
    /// Missing, captured, and lost to hunger and desertion.
    pub missing_captured: u32,
    /// Admissions of sick, most of whom come back.
    pub sick: u32,
}

/// Time taken by a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Timing {
    /// To read and check the scenario (milliseconds).
    pub load_ms: f64,
    /// To play the days: commanders and steps, without keeping or writing anything (milliseconds).
    pub simulate_ms: f64,
}

impl Summary {
    /// The summary of a run; `loading` is the time that reading the scenario took.
    #[must_use]
    pub fn new(scenario: &Scenario, history: &History, loading: Duration) -> Self {
        let setting = &scenario.setting;
        let sides = || setting.sides.iter().enumerate();
        let losses = |side: usize| {
            let ledger = &history.ledger[side];
            TotalLosses {
                killed_wounded: ledger.killed_wounded,
                missing_captured: ledger.missing_captured,
                sick: ledger.sick,
            }
        };
        let totals = history.ledger.map(|ledger| SideTotals {
            killed_wounded: ledger.killed_wounded,
            missing_captured: ledger.missing_captured,
            sick: ledger.sick,
        });
        let captures = scenario.captures.iter().zip(&history.captured).map(|(capture, simulated)| CaptureLine {
            event: capture.event.clone(),
            place: setting.theatre.places[capture.place.index()].id.clone(),
            by: setting.sides[capture.by.index()].id.clone(),
            documented: capture.day(),
            simulated: *simulated,
            scored: capture.scored,
        });
        Self {
            scenario: scenario.id.clone(),
            engine_version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: history.seed,
            start: setting.start,
            end: history.days.last().map_or(setting.start, |day| day.date),
            digest: history.digest.to_string(),
            captures: captures.collect(),
            losses: sides().map(|(index, side)| (side.id.clone(), losses(index))).collect(),
            human_cost: human_lines(scenario, history),
            reports: reported(scenario, history.seed, &totals),
            plans: history.followed.iter().map(|(since, side, plan)| PlanLine { side: setting.sides[side.index()].id.clone(), since: *since, plan: plan.clone() }).collect(),
            formations: sides().map(|(index, side)| (side.id.clone(), history.formations[index])).collect(),
            outcome: outcome(history).map(|outcome| named(scenario, outcome)),
            reckoning: outcome(history).cloned(),
            difference: None,
            timing: Timing { load_ms: milliseconds(loading), simulate_ms: milliseconds(history.simulating) },
        }
    }
}

/// The reckoning of the last day.
fn outcome(history: &History) -> Option<&politics::Outcome> {
    history.events.iter().rev().find_map(|event| match &event.kind {
        EventKind::Politics(politics::Event::Outcome(outcome)) => Some(&**outcome),
        _ => None,
    })
}

/// The reckoning with the ids of sides for their numbers.
fn named(scenario: &Scenario, outcome: &politics::Outcome) -> Value {
    let id = |side: SideId| json!(scenario.setting.sides[side.index()].id);
    let mut value = serde_json::to_value(outcome).expect("an outcome is plain data with text keys");
    value["attacker"] = id(outcome.attacker);
    for (index, aim) in outcome.aims.iter().enumerate() {
        value["aims"][index]["side"] = id(aim.side);
    }
    for (index, attempt) in outcome.attempts.iter().enumerate() {
        value["attempts"][index]["side"] = id(attempt.side);
    }
    value
}

fn human_lines(scenario: &Scenario, history: &History) -> Vec<HumanLine> {
    let line = |((victim, cause), tally): ((Victim, huizhan_sim::Cause), Tally)| {
        let (victim, side) = match victim {
            Victim::Soldiers { of } => ("soldiers", Some(scenario.setting.sides[of.index()].id.clone())),
            Victim::Civilians => ("civilians", None),
        };
        HumanLine { victim: victim.to_owned(), side, cause: cause.name().to_owned(), tally }
    };
    history.human.by_cause().into_iter().map(line).collect()
}

/// Milliseconds to a thousandth.
fn milliseconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1000.0
}
