//! Dense ids: indexes into the columns of a world or a theatre.

use serde::{Deserialize, Serialize};

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $inner:ty) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl $name {
            /// The position of this id in a column.
            #[must_use]
            #[inline]
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id at a position of a column.
            ///
            /// Panics where the position does not fit: tables are bounded where they are read.
            #[must_use]
            #[inline]
            pub fn from_index(index: usize) -> Self {
                Self(<$inner>::try_from(index).expect("ids fit their integer: tables are bounded when read"))
            }
        }
    };
}

id_type!(
    /// A cell of the theatre: a hexagon of the grid, or an off-map box behind its rim.
    CellId,
    u16
);
id_type!(
    /// A named place of the theatre.
    PlaceId,
    u16
);
id_type!(
    /// A body of troops. A destroyed formation keeps its row.
    FormationId,
    u16
);
id_type!(
    /// A route between two places: railway, road, track or waterway.
    RouteId,
    u16
);
id_type!(
    /// One of the two sides of a campaign, 0 or 1, in the order of the record.
    SideId,
    u8
);

impl SideId {
    /// The other side.
    #[must_use]
    #[inline]
    pub fn enemy(self) -> Self {
        Self(1 - self.0)
    }

    /// Both sides, in order.
    pub const BOTH: [Self; 2] = [Self(0), Self(1)];
}
