//! The record's tables for the air war: types, arms, groups, fields, standing tasks and ordered raids.

use crate::read::{Loader, Once, Ranged, filled, parts};
use huizhan_base::{Column, Date, NameColumns, Names, Row};
use serde::Serialize;

/// No group has more aircraft than this.
const AIRCRAFT_MAX: u16 = 2000;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AirRecord {
    /// Types of aircraft, by id.
    pub types: Vec<AircraftRow>,
    /// Numbers of each arm, by arm and key.
    pub arms: Vec<AirArmRow>,
    /// Groups, by id.
    pub groups: Vec<AirGroupRow>,
    /// Airfields, by place.
    pub fields: Vec<AirfieldRow>,
    /// Standing tasks, by id.
    pub tasks: Vec<AirTaskRow>,
    /// Raids and stand-bys that a staff ordered for a day, by id.
    pub orders: Vec<AirOrderRow>,
}

/// A type of aircraft, `record/aircraft.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AircraftRow {
    /// Its id.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// What it is for: `fighter`, `bomber` or `scout`.
    pub role: String,
    /// How far from its field it works (kilometres).
    pub radius_km: f64,
    /// Its usual load (kilograms).
    pub bombs_kg: f64,
    /// Men aboard.
    pub crew: u32,
    /// Its edge in a fight (ln units; a biplane fighter of 1935 is 0).
    pub edge: f64,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// A number of an arm (the air force of a side, a corps of volunteers), `record/air_arms.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AirArmRow {
    /// The arm.
    pub arm: String,
    /// The id of its side.
    pub side: String,
    /// The key of the number.
    pub key: String,
    /// Its value.
    pub value: f64,
    /// Source keys, or `assumption`.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// Aircraft of one type in one group, `record/air_groups.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AirGroupRow {
    /// Its id.
    pub id: String,
    /// The id of the formation it belongs to.
    pub formation: String,
    /// Its arm.
    pub arm: String,
    /// The id of its type.
    pub aircraft_type: String,
    /// Aircraft on strength when it enters.
    pub aircraft: u16,
    /// The id of the place it is based at when it enters.
    pub base: String,
    /// The first day, where it is not there from the start.
    pub from: Option<Date>,
    /// The last day, where it is withdrawn before the end.
    pub to: Option<Date>,
    /// The id of the place it is to work towards: it moves to the usable field nearest to it. Without one it keeps its
    /// field while it can.
    pub aim: Option<String>,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// A place with an airfield, `record/airfields.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AirfieldRow {
    /// The id of the place.
    pub place: String,
    /// Aircraft it has room for.
    pub capacity: u16,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// A standing task of groups, `record/air_tasks.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AirTaskRow {
    /// Its id.
    pub id: String,
    /// The ids of the groups.
    pub groups: Vec<String>,
    /// What is attacked or done: `field`, `city`, `rail`, `ships`, `support`, `reconnaissance`, `airdrop`.
    pub kind: String,
    /// The ids of the places, where the kind has places.
    pub targets: Vec<String>,
    /// Share of the group's days on it.
    pub share: f64,
    /// The first day, where it is not from the start.
    pub from: Option<Date>,
    /// The last day, where it ends before the campaign.
    pub to: Option<Date>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// What a staff ordered for one day, `record/air_orders.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AirOrderRow {
    /// Its id.
    pub id: String,
    /// The day.
    pub date: Date,
    /// Whether it is a raid or a stand-by of fighters.
    pub raid: bool,
    /// The id of the event of the chronology, for comparison.
    pub event: String,
    /// The id of the place raided or covered.
    pub target: String,
    /// The ids of the groups.
    pub groups: Vec<String>,
    /// How many aircraft of each are made ready.
    pub aircraft: Vec<u16>,
    /// Whether the defender's staff knew of the raid before it started.
    pub forewarned: bool,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(loader: &mut Loader<'_>) -> AirRecord {
    AirRecord {
        types: read_types(loader),
        arms: read_arms(loader),
        groups: read_groups(loader),
        fields: read_fields(loader),
        tasks: read_tasks(loader),
        orders: read_orders(loader),
    }
}

fn read_types(loader: &mut Loader<'_>) -> Vec<AircraftRow> {
    let table = loader.table_optional("record/aircraft.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let names = NameColumns::find(&table, loader.diagnostics);
    let [id, role, radius, bombs, crew, source] =
        ["id", "role", "radius_km", "bombs_kg", "crew", "source"].map(|name| loader.column(&table, name));
    let edge = Ranged::find(&table, ["edge", "edge_low", "edge_high", "edge_source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let names = names.read(row, loader.diagnostics);
        let role = word(row, role, &["fighter", "bomber", "scout"], loader);
        let radius_km = row.number(radius, &(1.0..=5000.0), loader.diagnostics);
        let bombs_kg = row.number(bombs, &(0.0..=20_000.0), loader.diagnostics);
        let crew = row.number(crew, &(1..=20u32), loader.diagnostics);
        loader.sources(row, edge.source);
        let (edge, _) = loader.ranged(row, edge, &(-3.0..=3.0));
        let source = loader.sources(row, source);
        let (Some(radius_km), Some(bombs_kg), Some(crew)) = (radius_km, bombs_kg, crew) else { continue };
        let edge = edge.unwrap_or(0.0);
        rows.push(AircraftRow { id: key.to_owned(), names, role, radius_km, bombs_kg, crew, edge, source, line: row.line() });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

fn read_arms(loader: &mut Loader<'_>) -> Vec<AirArmRow> {
    let table = loader.table_optional("record/air_arms.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [arm, side, key] = ["arm", "side", "key"].map(|name| loader.column(&table, name));
    let number = Ranged::find(&table, ["value", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let named = row.required(arm, loader.diagnostics);
        let keyed = row.required(key, loader.diagnostics);
        once.note(row, key, &format!("{named} {keyed}"), loader.diagnostics);
        let side = loader.side(row, side);
        row.required(number.value, loader.diagnostics);
        let (value, _) = loader.ranged(row, number, &(-10.0..=1000.0));
        let source = loader.sources(row, number.source);
        let Some(value) = value else { continue };
        rows.push(AirArmRow { arm: named.to_owned(), side, key: keyed.to_owned(), value, source, line: row.line() });
    }
    rows.sort_by(|a, b| (&a.arm, &a.key, a.line).cmp(&(&b.arm, &b.key, b.line)));
    rows
}

fn read_groups(loader: &mut Loader<'_>) -> Vec<AirGroupRow> {
    let table = loader.table_optional("record/air_groups.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, formation, arm, kind, base, from, to, aim, source] =
        ["id", "formation", "arm", "type", "base", "from", "to", "aim", "source"].map(|name| loader.column(&table, name));
    let number = Ranged::find(&table, ["aircraft", "low", "high", "aircraft_source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let formation = row.required(formation, loader.diagnostics).to_owned();
        let arm = row.required(arm, loader.diagnostics).to_owned();
        let aircraft_type = row.required(kind, loader.diagnostics).to_owned();
        let base = row.required(base, loader.diagnostics).to_owned();
        row.required(number.value, loader.diagnostics);
        loader.sources(row, number.source);
        let (aircraft, _) = loader.ranged(row, number, &(0..=AIRCRAFT_MAX));
        let [from, to] = [from, to].map(|column| row.date_optional(column, loader.diagnostics));
        let aim = filled(row, aim);
        let source = loader.sources(row, source);
        let Some(aircraft) = aircraft else { continue };
        let line = row.line();
        rows.push(AirGroupRow { id: key.to_owned(), formation, arm, aircraft_type, aircraft, base, from, to, aim, source, line });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

fn read_fields(loader: &mut Loader<'_>) -> Vec<AirfieldRow> {
    let table = loader.table_optional("record/airfields.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [place, source] = ["place", "source"].map(|name| loader.column(&table, name));
    let capacity = Ranged::find(&table, ["capacity", "low", "high", "capacity_source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(place, loader.diagnostics);
        once.note(row, place, key, loader.diagnostics);
        row.required(capacity.value, loader.diagnostics);
        loader.sources(row, capacity.source);
        let (capacity, _) = loader.ranged(row, capacity, &(1..=AIRCRAFT_MAX));
        let source = loader.sources(row, source);
        let Some(capacity) = capacity else { continue };
        rows.push(AirfieldRow { place: key.to_owned(), capacity, source, line: row.line() });
    }
    rows.sort_by(|a, b| (&a.place, a.line).cmp(&(&b.place, b.line)));
    rows
}

fn read_tasks(loader: &mut Loader<'_>) -> Vec<AirTaskRow> {
    let table = loader.table_optional("record/air_tasks.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, groups, kind, targets, from, to] =
        ["id", "groups", "kind", "targets", "from", "to"].map(|name| loader.column(&table, name));
    let share = Ranged::find(&table, ["share", "low", "high", "source"], loader);
    let kinds = ["field", "city", "rail", "ships", "support", "reconnaissance", "airdrop"];
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        row.required(groups, loader.diagnostics);
        let kind = word(row, kind, &kinds, loader);
        row.required(share.value, loader.diagnostics);
        let (value, _) = loader.ranged(row, share, &(0.0..=1.0));
        let source = loader.sources(row, share.source);
        let [from, to] = [from, to].map(|column| row.date_optional(column, loader.diagnostics));
        let Some(share) = value else { continue };
        let (groups, targets) = (parts(row, groups), parts(row, targets));
        rows.push(AirTaskRow { id: key.to_owned(), groups, kind, targets, share, from, to, source, line: row.line() });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

fn read_orders(loader: &mut Loader<'_>) -> Vec<AirOrderRow> {
    let table = loader.table_optional("record/air_orders.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, date, kind, event, target, groups, aircraft, forewarned, source] =
        ["id", "date", "kind", "event", "target", "groups", "aircraft", "forewarned", "source"].map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let date = row.date(date, loader.diagnostics);
        let raid = word(row, kind, &["raid", "stand_by"], loader) == "raid";
        let target = row.required(target, loader.diagnostics).to_owned();
        row.required(groups, loader.diagnostics);
        let groups = parts(row, groups);
        let numbers: Vec<u16> = row.list(aircraft).filter_map(|number| number.parse().ok()).collect();
        if numbers.len() != groups.len() {
            let fix = "give one whole number a group, parted by semicolons";
            row.report(aircraft, format!("there are {} numbers for {} groups", numbers.len(), groups.len()), fix, loader.diagnostics);
        }
        let forewarned = loader.answer(row, forewarned).unwrap_or(false);
        let source = loader.sources(row, source);
        let Some(date) = date else { continue };
        let (event, line) = (row.text(event).to_owned(), row.line());
        rows.push(AirOrderRow { id: key.to_owned(), date, raid, event, target, groups, aircraft: numbers, forewarned, source, line });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}

/// Reads one of a few words; another one is reported with the list.
fn word(row: Row<'_>, column: Column, known: &[&str], loader: &mut Loader<'_>) -> String {
    let text = row.text(column);
    if !known.contains(&text) {
        row.report(column, format!("`{text}` is unknown"), format!("use one of: {}", known.join(", ")), loader.diagnostics);
    }
    text.to_owned()
}
