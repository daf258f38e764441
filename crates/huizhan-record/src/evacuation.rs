//! What is to be carried up and down the river, on which legs, by which hulls.

use crate::read::{Loader, Once, Ranged, filled, parts};
use huizhan_base::Date;
use serde::Serialize;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct EvacuationRecord {
    /// Stretches that one set of hulls serves, by id.
    pub legs: Vec<LegRow>,
    /// Hulls, by id.
    pub hulls: Vec<HullRow>,
    /// What is to be carried, by id.
    pub cargo: Vec<CargoRow>,
}

/// A stretch between two ports where goods change hulls, `record/evacuation_legs.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LegRow {
    /// Its id.
    pub id: String,
    /// The id of the side whose hulls serve it.
    pub side: String,
    /// The id of its end towards the enemy.
    pub from: String,
    /// The id of its safe end.
    pub to: String,
    /// Days of the passage away from the enemy.
    pub days: f64,
    /// Range of that, low to high (days).
    pub range: Option<[f64; 2]>,
    /// The day on which low water is expected to end large traffic, if it does.
    pub low_water: Option<Date>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// Ships of a class on a leg, `record/evacuation_hulls.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HullRow {
    /// Its id.
    pub id: String,
    /// The id of the leg.
    pub leg: String,
    /// How many.
    pub number: u32,
    /// What one takes of goods to be moved (tonnes a voyage).
    pub tonnes: f64,
    /// Range of that, low to high (tonnes a voyage).
    pub range: Option<[f64; 2]>,
    /// People one takes (heads a voyage).
    pub heads: u32,
    /// Days of a round trip to the far end with loading.
    pub through_days: f64,
    /// Days of a round trip where voyages are cut short and goods put down on the way.
    pub staged_days: f64,
    /// Whether it is called up only when the port is jammed.
    pub reserve: bool,
    /// Stage at which it can just load in full (centimetres against the mean of the year).
    pub full_load_cm: i32,
    /// Stage at which it cannot sail at all (centimetres against the mean of the year).
    pub laid_up_cm: i32,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// Goods or people to be carried, `record/evacuation_cargo.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CargoRow {
    /// Its id.
    pub id: String,
    /// The id of the side.
    pub side: String,
    /// What it is: `industry`, `people` or `wounded` away from the enemy, `drafts`, `munitions` or `supply` towards him.
    pub kind: String,
    /// The legs it takes, in order; the last to be used first where it goes towards the enemy.
    pub legs: Vec<String>,
    /// How much there is in all (tonnes or heads); 0 where it is made day by day.
    pub quantity: f64,
    /// Range of that, low to high.
    pub range: Option<[f64; 2]>,
    /// How much is ready a day (tonnes or heads); for `wounded` of 1,000 killed and wounded of the side.
    pub ready_per_day: f64,
    /// First day on which any is ready.
    pub ready_from: Option<Date>,
    /// Which is loaded first: low before high.
    pub priority: u8,
    /// The formation or firm that the row concerns, in words.
    pub subject: Option<String>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(loader: &mut Loader<'_>) -> EvacuationRecord {
    EvacuationRecord { legs: read_legs(loader), hulls: read_hulls(loader), cargo: read_cargo(loader) }
}

fn read_legs(loader: &mut Loader<'_>) -> Vec<LegRow> {
    let table = loader.table_optional("record/evacuation_legs.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, side, from, to, low_water, note] =
        ["id", "side", "from", "to", "low_water", "note"].map(|name| loader.column(&table, name));
    let passage = Ranged::find(&table, ["days", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = loader.side(row, side);
        let [from, to] = [from, to].map(|column| row.required(column, loader.diagnostics).to_owned());
        row.required(passage.value, loader.diagnostics);
        let (days, range) = loader.ranged(row, passage, &(1.0..=60.0));
        let low_water = if row.text(low_water).is_empty() { None } else { row.date(low_water, loader.diagnostics) };
        let source = loader.sources(row, passage.source);
        let Some(days) = days else { continue };
        rows.push(LegRow { id: key.to_owned(), side, from, to, days, range, low_water, source, note: row.text(note).to_owned(), line: row.line() });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

fn read_hulls(loader: &mut Loader<'_>) -> Vec<HullRow> {
    let table = loader.table_optional("record/evacuation_hulls.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, leg, number, heads, through, staged, reserve, full_load, laid_up, note] =
        ["id", "leg", "number", "heads", "through_days", "staged_days", "reserve", "full_load_cm", "laid_up_cm", "note"]
            .map(|name| loader.column(&table, name));
    let load = Ranged::find(&table, ["tonnes", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let leg = row.required(leg, loader.diagnostics).to_owned();
        for column in [number, load.value, heads, through, staged, full_load, laid_up] {
            row.required(column, loader.diagnostics);
        }
        let number = row.number_optional(number, &(0..=100_000u32), loader.diagnostics);
        let (tonnes, range) = loader.ranged(row, load, &(0.0..=1e5));
        let heads = row.number_optional(heads, &(0..=100_000u32), loader.diagnostics);
        let [through, staged] = [through, staged].map(|column| row.number_optional(column, &(0.5..=365.0), loader.diagnostics));
        let [full_load, laid_up] = [full_load, laid_up].map(|column| row.number_optional(column, &(-5000..=5000i32), loader.diagnostics));
        let reserve = loader.answer(row, reserve).unwrap_or(false);
        let source = loader.sources(row, load.source);
        let (Some(number), Some(tonnes), Some(heads)) = (number, tonnes, heads) else { continue };
        let (Some(through_days), Some(staged_days), Some(full_load_cm), Some(laid_up_cm)) = (through, staged, full_load, laid_up) else {
            continue;
        };
        if laid_up_cm >= full_load_cm {
            row.report(load.value, "`laid_up_cm` is not below `full_load_cm`".to_owned(), "exchange the two, or correct one", loader.diagnostics);
        }
        rows.push(HullRow {
            id: key.to_owned(),
            leg,
            number,
            tonnes,
            range,
            heads,
            through_days,
            staged_days,
            reserve,
            full_load_cm,
            laid_up_cm,
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

fn read_cargo(loader: &mut Loader<'_>) -> Vec<CargoRow> {
    let table = loader.table_optional("record/evacuation_cargo.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, side, kind, legs, ready, from, priority, subject, note] =
        ["id", "side", "kind", "legs", "ready_per_day", "ready_from", "priority", "subject", "note"]
            .map(|name| loader.column(&table, name));
    let amount = Ranged::find(&table, ["quantity", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = loader.side(row, side);
        let kind = row.required(kind, loader.diagnostics).to_owned();
        for column in [legs, amount.value, ready, priority] {
            row.required(column, loader.diagnostics);
        }
        let (quantity, range) = loader.ranged(row, amount, &(0.0..=1e8));
        let ready_per_day = row.number_optional(ready, &(0.0..=1e6), loader.diagnostics);
        let ready_from = if row.text(from).is_empty() { None } else { row.date(from, loader.diagnostics) };
        let priority = row.number_optional(priority, &(0..=99u8), loader.diagnostics);
        let source = loader.sources(row, amount.source);
        let (Some(quantity), Some(ready_per_day), Some(priority)) = (quantity, ready_per_day, priority) else { continue };
        rows.push(CargoRow {
            id: key.to_owned(),
            side,
            kind,
            legs: parts(row, legs),
            quantity,
            range,
            ready_per_day,
            ready_from,
            priority,
            subject: filled(row, subject),
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}
