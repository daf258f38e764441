//! Air war: sweeps, raids, close support, reconnaissance, airdrops. `docs/model/air.md`.
//!
//! * `bases`: who is based where, what is fit to fly, what is replaced
//! * `missions`: what each group does today, and who escorts it
//! * `raids`: who meets it, what it costs, what is hit
//! * [`law`]: the exchange in the air, as functions of numbers

mod bases;
pub mod law;
mod missions;
mod raids;
mod setting;
#[cfg(test)]
mod tests;

pub use setting::{Aircraft, Arm, Field, Group, Kind, Order, Role, Setting, Target, Task};

use crate::World;
use crate::setting::Setting as Campaign;
use huizhan_base::{CellId, Digest, Draws, FormationId, PlaceId, SideId};
use serde::Serialize;

/// What changes: columns by group and by field.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Groups, in the order of the setting.
    groups: Vec<GroupState>,
    /// Days each field has been held by its holder, and who that is.
    fields: Vec<(u8, u16)>,
    /// Fields each side can use, one bit a field.
    usable: [u64; 2],
    /// Damage of rail routes from the air that is not mended yet: (route, thousandths), sorted.
    cuts: Vec<(u16, u16)>,
    /// Where aircraft of a side looked today.
    eyes: [Vec<(CellId, PlaceId)>; 2],
    /// Loads dropped today on ships of a side.
    on_ships: [u32; 2],
    /// Sorties in support of troops today: (cell, side, sorties).
    support: Vec<(CellId, SideId, u16)>,
    /// Aircraft lost by each side so far, from whatever cause.
    lost: [u32; 2],
}

/// How many areas a side's aircraft watch in a day. Assumption, 2-5.
const EYES: usize = 3;

/// A group's state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct GroupState {
    /// Not yet there (0), there (1), withdrawn (2).
    status: u8,
    /// The field it stands on, or `NO_FIELD`.
    field: u8,
    /// Aircraft on strength.
    aircraft: u16,
    /// Of these, damaged.
    damaged: u16,
    /// Crews.
    crews: u16,
    /// Aircraft, crews and repairs on their way (thousandths).
    flow: [u16; 3],
}

/// A group without a field.
const NO_FIELD: u8 = u8::MAX;

/// A bomb load: what one medium bomber carries (kilograms). Effects are counted in it.
pub const LOAD_KG: f64 = 500.0;

impl State {
    /// The state before the first day.
    pub(crate) fn new(setting: &Campaign) -> Self {
        let air = &setting.air;
        let holder = |field: &Field| (setting.control[field.cell.index()], u16::MAX);
        let group = |group: &Group| GroupState {
            field: group.base,
            aircraft: group.establishment,
            crews: (f64::from(group.establishment) * air.arms[group.arm].crews) as u16,
            ..GroupState::default()
        };
        Self {
            groups: air.groups.iter().map(group).collect(),
            fields: air.fields.iter().map(holder).collect(),
            ..Self::default()
        }
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        for group in &self.groups {
            let [aircraft, crews, repairs] = group.flow.map(u64::from);
            digest.add(u64::from(group.status) | u64::from(group.field) << 8 | u64::from(group.aircraft) << 16 | u64::from(group.damaged) << 32);
            digest.add(u64::from(group.crews) | aircraft << 16 | crews << 32 | repairs << 48);
        }
        self.fields.iter().for_each(|(holder, days)| digest.add(u64::from(*holder) | u64::from(*days) << 8));
        self.cuts.iter().for_each(|(route, cut)| digest.add(u64::from(*route) | u64::from(*cut) << 16));
        if !self.groups.is_empty() {
            self.eyes.iter().flatten().for_each(|(cell, _)| digest.add(u64::from(cell.0)));
            digest.add(u64::from(self.on_ships[0]) | u64::from(self.on_ships[1]) << 32);
        }
    }

    /// Where aircraft of a side looked today.
    #[inline]
    pub fn eyes(&self, side: SideId) -> impl Iterator<Item = CellId> + '_ {
        self.eyes[side.index()].iter().map(|(cell, _)| *cell)
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold; units are in docs/model/air.md")]
pub enum Event {
    /// Fighters met a raid.
    Battle(Box<Battle>),
    /// A raid reached its target: sorties that got there, loads dropped, aircraft destroyed on the ground, thousandths of the
    /// routes' capacity cut.
    Raid { by: SideId, aim: Kind, cell: CellId, sorties: u16, loads: u32, destroyed: u16, cut: u16 },
    /// Sorties in support of troops fighting for a cell.
    Support { by: SideId, cell: CellId, sorties: u16 },
    /// Supplies dropped to a formation that is cut off; its stock after (thousandths of a day of supply).
    Dropped { formation: FormationId, cell: CellId, sorties: u16, kilograms: u32, stock: u16 },
    /// Aircraft of a side looked at places.
    Watched { by: SideId, places: Vec<PlaceId> },
    /// A group moved to another field, leaving damaged aircraft behind where the enemy took the old one.
    Rebased { group: u16, from: CellId, to: CellId, left_behind: u16 },
    /// A group has no field left in reach.
    Grounded { group: u16, from: CellId, left_behind: u16 },
    /// A side's air force, once a week: aircraft on strength, fit to fly, crews, aircraft lost so far.
    Strength { side: SideId, aircraft: u32, fit: u32, crews: u32, lost: u32 },
}

/// A fight in the air with what went into it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Battle {
    /// Over which cell.
    pub cell: CellId,
    /// Who raided.
    pub attacker: SideId,
    /// What the raid was for.
    pub aim: Kind,
    /// The order it followed, as a number of the list of orders.
    pub ordered: Option<u16>,
    /// Fighters of the raid, bombers of the raid, and fighters that met it.
    pub aircraft: [u16; 3],
    /// Share of the ready fighters that the warning let take part.
    pub warning: f64,
    /// Edge of the defending fighters over the escorts and over the bombers (ln), noise included.
    pub edge: [f64; 2],
    /// How fierce it was: factor on all kills.
    pub intensity: f64,
    /// Lost: fighters of the raid, bombers of the raid, fighters that met it.
    pub lost: [u16; 3],
    /// Crew killed, raiders and defenders.
    pub killed: [u32; 2],
}

/// One day.
pub(crate) fn day(setting: &Campaign, world: &mut World, seed: Draws, events: &mut Vec<crate::Event>) {
    if setting.air.groups.is_empty() || setting.factors.air <= 0.0 {
        return;
    }
    let mut state = std::mem::take(&mut world.air);
    let mut scratch = std::mem::take(&mut world.scratch.air);
    let today = seed.at(world.date);
    bases::prepare(setting, world, &mut state, events);
    missions::assign(setting, world, &mut state, today, &mut scratch);
    raids::fly(setting, world, &mut state, today, &mut scratch, events);
    bases::wear(setting, world, &mut state, today, &scratch, events);
    world.scratch.air = scratch;
    world.air = state;
}

/// Advantage (`V`) that the day's close support gives the attacker of a cell; negative where the defender has more.
pub(crate) fn advantage(setting: &Campaign, world: &World, cell: CellId, attacker: SideId) -> f64 {
    let flown = |side: SideId| -> f64 {
        let here = world.air.support.iter().filter(|(at, by, _)| *at == cell && *by == side);
        f64::from(here.map(|(_, _, sorties)| u32::from(*sorties)).sum::<u32>()) * setting.factors.air_support
    };
    let sorties = [flown(attacker), flown(attacker.enemy())];
    if sorties.iter().all(|flown| *flown <= 0.0) {
        return 0.0;
    }
    let ours = |formation: &FormationId| setting.forces[formation.index()].side == attacker;
    let assaulting = world.scratch.assaults.iter().filter(|(at, formation)| *at == cell && ours(formation));
    let attackers: u32 = assaulting.map(|(_, formation)| world.formations.men[formation.index()]).sum();
    let defenders = world.occupancy.men[attacker.enemy().index()][cell.index()];
    let dense = |sorties: f64, men: u32| sorties * 1000.0 / f64::from(men.max(1000));
    law::advantage(&setting.parameters, dense(sorties[0], attackers), dense(sorties[1], defenders))
}

/// Bomb loads of [`LOAD_KG`] delivered today against the ships of a side.
#[must_use]
pub fn on_ships(world: &World, side: SideId) -> u32 {
    world.air.on_ships[side.index()]
}

/// Aircraft on strength of a side today, damaged ones among them.
#[must_use]
pub fn aircraft(setting: &Campaign, world: &World, side: SideId) -> u32 {
    let groups = setting.air.groups.iter().zip(&world.air.groups);
    groups.filter(|(group, state)| group.side == side && state.status == 1).map(|(_, state)| u32::from(state.aircraft)).sum()
}

/// Aircraft a side has lost so far, from whatever cause.
#[must_use]
pub fn lost(world: &World, side: SideId) -> u32 {
    world.air.lost[side.index()]
}

/// The cell of the field a group stands on today, if it is there and has one.
#[must_use]
pub fn base(setting: &Campaign, world: &World, group: usize) -> Option<CellId> {
    let state = world.air.groups.get(group)?;
    (state.status == 1 && state.field != NO_FIELD).then(|| setting.air.fields[state.field as usize].cell)
}

/// Lists that the phase reuses from day to day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    /// The missions of the day.
    missions: Vec<missions::Mission>,
    /// Sorties flown by each group today, over own and over enemy ground.
    flown: Vec<[u16; 2]>,
    /// Times each group's fighters rose in defence today.
    risen: Vec<u8>,
    /// Aircraft on each field.
    parked: Vec<u16>,
    /// Cells fought for yesterday.
    fights: Vec<CellId>,
    /// Formations of both sides that are cut off.
    ringed: Vec<FormationId>,
}
