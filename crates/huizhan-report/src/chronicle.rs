//! Lines of `events.jsonl`: events with ids that a person can read, each with its why. `docs/reference/events.md`.

use crate::History;
use crate::shares::{Factor, advantage_factors, end_factors, intensity_factors, win_factors};
use huizhan_base::{CellId, Date, FormationId, PlaceId, SideId};
use huizhan_scenario::Scenario;
use huizhan_sim::{EngagementDay, Event, EventKind, Motive, Refusal, Task};
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A line, its fields in the order to be read.
#[derive(Serialize)]
struct Line {
    date: Date,
    kind: &'static str,
    #[serde(flatten)]
    fields: Value,
    why: Value,
}

/// Names what events refer to by number, and says why they happened.
pub struct Chronicle<'a> {
    scenario: &'a Scenario,
    /// For each cell the nearest place and its distance (kilometres).
    nearest: Vec<Option<(PlaceId, f64)>>,
}

impl<'a> Chronicle<'a> {
    /// A chronicle of runs of a scenario.
    #[must_use]
    pub fn new(scenario: &'a Scenario) -> Self {
        let theatre = &scenario.setting.theatre;
        let nearest = (0..theatre.cells.len()).map(CellId::from_index).map(|cell| {
            let distance = |at: usize| (PlaceId::from_index(at), theatre.distance_km(cell, theatre.places[at].cell));
            (0..theatre.places.len()).map(distance).min_by(|a, b| a.1.total_cmp(&b.1))
        });
        Self { scenario, nearest: nearest.collect() }
    }

    /// All events of a run, one a line.
    #[must_use]
    pub fn write(&self, history: &History) -> String {
        let mut text = String::new();
        for event in &history.events {
            let _ = writeln!(text, "{}", self.line(event));
        }
        text
    }

    /// One event as a JSON object: `date`, `kind`, what took part, and `why`.
    #[must_use]
    pub fn line(&self, event: &Event) -> String {
        let (kind, fields, why) = match &event.kind {
            EventKind::EngagementDay(day) => ("engagement_day", self.engagement(day), self.engagement_why(day)),
            EventKind::Shortage { formation, node, haul_hm, asked, drawn, stock } => {
                let fields = json!({"formation": self.formation(*formation), "place": node.map(|place| self.place(place))});
                ("shortage", fields, self.shortage_why(*haul_hm, *asked, *drawn, *stock))
            }
            other => self.plain(other),
        };
        let line = Line { date: event.date, kind, fields, why };
        serde_json::to_string(&line).expect("an event is plain data with text keys")
    }

    /// Events whose causes are few.
    fn plain(&self, kind: &EventKind) -> (&'static str, Value, Value) {
        match kind {
            EventKind::OrderTaken { .. } | EventKind::OrderRefused { .. } => self.order(kind),
            EventKind::Swept { .. } | EventKind::BarrierFallen { .. } | EventKind::BarrierOpen { .. } => self.river(kind),
            EventKind::Entered { formation, cell, men } => (
                "entered",
                json!({"formation": self.formation(*formation), "cell": self.cell(*cell), "men": men}),
                json!({"cause": "its day of arrival in the order of battle"}),
            ),
            EventKind::Landed { formation, cell, opposed } => (
                "landed",
                json!({"formation": self.formation(*formation), "cell": self.cell(*cell), "opposed": opposed}),
                json!({"cause": "an order to land, ships in reach and lift to spare", "opposed": opposed}),
            ),
            EventKind::EngagementBegan { cell, attacker } => (
                "engagement_began",
                json!({"cell": self.cell(*cell), "attacker": self.side(*attacker)}),
                json!({"cause": "formations ordered forward met enemy troops in the cell"}),
            ),
            EventKind::Retreated { formation, from, to, stragglers } => (
                "retreated",
                json!({"formation": self.formation(*formation), "from": self.cell(*from), "to": self.cell(*to), "stragglers": stragglers}),
                json!({"cause": "beaten in the engagement of the day; the nearest open cell towards its rear", "way_out": true}),
            ),
            EventKind::Destroyed { formation, cell, captured, escaped } => (
                "destroyed",
                json!({"formation": self.formation(*formation), "cell": self.cell(*cell), "captured": captured, "escaped": escaped}),
                json!({"cause": "beaten in the engagement of the day, and no neighbouring cell was open to it", "way_out": false}),
            ),
            EventKind::PlaceTaken { place, by, formation } => (
                "place_taken",
                json!({"place": self.place(*place), "by": self.side(*by), "formation": self.formation(*formation)}),
                json!({"cause": "the formation entered the cell and no enemy stood there"}),
            ),
            EventKind::Sickness { side, fell_sick, returned } => (
                "sickness",
                json!({"side": self.side(*side), "fell_sick": fell_sick, "returned": returned}),
                json!({"cause": "the month's rate of the side, marsh, want of supply, and chance for each formation"}),
            ),
            EventKind::Replaced { formation, men } => (
                "replaced",
                json!({"formation": self.formation(*formation), "men": men}),
                json!({"cause": "men waiting at the depot and a formation below its establishment in supply"}),
            ),
            EventKind::HumanCost { .. }
            | EventKind::Air(_) 
            | EventKind::Chemical(_) 
            | EventKind::Economy(_) 
            | EventKind::Evacuation(_) 
            | EventKind::Flood(_) 
            | EventKind::Fortress(_) 
            | EventKind::Health(_) 
            | EventKind::Landing(_) 
            | EventKind::Politics(_) 
            | EventKind::Rear(_) 
            | EventKind::Ring(_) 
            | EventKind::River(_)
            | EventKind::Staff(_) 
            | EventKind::Weather(_) => self.system(kind),
            EventKind::EngagementDay(_) | EventKind::Shortage { .. } => unreachable!("told apart by the caller"),
        }
    }

    /// An event of a system: its fields with names for numbers, which are its inputs as well.
    fn system(&self, kind: &EventKind) -> (&'static str, Value, Value) {
        let name = match kind {
            EventKind::HumanCost { .. } => "human_cost",
            EventKind::Air(_) => "air",
            EventKind::Chemical(_) => "chemical",
            EventKind::Economy(_) => "economy",
            EventKind::Evacuation(_) => "evacuation",
            EventKind::Flood(_) => "flood",
            EventKind::Fortress(_) => "fortress",
            EventKind::Health(_) => "health",
            EventKind::Landing(_) => "landing",
            EventKind::Politics(_) => "politics",
            EventKind::Rear(_) => "rear",
            EventKind::Ring(_) => "ring",
            EventKind::River(_) => "river",
            EventKind::Staff(_) => "staff",
            EventKind::Weather(_) => "weather",
            _ => "other",
        };
        let mut fields = serde_json::to_value(kind).expect("an event is plain data with text keys");
        if let Value::Object(map) = &mut fields {
            map.remove("event");
            map.iter_mut().for_each(|(field, value)| self.name_number(field, value));
        }
        let why = fields.clone();
        (name, fields, why)
    }

    /// Puts the name in the place of a number, by what the field is called; lists entry by entry.
    fn name_number(&self, field: &str, value: &mut Value) {
        if let Value::Array(entries) = value {
            let single = field.strip_suffix('s').unwrap_or(field);
            for entry in entries {
                self.name_number(single, entry);
            }
            return;
        }
        let Some(number) = value.as_u64() else { return };
        let word = field.rsplit('_').next().unwrap_or(field);
        *value = match word {
            "cell" | "from" | "to" => self.cell(CellId(number as u16)),
            "place" => json!(self.place(PlaceId(number as u16))),
            "formation" => json!(self.formation(FormationId(number as u16))),
            "side" | "by" | "of" | "attacker" => json!(self.side(SideId(number as u8))),
            "group" => json!(self.scenario.setting.air.groups.get(number as usize).map(|group| &group.id)),
            _ => return,
        };
    }

    fn order(&self, kind: &EventKind) -> (&'static str, Value, Value) {
        match kind {
            EventKind::OrderTaken { formation, task, motive, due } => (
                "order_taken",
                json!({"formation": self.formation(*formation), "task": task_word(*task), "to": self.target(*task), "due": due}),
                json!({"motive": motive, "meaning": motive_words(*motive)}),
            ),
            EventKind::OrderRefused { formation, task, reason } => (
                "order_refused",
                json!({"formation": self.formation(*formation), "task": task_word(*task), "to": self.target(*task)}),
                json!({"reason": reason, "meaning": refusal_words(*reason)}),
            ),
            _ => unreachable!("told apart by the caller"),
        }
    }

    fn river(&self, kind: &EventKind) -> (&'static str, Value, Value) {
        let p = &self.scenario.setting.parameters;
        match kind {
            EventKind::Swept { from_m, to_m, covered, boom, sweepers, guns, mines } => (
                "swept",
                json!({"from_m": from_m, "to_m": to_m, "mines": mines}),
                json!({
                    "covered": covered,
                    "boom": boom,
                    "sweepers": sweepers,
                    "battery_guns": guns,
                    "mines": mines,
                    "km_per_day_without_mines_counted": {"mined_and_covered": p.river_sweep_covered_km, "mined": p.river_sweep_free_km, "unmined": p.river_steaming_km},
                    "cause": if *covered { "enemy troops on a bank cover the river" } else { "no enemy on the banks in reach" },
                }),
            ),
            EventKind::BarrierFallen { barrier, boom_days } => (
                "barrier_fallen",
                json!({"barrier": self.barrier(*barrier), "boom_days": boom_days}),
                json!({"cause": "all forts of the line are held", "boom_days_bounds": self.boom_bounds(*barrier)}),
            ),
            EventKind::BarrierOpen { barrier } => (
                "barrier_open",
                json!({"barrier": self.barrier(*barrier)}),
                json!({"cause": "its boom is cleared"}),
            ),
            _ => unreachable!("told apart by the caller"),
        }
    }

    fn engagement(&self, day: &EngagementDay) -> Value {
        json!({
            "cell": self.cell(day.cell),
            "attacker": self.side(day.attacker),
            "day": day.day,
            "men": day.men.map(f64::round),
            "losses": day.losses,
            "result": day.result,
            "ground_m": day.ground_m,
        })
    }

    fn engagement_why(&self, day: &EngagementDay) -> Value {
        let p = &self.scenario.setting.parameters;
        json!({
            "ln_force_ratio": round(day.ln_force_ratio),
            "force_ratio_exponent": p.combat_force_ratio,
            "works": round(day.works),
            "crossing": round(day.crossing),
            "p_end": round(day.p_end),
            "p_win": round(day.p_win),
            "advantage": terms(&advantage_factors(p, day)),
            "intensity": terms(&intensity_factors(p, day)),
            "end": terms(&end_factors(p, day)),
            "win": terms(&win_factors(p, day)),
        })
    }

    fn shortage_why(&self, haul_hm: u32, asked: u32, drawn: u32, stock: u32) -> Value {
        let days = |thousandths: u32| f64::from(thousandths) / 1000.0;
        json!({
            "asked_days": days(asked),
            "drawn_days": days(drawn),
            "stock_days": days(stock),
            "haul_km": (haul_hm != u32::MAX).then(|| f64::from(haul_hm) / 10.0),
            "haul_half_km": self.scenario.setting.parameters.supply_haul_half_km,
            "capacity_share": if asked > 0 { round(f64::from(drawn) / f64::from(asked)) } else { 0.0 },
            "cause": match (asked, drawn) {
                (0, _) => "no supply head within reach",
                (asked, drawn) if drawn < asked => "sources or routes carry less than is asked",
                _ => "the haul from the supply head is too long to ask for more",
            },
        })
    }

    fn side(&self, side: SideId) -> &str {
        &self.scenario.setting.sides[side.index()].id
    }

    fn formation(&self, formation: FormationId) -> &str {
        &self.scenario.setting.forces[formation.index()].id
    }

    fn place(&self, place: PlaceId) -> &str {
        &self.scenario.setting.theatre.places[place.index()].id
    }

    fn barrier(&self, barrier: u16) -> &str {
        let river = self.scenario.setting.river.as_ref();
        river.and_then(|river| river.barriers.get(usize::from(barrier))).map_or("", |barrier| &barrier.id)
    }

    fn boom_bounds(&self, barrier: u16) -> [u32; 2] {
        let river = self.scenario.setting.river.as_ref();
        river.and_then(|river| river.barriers.get(usize::from(barrier))).map_or([0; 2], |barrier| barrier.boom_days)
    }

    fn target(&self, task: Task) -> Value {
        task.target().map_or(Value::Null, |cell| self.cell(cell))
    }

    fn cell(&self, cell: CellId) -> Value {
        let h3 = huizhan_replay::cell_name(&self.scenario.setting, cell);
        match self.near(cell) {
            Some((place, km)) => json!({"h3": h3, "near": self.place(place), "km": km.round()}),
            None => json!({"h3": h3, "near": null, "km": null}),
        }
    }

    /// The place nearest to a cell and its distance from the cell's centre (kilometres).
    #[must_use]
    pub fn near(&self, cell: CellId) -> Option<(PlaceId, f64)> {
        self.nearest.get(cell.index()).copied().flatten()
    }
}

fn terms(factors: &[Factor]) -> Value {
    let term = |factor: &Factor| (factor.name.replace(' ', "_"), json!({"value": round(factor.value), "share": round(factor.share)}));
    Value::Object(factors.iter().map(term).collect())
}

/// To four decimals.
fn round(value: f64) -> f64 {
    let rounded = (value * 1e4).round() / 1e4;
    if rounded == 0.0 { 0.0 } else { rounded }
}

fn task_word(task: Task) -> &'static str {
    match task {
        Task::Hold => "hold",
        Task::March { .. } => "march",
        Task::Advance { .. } => "advance",
        Task::Withdraw { .. } => "withdraw",
        Task::Land { .. } => "land",
    }
}

fn motive_words(motive: Motive) -> &'static str {
    match motive {
        Motive::Objective => "the next objective of an operation",
        Motive::Wait => "a gate of the operation is shut",
        Motive::Pause => "stocks or cohesion are too low to go on",
        Motive::Position => "a position of its sector",
        Motive::FallBack => "its position is lost or untenable",
        Motive::CounterAttack => "local superiority beside the position",
        Motive::Refit => "too weak for the line",
        Motive::BreakOut => "out of a ring, towards its own lines",
        Motive::Relief => "towards a formation of its side that is ringed",
        Motive::Encircle => "into the way of an enemy column, to close a ring",
        Motive::MarchOut => "its turn to march out, or the wait for it",
        Motive::RearGuard => "it covers the withdrawal of others",
        Motive::Other => "wished by a player, a learner or a script",
    }
}

fn refusal_words(reason: Refusal) -> &'static str {
    match reason {
        Refusal::NotPresent => "the formation is not on the map",
        Refusal::Immobile => "a fortress garrison does not leave its place",
        Refusal::NoWayKnown => "the target is neither the cell of a place nor a neighbouring cell",
        Refusal::NoShips => "its side has no ships, or neither end is a landing place",
        Refusal::Unwilling => "troops with a will of their own do not carry it out",
    }
}
