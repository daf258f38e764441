//! The record's tables for the system `flood`: breaches, the river's water, old courses, people in its way.

use crate::read::{Loader, Once, Ranged};
use huizhan_base::{Column, Date, Row, Table};
use serde::Serialize;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FloodRecord {
    /// Breaches of dikes, by id.
    pub breaches: Vec<BreachRow>,
    /// Water of the river that is breached, by river and month.
    pub discharges: Vec<DischargeRow>,
    /// Beds that water from a breach follows, by id.
    pub watercourses: Vec<WatercourseRow>,
    /// People on the land, by province.
    pub densities: Vec<DensityRow>,
    /// What a flood does to people, by key.
    pub toll: Vec<TollRow>,
}

/// A breach of a dike, `record/breaches.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BreachRow {
    /// Its id.
    pub id: String,
    /// The place it is named after.
    pub place: String,
    /// H3 index of the cell behind the dike.
    pub cell: u64,
    /// The day water ran out.
    pub opened: Date,
    /// Share of the river that leaves by it when it is wide (per cent): low, value, high.
    pub share_percent: [f64; 3],
    /// Days in which it widens, low to high.
    pub widening_days: [f64; 2],
    /// Source keys, or `assumption`.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// Water of a river in a month, `record/river_discharge.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DischargeRow {
    /// The river.
    pub river: String,
    /// The month, 1 to 12.
    pub month: u8,
    /// Its discharge (m3/s): low, value, high.
    pub m3s: [f64; 3],
    /// Source keys, or `assumption`.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// A bed that water follows, `record/watercourses.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WatercourseRow {
    /// Its id.
    pub id: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Chinese.
    pub name_zh_hant: String,
    /// Points along it, downstream (degrees north and east).
    pub points: Vec<[f64; 2]>,
    /// Water it takes beside its own (m3/s): low, value, high.
    pub spare_m3s: [f64; 3],
    /// Source keys, or `assumption`.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// People on the land of a province, `record/rural_density.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DensityRow {
    /// The province, as the theatre writes it.
    pub province: String,
    /// People a square kilometre: low, value, high.
    pub per_km2: [f64; 3],
    /// Source keys, or `assumption`.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// What a flood does to people, `record/flood_toll.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TollRow {
    /// What, a word the scenario knows.
    pub key: String,
    /// Low, value, high, in the unit of the row.
    pub number: [f64; 3],
    /// The unit, in words.
    pub unit: String,
    /// Source keys, or `assumption`.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(loader: &mut Loader<'_>) -> FloodRecord {
    FloodRecord {
        breaches: breaches(loader),
        discharges: discharges(loader),
        watercourses: watercourses(loader),
        densities: densities(loader),
        toll: toll(loader),
    }
}

/// Low, value and high of a number that must have all three.
fn three(row: Row<'_>, columns: Ranged, limit: f64, loader: &mut Loader<'_>) -> Option<[f64; 3]> {
    row.required(columns.value, loader.diagnostics);
    row.required(columns.bounds[0], loader.diagnostics);
    let (value, range) = loader.ranged(row, columns, &(0.0..=limit));
    let [low, high] = range?;
    Some([low, value?, high])
}

fn breaches(loader: &mut Loader<'_>) -> Vec<BreachRow> {
    let table = loader.table_optional("record/breaches.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, place, cell, opened, fast, slow, source] =
        ["id", "place", "cell", "opened", "widening_days_low", "widening_days_high", "source"].map(|name| loader.column(&table, name));
    let share = Ranged::find(&table, ["share_percent", "share_percent_low", "share_percent_high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let place = row.required(place, loader.diagnostics);
        let index = u64::from_str_radix(row.text(cell), 16).ok();
        if index.is_none() {
            row.report(cell, format!("`{}` is not an H3 cell", row.text(cell)), "write its index in hexadecimal", loader.diagnostics);
        }
        let opened = row.date(opened, loader.diagnostics);
        let share = three(row, share, 100.0, loader);
        row.required(fast, loader.diagnostics);
        let widening = loader.bounds(row, [fast, slow], &(0.1..=365.0));
        let source = loader.sources(row, source);
        if let (Some(cell), Some(opened), Some(share_percent), Some(widening_days)) = (index, opened, share, widening) {
            let (id, place, line) = (key.to_owned(), place.to_owned(), row.line());
            rows.push(BreachRow { id, place, cell, opened, share_percent, widening_days, source, line });
        }
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

fn discharges(loader: &mut Loader<'_>) -> Vec<DischargeRow> {
    let table = loader.table_optional("record/river_discharge.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [river, month, source] = ["river", "month", "source"].map(|name| loader.column(&table, name));
    let m3s = Ranged::find(&table, ["m3s", "m3s_low", "m3s_high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let name = row.required(river, loader.diagnostics).to_owned();
        let number = row.number(month, &(1..=12u8), loader.diagnostics);
        once.note(row, month, &format!("{name} {}", row.text(month)), loader.diagnostics);
        let m3s = three(row, m3s, 1e6, loader);
        let source = loader.sources(row, source);
        if let (Some(month), Some(m3s)) = (number, m3s) {
            rows.push(DischargeRow { river: name, month, m3s, source, line: row.line() });
        }
    }
    rows.sort_by(|a, b| (&a.river, a.month, a.line).cmp(&(&b.river, b.month, b.line)));
    rows
}

fn watercourses(loader: &mut Loader<'_>) -> Vec<WatercourseRow> {
    let table = loader.table_optional("record/watercourses.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, en, zh, points, source] = ["id", "name_en", "name_zh_hant", "points", "source"].map(|name| loader.column(&table, name));
    let spare = Ranged::find(&table, ["spare_m3s", "spare_m3s_low", "spare_m3s_high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let points = points_of(row, points, loader);
        let spare = three(row, spare, 1e6, loader);
        let source = loader.sources(row, source);
        if let Some(spare_m3s) = spare {
            let (name_en, name_zh_hant) = (row.text(en).to_owned(), row.text(zh).to_owned());
            rows.push(WatercourseRow { id: key.to_owned(), name_en, name_zh_hant, points, spare_m3s, source, line: row.line() });
        }
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

/// `34.80 113.70; 34.72 114.00`: degrees north and east, downstream.
fn points_of(row: Row<'_>, column: Column, loader: &mut Loader<'_>) -> Vec<[f64; 2]> {
    let mut points = Vec::new();
    for text in row.text(column).split(';') {
        let numbers: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        match numbers[..] {
            [north, east] if north.abs() <= 90.0 && east.abs() <= 180.0 => points.push([north, east]),
            _ => {
                let fix = "write degrees north and east, points parted by `;`";
                row.report(column, format!("`{}` is not a point", text.trim()), fix, loader.diagnostics);
            }
        }
    }
    if points.len() < 2 {
        row.report(column, "a course has two points at least", "", loader.diagnostics);
    }
    points
}

fn densities(loader: &mut Loader<'_>) -> Vec<DensityRow> {
    let table = loader.table_optional("record/rural_density.csv");
    keyed(&table, "province", ["per_km2", "per_km2_low", "per_km2_high", "source"], loader, |row, province, per_km2, source| DensityRow {
        province,
        per_km2,
        source,
        line: row.line(),
    })
}

fn toll(loader: &mut Loader<'_>) -> Vec<TollRow> {
    let table = loader.table_optional("record/flood_toll.csv");
    let unit = table.column_optional("unit");
    keyed(&table, "key", ["value", "low", "high", "source"], loader, |row, key, number, source| TollRow {
        key,
        number,
        unit: row.text(unit).to_owned(),
        source,
        line: row.line(),
    })
}

/// Rows of a key and a number with its range, sorted by key.
fn keyed<T>(
    table: &Table,
    key: &'static str,
    names: [&'static str; 4],
    loader: &mut Loader<'_>,
    make: impl Fn(Row<'_>, String, [f64; 3], String) -> T,
) -> Vec<T> {
    if table.is_empty() {
        return Vec::new();
    }
    let column = loader.column(table, key);
    let number = Ranged::find(table, names, loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(column, loader.diagnostics).to_owned();
        once.note(row, column, &key, loader.diagnostics);
        let three = three(row, number, 1e6, loader);
        let source = loader.sources(row, number.source);
        if let Some(three) = three {
            rows.push((key.clone(), make(row, key, three, source)));
        }
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows.into_iter().map(|(_, row)| row).collect()
}
