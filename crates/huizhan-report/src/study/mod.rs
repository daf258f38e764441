//! The report of a study: one page, self-contained, readable without a script, on a telephone and on paper.

mod curve;
mod forest;
mod parting;
pub(crate) mod plot;
mod spread;
mod telling;

pub use parting::FirstDifference;

use crate::markup::{both, day_in_words, escape, thousands};
use huizhan_scenario::Scenario;
use huizhan_study::analysis::{Analysis, Effects, PointSummary};
use huizhan_study::rows::Meta;
use huizhan_study::{Design, Study};
use plot::Unit;
use std::fmt::Write as _;

/// Points or factors that a picture shows: more cannot be told apart.
const SHOWN: usize = 25;

/// The page.
///
/// * `scenario`: the campaign as it is without any of the study's settings, for names and days
/// * `first`: what first differs at points, as far as it was looked for
#[must_use]
pub fn study_page(study: &Study, meta: &Meta, analysis: &Analysis, first: &[FirstDifference], scenario: &Scenario) -> String {
    let start = scenario.setting.start;
    let mut body = head(study, meta, analysis, scenario);
    body += &varied(study);
    body += &overview(analysis, scenario);
    for (at, measure) in analysis.measures.iter().enumerate() {
        let unit = Unit::of(measure, start);
        let _ = write!(body, "<section><h2>{}</h2>", escape(&plot::words(measure, scenario)));
        body += &spread::picture(analysis, at, unit);
        let differences = forest::differences(analysis, at, unit);
        if !differences.is_empty() {
            let _ = write!(body, "<h3 class=\"measure\">Differences</h3>{differences}");
        }
        body += &forest::tornado(&analysis.effects[at], unit);
        body += &curve::main_effects(&analysis.effects[at], unit);
        let _ = writeln!(body, "<h3 class=\"measure\">Numbers</h3>{}</section>", spread::numbers(analysis, at, unit));
    }
    body += &curve::survival(analysis, scenario);
    body += &parting::table(first, scenario);
    body += &reading(study, analysis);
    body += &again(study, meta);
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{}</title><style>{}{}</style></head><body><main class=\"study\">{body}</main></body></html>\n",
        escape(&study.title),
        include_str!("../page/style.css"),
        include_str!("style.css"),
    )
}

fn head(study: &Study, meta: &Meta, analysis: &Analysis, scenario: &Scenario) -> String {
    let design = match study.design {
        Design::Arms => "points given one by one",
        Design::OneAtATime => "one factor at a time",
        Design::FullFactorial => "every combination of levels",
        Design::LatinHypercube => "Latin hypercube",
        Design::Sobol => "Sobol's sequence",
    };
    let mut text = format!("<header><h1>{}</h1><p class=\"lead\">{}</p><dl class=\"facts\">", escape(&study.title), escape(&study.question));
    let facts = [
        ("Campaign", format!("{}, from {}", both(&scenario.names), day_in_words(scenario.setting.start))),
        ("Design", design.to_owned()),
        ("Points", thousands(analysis.points.len() as u64)),
        ("Seeds a point", thousands(u64::from(study.replications))),
        ("Runs", thousands(analysis.runs as u64)),
        ("Engine", escape(&meta.engine_version)),
        ("Study digest", format!("<code>{}</code>", escape(&meta.study_digest))),
    ];
    for (name, value) in facts {
        let _ = write!(text, "<div><dt>{name}</dt><dd>{value}</dd></div>");
    }
    text += "</dl>";
    if !study.caveat.is_empty() {
        let _ = write!(text, "<p class=\"caveat\"><strong>What it cannot say.</strong> {}</p>", escape(&study.caveat));
    }
    text + "<p>This is a model, not a testimony. An interval tells what chance leaves open <em>within the model</em>; whether the model resembles what happened is a question for \
            <code>huizhan validate</code>. Every number of losses stands for people who were killed, maimed, captured or fell ill.</p></header>\n"
}

fn varied(study: &Study) -> String {
    let mut rows = String::new();
    for factor in &study.factors {
        let level = |level: &huizhan_study::LevelText| match level {
            huizhan_study::LevelText::Switch(on) => if *on { "on" } else { "off" }.to_owned(),
            huizhan_study::LevelText::Number(number) => number.to_string(),
            huizhan_study::LevelText::Text(text) => text.clone(),
        };
        let levels = match (factor.low, factor.high) {
            (Some(low), Some(high)) => format!("{low} to {high}"),
            _ => factor.levels.iter().map(level).collect::<Vec<_>>().join(", "),
        };
        let _ = write!(rows, "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>", escape(&factor.name), escape(&levels), escape(&factor.why));
    }
    for arm in &study.arms {
        let set: Vec<String> = arm.set.iter().map(|set| format!("<code>{}</code>", escape(set))).collect();
        let set = if set.is_empty() { "nothing: the campaign as the record has it".to_owned() } else { set.join("<br>") };
        let _ = write!(rows, "<tr><td>{}</td><td>{set}</td><td>{}</td></tr>", escape(&arm.id), escape(&arm.why));
    }
    let heads = if study.arms.is_empty() { if study.factors.iter().all(|factor| factor.low.is_some()) { "<th>Factor</th><th>Range</th>" } else { "<th>Factor</th><th>Levels, the first the baseline</th>" } } else { "<th>Point</th><th>Sets</th>" };
    format!("<section><h2>What is varied, and why</h2><div class=\"scroll\"><table class=\"list\"><thead><tr>{heads}<th>Why (source keys of the record)</th></tr></thead><tbody>{rows}</tbody></table></div></section>\n")
}

/// All points against all measures.
fn overview(analysis: &Analysis, scenario: &Scenario) -> String {
    let units: Vec<Unit> = analysis.measures.iter().map(|measure| Unit::of(measure, scenario.setting.start)).collect();
    let mut heads = String::new();
    for (measure, unit) in analysis.measures.iter().zip(&units) {
        let _ = write!(heads, "<th class=\"number\">{}<br><span class=\"unit\">{}</span></th>", escape(&plot::brief(measure, scenario)), unit.name());
    }
    let cell = |text: String, clear: bool| format!("<td class=\"number{}\">{text}</td>", if clear { " strong" } else { "" });
    let mut rows = String::new();
    let over_ranges = analysis.effects.iter().find_map(|effects| if let Effects::Ranges { factors, .. } = effects { Some(factors) } else { None });
    if let Some(factors) = over_ranges {
        for factor in factors.iter().take(SHOWN) {
            let _ = write!(rows, "<tr><th class=\"point\">{}</th>", escape(&factor.name));
            for (effects, unit) in analysis.effects.iter().zip(&units) {
                let found = if let Effects::Ranges { factors, .. } = effects { factors.iter().find(|other| other.name == factor.name) } else { None };
                rows += &found.map_or("<td></td>".to_owned(), |found| cell(unit.plus_minus(found.slope.mean, found.slope.half), found.slope.is_clear()));
            }
            rows += "</tr>";
        }
    } else {
        for point in analysis.points.iter().take(SHOWN) {
            rows += &row(point, analysis.never, &units, &cell);
        }
    }
    let what = if over_ranges.is_some() {
        "Change of each measure over the whole range of each factor, in the unit of its head"
    } else {
        "The first line is a mean; the others are mean differences to it under the same seeds"
    };
    let days = if over_ranges.is_some() { "" } else { " Days are of the calendar in the first line and numbers of days in the others." };
    let left = analysis.points.len().saturating_sub(SHOWN);
    let left = if left > 0 && over_ranges.is_none() { format!(" The first {SHOWN} points of {} are shown.", analysis.points.len()) } else { String::new() };
    format!(
        "<section><h2>The answer in one table</h2><p class=\"note\">{what}. After ± stands half of the 95&nbsp;% interval. Bold: the interval leaves out zero (of twenty such cells without any effect one would be bold by chance). \
        {days} A minus is earlier, or fewer.{left}</p><div class=\"scroll\"><table class=\"list answer\"><thead><tr><th></th>{heads}</tr></thead><tbody>{rows}</tbody></table></div></section>\n"
    )
}

fn row(point: &PointSummary, never: f64, units: &[Unit], cell: &dyn Fn(String, bool) -> String) -> String {
    let mut text = format!("<tr><th class=\"point\">{}</th>", escape(&point.label));
    for (summary, unit) in point.measures.iter().zip(units) {
        text += &match summary.difference {
            Some(difference) => cell(unit.plus_minus(difference.mean, difference.half), difference.is_clear()),
            None if summary.values.is_empty() => cell("–".to_owned(), false),
            None if matches!(unit, Unit::Day(_)) && summary.mean >= never => cell("not by the end".to_owned(), false),
            None => cell(format!("{} ± {}", unit.value(summary.mean), unit.size(summary.half)), false),
        };
    }
    text + "</tr>"
}

/// How the figures were made, and how far common random numbers helped.
fn reading(study: &Study, analysis: &Analysis) -> String {
    let mut narrower: Vec<f64> =
        analysis.points.iter().flat_map(|point| &point.measures).filter_map(|summary| summary.difference).map(|found| found.narrower()).filter(|times| times.is_finite()).collect();
    narrower.sort_by(f64::total_cmp);
    let mut text = String::from("<section><h2>How to read it</h2><ul>");
    if !narrower.is_empty() {
        let at = |share: f64| narrower[((narrower.len() - 1) as f64 * share).round() as usize];
        let _ = write!(
            text,
            "<li><b>Pairs.</b> Every point is played under the same seeds, and draws are keyed by seed, day, purpose and id: a difference of pairs is the effect of what was changed and not of another throw of the dice. Here the \
             interval of pairs is narrower than that of two samples by {:.1} to {:.1} times, {:.1} in the median. Where it is near 1 the points are different campaigns from early on, and pairing does not help.</li>",
            at(0.0),
            at(1.0),
            at(0.5)
        );
    }
    let _ = writeln!(
        text,
        "<li><b>Intervals</b> are 95&nbsp;% of the mean, by Student's t over the {} seeds. One interval in twenty misses; a page of many asks for caution with each.</li>\
         <li><b>A day that did not come</b> counts as the day after the last, as in validation: delays are then understated, the more so the more runs it concerns. The column “where it came in both” \
         leaves such pairs out as a check; pairs chosen by their outcome are no better estimate.</li>\
         <li><b>More / same / less</b>: the shares of pairs in which the point has more than the baseline, the same, and less. A mean can differ from zero while single campaigns go either way.</li></ul></section>",
        study.replications
    );
    text
}

fn again(study: &Study, meta: &Meta) -> String {
    format!(
        "<footer><h2>Again</h2><p><code>huizhan study studies/{}.toml --replications {} --out DIR</code> with engine {} gives the same runs, on any number of threads or machines; the digest {} is of the study, its levels and \
         replications, and of all that the scenario says. The rows behind this page are the Parquet files beside it, seed and digest of each run among them.</p></footer>",
        escape(&study.id),
        study.replications,
        escape(&meta.engine_version),
        escape(&meta.study_digest),
    )
}

#[cfg(test)]
mod tests;
