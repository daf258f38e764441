//! Documented encirclements beside those of the runs.

use super::{formations, place};
use crate::markup::{day_in_words, day_month, escape, thousands};
use huizhan_base::Date;
use huizhan_lab::{LossRange, RingScore, Validation};
use huizhan_scenario::Scenario;
use std::fmt::Write as _;

/// Formations shown that are ringed in some runs.
const SHOWN: usize = 12;

/// Each documented ring, and who is ringed in the runs.
pub(super) fn rings(scenario: &Scenario, validation: &Validation) -> String {
    let mut text = String::new();
    for ring in &validation.rings {
        text.push_str(&one(scenario, ring, validation.replications));
    }
    if validation.rings.is_empty() {
        text.push_str("<p>The record has no encirclement within the campaign.</p>");
    }
    text.push_str("<h3 class=\"rule\">Ringed for four days or more, whether or not the record knows of it</h3>");
    if validation.ringed.is_empty() {
        return text + "<p>Nobody, in any run.</p>";
    }
    text.push_str("<div class=\"scroll\"><table class=\"list\"><thead><tr><th>Formation</th><th class=\"number\">runs</th></tr></thead><tbody>");
    for ringed in validation.ringed.iter().take(SHOWN) {
        let _ = write!(text, "<tr><td>{}</td><td class=\"number\">{}</td></tr>", formations(scenario, std::slice::from_ref(&ringed.formation)), ringed.runs);
    }
    text + "</tbody></table></div>"
}

fn one(scenario: &Scenario, ring: &RingScore, runs: usize) -> String {
    let [from, to] = ring.documented;
    let mut text = format!(
        "<h3>{}: {}</h3><p>Documented from {} to {}",
        place(scenario, &ring.place),
        formations(scenario, &ring.formations),
        day_month(from),
        day_in_words(to)
    );
    for (first, last, by) in &ring.relief {
        let _ = write!(text, "; relief from {} to {} by {}", day_month(*first), day_month(*last), formations(scenario, by));
    }
    let per_cent = |share: f64| format!("{:.0} %", 100.0 * share);
    let _ = write!(
        text,
        ". It came near the place (25 km) in {} of the {runs} runs and was ringed there for four days or more in {}, for a day or more in {}; anywhere for four days or more in {}. \
         It happened once, so a share says little by itself: none at all would be a contradiction.</p>",
        per_cent(ring.there),
        per_cent(ring.near),
        per_cent(ring.briefly),
        per_cent(ring.anywhere),
    );
    text + &figures(ring)
}

fn figures(ring: &RingScore) -> String {
    let mut text = String::from("<div class=\"bars\"><div class=\"scroll\"><table class=\"list\"><thead><tr><th>In the runs that have it</th><th class=\"number\">5 %</th><th class=\"number\">median</th><th class=\"number\">95 %</th></tr></thead><tbody>");
    let mut line = |what: &str, cells: Option<[String; 3]>| {
        let cells = cells.unwrap_or(["–", "–", "–"].map(str::to_owned)).map(|cell| format!("<td class=\"number\">{cell}</td>")).concat();
        let _ = write!(text, "<tr><th>{what}</th>{cells}</tr>");
    };
    let men = |range: LossRange| [range.q05, range.q50, range.q95].map(|men| thousands(u64::from(men)));
    line("closed on", ring.closed.map(|days: [Date; 3]| days.map(day_month)));
    line("held (days)", ring.days.map(men));
    line("men inside", ring.men.map(men));
    line("men lost in it", ring.lost.map(men));
    text.push_str("</tbody></table>");
    let ends: Vec<String> = ring.ends.iter().map(|(end, count)| format!("{} {count}", end.replace('_', " "))).collect();
    if !ends.is_empty() {
        let _ = write!(text, "<p class=\"note\">How it ended, in runs: {}.</p>", ends.join(", "));
    }
    text.push_str("</div><div class=\"scroll\"><table class=\"list\"><thead><tr><th>Claims of the sources</th><th class=\"number\">value</th><th>What the record thinks</th></tr></thead><tbody>");
    for claim in &ring.claims {
        let number = |text: &String| text.parse::<u64>().map_or_else(|_| escape(text), thousands);
        let [low, high] = claim.range.each_ref().map(number);
        let value = if low == high { low } else { format!("{low}–{high}") };
        let _ = write!(
            text,
            "<tr><td>{}, {}</td><td class=\"number\">{value} {}</td><td>{} ({})</td></tr>",
            escape(&claim.subject.replace('_', " ")),
            escape(&claim.claimant),
            escape(&claim.unit),
            escape(&claim.reason),
            escape(&claim.source.replace(';', " "))
        );
    }
    text + "</tbody></table></div></div>"
}
