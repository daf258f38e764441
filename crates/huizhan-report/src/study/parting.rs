//! What changed first: the baseline and a point under the same seeds, day by day.

use crate::difference::Differences;
use super::telling::Teller;
use crate::markup::{day_month, escape};
use huizhan_base::Date;
use huizhan_lab::difference;
use huizhan_scenario::Scenario;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What first differs between the baseline and a point under some seeds.
#[derive(Debug, Clone)]
pub struct FirstDifference {
    /// The point.
    pub label: String,
    /// A seed each: the seed and where the two runs part. `None` where they cannot be laid beside each other: other forces or captures make another campaign.
    pub seeds: Option<Vec<(u64, Differences)>>,
}

/// What is shown of a point under its first seed.
const ROWS: usize = 6;

impl FirstDifference {
    /// Plays both under each seed and notes where they part: two campaigns a seed.
    #[must_use]
    pub fn look(label: &str, base: &Scenario, changed: &Scenario, seeds: std::ops::Range<u64>) -> Self {
        let ids = |scenario: &Scenario| scenario.setting.forces.iter().map(|force| force.id.clone()).collect::<Vec<_>>();
        let comparable = base.captures == changed.captures && ids(base) == ids(changed);
        let look = |seed: u64| (seed, Differences::new(base, &difference(base, changed, seed, base.setting.end)));
        Self { label: label.to_owned(), seeds: comparable.then(|| seeds.map(look).collect()) }
    }
}

/// The table of all points.
pub(super) fn table(first: &[FirstDifference], scenario: &Scenario) -> String {
    let teller = Teller::new(scenario);
    if first.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "<section><h2>What changed first, and why</h2><p class=\"note\">The first point and another under one seed, in lock step: chance is the same in both, so the first thing that differs is the change itself and \
         what differs later follows from it. Of one seed are shown what parts first of all, the first order and the first capture that differ, and what else parts on the way, each with its reason. \
         <code>huizhan run --set NAME=VALUE --seed N</code> tells the rest.</p>",
    );
    for found in first {
        let _ = write!(text, "<h3 class=\"measure\">{}</h3>", escape(&found.label));
        match &found.seeds {
            None => text += "<p>Its forces or captures are others than the first point's: it is another campaign from the first day, and there is no first difference to look for.</p>",
            Some(seeds) => text += &of_point(seeds, &teller),
        }
    }
    text + "</section>"
}

fn from(found: &Differences) -> Option<Date> {
    found.state_from.or_else(|| found.first.first().map(|parting| parting.date))
}

fn of_point(seeds: &[(u64, Differences)], teller: &Teller<'_>) -> String {
    let tells = |(_, found): &&(u64, Differences)| !found.first.is_empty();
    let Some((seed, shown)) = seeds.iter().find(tells).or_else(|| seeds.iter().find(|(_, found)| from(found).is_some())) else {
        return format!("<p>Nothing: under {} seeds the runs are equal.</p>", seeds.len());
    };
    let mut listed = shown.list();
    if listed.is_empty() {
        return format!("<p>{}</p>", over_seeds(seeds));
    }
    let mut text = format!("<p>{} Shown: seed {seed}.</p>", over_seeds(seeds));
    text += "<div class=\"scroll\"><table class=\"list\"><thead><tr><th>Day</th><th>First to differ</th><th>At the first point</th><th>Here</th></tr></thead><tbody>";
    let heads = |entry: &(&str, &crate::Parting)| entry.0 != "then";
    let room = ROWS.saturating_sub(listed.iter().filter(|entry| heads(entry)).count());
    let mut others = 0;
    listed.retain(|entry| {
        others += usize::from(!heads(entry));
        heads(entry) || others <= room
    });
    for (head, parting) in listed {
        let cell = |events: &[serde_json::Value]| {
            let Some(event) = events.first() else { return "nothing in its place".to_owned() };
            let (told, reason) = teller.tell(event);
            let reason = if reason.is_empty() { String::new() } else { format!("<br><em>why: {}</em>", escape(&reason)) };
            let more = if events.len() > 1 { " (and more)" } else { "" };
            format!("{}{more}{reason}", escape(&told))
        };
        let _ = write!(
            text,
            "<tr><td class=\"date\">{}</td><td>{}{}</td><td class=\"why\">{}</td><td class=\"why\">{}</td></tr>",
            day_month(parting.date),
            escape(&Teller::kind(&parting.kind)),
            if head == "then" { String::new() } else { format!("<br><em>{head}</em>") },
            cell(&parting.without),
            cell(&parting.with)
        );
    }
    text + "</tbody></table></div>"
}

/// In which runs they part, when, and by what.
fn over_seeds(seeds: &[(u64, Differences)]) -> String {
    let days: Vec<Date> = seeds.iter().filter_map(|(_, found)| from(found)).collect();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for parting in seeds.iter().filter_map(|(_, found)| found.first.first()) {
        *kinds.entry(&parting.kind).or_default() += 1;
    }
    let mut kinds: Vec<(usize, &str)> = kinds.into_iter().map(|(kind, count)| (count, kind)).collect();
    kinds.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let kinds: Vec<String> = kinds.iter().map(|(count, kind)| format!("{} ({count})", escape(&Teller::kind(kind)))).collect();
    let events = if kinds.is_empty() { "the state differs (marches, stocks) but no event does".to_owned() } else { format!("first event to differ: {}", kinds.join(", ")) };
    let moved = seeds.iter().map(|(_, found)| found.captures.len()).sum::<usize>() as f64 / seeds.len().max(1) as f64;
    let span = match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) if first == last => format!("on {}", day_month(*first)),
        (Some(first), Some(last)) => format!("between {} and {}", day_month(*first), day_month(*last)),
        _ => String::new(),
    };
    format!("Under {} of {} seeds the runs part, {span}; {}. On average {moved:.1} captures of the record fall on another day.", days.len(), seeds.len(), events)
}
