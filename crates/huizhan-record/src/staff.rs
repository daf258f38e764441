//! The record's tables for command as persons: staffs, seats of headquarters, obedience, war zones on the map.

use crate::read::{Loader, Once, Ranged, filled, parts};
use serde::Serialize;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StaffRecord {
    /// Seats of headquarters that direct formations, by headquarters.
    pub headquarters: Vec<HeadquartersRow>,
    /// Grades of their staffs, by headquarters and commander.
    pub grades: Vec<StaffGradeRow>,
    /// Groups of troops and how they obey, by group and key.
    pub obedience: Vec<ObedienceRow>,
    /// Which group a formation and all below it belong to, by formation.
    pub troops: Vec<TroopsRow>,
    /// Places that mark the country of a war zone, by place.
    pub zones: Vec<ZoneRow>,
}

/// Where a headquarters sits, `record/headquarters.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeadquartersRow {
    /// The headquarters in the order of battle.
    pub headquarters: String,
    /// The ids of the places it sits at, the first choice first.
    pub seats: Vec<String>,
    /// Source keys.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// How well the staff of a headquarters works, `record/staffs.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StaffGradeRow {
    /// The headquarters.
    pub headquarters: String,
    /// The commander (a row of `commanders.csv`) the grade holds under; `None` for any other.
    pub commander: Option<String>,
    /// The grade: 0 the average of the side, 1 and -1 a class above and below.
    pub grade: f64,
    /// Range of the grade.
    pub range: Option<[f64; 2]>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// A number of how a group of troops obeys, `record/obedience.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObedienceRow {
    /// The group.
    pub group: String,
    /// Which number.
    pub key: String,
    /// The number.
    pub value: f64,
    /// Its range.
    pub range: Option<[f64; 2]>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// The group a formation and all below it belong to, `record/troops.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TroopsRow {
    /// The formation.
    pub formation: String,
    /// The group.
    pub group: String,
    /// The id of the place that is its home ground; `None` where it has none in reach.
    pub home: Option<String>,
    /// Source keys.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// A place in the country of a war zone, `record/zones.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ZoneRow {
    /// The id of the place.
    pub place: String,
    /// The headquarters of the war zone.
    pub zone: String,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(loader: &mut Loader<'_>) -> StaffRecord {
    StaffRecord {
        headquarters: read_headquarters(loader),
        grades: read_grades(loader),
        obedience: read_obedience(loader),
        troops: read_troops(loader),
        zones: read_zones(loader),
    }
}

fn read_headquarters(loader: &mut Loader<'_>) -> Vec<HeadquartersRow> {
    let table = loader.table_optional("record/headquarters.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [headquarters, seats, source, note] =
        ["headquarters", "seats", "source", "note"].map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let id = row.required(headquarters, loader.diagnostics);
        once.note(row, headquarters, id, loader.diagnostics);
        loader.check_formation(row, headquarters, id);
        row.required(seats, loader.diagnostics);
        rows.push(HeadquartersRow {
            headquarters: id.to_owned(),
            seats: parts(row, seats),
            source: loader.sources(row, source),
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.headquarters, a.line).cmp(&(&b.headquarters, b.line)));
    rows
}

fn read_grades(loader: &mut Loader<'_>) -> Vec<StaffGradeRow> {
    let table = loader.table_optional("record/staffs.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [headquarters, commander, note] = ["headquarters", "commander", "note"].map(|name| loader.column(&table, name));
    let columns = Ranged::find(&table, ["grade", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let id = row.required(headquarters, loader.diagnostics);
        once.note(row, headquarters, &format!("{id} {}", row.text(commander)), loader.diagnostics);
        loader.check_formation(row, headquarters, id);
        row.required(columns.value, loader.diagnostics);
        let (grade, range) = loader.ranged(row, columns, &(-2.0..=2.0));
        let source = loader.sources(row, columns.source);
        let Some(grade) = grade else { continue };
        rows.push(StaffGradeRow {
            headquarters: id.to_owned(),
            commander: filled(row, commander),
            grade,
            range,
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.headquarters, &a.commander, a.line).cmp(&(&b.headquarters, &b.commander, b.line)));
    rows
}

fn read_obedience(loader: &mut Loader<'_>) -> Vec<ObedienceRow> {
    let table = loader.table_optional("record/obedience.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [group, key, note] = ["group", "key", "note"].map(|name| loader.column(&table, name));
    let columns = Ranged::find(&table, ["value", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let id = row.required(group, loader.diagnostics);
        let name = row.required(key, loader.diagnostics);
        once.note(row, key, &format!("{id} {name}"), loader.diagnostics);
        row.required(columns.value, loader.diagnostics);
        let (value, range) = loader.ranged(row, columns, &(0.0..=365.0));
        let source = loader.sources(row, columns.source);
        let Some(value) = value else { continue };
        rows.push(ObedienceRow {
            group: id.to_owned(),
            key: name.to_owned(),
            value,
            range,
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.group, &a.key, a.line).cmp(&(&b.group, &b.key, b.line)));
    rows
}

fn read_troops(loader: &mut Loader<'_>) -> Vec<TroopsRow> {
    let table = loader.table_optional("record/troops.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [formation, group, home, source, note] =
        ["formation", "group", "home", "source", "note"].map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let id = row.required(formation, loader.diagnostics);
        once.note(row, formation, id, loader.diagnostics);
        loader.check_formation(row, formation, id);
        rows.push(TroopsRow {
            formation: id.to_owned(),
            group: row.required(group, loader.diagnostics).to_owned(),
            home: filled(row, home),
            source: loader.sources(row, source),
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.formation, a.line).cmp(&(&b.formation, b.line)));
    rows
}

fn read_zones(loader: &mut Loader<'_>) -> Vec<ZoneRow> {
    let table = loader.table_optional("record/zones.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [place, zone, source] = ["place", "zone", "source"].map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let id = row.required(place, loader.diagnostics);
        once.note(row, place, id, loader.diagnostics);
        let headquarters = row.required(zone, loader.diagnostics);
        loader.check_formation(row, zone, headquarters);
        rows.push(ZoneRow {
            place: id.to_owned(),
            zone: headquarters.to_owned(),
            source: loader.sources(row, source),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.place, a.line).cmp(&(&b.place, b.line)));
    rows
}
