//! Cells and hexsides.

use huizhan_base::CellId;

/// What the ground of a cell is like; the rules are in `docs/theatre.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Terrain {
    /// Level ground.
    Plain = 0,
    /// Relief of 110 m and more.
    Hills = 1,
    /// High ground with relief of 250 m, or relief of 500 m and more.
    Mountains = 2,
    /// Low ground under water in part at summer high water.
    Marsh = 3,
    /// More than half lake.
    Lake = 4,
    /// More than half sea.
    Sea = 5,
    /// A place behind the rim of the map.
    OffMap = 6,
}

impl Terrain {
    /// The word used in tables.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "plain" => Self::Plain,
            "hills" => Self::Hills,
            "mountains" => Self::Mountains,
            "marsh" => Self::Marsh,
            "lake" => Self::Lake,
            "sea" => Self::Sea,
            _ => return None,
        })
    }

    /// Whether troops can stand on it.
    #[must_use]
    pub fn is_land(self) -> bool {
        !matches!(self, Self::Lake | Self::Sea)
    }

    /// Whether it counts as rugged in the combat model.
    #[must_use]
    pub fn is_rough(self) -> bool {
        matches!(self, Self::Hills | Self::Mountains)
    }
}

/// Columns of the cells; the first `grid` are hexagons sorted by H3 index, the rest off-map boxes.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    /// H3 index of each hexagon, sorted; 0 for an off-map box.
    pub h3: Vec<u64>,
    /// Latitude of the centre (degrees north).
    pub latitude: Vec<f64>,
    /// Longitude of the centre (degrees east).
    pub longitude: Vec<f64>,
    /// The centre as a unit vector.
    pub(crate) unit: Vec<[f64; 3]>,
    /// Ground of each cell.
    pub terrain: Vec<Terrain>,
    /// Mean height above the sea (metres); 0 where the table does not tell.
    pub elevation_m: Vec<i16>,
    /// Province, as an index into `provinces`.
    pub province: Vec<u8>,
    /// Names of the provinces, sorted; the first is empty, for cells of none.
    pub provinces: Vec<String>,
    /// The six neighbours, sorted by id, `Cells::NONE` where the map ends.
    pub neighbours: Vec<[CellId; 6]>,
    /// Distance to each neighbour between centres (metres).
    pub distance_m: Vec<[u16; 6]>,
    /// River on each hexside: 0 none, 1 great, 2 large, 3 small.
    pub barrier: Vec<[u8; 6]>,
    /// How many cells are hexagons.
    pub grid: usize,
}

impl Cells {
    /// No neighbour there.
    pub const NONE: CellId = CellId(u16::MAX);

    /// The cell of an H3 index.
    #[must_use]
    pub fn find(&self, h3: u64) -> Option<CellId> {
        self.h3[..self.grid].binary_search(&h3).ok().map(CellId::from_index)
    }

    /// How many cells there are, off-map boxes counted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.h3.len()
    }

    /// Whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.h3.is_empty()
    }

    /// The neighbours of a cell with the direction (0-5) in which they lie in its columns.
    pub fn around(&self, cell: CellId) -> impl Iterator<Item = (usize, CellId)> + '_ {
        let row = self.neighbours[cell.index()];
        (0..6).map(move |direction| (direction, row[direction])).filter(|(_, next)| *next != Self::NONE)
    }

    /// The direction in which `next` lies from `cell`, if they are neighbours.
    #[must_use]
    pub fn direction(&self, cell: CellId, next: CellId) -> Option<usize> {
        if next == Self::NONE {
            return None;
        }
        self.neighbours[cell.index()].iter().position(|held| *held == next)
    }
}

/// Mean radius of the earth (kilometres), IUGG 1980.
pub(crate) const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A point of the sphere as a unit vector.
pub(crate) fn unit_vector(latitude: f64, longitude: f64) -> [f64; 3] {
    let (latitude, longitude) = (latitude.to_radians(), longitude.to_radians());
    let (sin_lat, cos_lat) = (libm::sin(latitude), libm::cos(latitude));
    [cos_lat * libm::cos(longitude), cos_lat * libm::sin(longitude), sin_lat]
}

/// Square of the chord between two unit vectors.
#[inline]
pub(crate) fn chord_square(a: [f64; 3], b: [f64; 3]) -> f64 {
    (0..3).map(|i| (a[i] - b[i]) * (a[i] - b[i])).sum()
}

/// Great-circle distance of two unit vectors (kilometres), from the chord, which is exact for near points.
pub(crate) fn chord_to_km(a: [f64; 3], b: [f64; 3]) -> f64 {
    2.0 * EARTH_RADIUS_KM * libm::asin((chord_square(a, b).sqrt() / 2.0).min(1.0))
}
