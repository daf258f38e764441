//! Chemical weapons: the record's count and an abstract modifier, off unless a factor turns it on. `docs/model/chemical.md`.
//!
//! There is no agent, amount, means or effect here: a documented doctrine, a chance derived from the documented count, and a
//! number of the combat model. The simulation counts it so that one can ask how much the campaign's course hangs on it.

#[cfg(test)]
mod tests;

use crate::World;
use crate::event::EventKind;
use huizhan_base::{CellId, Date, Digest, Draw, Draws, FormationId, SideId};
use serde::Serialize;

/// What a run does not change.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Times of documented doctrine, sorted by side and first day.
    pub doctrine: Vec<Doctrine>,
}

/// A time for which the doctrine of a side is documented.
#[derive(Debug, Clone, Copy)]
pub struct Doctrine {
    /// Whose.
    pub side: SideId,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Documented uses per attacking formation and day of assault on works (0-1).
    pub chance: f64,
    /// Share of the other side's men without protection (0-1).
    pub unprotected: f64,
}

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Uses of each side so far.
    pub uses: [u32; 2],
    /// How often each formation has met it; empty until the first use.
    pub met: Vec<u8>,
    /// Assaults of today with it: defended cell, attacker, advantage (thousandths of `V`).
    today: Vec<(CellId, SideId, u32)>,
}

impl State {
    /// Adds what decides the future: nothing where the factor is off.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        for (index, met) in self.met.iter().enumerate().filter(|(_, met)| **met > 0) {
            digest.add((index as u64) << 8 | u64::from(*met));
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold; units are in docs/model/chemical.md")]
pub enum Event {
    /// Attackers used what their doctrine documents: defended cell, attacker, formations that did, works of the cell
    /// (ten-thousandths), share of the defenders' men without protection and what repeats leave of the advantage, and the advantage
    /// itself (thousandths of `V`).
    Used { cell: CellId, attacker: SideId, formations: Vec<FormationId>, works: u16, unprotected: u32, fresh: u32, advantage: u32 },
}

/// One day: which of the assaults that contact listed are of the documented kind. Nothing at all where the factor is off.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, seed: Draws, events: &mut Vec<crate::Event>) {
    if setting.factors.chemical == 0.0 || setting.chemical.doctrine.is_empty() {
        return;
    }
    world.chemical.today.clear();
    let assaults = std::mem::take(&mut world.scratch.assaults);
    for column in assaults.chunk_by(|a, b| a.0 == b.0 && setting.forces[a.1.index()].side == setting.forces[b.1.index()].side) {
        let (cell, side) = (column[0].0, setting.forces[column[0].1.index()].side);
        if let Some(doctrine) = in_force(setting, side, world.date) {
            assault(setting, world, seed, doctrine, cell, column, events);
        }
    }
    world.scratch.assaults = assaults;
}

fn in_force(setting: &crate::Setting, side: SideId, date: Date) -> Option<&Doctrine> {
    setting.chemical.doctrine.iter().find(|doctrine| doctrine.side == side && (doctrine.from..=doctrine.to).contains(&date))
}

/// One assault of a side on a cell.
fn assault(
    setting: &crate::Setting,
    world: &mut World,
    seed: Draws,
    doctrine: &Doctrine,
    cell: CellId,
    column: &[(CellId, FormationId)],
    events: &mut Vec<crate::Event>,
) {
    let p = &setting.parameters;
    let (date, works) = (world.date, world.works[cell.index()]);
    if f64::from(works) < p.chemical_works_from * 10_000.0 {
        return;
    }
    let draws = seed.at(date);
    let uses = |formation: &FormationId| draws.uniform(Draw::Chemical, u32::from(formation.0)) < doctrine.chance;
    let formations: Vec<FormationId> = column.iter().map(|(_, formation)| *formation).filter(uses).collect();
    if formations.is_empty() {
        return;
    }
    if world.chemical.met.is_empty() {
        world.chemical.met = vec![0; setting.forces.len()];
    }
    let (mut men, mut surprised) = (0.0, 0.0);
    for index in 0..setting.forces.len() {
        let defends = world.formations.cell[index] == cell && setting.forces[index].side != doctrine.side;
        if !defends || !world.present(FormationId::from_index(index)) {
            continue;
        }
        let here = f64::from(world.formations.men[index]);
        men += here;
        surprised += here * fresh(p, world.chemical.met[index]);
        world.chemical.met[index] = world.chemical.met[index].saturating_add(1);
    }
    let fresh = if men > 0.0 { surprised / men } else { 0.0 };
    let advantage = (1000.0 * p.chemical_advantage * doctrine.unprotected * fresh) as u32;
    world.chemical.uses[doctrine.side.index()] += formations.len() as u32;
    world.chemical.today.push((cell, doctrine.side, advantage));
    let (unprotected, fresh) = ((1000.0 * doctrine.unprotected) as u32, (1000.0 * fresh) as u32);
    let used = Event::Used { cell, attacker: doctrine.side, formations, works, unprotected, fresh, advantage };
    events.push(crate::Event { date, kind: EventKind::Chemical(used) });
}

/// What is left of the surprise for a formation that has met it so often.
fn fresh(p: &crate::Parameters, met: u8) -> f64 {
    (0..met).fold(1.0, |left, _| left * p.chemical_repeat)
}

/// Advantage (`V`) of a documented chemical attack in a cell, by the abstract modifier; 0 unless the factor is on.
pub(crate) fn advantage(world: &World, cell: CellId, attacker: SideId) -> f64 {
    let of = |entry: &&(CellId, SideId, u32)| entry.0 == cell && entry.1 == attacker;
    world.chemical.today.iter().find(of).map_or(0.0, |entry| f64::from(entry.2) / 1000.0)
}
