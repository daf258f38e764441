//! River war: mines, sweepers, ships, torpedo boats, draught against stage. `docs/model/river.md`.
//!
//! One number is what the other phases read: the head, metres from the mouth up to which the ships of the side with shipping
//! go. What moves it is in `sweep`; who does it, and what it costs them, in `fleet` and `raid`; the laws in `law`.

mod fleet;
pub mod law;
mod passage;
mod raid;
mod sweep;

pub use fleet::HitBy;
pub(crate) use fleet::{gun_power, harm, hit, lift_share, pick, support};
pub(crate) use passage::{by_sea, can_sail, harbour, landing_open, passage_hm};

use crate::World;
use huizhan_base::{CellId, Date, Digest, Draws, SideId};
use serde::Serialize;

/// What kind of ship it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A cruiser or another ship of the sea.
    Cruiser,
    /// A destroyer or large torpedo boat.
    Destroyer,
    /// A gunboat.
    Gunboat,
    /// A minelayer.
    Minelayer,
    /// A minesweeper.
    Sweeper,
    /// A motor torpedo boat.
    TorpedoBoat,
    /// A transport.
    Transport,
    /// Landing craft.
    Craft,
}

/// Ships of one kind.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its id in the record.
    pub id: String,
    /// Its side.
    pub side: SideId,
    /// What they are.
    pub class: Class,
    /// How many on the first day (ships).
    pub number: u16,
    /// Draught of one (centimetres).
    pub draught_cm: u16,
    /// Guns of one (pieces).
    pub guns: u16,
    /// Their calibre (millimetres).
    pub calibre_mm: u16,
    /// Crew of one (people).
    pub crew: u16,
    /// Where they lie on the first day (metres from the mouth); `None` at sea.
    pub station_m: Option<u32>,
}

/// Mines laid along a stretch of the river.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minefield {
    /// Its lower end (metres from the mouth).
    pub from_m: u32,
    /// Its upper end.
    pub to_m: u32,
    /// Mines in it (pieces).
    pub mines: u32,
}

/// The least depth of a reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Depth {
    /// Its lower end (metres from the mouth).
    pub from_m: u32,
    /// Its upper end.
    pub to_m: u32,
    /// Least depth at the mean stage of the year (centimetres).
    pub least_cm: i32,
}

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// How far up ships go (metres from the mouth); 0 where nobody has shipping.
    pub head_m: u32,
    /// How many barriers are open.
    pub barriers_open: u16,
    /// Days left on the boom being cleared; 0 where none is.
    pub boom_days: u32,
    /// How far the clearing of the next line has come.
    pub clearing: Clearing,
    /// Blockships sunk in the next line since the first day (ships).
    pub blockships: u16,
    /// Mines swept so far (pieces).
    pub mines_swept: u32,
    /// What has become of each group of ships.
    pub ships: Vec<Ships>,
    /// Ships under repair: (day back, group).
    yard: Vec<(Date, u16)>,
}

/// How far the clearing of a fort line has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Clearing {
    /// Not begun.
    #[default]
    None = 0,
    /// Begun under the silence of its guns, its forts not held.
    Silenced = 1,
    /// All its forts are held.
    Held = 2,
}

/// What has become of a group of ships.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ships {
    /// Fit for service (ships).
    pub afloat: u16,
    /// Under repair (ships).
    pub repairing: u16,
    /// Sunk, scuttled or used as blockships (ships).
    pub lost: u16,
    /// How far up the river they are (metres from the mouth).
    pub at_m: u32,
}

impl State {
    /// The state before the first day.
    pub(crate) fn new(setting: &crate::Setting) -> Self {
        let Some(river) = &setting.river else { return Self::default() };
        let start = |group: &Group| Ships { afloat: group.number, at_m: group.station_m.unwrap_or(0), ..Ships::default() };
        Self {
            head_m: river.head_m,
            ships: river.ships.iter().map(start).collect(),
            yard: Vec::with_capacity(64),
            ..Self::default()
        }
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        digest.add(u64::from(self.head_m) | u64::from(self.boom_days) << 32 | u64::from(self.barriers_open) << 48);
        if self.ships.is_empty() && self.clearing == Clearing::None {
            return;
        }
        digest.add(self.clearing as u64 | u64::from(self.blockships) << 8 | u64::from(self.mines_swept) << 32);
        for ships in &self.ships {
            digest.add(u64::from(ships.afloat) | u64::from(ships.repairing) << 16 | u64::from(ships.at_m) << 32);
        }
        for (day, group) in &self.yard {
            digest.add(day.days() as u64 | u64::from(*group) << 32);
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold; ships by the id of their group in the record")]
pub enum Event {
    /// A ship was hit: by what, whether it sank, and its dead and wounded.
    ShipHit { side: SideId, ship: String, hit_by: HitBy, sunk: bool, men: u32, cell: CellId },
    /// Torpedo boats came down by night: boats, torpedoes that hit, boats lost.
    TorpedoRaid { side: SideId, ship: String, boats: u16, hits: u16, boats_lost: u16, distance_m: u32, cell: CellId },
    /// Ships withdrew up the river before the head.
    Withdrew { side: SideId, ship: String, number: u16, from: CellId, to: CellId },
    /// Ships without water to withdraw into were scuttled.
    Scuttled { side: SideId, ship: String, number: u16, draught_cm: u16, stage_cm: i32, cell: CellId },
    /// Ships were sunk in a line to bar it.
    Blockships { side: SideId, ship: String, number: u16, barrier: String },
    /// Ships came to a reach too shallow for them.
    Shoal { side: SideId, ship: String, draught_cm: u16, stage_cm: i32, least_depth_cm: i32, cell: CellId },
    /// Large ships passed a line.
    Passed { side: SideId, ship: String, number: u16, draught_cm: u16, barrier: String },
    /// All batteries of a line are silent: its boom is being cleared before its forts are held.
    ClearingBegan { side: SideId, barrier: String, boom_days: u32 },
}

/// One day of the war on the river.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, seed: Draws, events: &mut Vec<crate::Event>) {
    let Some(river) = &setting.river else { return };
    let draws = seed.at(world.date);
    fleet::repair(world);
    let mines = sweep::advance(setting, world, river, draws, events);
    if river.ships.is_empty() {
        return;
    }
    fleet::follow(setting, world, river, events);
    sweep::strikes(setting, world, river, mines, draws, events);
    fleet::withdraw(setting, world, river, events);
    raid::night(setting, world, river, draws, events);
    raid::drifting_mines(setting, world, river, draws, events);
    raid::from_the_air(setting, world, river, draws, events);
}

#[cfg(test)]
mod tests;
