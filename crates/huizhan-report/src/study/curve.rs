//! Curves: how long a place stands, and how a measure goes with a factor.

use super::plot::{Scale, Unit, day, words};
use super::SHOWN;
use crate::markup::escape;
use huizhan_base::Date;
use huizhan_scenario::Scenario;
use huizhan_study::analysis::{Analysis, Effects, Estimate, LevelEffect, Survival};
use std::fmt::Write as _;

/// Curves in one picture: more cannot be told apart.
const CURVES: usize = 6;
/// Size of a picture of curves, and where its frame lies.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 46.0;
const TOP: f64 = 12.0;
const RIGHT: f64 = 588.0;
const BOTTOM: f64 = 268.0;

/// The share of runs in which places stand, for each measure that is a day.
pub(super) fn survival(analysis: &Analysis, scenario: &Scenario) -> String {
    let start = scenario.setting.start;
    let mut figures = String::new();
    for (at, measure) in analysis.measures.iter().enumerate() {
        let curves: Vec<(&str, &Survival)> =
            analysis.points.iter().take(CURVES).filter_map(|point| Some((point.label.as_str(), point.measures[at].survival.as_ref()?))).collect();
        if curves.iter().any(|(_, curve)| !curve.steps.is_empty()) {
            let title = words(measure, scenario).replace("Day of the fall of ", "").replace("Day on which the last of ", "The last of ").replace(" falls", "");
            figures += &stands(&title, &curves, analysis.documented[at], start, analysis.never);
        }
    }
    if figures.is_empty() {
        return String::new();
    }
    let mut legend = String::from("<ul class=\"legend\">");
    for (at, point) in analysis.points.iter().take(CURVES).enumerate() {
        let _ = write!(legend, "<li><svg viewBox=\"0 0 26 16\"><path class=\"c{at} d{at}\" style=\"fill:none;stroke-width:2.2\" d=\"M1 8H25\"/></svg> {}</li>", escape(&point.label));
    }
    legend += "<li><svg viewBox=\"0 0 26 16\"><path class=\"day\" d=\"M13 1V15\"/></svg> documented day</li></ul>";
    let left = analysis.points.len().saturating_sub(CURVES);
    let left = if left > 0 { format!(" The first {CURVES} points are drawn; {left} more are in the tables.") } else { String::new() };
    format!(
        "<section><h2>How long places stand</h2><p class=\"note\">Share of runs in which a place still stands after a day (Kaplan and Meier; a run in which it stands on the last day is censored there, none earlier). Bands: 95&nbsp;% day by day \
         (Wilson), drawn for up to three points. Runs of different points share their seeds, so bands that overlap do not mean that nothing differs: the paired differences above are the test.{left}</p>{legend}<div class=\"curves\">{figures}</div></section>"
    )
}

fn stands(title: &str, curves: &[(&str, &Survival)], documented: Option<Date>, start: Date, never: f64) -> String {
    let days = curves.iter().flat_map(|(_, curve)| curve.steps.iter().map(|step| step.day));
    let documented = documented.map(|day| f64::from(day - start));
    let scale = Scale::of(days.chain(documented).chain([never]));
    let x = |day: f64| LEFT + scale.share(day) * (RIGHT - LEFT);
    let y = |share: f64| BOTTOM - share * (BOTTOM - TOP);
    let mut svg = format!("<svg class=\"curve\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"share of runs in which it stands: {}\">", escape(title));
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let y = y(share);
        let _ = write!(svg, "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{:.0} %</text>", LEFT - 6.0, y + 4.0, 100.0 * share);
    }
    for tick in scale.ticks(Unit::Day(start)) {
        let _ = write!(svg, "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>", x(tick), BOTTOM + 20.0, day(start + tick as i32));
    }
    for (at, (_, curve)) in curves.iter().enumerate().filter(|_| curves.len() <= 3) {
        let band = |end: usize| curve.steps.iter().map(move |step| (step.day, step.band[end]));
        let mut path = format!("M{:.1} {:.1}", x(scale.low), y(1.0));
        let mut held = Vec::new();
        for (day, share) in band(1) {
            let _ = write!(path, "H{:.1}V{:.1}", x(day), y(share));
        }
        let _ = write!(path, "H{:.1}", x(never));
        let mut lower = 1.0;
        for (day, share) in band(0) {
            held.push((x(day), y(lower), y(share)));
            lower = share;
        }
        let _ = write!(path, "V{:.1}", y(lower));
        for (at, above, below) in held.iter().rev() {
            let _ = write!(path, "L{at:.1} {below:.1}V{above:.1}");
        }
        let _ = write!(svg, "<path class=\"band c{at}\" d=\"{path}Z\"/>");
    }
    if let Some(documented) = documented {
        let _ = write!(svg, "<path class=\"day\" d=\"M{:.1} {TOP}V{BOTTOM}\"/>", x(documented));
    }
    for (at, (_, curve)) in curves.iter().enumerate() {
        let mut path = format!("M{:.1} {:.1}", x(scale.low), y(1.0));
        for step in &curve.steps {
            let _ = write!(path, "H{:.1}V{:.1}", x(step.day), y(step.stands));
        }
        let _ = write!(svg, "<path class=\"path c{at} d{at}\" style=\"fill:none\" d=\"{path}H{:.1}\"/>", x(never));
    }
    let ends: Vec<String> = curves.iter().map(|(label, curve)| format!("{} {:.0}&nbsp;%", escape(label), 100.0 * curve.censored as f64 / curve.runs.max(1) as f64)).collect();
    format!("<figure>{svg}</svg><figcaption><b>{}.</b> Stands at the end: {}.</figcaption></figure>", escape(title), ends.join(", "))
}

/// How a measure goes with each factor: its mean at each level, or in each part of a range.
pub(super) fn main_effects(effects: &Effects, unit: Unit) -> String {
    let panels: Vec<(&str, Vec<Mean>)> = match effects {
        Effects::Points => return String::new(),
        Effects::Levels { factors, .. } => {
            factors.iter().take(SHOWN).map(|factor| (factor.name.as_str(), in_order(&factor.levels))).collect()
        }
        Effects::Ranges { factors, .. } => factors.iter().take(SHOWN).map(|factor| (factor.name.as_str(), factor.bins.iter().map(|(middle, mean)| (short(*middle), *mean, false)).collect())).collect(),
    };
    let scale = Scale::of(panels.iter().flat_map(|(_, means)| means.iter().flat_map(|(_, mean, _)| mean.ends())));
    let figures: String = panels.iter().map(|(name, means)| panel(name, means, &scale, unit)).collect();
    format!(
        "<h4>How it goes with each factor ({})</h4><p class=\"note\">Mean at each level, or in each part of a range, on one scale, with the 95&nbsp;% interval of that mean; the ring is the baseline. These intervals hold the chance of single campaigns, \
         which pairs cancel: whether levels differ is told by the effects above.</p><div class=\"panels\">{figures}</div>",
        unit.name()
    )
}

/// A level or part of a range, the mean there, and whether it is the baseline.
type Mean = (String, Estimate, bool);

/// Levels that are numbers by their size, others as the study has them.
fn in_order(levels: &[LevelEffect]) -> Vec<Mean> {
    let mut means: Vec<Mean> = levels.iter().map(|level| (level.level.clone(), level.mean, level.effect.is_none())).collect();
    if let Some(numbers) = levels.iter().map(|level| level.level.parse::<f64>().ok()).collect::<Option<Vec<_>>>() {
        let mut order: Vec<usize> = (0..means.len()).collect();
        order.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b]));
        means = order.iter().map(|at| means[*at].clone()).collect();
    }
    means
}

fn short(value: f64) -> String {
    let digits = if value.abs() >= 100.0 { 0 } else if value.abs() >= 1.0 { 2 } else { 3 };
    format!("{value:.digits$}")
}

fn panel(name: &str, means: &[Mean], scale: &Scale, unit: Unit) -> String {
    let (width, height, left, right, top, bottom) = (300.0, 200.0, 68.0, 288.0, 10.0, 168.0);
    let x = |at: usize| left + (at as f64 + 0.5) / means.len().max(1) as f64 * (right - left);
    let y = |value: f64| bottom - scale.share(value) * (bottom - top);
    let mut svg = format!("<svg class=\"curve\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"mean by {}\">", escape(name));
    for tick in scale.ticks(unit) {
        let _ = write!(svg, "<path class=\"grid\" d=\"M{left} {y:.1}H{right}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>", left - 6.0, y(tick) + 4.0, unit.value(tick), y = y(tick));
    }
    let line: Vec<String> = means.iter().enumerate().map(|(at, (_, mean, _))| format!("{:.1} {:.1}", x(at), y(mean.mean))).collect();
    let _ = write!(svg, "<path class=\"path c0\" style=\"fill:none;stroke-width:1.4\" d=\"M{}\"/>", line.join("L"));
    // every label where there is room, else the first, the middle and the last
    let every = means.len() <= 4;
    for (at, (label, mean, base)) in means.iter().enumerate() {
        let [low, high] = mean.ends();
        let x = x(at);
        let _ = write!(svg, "<path class=\"end\" d=\"M{x:.1} {:.1}V{:.1}\"/><circle class=\"dot c0{}\" cx=\"{x:.1}\" cy=\"{:.1}\" r=\"3.5\"/>", y(low), y(high), if *base { " base" } else { "" }, y(mean.mean));
        if every || at == 0 || at + 1 == means.len() || at == means.len() / 2 {
            let _ = write!(svg, "<text class=\"name\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>", bottom + 20.0, escape(&label.chars().take(12).collect::<String>()));
        }
    }
    format!("<figure>{svg}</svg><figcaption><code>{}</code></figcaption></figure>", escape(name))
}

