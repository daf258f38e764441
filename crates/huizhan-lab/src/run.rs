//! One replication of a scenario.

use huizhan_base::{Date, Digest, Draws, SideId};
use huizhan_command::{Commander, Staff};
use huizhan_scenario::Scenario;
use huizhan_sim::{Event, EventKind, Order, View, World, step_watched};

/// A campaign being played.
pub struct Run<'a> {
    /// What is played.
    pub scenario: &'a Scenario,
    /// The state.
    pub world: World,
    commanders: [Option<Box<dyn Commander + 'a>>; 2],
    /// Plans followed so far: since when, by which side, which.
    pub followed: Vec<(Date, SideId, String)>,
    draws: Draws,
    orders: Vec<Order>,
    events: Vec<Event>,
}

/// What happened to a side in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct SideTotals {
    /// Killed and wounded (men).
    pub killed_wounded: u32,
    /// Missing and captured (men).
    pub missing_captured: u32,
    /// Admissions of sick (men).
    pub sick: u32,
}

impl SideTotals {
    /// Losses in battle: killed, wounded, missing, captured.
    #[must_use]
    pub fn battle(self) -> u32 {
        self.killed_wounded + self.missing_captured
    }
}

/// Both sides at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct DayTotals {
    /// The day.
    pub date: Date,
    /// Men present for duty.
    pub strength: [u32; 2],
    /// Losses so far.
    pub losses: [SideTotals; 2],
}

/// What is kept of a replication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measures {
    /// The seed.
    pub seed: u64,
    /// For each capture of the scenario the day it happened, if it did.
    pub captured: Vec<Option<Date>>,
    /// Losses of each side.
    pub losses: [SideTotals; 2],
    /// Killed, wounded, missing and captured of each formation.
    pub formation_losses: Vec<u32>,
    /// Digest of the last day.
    pub digest: Digest,
}

impl<'a> Run<'a> {
    /// A run of a scenario with its staff plans under a seed.
    #[must_use]
    pub fn new(scenario: &'a Scenario, seed: u64) -> Self {
        let draws = Draws::new(seed);
        let staff = |side: usize| {
            let plans = &scenario.plans[side];
            let staff = || Box::new(Staff::new(plans, &scenario.setting, draws)) as Box<dyn Commander + 'a>;
            (!plans.is_empty()).then(staff)
        };
        Self::with(scenario, seed, [staff(0), staff(1)])
    }

    /// A run with commanders of one's own; a side without one gives no orders.
    #[must_use]
    pub fn with(scenario: &'a Scenario, seed: u64, commanders: [Option<Box<dyn Commander + 'a>>; 2]) -> Self {
        let world = World::new(&scenario.setting);
        Self { scenario, world, commanders, followed: Vec::new(), draws: Draws::new(seed), orders: Vec::new(), events: Vec::new() }
    }

    /// Whether the last day has been played.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.world.is_terminal(&self.scenario.setting)
    }

    /// Plays one day; returns its orders and its events.
    pub fn day(&mut self) -> (&[Order], &[Event]) {
        self.day_watched(&mut |_| {})
    }

    /// The same; `after` is told when the orders of both sides are given (`orders`) and when each phase is done.
    pub fn day_watched(&mut self, after: &mut dyn FnMut(&'static str)) -> (&[Order], &[Event]) {
        let setting = &*self.scenario.setting;
        self.orders.clear();
        self.events.clear();
        for side in SideId::BOTH {
            if let Some(commander) = &mut self.commanders[side.index()] {
                commander.orders(View::new(setting, &self.world, side), &mut self.orders);
                let last = self.followed.iter().rev().find(|(_, of, _)| *of == side).map(|(_, _, plan)| plan.as_str());
                if let Some(plan) = commander.plan().filter(|plan| last != Some(plan)) {
                    self.followed.push((self.world.date, side, plan.to_owned()));
                }
            }
        }
        after("orders");
        step_watched(setting, &mut self.world, &self.orders, self.draws, &mut self.events, after);
        (&self.orders, &self.events)
    }

    /// The events of the last day played.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Both sides now.
    #[must_use]
    pub fn totals(&self) -> DayTotals {
        let mut strength = [0; 2];
        for formation in self.world.present_formations() {
            let side = self.scenario.setting.forces[formation.index()].side;
            strength[side.index()] += self.world.formations.men[formation.index()];
        }
        DayTotals { date: self.world.date + -1, strength, losses: losses(&self.world) }
    }
}

fn losses(world: &World) -> [SideTotals; 2] {
    world.ledger.map(|ledger| SideTotals {
        killed_wounded: ledger.killed_wounded,
        missing_captured: ledger.missing_captured,
        sick: ledger.sick,
    })
}

/// Notes the captures of the scenario among the events of a day.
pub(crate) fn note(scenario: &Scenario, events: &[Event], captured: &mut [Option<Date>]) {
    for event in events {
        let EventKind::PlaceTaken { place, by, .. } = event.kind else { continue };
        for (capture, day) in scenario.captures.iter().zip(captured.iter_mut()) {
            if capture.place == place && capture.by == by && day.is_none() {
                *day = Some(event.date);
            }
        }
    }
}

/// Plays a scenario to its end under a seed.
#[must_use]
pub fn replicate(scenario: &Scenario, seed: u64) -> Measures {
    replicate_watched(scenario, seed, None, &mut |_| {})
}

/// The same up to a last day, where one is given; `after` sees the run at the end of each day.
#[must_use]
pub fn replicate_watched(scenario: &Scenario, seed: u64, until: Option<Date>, after: &mut dyn FnMut(&Run<'_>)) -> Measures {
    let mut run = Run::new(scenario, seed);
    let mut captured = vec![None; scenario.captures.len()];
    while !run.is_over() && until.is_none_or(|until| run.world.date <= until) {
        let (_, events) = run.day();
        note(scenario, events, &mut captured);
        after(&run);
    }
    Measures {
        seed,
        captured,
        losses: losses(&run.world),
        formation_losses: run.world.formations.lost.clone(),
        digest: run.world.digest(),
    }
}
