//! Sources, sides, and what the sources disagree about.

use crate::read::{Loader, Once, filled, parts};
use huizhan_base::{Date, NameColumns, Names, Row};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// A source, `record/sources.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The key the numbers cite.
    pub key: String,
    /// How sound it is, from A down to D, in the words of the file.
    pub grade: String,
    /// What it is: book, archive, article, data set.
    pub kind: String,
    /// Author, title, year and what was taken from it.
    pub description: String,
}

/// A side of the war, `record/sides.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SideRow {
    /// Its id.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// Source keys.
    pub source: String,
}

/// A value that somebody claims.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ClaimValue {
    /// A number, in the unit of the claim.
    Number(f64),
    /// A day.
    Day(Date),
    /// Something that is neither, in words.
    Words(String),
}

impl ClaimValue {
    fn read(text: &str) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let number = text.parse::<f64>().ok().filter(|value| value.is_finite()).map(Self::Number);
        number.or_else(|| text.parse().ok().map(Self::Day)).or_else(|| Some(Self::Words(text.to_owned())))
    }

    fn is_above(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a > b,
            (Self::Day(a), Self::Day(b)) => a > b,
            _ => false,
        }
    }
}

impl fmt::Display for ClaimValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(value) => value.fmt(f),
            Self::Day(day) => day.fmt(f),
            Self::Words(text) => f.write_str(text),
        }
    }
}

/// One of the rival values of a subject, `record/claims.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// What the rivals are about; the same in each of them.
    pub subject: String,
    /// The id of the event it belongs to.
    pub event: Option<String>,
    /// The id of the formation it belongs to.
    pub formation: Option<String>,
    /// Who says so.
    pub claimant: String,
    /// The low end of what is claimed, in `unit`.
    pub value_low: Option<ClaimValue>,
    /// The high end of what is claimed, in `unit`.
    pub value_high: Option<ClaimValue>,
    /// The unit of the value.
    pub unit: String,
    /// Whether the scenario uses this one.
    pub used: bool,
    /// Why, or why not.
    pub reason: String,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// A disagreement of the sources, `record/conflicts.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub subject: String,
    /// What the encyclopaedia article says.
    pub article_says: String,
    /// What the others say.
    pub others_say: String,
    /// The value the record uses.
    pub value_used: String,
    /// Why.
    pub reason: String,
    /// Source keys.
    pub source: String,
}

/// What a place was to the campaign, `record/places.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceRole {
    /// The id of the place.
    pub place: String,
    /// Its role, without any outcome.
    pub role: String,
    /// Source keys of the role.
    pub role_source: String,
    /// Names of the time that are no longer in use.
    pub old_names: Vec<String>,
    /// The line of the file.
    pub line: u64,
}

/// Reads the sources, sorted by key.
pub(crate) fn read_sources(loader: &mut Loader<'_>) -> Vec<Source> {
    let table = loader.table("record/sources.csv");
    let [key, grade, kind, description] =
        ["key", "grade", "kind", "description"].map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut sources = Vec::new();
    for row in table.rows() {
        let id = row.required(key, loader.diagnostics);
        once.note(row, key, id, loader.diagnostics);
        if id.contains(';') {
            let fix = "semicolons join keys; leave them out of one";
            row.report(key, format!("`{id}` holds a semicolon"), fix, loader.diagnostics);
        }
        let grade = row.required(grade, loader.diagnostics);
        let description = row.required(description, loader.diagnostics);
        loader.sources.insert(id.to_owned());
        sources.push(Source {
            key: id.to_owned(),
            grade: grade.to_owned(),
            kind: row.text(kind).to_owned(),
            description: description.to_owned(),
        });
    }
    sources.sort_by(|a, b| a.key.cmp(&b.key));
    sources
}

/// Reads the sides, sorted by id.
pub(crate) fn read_sides(loader: &mut Loader<'_>) -> Vec<SideRow> {
    let table = loader.table("record/sides.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let names = NameColumns::find(&table, loader.diagnostics);
    let [id, source] = ["id", "source"].map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut sides = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        loader.sides.insert(key.to_owned());
        let names = names.read(row, loader.diagnostics);
        sides.push(SideRow { id: key.to_owned(), names, source: loader.sources(row, source) });
    }
    sides.sort_by(|a, b| a.id.cmp(&b.id));
    sides
}

/// Reads the rival claims, sorted by subject and id.
pub(crate) fn read_claims(loader: &mut Loader<'_>) -> Vec<Claim> {
    let table = loader.table_optional("record/claims.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, subject, event, formation, claimant, low, high, unit, used, reason, source] = [
        "id", "subject", "event", "formation", "claimant", "value_low", "value_high", "unit", "used", "reason", "source",
    ]
    .map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut claims: Vec<Claim> = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let about = row.required(subject, loader.diagnostics);
        let event_id = filled(row, event);
        if let Some(event_id) = event_id.as_deref().filter(|event_id| !loader.events.contains(*event_id)) {
            let message = format!("no event has the id `{event_id}`");
            row.report(event, message, "add it to record/chronology.csv, or correct it", loader.diagnostics);
        }
        let formation = loader.formation_optional(row, formation);
        let [value_low, value_high] = [low, high].map(|column| ClaimValue::read(row.text(column)));
        if let (Some(least), Some(most)) = (&value_low, &value_high)
            && least.is_above(most)
        {
            row.report(low, format!("{least} is above the high end {most}"), "exchange the two", loader.diagnostics);
        }
        let used = loader.answer(row, used);
        let source = loader.sources(row, source);
        let Some(used) = used else { continue };
        claims.push(Claim {
            id: key.to_owned(),
            subject: about.to_owned(),
            event: event_id,
            formation,
            claimant: row.text(claimant).to_owned(),
            value_low,
            value_high,
            unit: row.text(unit).to_owned(),
            used,
            reason: row.text(reason).to_owned(),
            source,
            line: row.line(),
        });
    }
    claims.sort_by(|a, b| (&a.subject, &a.id, a.line).cmp(&(&b.subject, &b.id, b.line)));
    check_used(table.file(), &claims, loader);
    claims
}

/// Of the rivals about one subject the scenario uses at most one.
fn check_used(file: &str, claims: &[Claim], loader: &mut Loader<'_>) {
    let mut used: BTreeMap<&str, &Claim> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.used) {
        if let Some(other) = used.insert(&claim.subject, claim) {
            let message = format!("`{}` and `{}` are both used for `{}`", other.id, claim.id, claim.subject);
            loader.diagnostics.push(file, claim.line, "used", message, "write `yes` on one of the rivals");
        }
    }
}

/// Reads the disagreements, sorted by id.
pub(crate) fn read_conflicts(loader: &mut Loader<'_>) -> Vec<Conflict> {
    let table = loader.table_optional("record/conflicts.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, subject, article, others, value, reason, source] =
        ["id", "subject", "article_says", "others_say", "value_used", "reason", "source"]
            .map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut conflicts = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let text = |column| Row::text(row, column).to_owned();
        conflicts.push(Conflict {
            id: key.to_owned(),
            subject: row.required(subject, loader.diagnostics).to_owned(),
            article_says: text(article),
            others_say: text(others),
            value_used: text(value),
            reason: text(reason),
            source: loader.sources(row, source),
        });
    }
    conflicts.sort_by(|a, b| a.id.cmp(&b.id));
    conflicts
}

/// Reads the roles of places, sorted by place.
pub(crate) fn read_places(loader: &mut Loader<'_>) -> Vec<PlaceRole> {
    let table = loader.table_optional("record/places.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [place, role, source, old_names] =
        ["place", "role", "role_source", "old_names"].map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut places = Vec::new();
    for row in table.rows() {
        let key = row.required(place, loader.diagnostics);
        once.note(row, place, key, loader.diagnostics);
        let given = !row.text(role).is_empty();
        places.push(PlaceRole {
            place: key.to_owned(),
            role: row.text(role).to_owned(),
            role_source: loader.sources_of(row, source, given),
            old_names: parts(row, old_names),
            line: row.line(),
        });
    }
    places.sort_by(|a, b| (&a.place, a.line).cmp(&(&b.place, b.line)));
    places
}
