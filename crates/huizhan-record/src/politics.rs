//! The record's tables for politics: war aims, the places a high command defends, the ways to them, the intended length
//! of the stand, and what the attacker has left to offer and to send.

use crate::read::{Loader, Once, Ranged, filled, parts};
use crate::words::{AimKind, ApproachKind};
use huizhan_base::{Date, Names, NameColumns};
use serde::Serialize;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PoliticsRecord {
    /// War aims of both sides, by side and aim.
    pub aims: Vec<AimRow>,
    /// Places worth holding for their own sake, by place.
    pub objectives: Vec<ObjectiveRow>,
    /// Ways to them and out of them, by id.
    pub approaches: Vec<ApproachRow>,
    /// Days up to which the high command meant to hold at one time or another, by day.
    pub stands: Vec<StandRow>,
    /// Men a side could still send, by side.
    pub reserves: Vec<ReserveRow>,
    /// Persons a side would turn to for a peace, by sequence.
    pub inducements: Vec<InducementRow>,
}

/// An aim of a side, `record/aims.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AimRow {
    /// The side.
    pub side: String,
    /// The aim.
    pub aim: AimKind,
    /// Its weight among the aims of the side.
    pub weight: f64,
    /// Range of the weight.
    pub range: Option<[f64; 2]>,
    /// The day by which the side itself meant to have reached it.
    pub set_day: Option<Date>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// A place worth holding for its own sake, `record/objectives.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObjectiveRow {
    /// The side that defends it.
    pub side: String,
    /// The id of the place.
    pub place: String,
    /// Its worth beside the others.
    pub worth: f64,
    /// Range of the worth.
    pub range: Option<[f64; 2]>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// A way to the objectives or out of them, `record/approaches.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ApproachRow {
    /// Its id.
    pub id: String,
    /// The side that guards it.
    pub side: String,
    /// What it is.
    pub kind: ApproachKind,
    /// The ids of places on it: one in enemy hands and it is lost, an enemy near one and it is threatened.
    pub places: Vec<String>,
    /// The ids of places whose loss alone threatens it.
    pub warnings: Vec<String>,
    /// Its weight among those of its kind.
    pub weight: f64,
    /// Range of the weight.
    pub range: Option<[f64; 2]>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// A day up to which a high command meant to hold, `record/stands.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StandRow {
    /// The side.
    pub side: String,
    /// The day.
    pub until: Date,
    /// The day on which it leaves, whatever it weighs; none in the record of what was: it weighs.
    pub leave: Option<Date>,
    /// Source keys.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// Men a side could still send, `record/reserves.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReserveRow {
    /// The side.
    pub side: String,
    /// Trained men who could still be sent to this front (men).
    pub men: u32,
    /// Range of them.
    pub range: Option<[u32; 2]>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// A person a side would turn to for a peace, `record/inducements.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InducementRow {
    /// The id.
    pub id: String,
    /// The side that makes the offer.
    pub side: String,
    /// The person's names.
    pub names: Names,
    /// Which offer is made first.
    pub sequence: u32,
    /// Whether the person heads the other side's government: his consent ends the war.
    pub head: bool,
    /// Chance that the person consents to an offer made to a beaten side.
    pub chance: f64,
    /// Range of it.
    pub range: Option<[f64; 2]>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(loader: &mut Loader<'_>) -> PoliticsRecord {
    PoliticsRecord {
        aims: read_aims(loader),
        objectives: read_objectives(loader),
        approaches: read_approaches(loader),
        stands: read_stands(loader),
        reserves: read_reserves(loader),
        inducements: read_inducements(loader),
    }
}

fn read_aims(loader: &mut Loader<'_>) -> Vec<AimRow> {
    let table = loader.table_optional("record/aims.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [side, aim, set_day, note] = ["side", "aim", "set_day", "note"].map(|name| loader.column(&table, name));
    let columns = Ranged::find(&table, ["weight", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        once.note(row, aim, &format!("{} {}", row.text(side), row.text(aim)), loader.diagnostics);
        let side = loader.side(row, side);
        let aim = loader.word(row, aim);
        row.required(columns.value, loader.diagnostics);
        let (weight, range) = loader.ranged(row, columns, &(0.0..=1000.0));
        let set_day = row.date_optional(set_day, loader.diagnostics);
        let source = loader.sources(row, columns.source);
        let (Some(aim), Some(weight)) = (aim, weight) else { continue };
        rows.push(AimRow { side, aim, weight, range, set_day, source, note: row.text(note).to_owned(), line: row.line() });
    }
    rows.sort_by(|a, b| (&a.side, a.aim, a.line).cmp(&(&b.side, b.aim, b.line)));
    rows
}

fn read_objectives(loader: &mut Loader<'_>) -> Vec<ObjectiveRow> {
    let table = loader.table_optional("record/objectives.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [side, place, note] = ["side", "place", "note"].map(|name| loader.column(&table, name));
    let columns = Ranged::find(&table, ["worth", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let id = row.required(place, loader.diagnostics);
        once.note(row, place, id, loader.diagnostics);
        let side = loader.side(row, side);
        row.required(columns.value, loader.diagnostics);
        let (worth, range) = loader.ranged(row, columns, &(0.0..=1000.0));
        let source = loader.sources(row, columns.source);
        let Some(worth) = worth else { continue };
        let note = row.text(note).to_owned();
        rows.push(ObjectiveRow { side, place: id.to_owned(), worth, range, source, note, line: row.line() });
    }
    rows.sort_by(|a, b| (&a.place, a.line).cmp(&(&b.place, b.line)));
    rows
}

fn read_approaches(loader: &mut Loader<'_>) -> Vec<ApproachRow> {
    let table = loader.table_optional("record/approaches.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, side, kind, places, warnings, note] =
        ["id", "side", "kind", "places", "warnings", "note"].map(|name| loader.column(&table, name));
    let columns = Ranged::find(&table, ["weight", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = loader.side(row, side);
        let kind = loader.word(row, kind);
        row.required(places, loader.diagnostics);
        row.required(columns.value, loader.diagnostics);
        let (weight, range) = loader.ranged(row, columns, &(0.0..=1000.0));
        let source = loader.sources(row, columns.source);
        let (Some(kind), Some(weight)) = (kind, weight) else { continue };
        rows.push(ApproachRow {
            id: key.to_owned(),
            side,
            kind,
            places: parts(row, places),
            warnings: parts(row, warnings),
            weight,
            range,
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

fn read_stands(loader: &mut Loader<'_>) -> Vec<StandRow> {
    let table = loader.table_optional("record/stands.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [side, until, source, note] = ["side", "until", "source", "note"].map(|name| loader.column(&table, name));
    let leave = table.column_optional("leave");
    let mut rows = Vec::new();
    for row in table.rows() {
        let side = loader.side(row, side);
        let day = row.date(until, loader.diagnostics);
        let leave = row.date_optional(leave, loader.diagnostics);
        let source = loader.sources(row, source);
        let Some(until) = day else { continue };
        rows.push(StandRow { side, until, leave, source, note: row.text(note).to_owned(), line: row.line() });
    }
    rows.sort_by(|a, b| (&a.side, a.until, a.line).cmp(&(&b.side, b.until, b.line)));
    rows
}

fn read_reserves(loader: &mut Loader<'_>) -> Vec<ReserveRow> {
    let table = loader.table_optional("record/reserves.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [side, note] = ["side", "note"].map(|name| loader.column(&table, name));
    let columns = Ranged::find(&table, ["men", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        once.note(row, side, row.text(side), loader.diagnostics);
        let side = loader.side(row, side);
        row.required(columns.value, loader.diagnostics);
        let (men, range) = loader.ranged(row, columns, &(0..=100_000_000u32));
        let source = loader.sources(row, columns.source);
        let Some(men) = men else { continue };
        rows.push(ReserveRow { side, men, range, source, note: row.text(note).to_owned(), line: row.line() });
    }
    rows.sort_by(|a, b| (&a.side, a.line).cmp(&(&b.side, b.line)));
    rows
}

fn read_inducements(loader: &mut Loader<'_>) -> Vec<InducementRow> {
    let table = loader.table_optional("record/inducements.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let names = NameColumns::find(&table, loader.diagnostics);
    let [id, side, sequence, head, note] =
        ["id", "side", "sequence", "head", "note"].map(|name| loader.column(&table, name));
    let columns = Ranged::find(&table, ["chance", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = loader.side(row, side);
        let names = names.read(row, loader.diagnostics);
        let sequence = row.number(sequence, &(1..=99u32), loader.diagnostics);
        let head = loader.answer(row, head);
        row.required(columns.value, loader.diagnostics);
        let (chance, range) = loader.ranged(row, columns, &(0.0..=1.0));
        let source = loader.sources(row, columns.source);
        let (Some(sequence), Some(head), Some(chance)) = (sequence, head, chance) else { continue };
        rows.push(InducementRow {
            id: filled(row, id).unwrap_or_default(),
            side,
            names,
            sequence,
            head,
            chance,
            range,
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.side, a.sequence, &a.id).cmp(&(&b.side, b.sequence, &b.id)));
    rows
}
