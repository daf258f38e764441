//! Routes between places.

use huizhan_base::{CellId, Names, PlaceId};

/// What a route is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RouteKind {
    /// Railway.
    Rail,
    /// Motor or dirt road.
    Road,
    /// Track for porters and pack animals.
    Track,
    /// Navigable river.
    River,
    /// Lake route.
    Lake,
    /// Sea lane.
    Sea,
}

impl RouteKind {
    /// The word used in tables.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "rail" => Self::Rail,
            "road" => Self::Road,
            "track" => Self::Track,
            "river" => Self::River,
            "lake" => Self::Lake,
            "sea" => Self::Sea,
            _ => return None,
        })
    }

    /// Whether ships or junks use it.
    #[must_use]
    pub fn is_water(self) -> bool {
        matches!(self, Self::River | Self::Lake | Self::Sea)
    }
}

/// The state of a route on the campaign's first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteState {
    /// In use.
    Open,
    /// Usable in part.
    Damaged,
    /// Torn up or cut on purpose.
    Demolished,
    /// A waterway with mines.
    Mined,
    /// Under water.
    Flooded,
}

impl RouteState {
    /// The word used in tables.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "open" => Self::Open,
            "damaged" => Self::Damaged,
            "demolished" => Self::Demolished,
            "mined" => Self::Mined,
            "flooded" => Self::Flooded,
            _ => return None,
        })
    }
}

/// A route between two places.
#[derive(Debug, Clone)]
pub struct Route {
    /// Its id in the tables.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// One end.
    pub from: PlaceId,
    /// The other end.
    pub to: PlaceId,
    /// What it is.
    pub kind: RouteKind,
    /// Its state on the first day.
    pub state: RouteState,
    /// The side that owns it on the first day, by its id in the record; empty where contested.
    pub owner: String,
    /// What it carries one way (tonnes a day).
    pub capacity_tonnes_per_day: u32,
    /// Its length (metres).
    pub length_m: u32,
    /// The cells it runs through, from end to end; empty where an end is off the map.
    pub cells: Vec<CellId>,
}
