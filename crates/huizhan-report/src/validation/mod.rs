//! `validation.html`: many runs beside the record, one page, no script, printable. The protocol is `docs/validation.md`.

mod captures;
mod losses;
mod ranks;
mod rings;
mod tempo;
mod track;

use crate::markup::{both, day_in_words, escape};
use huizhan_lab::{Totals, Validation};
use huizhan_scenario::Scenario;
use std::fmt::Write as _;

/// The page of a validation.
#[must_use]
pub fn validation_page(scenario: &Scenario, validation: &Validation) -> String {
    let mut text = String::with_capacity(1 << 18);
    head(scenario, validation, &mut text);
    section("Scores", &scores(validation), &mut text);
    section("The documented day among the runs", &captures::chart(scenario, validation), &mut text);
    section("Is the spread honest?", &ranks::histograms(validation), &mut text);
    section("What had not fallen", &captures::standing(scenario, validation), &mut text);
    section("Tempo between places", &tempo::chart(scenario, validation), &mut text);
    section("Losses beside the sources", &losses::chart(scenario, validation), &mut text);
    section("Encirclements", &rings::rings(scenario, validation), &mut text);
    section("The rivals", &rivals(validation), &mut text);
    let _ = writeln!(
        text,
        "<footer><p>huizhan {}, seeds 0 to {}. The same scenario, {}engine and number of runs give this page again. Definitions: docs/validation.md.</p></footer></main></body></html>",
        escape(&validation.engine_version),
        validation.replications - 1,
        if validation.posterior.is_some() { "posterior, " } else { "" },
    );
    text
}

fn section(title: &str, body: &str, text: &mut String) {
    let _ = writeln!(text, "<section><h2>{title}</h2>{body}</section>");
}

fn head(scenario: &Scenario, validation: &Validation, text: &mut String) {
    let name = escape(&scenario.names.en);
    let _ = write!(
        text,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{name}, validation over {runs} runs</title><style>{}{}</style></head><body><main>\n<header><h1>{}</h1>\
         <p class=\"lead\">{runs} simulated campaigns, {} to {}, beside the documented one.</p>",
        include_str!("../page/style.css"),
        include_str!("style.css"),
        both(&scenario.names),
        day_in_words(scenario.setting.start),
        day_in_words(scenario.setting.end),
        runs = validation.replications,
    );
    let totals = &validation.totals;
    let late = totals.late.as_deref().unwrap_or(totals);
    let _ = write!(
        text,
        "<p>The median run takes a place {:.1} days from its documented day on average, {:.1} for the places that fell after {}; a rival that advances at one constant rate, fitted to the \
         earlier ones, {:.1} and {:.1}. {:.0} % of the documented days lie within the 90 % interval of the runs.</p>",
        totals.mae_days,
        late.mae_days,
        day_in_words(scenario.early_until),
        totals.naive_mae_days,
        late.naive_mae_days,
        100.0 * totals.coverage90,
    );
    match &validation.posterior {
        None => text.push_str("<p>No number of the model was fitted: each stands at the middle of its range.</p>"),
        Some(comments) => {
            let how: Vec<String> = comments.iter().map(|comment| escape(comment)).collect();
            let _ = write!(
                text,
                "<p>Each seed plays with numbers drawn from a posterior, so the spread holds both chance and what the calibration left open. What it was fitted to is no forecast.</p><p class=\"note\">{}</p>",
                how.join("<br>")
            );
        }
    }
    text.push_str(
        "<p class=\"note\">This is a model, not a testimony. Those who chose its mechanisms knew how the campaign went: weigh every figure as that of a hindcast. \
         Many places share few axes, so errors come in chains.</p></header>\n",
    );
}

fn scores(validation: &Validation) -> String {
    let all = &validation.totals;
    let columns: Vec<(&str, &Totals)> =
        [("all", Some(all)), ("early", all.early.as_deref()), ("late", all.late.as_deref())].into_iter().filter_map(|(name, totals)| Some((name, totals?))).collect();
    let mut text = String::from("<div class=\"scroll\"><table class=\"list\"><thead><tr><th></th>");
    for (name, _) in &columns {
        let _ = write!(text, "<th class=\"number\">{name}</th>");
    }
    text.push_str("</tr></thead><tbody>");
    for (what, value) in SCORES {
        let _ = write!(text, "<tr><th>{what}</th>");
        for (_, totals) in &columns {
            let _ = write!(text, "<td class=\"number\">{}</td>", value(totals));
        }
        text.push_str("</tr>");
    }
    text + "</tbody></table></div><p class=\"note\">Early: documented up to the day to which calibration may look. Late: the forecast.</p>"
}

/// A line of the scores: what, and how it is shown.
type Score = (&'static str, fn(&Totals) -> String);

/// The lines of the table of scores.
const SCORES: [Score; 10] = [
    ("scored captures", |totals| totals.captures.to_string()),
    ("of them in more than half of the runs", |totals| totals.captures_in_median.to_string()),
    ("mean absolute error of the median day", |totals| format!("{:.1}", totals.mae_days)),
    ("mean error (plus: late)", |totals| format!("{:+.1}", totals.bias_days)),
    ("error of the rival, one rate", |totals| format!("{:.1}", totals.naive_mae_days)),
    ("error of the rival, a rate for each axis", |totals| format!("{:.1}", totals.axis_naive_mae_days)),
    ("CRPS skill over the first", |totals| format!("{:.2}", totals.crps_skill)),
    ("CRPS skill over the second", |totals| format!("{:.2}", totals.axis_crps_skill)),
    ("documented days within the 50 % interval", |totals| format!("{:.0} %", 100.0 * totals.coverage50)),
    ("within the 90 % interval", |totals| format!("{:.0} %", 100.0 * totals.coverage90)),
];

fn rivals(validation: &Validation) -> String {
    let mut text = format!(
        "<p>Both know the axes, their bases and the days their movements were to start, and were fitted to documented days up to the end of the early captures. The first advances {:.2} km a day \
         everywhere; the second at a rate for each axis with early captures, and at the common one elsewhere.</p>\
         <div class=\"scroll\"><table class=\"list\"><thead><tr><th>Axis</th><th class=\"number\">km a day</th><th class=\"number\">early captures</th></tr></thead><tbody>",
        validation.naive_km_per_day
    );
    for (axis, rate) in &validation.axis_rates {
        let _ = write!(text, "<tr><td>{}</td><td class=\"number\">{:.2}</td><td class=\"number\">{}</td></tr>", escape(axis), rate.km_per_day, rate.captures);
    }
    text + "</tbody></table></div>"
}

/// The name of a place, ready for HTML.
fn place(scenario: &Scenario, id: &str) -> String {
    let theatre = &scenario.setting.theatre;
    theatre.place(id).map_or_else(|| escape(id), |place| both(&theatre.places[place.index()].names))
}

/// The English name of a place or its id, ready for HTML and attributes.
fn short(scenario: &Scenario, id: &str) -> String {
    let theatre = &scenario.setting.theatre;
    theatre.place(id).map_or_else(|| escape(id), |place| escape(&theatre.places[place.index()].names.en))
}

/// The English names of formations, ready for HTML.
fn formations(scenario: &Scenario, ids: &[String]) -> String {
    let name = |id: &String| scenario.record.formation(id).map_or_else(|| escape(id), |row| escape(&row.names.en));
    ids.iter().map(name).collect::<Vec<_>>().join(", ")
}
