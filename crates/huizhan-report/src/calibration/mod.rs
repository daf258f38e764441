//! The report of a fit as a page: replicated records beside the record, and numbers before and after.

/// What is said of a fit, in its text and on its page.
pub mod words;

pub use words as calibration_words;

use crate::markup::{both, day_in_words, escape};
use crate::study::plot::{Row, Scale, Unit, day, rows};
use huizhan_lab::calibration::{Learned, Plan, Predicted, Predictive, Statistic};
use huizhan_scenario::Scenario;
use std::fmt::Write as _;

/// Numbers that are drawn: those further down did not move.
const DRAWN: usize = 40;
/// Height of a row (pixels).
const HEIGHT: u32 = 34;

/// The page of a fit.
#[must_use]
pub fn calibration_page(scenario: &Scenario, plan: Plan, command: &str, checks: &Predictive, learned: &[Learned]) -> String {
    let title = format!("Calibration to the record up to {}", day_in_words(plan.until));
    let mut body = format!(
        "<header><h1>{title}</h1><p class=\"lead\">{}: {} members, {} updates, seed {}.</p><p>A fit makes a model agree with a record and proves nothing by it. The forecast of what came later, which was not used, \
         is in <code>huizhan validate --posterior FILE</code>.</p></header>",
        both(&scenario.names),
        plan.particles,
        plan.updates,
        plan.seed
    );
    let (dated, standing): (Vec<&Predicted>, Vec<&Predicted>) = checks.captures.iter().partition(|capture| !capture.censored);
    let _ = write!(body, "<section><h2>Does the fitted model give the record back?</h2><p>{}</p>", words::summary(checks));
    let _ = write!(
        body,
        "<h3 class=\"measure\">Documented days</h3><p class=\"note\">{} Thin: 5 to 95&nbsp;% before the fit. Thick: 5 to 95&nbsp;% after it, with the median. Ring: the documented day.</p>{}",
        words::replicated(),
        days(scenario, &dated)
    );
    if !standing.is_empty() {
        let _ = write!(body, "<h3 class=\"measure\">Places that had not fallen</h3>{}", stood(scenario, plan, &standing));
    }
    let _ = write!(body, "<h3 class=\"measure\">The record as a whole</h3><p class=\"note\">{}</p>{}</section>", words::WHOLE, whole(&checks.statistics));
    let _ = write!(body, "<section><h2>What the data say of the numbers, and what not</h2><p>{}</p>{}</section>", words::identified(learned, checks, plan), numbers(learned));
    let _ = write!(body, "<footer><p><code>{}</code> with engine {} gives this page again. How: docs/calibration.md.</p></footer>", escape(command), env!("CARGO_PKG_VERSION"));
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title}</title><style>{}{}</style></head><body><main class=\"study\">{body}</main></body></html>\n",
        include_str!("../page/style.css"),
        include_str!("../study/style.css"),
    )
}

fn place<'a>(scenario: &'a Scenario, capture: &Predicted) -> &'a str {
    &scenario.setting.theatre.places[scenario.captures[capture.capture].place.index()].names.en
}

fn line(class: &str, scale: &Scale, from: f64, to: f64) -> String {
    format!("<line class=\"{class}\" x1=\"{}\" x2=\"{}\" y1=\"50%\" y2=\"50%\"/>", scale.x(from), scale.x(to))
}

fn stroke(class: &str, scale: &Scale, at: f64) -> String {
    format!("<line class=\"{class}\" x1=\"{x}\" x2=\"{x}\" y1=\"20%\" y2=\"80%\"/>", x = scale.x(at))
}

/// Days of the dated captures, before and after, beside the documented one.
fn days(scenario: &Scenario, captures: &[&Predicted]) -> String {
    let start = scenario.setting.start;
    let scale = Scale::of(captures.iter().flat_map(|capture| capture.before.iter().chain(&capture.after).copied().chain([capture.day])));
    let named = |value: f64| day(start + value.round() as i32);
    let row = |capture: &&Predicted| {
        let [low, middle, high] = capture.after;
        let words = format!("{} for {} ({} to {})", named(middle), named(capture.day), named(low), named(high));
        Row {
            name: place(scenario, capture).to_owned(),
            marks: line("reach", &scale, capture.before[0], capture.before[2])
                + &line("pairs", &scale, low, high)
                + &stroke("median", &scale, middle)
                + &format!("<circle class=\"unclear\" cx=\"{}\" cy=\"50%\" r=\"4.5\"/>", scale.x(capture.day)),
            beside: format!("<b>{}</b> ({} to {})<br>record {}<br>rank {:.2}, tail {:.2}", named(middle), named(low), named(high), named(capture.day), capture.rank, capture.tail),
            told: format!("{}: {words}, rank {:.2}, tail {:.2}", place(scenario, capture), capture.rank, capture.tail),
        }
    };
    let drawn: Vec<Row> = captures.iter().map(row).collect();
    let unit = Unit::Day(start);
    rows(&drawn, &scale, HEIGHT, unit, &|value| unit.value(value))
}

/// Shares of replicated records in which places fall that had not.
fn stood(scenario: &Scenario, plan: Plan, captures: &[&Predicted]) -> String {
    let scale = Scale { low: -0.02, high: 1.02 };
    let row = |capture: &&Predicted| {
        let name = place(scenario, capture);
        Row {
            name: name.to_owned(),
            marks: format!("<rect class=\"span\" x=\"{}\" y=\"25%\" width=\"{:.2}%\" height=\"50%\"/>", scale.x(0.0), 100.0 * (scale.share(capture.rank) - scale.share(0.0))),
            beside: format!("<b>{:.0}&nbsp;%</b> fall too early", 100.0 * capture.rank),
            told: format!("{name} falls too early in {:.0} % of the replicated records", 100.0 * capture.rank),
        }
    };
    let drawn: Vec<Row> = captures.iter().map(row).collect();
    format!(
        "<p class=\"note\">Share of replicated records in which the place falls by {}, though in the record it stood. All that is read of such a row is that it comes later.</p>{}",
        day_in_words(plan.until),
        rows(&drawn, &scale, 22, Unit::Number("a share"), &|value| format!("{:.0} %", 100.0 * value))
    )
}

fn whole(statistics: &[Statistic]) -> String {
    let mut lines = String::new();
    for found in statistics {
        let range = |[low, middle, high]: [f64; 3]| format!("{middle:.1} ({low:.1} to {high:.1})");
        let strong = if found.tail < 0.05 { " strong" } else { "" };
        let _ = write!(
            lines,
            "<tr><th class=\"point\">{}</th><td class=\"number\">{:.1}</td><td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number{strong}\">{:.3}</td></tr>",
            escape(&found.name),
            found.documented,
            range(found.before),
            range(found.after),
            found.tail
        );
    }
    format!(
        "<div class=\"scroll\"><table class=\"list answer\"><thead><tr><th>Figure</th><th class=\"number\">Record</th><th class=\"number\">Before the fit, 50&nbsp;% (5 to 95&nbsp;%)</th>\
         <th class=\"number\">After it</th><th class=\"number\">Tail</th></tr></thead><tbody>{lines}</tbody></table></div>"
    )
}

/// Three or four figures that count.
fn short(value: f64) -> String {
    let digits = (3.0 - value.abs().max(1e-6).log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{value:.digits$}")
}

/// Share of spread that was lost (per cent); a wider spread is a loss below 0.
fn lost(number: &Learned) -> i32 {
    (100.0 * number.lost).round() as i32
}

/// Numbers on their ranges: a bar for the posterior, the track for the prior.
fn numbers(learned: &[Learned]) -> String {
    let scale = Scale { low: -0.02, high: 1.02 };
    let row = |number: &&Learned| {
        let [low, high] = number.range;
        let on = |value: f64| (value - low) / (high - low);
        let [from, middle, to] = number.after;
        let moved = format!("{} ({} to {}), moved {:+.2} sd, lost {} %", short(middle), short(from), short(to), number.shift, lost(number));
        Row {
            name: number.key.clone(),
            marks: line("reach", &scale, 0.05, 0.95) + &line("pairs", &scale, on(from), on(to)) + &stroke("median", &scale, on(middle)),
            beside: format!("<b>{}</b> ({} to {})<br>moved {:+.2} sd, lost {}&nbsp;%", short(middle), short(from), short(to), number.shift, lost(number)),
            told: format!("{} between {low} and {high}: {moved}", number.key),
        }
    };
    let moved: Vec<&Learned> = learned.iter().filter(|number| number.touched).collect();
    let drawn: Vec<Row> = moved.iter().take(DRAWN).map(row).collect();
    let alone: Vec<String> = learned.iter().filter(|number| !number.touched).map(|number| format!("<code>{}</code>", escape(&number.key))).collect();
    let rest: Vec<String> = moved.iter().skip(DRAWN).map(|number| format!("<code>{}</code> {:+.2} sd", escape(&number.key), number.shift)).collect();
    let list = |head: &str, names: &[String]| if names.is_empty() { String::new() } else { format!("<details><summary>{head} ({})</summary><p class=\"note\">{}</p></details>", names.len(), names.join(", ")) };
    format!(
        "<p class=\"note\">Each on its own range, 0 to 100&nbsp;% of it, the most moved first. Thin: 5 to 95&nbsp;% beforehand. Thick: 5 to 95&nbsp;% after the fit, with the median. Beside: median and interval in the number's own unit \
         (<code>huizhan factors --all</code>), how far the mean moved in standard deviations of the range, and the share of spread that was lost.</p>{}{}{}",
        rows(&drawn, &scale, HEIGHT, Unit::Number("a share"), &|value| format!("{:.0} %", 100.0 * value)),
        list("Moved less than these", &rest),
        list("Not moved at all: the data do not identify them", &alone),
    )
}

#[cfg(test)]
mod tests;
