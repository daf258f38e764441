//! Barriers on rivers and ground under water.

use crate::read::{Loader, Once, parts};
use huizhan_base::{Column, Date, NameColumns, Names, Row};
use serde::Serialize;

/// A line of forts, booms and mines across a river, `record/barriers.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BarrierRow {
    /// Its id.
    pub id: String,
    /// The river.
    pub river: String,
    /// The id of the side that built it.
    pub side: String,
    /// Its names.
    pub names: Names,
    /// The ids of the places that must all be held before ships pass.
    pub forts: Vec<String>,
    /// The id of the place whose kilometre on the river is the line.
    pub place: String,
    /// Work to clear the boom, low to high (days).
    pub boom_days: [u32; 2],
    /// Mines laid (pieces); `None` where no source tells.
    pub mines: Option<u32>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// Ground that water closes from a day on, `record/inundation.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InundationRow {
    /// Its id.
    pub id: String,
    /// The place or the stretch the water ran along, in words.
    pub place_or_axis: String,
    /// H3 indexes of the cells, sorted.
    pub cells: Vec<u64>,
    /// The first day of the water.
    pub closed_from: Date,
    /// Source keys.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the barriers, sorted by id.
pub(crate) fn read_barriers(loader: &mut Loader<'_>) -> Vec<BarrierRow> {
    let table = loader.table_optional("record/barriers.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let names = NameColumns::find(&table, loader.diagnostics);
    let [id, river, side, forts, place, low, high, mines, source] =
        ["id", "river", "side", "forts", "place", "boom_days_low", "boom_days_high", "mines", "source"]
            .map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let river = row.required(river, loader.diagnostics);
        let side = loader.side(row, side);
        let names = names.read(row, loader.diagnostics);
        row.required(forts, loader.diagnostics);
        let place = row.required(place, loader.diagnostics);
        if row.text(high).is_empty() {
            row.required(low, loader.diagnostics);
        }
        let boom_days = loader.bounds(row, [low, high], &(0..=1000u32));
        let mines = row.number_optional(mines, &(0..=1_000_000u32), loader.diagnostics);
        let source = loader.sources(row, source);
        let Some(boom_days) = boom_days else { continue };
        rows.push(BarrierRow {
            id: key.to_owned(),
            river: river.to_owned(),
            side,
            names,
            forts: parts(row, forts),
            place: place.to_owned(),
            boom_days,
            mines,
            source,
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

/// Reads the inundations, sorted by id.
pub(crate) fn read_inundations(loader: &mut Loader<'_>) -> Vec<InundationRow> {
    let table = loader.table_optional("record/inundation.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, place, cells, closed_from, source, note] =
        ["id", "place_or_axis", "cells", "closed_from", "source", "note"]
            .map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        row.required(cells, loader.diagnostics);
        let cells = read_cells(row, cells, loader);
        let closed_from = row.date(closed_from, loader.diagnostics);
        let source = loader.sources(row, source);
        let Some(closed_from) = closed_from else { continue };
        rows.push(InundationRow {
            id: key.to_owned(),
            place_or_axis: row.text(place).to_owned(),
            cells,
            closed_from,
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

fn read_cells(row: Row<'_>, column: Column, loader: &mut Loader<'_>) -> Vec<u64> {
    let mut cells = Vec::new();
    for text in row.text(column).split_whitespace() {
        if let Ok(cell) = u64::from_str_radix(text, 16) {
            cells.push(cell);
        } else {
            let fix = "write H3 indexes in hexadecimal, parted by spaces";
            row.report(column, format!("`{text}` is not an H3 cell"), fix, loader.diagnostics);
        }
    }
    cells.sort_unstable();
    cells.dedup();
    cells
}
