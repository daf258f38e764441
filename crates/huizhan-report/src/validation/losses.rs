//! Losses of sides and of named formations beside the sources.

use super::formations;
use super::track::{Span, Track};
use crate::markup::{day_month, escape, thousands};
use huizhan_lab::{FormationLoss, LossRange, Validation};
use huizhan_record::LossKind;
use huizhan_scenario::Scenario;
use std::fmt::Write as _;

/// Formations shown of each side where no source is compared.
const SHOWN: usize = 12;

/// Losses by side, beside the sources, and of the formations that lost most.
pub(super) fn chart(scenario: &Scenario, validation: &Validation) -> String {
    let mut text = String::from(
        "<p>Killed, wounded, missing and captured. Every number below stands for people.</p>\
         <div class=\"scroll\"><table class=\"list\"><thead><tr><th>Whole campaign</th><th class=\"number\">5 %</th><th class=\"number\">median</th><th class=\"number\">95 %</th></tr></thead><tbody>",
    );
    for (what, ranges) in [("battle losses", &validation.losses), ("admissions of sick", &validation.sick)] {
        for (side, range) in ranges {
            let name = scenario.setting.sides.iter().find(|row| row.id == *side).map_or_else(|| escape(side), |row| escape(&row.names.en));
            let _ = write!(text, "<tr><th>{what}, {name}</th>{}</tr>", cells(*range));
        }
    }
    text.push_str(
        "</tbody></table></div><h3 class=\"rule\">Beside the sources</h3>\
         <ul class=\"legend\"><li><svg viewBox=\"0 0 26 16\"><rect class=\"claimed\" x=\"4\" y=\"1\" width=\"18\" height=\"14\"/></svg> sources, compared</li>\
         <li><svg viewBox=\"0 0 26 16\"><rect class=\"disputed\" x=\"4\" y=\"1\" width=\"18\" height=\"14\"/></svg> told beside, not compared</li>\
         <li><svg viewBox=\"0 0 26 16\"><line class=\"reach\" x1=\"0\" x2=\"26\" y1=\"8\" y2=\"8\"/><circle class=\"simulated\" cx=\"12\" cy=\"8\" r=\"4\"/></svg> runs: 90 % and median</li></ul>\
         <p class=\"note\">Each line has a scale of its own from 0; a day beside a name is the first that is counted. A fight of a few days is counted between the documented days, on which the runs may fight elsewhere.</p><div class=\"dates\">",
    );
    for loss in &validation.formation_losses {
        text.push_str(&row(scenario, loss));
    }
    text.push_str("</div>");
    text.push_str(&table(scenario, &validation.formation_losses));
    text + &silent(scenario, validation)
}

fn cells(range: LossRange) -> String {
    [range.q05, range.q50, range.q95].map(|men| format!("<td class=\"number\">{}</td>", thousands(u64::from(men)))).concat()
}

fn kind(kind: LossKind) -> &'static str {
    match kind {
        LossKind::KilledWounded => "killed and wounded",
        LossKind::Casualties => "casualties, undefined",
        LossKind::Muster => "fall of the muster",
    }
}

fn name(scenario: &Scenario, loss: &FormationLoss) -> String {
    let shown = formations(scenario, &loss.formations[..loss.formations.len().min(2)]);
    if loss.formations.len() > 2 { format!("{shown} and {} more", loss.formations.len() - 2) } else { shown }
}

fn range(men: [u32; 2]) -> String {
    let [low, high] = men.map(|men| thousands(u64::from(men)));
    if low == high { low } else { format!("{low}–{high}") }
}

fn row(scenario: &Scenario, loss: &FormationLoss) -> String {
    let [low, high] = loss.documented.map(f64::from);
    let LossRange { q05, q50, q95 } = loss.lost;
    let span = Span { low: 0.0, high: 1.05 * high.max(f64::from(q95)) };
    let mut track = Track::with_grid(span, &[0.0]);
    track.claimed(span, [low, high], loss.compared);
    track.spread(span, [f64::from(q05), f64::from(q95)], None, f64::from(q50));
    let name = name(scenario, loss);
    let words = format!("{name}: sources {}, runs {} to {}, median {}", range(loss.documented), thousands(q05.into()), thousands(q95.into()), thousands(q50.into()));
    let whole = loss.days[0] == scenario.setting.start;
    let days = if whole { String::new() } else { format!(" <span class=\"note\">{}</span>", day_month(loss.days[0])) };
    let verdict = if loss.compared { loss.verdict } else { "" };
    track.row(&(name + &days), &words, verdict)
}

fn table(scenario: &Scenario, losses: &[FormationLoss]) -> String {
    let mut text = String::from(
        "<div class=\"scroll rule\"><table class=\"list\"><thead><tr><th>Formations</th><th>Days</th><th>Counted by the sources</th><th class=\"number\">sources</th><th class=\"number\">5 %</th><th class=\"number\">median</th>\
         <th class=\"number\">95 %</th><th>Compared</th><th>Source</th></tr></thead><tbody>",
    );
    for loss in losses {
        let _ = write!(
            text,
            "<tr><td>{}</td><td class=\"date\">{} – {}</td><td>{}</td><td class=\"number\">{}</td>{}<td>{}: {}</td><td>{}</td></tr>",
            name(scenario, loss),
            day_month(loss.days[0]),
            day_month(loss.days[1]),
            kind(loss.kind),
            range(loss.documented),
            cells(loss.lost),
            if loss.compared { "yes" } else { "no" },
            escape(&loss.reason),
            escape(&loss.source.replace(';', " ")),
        );
    }
    text + "</tbody></table></div>"
}

/// Those that lost most: for nearly all of them no return is known.
fn silent(scenario: &Scenario, validation: &Validation) -> String {
    let mut text = String::from("<h3 class=\"rule\">Formations that lost most in the runs</h3><p class=\"note\">For nearly all of them no return of losses was found, and none is made up.</p><div class=\"bars\">");
    for side in &scenario.setting.sides {
        let _ = write!(
            text,
            "<div class=\"scroll\"><table class=\"list\"><thead><tr><th>{}</th><th class=\"number\">5 %</th><th class=\"number\">median</th><th class=\"number\">95 %</th></tr></thead><tbody>",
            escape(&side.names.en)
        );
        for lost in validation.lost_by.iter().filter(|lost| lost.side == side.id).take(SHOWN) {
            let _ = write!(text, "<tr><td>{}</td>{}</tr>", formations(scenario, std::slice::from_ref(&lost.formation)), cells(lost.lost));
        }
        text.push_str("</tbody></table></div>");
    }
    text + "</div>"
}
