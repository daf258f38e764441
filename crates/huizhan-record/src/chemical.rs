//! The record's tables for the system `chemical`: what documents say, and when doctrine allowed what. No technical content.

use crate::read::{Loader, Once, Ranged, filled};
use crate::weather::{Estimate, estimate};
use crate::words::{ChemicalKind, Confidence};
use huizhan_base::Date;
use serde::Serialize;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ChemicalRecord {
    /// Documented statements, `record/chemical.csv`, by first day and id: for readers and for comparison.
    pub statements: Vec<ChemicalStatement>,
    /// Times of documented doctrine, `record/chemical_doctrine.csv`, by side and first day.
    pub doctrine: Vec<ChemicalDoctrine>,
}

/// A documented statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChemicalStatement {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub kind: ChemicalKind,
    /// The first day it is about.
    pub date_start: Date,
    /// The last day.
    pub date_end: Date,
    /// The side it is about, if one.
    pub side: Option<String>,
    /// The place, where one is told.
    pub place: Option<String>,
    /// What is said.
    pub statement: String,
    /// Uses it counts.
    pub uses: Option<u32>,
    /// How far it may be trusted.
    pub confidence: Option<Confidence>,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// A time for which the doctrine of a side is documented.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChemicalDoctrine {
    /// The id of the side.
    pub side: String,
    /// The first day.
    pub date_from: Date,
    /// The last day.
    pub date_to: Date,
    /// Documented uses per attacking formation and day of assault on works (0-1).
    pub chance: Estimate,
    /// Share of the other side's men without protection (0-1).
    pub unprotected: Estimate,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(loader: &mut Loader<'_>) -> ChemicalRecord {
    ChemicalRecord { statements: read_statements(loader), doctrine: read_doctrine(loader) }
}

fn read_statements(loader: &mut Loader<'_>) -> Vec<ChemicalStatement> {
    let table = loader.table_optional("record/chemical.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, kind, start, end, side, place, statement, uses, confidence, source] =
        ["id", "kind", "date_start", "date_end", "side", "place", "statement", "uses", "confidence", "source"]
            .map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let kind = loader.word(row, kind);
        let first = row.date(start, loader.diagnostics);
        let last = row.date_optional(end, loader.diagnostics).or(first);
        let side = loader.side_optional(row, side);
        let text = row.required(statement, loader.diagnostics);
        let uses = row.number_optional(uses, &(0..=100_000u32), loader.diagnostics);
        let confidence = loader.word_optional(row, confidence);
        let source = loader.sources(row, source);
        let (Some(kind), Some(first), Some(last)) = (kind, first, last) else { continue };
        if last < first {
            row.report(end, format!("{last} is before {first}"), "exchange the two", loader.diagnostics);
        }
        rows.push(ChemicalStatement {
            id: key.to_owned(),
            kind,
            date_start: first,
            date_end: last,
            side,
            place: filled(row, place),
            statement: text.to_owned(),
            uses,
            confidence,
            source,
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (a.date_start, &a.id, a.line).cmp(&(b.date_start, &b.id, b.line)));
    rows
}

fn read_doctrine(loader: &mut Loader<'_>) -> Vec<ChemicalDoctrine> {
    let table = loader.table_optional("record/chemical_doctrine.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [side, from, to] = ["side", "date_from", "date_to"].map(|name| loader.column(&table, name));
    let chance = Ranged::find(&table, ["uses_per_assault_day", "uses_low", "uses_high", "source"], loader);
    let unprotected = Ranged::find(&table, ["unprotected", "unprotected_low", "unprotected_high", "source"], loader);
    let mut rows = Vec::new();
    for row in table.rows() {
        let side = loader.side(row, side);
        let first = row.date(from, loader.diagnostics);
        let last = row.date(to, loader.diagnostics);
        let source = loader.sources(row, chance.source);
        let chance = estimate(loader, row, chance, &(0.0..=1.0));
        let unprotected = estimate(loader, row, unprotected, &(0.0..=1.0));
        let (Some(date_from), Some(date_to), Some(chance), Some(unprotected)) = (first, last, chance, unprotected) else { continue };
        if date_to < date_from {
            row.report(to, format!("{date_to} is before {date_from}"), "exchange the two", loader.diagnostics);
        }
        rows.push(ChemicalDoctrine { side, date_from, date_to, chance, unprotected, source, line: row.line() });
    }
    rows.sort_by(|a, b| (&a.side, a.date_from, a.line).cmp(&(&b.side, b.date_from, b.line)));
    for pair in rows.windows(2).filter(|pair| pair[0].side == pair[1].side && pair[1].date_from <= pair[0].date_to) {
        let message = format!("overlaps the row in line {}", pair[0].line);
        loader.diagnostics.push("record/chemical_doctrine.csv", pair[1].line, "date_from", message, "let one begin after the other ends");
    }
    rows
}
