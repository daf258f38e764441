//! Fortresses and field works: batteries and works with strength of their own. `docs/model/fortress.md`, `docs/model/works.md`.
//!
//! A cell's works stay in [`World::works`], which combat reads; here is what wears them down and builds them up, and the guns
//! of the forts that bear on the river.

pub mod law;

use crate::event::EventKind;
use crate::phases::river::{self, HitBy};
use crate::setting::RiverSetting;
use crate::World;
use huizhan_base::{CellId, DayDraws, Digest, Draw, Draws, FormationId, PlaceId, SideId};
use serde::Serialize;

/// What a run does not change.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Guns of forts that bear on the great river, sorted by their place on the river and id.
    pub batteries: Vec<Battery>,
}

/// Guns of a fort that bear on the great river.
#[derive(Debug, Clone)]
pub struct Battery {
    /// Its id in the record.
    pub id: String,
    /// The side that built it.
    pub side: SideId,
    /// The place of its fort.
    pub place: PlaceId,
    /// The cell of that place.
    pub cell: CellId,
    /// Where it lies on the river (metres from the mouth).
    pub metres: u32,
    /// Guns (pieces).
    pub guns: u16,
    /// Their calibre (millimetres).
    pub calibre_mm: u16,
    /// How far they reach along the river (metres).
    pub reach_m: u32,
    /// Crew of the whole battery (people).
    pub crew: u16,
}

/// What has become of a battery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guns {
    /// Strength left (0-10,000).
    pub strength: u16,
    /// Whether it fires, is silent until it has been mended, or has been lost with its fort.
    pub status: Status,
}

/// Whether a battery fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// It fires with the guns it has left.
    Firing = 0,
    /// Silenced: it is mended while its fort holds out.
    Silent = 1,
    /// Taken or blown up when its fort fell; who retakes the fort finds no guns.
    Lost = 2,
}

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// What has become of each battery.
    pub batteries: Vec<Guns>,
    /// Strength left of the permanent works of each fort of the setting (0-10,000).
    pub permanent: Vec<u16>,
}

impl State {
    /// The state before the first day.
    pub(crate) fn new(setting: &crate::Setting) -> Self {
        Self {
            batteries: vec![Guns { strength: law::FULL, status: Status::Firing }; setting.fortress.batteries.len()],
            permanent: vec![law::permanent(&setting.parameters, setting.factors.fortresses); setting.forts.len()],
        }
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        self.batteries.iter().for_each(|guns| digest.add(u64::from(guns.strength) | (guns.status as u64) << 16));
        self.permanent.iter().for_each(|strength| digest.add(u64::from(*strength)));
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold; strength in ten-thousandths, guns as guns of 100 mm where of ships")]
pub enum Event {
    /// Ships and a battery exchanged fire: guns of the ships at hand, of the battery, its strength after, ships it hit.
    Duel { place: PlaceId, side: SideId, ship_guns: u32, battery_guns: u32, strength: u16, ships_hit: u16 },
    /// The last gun of a battery is silent: by fire of ships, of troops, or because its fort is lost.
    Silenced { place: PlaceId, side: SideId, by_ships: bool, fort_held: bool },
    /// A silent battery fires again: its fort held out and mended it.
    Repaired { place: PlaceId, side: SideId, strength: u16 },
    /// Fire has worn the works of a cell down to half of what they were when it began, or a day's fire took a tenth.
    WorksShelled { cell: CellId, side: SideId, guns: u32, works_before: u16, works: u16 },
}

/// One day of the batteries: what they fire on, what fires on them, what is mended by night.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, seed: Draws, events: &mut Vec<crate::Event>) {
    let Some(great) = &setting.river else { return };
    let draws = seed.at(world.date);
    for index in 0..setting.fortress.batteries.len() {
        let battery = &setting.fortress.batteries[index];
        if world.fortress.batteries[index].status == Status::Lost {
            continue;
        }
        if world.control[battery.cell.index()] != battery.side.0 {
            fall_silent(world, battery, index, Status::Lost, false, events);
            continue;
        }
        let ships = battery.side != great.side && bears(battery, world.river.head_m);
        if ships && world.fortress.batteries[index].status == Status::Firing {
            duel(setting, world, great, index, draws, events);
        }
        if world.occupancy.men[battery.side.index()][battery.cell.index()] > 0 {
            mend(setting, world, index, events);
        }
    }
}

fn bears(battery: &Battery, head_m: u32) -> bool {
    battery.metres.abs_diff(head_m) <= battery.reach_m
}

/// Ships at the head and a battery in reach of it.
fn duel(setting: &crate::Setting, world: &mut World, great: &RiverSetting, index: usize, draws: DayDraws, events: &mut Vec<crate::Event>) {
    let p = &setting.parameters;
    let battery = &setting.fortress.batteries[index];
    let key = index as u32 * 64;
    let guns = guns_left(setting, world, index);
    let ship_guns = ship_guns(setting, world, great);
    let chance = 0.5 + draws.uniform(Draw::ShipFire, key);
    let lost = law::hit(p.fortress_guns_per_ship_gun * ship_guns * chance, f64::from(battery.guns) * setting.factors.batteries);
    let hits = river::law::poisson(guns * p.fortress_hits_per_gun_day, draws.uniform(Draw::BatteryFire, key));
    let mut ships_hit = 0;
    for shot in 0..hits {
        let Some(victim) = river::pick(world, great, great.side, None, draws.uniform(Draw::BatteryFire, key + 1 + shot)) else { break };
        ships_hit += 1;
        let at_m = world.river.head_m;
        river::hit(setting, world, victim, HitBy::Battery, draws.uniform(Draw::ShipSunk, 4000 + key + shot), at_m, events);
    }
    weaken(setting, world, index, lost, true, events);
    let (place, side, strength) = (battery.place, battery.side, world.fortress.batteries[index].strength);
    let [ship_guns, battery_guns] = [ship_guns, guns].map(|guns| (guns + 0.5) as u32);
    if ship_guns > 0 || ships_hit > 0 {
        let kind = Event::Duel { place, side, ship_guns, battery_guns, strength, ships_hit };
        events.push(crate::Event { date: world.date, kind: EventKind::Fortress(kind) });
    }
}

/// Guns of the ships that can come up to the head today and are sent forward (as guns of 100 mm).
fn ship_guns(setting: &crate::Setting, world: &World, great: &RiverSetting) -> f64 {
    let reach = (setting.parameters.river_guns_km * 1000.0) as u32;
    let own = great.ships.iter().zip(&world.river.ships).filter(|(group, ships)| {
        group.side == great.side && group.station_m.is_some() && group.class != river::Class::Sweeper && ships.at_m + reach >= world.river.head_m
    });
    let guns: f64 = own.map(|(group, ships)| river::gun_power(group) * f64::from(ships.afloat)).sum();
    guns * setting.parameters.river_ships_forward * setting.factors.gunboats
}

/// Takes strength from a battery, with the men who served it.
fn weaken(setting: &crate::Setting, world: &mut World, index: usize, lost: u16, by_ships: bool, events: &mut Vec<crate::Event>) {
    let battery = &setting.fortress.batteries[index];
    let before = world.fortress.batteries[index].strength;
    let after = before.saturating_sub(lost);
    let men = f64::from(battery.crew) * f64::from(before - after) / f64::from(law::FULL) * setting.parameters.fortress_crew_lost;
    river::harm(world, battery.side, (men + 0.5) as u32, battery.cell, events);
    world.fortress.batteries[index].strength = after;
    // with the last tenth of its guns a battery does not draw fire
    if after < law::FULL / 10 && world.fortress.batteries[index].status == Status::Firing {
        fall_silent(world, battery, index, Status::Silent, by_ships, events);
    }
}

fn fall_silent(world: &mut World, battery: &Battery, index: usize, status: Status, by_ships: bool, events: &mut Vec<crate::Event>) {
    let guns = &mut world.fortress.batteries[index];
    let fired = guns.status == Status::Firing;
    guns.status = status;
    if status == Status::Lost {
        guns.strength = 0;
    }
    if fired {
        let kind = Event::Silenced { place: battery.place, side: battery.side, by_ships, fort_held: status == Status::Silent };
        events.push(crate::Event { date: world.date, kind: EventKind::Fortress(kind) });
    }
}

/// The garrison mends its guns by night.
fn mend(setting: &crate::Setting, world: &mut World, index: usize, events: &mut Vec<crate::Event>) {
    let battery = &setting.fortress.batteries[index];
    let p = &setting.parameters;
    let guns = &mut world.fortress.batteries[index];
    if guns.strength == law::FULL {
        return;
    }
    guns.strength = (guns.strength + (p.fortress_repair_per_day * f64::from(law::FULL)) as u16).min(law::FULL);
    if guns.status == Status::Silent && f64::from(guns.strength) >= p.fortress_fires_again * f64::from(law::FULL) {
        guns.status = Status::Firing;
        let kind = Event::Repaired { place: battery.place, side: battery.side, strength: guns.strength };
        events.push(crate::Event { date: world.date, kind: EventKind::Fortress(kind) });
    }
}

fn guns_left(setting: &crate::Setting, world: &World, index: usize) -> f64 {
    let (battery, guns) = (&setting.fortress.batteries[index], world.fortress.batteries[index]);
    let firing = f64::from(u8::from(guns.status == Status::Firing));
    f64::from(battery.guns) * setting.factors.batteries * firing * f64::from(guns.strength) / f64::from(law::FULL)
}

/// Guns of a side's batteries that bear on the river at the head (pieces).
pub(crate) fn guns_bearing(setting: &crate::Setting, world: &World, side: SideId, head_m: u32) -> f64 {
    let bearing = |index: &usize| {
        let battery = &setting.fortress.batteries[*index];
        battery.side == side && world.control[battery.cell.index()] == side.0 && bears(battery, head_m)
    };
    (0..setting.fortress.batteries.len()).filter(bearing).map(|index| guns_left(setting, world, index)).sum()
}

/// Whether a line has batteries and all of them are silent.
pub(crate) fn silent(setting: &crate::Setting, world: &World, forts: &[CellId]) -> bool {
    let mut strengths = setting.fortress.batteries.iter().zip(&world.fortress.batteries).filter(|(battery, _)| forts.contains(&battery.cell)).peekable();
    strengths.peek().is_some() && strengths.all(|(_, guns)| guns.status != Status::Firing)
}

/// Share of its guns that a formation can use: a fortress garrison serves the batteries of its cell.
pub(crate) fn gun_share(setting: &crate::Setting, world: &World, formation: FormationId) -> f64 {
    let force = &setting.forces[formation.index()];
    if force.mobile {
        return 1.0;
    }
    let cell = world.formations.cell[formation.index()];
    let own = setting.fortress.batteries.iter().zip(&world.fortress.batteries).filter(|(battery, _)| battery.cell == cell && battery.side == force.side);
    let [full, left] = own.fold([0.0; 2], |[full, left], (battery, guns)| {
        [full + f64::from(battery.guns), left + f64::from(battery.guns) * f64::from(guns.strength) / f64::from(law::FULL)]
    });
    if full > 0.0 { setting.factors.batteries * left / full } else { 1.0 }
}

/// A day's fire of an assault on a cell: works crumble, batteries of the cell lose guns.
///
/// * `guns`: guns of the attackers and of ships that support them (pieces)
pub(crate) fn shell(setting: &crate::Setting, world: &mut World, cell: CellId, attacker: SideId, guns: f64, events: &mut Vec<crate::Event>) {
    let p = &setting.parameters;
    let before = world.works[cell.index()];
    let fort = setting.forts.iter().position(|fort| setting.theatre.places[fort.index()].cell == cell);
    let permanent = fort.map_or(0, |fort| world.fortress.permanent[fort]);
    let works = law::crumbled(p, before, permanent, guns);
    if let Some(fort) = fort {
        world.fortress.permanent[fort] = permanent.min(works);
    }
    world.works[cell.index()] = works;
    if before - works >= 1000 || (before >= 2500 && works < 2500) {
        let kind = Event::WorksShelled { cell, side: attacker.enemy(), guns: (guns + 0.5) as u32, works_before: before, works };
        events.push(crate::Event { date: world.date, kind: EventKind::Fortress(kind) });
    }
    for index in 0..setting.fortress.batteries.len() {
        let battery = &setting.fortress.batteries[index];
        if battery.cell == cell && battery.side != attacker && world.fortress.batteries[index].strength > 0 {
            let lost = law::hit(p.fortress_guns_per_field_gun * guns, f64::from(battery.guns) * setting.factors.batteries);
            weaken(setting, world, index, lost, false, events);
        }
    }
}

/// Guns of ships that support an attack (as guns of 100 mm).
pub(crate) fn supporting_guns(setting: &crate::Setting, world: &World, cell: CellId, attacker: SideId) -> f64 {
    let Some(great) = setting.river.as_ref().filter(|great| great.side == attacker) else { return 0.0 };
    let reach = (setting.parameters.river_guns_km * 1000.0) as u32;
    match setting.theatre.bank(cell) {
        Some(bank) if bank.metres <= world.river.head_m + reach => ship_guns(setting, world, great),
        _ => 0.0,
    }
}

/// Works that formations of a side dig in a cell in a day when all there dig (ten-thousandths).
///
/// Labour of the country helps where the side held the ground on the first day.
pub(crate) fn dug_in_a_day(setting: &crate::Setting, side: SideId, cell: CellId) -> u16 {
    let home = setting.control[cell.index()] == side.0;
    let labour = if home { setting.sides[side.index()].labour_men } else { 0.0 };
    law::dug(&setting.parameters, labour, setting.factors.field_works)
}

#[cfg(test)]
mod tests;
