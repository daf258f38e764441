//! Imports, arsenals, munitions and manpower of each side.

use crate::read::{Loader, Once, Ranged, filled, parts};
use huizhan_base::Date;
use serde::Serialize;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct EconomyRecord {
    /// What comes in from abroad, by id.
    pub imports: Vec<ImportRow>,
    /// Where munitions are made, by id.
    pub arsenals: Vec<ArsenalRow>,
    /// Stock and use of munitions, by side and item.
    pub munitions: Vec<MunitionsRow>,
    /// Men that can still be called up, by id.
    pub manpower: Vec<ManpowerRow>,
}

/// Goods from abroad, `record/imports.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportRow {
    /// Its id.
    pub id: String,
    /// The id of the side it feeds.
    pub side: String,
    /// The ids of the places where it can enter, the usual one first.
    pub entries: Vec<String>,
    /// The ids of the places of which it must reach one to count, the usual one first.
    pub depots: Vec<String>,
    /// What comes in (tonnes a day).
    pub tonnes_per_day: f64,
    /// Range of that, low to high (tonnes a day).
    pub range: Option<[f64; 2]>,
    /// Munitions among it (share, 0-1).
    pub munitions_share: f64,
    /// The factors that scale it.
    pub factors: Vec<String>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// A place that makes munitions, `record/arsenals.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArsenalRow {
    /// Its id.
    pub id: String,
    /// The id of its side.
    pub side: String,
    /// The id of its place.
    pub place: String,
    /// What it makes (tonnes a day).
    pub tonnes_per_day: f64,
    /// Range of that, low to high (tonnes a day).
    pub range: Option<[f64; 2]>,
    /// The cargo of `evacuation_cargo.csv` that is its plant, if it is to be moved.
    pub cargo: Option<String>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// A number of a side's munitions, `record/munitions.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MunitionsRow {
    /// The id of the side.
    pub side: String,
    /// What it is: `stock_tonnes`, `engaged_kg`, `quiet_kg`, `elsewhere_tonnes_per_day` or `cover_days`.
    pub item: String,
    /// Its value.
    pub value: f64,
    /// Range of that, low to high.
    pub range: Option<[f64; 2]>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// Men of a side that can be called up, `record/manpower.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ManpowerRow {
    /// Its id.
    pub id: String,
    /// The id of the side.
    pub side: String,
    /// What it is: `pool` (men on the first day), `intake` or `elsewhere` (men a day).
    pub item: String,
    /// Its value (men, or men a day).
    pub value: f64,
    /// Range of that, low to high.
    pub range: Option<[f64; 2]>,
    /// First day of a flow.
    pub date_from: Option<Date>,
    /// Last day of a flow.
    pub date_to: Option<Date>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(loader: &mut Loader<'_>) -> EconomyRecord {
    EconomyRecord {
        imports: read_imports(loader),
        arsenals: read_arsenals(loader),
        munitions: read_munitions(loader),
        manpower: read_manpower(loader),
    }
}

fn read_imports(loader: &mut Loader<'_>) -> Vec<ImportRow> {
    let table = loader.table_optional("record/imports.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, side, entries, depots, share, factors, note] =
        ["id", "side", "entries", "depots", "munitions_share", "factors", "note"].map(|name| loader.column(&table, name));
    let flow = Ranged::find(&table, ["tonnes_per_day", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = loader.side(row, side);
        row.required(entries, loader.diagnostics);
        row.required(depots, loader.diagnostics);
        row.required(flow.value, loader.diagnostics);
        row.required(share, loader.diagnostics);
        let (tonnes_per_day, range) = loader.ranged(row, flow, &(0.0..=1e6));
        let munitions_share = row.number_optional(share, &(0.0..=1.0), loader.diagnostics);
        let source = loader.sources(row, flow.source);
        let (Some(tonnes_per_day), Some(munitions_share)) = (tonnes_per_day, munitions_share) else { continue };
        rows.push(ImportRow {
            id: key.to_owned(),
            side,
            entries: parts(row, entries),
            depots: parts(row, depots),
            tonnes_per_day,
            range,
            munitions_share,
            factors: parts(row, factors),
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

fn read_arsenals(loader: &mut Loader<'_>) -> Vec<ArsenalRow> {
    let table = loader.table_optional("record/arsenals.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, side, place, cargo, note] = ["id", "side", "place", "cargo", "note"].map(|name| loader.column(&table, name));
    let flow = Ranged::find(&table, ["tonnes_per_day", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = loader.side(row, side);
        let place = row.required(place, loader.diagnostics).to_owned();
        row.required(flow.value, loader.diagnostics);
        let (tonnes_per_day, range) = loader.ranged(row, flow, &(0.0..=1e6));
        let source = loader.sources(row, flow.source);
        let Some(tonnes_per_day) = tonnes_per_day else { continue };
        rows.push(ArsenalRow {
            id: key.to_owned(),
            side,
            place,
            tonnes_per_day,
            range,
            cargo: filled(row, cargo),
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

fn read_munitions(loader: &mut Loader<'_>) -> Vec<MunitionsRow> {
    let table = loader.table_optional("record/munitions.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [side, item, note] = ["side", "item", "note"].map(|name| loader.column(&table, name));
    let columns = Ranged::find(&table, ["value", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let name = row.required(item, loader.diagnostics);
        once.note(row, item, &format!("{} {name}", row.text(side)), loader.diagnostics);
        let side = loader.side(row, side);
        row.required(columns.value, loader.diagnostics);
        let (value, range) = loader.ranged(row, columns, &(0.0..=1e9));
        let source = loader.sources(row, columns.source);
        let Some(value) = value else { continue };
        rows.push(MunitionsRow { side, item: name.to_owned(), value, range, source, note: row.text(note).to_owned(), line: row.line() });
    }
    rows.sort_by(|a, b| (&a.side, &a.item, a.line).cmp(&(&b.side, &b.item, b.line)));
    rows
}

fn read_manpower(loader: &mut Loader<'_>) -> Vec<ManpowerRow> {
    let table = loader.table_optional("record/manpower.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, side, item, from, to, note] = ["id", "side", "item", "date_from", "date_to", "note"].map(|name| loader.column(&table, name));
    let columns = Ranged::find(&table, ["value", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = loader.side(row, side);
        let name = row.required(item, loader.diagnostics).to_owned();
        row.required(columns.value, loader.diagnostics);
        let [date_from, date_to] =
            [from, to].map(|column| if row.text(column).is_empty() { None } else { row.date(column, loader.diagnostics) });
        let (value, range) = loader.ranged(row, columns, &(0.0..=1e9));
        let source = loader.sources(row, columns.source);
        let Some(value) = value else { continue };
        rows.push(ManpowerRow {
            id: key.to_owned(),
            side,
            item: name,
            value,
            range,
            date_from,
            date_to,
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}
