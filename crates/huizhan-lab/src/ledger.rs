//! The ledger of human cost: whom, by what, where and when, counted from the events of a run. `docs/model/human.md`.
//!
//! Every event that hurts people is entered once. The sums by cause are those of [`huizhan_sim::HumanCost`], which the
//! simulation keeps for itself: two books of the same, and a test that they agree.

use crate::score::quantile;
use huizhan_base::{CellId, Date, PlaceId};
use huizhan_scenario::Scenario;
use huizhan_sim::{Cause, Event, EventKind, Setting, Victim};
use std::collections::BTreeMap;

/// People, and the range of the estimate: what the sources' ranges make of it. Simulated losses of troops have none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// As simulated.
    pub people: u64,
    /// Low end.
    pub low: u64,
    /// High end.
    pub high: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.people += other.people;
        self.low += other.low;
        self.high += other.high;
    }
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Whom.
    pub victim: Victim,
    /// By what.
    pub cause: Cause,
    /// The place nearest to it; `None` where an event tells of a side as a whole.
    pub place: Option<PlaceId>,
    /// When.
    pub date: Date,
}

/// The ledger of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HumanLedger {
    entries: BTreeMap<Entry, Tally>,
    /// The place nearest to each cell met so far.
    nearest: BTreeMap<CellId, Option<PlaceId>>,
}

impl HumanLedger {
    /// Enters the events of a day, or of a run.
    pub fn enter(&mut self, setting: &Setting, events: &[Event]) {
        for event in events {
            self.enter_event(setting, event);
        }
    }

    fn enter_event(&mut self, setting: &Setting, event: &Event) {
        let date = event.date;
        let side_of = |formation: huizhan_base::FormationId| Victim::Soldiers { of: setting.forces[formation.index()].side };
        match &event.kind {
            EventKind::EngagementDay(day) => {
                for (side, losses) in [day.attacker, day.attacker.enemy()].into_iter().zip(day.losses) {
                    self.add(setting, Victim::Soldiers { of: side }, Cause::Battle, Some(day.cell), date, exactly(losses));
                }
            }
            EventKind::Retreated { formation, from, stragglers, .. } => {
                self.add(setting, side_of(*formation), Cause::Captured, Some(*from), date, exactly(*stragglers));
            }
            EventKind::Destroyed { formation, cell, captured, .. } => {
                self.add(setting, side_of(*formation), Cause::Captured, Some(*cell), date, exactly(*captured));
            }
            // where diseases are told apart, a count of each week stands in the events, with its range and a place
            EventKind::Sickness { side, fell_sick, .. } if setting.health.services.is_none() => {
                self.add(setting, Victim::Soldiers { of: *side }, Cause::Sick, None, date, exactly(*fell_sick));
            }
            EventKind::HumanCost { victim, cause, cell, people, low, high } => {
                let tally = Tally { people: u64::from(*people), low: u64::from(*low), high: u64::from(*high) };
                self.add(setting, *victim, *cause, Some(*cell), date, tally);
            }
            _ => {}
        }
    }

    fn add(&mut self, setting: &Setting, victim: Victim, cause: Cause, cell: Option<CellId>, date: Date, tally: Tally) {
        if tally.high == 0 {
            return;
        }
        let place = cell.and_then(|cell| *self.nearest.entry(cell).or_insert_with(|| nearest(setting, cell)));
        self.entries.entry(Entry { victim, cause, place, date }).or_default().add(tally);
    }

    /// All entries, by victim, cause, place and day.
    pub fn entries(&self) -> impl Iterator<Item = (Entry, Tally)> + '_ {
        self.entries.iter().map(|(entry, tally)| (*entry, *tally))
    }

    /// Sums over some of what an entry is about, sorted by it.
    pub fn sums<K: Ord>(&self, key: impl Fn(&Entry) -> K) -> BTreeMap<K, Tally> {
        let mut sums: BTreeMap<K, Tally> = BTreeMap::new();
        for (entry, tally) in &self.entries {
            sums.entry(key(entry)).or_default().add(*tally);
        }
        sums
    }

    /// Sums by victim and cause.
    #[must_use]
    pub fn by_cause(&self) -> BTreeMap<(Victim, Cause), Tally> {
        self.sums(|entry| (entry.victim, entry.cause))
    }
}

fn exactly(people: u32) -> Tally {
    let people = u64::from(people);
    Tally { people, low: people, high: people }
}

fn nearest(setting: &Setting, cell: CellId) -> Option<PlaceId> {
    let theatre = &setting.theatre;
    let km = |place: &PlaceId| theatre.distance_km(theatre.places[place.index()].cell, cell);
    (0..theatre.places.len()).map(PlaceId::from_index).min_by(|a, b| km(a).total_cmp(&km(b)).then(a.cmp(b)))
}

/// A cause over many runs: quantiles of the people hurt, and the widest range of the estimates.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct CauseRange {
    /// Whom.
    #[serde(flatten)]
    pub victim: Victim,
    /// By what.
    pub cause: Cause,
    /// 5 %, median and 95 % of the runs (people).
    pub people: [f64; 3],
    /// Median over the runs of the low and the high end of the estimate (people).
    pub estimate: [f64; 2],
}

/// Quantiles over the ledgers of many runs, by victim and cause; a run without an entry counts as none hurt.
#[must_use]
pub fn cause_ranges(ledgers: &[HumanLedger]) -> Vec<CauseRange> {
    let runs: Vec<_> = ledgers.iter().map(HumanLedger::by_cause).collect();
    let mut keys: Vec<(Victim, Cause)> = runs.iter().flat_map(|run| run.keys().copied()).collect();
    keys.sort_unstable();
    keys.dedup();
    let one = |key: &(Victim, Cause)| {
        let sorted = |what: fn(&Tally) -> u64| {
            let mut values: Vec<f64> = runs.iter().map(|run| run.get(key).map_or(0.0, |tally| what(tally) as f64)).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let people = sorted(|tally| tally.people);
        let estimate = [sorted(|tally| tally.low), sorted(|tally| tally.high)].map(|values| quantile(&values, 0.5));
        CauseRange { victim: key.0, cause: key.1, people: [0.05, 0.5, 0.95].map(|share| quantile(&people, share)), estimate }
    };
    keys.iter().map(one).collect()
}

/// The ledger of a scenario played to its end under a seed.
#[must_use]
pub fn human_ledger(scenario: &Scenario, seed: u64) -> HumanLedger {
    let mut run = crate::Run::new(scenario, seed);
    let mut ledger = HumanLedger::default();
    while !run.is_over() {
        let (_, events) = run.day();
        ledger.enter(&scenario.setting, events);
    }
    ledger
}
