//! What happened, with its inputs.

use crate::human::{Cause, Victim};
use crate::phases::{air, chemical, economy, evacuation, flood, fortress, health, landing, politics, rear, ring, river, staff, weather};
use crate::order::{Motive, Task};
use huizhan_base::{CellId, Date, FormationId, PlaceId, SideId};
use serde::Serialize;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// The day.
    pub date: Date,
    /// What.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// Why an order could not be obeyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The formation is not on the map.
    NotPresent,
    /// It is a fortress garrison.
    Immobile,
    /// The target is neither the cell of a place nor a neighbouring cell.
    NoWayKnown,
    /// Its side has no ships, or neither end is a landing place.
    NoShips,
    /// It will not: troops with a will of their own.
    Unwilling,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold; units are in docs/reference/events.md")]
pub enum EventKind {
    /// A formation entered the theatre.
    Entered { formation: FormationId, cell: CellId, men: u32 },
    /// An order was taken and will be carried out on the day `due`.
    OrderTaken { formation: FormationId, #[serde(flatten)] task: Task, motive: Motive, due: Date },
    /// An order could not be obeyed.
    OrderRefused { formation: FormationId, #[serde(flatten)] task: Task, reason: Refusal },
    /// Troops came ashore.
    Landed { formation: FormationId, cell: CellId, opposed: bool },
    /// The head of the swept river moved: from and to (metres from the mouth), what held it back, sweepers at work, guns of
    /// batteries that bore on them, mines swept.
    Swept { from_m: u32, to_m: u32, covered: bool, boom: bool, sweepers: u16, guns: u16, mines: u32 },
    /// All forts of a line are held; clearing its boom takes so many days.
    BarrierFallen { barrier: u16, boom_days: u32 },
    /// Ships can pass a line.
    BarrierOpen { barrier: u16 },
    /// One day of an engagement, with everything that went into it.
    EngagementDay(Box<EngagementDay>),
    /// An engagement began.
    EngagementBegan { cell: CellId, attacker: SideId },
    /// A formation was driven off.
    Retreated { formation: FormationId, from: CellId, to: CellId, stragglers: u32 },
    /// A formation without way out was beaten: it is gone.
    Destroyed { formation: FormationId, cell: CellId, captured: u32, escaped: u32 },
    /// A place changed hands.
    PlaceTaken { place: PlaceId, by: SideId, formation: FormationId },
    /// A formation drew less than it wanted: what it asked for, what haul and capacity let through (thousandths of a
    /// day of supply), and its stock after.
    Shortage { formation: FormationId, node: Option<PlaceId>, haul_hm: u32, asked: u32, drawn: u32, stock: u32 },
    /// Men who fell sick and men who came back, of a side.
    Sickness { side: SideId, fell_sick: u32, returned: u32 },
    /// Replacements joined.
    Replaced { formation: FormationId, men: u32 },
    /// People hurt by something else than an engagement: whom, by what, where, how many, and the range of the estimate.
    HumanCost { victim: Victim, cause: Cause, cell: CellId, people: u32, low: u32, high: u32 },
    /// Air war: sweeps, raids, close support, reconnaissance, airdrops.
    Air(air::Event),
    /// Chemical weapons: the record's count and an abstract modifier, off unless a factor turns it on.
    Chemical(chemical::Event),
    /// Lifeline and economy: imports, arsenals, mobilisation, replacements.
    Economy(economy::Event),
    /// Evacuation of industry, people and wounded up the river.
    Evacuation(evacuation::Event),
    /// Flood: the breach spreads over cells by date and elevation.
    Flood(flood::Event),
    /// Fortresses and field works: batteries and works with strength of their own.
    Fortress(fortress::Event),
    /// Health: malaria, dysentery, cholera and heat by season, ground and supply.
    Health(health::Event),
    /// Landings: lift, beach, stage, opposition, surprise.
    Landing(landing::Event),
    /// Politics: the worth of holding, the decision to leave, war aims and the state after.
    Politics(politics::Event),
    /// Rear: garrisons, guerrillas, raids, lines cut and repaired.
    Rear(rear::Event),
    /// Encirclement: rings, relief, break-out, officers by parachute.
    Ring(ring::Event),
    /// River war: ships hit, raids, withdrawals, blockships.
    River(river::Event),
    /// Command as persons: tenures, staff quality, obedience, seams.
    Staff(staff::Event),
    /// Weather and river stage of the day, from climatology.
    Weather(weather::Event),
}

/// The inputs and results of one day of an engagement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EngagementDay {
    /// The defended cell.
    pub cell: CellId,
    /// Who attacks.
    pub attacker: SideId,
    /// Day of the engagement, from 1.
    pub day: u32,
    /// Men engaged, attacker and defender (exposure counted).
    pub men: [f64; 2],
    /// ln of the ratio of fighting power.
    pub ln_force_ratio: f64,
    /// Size against 20,000 men a side (ln).
    pub size: f64,
    /// Shares of the common intensity: theatre, delay, rough ground, no way out.
    pub intensity: [f64; 4],
    /// Shares of the attacker's advantage: quality, artillery, naval guns, delay, no way out, air, surprise, chemical.
    pub advantage: [f64; 8],
    /// Works of the defender (0-1).
    pub works: f64,
    /// Share of the attackers who cross water.
    pub crossing: f64,
    /// Noise of the engagement: common, advantage.
    pub noise: [f64; 2],
    /// Men lost, attacker and defender.
    pub losses: [u32; 2],
    /// Probability that the engagement ended today, and that the attacker wins if it ends.
    pub p_end: f64,
    /// See `p_end`.
    pub p_win: f64,
    /// How it stands.
    pub result: EngagementResult,
    /// Ground gained in this cell so far, and ground needed (metres).
    pub ground_m: [u32; 2],
}

/// How an engagement stands at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EngagementResult {
    /// It goes on.
    Continues,
    /// The attack was called off.
    Repulsed,
    /// The defender was beaten but still stands in the cell.
    GroundGained,
    /// The defender was driven off.
    DrivenOff,
    /// The defender gave way under his losses.
    GaveWay,
}
