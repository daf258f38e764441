//! Documented days among those of the runs, and places that still stood.

use super::track::{Span, Track, scale};
use super::{place, short};
use crate::markup::{day_in_words, month_short};
use crate::page::signed;
use huizhan_base::Date;
use huizhan_lab::{CaptureScore, Validation};
use huizhan_scenario::Scenario;
use std::fmt::Write as _;

fn on(day: Date) -> f64 {
    f64::from(day.days())
}

fn firsts(scenario: &Scenario) -> Vec<Date> {
    let setting = &scenario.setting;
    (0..=(setting.end + 1 - setting.start)).map(|days| setting.start + days).filter(|day| day.month_day().1 == 1).collect()
}

/// The chart of captures: one line a place.
pub(super) fn chart(scenario: &Scenario, validation: &Validation) -> String {
    let span = Span { low: on(scenario.setting.start), high: on(scenario.setting.end + 1) };
    let firsts = firsts(scenario);
    let labels: Vec<(f64, String)> = firsts.iter().map(|day| (on(*day), month_short(*day).to_owned())).collect();
    let mut text = String::from(
        "<ul class=\"legend\"><li><svg viewBox=\"0 0 26 16\"><path class=\"documented\" d=\"M13 2L19 8L13 14L7 8Z\"/></svg> documented</li>\
         <li><svg viewBox=\"0 0 26 16\"><line class=\"reach\" x1=\"0\" x2=\"26\" y1=\"8\" y2=\"8\"/><rect class=\"half\" x=\"6\" y=\"3\" width=\"14\" height=\"10\"/><circle class=\"simulated\" cx=\"12\" cy=\"8\" r=\"4\"/></svg> runs: 90 %, half, median</li>\
         <li><svg viewBox=\"0 0 26 16\"><line class=\"rival\" x1=\"13\" x2=\"13\" y1=\"1\" y2=\"15\"/></svg> rival, one rate</li>\
         <li><svg viewBox=\"0 0 26 16\"><line class=\"rival2\" x1=\"13\" x2=\"13\" y1=\"1\" y2=\"15\"/></svg> rival, a rate for each axis</li></ul>\
         <p class=\"note\">The number is the error of the median in days, positive where the runs are later. A capture that does not happen counts as the day after the campaign, the right end.</p>",
    );
    let part = |title: &str, scores: &[&CaptureScore], text: &mut String| {
        if scores.is_empty() {
            return;
        }
        let _ = write!(text, "<h3 class=\"rule\">{title}</h3><div class=\"dates\">{}", scale(span, &labels));
        for score in scores {
            text.push_str(&row(scenario, score, span, &firsts));
        }
        text.push_str("</div>");
    };
    let is_early = |score: &&CaptureScore| score.documented <= scenario.early_until;
    let (early, late): (Vec<_>, Vec<_>) = validation.captures.iter().partition(is_early);
    part("Early", &early, &mut text);
    part("Late: the forecast", &late, &mut text);
    part("Dated too weakly to score", &validation.weak_captures.iter().collect::<Vec<_>>(), &mut text);
    text
}

fn row(scenario: &Scenario, score: &CaptureScore, span: Span, firsts: &[Date]) -> String {
    let mut track = Track::with_grid(span, &firsts.iter().map(|day| on(*day)).collect::<Vec<_>>());
    track.rival(span, on(score.naive), "rival");
    track.rival(span, on(score.axis_naive), "rival2");
    track.spread(span, [on(score.q05), on(score.q95)], Some([on(score.q25), on(score.q75)]), on(score.q50));
    track.documented(span, on(score.documented));
    let words = format!(
        "{}: documented {}, median {}, 90 % of runs {} to {}, happens in {:.0} %",
        short(scenario, &score.place),
        day_in_words(score.documented),
        day_in_words(score.q50),
        day_in_words(score.q05),
        day_in_words(score.q95),
        100.0 * score.share
    );
    let seldom = if score.share < 0.995 { format!(" <span class=\"note\">{:.0} %</span>", 100.0 * score.share) } else { String::new() };
    track.row(&(place(scenario, &score.place) + &seldom), &words, &signed(score.q50 - score.documented))
}

/// Places documented as later than the early captures, and in how many runs they fell too early.
pub(super) fn standing(scenario: &Scenario, validation: &Validation) -> String {
    let standing = &validation.standing;
    let [low, median, high] = standing.fallen;
    let mut text = format!(
        "<p>On {} every place documented as later still stood. In the runs a scored one of them had fallen by then with a chance of {:.1} % on average; of the {} scored ones, {median} in the median run ({low} to {high} in 90 % of them). \
         Nothing of the later day itself enters, so a calibration may look at this.</p>",
        day_in_words(standing.until),
        100.0 * standing.false_early,
        standing.places.iter().filter(|place| place.scored).count(),
    );
    let fallen: Vec<_> = standing.places.iter().filter(|place| place.fell > 0.0).collect();
    if fallen.is_empty() {
        return text + "<p>None of them fell too early in any run.</p>";
    }
    let span = Span { low: 0.0, high: 1.0 };
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0];
    text.push_str("<div class=\"dates\">");
    text.push_str(&scale(span, &ticks.map(|tick| (tick, format!("{:.0} %", 100.0 * tick)))));
    for fell in fallen {
        let mut track = Track::with_grid(span, &ticks);
        track.spread(span, [0.0, fell.fell], None, fell.fell);
        let words = format!("{}: fell by then in {:.0} % of runs, documented {}", short(scenario, &fell.place), 100.0 * fell.fell, day_in_words(fell.documented));
        let name = place(scenario, &fell.place) + if fell.scored { "" } else { " *" };
        text.push_str(&track.row(&name, &words, &format!("{:.0}&nbsp;%", 100.0 * fell.fell)));
    }
    text + "</div><p class=\"note\">Share of the runs in which the place had fallen; places that stood in every run are left out. A star marks places whose documented day is too weak to score.</p>"
}
