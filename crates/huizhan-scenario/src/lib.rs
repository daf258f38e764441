//! A scenario: record and theatre, parameters, plans and calendar, checked and ready to run.
//!
//! A campaign is a folder: `scenario.toml` (theatre, dates, river), `record/` (tables), `holdings.csv` (who holds what on
//! the first day), `plans/*.toml`, and, where the campaign needs them, `theatre/places.csv` and `theatre/routes.csv` with
//! places and links added to the map, and `model/parameters.csv` with numbers of its own. `docs/reference/campaign.md`
//! describes every file.
//!
//! ```
//! let scenario = huizhan_scenario::Scenario::embedded("wuhan1938").unwrap();
//! assert!(scenario.captures.len() > 25);
//! ```

mod adjust;
mod edit;
mod embedded;
mod forces;
mod gates;
mod load;
mod manifest;
mod parameters;
mod plans;
mod systems;

pub use adjust::{Adjustment, InvalidAdjustment, Level};
pub use embedded::{campaign_names, export};
pub use load::Invalid;
pub use parameters::Settable;

use huizhan_base::{Date, FormationId, PlaceId, SideId};
use huizhan_command::Plan;
use huizhan_record::Record;
use huizhan_sim::Setting;
use std::sync::Arc;

/// A campaign that can be run.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its id.
    pub id: String,
    /// Its names.
    pub names: huizhan_base::Names,
    /// What holds for a whole run.
    pub setting: Arc<Setting>,
    /// The staff plans of each side, the preferred first; none where it gives no orders.
    pub plans: [Vec<Arc<Plan>>; 2],
    /// The record it was made from.
    pub record: Arc<Record>,
    /// Captures that a run is compared with, in order of their day.
    pub captures: Vec<Capture>,
    /// Captures up to this day count as early: the later ones are the forecast.
    pub early_until: Date,
    /// What was set anew against the files.
    pub adjustments: Vec<Adjustment>,
    /// What it was made from, to be made again with something set anew.
    source: Arc<load::Source>,
}

/// A documented capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The row of the chronology.
    pub event: String,
    /// The place.
    pub place: PlaceId,
    /// Who took it.
    pub by: SideId,
    /// First and last day that the sources give.
    pub documented: [Date; 2],
    /// Whether the record marks it as fit to score; the others are reported apart.
    pub scored: bool,
    /// The axis of advance it lies on.
    pub axis: String,
}

impl Capture {
    /// The day it is compared with: the middle of the documented days, the earlier one of two.
    #[must_use]
    pub fn day(&self) -> Date {
        self.documented[0] + (self.documented[1] - self.documented[0]) / 2
    }
}

impl Scenario {
    /// The formation of an id of the record, if it stands on the map.
    #[must_use]
    pub fn formation(&self, id: &str) -> Option<FormationId> {
        self.setting.force(id)
    }
}

#[cfg(test)]
mod tests;
