//! Places and river banks.

use huizhan_base::{CellId, Names};

/// A named place.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its id in the tables.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// Older romanisations, for search.
    pub other_names: Vec<String>,
    /// What it is: city, county town, fort, pass, station, river port, mountain, lake.
    pub kind: String,
    /// Latitude (degrees north, WGS 84).
    pub latitude: f64,
    /// Longitude (degrees east, WGS 84).
    pub longitude: f64,
    /// The cell it stands in: on the right bank, on land; an off-map box where the map does not reach it.
    pub cell: CellId,
}

/// A cell on the bank of the great river.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bank {
    /// The cell.
    pub cell: CellId,
    /// Distance from the river's mouth along the mapped line (metres), growing upstream.
    pub metres: u32,
    /// Whether it is the left bank, looking downstream (north, for the Yangtze).
    pub left: bool,
}
