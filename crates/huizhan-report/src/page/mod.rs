//! `report.html`: one page, self-contained, readable without a script, on a telephone and on paper.

mod curves;
mod dates;
mod engagements;
mod human;
mod map;
mod outline;
mod tables;
mod water;

pub(crate) use dates::signed;

use crate::markup::{both, day_in_words, escape, thousands};
use crate::{Chronicle, Differences, History};
use huizhan_scenario::Scenario;
use std::fmt::Write as _;

/// The page of a run.
#[must_use]
pub fn page(scenario: &Scenario, history: &History) -> String {
    page_with(scenario, history, None)
}

/// The page of a run with settings of its own, and what they changed first.
#[must_use]
pub fn page_with(scenario: &Scenario, history: &History, differences: Option<&Differences>) -> String {
    let chronicle = Chronicle::new(scenario);
    let mut text = String::with_capacity(1 << 20);
    head(scenario, history, &mut text);
    if let Some(differences) = differences {
        section("What changed first", &differences.html(), &mut text);
    }
    maps(scenario, history, &mut text);
    section("Documented and simulated days", &dates::chart(scenario, history), &mut text);
    section("Strength and losses", &curves::curves(scenario, history), &mut text);
    section("The ten largest engagements", &engagements::largest(scenario, history, &chronicle), &mut text);
    section("Captures", &tables::captures(scenario, history), &mut text);
    section("Human cost", &human::cost(scenario, history), &mut text);
    section("Men of both sides, as simulated and as claimed", &tables::losses(scenario, history), &mut text);
    section("What is not yet modelled", NOT_MODELLED, &mut text);
    section("Sources", &tables::sources(scenario), &mut text);
    let digest = &history.digest;
    let (version, seed) = (env!("CARGO_PKG_VERSION"), history.seed);
    let again = "The same scenario, seed and engine give this page again.";
    let _ = writeln!(text, "<footer><p>huizhan {version}, seed {seed}, digest {digest}. {again}</p></footer></main></body></html>");
    text
}

fn section(title: &str, body: &str, text: &mut String) {
    let _ = writeln!(text, "<section><h2>{title}</h2>{body}</section>");
}

fn head(scenario: &Scenario, history: &History, text: &mut String) {
    let setting = &scenario.setting;
    let name = escape(&scenario.names.en);
    let last = history.days.last().map_or(setting.start, |day| day.date);
    let _ = write!(
        text,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{name}, seed {}</title><style>{}</style></head><body><main>\n<header><h1>{}</h1>\
         <p class=\"lead\">One simulated campaign, {} to {}, beside the documented one.</p>",
        history.seed,
        include_str!("style.css"),
        both(&scenario.names),
        day_in_words(setting.start),
        day_in_words(last),
    );
    let _ = write!(
        text,
        "<dl class=\"facts\"><div><dt>Scenario</dt><dd>{}</dd></div><div><dt>Seed</dt><dd>{}</dd></div><div><dt>Engine</dt><dd>{}</dd></div>\
         <div><dt>Digest</dt><dd><code>{}</code></dd></div></dl>",
        escape(&scenario.id),
        history.seed,
        env!("CARGO_PKG_VERSION"),
        history.digest,
    );
    let _ = write!(text, "<p>{}</p>", outcome(scenario, history));
    text.push_str(
        "<p>This is a model, not a testimony. Another seed gives another campaign; whether the model deserves trust is a question for many \
         seeds (<code>huizhan validate</code>). Every number of losses below stands for people who were killed, maimed, captured or fell ill.</p></header>\n",
    );
}

/// The run in two sentences.
fn outcome(scenario: &Scenario, history: &History) -> String {
    let last = history.days.last().map(|day| day.date);
    let due = |day| last.is_some_and(|last| day <= last);
    let scored: Vec<_> = scenario.captures.iter().zip(&history.captured).filter(|(capture, _)| capture.scored && due(capture.day())).collect();
    let errors: Vec<f64> = scored.iter().filter_map(|(capture, day)| day.map(|day| f64::from((day - capture.day()).abs()))).collect();
    let mean = errors.iter().sum::<f64>() / errors.len().max(1) as f64;
    let mut text = format!(
        "Of {} captures whose days the record holds fit to compare, {} happened in this run, on average {mean:.0} days from the documented day.",
        scored.len(),
        errors.len()
    );
    let losses: Vec<String> = scenario.setting.sides.iter().zip(&history.ledger).map(|(side, ledger)| {
        let battle = u64::from(ledger.killed_wounded) + u64::from(ledger.missing_captured);
        format!("{} {}", escape(&side.names.en), thousands(battle))
    }).collect();
    let _ = write!(text, " Killed, wounded, missing and captured in it: {}.", losses.join(", "));
    text
}

fn maps(scenario: &Scenario, history: &History, text: &mut String) {
    let atlas = map::Atlas::new(scenario, history);
    let mut body = atlas.definitions();
    body.push_str(&atlas.legend());
    body.push_str(&atlas.figures());
    section("The map at key dates", &body, text);
}

/// What a reader should not look for in the run.
const NOT_MODELLED: &str = "<p>The following shaped the campaign and are absent from this run, or present in their simplest form only.</p><ul>\
    <li><b>Ships at sea</b>: landings from the sea have no naval guns of their own; gunboats, batteries, mines and torpedo boats are modelled on the river.</li>\
    <li><b>The flood</b>: the dead and displaced are counted within the days of the campaign only; most of those laid to the breach died in the years after.</li>\
    <li><b>Civilians</b>: those hurt by ground fighting, reprisal and in towns after their fall are not computed; the record says what its sources say.</li>\
    <li><b>Diplomacy</b>: what other powers did stands outside; aid comes at the rates of the record.</li>\
    <li><b>Chemical weapons</b>, used in this campaign according to the record, have no effect unless the factor <code>chemical</code> is on.</li></ul>";
