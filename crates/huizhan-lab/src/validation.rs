//! Validation: many seeds against the record, beside the naive rival.

use crate::{Measures, Naive, Posterior, crps, quantile, replicate};
use huizhan_base::Date;
use huizhan_scenario::{Capture, Scenario};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// `validation.json`; its JSON Schema is `docs/reference/validation.schema.json`.
#[derive(Debug, Clone, Serialize)]
pub struct Validation {
    /// The scenario's id.
    pub scenario: String,
    /// Version of the engine.
    pub engine_version: String,
    /// How many seeds were played.
    pub replications: usize,
    /// Scored captures in the order of their documented days.
    pub captures: Vec<CaptureScore>,
    /// Captures dated too weakly to score.
    pub weak_captures: Vec<CaptureScore>,
    /// Scores over the scored captures.
    pub totals: Totals,
    /// Battle losses by side (men).
    pub losses: BTreeMap<String, LossRange>,
    /// Admissions of sick by side (men).
    pub sick: BTreeMap<String, LossRange>,
    /// Rate of the naive rival, fitted to the early captures (km a day).
    pub naive_km_per_day: f64,
}

/// One capture in many runs.
#[derive(Debug, Clone, Serialize)]
pub struct CaptureScore {
    /// Row of the chronology.
    pub event: String,
    /// Place.
    pub place: String,
    /// Documented day.
    pub documented: Date,
    /// Share of the runs in which it happened by the end.
    pub share: f64,
    /// Quantiles of the day; a capture that did not happen counts as the day after the last.
    pub q05: Date,
    /// See `q05`.
    pub q25: Date,
    /// See `q05`.
    pub q50: Date,
    /// See `q05`.
    pub q75: Date,
    /// See `q05`.
    pub q95: Date,
    /// Continuous ranked probability score (days).
    pub crps: f64,
    /// Day of the naive rival.
    pub naive: Date,
    /// Its score: the absolute error of its one day.
    pub naive_crps: f64,
}

/// Scores over captures.
#[derive(Debug, Clone, Serialize)]
pub struct Totals {
    /// How many captures were scored.
    pub captures: usize,
    /// How many of them happened in more than half of the runs.
    pub captures_in_median: usize,
    /// Mean absolute error of the median day.
    pub mae_days: f64,
    /// The same for the naive rival, fitted to the early captures.
    pub naive_mae_days: f64,
    /// Mean error (negative: too early).
    pub bias_days: f64,
    /// 1 - CRPS / naive CRPS.
    pub crps_skill: f64,
    /// Share of documented days within the 25-75 % interval.
    pub coverage50: f64,
    /// Share within the 5-95 % interval.
    pub coverage90: f64,
    /// The same over early and late captures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub early: Option<Box<Totals>>,
    /// See `early`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late: Option<Box<Totals>>,
}

/// Quantiles of a loss.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct LossRange {
    /// 5 %.
    pub q05: u32,
    /// Median.
    pub q50: u32,
    /// 95 %.
    pub q95: u32,
}

/// Plays seeds 0 to `replications - 1` and scores them. The result does not depend on the number of threads; `done` is
/// called after each replication. With a posterior each seed plays with the numbers it draws, beneath those set by hand; the posterior was tried before.
#[must_use]
pub fn validate(scenario: &Scenario, posterior: Option<&Posterior>, replications: usize, done: &(dyn Fn() + Sync)) -> Validation {
    let runs: Vec<Measures> = (0..replications as u64)
        .into_par_iter()
        .map(|seed| {
            let drawn = posterior.map(|posterior| posterior.scenario(scenario, seed).expect("a posterior that was tried before"));
            let measures = replicate(drawn.as_ref().unwrap_or(scenario), seed);
            done();
            measures
        })
        .collect();
    let naive = Naive::fit(scenario, |capture| capture.scored && capture.day() <= scenario.early_until);
    let scores: Vec<(&Capture, CaptureScore)> = scenario
        .captures
        .iter()
        .enumerate()
        .map(|(index, capture)| (capture, score(scenario, capture, index, &runs, &naive)))
        .collect();
    let pick = |wanted: &dyn Fn(&Capture) -> bool| -> Vec<&CaptureScore> {
        scores.iter().filter(|(capture, _)| wanted(capture)).map(|(_, score)| score).collect()
    };
    let early = |capture: &Capture| capture.scored && capture.day() <= scenario.early_until;
    let late = |capture: &Capture| capture.scored && capture.day() > scenario.early_until;
    let mut totals = total(&pick(&|capture| capture.scored));
    totals.early = Some(Box::new(total(&pick(&early))));
    totals.late = Some(Box::new(total(&pick(&late))));
    let range = |measure: &dyn Fn(&Measures, usize) -> u32| -> BTreeMap<String, LossRange> {
        let sides = scenario.setting.sides.iter().enumerate();
        sides.map(|(side, row)| (row.id.clone(), spread(runs.iter().map(|run| measure(run, side)).collect()))).collect()
    };
    Validation {
        scenario: scenario.id.clone(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        replications,
        captures: pick(&|capture| capture.scored).into_iter().cloned().collect(),
        weak_captures: pick(&|capture| !capture.scored).into_iter().cloned().collect(),
        totals,
        losses: range(&|run, side| run.losses[side].battle()),
        sick: range(&|run, side| run.losses[side].sick),
        naive_km_per_day: naive.rate_km_per_day,
    }
}

fn spread(mut values: Vec<u32>) -> LossRange {
    values.sort_unstable();
    LossRange { q05: quantile(&values, 0.05), q50: quantile(&values, 0.5), q95: quantile(&values, 0.95) }
}

fn score(scenario: &Scenario, capture: &Capture, index: usize, runs: &[Measures], naive: &Naive) -> CaptureScore {
    let never = scenario.setting.end + 1;
    let mut days: Vec<Date> = runs.iter().map(|run| run.captured[index].unwrap_or(never)).collect();
    days.sort_unstable();
    let truth = capture.day();
    let offsets: Vec<f64> = days.iter().map(|day| f64::from(*day - truth)).collect();
    let naive = naive.day(scenario, index);
    CaptureScore {
        event: capture.event.clone(),
        place: scenario.setting.theatre.places[capture.place.index()].id.clone(),
        documented: truth,
        share: days.iter().filter(|day| **day < never).count() as f64 / days.len() as f64,
        q05: quantile(&days, 0.05),
        q25: quantile(&days, 0.25),
        q50: quantile(&days, 0.5),
        q75: quantile(&days, 0.75),
        q95: quantile(&days, 0.95),
        crps: crps(&offsets, 0.0),
        naive,
        naive_crps: f64::from((naive - truth).abs()),
    }
}

fn total(scores: &[&CaptureScore]) -> Totals {
    let count = scores.len().max(1) as f64;
    let mean = |value: &dyn Fn(&CaptureScore) -> f64| scores.iter().map(|score| value(score)).sum::<f64>() / count;
    let within = |low: Date, day: Date, high: Date| f64::from(u8::from(low <= day && day <= high));
    let (ours, rival) = (mean(&|score| score.crps), mean(&|score| score.naive_crps));
    Totals {
        captures: scores.len(),
        captures_in_median: scores.iter().filter(|score| score.share > 0.5).count(),
        mae_days: mean(&|score| f64::from((score.q50 - score.documented).abs())),
        naive_mae_days: mean(&|score| score.naive_crps),
        bias_days: mean(&|score| f64::from(score.q50 - score.documented)),
        crps_skill: if rival > 0.0 { 1.0 - ours / rival } else { 0.0 },
        coverage50: mean(&|score| within(score.q25, score.documented, score.q75)),
        coverage90: mean(&|score| within(score.q05, score.documented, score.q95)),
        early: None,
        late: None,
    }
}
