//! Staff plans as data.

use huizhan_base::{CellId, Date, FormationId, SideId};

/// What a staff had ordered: operations to carry out, sectors to hold, and how it goes about both.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its name: that of its file.
    pub id: String,
    /// Whose plan it is.
    pub side: SideId,
    /// Its place among the plans of its side: the staff prefers the lowest.
    pub rank: u32,
    /// What must hold for the staff to follow it.
    pub gates: Vec<Gate>,
    /// How the staff works.
    pub doctrine: Doctrine,
    /// Orders of the high command that operations wait for.
    pub orders: Vec<HighOrder>,
    /// Operations, in the order in which a formation named in several takes them up.
    pub operations: Vec<Operation>,
    /// Sectors; a formation named in several belongs to the last one whose gates are open.
    pub sectors: Vec<Sector>,
}

macro_rules! doctrine {
    ($($(#[$doc:meta])* $field:ident,)*) => {
        /// Rules of thumb of a staff; values, ranges and sources stand in the plan's file.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct Doctrine {
            $($(#[$doc])* pub $field: f64,)*
        }

        impl Doctrine {
            /// The keys of the file.
            pub const KEYS: &[&str] = &[$(stringify!($field)),*];

            /// All zero: a start for a loader that sets each.
            #[must_use]
            pub fn zero() -> Self {
                Self { $($field: 0.0,)* }
            }

            /// Sets a value by its key; says whether there is such a key.
            pub fn set(&mut self, key: &str, value: f64) -> bool {
                match key {
                    $(stringify!($field) => self.$field = value,)*
                    _ => return false,
                }
                true
            }

            /// The value of a key.
            #[must_use]
            pub fn get(&self, key: &str) -> Option<f64> {
                match key {
                    $(stringify!($field) => Some(self.$field),)*
                    _ => None,
                }
            }
        }
    };
}

doctrine! {
    /// A division halts when its mean stock falls below this (days of supply).
    pause_stock_days,
    /// It halts when its mean cohesion falls below this (0-1).
    pause_cohesion,
    /// It goes on when stock has reached this (days of supply).
    resume_stock_days,
    /// And cohesion this (0-1).
    resume_cohesion,
    /// Or after so many days with both above the lower line.
    pause_days_max,
    /// A formation leaves the line to refit below this cohesion (0-1).
    refit_cohesion,
    /// Or below this share of its establishment.
    refit_strength,
    /// It returns when cohesion has reached this (0-1).
    refit_done_cohesion,
    /// Chance a day that a formation is sent where it is wanted more.
    reaction_per_day,
    /// Men that a position is given for each enemy who threatens it.
    men_per_enemy,
    /// Ratio of local power at which the staff counter-attacks.
    counter_attack_ratio,
    /// Least cohesion for a counter-attack (0-1).
    counter_attack_cohesion,
    /// Men that a landing on a bank ahead of the enemy's ships is reckoned at.
    landing_threat_men,
    /// What a passage by water costs in the choice of ways (km of road).
    landing_overhead_km,
    /// What 8,000 defenders of a landing place cost in it (km of road).
    landing_avoid_km,
    /// Days that a base needs before operations start from it, least.
    build_up_low_days,
    /// The same, most.
    build_up_high_days,
    /// Days out of touch with supply after which the nearest formations are sent to a ringed one.
    relief_after_days,
    /// How far from it they may be (km).
    relief_reach_km,
    /// Days out of touch after which a ringed formation breaks out.
    break_out_after_days,
}

/// An order of the high command, given on a day set in advance if its own conditions are met.
#[derive(Debug, Clone)]
pub struct HighOrder {
    /// Its id.
    pub id: String,
    /// The day.
    pub day: Date,
    /// What must hold as well.
    pub gates: Vec<Gate>,
}

/// An operation: forces, objectives in order, and what they wait for.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its id.
    pub id: String,
    /// Who carries it out.
    pub formations: Vec<FormationId>,
    /// Where to, in order.
    pub objectives: Vec<Objective>,
    /// What must hold before it starts.
    pub gates: Vec<Gate>,
    /// Whether it may use ships.
    pub ships: bool,
    /// Whether formations pass it over while its gates are shut, instead of waiting.
    pub conditional: bool,
    /// Where its formations gather before it starts.
    pub assembly: Option<Assembly>,
}

/// A place of one's own where the formations of an operation gather, to set out together.
#[derive(Debug, Clone)]
pub struct Assembly {
    /// Its cell.
    pub cell: CellId,
    /// What must hold before formations set out for it.
    pub gates: Vec<Gate>,
    /// Share of the men on the map who must be there before the operation starts (0-1).
    pub share: f64,
}

/// An objective of an operation.
#[derive(Debug, Clone)]
pub struct Objective {
    /// The cell of its place.
    pub cell: CellId,
    /// What must hold before the advance on it.
    pub gates: Vec<Gate>,
}

/// A sector to hold: positions from the forward to the rear one.
#[derive(Debug, Clone)]
pub struct Sector {
    /// Its id.
    pub id: String,
    /// Who holds it.
    pub formations: Vec<FormationId>,
    /// Cells of its positions, forward first.
    pub positions: Vec<CellId>,
    /// Where beaten formations refit.
    pub rear: CellId,
    /// What must hold before its formations act.
    pub gates: Vec<Gate>,
    /// Whether it may counter-attack.
    pub counter_attack: bool,
    /// Whether it is to ring enemies who enter it.
    pub encircle: bool,
    /// Whether its formations march out to the last position, and when in the order of march.
    pub withdrawal: Option<Withdrawal>,
}

/// When the formations of a sector march out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawal {
    /// By turns, behind rear guards.
    InTurn,
    /// After the others.
    Last,
}

/// A condition in a plan.
#[derive(Debug, Clone, PartialEq)]
pub enum Gate {
    /// Own side holds the place.
    Held(CellId),
    /// The enemy holds the place.
    Lost(CellId),
    /// The enemy is within two days' march of the place, or holds it.
    Threatened(CellId),
    /// A day that the staff set in advance.
    NotBefore(Date),
    /// So many days (a share 0-1 between the doctrine's least and most) after the place became usable as a base;
    /// `None` draws the share.
    BuildUp(CellId, Option<f64>),
    /// An order of the high command has been given (index into the plan's orders).
    Order(usize),
    /// The operation (index) has had the same objective for so many days.
    Stalled(usize, i32),
    /// No enemy is seen in the place, nor holds it with troops in sight: a gap.
    Clear(CellId),
    /// The formations of the operation (index) have at least this share of their establishment (0-1).
    Strength(usize, f64),
    /// The high command has decided to leave.
    Leaving,
    /// The place is clear of a flood, as far as anyone knows: no water on it, and none seen that runs towards it.
    Dry(CellId),
    /// At least so many of these.
    AtLeast(usize, Vec<Gate>),
}
