//! Landings: lift, beach, stage, opposition, surprise. `docs/model/landing.md`.
//!
//! The passage itself is movement's, the fight for the shore combat's. Here is what a shore does to a landing: how long it takes
//! to get men over it, and whether the defenders expect them.

pub mod law;

use crate::World;
use crate::event::EventKind;
use crate::order::Task;
use crate::phases::{river, weather};
use huizhan_base::{CellId, Date, Digest, Draw, Draws, FormationId, SideId};
use huizhan_theatre::Terrain;
use law::Shore;
use serde::Serialize;

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Landings against defended shores, by the day the first troops came in sight, sorted by cell and side.
    approaches: Vec<Approach>,
}

/// A landing against a defended shore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Approach {
    cell: CellId,
    side: SideId,
    first: Date,
    /// Levels of surprise (thousandths).
    level: u16,
}

impl State {
    /// The state before the first day.
    pub(crate) fn new() -> Self {
        Self { approaches: Vec::with_capacity(16) }
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        for approach in &self.approaches {
            digest.add(u64::from(approach.cell.0) | u64::from(approach.side.0) << 16 | u64::from(approach.level) << 24 | (approach.first.days() as u64) << 40);
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold; levels of surprise in thousandths, time in hours")]
pub enum Event {
    /// Troops in ships came before a defended shore: who watched it, whether ships had been seen there, and the surprise.
    Approached { formation: FormationId, cell: CellId, defenders: u32, night: bool, ships_seen: bool, surprise: u16 },
    /// Troops went ashore: men, whether the bank was soft or under water, the time it took beyond the passage.
    Ashore { formation: FormationId, cell: CellId, men: u32, soft_bank: bool, flooded: bool, stage_cm: i32, hours: u32 },
}

/// Finds the landings that reach a defended shore today, and how much they surprise it.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, seed: Draws, events: &mut Vec<crate::Event>) {
    let p = &setting.parameters;
    let date = world.date;
    // a shore where nobody has landed for a while is as good as new
    let engagements = &world.engagements;
    let under_way = |approach: &Approach| engagements.iter().any(|engagement| engagement.cell == approach.cell && engagement.attacker == approach.side);
    world.landing.approaches.retain(|approach| date - approach.first <= 10 || under_way(approach));
    for index in 0..setting.forces.len() {
        let Task::Land { to } = world.formations.task[index] else { continue };
        let formation = FormationId::from_index(index);
        let side = setting.forces[index].side;
        let defenders = world.occupancy.men[side.enemy().index()][to.index()];
        if defenders == 0 || !world.present(formation) || !arrives(setting, world, formation, to) {
            continue;
        }
        let Err(slot) = world.landing.approaches.binary_search_by_key(&(to, side), |approach| (approach.cell, approach.side)) else { continue };
        let night = seed.at(date).uniform(Draw::NightLanding, u32::from(to.0) << 1 | u32::from(side.0)) < p.landing_night;
        let ships_seen = setting.theatre.bank(to).is_some_and(|bank| bank.metres <= world.river.head_m);
        let assaulted = world.engagements.iter().any(|engagement| engagement.cell == to && engagement.attacker == side);
        let levels = if assaulted { 0.0 } else { law::surprise(p, f64::from(defenders), night, ships_seen) };
        let level = (levels * setting.factors.landing_surprise * 1000.0) as u16;
        world.landing.approaches.insert(slot, Approach { cell: to, side, first: date, level });
        let kind = Event::Approached { formation, cell: to, defenders, night, ships_seen, surprise: level };
        events.push(crate::Event { date, kind: EventKind::Landing(kind) });
    }
}

/// Whether a formation at sea or on the river comes before its shore today.
fn arrives(setting: &crate::Setting, world: &World, formation: FormationId, to: CellId) -> bool {
    let here = world.formations.cell[formation.index()];
    if here == to || !river::can_sail(setting, world, here, to) {
        return false;
    }
    let Some(length) = river::passage_hm(setting, here, to) else { return false };
    let done = u32::from(world.formations.progress[formation.index()]) + (setting.parameters.river_steaming_km * 10.0) as u32;
    done >= length + ashore_hm(setting, world, formation, to)
}

/// What the shore is like today.
fn shore(setting: &crate::Setting, world: &World, to: CellId) -> Shore {
    let terrain = setting.theatre.cells.terrain[to.index()];
    let on_river = setting.theatre.bank(to).is_some();
    let known = setting.weather.stage.is_some() && setting.factors.river_stage > 0.0;
    let high = known && on_river && f64::from(weather::stage_cm(setting, world)) >= setting.parameters.landing_flood_stage_cm;
    Shore { soft: terrain == Terrain::Marsh, flooded: high && matches!(terrain, Terrain::Marsh | Terrain::Plain) }
}

/// Time to get a formation over a shore that its side does not hold, beyond a first day, as way of its ships (hectometres).
pub(crate) fn ashore_hm(setting: &crate::Setting, world: &World, formation: FormationId, to: CellId) -> u32 {
    if world.control[to.index()] == setting.forces[formation.index()].side.0 {
        return 0;
    }
    let men = f64::from(world.formations.men[formation.index()]);
    let days = law::days_ashore(&setting.parameters, men, shore(setting, world, to));
    ((days - 1.0).max(0.0) * setting.parameters.river_steaming_km * 10.0) as u32
}

/// Troops have gone ashore on ground that was not theirs; `extra_hm` is what [`ashore_hm`] said.
pub(crate) fn told(setting: &crate::Setting, world: &World, formation: FormationId, cell: CellId, extra_hm: u32, events: &mut Vec<crate::Event>) {
    let Shore { soft, flooded } = shore(setting, world, cell);
    let stage_cm = weather::stage_cm(setting, world);
    let hours = (f64::from(extra_hm) * 24.0 / (setting.parameters.river_steaming_km * 10.0)) as u32;
    let men = world.formations.men[formation.index()];
    let kind = Event::Ashore { formation, cell, men, soft_bank: soft, flooded, stage_cm, hours };
    events.push(crate::Event { date: world.date, kind: EventKind::Landing(kind) });
}

/// Advantage (`V`) of attackers who come ashore where they were not expected.
pub(crate) fn surprise(setting: &crate::Setting, world: &World, cell: CellId, attackers: &[FormationId]) -> f64 {
    let p = &setting.parameters;
    let Some(first) = attackers.first() else { return 0.0 };
    let side = setting.forces[first.index()].side;
    let Ok(at) = world.landing.approaches.binary_search_by_key(&(cell, side), |approach| (approach.cell, approach.side)) else { return 0.0 };
    let approach = world.landing.approaches[at];
    if f64::from(world.date - approach.first) >= p.landing_surprise_days {
        return 0.0;
    }
    let men = |formation: &FormationId| f64::from(world.formations.men[formation.index()]);
    let landing = |formation: &&FormationId| matches!(world.formations.task[formation.index()], Task::Land { .. });
    let all: f64 = attackers.iter().map(men).sum();
    let share = attackers.iter().filter(landing).map(men).sum::<f64>() / all.max(1.0);
    p.combat_advantage_surprise * f64::from(approach.level) / 1000.0 * share
}

#[cfg(test)]
mod tests;
