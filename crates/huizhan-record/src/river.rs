//! The record's tables for the system `river`.

use crate::read::{ASSUMPTION, Loader, Once};
use crate::words::ShipClass;
use huizhan_base::{Column, NameColumns, Names, Row};
use serde::Serialize;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RiverRecord {
    /// Ships by group, sorted by id.
    pub ships: Vec<ShipRow>,
    /// Mines outside the barriers, sorted by id.
    pub minefields: Vec<ReachRow>,
    /// Least depths, sorted by id.
    pub depths: Vec<ReachRow>,
}

/// Ships of one kind, `record/ships.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShipRow {
    /// Its id.
    pub id: String,
    /// The id of the side.
    pub side: String,
    /// What they are.
    pub class: ShipClass,
    /// Their names.
    pub names: Names,
    /// How many (ships).
    pub number: u16,
    /// Draught of one (centimetres).
    pub draught_cm: u16,
    /// Guns of one (pieces).
    pub guns: u16,
    /// Their calibre (millimetres).
    pub calibre_mm: u16,
    /// Crew of one (people).
    pub crew: u16,
    /// The id of the place where they lie on the first day.
    pub station: String,
    /// Source keys, or `assumption`.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// A number that belongs to a reach of a river, `record/minefields.csv` and `record/depths.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReachRow {
    /// Its id.
    pub id: String,
    /// The id of the side whose it is; empty where it belongs to none.
    pub side: String,
    /// The ids of the places at its ends, in either order.
    pub ends: [String; 2],
    /// Mines (pieces) or least depth at the mean stage of the year (centimetres).
    pub value: u32,
    /// The line of the file.
    pub line: u64,
}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(loader: &mut Loader<'_>) -> RiverRecord {
    RiverRecord {
        ships: read_ships(loader),
        minefields: read_reaches(loader, "record/minefields.csv", Some("side"), "mines"),
        depths: read_reaches(loader, "record/depths.csv", None, "least_depth_cm"),
    }
}

/// Reports a number outside its range, and an assumption without one.
pub(crate) fn check_range(row: Row<'_>, value: (Column, Option<u32>), range: [Column; 2], source: Column, loader: &mut Loader<'_>) {
    let bounds = loader.bounds(row, range, &(0..=1_000_000u32));
    let (column, Some(value)) = value else { return };
    match bounds {
        Some([low, high]) if !(low..=high).contains(&value) => {
            row.report(column, format!("{value} lies outside its range {low} to {high}"), "correct the value or the range", loader.diagnostics);
        }
        None if row.text(range[0]).is_empty() && row.list(source).any(|key| key == ASSUMPTION) => {
            row.report(range[0], "an assumption has no range", "give the low and the high end of what is plausible", loader.diagnostics);
        }
        _ => {}
    }
}

fn read_ships(loader: &mut Loader<'_>) -> Vec<ShipRow> {
    let table = loader.table_optional("record/ships.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let names = NameColumns::find(&table, loader.diagnostics);
    let [id, side, class, number, low, high, draught, guns, calibre, crew, station, source] =
        ["id", "side", "class", "number", "number_low", "number_high", "draught_cm", "guns", "calibre_mm", "crew", "station", "source"]
            .map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = loader.side(row, side);
        let class = loader.word::<ShipClass>(row, class);
        let names = names.read(row, loader.diagnostics);
        let mut whole = |column, most: u16| row.number(column, &(0..=most), loader.diagnostics);
        let numbers = [whole(number, 10_000), whole(draught, 2000), whole(guns, 100), whole(calibre, 500), whole(crew, 5000)];
        check_range(row, (number, numbers[0].map(u32::from)), [low, high], source, loader);
        let station = row.required(station, loader.diagnostics).to_owned();
        let source = loader.sources(row, source);
        let (Some(class), [Some(number), Some(draught_cm), Some(guns), Some(calibre_mm), Some(crew)]) = (class, numbers) else { continue };
        let id = key.to_owned();
        rows.push(ShipRow { id, side, class, names, number, draught_cm, guns, calibre_mm, crew, station, source, line: row.line() });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

fn read_reaches(loader: &mut Loader<'_>, path: &str, side: Option<&'static str>, value: &'static str) -> Vec<ReachRow> {
    let table = loader.table_optional(path);
    if table.is_empty() {
        return Vec::new();
    }
    let [id, from, to, value, low, high, source] = ["id", "from", "to", value, "low", "high", "source"].map(|name| loader.column(&table, name));
    let side = side.map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = side.map(|side| loader.side(row, side)).unwrap_or_default();
        let ends = [from, to].map(|end| row.required(end, loader.diagnostics).to_owned());
        let number = row.number(value, &(0..=1_000_000u32), loader.diagnostics);
        check_range(row, (value, number), [low, high], source, loader);
        loader.sources(row, source);
        let Some(value) = number else { continue };
        rows.push(ReachRow { id: key.to_owned(), side, ends, value, line: row.line() });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}
