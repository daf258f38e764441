//! The report of a study: one page, no script, printable.

use crate::markup::{escape, thousands};
use huizhan_base::Date;
use huizhan_study::Study;
use huizhan_study::analysis::{Analysis, MeasureSummary, PointSummary};
use huizhan_study::rows::Meta;
use std::fmt::Write as _;

/// What first differs between the baseline and a point, under one seed.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstDifference {
    /// The point.
    pub label: String,
    /// The first day after which the states differ.
    pub state_from: Option<Date>,
    /// The kinds of events that differ, in the order in which they first do.
    pub kinds: Vec<(Date, String)>,
}

/// Points that a picture shows: more cannot be told apart.
const SHOWN: usize = 25;
/// Width of a picture, of its labels, and height of a row (pixels).
const WIDTH: f64 = 860.0;
const LABELS: f64 = 300.0;
const ROW: f64 = 24.0;

/// The page.
///
/// * `first`: what first differs at points, as far as it was looked for
/// * `start`: the first day of the campaign
#[must_use]
pub fn study_page(study: &Study, meta: &Meta, analysis: &Analysis, first: &[FirstDifference], start: Date) -> String {
    let mut body = format!(
        "<header><h1>{}</h1><p class=\"lead\">{}</p><p>{} points, {} runs, the same {} seeds at every point; engine {}, study {}.</p></header>",
        escape(&study.title),
        escape(&study.question),
        analysis.points.len(),
        thousands(analysis.runs as u64),
        study.replications,
        escape(&meta.engine_version),
        escape(&meta.study_digest),
    );
    if !study.caveat.is_empty() {
        let _ = write!(body, "<p class=\"note\"><strong>What it cannot say.</strong> {}</p>", escape(&study.caveat));
    }
    body += &what_is_varied(study);
    for (at, measure) in analysis.measures.iter().enumerate() {
        let _ = write!(body, "<section><h2>{}</h2>", escape(&words(measure)));
        body += &spreads(analysis, at, measure, start);
        body += &forest(analysis, at, measure);
        body += &numbers(analysis, at);
        body += "</section>";
    }
    body += &survival(study, analysis);
    body += &divergences(first);
    let _ = write!(
        body,
        "<section><h2>How to read it</h2><p>Each point is played under the same seeds, and draws are keyed by seed, day, purpose and id: a difference of pairs is the effect of what was \
         changed and not of another throw of the dice. Intervals are 95 % of the mean by Student's t; they tell what chance leaves open <em>within the model</em>, not whether the model is right: for \
         that see docs/validation.md. A day that did not come counts as the day after the last.</p><p>Again: <code>huizhan study {}.toml --replications {}</code>. Tables: Parquet files beside this page.</p></section>",
        escape(&study.id),
        study.replications
    );
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title><style>{}{}</style></head><body><main>{body}</main></body></html>\n",
        escape(&study.title),
        include_str!("page/style.css"),
        STYLE,
    )
}

const STYLE: &str = "svg.plot{width:100%;height:auto;display:block;margin:.6rem 0}svg.plot text{font:13px system-ui,sans-serif;fill:currentColor}svg.plot .faint{opacity:.65}\
.note{border-left:3px solid currentColor;padding-left:.8rem}";

/// A measure in words.
fn words(measure: &str) -> String {
    let of = |rest: &str| rest.replace('+', ", ");
    match measure.split_once('.') {
        Some(("capture", place)) => format!("Day of the fall of {}", of(place)),
        Some(("last", places)) => format!("Day of the last fall of {}", of(places)),
        Some(("losses", whose)) => format!("Battle losses, {} (men)", of(whose)),
        Some(("sick", side)) => format!("Admissions of sick, {side} (men)"),
        _ if measure == "captures" => "Scored captures that happened".to_owned(),
        _ if measure == "exchange" => "Chinese battle losses for one Japanese".to_owned(),
        _ if measure == "civilians" => "Civilians hurt (people)".to_owned(),
        _ => measure.to_owned(),
    }
}

fn what_is_varied(study: &Study) -> String {
    let mut rows = String::new();
    for factor in &study.factors {
        let _ = write!(rows, "<tr><td><code>{}</code></td><td>{}</td></tr>", escape(&factor.name), escape(&factor.why));
    }
    for arm in &study.arms {
        let set = if arm.set.is_empty() { "as documented".to_owned() } else { arm.set.join(" ") };
        let _ = write!(rows, "<tr><td><strong>{}</strong> <code>{}</code></td><td>{}</td></tr>", escape(&arm.id), escape(&set), escape(&arm.why));
    }
    format!("<section><h2>What is varied, and why</h2><div class=\"scroll\"><table class=\"list\"><tbody>{rows}</tbody></table></div></section>")
}

/// A scale from values to pixels.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let margin = ((high - low) * 0.05).max(0.5);
        Self { low: low - margin, high: high + margin }
    }

    fn x(&self, value: f64) -> f64 {
        LABELS + (value - self.low) / (self.high - self.low) * (WIDTH - LABELS - 20.0)
    }

    /// Up to seven round values on it.
    fn ticks(&self) -> Vec<f64> {
        let rough = (self.high - self.low) / 6.0;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough).unwrap_or(rough);
        let first = (self.low / step).ceil() as i64;
        (first..first + 16).map(|at| at as f64 * step).filter(|value| *value <= self.high).collect()
    }
}

fn figure(title: &str, scale: &Scale, rows: &[(String, String)], label: &dyn Fn(f64) -> String) -> String {
    let height = ROW * (rows.len() as f64 + 1.0) + 14.0;
    let mut svg = format!("<svg class=\"plot\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">", escape(title));
    for tick in scale.ticks() {
        let x = scale.x(tick);
        let bottom = height - ROW;
        let _ = write!(
            svg,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"4\" y2=\"{bottom:.1}\" stroke=\"currentColor\" opacity=\".15\"/><text class=\"faint\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            height - 6.0,
            escape(&label(tick))
        );
    }
    for (at, (name, marks)) in rows.iter().enumerate() {
        let y = ROW * (at as f64 + 0.5) + 4.0;
        let name: String = if name.chars().count() > 44 { name.chars().take(43).chain(['…']).collect() } else { name.clone() };
        let _ = write!(svg, "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text><g transform=\"translate(0 {y:.1})\">{marks}</g>", LABELS - 10.0, y + 4.0, escape(&name));
    }
    svg + "</svg>"
}

/// Half of the runs as a box, nine tenths as a line, the median as a stroke.
fn spreads(analysis: &Analysis, at: usize, measure: &str, start: Date) -> String {
    let points = &analysis.points[..analysis.points.len().min(SHOWN)];
    let scale = Scale::of(points.iter().flat_map(|point| point.measures[at].quantiles));
    let rows: Vec<(String, String)> = points.iter().map(|point| (point.label.clone(), box_of(&point.measures[at], &scale))).collect();
    let day = huizhan_study::Measure::is_day(measure);
    let label = |value: f64| if day { (start + value as i32).to_string()[5..].to_owned() } else { format!("{value}") };
    format!("<h3>Runs: median, half of them (box), nine tenths (line)</h3>{}", figure("distribution by point", &scale, &rows, &label))
}

fn box_of(summary: &MeasureSummary, scale: &Scale) -> String {
    let [q05, q25, q50, q75, q95] = summary.quantiles.map(|value| scale.x(value));
    format!(
        "<line x1=\"{q05:.1}\" x2=\"{q95:.1}\" y1=\"0\" y2=\"0\" stroke=\"currentColor\"/><rect x=\"{q25:.1}\" y=\"-6\" width=\"{:.1}\" height=\"12\" fill=\"#3b6ea5\" fill-opacity=\".45\" stroke=\"#3b6ea5\"/>\
         <line x1=\"{q50:.1}\" x2=\"{q50:.1}\" y1=\"-8\" y2=\"8\" stroke=\"currentColor\" stroke-width=\"2.5\"/>",
        (q75 - q25).max(1.0)
    )
}

/// Differences to the baseline, the largest first: a filled mark where the interval leaves out zero, an open one where not.
fn forest(analysis: &Analysis, at: usize, measure: &str) -> String {
    let mut points: Vec<&PointSummary> = analysis.points.iter().filter(|point| point.measures[at].difference.is_some()).collect();
    if points.is_empty() || points.len() > 200 {
        return String::new();
    }
    let size = |point: &PointSummary| point.measures[at].difference.map_or(0.0, |difference| difference.mean.abs());
    points.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.point.cmp(&b.point)));
    points.truncate(SHOWN);
    let all = points.iter().filter_map(|point| point.measures[at].difference).flat_map(|difference| {
        let wide = difference.half_unpaired.max(difference.half);
        [difference.mean - wide, difference.mean + wide]
    });
    let scale = Scale::of(all.chain([0.0]));
    let row = |point: &&PointSummary| {
        let Some(difference) = point.measures[at].difference else { return (point.label.clone(), String::new()) };
        let [x, low, high] = [difference.mean, difference.mean - difference.half, difference.mean + difference.half].map(|value| scale.x(value));
        let [far_low, far_high] = [difference.mean - difference.half_unpaired, difference.mean + difference.half_unpaired].map(|value| scale.x(value));
        let fill = if difference.is_clear() { "#b5532a" } else { "none" };
        let zero = scale.x(0.0);
        let marks = format!(
            "<line x1=\"{zero:.1}\" x2=\"{zero:.1}\" y1=\"-12\" y2=\"12\" stroke=\"currentColor\" opacity=\".5\"/><line x1=\"{far_low:.1}\" x2=\"{far_high:.1}\" y1=\"0\" y2=\"0\" stroke=\"currentColor\" opacity=\".3\" stroke-dasharray=\"3 3\"/>\
             <line x1=\"{low:.1}\" x2=\"{high:.1}\" y1=\"0\" y2=\"0\" stroke=\"#b5532a\" stroke-width=\"3\"/><circle cx=\"{x:.1}\" cy=\"0\" r=\"5\" fill=\"{fill}\" stroke=\"#b5532a\" stroke-width=\"2\"/>"
        );
        (point.label.clone(), marks)
    };
    let rows: Vec<(String, String)> = points.iter().map(row).collect();
    let unit = if huizhan_study::Measure::is_day(measure) { " (days)" } else { "" };
    format!(
        "<h3>Difference to the first point{unit}, largest first: 95 % interval of pairs (solid) and of strangers (dashed); filled where it leaves out zero</h3>{}",
        figure("differences to the baseline", &scale, &rows, &|value| format!("{value:+}"))
    )
}

fn numbers(analysis: &Analysis, at: usize) -> String {
    let mut rows = String::new();
    for point in analysis.points.iter().take(SHOWN) {
        let summary = &point.measures[at];
        let [low, _, middle, _, high] = summary.quantiles;
        let _ = write!(rows, "<tr><td>{}</td><td>{}</td><td>{:.0} %</td><td>{:.1}</td><td>{low:.1} – {middle:.1} – {high:.1}</td>", escape(&point.label), point.runs, 100.0 * summary.share, summary.mean);
        match summary.difference {
            Some(difference) => {
                let [more, less] = difference.more_less.map(|share| 100.0 * share);
                let _ = write!(rows, "<td>{:+.1} ± {:.1}</td><td>± {:.1} ({:.1}×)</td><td>{more:.0} % / {less:.0} %</td></tr>", difference.mean, difference.half, difference.half_unpaired, difference.narrower());
            }
            None => rows += "<td></td><td></td><td></td></tr>",
        }
    }
    format!(
        "<div class=\"scroll\"><table class=\"list\"><thead><tr><th>Point</th><th>Runs</th><th>Happens</th><th>Mean</th><th>5 – 50 – 95 %</th><th>Difference</th><th>Unpaired (narrower by)</th><th>More / less</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )
}

/// Curves of the places that a study measures: the share of runs in which each still stands.
fn survival(study: &Study, analysis: &Analysis) -> String {
    const DASHES: [&str; 6] = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 6"];
    let measured: Vec<&str> = study.measures.iter().filter_map(|name| name.strip_prefix("capture.")).collect();
    let points = &analysis.points[..analysis.points.len().min(DASHES.len())];
    let mut sections = String::new();
    for place in measured {
        let curves: Vec<_> = points.iter().filter_map(|point| Some((point, point.survival.iter().find(|curve| curve.place == place)?))).collect();
        let days = curves.iter().flat_map(|(_, curve)| curve.steps.iter().map(|(day, _)| f64::from(day.days())));
        let Some((_, any)) = curves.first() else { continue };
        let documented = f64::from(any.documented.days());
        let scale = Scale::of(days.chain([documented]));
        let (top, bottom) = (10.0, 170.0);
        let y = |share: f64| bottom - share * (bottom - top);
        let mut svg = format!("<svg class=\"plot\" viewBox=\"0 0 {WIDTH} 200\" role=\"img\" aria-label=\"share of runs in which {} stands\">", escape(place));
        for tick in scale.ticks() {
            let x = scale.x(tick);
            let _ = write!(svg, "<text class=\"faint\" x=\"{x:.1}\" y=\"192\" text-anchor=\"middle\">{}</text>", &Date::from_days(tick as i32).to_string()[5..]);
        }
        let x = scale.x(documented);
        let _ = write!(svg, "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top}\" y2=\"{bottom}\" stroke=\"#b5532a\" stroke-width=\"2\"/><text x=\"{:.1}\" y=\"22\">documented</text>", x + 4.0);
        for (at, (point, curve)) in curves.iter().enumerate() {
            let mut path = format!("M{LABELS:.1} {:.1}", y(1.0));
            for (day, share) in &curve.steps {
                let _ = write!(path, " H{:.1} V{:.1}", scale.x(f64::from(day.days())), y(*share));
            }
            let _ = write!(
                svg,
                "<path d=\"{path} H{:.1}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.8\" stroke-dasharray=\"{}\"/><line x1=\"10\" x2=\"50\" y1=\"{ly:.1}\" y2=\"{ly:.1}\" stroke=\"currentColor\" stroke-width=\"1.8\" stroke-dasharray=\"{}\"/><text x=\"56\" y=\"{:.1}\">{}</text>",
                WIDTH - 20.0,
                DASHES[at],
                DASHES[at],
                20.0 * at as f64 + 24.0,
                escape(&point.label.chars().take(34).collect::<String>()),
                ly = 20.0 * at as f64 + 20.0,
            );
        }
        let _ = write!(sections, "<h3>{}</h3>{svg}</svg>", escape(place));
    }
    if sections.is_empty() { String::new() } else { format!("<section><h2>Share of runs in which a place still stands</h2>{sections}</section>") }
}

fn divergences(first: &[FirstDifference]) -> String {
    if first.is_empty() {
        return String::new();
    }
    let mut rows = String::new();
    for found in first {
        let from = found.state_from.map_or("never".to_owned(), |day| day.to_string());
        let kinds: Vec<String> = found.kinds.iter().map(|(day, kind)| format!("{} {}", &day.to_string()[5..], kind.replace('_', " "))).collect();
        let _ = write!(rows, "<tr><td>{}</td><td>{from}</td><td>{}</td></tr>", escape(&found.label), escape(&kinds.join("; ")));
    }
    format!(
        "<section><h2>What changed first</h2><p>Under the first seed, against the first point: the first day after which the states differ, and the kinds of events that differ in the order in which they do. \
         <code>huizhan run --set</code> names the events and their inputs.</p><div class=\"scroll\"><table class=\"list\"><thead><tr><th>Point</th><th>State differs from</th><th>Then</th></tr></thead><tbody>{rows}</tbody></table></div></section>"
    )
}
