//! The record's tables for the system `fortress`.

use crate::read::{Loader, Once};
use crate::river::check_range;
use huizhan_base::{NameColumns, Names};
use serde::Serialize;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FortressRecord {
    /// Batteries, sorted by id.
    pub batteries: Vec<BatteryRow>,
}

/// Guns of a fort that bear on a river, `record/batteries.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BatteryRow {
    /// Its id.
    pub id: String,
    /// The id of the side that built it.
    pub side: String,
    /// The id of the place of its fort.
    pub fort: String,
    /// Its names.
    pub names: Names,
    /// Guns (pieces).
    pub guns: u16,
    /// Their calibre (millimetres).
    pub calibre_mm: u16,
    /// How far they reach along the river (metres).
    pub reach_m: u32,
    /// Crew of the whole battery (people).
    pub crew: u16,
    /// Source keys, or `assumption`.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(loader: &mut Loader<'_>) -> FortressRecord {
    FortressRecord { batteries: read_batteries(loader) }
}

fn read_batteries(loader: &mut Loader<'_>) -> Vec<BatteryRow> {
    let table = loader.table_optional("record/batteries.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let names = NameColumns::find(&table, loader.diagnostics);
    let [id, side, fort, guns, low, high, calibre, reach, crew, source] =
        ["id", "side", "fort", "guns", "low", "high", "calibre_mm", "reach_m", "crew", "source"].map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = loader.side(row, side);
        let fort = row.required(fort, loader.diagnostics).to_owned();
        let names = names.read(row, loader.diagnostics);
        let mut whole = |column, most: u16| row.number(column, &(0..=most), loader.diagnostics);
        let numbers = [whole(guns, 1000), whole(calibre, 500), whole(crew, 10_000)];
        let reach_m = row.number(reach, &(0..=50_000u32), loader.diagnostics);
        check_range(row, (guns, numbers[0].map(u32::from)), [low, high], source, loader);
        let source = loader.sources(row, source);
        let ([Some(guns), Some(calibre_mm), Some(crew)], Some(reach_m)) = (numbers, reach_m) else { continue };
        rows.push(BatteryRow { id: key.to_owned(), side, fort, names, guns, calibre_mm, reach_m, crew, source, line: row.line() });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}
