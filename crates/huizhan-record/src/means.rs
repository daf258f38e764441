//! Supply, replacements, sickness and what else each side brings.

use crate::read::{Loader, Once, Ranged};
use crate::words::Activity;
use huizhan_base::Date;
use serde::Serialize;

/// The largest daily flow of supply into a theatre that is believed (tonnes a day).
const TONNES_MAX: u32 = 1_000_000;
/// The largest daily flow of replacements that is believed (men a day).
const MEN_MAX: u32 = 100_000;

/// Where supply enters the theatre, `record/supply_sources.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SupplySourceRow {
    /// Its id.
    pub id: String,
    /// The id of the side it feeds.
    pub side: String,
    /// The id of the place.
    pub place: String,
    /// What comes in (tonnes a day).
    pub tonnes_per_day: u32,
    /// Range of that, low to high (tonnes a day).
    pub range: Option<[u32; 2]>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// What a man of a side uses, `record/supply_needs.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SupplyNeed {
    /// The id of the side.
    pub side: String,
    /// What he is doing, column `state`.
    pub activity: Activity,
    /// What he uses (kilograms a man a day).
    pub kg_per_man_day: f64,
    /// Range of that, low to high (kilograms a man a day).
    pub range: Option<[f64; 2]>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// A flow of replacements known to the staff, `record/replacements.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplacementRow {
    /// Its id.
    pub id: String,
    /// The id of the side.
    pub side: String,
    /// First day of the flow.
    pub date_from: Date,
    /// Last day of the flow.
    pub date_to: Date,
    /// How many come (men a day).
    pub men_per_day: u32,
    /// Range of that, low to high (men a day).
    pub range: Option<[u32; 2]>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// Base rates of sickness of a month, `record/sickness.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SicknessRow {
    /// The id of the side.
    pub side: String,
    /// The month, 1 to 12.
    pub month: u8,
    /// Men falling sick (of 1000 a day).
    pub admissions_per_1000_per_day: f64,
    /// Range of that, low to high.
    pub admissions_range: Option<[f64; 2]>,
    /// Sick men returning (of 1000 sick a day).
    pub recovery_per_1000_per_day: f64,
    /// Range of that, low to high.
    pub recovery_range: Option<[f64; 2]>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// A number of one side that the model reads by its key, `record/side_parameters.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SideParameter {
    /// The id of the side.
    pub side: String,
    /// The key of the parameter.
    pub key: String,
    /// Its value, in `unit`.
    pub value: f64,
    /// The low end of its range, in `unit`.
    pub low: Option<f64>,
    /// The high end of its range, in `unit`.
    pub high: Option<f64>,
    /// Its unit; empty for a ratio.
    pub unit: String,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the sources of supply, sorted by id.
pub(crate) fn read_supply_sources(loader: &mut Loader<'_>) -> Vec<SupplySourceRow> {
    let table = loader.table_optional("record/supply_sources.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, side, place, note] =
        ["id", "side", "place", "note"].map(|name| loader.column(&table, name));
    let flow = Ranged::find(&table, ["tonnes_per_day", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = loader.side(row, side);
        let place = row.required(place, loader.diagnostics);
        row.required(flow.value, loader.diagnostics);
        let (tonnes_per_day, range) = loader.ranged(row, flow, &(0..=TONNES_MAX));
        let source = loader.sources(row, flow.source);
        let Some(tonnes_per_day) = tonnes_per_day else { continue };
        rows.push(SupplySourceRow {
            id: key.to_owned(),
            side,
            place: place.to_owned(),
            tonnes_per_day,
            range,
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

/// Reads the needs, sorted by side and activity.
pub(crate) fn read_supply_needs(loader: &mut Loader<'_>) -> Vec<SupplyNeed> {
    let table = loader.table_optional("record/supply_needs.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [side, state] = ["side", "state"].map(|name| loader.column(&table, name));
    let need = Ranged::find(&table, ["kg_per_man_day", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        once.note(row, state, &format!("{} {}", row.text(side), row.text(state)), loader.diagnostics);
        let side = loader.side(row, side);
        let activity = loader.word(row, state);
        row.required(need.value, loader.diagnostics);
        let (kg_per_man_day, range) = loader.ranged(row, need, &(0.0..=1000.0));
        let source = loader.sources(row, need.source);
        let (Some(activity), Some(kg_per_man_day)) = (activity, kg_per_man_day) else { continue };
        rows.push(SupplyNeed { side, activity, kg_per_man_day, range, source, line: row.line() });
    }
    rows.sort_by(|a, b| (&a.side, a.activity, a.line).cmp(&(&b.side, b.activity, b.line)));
    rows
}

/// Reads the flows of replacements, sorted by id.
pub(crate) fn read_replacements(loader: &mut Loader<'_>) -> Vec<ReplacementRow> {
    let table = loader.table_optional("record/replacements.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, side, from, to, note] =
        ["id", "side", "date_from", "date_to", "note"].map(|name| loader.column(&table, name));
    let flow = Ranged::find(&table, ["men_per_day", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = loader.side(row, side);
        let [first, last] = [from, to].map(|column| row.date(column, loader.diagnostics));
        if let (Some(first), Some(last)) = (first, last)
            && last < first
        {
            let message = format!("{last} is before `date_from` {first}");
            row.report(to, message, "exchange the two dates, or correct one", loader.diagnostics);
        }
        row.required(flow.value, loader.diagnostics);
        let (men_per_day, range) = loader.ranged(row, flow, &(0..=MEN_MAX));
        let source = loader.sources(row, flow.source);
        let (Some(date_from), Some(date_to), Some(men_per_day)) = (first, last, men_per_day) else { continue };
        rows.push(ReplacementRow {
            id: key.to_owned(),
            side,
            date_from,
            date_to,
            men_per_day,
            range,
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

/// Reads the rates of sickness, sorted by side and month.
pub(crate) fn read_sickness(loader: &mut Loader<'_>) -> Vec<SicknessRow> {
    let table = loader.table_optional("record/sickness.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [side, month] = ["side", "month"].map(|name| loader.column(&table, name));
    let admissions = ["admissions_per_1000_per_day", "low", "high", "source"];
    let admissions = Ranged::find(&table, admissions, loader);
    let recovery = ["recovery_per_1000_per_day", "low2", "high2"].map(|name| loader.column(&table, name));
    let recovery = Ranged { value: recovery[0], bounds: [recovery[1], recovery[2]], source: admissions.source };
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        once.note(row, month, &format!("{} {}", row.text(side), row.text(month)), loader.diagnostics);
        let side = loader.side(row, side);
        let month = row.number(month, &(1..=12u8), loader.diagnostics);
        row.required(admissions.value, loader.diagnostics);
        row.required(recovery.value, loader.diagnostics);
        let (fallen, admissions_range) = loader.ranged(row, admissions, &(0.0..=1000.0));
        let (recovered, recovery_range) = loader.ranged(row, recovery, &(0.0..=1000.0));
        let source = loader.sources(row, admissions.source);
        let (Some(month), Some(fallen), Some(recovered)) = (month, fallen, recovered) else { continue };
        rows.push(SicknessRow {
            side,
            month,
            admissions_per_1000_per_day: fallen,
            admissions_range,
            recovery_per_1000_per_day: recovered,
            recovery_range,
            source,
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.side, a.month, a.line).cmp(&(&b.side, b.month, b.line)));
    rows
}

/// Reads the parameters of sides, sorted by side and key.
pub(crate) fn read_side_parameters(loader: &mut Loader<'_>) -> Vec<SideParameter> {
    let table = loader.table_optional("record/side_parameters.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [side, key, unit, note] =
        ["side", "key", "unit", "note"].map(|name| loader.column(&table, name));
    let columns = Ranged::find(&table, ["value", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let name = row.required(key, loader.diagnostics);
        once.note(row, key, &format!("{} {name}", row.text(side)), loader.diagnostics);
        let side = loader.side(row, side);
        row.required(columns.value, loader.diagnostics);
        let (value, range) = loader.ranged(row, columns, &(-1e12..=1e12));
        let source = loader.sources(row, columns.source);
        let Some(value) = value else { continue };
        rows.push(SideParameter {
            side,
            key: name.to_owned(),
            value,
            low: range.map(|[low, _]| low),
            high: range.map(|[_, high]| high),
            unit: row.text(unit).to_owned(),
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.side, &a.key, a.line).cmp(&(&b.side, &b.key, b.line)));
    rows
}
