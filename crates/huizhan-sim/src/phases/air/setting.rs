//! What a run does not change about the air war.

use huizhan_base::{CellId, Date, Names, PlaceId, SideId};
use serde::Serialize;

/// The air war of a campaign; without groups there is none.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Types of aircraft, sorted by id.
    pub types: Vec<Aircraft>,
    /// Arms, sorted by id.
    pub arms: Vec<Arm>,
    /// Groups, sorted by id.
    pub groups: Vec<Group>,
    /// Fields, sorted by place; at most 64.
    pub fields: Vec<Field>,
    /// Standing tasks, sorted by id.
    pub tasks: Vec<Task>,
    /// What staffs ordered for a day, sorted by id.
    pub orders: Vec<Order>,
}

/// What a type of aircraft is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Fights aircraft.
    Fighter,
    /// Carries bombs.
    Bomber,
    /// Looks.
    Scout,
}

/// A type of aircraft.
#[derive(Debug, Clone, PartialEq)]
pub struct Aircraft {
    /// What it is for.
    pub role: Role,
    /// How far from its field it works (km).
    pub radius_km: f64,
    /// Its usual load (kg).
    pub bombs_kg: f64,
    /// Men aboard.
    pub crew: u32,
    /// Its edge in a fight (ln).
    pub edge: f64,
}

/// An arm: the habits and means that its groups share.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arm {
    /// Its id.
    pub id: String,
    /// Share of undamaged aircraft fit to fly on a day.
    pub serviceable: f64,
    /// Sorties of a fit bomber in a day.
    pub bomber_sorties: f64,
    /// Share of fit fighters that go with bombers; the rest guard.
    pub escort: f64,
    /// Whether its bombers go where enemy fighters are without fighters of their own.
    pub alone: bool,
    /// Edge of its crews (ln).
    pub edge: f64,
    /// Fighters a raider below which its fighters do not fight.
    pub decline: f64,
    /// Crews an aircraft.
    pub crews: f64,
    /// Aircraft replaced in a month, as a share of establishment.
    pub replaced: f64,
    /// Crews replaced in a month, as a share of establishment.
    pub crews_replaced: f64,
    /// Share of replaced aircraft that come from the Soviet Union.
    pub soviet_supply: f64,
    /// Whether it is the Soviet volunteers.
    pub volunteers: bool,
}

/// Aircraft of one type in one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its names, those of its formation.
    pub names: Names,
    /// Its side.
    pub side: SideId,
    /// Its arm.
    pub arm: usize,
    /// Its type.
    pub aircraft: usize,
    /// Aircraft when it enters, and the most it takes.
    pub establishment: u16,
    /// The field it enters at.
    pub base: u8,
    /// First and last day.
    pub days: [Date; 2],
    /// The cell it works towards.
    pub aim: Option<CellId>,
    /// Its standing tasks.
    pub tasks: Vec<u16>,
}

/// An airfield.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its place.
    pub place: PlaceId,
    /// Its cell.
    pub cell: CellId,
    /// Aircraft it has room for.
    pub capacity: u16,
    /// Cells from which the enemy's troops make it useless.
    pub near: Vec<CellId>,
    /// Distance to every cell (km): asked often, so computed once.
    pub km: Vec<u16>,
}

impl Field {
    /// Whether a cell lies within so many kilometres.
    #[must_use]
    #[inline]
    pub fn reaches(&self, cell: CellId, km: f64) -> bool {
        f64::from(self.km[cell.index()]) <= km
    }
}

/// What a mission is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Aircraft on an enemy field.
    Field,
    /// A town.
    City,
    /// Railways about a place.
    Rail,
    /// Ships on the great river.
    Ships,
    /// Troops in an engagement.
    Support,
    /// Looking.
    Reconnaissance,
    /// Supply of troops that are cut off.
    Airdrop,
}

impl Kind {
    /// The kind of a word of the record.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "field" => Self::Field,
            "city" => Self::City,
            "rail" => Self::Rail,
            "ships" => Self::Ships,
            "support" => Self::Support,
            "reconnaissance" => Self::Reconnaissance,
            "airdrop" => Self::Airdrop,
            _ => return None,
        })
    }
}

/// A standing task.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// What it is for.
    pub kind: Kind,
    /// Where; empty for ships, support and airdrops, which go where those are.
    pub targets: Vec<Target>,
    /// Share of a group's days on it; of its sorties, for an airdrop.
    pub share: f64,
    /// First and last day.
    pub days: [Date; 2],
}

/// A place to attack or to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The place.
    pub place: PlaceId,
    /// Its cell.
    pub cell: CellId,
    /// Its field, if it has one.
    pub field: Option<u8>,
    /// Rail routes that end there.
    pub routes: Vec<u16>,
}

/// What a staff ordered for one day: a raid, or fighters standing by over a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// Its id.
    pub id: String,
    /// The event of the chronology it is compared with.
    pub event: String,
    /// The day.
    pub date: Date,
    /// A raid, or a stand-by.
    pub raid: bool,
    /// Where.
    pub target: Target,
    /// Groups and how many aircraft of each.
    pub parts: Vec<(u16, u16)>,
    /// Whether the defender knew beforehand.
    pub forewarned: bool,
}
