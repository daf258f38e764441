//! What every crate of huizhan speaks in: ids, dates, keyed draws, folders of data, tables and diagnostics.
//!
//! * [`CellId`], [`PlaceId`], [`FormationId`], [`RouteId`], [`SideId`]: dense indexes, never reused
//! * [`Date`]: a day of the campaign, one step of the simulation
//! * [`Draws`]: random numbers keyed by (seed, day, purpose, id), so that one more draw disturbs nothing else
//! * [`Folder`]: files on disk or embedded in the binary
//! * [`Table`]: a CSV file whose faults are all reported at once, as [`Diagnostic`]s
//!
//! ```
//! use huizhan_base::{Date, Draw, Draws};
//! let first: Date = "1938-06-11".parse().unwrap();
//! let draws = Draws::new(7).at(first);
//! // the same key gives the same number, whatever was drawn before it
//! assert_eq!(draws.uniform(Draw::Retreat, 12), draws.uniform(Draw::Retreat, 12));
//! ```

mod date;
mod diagnostic;
mod digest;
mod draws;
mod folder;
mod ids;
mod names;
mod table;

pub use date::{Date, InvalidDate};
pub use diagnostic::{Diagnostic, Diagnostics};
pub use digest::Digest;
pub use draws::{DayDraws, Draw, Draws};
pub use folder::{Folder, MissingFile};
pub use ids::{CellId, FormationId, PlaceId, RouteId, SideId};
pub use names::{NameColumns, Names};
pub use table::{Column, ROWS_MAX, Row, Table};

#[cfg(test)]
mod tests;
