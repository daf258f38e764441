//! What a change of settings changed first: two runs of one seed in lock step.
//!
//! Draws are keyed, so the two runs are equal until the first thing that the change itself touches. What differs on that day
//! is its effect; what differs later follows from it.

use crate::run::{note, Run, SideTotals};
use huizhan_base::{Date, SideId};
use huizhan_scenario::{Adjustment, Scenario};
use huizhan_sim::Event;

/// Most events that are kept of a divergence, each run.
const KEPT: usize = 3;

/// The first day on which events of a kind differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Divergence {
    /// The day.
    pub date: Date,
    /// The kind, as `events.jsonl` names it: a system, or what happened.
    pub kind: String,
    /// Events that only the run without the change has, the first few.
    pub base: Vec<Event>,
    /// Events that only the run with it has, the first few.
    pub changed: Vec<Event>,
}

/// What a change of settings did to the run of a seed.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What was set anew.
    pub settings: Vec<Adjustment>,
    /// The first day after which the states differ, with or without an event to show for it.
    pub state_from: Option<Date>,
    /// The kinds of events that differ, in the order in which they first do (day, then place in the day).
    pub kinds: Vec<Divergence>,
    /// For each capture of the scenario its day in both runs: without and with the change.
    pub captured: Vec<[Option<Date>; 2]>,
    /// Losses of each side, without and with the change: `[run][side]`.
    pub losses: [[SideTotals; 2]; 2],
}

impl Difference {
    /// The first thing that differs.
    #[must_use]
    pub fn first(&self) -> Option<&Divergence> {
        self.kinds.first()
    }

    /// The first order that differs.
    #[must_use]
    pub fn first_order(&self) -> Option<&Divergence> {
        self.of_kind("order_taken")
    }

    /// The first capture that differs.
    #[must_use]
    pub fn first_capture(&self) -> Option<&Divergence> {
        self.of_kind("place_taken")
    }

    /// The first difference in events of a kind.
    #[must_use]
    pub fn of_kind(&self, kind: &str) -> Option<&Divergence> {
        self.kinds.iter().find(|divergence| divergence.kind == kind)
    }
}

/// Plays a scenario and the same with its settings changed, day by day up to a last one, and notes where they part.
///
/// Both must have the same theatre and the same forces: settings change numbers and switches only.
///
/// # Panics
///
/// Where the two are not one campaign with other settings.
#[must_use]
pub fn difference(base: &Scenario, changed: &Scenario, seed: u64, until: Date) -> Difference {
    let one = base.id == changed.id && base.setting.forces.len() == changed.setting.forces.len();
    assert!(one && base.captures == changed.captures, "two settings of one campaign are compared");
    let mut runs = [Run::new(base, seed), Run::new(changed, seed)];
    let mut found = Difference {
        settings: changed.adjustments.clone(),
        state_from: None,
        kinds: Vec::new(),
        captured: vec![[None; 2]; base.captures.len()],
        losses: [[SideTotals::default(); 2]; 2],
    };
    let mut captured = [vec![None; base.captures.len()], vec![None; base.captures.len()]];
    while !runs[0].is_over() && runs[0].world.date <= until {
        let date = runs[0].world.date;
        let mut days = [Vec::new(), Vec::new()];
        for (at, run) in runs.iter_mut().enumerate() {
            let (_, events) = run.day();
            note(base, events, &mut captured[at]);
            days[at].extend_from_slice(events);
        }
        if found.state_from.is_none() && runs[0].world.digest() != runs[1].world.digest() {
            found.state_from = Some(date);
        }
        let [only_base, only_changed] = apart(&days[0], &days[1]);
        compare(date, &only_base, &only_changed, &mut found.kinds);
    }
    found.captured = captured[0].iter().zip(&captured[1]).map(|(base, changed)| [*base, *changed]).collect();
    for (at, run) in runs.iter().enumerate() {
        for side in SideId::BOTH {
            found.losses[at][side.index()] = run.totals().losses[side.index()];
        }
    }
    found
}

/// Events that only one of two days has, with their places in it.
fn apart<'a>(base: &'a [Event], changed: &'a [Event]) -> [Vec<(usize, &'a Event)>; 2] {
    let same = base.iter().zip(changed).take_while(|(a, b)| a == b).count();
    let mut left: Vec<(usize, &Event)> = changed.iter().enumerate().skip(same).collect();
    let mut only_base = Vec::new();
    for (at, event) in base.iter().enumerate().skip(same) {
        match left.iter().position(|(_, other)| *other == event) {
            Some(twin) => {
                left.remove(twin);
            }
            None => only_base.push((at, event)),
        }
    }
    [only_base, left]
}

/// Notes the kinds that differ for the first time.
fn compare(date: Date, base: &[(usize, &Event)], changed: &[(usize, &Event)], kinds: &mut Vec<Divergence>) {
    let mut all: Vec<(usize, bool, &Event)> = base.iter().map(|(at, event)| (*at, false, *event)).collect();
    all.extend(changed.iter().map(|(at, event)| (*at, true, *event)));
    // the order of the day; without the change first where both have something in one place
    all.sort_by_key(|(at, with, _)| (*at, *with));
    let known = kinds.len();
    for (_, with, event) in all {
        let kind = kind_of(event);
        if kinds[..known].iter().any(|held| held.kind == kind) {
            continue;
        }
        let at = kinds[known..].iter().position(|held| held.kind == kind).map_or_else(
            || {
                kinds.push(Divergence { date, kind, base: Vec::new(), changed: Vec::new() });
                kinds.len() - 1
            },
            |at| known + at,
        );
        let list = if with { &mut kinds[at].changed } else { &mut kinds[at].base };
        if list.len() < KEPT {
            list.push(event.clone());
        }
    }
}

/// The kind of an event as `events.jsonl` names it.
fn kind_of(event: &Event) -> String {
    let value = serde_json::to_value(&event.kind).expect("an event is plain data with text keys");
    value.get("event").and_then(serde_json::Value::as_str).unwrap_or("other").to_owned()
}
