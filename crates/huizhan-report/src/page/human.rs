//! Human cost: who was hurt, by what, and where.

use crate::History;
use crate::markup::{both, escape, thousands};
use huizhan_lab::Tally;
use huizhan_scenario::Scenario;
use huizhan_sim::{Cause, Victim};
use std::fmt::Write as _;

/// How many places the second table names.
const PLACES: usize = 12;

/// Soldiers and civilians by cause, and where civilians were hurt most.
pub(super) fn cost(scenario: &Scenario, history: &History) -> String {
    let mut text = String::from(
        "<p>Everyone hurt in this run, counted once for each cause that touched him. Losses of troops are as simulated; civilians are estimated, \
         and the range is what the ranges of the sources make of it. Most of the sick and the displaced lived; most of the wounded are counted \
         among the killed and wounded. Who died after the last day is not here.</p>\
         <div class=\"scroll\"><table class=\"list\"><thead><tr><th>Who</th><th>What</th><th class=\"number\">People</th><th class=\"number\">Range</th></tr></thead><tbody>",
    );
    for ((victim, cause), tally) in history.human.by_cause() {
        let who = match victim {
            Victim::Soldiers { of } => format!("soldiers, {}", escape(&scenario.setting.sides[of.index()].names.en)),
            Victim::Civilians => "civilians".to_owned(),
        };
        row(&mut text, &[who, cause.words().to_owned()], tally);
    }
    text.push_str("</tbody></table></div>");
    text.push_str(&places(scenario, history));
    text
}

fn row(text: &mut String, cells: &[String], tally: Tally) {
    text.push_str("<tr>");
    for cell in cells {
        let _ = write!(text, "<td>{cell}</td>");
    }
    let range = if tally.low == tally.high { "as simulated".to_owned() } else { format!("{} to {}", thousands(tally.low), thousands(tally.high)) };
    let _ = write!(text, "<td class=\"number\">{}</td><td class=\"number\">{range}</td></tr>", thousands(tally.people));
}

/// Where most civilians died.
fn places(scenario: &Scenario, history: &History) -> String {
    let dead = |cause: Cause| !matches!(cause, Cause::Displaced | Cause::Sick);
    let sums = history.human.sums(|entry| (entry.victim == Victim::Civilians && dead(entry.cause)).then_some(entry.place).flatten());
    let mut sums: Vec<_> = sums.into_iter().filter_map(|(place, tally)| Some((place?, tally))).collect();
    if sums.is_empty() {
        return String::new();
    }
    sums.sort_by_key(|(place, tally)| (std::cmp::Reverse(tally.people), *place));
    let mut text = String::from(
        "<p>Where most civilians died, by the nearest place:</p><div class=\"scroll\"><table class=\"list\"><thead><tr><th>Near</th>\
         <th class=\"number\">People</th><th class=\"number\">Range</th></tr></thead><tbody>",
    );
    for (place, tally) in sums.into_iter().take(PLACES) {
        row(&mut text, &[both(&scenario.setting.theatre.places[place.index()].names)], tally);
    }
    text.push_str("</tbody></table></div>");
    text
}
