//! The order of battle and its commanders.

use crate::read::{Loader, Once, Ranged, Seen, filled};
use crate::words::{Confidence, Echelon, FormationKind, Quality};
use huizhan_base::{Column, Date, NameColumns, Names, Row, Table};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// No formation of a campaign has more men than this.
const MEN_MAX: u32 = 2_000_000;
/// No formation of a campaign has more guns than this.
const GUNS_MAX: u32 = 20_000;

/// A row of the order of battle, `record/formations.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormationRow {
    /// Its id.
    pub id: String,
    /// The id of its side.
    pub side: String,
    /// The id of the formation it belongs to; `None` at the top.
    pub parent: Option<String>,
    /// Its size level.
    pub echelon: Echelon,
    /// What it is made of.
    pub kind: FormationKind,
    /// Its names.
    pub names: Names,
    /// Strength on entry (men).
    pub strength_men: Option<u32>,
    /// Range of that strength, low to high (men).
    pub strength_range: Option<[u32; 2]>,
    /// Source keys of the strength, or `assumption`.
    pub strength_source: String,
    /// Guns of all calibres (pieces).
    pub guns: Option<u32>,
    /// Source keys of the guns.
    pub guns_source: String,
    /// Its quality.
    pub quality: Option<Quality>,
    /// Source keys of the quality.
    pub quality_source: String,
    /// The id of the place it starts or arrives at.
    pub start_place: Option<String>,
    /// The day it becomes available; `None` where it is there from the first day.
    pub arrival_date: Option<Date>,
    /// Source keys of the arrival.
    pub arrival_source: String,
    /// The id of the place it is ordered to on entry.
    pub sector: Option<String>,
    /// Whether it stands on the map as ground troops.
    pub deploy: bool,
    /// Source keys of the row.
    pub source: String,
    /// How far the row may be trusted.
    pub confidence: Confidence,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// A commander's tenure, `record/commanders.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Commander {
    /// Its id.
    pub id: String,
    /// The id of the formation commanded; `None` for a person outside the order of battle.
    pub formation: Option<String>,
    /// The person's names.
    pub names: Names,
    /// The post held, in words.
    pub role: String,
    /// First day of the tenure; `None` where it began before the record.
    pub date_from: Option<Date>,
    /// Last day of the tenure; `None` where it outlasts the record.
    pub date_to: Option<Date>,
    /// How sure the dates are, in words.
    pub date_flag: String,
    /// Source keys.
    pub source: String,
    /// How far the row may be trusted.
    pub confidence: Confidence,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

impl Commander {
    /// Whether the tenure holds on a day.
    #[must_use]
    pub fn serves_on(&self, date: Date) -> bool {
        self.date_from.is_none_or(|from| from <= date) && self.date_to.is_none_or(|to| date <= to)
    }
}

/// The columns of `record/formations.csv`.
struct Columns {
    id: Column,
    side: Column,
    parent: Column,
    echelon: Column,
    kind: Column,
    names: NameColumns,
    strength: Ranged,
    guns: [Column; 2],
    quality: [Column; 2],
    start_place: Column,
    arrival: [Column; 2],
    sector: Column,
    deploy: Column,
    source: Column,
    confidence: Column,
    note: Column,
}

impl Columns {
    fn find(table: &Table, loader: &mut Loader<'_>) -> Self {
        let strength = ["strength_men", "strength_low", "strength_high", "strength_source"];
        let strength = Ranged::find(table, strength, loader);
        let names = NameColumns::find(table, loader.diagnostics);
        let mut column = |name| loader.column(table, name);
        Self {
            id: column("id"),
            side: column("side"),
            parent: column("parent"),
            echelon: column("echelon"),
            kind: column("kind"),
            names,
            strength,
            guns: ["guns", "guns_source"].map(&mut column),
            quality: ["quality", "quality_source"].map(&mut column),
            start_place: column("start_place"),
            arrival: ["arrival_date", "arrival_source"].map(&mut column),
            sector: column("sector"),
            deploy: column("deploy"),
            source: column("source"),
            confidence: column("confidence"),
            note: column("note"),
        }
    }
}

/// Reads the order of battle, sorted by id.
pub(crate) fn read_formations(loader: &mut Loader<'_>) -> Vec<FormationRow> {
    let table = loader.table("record/formations.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let columns = Columns::find(&table, loader);
    let mut once = Once::default();
    for row in table.rows() {
        let id = row.required(columns.id, loader.diagnostics);
        if once.note(row, columns.id, id, loader.diagnostics) {
            let [side, parent] = [columns.side, columns.parent].map(|column| row.text(column).to_owned());
            loader.formations.insert(id.to_owned(), Seen { side, parent, line: row.line() });
        }
    }
    let mut formations: Vec<FormationRow> =
        table.rows().filter_map(|row| read_formation(row, &columns, loader)).collect();
    formations.sort_by(|a, b| a.id.cmp(&b.id).then(a.line.cmp(&b.line)));
    for cycle in cycles(&loader.formations) {
        let line = loader.formations.get(&cycle[0]).map_or(0, |seen| seen.line);
        let message = format!("the order of battle runs in a circle: {} -> {}", cycle.join(" -> "), cycle[0]);
        loader.diagnostics.push(table.file(), line, "parent", message, "leave `parent` empty at the top");
    }
    formations
}

fn read_formation(row: Row<'_>, columns: &Columns, loader: &mut Loader<'_>) -> Option<FormationRow> {
    let side = loader.side(row, columns.side);
    let parent = read_parent(row, columns, loader);
    let echelon = loader.word(row, columns.echelon);
    let kind = loader.word(row, columns.kind);
    let (strength_men, strength_range) = loader.ranged(row, columns.strength, &(0..=MEN_MAX));
    let guns = row.number_optional(columns.guns[0], &(0..=GUNS_MAX), loader.diagnostics);
    let quality = loader.word_optional(row, columns.quality[0]);
    let arrival_date = row.date_optional(columns.arrival[0], loader.diagnostics);
    let deploy = loader.answer(row, columns.deploy);
    let confidence = loader.word(row, columns.confidence);
    let names = columns.names.read(row, loader.diagnostics);
    if deploy == Some(true) {
        check_deployed(row, columns, strength_men, loader);
    }
    let numbers = [columns.strength.value, columns.strength.bounds[0], columns.strength.bounds[1]];
    let strength_given = numbers.iter().any(|column| !row.text(*column).is_empty());
    let strength_source = loader.sources_of(row, columns.strength.source, strength_given);
    let guns_source = loader.sources_of(row, columns.guns[1], guns.is_some());
    let quality_source = loader.sources_of(row, columns.quality[1], quality.is_some());
    let arrival_source = loader.sources_of(row, columns.arrival[1], arrival_date.is_some());
    let source = loader.sources(row, columns.source);
    Some(FormationRow {
        id: row.text(columns.id).to_owned(),
        side,
        parent,
        echelon: echelon?,
        kind: kind?,
        names,
        strength_men,
        strength_range,
        strength_source,
        guns,
        guns_source,
        quality,
        quality_source,
        start_place: filled(row, columns.start_place),
        arrival_date,
        arrival_source,
        sector: filled(row, columns.sector),
        deploy: deploy?,
        source,
        confidence: confidence?,
        note: row.text(columns.note).to_owned(),
        line: row.line(),
    })
}

fn read_parent(row: Row<'_>, columns: &Columns, loader: &mut Loader<'_>) -> Option<String> {
    let parent = loader.formation_optional(row, columns.parent)?;
    let side = row.text(columns.side);
    if let Some(seen) = loader.formations.get(&parent)
        && seen.side != side
    {
        let message = format!("`{parent}` is of side `{}`, this row of side `{side}`", seen.side);
        row.report(columns.parent, message, "a formation belongs to one of its own side", loader.diagnostics);
    }
    Some(parent)
}

/// A formation on the map needs men, a quality and a place.
fn check_deployed(row: Row<'_>, columns: &Columns, men: Option<u32>, loader: &mut Loader<'_>) {
    let fix = "a row with deploy = yes needs it; write deploy = no where it is not known";
    let strength = columns.strength.value;
    if row.text(strength).is_empty() {
        row.report(strength, "is empty", fix, loader.diagnostics);
    } else if men == Some(0) {
        row.report(strength, "is 0", fix, loader.diagnostics);
    }
    for column in [columns.quality[0], columns.start_place] {
        if row.text(column).is_empty() {
            row.report(column, "is empty", fix, loader.diagnostics);
        }
    }
}

/// The circles in which parents run, each from its least id on, in order of that id.
fn cycles(formations: &BTreeMap<String, Seen>) -> Vec<Vec<String>> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut cycles = Vec::new();
    for start in formations.keys() {
        let mut path: Vec<&str> = Vec::new();
        let mut next = Some(start.as_str());
        while let Some(id) = next.filter(|id| !done.contains(id)) {
            if let Some(at) = path.iter().position(|held| *held == id) {
                let circle = &path[at..];
                let least = (0..circle.len()).min_by_key(|index| circle[*index]).unwrap_or(0);
                cycles.push(circle[least..].iter().chain(&circle[..least]).map(|id| (*id).to_owned()).collect());
                break;
            }
            path.push(id);
            next = formations.get(id).map(|seen| seen.parent.as_str()).filter(|parent| formations.contains_key(*parent));
        }
        done.extend(path);
    }
    cycles.sort();
    cycles
}

/// Reads the commanders, sorted by id.
pub(crate) fn read_commanders(loader: &mut Loader<'_>) -> Vec<Commander> {
    let table = loader.table_optional("record/commanders.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let names = NameColumns::find(&table, loader.diagnostics);
    let [id, formation, role, from, to, flag, source, confidence, note] =
        ["id", "formation", "role", "date_from", "date_to", "date_flag", "source", "confidence", "note"]
            .map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut commanders = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let formation = loader.formation_optional(row, formation);
        let names = names.read(row, loader.diagnostics);
        let [date_from, date_to] = [from, to].map(|column| row.date_optional(column, loader.diagnostics));
        if let (Some(first), Some(last)) = (date_from, date_to)
            && last < first
        {
            let message = format!("the tenure ends on {last}, before it begins on {first}");
            row.report(to, message, "exchange the two dates, or correct one", loader.diagnostics);
        }
        let source = loader.sources(row, source);
        let Some(confidence) = loader.word(row, confidence) else { continue };
        commanders.push(Commander {
            id: key.to_owned(),
            formation,
            names,
            role: row.text(role).to_owned(),
            date_from,
            date_to,
            date_flag: row.text(flag).to_owned(),
            source,
            confidence,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    commanders.sort_by(|a, b| a.id.cmp(&b.id).then(a.line.cmp(&b.line)));
    commanders
}
