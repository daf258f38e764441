//! Rear: garrisons, guerrillas, raids, lines cut and repaired. `docs/model/rear.md`.

pub mod law;
#[cfg(test)]
mod tests;

use crate::World;
use crate::event::EventKind;
use crate::human::{Cause, Victim};
use crate::phases::supply;
use crate::world::Activity;
use huizhan_base::{CellId, Date, DayDraws, Digest, Draw, Draws, FormationId, PlaceId, SideId};
use serde::Serialize;

/// What a run does not change.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Bands behind the lines, sorted by id.
    pub bands: Vec<Band>,
    /// Routes over land with the cell of their middle: what a side must guard where it holds them. Empty without bands.
    pub lines: Vec<(u16, CellId)>,
}

/// A band behind the enemy's lines.
#[derive(Debug, Clone)]
pub struct Band {
    /// Its id in the record.
    pub id: String,
    /// Its side.
    pub side: SideId,
    /// The place it lives about.
    pub place: PlaceId,
    /// How many on the first day (men).
    pub men: u32,
    /// The day from which it is there.
    pub from: Date,
    /// Raids it tries (a month of 30 days), scaled by its factor.
    pub raids_per_month: f64,
    /// Routes within its reach, sorted.
    pub routes: Vec<u16>,
    /// The enemy's source of supply that stands for a line off the map: an index into the sources.
    pub source: Option<u16>,
}

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Men of each band.
    men: Vec<u32>,
    /// Capacity that each source of supply has lost behind the map (thousandths).
    source_damage: Vec<u16>,
    /// Raids so far: tried, driven off, lines cut.
    raids: [u32; 3],
}

impl State {
    /// The state before the first day.
    pub(crate) fn new(setting: &crate::Setting) -> Self {
        Self {
            men: setting.rear.bands.iter().map(|band| band.men).collect(),
            source_damage: if setting.rear.bands.is_empty() { Vec::new() } else { vec![0; setting.sources.len()] },
            raids: [0; 3],
        }
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        self.men.iter().for_each(|men| digest.add(u64::from(*men)));
        for (source, damage) in self.source_damage.iter().enumerate().filter(|(_, damage)| **damage > 0) {
            digest.add((source as u64) << 16 | u64::from(*damage));
        }
    }

    /// Raids so far: tried, driven off, lines cut.
    #[must_use]
    pub fn raids(&self) -> [u32; 3] {
        self.raids
    }

    /// Men of a band.
    #[must_use]
    pub fn men(&self, band: usize) -> u32 {
        self.men[band]
    }

    /// Share of a source of supply that raids off the map leave (0-1).
    pub(crate) fn source_left(&self, source: usize) -> f64 {
        self.source_damage.get(source).map_or(1.0, |damage| f64::from(1000 - *damage) / 1000.0)
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub enum Event {
    /// A raid cut a line between two places, or the line behind the map at one place. Why: the band's strength, the crops, the
    /// garrison near. What it did: capacity lost (thousandths), dead and wounded of both.
    LineCut { side: SideId, from: CellId, to: CellId, band_men: u32, tall_crops: bool, garrison_men: u32, foiled_chance: u16, capacity_lost: u16, garrison_losses: u32, band_losses: u32 },
    /// A raid was driven off.
    RaidFoiled { side: SideId, from: CellId, to: CellId, band_men: u32, tall_crops: bool, garrison_men: u32, foiled_chance: u16, band_losses: u32 },
    /// The last damage of a line is repaired.
    LineRepaired { side: SideId, from: CellId, to: CellId },
    /// On the first day of a month: the lines over land that the side holds, the men they need, and the men at rest who stand
    /// near enough to give them and so are tied down, with their formations.
    Garrisons { side: SideId, line_km: u32, needed_men: u32, tied_men: u32, formations: Vec<FormationId> },
}

/// One day: engineers repair, bands strike.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, seed: Draws, events: &mut Vec<crate::Event>) {
    repair(setting, world, events);
    if setting.rear.bands.is_empty() {
        return;
    }
    let draws = seed.at(world.date);
    for band in 0..setting.rear.bands.len() {
        strike(setting, world, draws, band, events);
    }
    if world.date.month_day().1 == 1 {
        for side in SideId::BOTH {
            garrisons(setting, world, side, events);
        }
    }
}

/// What raids from land and air, or sabotage, have broken is mended by whoever holds the line.
fn repair(setting: &crate::Setting, world: &mut World, events: &mut Vec<crate::Event>) {
    let daily = setting.parameters.rear_repair_per_day as u16;
    for route in 0..world.damage.len() {
        if world.damage[route] == 0 {
            continue;
        }
        let row = &setting.theatre.routes[route];
        let owner = SideId::BOTH.into_iter().find(|side| supply::usable(setting, world, *side, row));
        let Some(side) = owner else { continue };
        world.damage[route] = world.damage[route].saturating_sub(daily);
        if world.damage[route] == 0 {
            let [from, to] = ends(setting, route as u16);
            let event = Event::LineRepaired { side, from, to };
            events.push(crate::Event { date: world.date, kind: EventKind::Rear(event) });
        }
    }
    for damage in &mut world.rear.source_damage {
        *damage = damage.saturating_sub(daily);
    }
}

/// The middle cell of a route, or that of its nearer end where it runs off the map.
#[must_use]
pub fn middle(theatre: &huizhan_theatre::Theatre, route: u16) -> CellId {
    let route = &theatre.routes[usize::from(route)];
    route.cells.get(route.cells.len() / 2).copied().unwrap_or(theatre.places[route.from.index()].cell)
}

/// The cells of the two ends of a route.
fn ends(setting: &crate::Setting, route: u16) -> [CellId; 2] {
    let route = &setting.theatre.routes[usize::from(route)];
    [route.from, route.to].map(|place| setting.theatre.places[place.index()].cell)
}

/// A band tries a raid: on one of the lines within its reach that the enemy uses, or on the one behind the map.
fn strike(setting: &crate::Setting, world: &mut World, draws: DayDraws, index: usize, events: &mut Vec<crate::Event>) {
    let p = &setting.parameters;
    let band = &setting.rear.bands[index];
    let date = world.date;
    if band.from > date {
        return;
    }
    let crops = law::tall_crops(date);
    let season = if crops { p.rear_tall_crops } else { 1.0 };
    let words = draws.words(Draw::Raid, index as u32, 0).map(|word| (f64::from(word) + 0.5) / 4_294_967_296.0);
    if words[0] >= law::chance_of_raid(band.raids_per_month, world.rear.men[index], band.men, season) {
        return;
    }
    let enemy = band.side.enemy();
    let used = |route: &&u16| supply::usable(setting, world, enemy, &setting.theatre.routes[usize::from(**route)]);
    let open = band.routes.iter().filter(used).count();
    let choice = ((words[1] * open as f64) as usize).min(open.saturating_sub(1));
    let route = band.routes.iter().filter(used).nth(choice).copied();
    // a band off the map strikes at the line that its place stands for
    let held = world.control[setting.theatre.places[band.place.index()].cell.index()] == enemy.0;
    if route.is_none() && !(band.source.is_some() && held) {
        return;
    }
    let cell = route.map_or(setting.theatre.places[band.place.index()].cell, |route| middle(&setting.theatre, route));
    let (garrison_men, nearest) = garrison(setting, world, enemy, cell);
    let chance = law::chance_foiled(garrison_men, p.rear_garrison_half_men);
    let foiled = words[2] < chance;
    let effect = draws.words(Draw::RaidEffect, index as u32, 0).map(|word| (f64::from(word) + 0.5) / 4_294_967_296.0);
    let band_men = world.rear.men[index];
    let party = f64::from(band_men).min(p.rear_party_men);
    let share = if foiled { p.rear_band_losses_foiled } else { p.rear_band_losses };
    let band_losses = ((party * share * 2.0 * effect[0] + 0.5) as u32).min(band_men);
    world.rear.men[index] -= band_losses;
    hurt(setting, world, band.side, band_losses, cell, events);
    world.rear.raids[0] += 1;
    let [from, to] = route.map_or([cell; 2], |route| ends(setting, route));
    let (side, foiled_chance) = (band.side, (chance * 1000.0) as u16);
    let event = if foiled {
        world.rear.raids[1] += 1;
        Event::RaidFoiled { side, from, to, band_men, tall_crops: crops, garrison_men, foiled_chance, band_losses }
    } else {
        world.rear.raids[2] += 1;
        let capacity_lost = law::between(p.rear_damage_low, p.rear_damage_high, effect[1]) as u16;
        let damage = match (route, band.source) {
            (Some(route), _) => &mut world.damage[usize::from(route)],
            (None, Some(source)) => &mut world.rear.source_damage[usize::from(source)],
            (None, None) => unreachable!("a raid has an aim"),
        };
        *damage = (*damage).max(capacity_lost.min(1000));
        let garrison_losses = law::between(p.rear_garrison_losses_low, p.rear_garrison_losses_high, effect[2]);
        let garrison_losses = lose_men(world, enemy, nearest, garrison_losses);
        hurt(setting, world, enemy, garrison_losses, cell, events);
        Event::LineCut { side, from, to, band_men, tall_crops: crops, garrison_men, foiled_chance, capacity_lost, garrison_losses, band_losses }
    };
    events.push(crate::Event { date, kind: EventKind::Rear(event) });
}

/// Men of a side at rest within reach of a cell, and the formation nearest to it: troops in contact or on the march
/// guard nothing.
fn garrison(setting: &crate::Setting, world: &World, side: SideId, cell: CellId) -> (u32, Option<FormationId>) {
    let reach = setting.parameters.rear_garrison_km;
    let mut men = 0;
    let mut nearest: Option<(u32, FormationId)> = None;
    for formation in guards(setting, world, side) {
        let here = world.formations.cell[formation.index()];
        if setting.theatre.within_km(here, cell, reach) {
            men += world.formations.men[formation.index()];
            // ties in whole metres go to the lower id
            let metres = (setting.theatre.distance_km(here, cell) * 1000.0) as u32;
            if nearest.is_none_or(|(known, _)| metres < known) {
                nearest = Some((metres, formation));
            }
        }
    }
    (men, nearest.map(|(_, formation)| formation))
}

/// The formations of a side that can guard lines today.
fn guards<'a>(setting: &'a crate::Setting, world: &'a World, side: SideId) -> impl Iterator<Item = FormationId> + 'a {
    let at_rest = move |formation: &FormationId| {
        setting.forces[formation.index()].side == side && world.formations.activity[formation.index()] == Activity::Rest
    };
    world.present_formations().filter(at_rest)
}

/// The garrison's dead and wounded leave the formation nearest to the raid. Where none stands near, the dead are of line
/// troops that the order of battle does not show.
fn lose_men(world: &mut World, side: SideId, formation: Option<FormationId>, people: u32) -> u32 {
    let Some(formation) = formation else { return people };
    let index = formation.index();
    let people = people.min(world.formations.men[index].saturating_sub(1));
    world.formations.men[index] -= people;
    world.formations.lost[index] += people;
    world.ledger[side.index()].killed_wounded += people;
    people
}

fn hurt(setting: &crate::Setting, world: &mut World, of: SideId, people: u32, cell: CellId, events: &mut Vec<crate::Event>) {
    if people == 0 {
        return;
    }
    let victim = Victim::Soldiers { of };
    world.human.add(victim, Cause::Rear, people);
    // each side claims more of the other than it admits of its own: a range of half to twice the number
    let spread = setting.parameters.rear_losses_spread;
    let (low, high) = ((f64::from(people) / spread) as u32, (f64::from(people) * spread) as u32);
    let kind = EventKind::HumanCost { victim, cause: Cause::Rear, cell, people, low, high };
    events.push(crate::Event { date: world.date, kind });
}

/// The lines over land that a side holds behind the enemy's bands, the men they need, and who stands near enough to
/// give them. A line ties down no more men than it needs; a formation no more than it has.
fn garrisons(setting: &crate::Setting, world: &World, side: SideId, events: &mut Vec<crate::Event>) {
    let p = &setting.parameters;
    if !setting.rear.bands.iter().any(|band| band.side == side.enemy() && band.from <= world.date) {
        return;
    }
    let (mut line_m, mut tied_men) = (0u32, 0u32);
    let men = |formation: FormationId| (formation, world.formations.men[formation.index()]);
    let mut free: Vec<(FormationId, u32)> = guards(setting, world, side).map(men).collect();
    let (mut formations, mut near) = (Vec::new(), Vec::new());
    for (route, cell) in &setting.rear.lines {
        let row = &setting.theatre.routes[usize::from(*route)];
        let held = |cell: CellId| world.control[cell.index()] == side.0;
        if !ends(setting, *route).into_iter().all(held) || !supply::usable(setting, world, side, row) {
            continue;
        }
        line_m += row.length_m;
        let mut needed = law::garrison_needed(f64::from(row.length_m) / 1000.0, p.rear_garrison_men_per_km);
        let distance = |formation: FormationId| (setting.theatre.distance_km(world.formations.cell[formation.index()], *cell) * 1000.0) as u32;
        let reach_m = (p.rear_garrison_km * 1000.0) as u32;
        // the nearest first; ties in whole metres go to the lower id
        near.clear();
        near.extend(free.iter().enumerate().map(|(index, (formation, _))| (distance(*formation), index)).filter(|(metres, _)| *metres <= reach_m));
        near.sort_unstable();
        for (_, index) in &near {
            let (formation, men) = &mut free[*index];
            let tied = needed.min(*men);
            *men -= tied;
            needed -= tied;
            tied_men += tied;
            if tied > 0 && !formations.contains(formation) {
                formations.push(*formation);
            }
        }
    }
    formations.sort_unstable();
    let needed_men = law::garrison_needed(f64::from(line_m) / 1000.0, p.rear_garrison_men_per_km);
    let event = Event::Garrisons { side, line_km: line_m / 1000, needed_men, tied_men, formations };
    events.push(crate::Event { date: world.date, kind: EventKind::Rear(event) });
}
