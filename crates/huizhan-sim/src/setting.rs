//! What holds for a whole run: the theatre, the forces as they enter, the parameters.

use crate::factors::Factors;
use crate::phases::{air, chemical, economy, evacuation, flood, fortress, health, politics, rear, river, staff, weather};
use crate::Parameters;
use crate::travel::Travel;
use huizhan_base::{CellId, Date, FormationId, Names, PlaceId, SideId};
use huizhan_theatre::Theatre;
use std::sync::Arc;

/// Everything a run does not change.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The map.
    pub theatre: Arc<Theatre>,
    /// The numbers of the model.
    pub parameters: Parameters,
    /// The two sides.
    pub sides: [Side; 2],
    /// Forces as they enter, sorted by id.
    pub forces: Vec<Force>,
    /// The great river as an obstacle, where a side has shipping.
    pub river: Option<RiverSetting>,
    /// Where supply enters.
    pub sources: Vec<SupplySource>,
    /// Flows of replacements.
    pub replacements: Vec<ReplacementFlow>,
    /// Months and days between which heat slows recovery, where the campaign gives them; the first after the last where the
    /// warmth of the day decides.
    pub heat: [(u8, u8); 2],
    /// Places with permanent works on the first day.
    pub forts: Vec<PlaceId>,
    /// Side that holds each cell on the first day: 0, 1 or 2 (nobody).
    pub control: Vec<u8>,
    /// Switches and scales of the systems.
    pub factors: Factors,
    /// Air war: sweeps, raids, close support, reconnaissance, airdrops.
    pub air: air::Setting,
    /// Chemical weapons: the record's count and an abstract modifier, off unless a factor turns it on.
    pub chemical: chemical::Setting,
    /// Lifeline and economy: imports, arsenals, mobilisation, replacements.
    pub economy: economy::Setting,
    /// Evacuation of industry, people and wounded up the river.
    pub evacuation: evacuation::Setting,
    /// Flood: the breach spreads over cells by date and elevation.
    pub flood: flood::Setting,
    /// Fortresses and field works: batteries and works with strength of their own.
    pub fortress: fortress::Setting,
    /// Health: malaria, dysentery, cholera and heat by season, ground and supply.
    pub health: health::Setting,
    /// Politics: the worth of holding, the decision to leave, war aims and the state after.
    pub politics: politics::Setting,
    /// Rear: garrisons, guerrillas, raids, lines cut and repaired.
    pub rear: rear::Setting,
    /// Command as persons: tenures, staff quality, obedience, seams.
    pub staff: staff::Setting,
    /// Weather and river stage of the day, from climatology.
    pub weather: weather::Setting,
    /// Step costs, distance fields and links derived from the theatre and the parameters.
    pub travel: Arc<Travel>,
    /// The same on dry land, for the days before a flood is known; `None` where it is known from the first day or there
    /// is none.
    pub travel_dry: Option<Arc<Travel>>,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

impl Setting {
    /// Costs and fields as a staff knows them today: with the water in its way once a flood has been seen.
    #[must_use]
    pub fn travel(&self, world: &crate::World) -> &Travel {
        self.travel_dry.as_ref().filter(|_| !world.flood.seen).unwrap_or(&self.travel)
    }

    /// The force of an id.
    #[must_use]
    pub fn force(&self, id: &str) -> Option<FormationId> {
        self.forces.binary_search_by(|force| force.id.as_str().cmp(id)).ok().map(FormationId::from_index)
    }

    /// The side of an id.
    #[must_use]
    pub fn side(&self, id: &str) -> Option<SideId> {
        self.sides.iter().position(|side| side.id == id).map(SideId::from_index)
    }
}

/// A side of the campaign.
#[derive(Debug, Clone)]
pub struct Side {
    /// Its id in the record.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// Edge in quality of its average formation (`V` units of the combat model).
    pub quality_edge: f64,
    /// Days from decision to execution, least and most.
    pub command_delay_days: [f64; 2],
    /// What a formation finds in the country (kg a man and day).
    pub forage_kg: f64,
    /// Factor on recovery in the heat.
    pub heat_recovery: f64,
    /// Men that ships carry at once: on river and lakes, and at sea.
    pub lift_men: [f64; 2],
    /// What a man needs in a day at rest, on the march, in assault, food, fodder, ammunition and fuel together (kg). The
    /// need on the march is one day of supply.
    pub needs_kg: [f64; 3],
    /// Chance a day that a ringed formation without supply and cohesion lays down its arms.
    pub surrender_per_day: f64,
    /// Officers that can be dropped by parachute into a ring.
    pub parachute_officers: f64,
    /// Labourers and civilians who dig beside its troops in a cell of its own country (people).
    pub labour_men: f64,
    /// Factor on sources and routes: 1 in the record, less in a what-if.
    pub supply_capacity: f64,
    /// Factor on the men of its formations: 1 in the record, another where a rival claim or a what-if is followed.
    pub strength: f64,
    /// Men falling sick per 1,000 and day, by month (index 0 is January).
    pub sick_per_1000: [f64; 12],
    /// Sick returning per 1,000 sick and day, by month.
    pub recover_per_1000: [f64; 12],
}

/// A formation as the record has it.
#[derive(Debug, Clone)]
pub struct Force {
    /// Its id in the record.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// Its side.
    pub side: SideId,
    /// The formation above it in the order of battle that operations are planned with (a division for a brigade),
    /// as an index into groups of the same parent.
    pub group: u16,
    /// Men on paper, and present on entry.
    pub establishment: u32,
    /// Guns (pieces).
    pub guns: u32,
    /// Class of quality: 1 above average, 0, -1 below.
    pub class: i8,
    /// Where it enters.
    pub cell: CellId,
    /// When it enters.
    pub entry: Date,
    /// Where it is ordered to on entering; its own cell where nothing is said.
    pub sector: CellId,
    /// Whether it can leave its place: fortress garrisons cannot.
    pub mobile: bool,
}

/// The great river and the side whose ships open it.
#[derive(Debug, Clone)]
pub struct RiverSetting {
    /// The side with shipping.
    pub side: SideId,
    /// How far up its ships are on the first day (metres from the mouth).
    pub head_m: u32,
    /// Mined stretches (metres from, to), sorted.
    pub mined: Vec<(u32, u32)>,
    /// Fort lines, sorted by their place on the river.
    pub barriers: Vec<Barrier>,
    /// Mines that lie along it, those of the fort lines among them, sorted.
    pub minefields: Vec<river::Minefield>,
    /// Least depths, sorted by their place on the river.
    pub depths: Vec<river::Depth>,
    /// Ships of both sides, sorted by id.
    pub ships: Vec<river::Group>,
}

/// A line of forts, boom and mines across the river.
#[derive(Debug, Clone)]
pub struct Barrier {
    /// Its id in the record.
    pub id: String,
    /// Where it lies (metres from the mouth).
    pub metres: u32,
    /// The forts that must all be held before it can be cleared.
    pub forts: Vec<CellId>,
    /// Work to clear it once they are held, least and most (days).
    pub boom_days: [u32; 2],
}

/// A place where supply enters.
#[derive(Debug, Clone)]
pub struct SupplySource {
    /// Whose.
    pub side: SideId,
    /// Where.
    pub place: PlaceId,
    /// How much (tonnes a day).
    pub tonnes_per_day: f64,
}

/// A flow of replacements between two days.
#[derive(Debug, Clone)]
pub struct ReplacementFlow {
    /// Whose.
    pub side: SideId,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// How many (men a day).
    pub men_per_day: f64,
}
