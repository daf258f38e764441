//! The sourced record of a campaign: sources, claims, order of battle, chronology.
//!
//! [`Record::load`] reads the tables of a campaign's folder, `record/*.csv`, and reports every fault of them at once,
//! with file, line and field. Ids stay text here; places, cells and the days of the campaign are checked where record
//! and theatre meet, in the scenario.
//!
//! * [`Source`], [`SideRow`], [`Claim`], [`Conflict`], [`PlaceRole`]: who says what, and which of it is used
//! * [`FormationRow`], [`Commander`]: the order of battle
//! * [`ChronologyEvent`], [`AxisPlace`], [`LossRow`]: what happened, for comparison alone
//! * [`SupplySourceRow`], [`SupplyNeed`], [`ReplacementRow`], [`SicknessRow`], [`SideParameter`]: means of each side
//! * [`BarrierRow`], [`InundationRow`]: rivers barred, ground under water
//!
//! *Invariant:* every list is sorted by its key, so the order of the rows in the files is of no account.
//!
//! ```
//! use huizhan_base::{Diagnostics, Folder};
//! use huizhan_record::Record;
//! let folder = Folder::Embedded(vec![
//!     ("record/formations.csv".to_owned(), b"id\n" as &[u8]),
//!     ("record/sides.csv".to_owned(), b"id,name_en,name_zh_hant,name_zh_hans,name_ja,source\nroc,China,,,,X\n"),
//!     ("record/sources.csv".to_owned(), b"key,grade,kind,description\nA,B,book,a book\n"),
//! ]);
//! let mut diagnostics = Diagnostics::default();
//! let record = Record::load(&folder, &mut diagnostics);
//! assert_eq!(record.sides[0].names.en, "China");
//! assert_eq!(diagnostics.list().len(), 2, "no source `X`, and no formation");
//! ```

mod air;
mod chemical;
mod chronology;
mod economy;
mod evacuation;
mod flood;
mod formations;
mod fortress;
mod health;
mod losses;
mod means;
mod politics;
mod read;
mod rear;
mod reporting;
mod river;
mod sources;
mod staff;
mod water;
mod weather;
mod words;

pub use air::{AirArmRow, AirGroupRow, AirOrderRow, AirRecord, AirTaskRow, AircraftRow, AirfieldRow};
pub use chemical::{ChemicalDoctrine, ChemicalRecord, ChemicalStatement};
pub use economy::{ArsenalRow, EconomyRecord, ImportRow, ManpowerRow, MunitionsRow};
pub use evacuation::{CargoRow, EvacuationRecord, HullRow, LegRow};
pub use flood::{BreachRow, DensityRow, DischargeRow, FloodRecord, TollRow, WatercourseRow};
pub use fortress::{BatteryRow, FortressRecord};
pub use health::{DiseaseRow, HealthRecord, MedicalRow};
pub use losses::LossRow;
pub use politics::{AimRow, ApproachRow, InducementRow, ObjectiveRow, PoliticsRecord, ReserveRow, StandRow};
pub use rear::{GuerrillaRow, RearRecord};
pub use river::{ReachRow, RiverRecord, ShipRow};
pub use staff::{HeadquartersRow, ObedienceRow, StaffGradeRow, StaffRecord, TroopsRow, ZoneRow};
pub use weather::{ClimateRow, Estimate, StageRow, WeatherRecord};
pub use chronology::{AxisPlace, ChronologyEvent};
pub use formations::{Commander, FormationRow};
pub use means::{ReplacementRow, SicknessRow, SideParameter, SupplyNeed, SupplySourceRow};
pub use read::ASSUMPTION;
pub use reporting::ReportingRow;
pub use sources::{Claim, ClaimValue, Conflict, PlaceRole, SideRow, Source};
pub use water::{BarrierRow, InundationRow};
pub use words::{Activity, AimKind, ApproachKind, ChemicalKind, Confidence, Disease, Echelon, EventKind, FormationKind, LossKind, Quality, ScoreUse, ShipClass, Word};

use huizhan_base::{Date, Diagnostics, Folder};
use read::Loader;
use serde::Serialize;
use std::collections::BTreeSet;

/// The record of a campaign; each list is sorted by its key.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Record {
    /// The sources, by key.
    pub sources: Vec<Source>,
    /// The sides, by id.
    pub sides: Vec<SideRow>,
    /// The order of battle, by id.
    pub formations: Vec<FormationRow>,
    /// The commanders, by id.
    pub commanders: Vec<Commander>,
    /// The events, by first day, last day and id.
    pub chronology: Vec<ChronologyEvent>,
    /// The axes of advance, by axis and sequence.
    pub axes: Vec<AxisPlace>,
    /// The rival claims, by subject and id.
    pub claims: Vec<Claim>,
    /// The disagreements of the sources, by id.
    pub conflicts: Vec<Conflict>,
    /// Losses of named formations as the sources have them, by id.
    pub losses: Vec<LossRow>,
    /// The roles of places, by place.
    pub places: Vec<PlaceRole>,
    /// The sources of supply, by id.
    pub supply_sources: Vec<SupplySourceRow>,
    /// The needs of a man, by side and activity.
    pub supply_needs: Vec<SupplyNeed>,
    /// The flows of replacements, by id.
    pub replacements: Vec<ReplacementRow>,
    /// The rates of sickness, by side and month.
    pub sickness: Vec<SicknessRow>,
    /// The river barriers, by id.
    pub barriers: Vec<BarrierRow>,
    /// The inundations, by id.
    pub inundations: Vec<InundationRow>,
    /// How each side reports losses, by id.
    pub reporting: Vec<ReportingRow>,
    /// The parameters of sides, by side and key.
    pub side_parameters: Vec<SideParameter>,
    /// Tables of the system `air`.
    pub air: AirRecord,
    /// Tables of the system `chemical`.
    pub chemical: ChemicalRecord,
    /// Tables of the system `economy`.
    pub economy: EconomyRecord,
    /// Tables of the system `evacuation`.
    pub evacuation: EvacuationRecord,
    /// Tables of the system `flood`.
    pub flood: FloodRecord,
    /// Tables of the system `fortress`.
    pub fortress: FortressRecord,
    /// Tables of the system `health`.
    pub health: HealthRecord,
    /// Tables of the system `politics`.
    pub politics: PoliticsRecord,
    /// Tables of the system `rear`.
    pub rear: RearRecord,
    /// Tables of the system `river`.
    pub river: RiverRecord,
    /// Tables of the system `staff`.
    pub staff: StaffRecord,
    /// Tables of the system `weather`.
    pub weather: WeatherRecord,
}

impl Record {
    /// Reads the record of a campaign from `record/*.csv` of the campaign's folder.
    ///
    /// `sources.csv`, `sides.csv` and `formations.csv` are required, the other tables may be missing. Faults are added
    /// to `diagnostics`; where there are any, the record holds what could be read and is not fit for a scenario.
    pub fn load(folder: &Folder, diagnostics: &mut Diagnostics) -> Self {
        let loader = &mut Loader::new(folder, diagnostics);
        let sources = sources::read_sources(loader);
        let sides = sources::read_sides(loader);
        let formations = formations::read_formations(loader);
        let commanders = formations::read_commanders(loader);
        let chronology = chronology::read_chronology(loader);
        let axes = chronology::read_axes(&chronology, loader);
        Self {
            sources,
            sides,
            formations,
            commanders,
            chronology,
            axes,
            claims: sources::read_claims(loader),
            conflicts: sources::read_conflicts(loader),
            losses: losses::read_losses(loader),
            places: sources::read_places(loader),
            supply_sources: means::read_supply_sources(loader),
            supply_needs: means::read_supply_needs(loader),
            replacements: means::read_replacements(loader),
            sickness: means::read_sickness(loader),
            barriers: water::read_barriers(loader),
            inundations: water::read_inundations(loader),
            reporting: reporting::read_reporting(loader),
            side_parameters: means::read_side_parameters(loader),
            air: air::read(loader),
            chemical: chemical::read(loader),
            economy: economy::read(loader),
            evacuation: evacuation::read(loader),
            flood: flood::read(loader),
            fortress: fortress::read(loader),
            health: health::read(loader),
            politics: politics::read(loader),
            rear: rear::read(loader),
            river: river::read(loader),
            staff: staff::read(loader),
            weather: weather::read(loader),
        }
    }

    /// The source of a key.
    #[must_use]
    pub fn source(&self, key: &str) -> Option<&Source> {
        let at = self.sources.binary_search_by(|source| source.key.as_str().cmp(key)).ok()?;
        self.sources.get(at)
    }

    /// The sources that a field of joined keys cites, in its order; `assumption` is none.
    pub fn cited<'a>(&'a self, keys: &'a str) -> impl Iterator<Item = &'a Source> {
        keys.split(';').filter_map(|key| self.source(key.trim()))
    }

    /// The formation of an id.
    #[must_use]
    pub fn formation(&self, id: &str) -> Option<&FormationRow> {
        let at = self.formations.binary_search_by(|formation| formation.id.as_str().cmp(id)).ok()?;
        self.formations.get(at)
    }

    /// The formations directly under one, by id.
    pub fn children<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a FormationRow> {
        self.formations.iter().filter(move |formation| formation.parent.as_deref() == Some(id))
    }

    /// All formations under one, each before those under it; itself is not among them.
    #[must_use]
    pub fn descendants<'a>(&'a self, id: &'a str) -> Vec<&'a FormationRow> {
        let mut met = BTreeSet::from([id]);
        let mut found = Vec::new();
        let mut open: Vec<&FormationRow> = self.children(id).collect();
        open.reverse();
        while let Some(formation) = open.pop() {
            if met.insert(&formation.id) {
                found.push(formation);
                let below = open.len();
                open.extend(self.children(&formation.id));
                open[below..].reverse();
            }
        }
        found
    }

    /// Who commands a formation on a day; of several tenures the one that began last, then the first by id.
    #[must_use]
    pub fn commander_at(&self, formation: &str, date: Date) -> Option<&Commander> {
        self.commanders
            .iter()
            .rev()
            .filter(|commander| commander.formation.as_deref() == Some(formation) && commander.serves_on(date))
            .max_by_key(|commander| commander.date_from)
    }

    /// The first scored capture of each place by a side, in order of date: rows of type `capture` with
    /// `score_use` = yes and that attacker.
    #[must_use]
    pub fn scored_captures(&self, attacker: &str) -> Vec<&ChronologyEvent> {
        chronology::scored_captures(&self.chronology, attacker)
    }
}


#[cfg(test)]
mod tests;
