//! Politics: the worth of holding, the decision to leave, war aims and the state after. `docs/model/politics.md`.
//!
//! A side that defends places for their own sake weighs every day what they are worth against what holding them costs.
//! When the cost outweighs the worth for some days on end its high command decides to leave; nobody else decides it, and
//! no day is written down. On the last day both sides' aims are scored apart.

pub mod law;
mod outcome;

pub use outcome::{After, AimScore, Attempt, Outcome};

use crate::World;
use crate::event::{Event as Happened, EventKind};
use crate::phases::{economy, evacuation};
use huizhan_base::{CellId, Date, Digest, Draw, Draws, PlaceId, SideId};
use law::{Costs, Worths};
use serde::Serialize;

/// What a run does not change.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Places worth holding for their own sake.
    pub objectives: Vec<Objective>,
    /// Ways to them and out of them, sorted by id.
    pub approaches: Vec<Approach>,
    /// Land cells around the objectives of each side with their distance (km), nearest first.
    pub surroundings: [Vec<(CellId, u16)>; 2],
    /// The first and the last of the days up to which each side meant to hold.
    pub stands: [Option<[Date; 2]>; 2],
    /// The day on which each side leaves by order, not before and whatever it weighs: a what-if. None: it weighs.
    pub leave: [Option<Date>; 2],
    /// War aims.
    pub aims: Vec<Aim>,
    /// Trained men each side could still send.
    pub reserves: [u32; 2],
    /// Persons whom a side would turn to for a peace, in order.
    pub inducements: Vec<Inducement>,
}

/// A place that a side defends for its own sake.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Objective {
    /// Who defends it.
    pub side: SideId,
    /// The place.
    pub place: PlaceId,
    /// Its cell.
    pub cell: CellId,
    /// Its share of the worth of all of them (0-1).
    pub worth: f64,
}

/// What a way to the objectives is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ApproachKind {
    /// Supply from abroad comes in on it.
    Lifeline,
    /// The enemy comes on it.
    Approach,
    /// The defender can leave on it.
    Rear,
}

/// A way to the objectives, or out of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Approach {
    /// Its id in the record.
    pub id: String,
    /// Who guards it.
    pub side: SideId,
    /// What it is.
    pub kind: ApproachKind,
    /// Places on it: one in enemy hands and it is lost, an enemy near one and it is threatened.
    pub places: Vec<(PlaceId, CellId)>,
    /// Places whose loss alone threatens it.
    pub warnings: Vec<(PlaceId, CellId)>,
    /// Its weight: of a lifeline its share of the imports, of another its share of those of its kind and side (0-1).
    pub weight: f64,
}

/// What a side is at war for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AimKind {
    /// Days gained.
    GainTime,
    /// The main army saved.
    SaveArmy,
    /// The enemy's axis turned east-west.
    TurnAxis,
    /// The lifeline kept.
    KeepLifeline,
    /// The enemy's main army destroyed.
    DestroyArmy,
    /// The war ended.
    EndWar,
    /// The objectives taken.
    TakeObjective,
    /// Own forces kept for elsewhere.
    KeepForces,
}

impl AimKind {
    /// The aim in words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::GainTime => "gain time",
            Self::SaveArmy => "save the army",
            Self::TurnAxis => "turn the enemy's axis",
            Self::KeepLifeline => "keep the lifeline",
            Self::DestroyArmy => "destroy the army",
            Self::EndWar => "end the war",
            Self::TakeObjective => "take the objective",
            Self::KeepForces => "keep forces for elsewhere",
        }
    }
}

/// An aim of a side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    /// Whose.
    pub side: SideId,
    /// Which.
    pub kind: AimKind,
    /// Its share among the aims of the side (0-1).
    pub weight: f64,
    /// The day by which the side meant to have reached it.
    pub set_day: Option<Date>,
}

/// A person whom a side would turn to for a peace.
#[derive(Debug, Clone, PartialEq)]
pub struct Inducement {
    /// The person's id in the record.
    pub id: String,
    /// The side that would offer.
    pub side: SideId,
    /// Whether the person heads the other government.
    pub head: bool,
    /// Chance of consent of a wholly beaten side (0-1).
    pub chance: f64,
}

/// How a way stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum WayState {
    /// No enemy near.
    Open = 0,
    /// An enemy near, or a warning place lost.
    Threatened = 1,
    /// A place on it lost.
    Lost = 2,
}

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Since when each side's high command has decided to leave.
    leaving: [Option<Date>; 2],
    /// Days on end for which the balance has been below the threshold.
    doubts: [u16; 2],
    /// How each way stood yesterday.
    ways: Vec<WayState>,
    /// When a side first lost one of its objectives.
    fell: [Option<Date>; 2],
}

impl State {
    /// The state before the first day.
    pub(crate) fn new(setting: &crate::Setting) -> Self {
        Self { ways: vec![WayState::Open; setting.politics.approaches.len()], ..Self::default() }
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        for side in 0..2 {
            let day = |date: Option<Date>| date.map_or(0, |date| date.days() as u32 as u64);
            digest.add(day(self.leaving[side]) | u64::from(self.doubts[side]) << 32);
            digest.add(day(self.fell[side]));
        }
        for way in &self.ways {
            digest.add(*way as u64);
        }
    }

    /// Since when a side's high command has decided to leave.
    #[must_use]
    pub fn leaving_since(&self, side: SideId) -> Option<Date> {
        self.leaving[side.index()]
    }

    /// When a side first lost one of its objectives.
    #[must_use]
    pub fn fell(&self, side: SideId) -> Option<Date> {
        self.fell[side.index()]
    }
}

/// One weighing of the high command, all in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Appraisal {
    /// What the lifeline still brings in, the evacuation still to do, the standing of the places, the time still meant
    /// to be gained: each as weighed.
    pub worth: [u32; 4],
    /// The ring, the ways out closing, the enemy's nearness, the losses: each as weighed.
    pub cost: [u32; 4],
    /// Worth less cost.
    pub balance: i32,
    /// Below this the high command decides to leave: drawn once a run.
    pub threshold: i32,
    /// Days on end below it.
    pub days_below: u16,
    /// The enemy's nearest cell (km).
    pub near_km: u16,
    /// Up to when it means to hold, ring or no ring: drawn once a run between the days of the record.
    pub stand_until: Date,
}

/// What weighed most in a decision to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Nothing comes in any more.
    Lifeline,
    /// The ring around it closes.
    Ring,
    /// The ways out are in danger.
    Rear,
    /// The enemy is at the gates.
    Nearness,
    /// The losses.
    Losses,
    /// A day set in advance, whatever was weighed.
    Ordered,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold; units are in docs/model/politics.md")]
pub enum Event {
    /// The high command weighed the worth of holding against its cost.
    Weighed { side: SideId, #[serde(flatten)] appraisal: Appraisal },
    /// A way was threatened, lost or freed, and by what happened at which place.
    Way { side: SideId, way: String, way_kind: ApproachKind, state: WayState, place: PlaceId },
    /// The high command decided to leave; what weighed most.
    Decided { side: SideId, reason: Reason, #[serde(flatten)] appraisal: Appraisal },
    /// The first of the defended places fell.
    Fell { side: SideId, place: PlaceId, days: i32 },
    /// The last day: aims, and the state after.
    Outcome(Box<Outcome>),
}

/// Whether a side's high command has decided to leave what it defends.
#[must_use]
pub fn is_leaving(world: &World, side: SideId) -> bool {
    world.politics.leaving[side.index()].is_some()
}

/// One day.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, seed: Draws, events: &mut Vec<Happened>) {
    if setting.politics.objectives.is_empty() {
        return;
    }
    review_ways(setting, world, events);
    for side in SideId::BOTH {
        if !setting.politics.objectives.iter().any(|objective| objective.side == side) {
            continue;
        }
        note_fall(setting, world, side, events);
        if setting.factors.politics > 0.0 && world.politics.leaving[side.index()].is_none() {
            weigh(setting, world, seed, side, events);
        }
    }
    if world.date == setting.end {
        let outcome = outcome::reckon(setting, world, seed);
        events.push(Happened { date: world.date, kind: EventKind::Politics(Event::Outcome(Box::new(outcome))) });
    }
}

/// Looks at every way, and tells of those that changed.
fn review_ways(setting: &crate::Setting, world: &mut World, events: &mut Vec<Happened>) {
    for (index, approach) in setting.politics.approaches.iter().enumerate() {
        let (state, place) = way_state(setting, world, approach);
        if state != world.politics.ways[index] {
            world.politics.ways[index] = state;
            let (side, way_kind) = (approach.side, approach.kind);
            let kind = Event::Way { side, way: approach.id.clone(), way_kind, state, place };
            events.push(Happened { date: world.date, kind: EventKind::Politics(kind) });
        }
    }
}

/// How a way stands, and the place that says so: the first of the worst, in the order of the record.
fn way_state(setting: &crate::Setting, world: &World, approach: &Approach) -> (WayState, PlaceId) {
    let enemy = approach.side.enemy();
    let lost = |cell: CellId| world.control[cell.index()] == enemy.0;
    if let Some((place, _)) = approach.places.iter().find(|(_, cell)| lost(*cell)) {
        return (WayState::Lost, *place);
    }
    let near = &world.occupancy.near[approach.side.index()];
    let threatened = |cell: CellId| {
        near[cell.index()] > 0 || setting.theatre.cells.around(cell).any(|(_, next)| near[next.index()] > 0)
    };
    let warned = approach.warnings.iter().find(|(_, cell)| lost(*cell));
    match warned.or_else(|| approach.places.iter().find(|(_, cell)| threatened(*cell))) {
        Some((place, _)) => (WayState::Threatened, *place),
        None => (WayState::Open, approach.places.first().map_or(PlaceId(0), |(place, _)| *place)),
    }
}

/// Share of the ways of a kind that a side has lost; one that is threatened counts for `politics.threatened`.
fn closed(setting: &crate::Setting, world: &World, side: SideId, kind: ApproachKind) -> f64 {
    let ways = setting.politics.approaches.iter().zip(&world.politics.ways);
    ways.filter(|(approach, _)| approach.side == side && approach.kind == kind)
        .map(|(approach, state)| {
            approach.weight
                * match state {
                    WayState::Open => 0.0,
                    WayState::Threatened => setting.parameters.politics_threatened,
                    WayState::Lost => 1.0,
                }
        })
        .sum()
}

/// What of the imports still comes in: what the lines carry, and what the economy says arrives.
fn lifeline(setting: &crate::Setting, world: &World, side: SideId) -> f64 {
    (1.0 - closed(setting, world, side, ApproachKind::Lifeline)).min(economy::lifeline(setting, world, side))
}

/// Share of the worth of a side's objectives that it still holds.
fn held(setting: &crate::Setting, world: &World, side: SideId) -> f64 {
    let objectives = setting.politics.objectives.iter().filter(|objective| objective.side == side);
    objectives.filter(|objective| world.control[objective.cell.index()] != side.enemy().0).map(|objective| objective.worth).sum()
}

fn note_fall(setting: &crate::Setting, world: &mut World, side: SideId, events: &mut Vec<Happened>) {
    if world.politics.fell[side.index()].is_some() {
        return;
    }
    let lost = |objective: &&Objective| objective.side == side && world.control[objective.cell.index()] == side.enemy().0;
    if let Some(objective) = setting.politics.objectives.iter().find(lost) {
        let date = world.date;
        world.politics.fell[side.index()] = Some(date);
        let kind = Event::Fell { side, place: objective.place, days: date - setting.start };
        events.push(Happened { date, kind: EventKind::Politics(kind) });
    }
}

/// Weighs holding against leaving; decides after `politics.doubt_days` on end below the threshold.
fn weigh(setting: &crate::Setting, world: &mut World, seed: Draws, side: SideId, events: &mut Vec<Happened>) {
    let p = &setting.parameters;
    let date = world.date;
    let (worths, costs, near_km, stand_until) = inputs(setting, world, seed, side);
    let resolve = seed.at(setting.start).uniform(Draw::Resolve, u32::from(side.0));
    let threshold = -(p.politics_resolve_low + (p.politics_resolve_high - p.politics_resolve_low) * resolve);
    let weighed = law::weigh(p, &worths, &costs);
    let doubts = &mut world.politics.doubts[side.index()];
    *doubts = if weighed.balance() < threshold { *doubts + 1 } else { 0 };
    let thousandths = |value: f64| (value * 1000.0 + 0.5) as u32;
    let appraisal = Appraisal {
        worth: weighed.worth.map(thousandths),
        cost: weighed.cost.map(thousandths),
        balance: libm::round(weighed.balance() * 1000.0) as i32,
        threshold: libm::round(threshold * 1000.0) as i32,
        days_below: *doubts,
        near_km,
        stand_until,
    };
    let (decides, reason) = match setting.politics.leave[side.index()] {
        Some(day) => (date >= day, Reason::Ordered),
        None => (f64::from(*doubts) >= p.politics_doubt_days, weighed.reason(p)),
    };
    let kind = if decides {
        world.politics.leaving[side.index()] = Some(date);
        Event::Decided { side, reason, appraisal }
    } else if (date - setting.start) % 7 == 0 || *doubts == 1 {
        Event::Weighed { side, appraisal }
    } else {
        return;
    };
    events.push(Happened { date, kind: EventKind::Politics(kind) });
}

/// What a high command looks at (shares 0-1), the enemy's distance (km) and the day up to which it means to hold.
fn inputs(setting: &crate::Setting, world: &World, seed: Draws, side: SideId) -> (Worths, Costs, u16, Date) {
    let p = &setting.parameters;
    let [first, last] = setting.politics.stands[side.index()].unwrap_or([setting.start; 2]);
    let wish = seed.at(setting.start).uniform(Draw::Resolve, 1 << 8 | u32::from(side.0));
    let stand_until = first + (f64::from(last - first) * wish + 0.5) as i32;
    let meant = f64::from((stand_until - setting.start).max(1));
    let near = setting.politics.surroundings[side.index()].iter().find(|(cell, _)| world.control[cell.index()] == side.enemy().0);
    let near_km = near.map_or(u16::MAX, |(_, km)| *km);
    let ledger = &world.ledger[side.index()];
    let lost = f64::from(ledger.killed_wounded + ledger.missing_captured) / f64::from(ledger.entered.max(1));
    let worths = Worths {
        lifeline: lifeline(setting, world, side),
        evacuation: evacuation::to_do(setting, world, side).clamp(0.0, 1.0),
        prestige: held(setting, world, side),
        time: (f64::from(stand_until - world.date) / meant).clamp(0.0, 1.0),
    };
    let costs = Costs {
        ring: closed(setting, world, side, ApproachKind::Approach),
        rear: closed(setting, world, side, ApproachKind::Rear),
        nearness: (1.0 - f64::from(near_km) / p.politics_near_km).max(0.0),
        losses: (lost / p.politics_losses_bearable).min(1.0),
    };
    (worths, costs, near_km, stand_until)
}

#[cfg(test)]
mod tests;
