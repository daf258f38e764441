//! Flood: water from a breached dike runs downhill from cell to cell, closes them, and drives people out.
//! `docs/model/flood.md`.

mod basin;
mod law;
#[cfg(test)]
mod tests;

pub use basin::{Course, drain};
pub use law::{Ground, LEAVES, opened_share};

use crate::World;
use crate::event::EventKind;
use crate::human::{Cause, Victim};
use crate::phases::cohesion::lower_cohesion;
use crate::phases::occupancy;
use crate::travel::Means;
use huizhan_base::{CellId, Date, Digest, Draw, Draws, FormationId, PlaceId};
use huizhan_theatre::IMPASSABLE;
use serde::Serialize;

/// What a run does not change.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Breaches, sorted by day and id; none where the factor is off.
    pub breaches: Vec<Breach>,
    /// Water of the breached river by month (index 0 is January), low and high (m3/s).
    pub discharge_m3s: [[f64; 2]; 12],
    /// Cells that water from a breach can run through, each before those below it.
    pub grounds: Vec<Ground>,
    /// Where each ground's water goes: (ground, share of 1,024), in the order of `Ground::below`.
    pub below: Vec<(u16, u16)>,
    /// Cells that water closes on some day at the highest discharge, sorted: what a staff that knows of the breach keeps
    /// clear of.
    pub reach: Vec<CellId>,
    /// What it does to people.
    pub toll: Toll,
}

/// A breach of a dike.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    /// The place it is named after.
    pub place: PlaceId,
    /// The ground behind the dike.
    pub ground: u16,
    /// The day water runs out.
    pub opened: Date,
    /// Share of the river that leaves by it when it is wide (0-1), low and high.
    pub share: [f64; 2],
    /// Days in which it widens, low and high.
    pub widening_days: [f64; 2],
}

/// What a flood does to people: value, low, high.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Toll {
    /// People on the land, low and high over the value (a factor).
    pub density: [f64; 2],
    /// Drowned for one person whose ground is covered slowly.
    pub drowned_slow: [f64; 3],
    /// Drowned for one person whose ground is covered fast.
    pub drowned_fast: [f64; 3],
    /// Share of people on covered ground who leave.
    pub left: [f64; 3],
    /// Deaths for one displaced person and day.
    pub aftermath: [f64; 3],
}

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Water on each ground (thousands of m3).
    pub water: Vec<u32>,
    /// Tenths of each ground that have been covered at some time.
    pub covered: Vec<u8>,
    /// People displaced from each province of the theatre, by its number.
    pub displaced: Vec<u32>,
    /// Whether water has run out for a day: from then on both sides know of it.
    pub seen: bool,
    /// Water that has left by the breaches (thousands of m3).
    pub released: u64,
    /// Water that lakes and the sea have taken (thousands of m3).
    pub drained: u64,
    /// Inflow of a day, zero between days.
    inflow: Vec<u32>,
}

impl State {
    /// The state before the first day.
    pub(crate) fn new(setting: &crate::Setting) -> Self {
        let grounds = setting.flood.grounds.len();
        let displaced = if grounds == 0 { 0 } else { setting.theatre.cells.provinces.len() };
        Self { water: vec![0; grounds], covered: vec![0; grounds], displaced: vec![0; displaced], inflow: vec![0; grounds], ..Self::default() }
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        for (at, water) in self.water.iter().enumerate().filter(|(_, water)| **water > 0) {
            digest.add((at as u64) << 40 | u64::from(self.covered[at]) << 32 | u64::from(*water));
        }
        self.displaced.iter().filter(|people| **people > 0).for_each(|people| digest.add(u64::from(*people)));
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold; units are in docs/model/flood.md")]
pub enum Event {
    /// A dike is open: the river's water (m3/s), and the share of it that will leave here (thousandths).
    Breached { place: PlaceId, cell: CellId, river_m3s: u32, share: u32 },
    /// Water closed a cell: how much stands on it (thousands of m3), and how much covers all of it.
    Closed { cell: CellId, water: u32, full: u32 },
    /// Water left a cell.
    Opened { cell: CellId, water: u32, full: u32 },
    /// Troops were caught by the water: they went to `to`, or stayed where there was no way, and lost men.
    Caught { formation: FormationId, from: CellId, to: CellId, men: u32 },
}

/// Days between two counts of the dead of hunger and disease.
const COUNT_DAYS: i32 = 7;

/// Chance of a run: everything it draws about the flood, a number of (0, 1) each.
fn chance(setting: &crate::Setting, seed: Option<Draws>, purpose: Draw, id: u32) -> f64 {
    // the days before the first are no part of a run: they have the middle of the range
    seed.map_or(0.5, |seed| seed.at(setting.start).uniform(purpose, id))
}

/// The days before the first: water that is out already. People hurt then are not of this campaign, but those driven
/// out are among the displaced.
pub(crate) fn begin(setting: &crate::Setting, world: &mut World) {
    let Some(first) = setting.flood.breaches.iter().map(|breach| breach.opened).min() else { return };
    let mut date = first;
    while date < setting.start {
        run(setting, &mut world.flood, date, None);
        for at in 0..setting.flood.grounds.len() {
            rise(setting, &mut world.flood, at);
            mark(setting, world, at);
        }
        date = date + 1;
    }
}

/// One day: water runs, cells close and open, people drown and leave, troops make for dry ground.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, seed: Draws, events: &mut Vec<crate::Event>) {
    let date = world.date;
    let flood = &setting.flood;
    let Some(first) = flood.breaches.first().filter(|breach| breach.opened <= date) else { return };
    for (at, breach) in flood.breaches.iter().enumerate().filter(|(_, breach)| breach.opened == date || (date == setting.start && breach.opened < date)) {
        let river_m3s = river_m3s(setting, date, Some(seed)) as u32;
        let share = (between(breach.share, chance(setting, Some(seed), Draw::BreachShare, at as u32)) * 1000.0) as u32;
        let cell = flood.grounds[breach.ground as usize].cell;
        push(events, date, Event::Breached { place: breach.place, cell, river_m3s, share });
    }
    run(setting, &mut world.flood, date, Some(seed));
    for at in 0..flood.grounds.len() {
        if world.flood.water[at] == 0 {
            continue;
        }
        let (cell, full) = (flood.grounds[at].cell, flood.grounds[at].full);
        let tenths = rise(setting, &mut world.flood, at);
        if tenths > 0 {
            hurt(setting, world, at, tenths, events);
        }
        let was = world.closed[cell.index()];
        let now = mark(setting, world, at);
        let water = world.flood.water[at];
        if now && (!was || date == setting.start) {
            push(events, date, Event::Closed { cell, water, full });
            drive_out(setting, world, cell, events);
        } else if was && !now {
            push(events, date, Event::Opened { cell, water, full });
        }
    }
    if (date - first.opened) % COUNT_DAYS == 0 {
        count_dead(setting, world, events);
    }
}

fn push(events: &mut Vec<crate::Event>, date: Date, event: Event) {
    events.push(crate::Event { date, kind: EventKind::Flood(event) });
}

fn between([low, high]: [f64; 2], share: f64) -> f64 {
    low + (high - low) * share
}

/// Water of the river today (m3/s).
fn river_m3s(setting: &crate::Setting, date: Date, seed: Option<Draws>) -> f64 {
    let month = u32::from(date.month_day().0);
    between(setting.flood.discharge_m3s[month as usize - 1], chance(setting, seed, Draw::RiverDischarge, month))
}

/// Lets the water of a day out and runs it down.
fn run(setting: &crate::Setting, state: &mut State, date: Date, seed: Option<Draws>) {
    state.seen |= setting.flood.breaches.iter().any(|breach| breach.opened <= date);
    let river = river_m3s(setting, date, seed);
    let mut left = 1.0;
    for (at, breach) in setting.flood.breaches.iter().enumerate().filter(|(_, breach)| breach.opened <= date) {
        let wide = between(breach.share, chance(setting, seed, Draw::BreachShare, at as u32));
        let days = between(breach.widening_days, chance(setting, seed, Draw::BreachWidening, at as u32));
        let share = opened_share(wide, days, f64::from(date - breach.opened) + 0.5).min(left);
        left -= share;
        let volume = (river * share * 86.4) as u32;
        state.inflow[breach.ground as usize] += volume;
        state.released += u64::from(volume);
    }
    state.drained += law::sweep(&setting.flood.grounds, &setting.flood.below, &mut state.water, &mut state.inflow);
}

/// Cells that water closes on some day from the first breach to the end, when river and breaches give most.
#[must_use]
pub fn reach(setting: &Setting, end: Date) -> Vec<CellId> {
    let grounds = setting.grounds.len();
    let (mut water, mut inflow) = (vec![0u32; grounds], vec![0u32; grounds]);
    let mut reached = vec![false; grounds];
    let Some(mut date) = setting.breaches.iter().map(|breach| breach.opened).min() else { return Vec::new() };
    while date <= end {
        let mut left = 1.0;
        for breach in setting.breaches.iter().filter(|breach| breach.opened <= date) {
            let share = opened_share(breach.share[1], breach.widening_days[0], f64::from(date - breach.opened) + 0.5).min(left);
            left -= share;
            inflow[breach.ground as usize] += (setting.discharge_m3s[date.month_day().0 as usize - 1][1] * share * 86.4) as u32;
        }
        law::sweep(&setting.grounds, &setting.below, &mut water, &mut inflow);
        for (at, ground) in setting.grounds.iter().enumerate() {
            reached[at] |= ground.above_bed(water[at]) >= ground.closes;
        }
        date = date + 1;
    }
    let mut cells: Vec<CellId> = setting.grounds.iter().zip(&reached).filter(|(_, reached)| **reached).map(|(ground, _)| ground.cell).collect();
    cells.sort_unstable();
    cells
}

/// Notes how far the water of a ground has risen; returns the tenths covered for the first time.
fn rise(setting: &crate::Setting, state: &mut State, at: usize) -> u8 {
    let ground = &setting.flood.grounds[at];
    let over = u64::from(ground.above_bed(state.water[at]));
    let covered = &mut state.covered[at];
    let before = *covered;
    // covered width goes with the root of the volume
    while *covered < 10 && over * 100 >= u64::from(*covered + 1).pow(2) * u64::from(ground.full) {
        *covered += 1;
    }
    let tenths = *covered - before;
    if tenths > 0 {
        let people = people(ground, tenths);
        let drowned = (people * rate(setting, tenths)[0]) as u32;
        let leave = ((people * setting.flood.toll.left[0]) as u32).saturating_sub(drowned);
        state.displaced[usize::from(ground.province)] += leave;
    }
    tenths
}

fn people(ground: &Ground, tenths: u8) -> f64 {
    f64::from(ground.people) * f64::from(tenths) / 10.0
}

/// Drowned of one whose ground is covered: fast where more than a tenth of a cell is covered in a day.
fn rate(setting: &crate::Setting, tenths: u8) -> [f64; 3] {
    if tenths > 1 { setting.flood.toll.drowned_fast } else { setting.flood.toll.drowned_slow }
}

/// Closes a cell or opens it again by the water on it; says whether it is closed.
fn mark(setting: &crate::Setting, world: &mut World, at: usize) -> bool {
    let ground = &setting.flood.grounds[at];
    let over = ground.above_bed(world.flood.water[at]);
    let closed = &mut world.closed[ground.cell.index()];
    let now = over >= if *closed { ground.opens } else { ground.closes };
    if now != *closed {
        *closed = now;
        if ground.routed {
            world.scratch.supply.change();
        }
    }
    now
}

/// People whose ground is covered today drown or leave.
fn hurt(setting: &crate::Setting, world: &mut World, at: usize, tenths: u8, events: &mut Vec<crate::Event>) {
    let ground = &setting.flood.grounds[at];
    let toll = &setting.flood.toll;
    let (people, rate) = (people(ground, tenths), rate(setting, tenths));
    let drowned = (people * rate[0]) as u32;
    let leave = ((people * toll.left[0]) as u32).saturating_sub(drowned);
    let range = |three: [f64; 3]| [people * toll.density[0] * three[1], people * toll.density[1] * three[2]];
    cost(world, ground.cell, Cause::Drowned, drowned, range(rate), events);
    cost(world, ground.cell, Cause::Displaced, leave, range(toll.left), events);
}

fn cost(world: &mut World, cell: CellId, cause: Cause, people: u32, range: [f64; 2], events: &mut Vec<crate::Event>) {
    if people == 0 {
        return;
    }
    let (low, high) = ((range[0] as u32).min(people), (range[1] as u32).max(people));
    world.human.add(Victim::Civilians, cause, people);
    events.push(crate::Event { date: world.date, kind: EventKind::HumanCost { victim: Victim::Civilians, cause, cell, people, low, high } });
}

/// Deaths of a week among the displaced of each province, told at the cell of it from which most had to leave.
fn count_dead(setting: &crate::Setting, world: &mut World, events: &mut Vec<crate::Event>) {
    let toll = setting.flood.toll;
    for province in 0..world.flood.displaced.len() {
        let displaced = f64::from(world.flood.displaced[province]);
        let days = f64::from(COUNT_DAYS);
        let dead = (displaced * toll.aftermath[0] * days) as u32;
        if dead == 0 {
            continue;
        }
        let grounds = setting.flood.grounds.iter().zip(&world.flood.covered).filter(|(ground, _)| usize::from(ground.province) == province);
        let worst = grounds.max_by_key(|(ground, covered)| (u32::from(**covered) * ground.people, std::cmp::Reverse(ground.cell)));
        let Some((ground, _)) = worst else { continue };
        let share = |end: usize| displaced * toll.density[end] * toll.left[end + 1] / toll.left[0] * toll.aftermath[end + 1] * days;
        cost(world, ground.cell, Cause::FloodAftermath, dead, [share(0), share(1)], events);
        world.flood.displaced[province] -= dead;
    }
}

/// Troops in a cell that water closed make for the nearest dry one, and lose men and cohesion on the way. In a town, which
/// stands behind its wall or on its mound, they stay; so they do where there is no way.
fn drive_out(setting: &crate::Setting, world: &mut World, from: CellId, events: &mut Vec<crate::Event>) {
    if world.occupancy.men.iter().all(|men| men[from.index()] == 0) {
        return;
    }
    let p = &setting.parameters;
    let town = setting.travel.field(from, Means::Foot).is_some();
    for index in 0..setting.forces.len() {
        let formation = FormationId::from_index(index);
        if !world.present(formation) || world.formations.cell[index] != from {
            continue;
        }
        let side = setting.forces[index].side;
        let stays = town || !setting.forces[index].mobile;
        let to = dry_neighbour(setting, world, from, side).filter(|_| !stays);
        if let Some(to) = to {
            occupancy::relocate(setting, world, formation, to);
            world.formations.progress[index] = 0;
        }
        let lost = if town { 0.0 } else { p.flood_troops_lost };
        let men = (f64::from(world.formations.men[index]) * lost) as u32;
        world.formations.men[index] -= men;
        world.formations.lost[index] += men;
        world.ledger[side.index()].missing_captured += men;
        lower_cohesion(&mut world.formations.cohesion[index], p.flood_troops_cohesion);
        push(events, world.date, Event::Caught { formation, from, to: to.unwrap_or(from), men });
        if men > 0 {
            let victim = Victim::Soldiers { of: side };
            world.human.add(victim, Cause::Drowned, men);
            let kind = EventKind::HumanCost { victim, cause: Cause::Drowned, cell: from, people: men, low: 0, high: 2 * men };
            events.push(crate::Event { date: world.date, kind });
        }
    }
}

fn dry_neighbour(setting: &crate::Setting, world: &World, from: CellId, side: huizhan_base::SideId) -> Option<CellId> {
    let travel = setting.travel(world);
    let costs = &travel.foot[from.index()];
    let open = |direction: usize, next: CellId| {
        costs[direction] != IMPASSABLE && !world.closed[next.index()] && world.occupancy.men[side.enemy().index()][next.index()] == 0
    };
    let ways = setting.theatre.cells.around(from).filter(|(direction, next)| open(*direction, *next));
    // first ground that stays dry, and one's own
    let worse = |next: CellId| (setting.flood.reach.binary_search(&next).is_ok(), world.control[next.index()] == side.enemy().0);
    ways.min_by_key(|(direction, next)| (worse(*next), costs[*direction], next.0)).map(|(_, next)| next)
}
