//! What the runs of each point gave: their whole distribution, and the numbers.

use super::SHOWN;
use super::plot::{self, Row, Scale, Unit, rows};
use crate::markup::escape;
use huizhan_study::analysis::{Analysis, MeasureSummary};
use std::fmt::Write as _;

/// Height of a row and of the bars in it (pixels).
const HEIGHT: u32 = 44;
const BARS: f64 = 22.0;
/// Most bars of a distribution.
const BINS: f64 = 48.0;

/// Runs as bars; below them half of the runs as a box, nine tenths as a line, the median as a stroke.
pub(super) fn picture(analysis: &Analysis, at: usize, unit: Unit) -> String {
    let points = &analysis.points[..analysis.points.len().min(SHOWN)];
    let recorded = match unit {
        Unit::Day(start) => analysis.documented[at].map(|day| f64::from(day - start)),
        _ => None,
    };
    let scale = Scale::of(points.iter().flat_map(|point| point.measures[at].values.iter().copied()).chain(recorded));
    let documented = recorded.map_or(String::new(), |day| format!("<line class=\"day\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"100%\"/>", x = scale.x(day)));
    let day = matches!(unit, Unit::Day(_));
    let width = ((scale.high - scale.low) / BINS).max(if day { 1.0 } else { f64::MIN_POSITIVE });
    let width = if day { width.ceil() } else { width };
    // those that did not come are told in words: their pile would press the others flat
    let came = |summary: &MeasureSummary| bins(summary.values.iter().copied().filter(|value| !day || *value < analysis.never), width);
    let most = points.iter().flat_map(|point| came(&point.measures[at])).map(|(_, count)| count).max().unwrap_or(1);
    let row = |point: &huizhan_study::analysis::PointSummary| {
        let summary = &point.measures[at];
        let [low, _, middle, _, high] = summary.quantiles.map(|value| name(unit, value, analysis.never));
        let missing = (1.0 - summary.share) * 100.0;
        let never = if missing > 0.0 && day { format!("<br>not by the end: {missing:.0}&nbsp;%") } else { String::new() };
        Row {
            name: plot::label(&point.label),
            marks: documented.clone() + &bars(&came(summary), &scale, width, most) + &marks(summary, &scale, day.then_some(analysis.never)),
            beside: if summary.values.is_empty() { "in no run".to_owned() } else { format!("<b>{middle}</b> ({low} to {high}){never}") },
            told: format!("{}: median {middle}, nine tenths of runs from {low} to {high}", point.label),
        }
    };
    let drawn: Vec<Row> = points.iter().map(row).collect();
    let mut told = String::new();
    if day {
        told += " Runs in which it had not come by the last day have no bar; in the box and the line they stand at the dotted line, and how many they are stands beside.";
    }
    if let Some(documented) = analysis.documented[at] {
        let _ = write!(told, " Dashes: the documented day, {}.", plot::day(documented));
    }
    format!(
        "<p class=\"note\">Bars: how many of the {} runs; under them the median (stroke), half of the runs (box), nine tenths (line). Beside: the median and the nine tenths, {}.{}</p>{}",
        points.first().map_or(0, |point| point.runs),
        if day { "by day" } else { unit.name() },
        told,
        rows(&drawn, &scale, HEIGHT, unit, &|value| unit.value(value))
    )
}

/// A value in words: a day that did not come is none.
fn name(unit: Unit, value: f64, never: f64) -> String {
    if matches!(unit, Unit::Day(_)) && value >= never { format!("after {}", unit.value(never - 1.0)) } else { unit.value(value) }
}

/// Counts by part of the scale: its lower end and how many.
fn bins(values: impl Iterator<Item = f64>, width: f64) -> Vec<(f64, usize)> {
    let mut bins: Vec<(f64, usize)> = Vec::new();
    for value in values {
        let low = (value / width).floor() * width;
        match bins.last_mut() {
            Some(last) if last.0.total_cmp(&low).is_eq() => last.1 += 1,
            _ => bins.push((low, 1)),
        }
    }
    bins
}

fn bars(bins: &[(f64, usize)], scale: &Scale, width: f64, most: usize) -> String {
    let bar = |(low, count): &(f64, usize)| {
        let height = BARS * *count as f64 / most as f64;
        let across = 100.0 * (scale.share(low + width * 0.42) - scale.share(low - width * 0.42)).max(0.002);
        format!("<rect class=\"bin\" x=\"{}\" y=\"{:.1}\" width=\"{across:.2}%\" height=\"{height:.1}\"/>", scale.x(low - width * 0.42), BARS + 1.0 - height)
    };
    bins.iter().map(bar).collect()
}

fn marks(summary: &MeasureSummary, scale: &Scale, never: Option<f64>) -> String {
    let mut text = String::new();
    if summary.values.is_empty() {
        return text;
    }
    if let Some(never) = never.filter(|never| *never <= scale.high) {
        let _ = write!(text, "<line class=\"never-line\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"100%\"/>", x = scale.x(never));
    }
    let [q05, _, q50, _, q95] = summary.quantiles.map(|value| scale.x(value));
    let (from, to) = (100.0 * scale.share(summary.quantiles[1]), 100.0 * scale.share(summary.quantiles[3]));
    let _ = write!(
        text,
        "<line class=\"reach\" x1=\"{q05}\" x2=\"{q95}\" y1=\"34\" y2=\"34\"/><rect class=\"half\" x=\"{from:.2}%\" y=\"29\" width=\"{:.2}%\" height=\"10\"/>\
         <line class=\"median\" x1=\"{q50}\" x2=\"{q50}\" y1=\"27\" y2=\"41\"/>",
        (to - from).max(0.15)
    );
    text
}

/// The numbers of a measure.
pub(super) fn numbers(analysis: &Analysis, at: usize, unit: Unit) -> String {
    let mut lines = String::new();
    let checked = analysis.points.iter().any(|point| point.measures[at].difference.is_some_and(|difference| difference.came_in_both.is_some()));
    for point in analysis.points.iter().take(SHOWN) {
        let summary = &point.measures[at];
        let mean = if summary.values.is_empty() { "–".to_owned() } else { format!("{} ± {}", unit.value(summary.mean), unit.size(summary.half)) };
        let _ = write!(lines, "<tr><th class=\"point\">{}</th><td class=\"number\">{}</td><td class=\"number\">{:.0}&nbsp;%</td><td class=\"number\">{mean}</td>", escape(&plot::label(&point.label)), point.runs, 100.0 * summary.share);
        let Some(difference) = summary.difference else {
            let _ = write!(lines, "<td></td><td></td><td></td><td></td>{}</tr>", if checked { "<td></td>" } else { "" });
            continue;
        };
        let [more, less] = difference.more_less.map(|share| 100.0 * share);
        let narrower = difference.narrower();
        let _ = write!(
            lines,
            "<td class=\"number{}\">{}</td><td class=\"number\">± {}</td><td class=\"number\">{}</td><td class=\"number\">{more:.0} / {:.0} / {less:.0}</td>",
            if difference.is_clear() { " strong" } else { "" },
            unit.plus_minus(difference.mean, difference.half),
            unit.size(difference.half_unpaired),
            if narrower.is_finite() { format!("{narrower:.1}×") } else { "equal".to_owned() },
            (100.0 - more - less).abs(),
        );
        match difference.came_in_both.filter(|_| checked) {
            Some(both) => {
                let _ = write!(lines, "<td class=\"number\">{} (n {})</td></tr>", unit.plus_minus(both.mean, both.half), both.count);
            }
            None => lines += if checked { "<td></td></tr>" } else { "</tr>" },
        }
    }
    format!(
        "<div class=\"scroll\"><table class=\"list answer\"><thead><tr><th>Point</th><th class=\"number\">Runs</th><th class=\"number\">Happens</th><th class=\"number\">Mean{mean}</th>\
         <th class=\"number\">Difference of pairs ({name})</th><th class=\"number\">If two samples ({name})</th><th class=\"number\">Narrower by</th><th class=\"number\">More / same / less (%)</th>{}</tr></thead><tbody>{lines}</tbody></table></div>",
        if checked { "<th class=\"number\">Where it came in both (days)</th>" } else { "" },
        name = unit.name(),
        mean = if matches!(unit, Unit::Day(_)) { " (day, ± days)".to_owned() } else { format!(" ({})", unit.name()) },
    )
}
