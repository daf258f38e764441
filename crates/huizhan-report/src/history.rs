//! What is kept of a run while it is played.

use huizhan_base::{Date, Digest, SideId};
use huizhan_lab::{DayTotals, HumanLedger, Run};
use huizhan_replay::{Day, Header, Replay, scenario_digest};
use huizhan_scenario::Scenario;
use huizhan_sim::{Event, EventKind, Ledger, Status, World};
use std::time::{Duration, Instant};

/// The map on one day.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The day after which it was taken; the day before the first for the start.
    pub date: Date,
    /// Who holds each cell: 0, 1, or 2 for nobody.
    pub control: Vec<u8>,
    /// Men of each side in each cell.
    pub men: [Vec<u32>; 2],
    /// Cells closed by water.
    pub closed: Vec<bool>,
    /// How far up ships go (metres from the mouth); 0 where nobody has shipping.
    pub river_head_m: u32,
}

/// A run, day by day.
#[derive(Debug, Clone)]
pub struct History {
    /// The seed.
    pub seed: u64,
    /// Everything that happened, in order.
    pub events: Vec<Event>,
    /// Both sides at the end of each day.
    pub days: Vec<DayTotals>,
    /// The map at the start, after the first day of each month, and at the end.
    pub snapshots: Vec<Snapshot>,
    /// For each capture of the scenario the day it happened, if it did.
    pub captured: Vec<Option<Date>>,
    /// Losses of each side by cause.
    pub ledger: [Ledger; 2],
    /// Who was hurt, by what, where and when.
    pub human: HumanLedger,
    /// Plans followed: since when, by which side, which.
    pub followed: Vec<(Date, SideId, String)>,
    /// Formations of each side that took the field.
    pub formations: [usize; 2],
    /// Digest of the state after the last day.
    pub digest: Digest,
    /// The run as a replay.
    pub replay: Replay,
    /// Time spent in the days themselves: commanders and steps, without what is kept or written.
    pub simulating: Duration,
}

impl History {
    /// Begins with a run of which no day has been played.
    #[must_use]
    pub fn begin(run: &Run<'_>, seed: u64) -> Self {
        let header = Header {
            format: "huizhan-replay".to_owned(),
            version: 1,
            engine_version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: run.scenario.id.clone(),
            scenario_digest: scenario_digest(&run.scenario.setting).to_string(),
            seed,
            settings: run.scenario.adjustments.iter().map(ToString::to_string).collect(),
        };
        Self {
            seed,
            events: Vec::new(),
            days: Vec::new(),
            snapshots: vec![Snapshot::of(&run.world)],
            captured: vec![None; run.scenario.captures.len()],
            ledger: run.world.ledger,
            human: HumanLedger::default(),
            followed: Vec::new(),
            formations: [0; 2],
            digest: run.world.digest(),
            replay: Replay { header, days: Vec::new() },
            simulating: Duration::ZERO,
        }
    }

    /// Plays a day of the run and keeps it; returns the events of the day.
    pub fn play(&mut self, run: &mut Run<'_>) -> &[Event] {
        let date = run.world.date;
        let first = self.events.len();
        let began = Instant::now();
        let (orders, events) = run.day();
        self.simulating += began.elapsed();
        let orders = orders.to_vec();
        self.events.extend_from_slice(events);
        self.note_captures(run.scenario, first);
        self.human.enter(&run.scenario.setting, &self.events[first..]);
        self.followed.clone_from(&run.followed);
        let digest = run.world.digest();
        self.replay.days.push(Day { date, digest: digest.to_string(), orders });
        self.digest = digest;
        self.days.push(run.totals());
        self.ledger = run.world.ledger;
        if date.month_day().1 == 1 && date > run.scenario.setting.start {
            self.snapshots.push(Snapshot::of(&run.world));
        }
        for side in SideId::BOTH {
            let fielded = run.scenario.setting.forces.iter().zip(&run.world.formations.status);
            self.formations[side.index()] =
                fielded.filter(|(force, status)| force.side == side && **status != Status::Waiting).count();
        }
        &self.events[first..]
    }

    /// Adds the map of the last day, if it is not there yet.
    pub fn finish(&mut self, run: &Run<'_>) {
        let last = Snapshot::of(&run.world);
        if self.snapshots.last().is_none_or(|held| held.date != last.date) {
            self.snapshots.push(last);
        }
    }

    fn note_captures(&mut self, scenario: &Scenario, first: usize) {
        for event in &self.events[first..] {
            let EventKind::PlaceTaken { place, by, .. } = event.kind else { continue };
            for (capture, day) in scenario.captures.iter().zip(&mut self.captured) {
                if capture.place == place && capture.by == by && day.is_none() {
                    *day = Some(event.date);
                }
            }
        }
    }
}

impl Snapshot {
    fn of(world: &World) -> Self {
        Self {
            date: world.date + -1,
            control: world.control.clone(),
            men: world.occupancy.men.clone(),
            closed: world.closed.clone(),
            river_head_m: world.river.head_m,
        }
    }
}
