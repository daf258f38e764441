//! What happened when, and the axes along which a naive rival advances.
//!
//! Both are for comparison alone: no field of them reaches the simulation.

use crate::read::{Loader, Once, filled, parts};
use crate::words::{Confidence, EventKind, ScoreUse};
use huizhan_base::{Column, Date, Row, Table};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An event of the campaign, `record/chronology.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChronologyEvent {
    /// Its id.
    pub id: String,
    /// Its first day.
    pub date_start: Date,
    /// Its last day; the first again where the file leaves it empty.
    pub date_end: Date,
    /// The id of the place; `None` where it has none.
    pub place: Option<String>,
    /// What kind of event it is, column `type`.
    pub kind: EventKind,
    /// The id of the side that acts.
    pub attacker: Option<String>,
    /// The id of the side acted upon.
    pub defender: Option<String>,
    /// The ids of the formations that took part, of both sides.
    pub formations: Vec<String>,
    /// What came of it, in words.
    pub outcome: String,
    /// How the sources disagree, in words; empty where they do not.
    pub conflict: String,
    /// Whether a simulated campaign is compared with it.
    pub score_use: ScoreUse,
    /// Why, or why not.
    pub score_reason: String,
    /// The axis of advance a capture lies on.
    pub axis: Option<String>,
    /// Source keys.
    pub source: String,
    /// How far the row may be trusted.
    pub confidence: Confidence,
    /// The line of the file.
    pub line: u64,
}

/// A place on an axis of advance, `record/axes.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AxisPlace {
    /// The axis.
    pub axis: String,
    /// The place's rank on the axis, counted from 0, the base.
    pub sequence: u32,
    /// The id of the place.
    pub place: String,
    /// The day the staff set for the start, at a base only; `None` at the base of an axis that continues another.
    pub start_date: Option<Date>,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

struct Columns {
    id: Column,
    dates: [Column; 2],
    place: Column,
    kind: Column,
    sides: [Column; 2],
    formations: Column,
    texts: [Column; 3],
    score_use: Column,
    axis: Column,
    source: Column,
    confidence: Column,
}

impl Columns {
    fn find(table: &Table, loader: &mut Loader<'_>) -> Self {
        let mut column = |name| loader.column(table, name);
        Self {
            id: column("id"),
            dates: ["date_start", "date_end"].map(&mut column),
            place: column("place"),
            kind: column("type"),
            sides: ["attacker", "defender"].map(&mut column),
            formations: column("formations"),
            texts: ["outcome", "conflict", "score_reason"].map(&mut column),
            score_use: column("score_use"),
            axis: column("axis"),
            source: column("source"),
            confidence: column("confidence"),
        }
    }
}

/// Reads the chronology, sorted by first day, last day and id.
pub(crate) fn read_chronology(loader: &mut Loader<'_>) -> Vec<ChronologyEvent> {
    let table = loader.table_optional("record/chronology.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let columns = Columns::find(&table, loader);
    let mut once = Once::default();
    let mut events: Vec<ChronologyEvent> = Vec::new();
    for row in table.rows() {
        let id = row.required(columns.id, loader.diagnostics);
        once.note(row, columns.id, id, loader.diagnostics);
        loader.events.insert(id.to_owned());
        events.extend(read_event(row, &columns, loader));
    }
    events.sort_by(|a, b| (a.date_start, a.date_end, &a.id, a.line).cmp(&(b.date_start, b.date_end, &b.id, b.line)));
    events
}

fn read_event(row: Row<'_>, columns: &Columns, loader: &mut Loader<'_>) -> Option<ChronologyEvent> {
    let date_start = row.date(columns.dates[0], loader.diagnostics);
    let date_end = row.date_optional(columns.dates[1], loader.diagnostics);
    if let (Some(first), Some(last)) = (date_start, date_end)
        && last < first
    {
        let message = format!("{last} is before `date_start` {first}");
        row.report(columns.dates[1], message, "exchange the two dates, or correct one", loader.diagnostics);
    }
    let kind = loader.word(row, columns.kind);
    let [attacker, defender] = columns.sides.map(|column| loader.side_optional(row, column));
    let formations = parts(row, columns.formations);
    for id in &formations {
        loader.check_formation(row, columns.formations, id);
    }
    let score_use = loader.word(row, columns.score_use);
    let place = filled(row, columns.place);
    if kind == Some(EventKind::Capture) && score_use == Some(ScoreUse::Yes) {
        for (column, given) in [(columns.place, place.is_some()), (columns.sides[0], attacker.is_some())] {
            if !given {
                row.report(column, "is empty", "a capture with score_use = yes needs it", loader.diagnostics);
            }
        }
    }
    let source = loader.sources(row, columns.source);
    let confidence = loader.word(row, columns.confidence);
    let [outcome, conflict, score_reason] = columns.texts.map(|column| row.text(column).to_owned());
    Some(ChronologyEvent {
        id: row.text(columns.id).to_owned(),
        date_start: date_start?,
        date_end: date_end.or(date_start)?,
        place,
        kind: kind?,
        attacker,
        defender,
        formations,
        outcome,
        conflict,
        score_use: score_use?,
        score_reason,
        axis: filled(row, columns.axis),
        source,
        confidence: confidence?,
        line: row.line(),
    })
}

/// Reads the axes of advance, sorted by axis and sequence, and checks them against the captures they serve.
pub(crate) fn read_axes(chronology: &[ChronologyEvent], loader: &mut Loader<'_>) -> Vec<AxisPlace> {
    let table = loader.table_optional("record/axes.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [axis, sequence, place, start_date, source] =
        ["axis", "sequence", "place", "start_date", "source"].map(|name| loader.column(&table, name));
    let (mut ranks, mut stops) = (Once::default(), Once::default());
    let mut axes: Vec<AxisPlace> = Vec::new();
    for row in table.rows() {
        let name = row.required(axis, loader.diagnostics).to_owned();
        let id = row.required(place, loader.diagnostics).to_owned();
        let rank = row.number(sequence, &(0..=1000u32), loader.diagnostics);
        stops.note(row, place, &format!("{name} {id}"), loader.diagnostics);
        let start_date_read = row.date_optional(start_date, loader.diagnostics);
        let source = loader.sources(row, source);
        let Some(rank) = rank else { continue };
        ranks.note(row, sequence, &format!("{name} {rank}"), loader.diagnostics);
        if rank > 0 && start_date_read.is_some() {
            row.report(start_date, "stands at a place that is no base", "only sequence 0 has one", loader.diagnostics);
        }
        axes.push(AxisPlace {
            axis: name,
            sequence: rank,
            place: id,
            start_date: start_date_read,
            source,
            line: row.line(),
        });
    }
    axes.sort_by(|a, b| (&a.axis, a.sequence, &a.place, a.line).cmp(&(&b.axis, b.sequence, &b.place, b.line)));
    check_bases(table.file(), &axes, loader);
    check_captures(chronology, &axes, loader);
    axes
}

/// Every axis has a base, and a base without a day lies on another axis.
fn check_bases(file: &str, axes: &[AxisPlace], loader: &mut Loader<'_>) {
    let mut first: BTreeMap<&str, &AxisPlace> = BTreeMap::new();
    for stop in axes {
        first.entry(&stop.axis).or_insert(stop);
    }
    for (axis, base) in first {
        if base.sequence > 0 {
            let message = format!("axis `{axis}` has no base");
            loader.diagnostics.push(file, base.line, "sequence", message, "add its base with sequence 0");
        } else if base.start_date.is_none() {
            let continues = axes.iter().any(|stop| stop.axis != axis && stop.sequence > 0 && stop.place == base.place);
            if !continues {
                let message = format!("axis `{axis}` has neither a day of start nor a base on another axis");
                loader.diagnostics.push(file, base.line, "start_date", message, "give the day the staff set");
            }
        }
    }
}

/// A scored capture names an axis, the axis passes its place, and no other axis does.
fn check_captures(chronology: &[ChronologyEvent], axes: &[AxisPlace], loader: &mut Loader<'_>) {
    let file = "record/chronology.csv";
    let names: BTreeSet<&str> = axes.iter().map(|stop| stop.axis.as_str()).collect();
    let known = names.iter().copied().collect::<Vec<_>>().join(", ");
    for event in chronology.iter().filter(|event| event.is_scored_capture()) {
        let Some(place) = event.place.as_deref() else { continue };
        let passing: Vec<&str> =
            axes.iter().filter(|stop| stop.sequence > 0 && stop.place == place).map(|stop| stop.axis.as_str()).collect();
        let mut report = |message: String, fix: String| loader.diagnostics.push(file, event.line, "axis", message, fix);
        match event.axis.as_deref() {
            None => report("is empty".to_owned(), "a capture with score_use = yes needs it".to_owned()),
            Some(axis) if !names.contains(axis) => {
                report(format!("`{axis}` is unknown"), format!("use one of: {known}"));
            }
            Some(axis) if !passing.contains(&axis) => {
                report(format!("axis `{axis}` does not pass `{place}`"), "add the place to record/axes.csv".to_owned());
            }
            Some(_) if passing.len() > 1 => {
                let message = format!("`{place}` lies on several axes: {}", passing.join(", "));
                report(message, "keep it on one of them in record/axes.csv".to_owned());
            }
            Some(_) => {}
        }
    }
}

impl ChronologyEvent {
    /// Whether it is a capture that a simulated campaign is scored on.
    #[must_use]
    pub fn is_scored_capture(&self) -> bool {
        self.kind == EventKind::Capture && self.score_use == ScoreUse::Yes
    }
}

/// The first scored capture of each place by a side, in order of date; the events are sorted by date.
pub(crate) fn scored_captures<'a>(events: &'a [ChronologyEvent], attacker: &str) -> Vec<&'a ChronologyEvent> {
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    events
        .iter()
        .filter(|event| event.is_scored_capture() && event.attacker.as_deref() == Some(attacker))
        .filter(|event| event.place.as_deref().is_some_and(|place| taken.insert(place)))
        .collect()
}
