//! Switches and scales of the systems, one a cause that a study may turn. `huizhan factors` lists them.

/// A factor as it is listed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factor {
    /// Its name on the command line.
    pub name: &'static str,
    /// Least and most.
    pub levels: [f64; 2],
    /// Whether it is off (0) or on (1) and nothing between.
    pub switch: bool,
    /// Its level where nothing is said.
    pub default: f64,
    /// What it does.
    pub what: &'static str,
    /// The page of `docs/model/` that explains it.
    pub page: &'static str,
}

macro_rules! factors {
    ($($field:ident = $low:literal .. $high:literal, $kind:ident, default $default:literal, $page:literal, $what:literal;)*) => {
        /// Switches and scales of the systems: 1 is the model as documented, 0 without the system.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct Factors {
            $(#[doc = $what] pub $field: f64,)*
        }

        impl Factors {
            /// All factors, in the order of the fields.
            pub const ALL: &[Factor] = &[$(Factor {
                name: stringify!($field),
                levels: [$low, $high],
                switch: factors!(@switch $kind),
                default: $default,
                what: $what,
                page: $page,
            }),*];

            /// The level of a factor.
            #[must_use]
            pub fn get(&self, name: &str) -> Option<f64> {
                match name {
                    $(stringify!($field) => Some(self.$field),)*
                    _ => None,
                }
            }

            /// Sets the level of a factor; says whether there is one of that name. Bounds are the caller's to check.
            pub fn set(&mut self, name: &str, value: f64) -> bool {
                match name {
                    $(stringify!($field) => self.$field = value,)*
                    _ => return false,
                }
                true
            }
        }

        impl Default for Factors {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }
    };
    (@switch switch) => { true };
    (@switch scale) => { false };
}

factors! {
    air = 0.0..2.0, scale, default 1.0, "air", "sorties of both sides";
    soviet_volunteers = 0.0..1.0, switch, default 1.0, "air", "the Soviet volunteer squadrons on China's side";
    air_support = 0.0..2.0, scale, default 1.0, "air", "close support of troops from the air, both sides";
    air_raids = 0.0..2.0, scale, default 1.0, "air", "raids on cities, railways and ships, both sides";
    airdrop = 0.0..1.0, switch, default 1.0, "air", "supply by air to formations that are cut off";
    mines = 0.0..2.0, scale, default 1.0, "river", "mines laid in the great river";
    batteries = 0.0..2.0, scale, default 1.0, "fortress", "guns of the river forts";
    gunboats = 0.0..2.0, scale, default 1.0, "river", "gunboats and destroyers on the great river";
    torpedo_boats = 0.0..1.0, switch, default 1.0, "river", "raids of motor torpedo boats";
    river_stage = 0.0..1.0, switch, default 1.0, "weather", "draught of ships against the stage of the season";
    landing_surprise = 0.0..2.0, scale, default 1.0, "landing", "surprise of landings where the shore is not watched";
    guangdong_landing = 0.0..1.0, switch, default 1.0, "landing", "the operation against Guangdong";
    fortresses = 0.0..2.0, scale, default 1.0, "fortress", "strength of permanent works";
    field_works = 0.0..2.0, scale, default 1.0, "fortress", "rate at which troops and labour dig";
    break_out = 0.0..1.0, switch, default 1.0, "ring", "break-out and relief of ringed formations";
    flood = 0.0..1.0, switch, default 1.0, "flood", "the breach of the Yellow River dike";
    breach_delay = 0.0..120.0, scale, default 0.0, "flood", "days by which the dike is breached later";
    lifeline = 0.0..2.0, scale, default 1.0, "economy", "imports through the southern ports";
    soviet_aid = 0.0..2.0, scale, default 1.0, "economy", "imports from the Soviet Union";
    replacements = 0.0..2.0, scale, default 1.0, "economy", "drafts of both sides";
    evacuation = 0.0..1.0, switch, default 1.0, "evacuation", "evacuation up the river, and the hulls it takes";
    guerrillas = 0.0..2.0, scale, default 1.0, "rear", "guerrillas and raids behind the lines";
    sickness = 0.0..2.0, scale, default 1.0, "health", "rates of falling sick, both sides";
    heat = 0.0..2.0, scale, default 1.0, "health", "what heat does to men and their recovery";
    weather = 0.0..2.0, scale, default 1.0, "weather", "departure of the day's weather and stage from the mean of the season";
    chemical = 0.0..1.0, switch, default 0.0, "chemical", "the abstract modifier for documented chemical attacks";
    command_delay = 0.0..2.0, scale, default 1.0, "command", "days from decision to execution, both sides";
    obedience = 0.0..1.0, switch, default 1.0, "command", "formations that may not obey; off: all do";
    tenures = 0.0..1.0, switch, default 1.0, "command", "acting commanders and the quality of staffs";
    seams = 0.0..1.0, switch, default 1.0, "command", "friction where two war zones meet";
    politics = 0.0..1.0, switch, default 1.0, "politics", "the high command weighs holding against leaving; off: it holds on";
}
