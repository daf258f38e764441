//! What a change of settings changed first, in names: for `summary.json`, for the page and for the terminal.

use crate::markup::{day_month, escape, thousands};
use crate::{Chronicle, TotalLosses};
use huizhan_base::Date;
use huizhan_lab::{Difference, Divergence, SideTotals};
use huizhan_scenario::Scenario;
use huizhan_sim::Event;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a change of settings did to a run, against the same seed without it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Differences {
    /// What was set anew, as `NAME=VALUE`.
    pub settings: Vec<String>,
    /// The first day after which the states differ; `None` where the change changed nothing.
    pub state_from: Option<Date>,
    /// Where the two runs part: the first differing events of each kind, earliest first.
    pub first: Vec<Parting>,
    /// Captures of the record that moved.
    pub captures: Vec<Moved>,
    /// Losses of each side without and with the change (men).
    pub losses: BTreeMap<String, [TotalLosses; 2]>,
}

/// The first day on which events of a kind differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parting {
    /// The day.
    pub date: Date,
    /// The kind of event.
    pub kind: String,
    /// Events that only the run without the change has, with their inputs: the first few.
    pub without: Vec<Value>,
    /// Events that only the run with the change has.
    pub with: Vec<Value>,
}

/// A capture on another day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Row of the chronology.
    pub event: String,
    /// The place.
    pub place: String,
    /// Its day without the change, if it happened.
    pub without: Option<Date>,
    /// Its day with it.
    pub with: Option<Date>,
}

/// Longest text of an event in a list.
const SHOWN: usize = 300;

impl Differences {
    /// Names what a difference refers to by number.
    #[must_use]
    pub fn new(scenario: &Scenario, difference: &Difference) -> Self {
        let chronicle = Chronicle::new(scenario);
        let line = |event: &Event| serde_json::from_str(&chronicle.line(event)).expect("a line of the chronicle is JSON");
        let parting = |divergence: &Divergence| Parting {
            date: divergence.date,
            kind: divergence.kind.clone(),
            without: divergence.base.iter().map(line).collect(),
            with: divergence.changed.iter().map(line).collect(),
        };
        let moved = scenario.captures.iter().zip(&difference.captured).filter(|(_, [without, with])| without != with);
        let moved = moved.map(|(capture, [without, with])| Moved {
            event: capture.event.clone(),
            place: scenario.setting.theatre.places[capture.place.index()].id.clone(),
            without: *without,
            with: *with,
        });
        let sides = scenario.setting.sides.iter().enumerate();
        Self {
            settings: difference.settings.iter().map(ToString::to_string).collect(),
            state_from: difference.state_from,
            first: difference.kinds.iter().map(parting).collect(),
            captures: moved.collect(),
            losses: sides.map(|(index, side)| (side.id.clone(), [0, 1].map(|run: usize| totals(difference.losses[run][index])))).collect(),
        }
    }

    /// The first difference in events of a kind.
    #[must_use]
    pub fn of_kind(&self, kind: &str) -> Option<&Parting> {
        self.first.iter().find(|parting| parting.kind == kind)
    }

    /// The short causal list: what parted first, the first order and the first capture that differ, and the first of
    /// each other kind; each once.
    pub(crate) fn list(&self) -> Vec<(&'static str, &Parting)> {
        let mut list: Vec<(&str, &Parting)> = Vec::new();
        let heads = [("first of all", self.first.first()), ("first order", self.of_kind("order_taken")), ("first capture", self.of_kind("place_taken"))];
        for (head, parting) in heads {
            list.extend(parting.filter(|parting| list.iter().all(|(_, held)| held != parting)).map(|parting| (head, parting)));
        }
        for parting in &self.first {
            if list.iter().all(|(_, held)| *held != parting) {
                list.push(("then", parting));
            }
        }
        list.sort_by_key(|(_, parting)| self.first.iter().position(|held| held == *parting));
        list
    }

    /// The list as lines of text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("what {} changed first, against the same seed without it\n", self.settings.join(", "));
        let Some(from) = self.state_from.or_else(|| self.first.first().map(|parting| parting.date)) else {
            return text + "  nothing: the two runs are equal\n";
        };
        let _ = writeln!(text, "  the runs are equal before {from}");
        for (head, parting) in self.list() {
            let _ = writeln!(text, "  {}  {head}: {}", parting.date, parting.kind.replace('_', " "));
            for (whose, events) in [("without", &parting.without), ("with", &parting.with)] {
                match events.first() {
                    Some(event) => {
                        let more = if events.len() > 1 { " (and more)" } else { "" };
                        let _ = writeln!(text, "              {whose:<8}{}{more}", words(event, SHOWN));
                    }
                    None => {
                        let _ = writeln!(text, "              {whose:<8}none that the other has not");
                    }
                }
            }
        }
        let taken = |day: Option<Date>| day.map_or("not taken".to_owned(), |day| day.to_string());
        let _ = writeln!(text, "  captures of the record on another day: {}", self.captures.len());
        for moved in self.captures.iter().take(5) {
            let _ = writeln!(text, "              {:<16}without {:<12}with {}", moved.place, taken(moved.without), taken(moved.with));
        }
        for (side, [without, with]) in &self.losses {
            let battle = |losses: &TotalLosses| losses.killed_wounded + losses.missing_captured;
            let _ = writeln!(text, "  lost in battle, {side}: without {}, with {}; sick: without {}, with {}", battle(without), battle(with), without.sick, with.sick);
        }
        text
    }

    /// The list as a part of the page.
    pub(crate) fn html(&self) -> String {
        let settings = self.settings.iter().map(|setting| format!("<code>{}</code>", escape(setting))).collect::<Vec<_>>().join(", ");
        let Some(from) = self.state_from.or_else(|| self.first.first().map(|parting| parting.date)) else {
            return format!("<p>{settings} changed nothing: the run equals that of the same seed without it.</p>");
        };
        let mut text = format!(
            "<p>Set anew: {settings}. Against the same seed without it the run is equal before {}. Chance is the same in both, so what differs is an \
             effect of the change: at first its own, then what follows from that.</p><div class=\"scroll\"><table class=\"list\"><thead><tr><th>Day</th>\
             <th>What differs for the first time</th><th>Without</th><th>With</th></tr></thead><tbody>",
            day_month(from)
        );
        for (head, parting) in self.list() {
            let cell = |events: &[Value]| {
                let lines: Vec<String> = events.iter().map(|event| escape(&words(event, SHOWN))).collect();
                if lines.is_empty() { "–".to_owned() } else { lines.join("<br>") }
            };
            let _ = write!(
                text,
                "<tr><td class=\"date\">{}</td><td>{head}: {}</td><td>{}</td><td>{}</td></tr>",
                parting.date,
                escape(&parting.kind.replace('_', " ")),
                cell(&parting.without),
                cell(&parting.with)
            );
        }
        let _ = write!(text, "</tbody></table></div><p>Captures of the record on another day: {}.", self.captures.len());
        for (side, [without, with]) in &self.losses {
            let battle = |losses: &TotalLosses| thousands(u64::from(losses.killed_wounded) + u64::from(losses.missing_captured));
            let _ = write!(text, " Lost in battle, {}: {} without, {} with.", escape(side), battle(without), battle(with));
        }
        text + "</p>"
    }
}

fn totals(side: SideTotals) -> TotalLosses {
    TotalLosses { killed_wounded: side.killed_wounded, missing_captured: side.missing_captured, sick: side.sick }
}

/// An event in a line: its fields, and its inputs where those are others.
///
/// * `most`: letters after which it is cut
pub(crate) fn words(event: &Value, most: usize) -> String {
    let mut parts = Vec::new();
    let Some(fields) = event.as_object() else { return String::new() };
    for (name, value) in fields.iter().filter(|(name, _)| !matches!(name.as_str(), "date" | "kind" | "why")) {
        parts.push(format!("{} {}", name.replace('_', " "), plain(value)));
    }
    if let Some(why) = fields.get("why").and_then(Value::as_object) {
        let inputs = why.iter().filter(|(name, value)| fields.get(name.as_str()) != Some(value));
        parts.extend(inputs.map(|(name, value)| format!("{} {}", name.replace('_', " "), plain(value))));
    }
    let mut text = parts.join(", ");
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
        text.push_str(" ...");
    }
    text
}

/// A value as a person would write it: a cell by the place near it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "none".to_owned(),
        Value::Object(map) if map.contains_key("near") => format!("near {}", map["near"].as_str().unwrap_or("nothing")),
        Value::Object(map) => {
            let inner: Vec<String> = map.iter().map(|(name, value)| format!("{} {}", name.replace('_', " "), plain(value))).collect();
            format!("({})", inner.join(", "))
        }
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
