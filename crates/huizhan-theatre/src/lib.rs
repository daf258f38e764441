//! The theatre of operations: all of the map that a run does not change.
//!
//! A theatre is a folder of tables (`data/theatres/NAME`): H3 cells with terrain, hexsides with river barriers, the
//! banks of the great river with their kilometre, places and routes. Inside the simulation a cell is a dense
//! [`CellId`]; H3 indexes stay at the border. Places behind the rim of the map are off-map boxes:
//! cells without neighbours, reached by routes alone.
//!
//! ```
//! use huizhan_base::{Diagnostics, Folder};
//! use huizhan_theatre::Theatre;
//! let folder = Folder::Disk(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/theatres/central-china").into());
//! let mut diagnostics = Diagnostics::default();
//! let theatre = Theatre::load(&folder, None, &mut diagnostics);
//! assert!(diagnostics.is_empty(), "{diagnostics}");
//! let wuchang = theatre.place("wuchang").unwrap();
//! assert!(theatre.places[wuchang.index()].cell != theatre.places[theatre.place("hankou").unwrap().index()].cell);
//! ```

mod cells;
mod field;
mod load;
mod path;
mod places;
mod routes;

pub use cells::{Cells, Terrain};
pub use field::{DistanceField, FloodQueue, IMPASSABLE, UNREACHED};
pub use places::{Bank, Place};
pub use routes::{Route, RouteKind, RouteState};

use huizhan_base::{CellId, Names, PlaceId};

/// The map of a campaign.
#[derive(Debug, Clone)]
pub struct Theatre {
    /// The id given in `theatre.toml`.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// Whom the data are owed to, one line each.
    pub attributions: Vec<String>,
    /// Cells and hexsides.
    pub cells: Cells,
    /// Named places, sorted by id.
    pub places: Vec<Place>,
    /// Routes, sorted by id.
    pub routes: Vec<Route>,
    /// Cells on the banks of the great river, sorted by (kilometre, cell).
    pub banks: Vec<Bank>,
    /// For each cell its entry in `banks`, or `u16::MAX`.
    bank_of_cell: Vec<u16>,
}

impl Theatre {
    /// The place of that id.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<PlaceId> {
        self.places.binary_search_by(|place| place.id.as_str().cmp(id)).ok().map(PlaceId::from_index)
    }

    /// The river bank that a cell lies on, if any.
    #[must_use]
    pub fn bank(&self, cell: CellId) -> Option<Bank> {
        self.banks.get(self.bank_of_cell[cell.index()] as usize).copied()
    }

    /// Great-circle distance between the centres of two cells (kilometres); off-map boxes are at their place.
    #[must_use]
    pub fn distance_km(&self, from: CellId, to: CellId) -> f64 {
        cells::chord_to_km(self.cells.unit[from.index()], self.cells.unit[to.index()])
    }

    /// Whether two cells lie within `km` of each other (of the chord: true to a metre at 100 km).
    #[must_use]
    #[inline]
    pub fn within_km(&self, from: CellId, to: CellId, km: f64) -> bool {
        cells::chord_square(self.cells.unit[from.index()], self.cells.unit[to.index()]) <= (km / cells::EARTH_RADIUS_KM) * (km / cells::EARTH_RADIUS_KM)
    }
}

#[cfg(test)]
mod tests;
