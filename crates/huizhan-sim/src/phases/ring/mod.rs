//! Encirclement: rings, relief, break-out, officers by parachute. `docs/model/ring.md`.
//!
//! A ring is found, not declared: troops from whose cells no open way leads to a place that their supply reaches. What
//! it does follows from that: nothing is hauled to them, the defence has no way out, and the staffs of both sides see it.

pub mod law;
mod pocket;
#[cfg(test)]
mod tests;

use crate::event::EventKind;
use crate::order::Task;
use crate::phases::cohesion::lower_cohesion;
use crate::phases::{occupancy, supply};
use crate::world::Activity;
use crate::World;
use huizhan_base::{CellId, Date, Digest, Draw, Draws, FormationId, SideId};
pub(crate) use pocket::Scratch;
use serde::Serialize;

/// A ring that holds today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    /// Who is ringed.
    pub of: SideId,
    /// The day on which it closed.
    pub began: Date,
    /// Its cells, sorted.
    pub cells: Vec<CellId>,
    /// Those in it, by id.
    pub formations: Vec<FormationId>,
    /// Men in it when it closed.
    pub men_began: u32,
    /// Losses of its formations before it closed (men).
    pub lost_before: u32,
    /// Enemy men around it, when last told.
    pub around: u32,
    /// Officers dropped into it.
    pub officers: u32,
}

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Rings that hold, in the order in which they closed.
    pub rings: Vec<Ring>,
    /// Days for which each formation has had no supply head (0: it has one).
    pub out_of_touch_days: Vec<u16>,
}

impl State {
    /// The state before the first day.
    pub(crate) fn new(setting: &crate::Setting) -> Self {
        Self { rings: Vec::new(), out_of_touch_days: vec![0; setting.forces.len()] }
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        for ring in &self.rings {
            digest.add(u64::from(ring.of.0) | (ring.began.days() as u64) << 8 | u64::from(ring.officers) << 40);
            digest.add(u64::from(ring.men_began) | u64::from(ring.around) << 32);
            digest.add(u64::from(ring.lost_before));
            ring.cells.iter().for_each(|cell| digest.add(u64::from(cell.0)));
            ring.formations.iter().for_each(|formation| digest.add(u64::from(formation.0) << 16));
        }
        for (index, days) in self.out_of_touch_days.iter().enumerate().filter(|(_, days)| **days > 0) {
            digest.add((index as u64) << 16 | u64::from(*days));
        }
    }

    /// The ring that holds a formation.
    #[must_use]
    pub fn ring_of(&self, formation: FormationId) -> Option<&Ring> {
        self.rings.iter().find(|ring| ring.formations.binary_search(&formation).is_ok())
    }
}

/// How a ring ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Troops of their own side opened a way to them, or the ground behind them was retaken.
    Relieved,
    /// Those in it fought or marched their way out.
    BrokenOut,
    /// Those around it went away or were beaten there.
    Opened,
    /// Nobody is left in it.
    Destroyed,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold; units are in docs/reference/events.md")]
pub enum Event {
    /// A ring closed. Inputs: men inside and around, ways out barred by troops and watched by troops beside them, the
    /// least stock inside (thousandths of a day of supply) and the last day on which all inside had a supply head.
    Formed { of: SideId, cells: Vec<CellId>, formations: Vec<FormationId>, men: u32, men_around: u32, ways_barred: u32, ways_watched: u32, stock: u16, last_supplied: Date },
    /// It holds less ground, or has at least a quarter more men around it than last told.
    Tightened { of: SideId, cells: Vec<CellId>, formations: Vec<FormationId>, men: u32, men_around: u32, days: i32, stock: u16 },
    /// It is over: why, after how many days, with what losses of those who were in it; `by` whom, if troops opened it.
    Ended { of: SideId, end: End, cells: Vec<CellId>, formations: Vec<FormationId>, days: i32, men: u32, lost: u32, relief_formation: Option<FormationId> },
    /// Men got out between the enemy's posts in a night of break-out, and men who were lost on the way.
    Slipped { formation: FormationId, cell: CellId, men: u32, lost: u32, men_around: u32 },
    /// Officers came down by parachute for those who had fallen.
    OfficersDropped { formation: FormationId, cell: CellId, officers: u32, lost: u32 },
    /// A formation without supply and cohesion laid down its arms.
    Surrendered { formation: FormationId, cell: CellId, captured: u32, escaped: u32, days: i32, stock: u16, cohesion: u16 },
}

/// One day: who is ringed, what became of the rings of yesterday, and what the rings do.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, seed: Draws, events: &mut Vec<crate::Event>) {
    supply::refresh(setting, world);
    let mut scratch = std::mem::take(&mut world.scratch.ring);
    pocket::find(setting, world, &mut scratch);
    let mut rings = std::mem::take(&mut world.ring.rings);
    end_or_update(setting, world, &mut rings, &mut scratch, events);
    begin(world, &mut rings, &scratch, events);
    for ring in &mut rings {
        suffer(setting, world, seed, ring, events);
    }
    world.ring.rings = rings;
    world.scratch.ring = scratch;
}

/// Whether a formation is cut off in a ring today.
#[must_use]
pub fn is_ringed(world: &World, formation: FormationId) -> bool {
    world.ring.ring_of(formation).is_some()
}

/// Counts a day with or without a supply head.
pub(crate) fn touch(world: &mut World, formation: FormationId, has_head: bool) {
    let days = &mut world.ring.out_of_touch_days[formation.index()];
    *days = if has_head { 0 } else { days.saturating_add(1) };
}

/// Lays the rings of yesterday beside the pockets of today: a ring is the same while it shares a formation.
fn end_or_update(setting: &crate::Setting, world: &World, rings: &mut Vec<Ring>, scratch: &mut Scratch, events: &mut Vec<crate::Event>) {
    let date = world.date;
    rings.retain_mut(|ring| {
        ring.formations.retain(|formation| world.present(*formation));
        let same = scratch.pockets.iter_mut().find(|pocket| {
            !pocket.taken && pocket.side == ring.of && ring.formations.iter().any(|formation| pocket.formations.binary_search(formation).is_ok())
        });
        let Some(pocket) = same else {
            let (end, relief_formation) = ending(setting, world, ring);
            let [men, lost] = toll(world, ring);
            let days = date - ring.began;
            let (cells, formations) = (ring.cells.clone(), ring.formations.clone());
            let what = Event::Ended { of: ring.of, end, cells, formations, days, men, lost, relief_formation };
            events.push(crate::Event { date, kind: EventKind::Ring(what) });
            return false;
        };
        pocket.taken = true;
        let tighter = pocket.cells.len() < ring.cells.len() || f64::from(pocket.around) > 1.25 * f64::from(ring.around);
        // who joined brings his earlier losses with him
        for formation in pocket.formations.iter().filter(|formation| ring.formations.binary_search(formation).is_err()) {
            ring.lost_before += world.formations.lost[formation.index()];
            ring.men_began += world.formations.men[formation.index()];
        }
        ring.cells.clone_from(&pocket.cells);
        ring.formations.clone_from(&pocket.formations);
        if tighter {
            ring.around = pocket.around;
            let (cells, formations, days) = (ring.cells.clone(), ring.formations.clone(), date - ring.began);
            let (men, stock) = (toll(world, ring)[0], least_stock(world, &ring.formations));
            let what = Event::Tightened { of: ring.of, cells, formations, men, men_around: pocket.around, days, stock };
            events.push(crate::Event { date, kind: EventKind::Ring(what) });
        }
        true
    });
}

/// Why a ring that held yesterday does not hold today.
///
/// Relief is told from a break-out by who moved: those inside who left its cells broke out; own troops from outside in or
/// beside its cells relieved it; with neither, those around it went away.
fn ending(setting: &crate::Setting, world: &World, ring: &Ring) -> (End, Option<FormationId>) {
    if ring.formations.is_empty() {
        return (End::Destroyed, None);
    }
    let left = ring.formations.iter().any(|formation| ring.cells.binary_search(&world.formations.cell[formation.index()]).is_err());
    if left {
        return (End::BrokenOut, None);
    }
    let beside = |cell: CellId| ring.cells.iter().any(|held| *held == cell || setting.theatre.cells.direction(*held, cell).is_some());
    let outside = world.present_formations().find(|formation| {
        setting.forces[formation.index()].side == ring.of
            && ring.formations.binary_search(formation).is_err()
            && beside(world.formations.cell[formation.index()])
    });
    (if outside.is_some() { End::Relieved } else { End::Opened }, outside)
}

/// Men in a ring, and what its formations have lost since it closed.
fn toll(world: &World, ring: &Ring) -> [u32; 2] {
    let sum = |column: &[u32]| ring.formations.iter().map(|formation| column[formation.index()]).sum::<u32>();
    [sum(&world.formations.men), sum(&world.formations.lost).saturating_sub(ring.lost_before)]
}

fn least_stock(world: &World, formations: &[FormationId]) -> u16 {
    formations.iter().map(|formation| world.formations.stock[formation.index()]).min().unwrap_or(0)
}

/// Rings that closed today.
fn begin(world: &World, rings: &mut Vec<Ring>, scratch: &Scratch, events: &mut Vec<crate::Event>) {
    let date = world.date;
    for pocket in scratch.pockets.iter().filter(|pocket| !pocket.taken) {
        let sum = |column: &[u32]| pocket.formations.iter().map(|formation| column[formation.index()]).sum::<u32>();
        let days = |formation: &FormationId| i32::from(world.ring.out_of_touch_days[formation.index()]);
        let last_supplied = date + -(1 + pocket.formations.iter().map(days).max().unwrap_or(0));
        let ring = Ring {
            of: pocket.side,
            began: date,
            cells: pocket.cells.clone(),
            formations: pocket.formations.clone(),
            men_began: sum(&world.formations.men),
            lost_before: sum(&world.formations.lost),
            around: pocket.around,
            officers: 0,
        };
        let what = Event::Formed {
            of: ring.of,
            cells: ring.cells.clone(),
            formations: ring.formations.clone(),
            men: ring.men_began,
            men_around: pocket.around,
            ways_barred: pocket.barred,
            ways_watched: pocket.watched,
            stock: least_stock(world, &ring.formations),
            last_supplied,
        };
        events.push(crate::Event { date, kind: EventKind::Ring(what) });
        rings.push(ring);
    }
}

/// What a ring does to those in it: nights of break-out, officers from the air, laying down of arms.
fn suffer(setting: &crate::Setting, world: &mut World, seed: Draws, ring: &mut Ring, events: &mut Vec<crate::Event>) {
    for at in 0..ring.formations.len() {
        let formation = ring.formations[at];
        if setting.factors.break_out > 0.0 {
            slip(setting, world, seed, ring, formation, events);
        }
        if setting.factors.airdrop > 0.0 {
            drop_officers(setting, world, ring, formation, events);
        }
        surrender(setting, world, seed, ring, formation, events);
    }
}

/// The night after an assault from a ring: men get out between the posts, and some are lost on the way.
fn slip(setting: &crate::Setting, world: &mut World, seed: Draws, ring: &Ring, formation: FormationId, events: &mut Vec<crate::Event>) {
    let index = formation.index();
    let attacks = matches!(world.formations.task[index], Task::Advance { .. }) && world.formations.activity[index] == Activity::Assault;
    // a formation with a day of supply left fights on as one
    if !attacks || world.formations.stock[index] >= 1000 {
        return;
    }
    let p = &setting.parameters;
    let men = world.formations.men[index];
    let inside: u32 = ring.formations.iter().map(|held| world.formations.men[held.index()]).sum();
    let part = law::slip(p, men, inside, ring.around);
    let share = seed.at(world.date).uniform(Draw::RingSlip, u32::from(formation.0));
    let lost = (f64::from(part) * p.ring_slip_lost * 2.0 * share) as u32;
    let (lost, out) = (lost.min(part), part - lost.min(part));
    if part == 0 {
        return;
    }
    let side = ring.of.index();
    world.formations.men[index] -= part;
    world.formations.lost[index] += lost;
    world.ledger[side].missing_captured += lost;
    world.ledger[side].escaped += out;
    world.depots[side] += out;
    let cell = world.formations.cell[index];
    let what = Event::Slipped { formation, cell, men: out, lost, men_around: ring.around };
    events.push(crate::Event { date: world.date, kind: EventKind::Ring(what) });
}

/// Officers for those who fell since the ring closed, once they are missed.
fn drop_officers(setting: &crate::Setting, world: &mut World, ring: &mut Ring, formation: FormationId, events: &mut Vec<crate::Event>) {
    let p = &setting.parameters;
    let ready = setting.sides[ring.of.index()].parachute_officers as u32;
    let [men, lost] = toll(world, ring);
    let officers = law::officers(p, men, lost).min(ready).saturating_sub(ring.officers);
    // one drop a ring and formation in command of it: the strongest
    let strongest = ring.formations.iter().max_by_key(|held| (world.formations.men[held.index()], std::cmp::Reverse(held.0)));
    if officers == 0 || ring.officers > 0 || strongest != Some(&formation) {
        return;
    }
    ring.officers += officers;
    lower_cohesion(&mut world.formations.cohesion[formation.index()], -p.ring_officer_cohesion);
    let cell = world.formations.cell[formation.index()];
    events.push(crate::Event { date: world.date, kind: EventKind::Ring(Event::OfficersDropped { formation, cell, officers, lost }) });
}

/// A formation whose supply and cohesion are gone may lay down its arms.
fn surrender(setting: &crate::Setting, world: &mut World, seed: Draws, ring: &Ring, formation: FormationId, events: &mut Vec<crate::Event>) {
    let p = &setting.parameters;
    let index = formation.index();
    let (stock, cohesion) = (world.formations.stock[index], world.formations.cohesion[index]);
    let chance = setting.sides[ring.of.index()].surrender_per_day;
    if stock > 0 || f64::from(cohesion) > p.ring_surrender_cohesion * 10_000.0 {
        return;
    }
    let draws = seed.at(world.date);
    if draws.uniform(Draw::RingSurrender, u32::from(formation.0)) >= chance {
        return;
    }
    let men = world.formations.men[index];
    let share = draws.uniform(Draw::Retreat, u32::from(formation.0));
    let part = p.defeat_captured_low + (p.defeat_captured_high - p.defeat_captured_low) * share;
    let captured = ((f64::from(men) * part + 0.5) as u32).min(men);
    let (side, cell, date) = (ring.of.index(), world.formations.cell[index], world.date);
    occupancy::remove(setting, world, formation);
    world.formations.men[index] = 0;
    world.formations.lost[index] += captured;
    world.ledger[side].missing_captured += captured;
    world.ledger[side].escaped += men - captured;
    world.depots[side] += men - captured;
    let days = date - ring.began;
    let what = Event::Surrendered { formation, cell, captured, escaped: men - captured, days, stock, cohesion };
    events.push(crate::Event { date, kind: EventKind::Ring(what) });
}
