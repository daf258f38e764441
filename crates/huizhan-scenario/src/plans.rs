//! Staff plans, from `plans/*.toml`.

use crate::gates::{self, Names};
use crate::manifest::{line_of, read_toml};
use huizhan_base::{CellId, Date, Diagnostics, Folder, FormationId};
use huizhan_command::{Assembly, Doctrine, Gate, HighOrder, Objective, Operation, Plan, Sector, Withdrawal};
use huizhan_record::Record;
use huizhan_sim::Setting;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanFile {
    side: String,
    /// Its place among the plans of its side.
    #[serde(default)]
    rank: u32,
    #[serde(default)]
    gates: Vec<String>,
    /// The plan from which doctrine and orders are taken over, and the operations and sectors named in `keeps`.
    #[serde(default)]
    like: String,
    #[serde(default)]
    keeps: Vec<String>,
    #[serde(default)]
    source: String,
    #[serde(default)]
    doctrine: BTreeMap<String, Value>,
    #[serde(default, rename = "order")]
    orders: Vec<OrderRow>,
    #[serde(default, rename = "operation")]
    operations: Vec<OperationRow>,
    #[serde(default, rename = "sector")]
    sectors: Vec<SectorRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Value {
    #[serde(rename = "value")]
    number: f64,
    low: f64,
    high: f64,
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderRow {
    id: String,
    day: Date,
    #[serde(default, rename = "what")]
    _what: String,
    #[serde(default)]
    gates: Vec<String>,
    /// Never given.
    #[serde(default)]
    off: bool,
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum ObjectiveRow {
    Place(String),
    Gated { place: String, gates: Vec<String> },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OperationRow {
    id: String,
    formations: Vec<String>,
    objectives: Vec<ObjectiveRow>,
    #[serde(default)]
    gates: Vec<String>,
    #[serde(default)]
    ships: bool,
    #[serde(default)]
    conditional: bool,
    /// Where its formations gather before it starts.
    assemble: Option<AssembleRow>,
    /// A factor without which it does not take place.
    option: Option<String>,
    /// Does not take place.
    #[serde(default)]
    off: bool,
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AssembleRow {
    place: String,
    #[serde(default)]
    gates: Vec<String>,
    share: f64,
    low: f64,
    high: f64,
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SectorRow {
    id: String,
    formations: Vec<String>,
    positions: Vec<String>,
    rear: String,
    #[serde(default)]
    gates: Vec<String>,
    #[serde(default)]
    counter_attack: bool,
    #[serde(default)]
    encircle: bool,
    #[serde(default)]
    withdrawal: Option<WithdrawalWord>,
    /// Nobody is told to hold it.
    #[serde(default)]
    off: bool,
    source: String,
}

/// How the formations of a sector march out.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WithdrawalWord {
    InTurn,
    Last,
}

/// What names in one plan stand for, and where its faults go.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    setting: &'a Setting,
    record: &'a Record,
    orders: Vec<&'a str>,
    operations: Vec<&'a str>,
    diagnostics: &'a mut Diagnostics,
}

/// Reads the plan of a file.
pub(crate) fn read(folder: &Folder, file: &str, setting: &Setting, record: &Record, diagnostics: &mut Diagnostics) -> Option<Plan> {
    let (mut rows, text): (PlanFile, String) = read_toml(folder, file, diagnostics)?;
    take_over(folder, file, &mut rows, diagnostics);
    let mut reader = Reader {
        file,
        text: &text,
        setting,
        record,
        orders: rows.orders.iter().map(|order| order.id.as_str()).collect(),
        operations: rows.operations.iter().map(|operation| operation.id.as_str()).collect(),
        diagnostics,
    };
    let Some(side) = setting.side(&rows.side) else {
        reader.fault("side", &rows.side, format!("`{}` is not a side of the record", rows.side));
        return None;
    };
    if !rows.gates.is_empty() {
        reader.sources("gates", &rows.source);
    }
    let gates = reader.gates("gates", &rows.gates);
    let doctrine = reader.doctrine(&rows.doctrine);
    let orders = rows.orders.iter().map(|order| reader.high_order(order)).collect();
    let mut operations: Vec<Operation> = rows.operations.iter().filter_map(|operation| reader.operation_of(side, operation)).collect();
    // an operation that does not take place keeps its row, as others may name it in their gates
    reader.without_options(&rows.operations, &mut operations);
    let sectors = rows.sectors.iter().filter(|sector| !sector.off).filter_map(|sector| reader.sector(side, sector)).collect();
    let id = file.trim_start_matches("plans/").trim_end_matches(".toml").to_owned();
    Some(Plan { id, side, rank: rows.rank, gates, doctrine, orders, operations, sectors })
}

/// Adds to a plan what it has like another: doctrine and orders where it has none of its own, and, before its own, the operations
/// and sectors it keeps.
fn take_over(folder: &Folder, file: &str, rows: &mut PlanFile, diagnostics: &mut Diagnostics) {
    if rows.like.is_empty() {
        return;
    }
    let Some((other, _)) = read_toml::<PlanFile>(folder, &format!("plans/{}.toml", rows.like), diagnostics) else { return };
    for name in &rows.keeps {
        let known = other.operations.iter().any(|row| row.id == *name) || other.sectors.iter().any(|row| row.id == *name);
        if !known {
            let message = format!("`{name}` is neither an operation nor a sector of `{}`", rows.like);
            diagnostics.push(file, 0, "keeps", message, "");
        }
    }
    for (key, value) in other.doctrine {
        rows.doctrine.entry(key).or_insert(value);
    }
    let own: Vec<String> = rows.orders.iter().map(|row| row.id.clone()).collect();
    rows.orders.extend(other.orders.into_iter().filter(|row| !own.contains(&row.id)));
    let operations = other.operations.into_iter().filter(|row| rows.keeps.contains(&row.id));
    rows.operations = operations.chain(std::mem::take(&mut rows.operations)).collect();
    let sectors = other.sectors.into_iter().filter(|row| rows.keeps.contains(&row.id));
    rows.sectors = sectors.chain(std::mem::take(&mut rows.sectors)).collect();
}

impl Names for Reader<'_> {
    fn place(&self, id: &str) -> Option<CellId> {
        self.setting.theatre.place(id).map(|place| self.setting.theatre.places[place.index()].cell)
    }

    fn order(&self, id: &str) -> Option<usize> {
        self.orders.iter().position(|order| *order == id)
    }

    fn operation(&self, id: &str) -> Option<usize> {
        self.operations.iter().position(|operation| *operation == id)
    }
}

impl Reader<'_> {
    fn fault(&mut self, field: &str, value: &str, message: String) {
        let line = line_of(self.text, value);
        self.diagnostics.push(self.file, line, field, message, "");
    }

    fn sources(&mut self, id: &str, source: &str) {
        if source.is_empty() {
            self.fault("source", id, format!("`{id}` names no source"));
        }
        for key in source.split(';').map(str::trim).filter(|key| !key.is_empty() && *key != "assumption") {
            if self.record.source(key).is_none() && !MODEL_SOURCES.contains(&key) {
                self.fault("source", key, format!("`{id}`: no source has the key `{key}`"));
            }
        }
    }

    fn doctrine(&mut self, rows: &BTreeMap<String, Value>) -> Doctrine {
        let mut doctrine = Doctrine::zero();
        for (key, row) in rows {
            if !(row.low <= row.number && row.number <= row.high) {
                self.fault("doctrine", key, format!("{key} = {} is not within {} and {}", row.number, row.low, row.high));
            }
            if !doctrine.set(key, row.number) {
                self.fault("doctrine", key, format!("`{key}` is not a rule of doctrine; there are {}", Doctrine::KEYS.join(", ")));
            }
            self.sources(key, &row.source);
        }
        for key in Doctrine::KEYS.iter().filter(|key| !rows.contains_key(**key)) {
            self.fault("doctrine", "[doctrine]", format!("{key} is missing"));
        }
        doctrine
    }

    fn gates(&mut self, id: &str, texts: &[String]) -> Vec<Gate> {
        let mut read = Vec::new();
        for text in texts {
            match gates::parse(text, self) {
                Ok(gate) => read.push(gate),
                Err(message) => self.fault("gates", text, format!("`{id}`: {message}")),
            }
        }
        read
    }

    fn cell(&mut self, id: &str, place: &str) -> Option<CellId> {
        let cell = self.place(place);
        if cell.is_none() {
            self.fault("place", place, format!("`{id}`: no place has the id `{place}`"));
        }
        cell
    }

    /// Formations on the map that an id of the order of battle stands for: itself, or all below it.
    fn formations(&mut self, side: huizhan_base::SideId, id: &str, named: &[String]) -> Vec<FormationId> {
        let mut formations = Vec::new();
        for name in named {
            if self.record.formation(name).is_none() {
                self.fault("formations", name, format!("`{id}`: no formation has the id `{name}`"));
                continue;
            }
            let own = self.setting.force(name).into_iter();
            let below = self.record.descendants(name).into_iter().filter_map(|row| self.setting.force(&row.id));
            let found: Vec<FormationId> = own.chain(below).collect();
            for formation in found {
                if self.setting.forces[formation.index()].side == side {
                    formations.push(formation);
                } else {
                    self.fault("formations", name, format!("`{id}`: `{name}` is of the other side"));
                }
            }
        }
        formations.sort_unstable();
        formations.dedup();
        formations
    }

    fn high_order(&mut self, row: &OrderRow) -> HighOrder {
        self.sources(&row.id, &row.source);
        let mut gates = self.gates(&row.id, &row.gates);
        if row.off {
            // one of none never holds: the order keeps its row, as others may name it in their gates
            gates.push(Gate::AtLeast(1, Vec::new()));
        }
        HighOrder { id: row.id.clone(), day: row.day, gates }
    }

    fn operation_of(&mut self, side: huizhan_base::SideId, row: &OperationRow) -> Option<Operation> {
        self.sources(&row.id, &row.source);
        let formations = self.formations(side, &row.id, &row.formations);
        let mut objectives = Vec::new();
        for objective in &row.objectives {
            let (place, texts): (&str, &[String]) = match objective {
                ObjectiveRow::Place(place) => (place, &[]),
                ObjectiveRow::Gated { place, gates } => (place, gates),
            };
            let gates = self.gates(&row.id, texts);
            if let Some(cell) = self.cell(&row.id, place) {
                objectives.push(Objective { cell, gates });
            }
        }
        if row.objectives.is_empty() {
            self.fault("objectives", &row.id, format!("`{}` has no objective", row.id));
            return None;
        }
        let gates = self.gates(&row.id, &row.gates);
        let assembly = row.assemble.as_ref().and_then(|assemble| self.assembly(&row.id, assemble));
        let (ships, conditional) = (row.ships, row.conditional);
        Some(Operation { id: row.id.clone(), formations, objectives, gates, ships, conditional, assembly })
    }

    fn assembly(&mut self, id: &str, row: &AssembleRow) -> Option<Assembly> {
        self.sources(id, &row.source);
        if !(0.0 <= row.low && row.low <= row.share && row.share <= row.high && row.high <= 1.0) {
            self.fault("assemble", id, format!("`{id}`: the share {} is not within {} and {}, or these not within 0 and 1", row.share, row.low, row.high));
        }
        let gates = self.gates(id, &row.gates);
        Some(Assembly { cell: self.cell(id, &row.place)?, gates, share: row.share })
    }

    /// Leaves out the formations of operations that are off, or whose factor is: they stay where they are.
    fn without_options(&mut self, rows: &[OperationRow], operations: &mut [Operation]) {
        let mut clear = |id: &str| operations.iter_mut().filter(|operation| operation.id == id).for_each(|operation| operation.formations.clear());
        for row in rows {
            if row.off {
                clear(&row.id);
            }
            let Some(option) = &row.option else { continue };
            match self.setting.factors.get(option) {
                Some(level) if level > 0.0 => {}
                Some(_) => clear(&row.id),
                None => self.fault("option", option, format!("`{}`: no factor has the name `{option}`", row.id)),
            }
        }
    }

    fn sector(&mut self, side: huizhan_base::SideId, row: &SectorRow) -> Option<Sector> {
        self.sources(&row.id, &row.source);
        let formations = self.formations(side, &row.id, &row.formations);
        let positions: Vec<CellId> = row.positions.iter().filter_map(|place| self.cell(&row.id, place)).collect();
        if row.positions.is_empty() {
            self.fault("positions", &row.id, format!("`{}` has no position", row.id));
        }
        let rear = self.cell(&row.id, &row.rear)?;
        let gates = self.gates(&row.id, &row.gates);
        let withdrawal = row.withdrawal.as_ref().map(|word| match word {
            WithdrawalWord::InTurn => Withdrawal::InTurn,
            WithdrawalWord::Last => Withdrawal::Last,
        });
        Some(Sector {
            id: row.id.clone(),
            formations,
            positions,
            rear,
            gates,
            counter_attack: row.counter_attack,
            encircle: row.encircle,
            withdrawal,
        })
    }
}

/// Keys of `data/model/sources.csv` that plans may name as well.
const MODEL_SOURCES: &[&str] = &["CDB90-FIT", "TEMPO-STUDY", "FSR", "TRUCKS"];
