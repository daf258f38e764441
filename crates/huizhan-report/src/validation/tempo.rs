//! Days from one documented capture to the next.

use super::short;
use super::track::{Span, Track, scale};
use crate::markup::escape;
use crate::page::signed;
use huizhan_lab::{Leg, TempoTotals, Validation};
use huizhan_scenario::Scenario;
use std::fmt::Write as _;

/// The chart of legs, by axis.
pub(super) fn chart(scenario: &Scenario, validation: &Validation) -> String {
    let tempo = &validation.tempo;
    let mut text = String::from(
        "<p>Days from a scored capture to the next on the same axis. A difference forgives what an axis inherits: a campaign that starts late and then keeps time is late everywhere and right here.</p>\
         <div class=\"scroll\"><table class=\"list\"><thead><tr><th>Legs</th><th class=\"number\">counted</th><th class=\"number\">error</th><th class=\"number\">mean error</th><th class=\"number\">rival</th>\
         <th class=\"number\">second rival</th><th class=\"number\">CRPS skill</th><th class=\"number\">over the second</th><th class=\"number\">in 50 %</th><th class=\"number\">in 90 %</th></tr></thead><tbody>",
    );
    for (name, totals) in [("all", &tempo.all), ("early", &tempo.early), ("late", &tempo.late)] {
        text.push_str(&totals_row(name, totals));
    }
    text.push_str("</tbody></table></div>");
    let bounds = tempo.legs.iter().filter_map(|leg| leg.days).flat_map(|days| [days[0], days[4]]).chain(tempo.legs.iter().map(|leg| leg.documented_days));
    let (least, most) = bounds.fold((0, 10), |(least, most), days| (least.min(days), most.max(days)));
    let span = Span { low: f64::from(least), high: f64::from(most) };
    let ticks: Vec<f64> = (least.div_euclid(10)..=most / 10).map(|ten| f64::from(ten * 10)).filter(|tick| *tick >= span.low).collect();
    let labels: Vec<(f64, String)> = ticks.iter().map(|tick| (*tick, format!("{tick}"))).collect();
    let mut axis = "";
    for leg in &tempo.legs {
        if leg.axis != axis {
            text.push_str(if axis.is_empty() { "" } else { "</div>" });
            axis = &leg.axis;
            let _ = write!(text, "<h3 class=\"rule\">{}</h3><div class=\"dates\">{}", escape(axis), scale(span, &labels));
        }
        text.push_str(&row(scenario, leg, span, &ticks));
    }
    text.push_str(if axis.is_empty() { "" } else { "</div>" });
    text + "<p class=\"note\">Diamonds are documented, upright strokes the rivals; the number is the error of the median. A leg that less than half of the runs have both ends of shows its share and \
            counts in no total; a leg is early if both its ends are, late if neither is. Places in one cell of the map fall on one day, and a leg between them is 0 days in every run.</p>"
}

fn totals_row(name: &str, totals: &TempoTotals) -> String {
    format!(
        "<tr><th>{name}</th><td class=\"number\">{}</td><td class=\"number\">{:.1}</td><td class=\"number\">{:+.1}</td><td class=\"number\">{:.1}</td><td class=\"number\">{:.1}</td>\
         <td class=\"number\">{:.2}</td><td class=\"number\">{:.2}</td><td class=\"number\">{:.0} %</td><td class=\"number\">{:.0} %</td></tr>",
        totals.legs,
        totals.mae_days,
        totals.bias_days,
        totals.naive_mae_days,
        totals.axis_naive_mae_days,
        totals.crps_skill,
        totals.axis_crps_skill,
        100.0 * totals.coverage50,
        100.0 * totals.coverage90,
    )
}

fn row(scenario: &Scenario, leg: &Leg, span: Span, ticks: &[f64]) -> String {
    let mut track = Track::with_grid(span, ticks);
    track.rival(span, f64::from(leg.naive_days), "rival");
    track.rival(span, f64::from(leg.axis_naive_days), "rival2");
    let name = format!("{} → {}", short(scenario, &leg.from), short(scenario, &leg.to));
    let (words, number) = match leg.days {
        Some(days) => {
            let [q05, q25, q50, q75, q95] = days.map(f64::from);
            track.spread(span, [q05, q95], Some([q25, q75]), q50);
            (format!("{name}: documented {} days, median {q50}, 90 % of runs {q05} to {q95}", leg.documented_days), signed(days[2] - leg.documented_days))
        }
        None => (format!("{name}: documented {} days, in no run", leg.documented_days), "–".to_owned()),
    };
    track.documented(span, f64::from(leg.documented_days));
    let seldom = if leg.both < 0.995 { format!(" <span class=\"note\">{:.0} %</span>", 100.0 * leg.both) } else { String::new() };
    track.row(&(name + &seldom), &words, &number)
}
