//! Validation: many seeds against the record, beside the naive rivals. The protocol is `docs/validation.md`.

mod losses;
mod play;
mod ranks;
mod ring;
mod standing;
mod tempo;
#[cfg(test)]
mod tests;

pub use losses::{FormationLoss, LostBy};
pub use ranks::{RankHistogram, rank_histogram};
pub use ring::{RingClaim, RingScore, Ringed};
pub use standing::{Standing, StandingPlace};
pub use tempo::{Leg, Tempo, TempoTotals};

use crate::{Measures, Naive, Posterior, crps, quantile};
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
    /// Rates of the second rival by axis; an axis that is not in it keeps the common rate.
    pub axis_rates: BTreeMap<String, AxisRate>,
    /// What the head of the posterior's file says of how it was made; none without a posterior.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posterior: Option<Vec<String>>,
    /// Rank histograms: is the spread honest?
    pub ranks: Ranks,
    /// Documented losses of named formations beside the runs.
    pub formation_losses: Vec<FormationLoss>,
    /// Losses of all formations, the largest median first.
    pub lost_by: Vec<LostBy>,
    /// Documented encirclements beside the runs.
    pub rings: Vec<RingScore>,
    /// Who is ringed in the runs, the most often first.
    pub ringed: Vec<Ringed>,
    /// Days from one documented capture to the next.
    pub tempo: Tempo,
    /// What had not fallen at the end of the early captures.
    pub standing: Standing,
}

/// A rate of the second rival.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AxisRate {
    /// The rate (km a day).
    pub km_per_day: f64,
    /// Early captures it was fitted to.
    pub captures: usize,
}

/// Rank histograms of the scored captures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranks {
    /// All.
    pub all: RankHistogram,
    /// Early ones.
    pub early: RankHistogram,
    /// Late ones.
    pub late: RankHistogram,
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
    /// The axis it lies on.
    pub axis: String,
    /// Day of the rival with a rate for each axis.
    pub axis_naive: Date,
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
    /// The same for the rival with a rate for each axis, fitted to its early captures.
    pub axis_naive_mae_days: f64,
    /// Mean error (negative: too early).
    pub bias_days: f64,
    /// 1 - CRPS / naive CRPS.
    pub crps_skill: f64,
    /// The same against the rival with a rate for each axis.
    pub axis_crps_skill: f64,
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

/// Quantiles of a loss or of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
    let windows = losses::windows(scenario);
    let sites = ring::sites(scenario);
    let counted: Vec<losses::Window> = windows.iter().map(|(_, window)| window.clone()).collect();
    let looked_for: Vec<ring::Site> = sites.iter().map(|(_, site)| site.clone()).collect();
    let runs: Vec<play::Played> = (0..replications as u64)
        .into_par_iter()
        .map(|seed| {
            let drawn = posterior.map(|posterior| posterior.scenario(scenario, seed).expect("a posterior that was tried before"));
            let played = play::play(drawn.as_ref().unwrap_or(scenario), seed, &counted, &looked_for);
            done();
            played
        })
        .collect();
    let measures: Vec<&Measures> = runs.iter().map(|run| &run.measures).collect();
    let early = |capture: &Capture| capture.scored && capture.day() <= scenario.early_until;
    let rivals = [Naive::fit(scenario, early), Naive::fit_by_axis(scenario, early)];
    let scores: Vec<CaptureScore> =
        scenario.captures.iter().enumerate().map(|(index, capture)| score(scenario, capture, index, &measures, &rivals)).collect();
    let range = |measure: &dyn Fn(&Measures, usize) -> u32| -> BTreeMap<String, LossRange> {
        let sides = scenario.setting.sides.iter().enumerate();
        sides.map(|(side, row)| (row.id.clone(), spread(measures.iter().map(|run| measure(run, side)).collect()))).collect()
    };
    let marked = |scored: bool| scenario.captures.iter().zip(&scores).filter(|(capture, _)| capture.scored == scored).map(|(_, score)| score.clone()).collect();
    let axis_rate = |(axis, (km_per_day, captures)): (&String, &(f64, usize))| (axis.clone(), AxisRate { km_per_day: *km_per_day, captures: *captures });
    Validation {
        scenario: scenario.id.clone(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        replications,
        captures: marked(true),
        weak_captures: marked(false),
        totals: totals(scenario, &scores),
        losses: range(&|run, side| run.losses[side].battle()),
        sick: range(&|run, side| run.losses[side].sick),
        naive_km_per_day: rivals[0].rate_km_per_day,
        axis_rates: rivals[1].axis_rates.iter().map(axis_rate).collect(),
        posterior: posterior.map(|posterior| posterior.comments.clone()),
        ranks: ranks(scenario, &measures),
        formation_losses: losses::beside_sources(&windows, &runs),
        lost_by: losses::by_formation(scenario, &runs),
        rings: ring::scores(scenario, &sites, &runs),
        ringed: ring::ringed(scenario, &runs),
        tempo: tempo::tempo(scenario, &measures, &rivals[0], &rivals[1]),
        standing: standing::standing(scenario, &measures, &scores),
    }
}

/// Whether a capture is scored, and of which part: all, early, late.
type Part<'a> = &'a dyn Fn(&Capture) -> bool;

/// The scored captures in all, early and late ones.
fn parts<T>(scenario: &Scenario, of: impl Fn(Part<'_>) -> T) -> [T; 3] {
    let early = |capture: &Capture| capture.day() <= scenario.early_until;
    [of(&|capture| capture.scored), of(&|capture| capture.scored && early(capture)), of(&|capture| capture.scored && !early(capture))]
}

fn totals(scenario: &Scenario, scores: &[CaptureScore]) -> Totals {
    let [mut all, early, late] = parts(scenario, |part| {
        let picked = scenario.captures.iter().zip(scores).filter(|(capture, _)| part(capture));
        total(&picked.map(|(_, score)| score).collect::<Vec<_>>())
    });
    all.early = Some(Box::new(early));
    all.late = Some(Box::new(late));
    all
}

fn ranks(scenario: &Scenario, runs: &[&Measures]) -> Ranks {
    let never = scenario.setting.end + 1;
    let [all, early, late] = parts(scenario, |part| {
        let picked: Vec<usize> = (0..scenario.captures.len()).filter(|index| part(&scenario.captures[*index])).collect();
        let truth: Vec<Date> = picked.iter().map(|index| scenario.captures[*index].day()).collect();
        let days: Vec<Vec<Date>> = runs.iter().map(|run| picked.iter().map(|index| run.captured[*index].unwrap_or(never)).collect()).collect();
        rank_histogram(&truth, &days)
    });
    Ranks { all, early, late }
}

/// 1 - ours / the rival's.
fn skill(ours: f64, rival: f64) -> f64 {
    if rival > 0.0 { 1.0 - ours / rival } else { 0.0 }
}

fn spread(mut values: Vec<u32>) -> LossRange {
    values.sort_unstable();
    LossRange { q05: quantile(&values, 0.05), q50: quantile(&values, 0.5), q95: quantile(&values, 0.95) }
}

fn score(scenario: &Scenario, capture: &Capture, index: usize, runs: &[&Measures], rivals: &[Naive; 2]) -> CaptureScore {
    let never = scenario.setting.end + 1;
    let mut days: Vec<Date> = runs.iter().map(|run| run.captured[index].unwrap_or(never)).collect();
    days.sort_unstable();
    let truth = capture.day();
    let offsets: Vec<f64> = days.iter().map(|day| f64::from(*day - truth)).collect();
    let [naive, axis_naive] = [&rivals[0], &rivals[1]].map(|rival| rival.day(scenario, index));
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
        axis: capture.axis.clone(),
        axis_naive,
    }
}

fn total(scores: &[&CaptureScore]) -> Totals {
    let count = scores.len().max(1) as f64;
    let mean = |value: &dyn Fn(&CaptureScore) -> f64| scores.iter().map(|score| value(score)).sum::<f64>() / count;
    let within = |low: Date, day: Date, high: Date| f64::from(u8::from(low <= day && day <= high));
    let (ours, rival) = (mean(&|score| score.crps), mean(&|score| score.naive_crps));
    let second = mean(&|score| f64::from((score.axis_naive - score.documented).abs()));
    Totals {
        captures: scores.len(),
        captures_in_median: scores.iter().filter(|score| score.share > 0.5).count(),
        mae_days: mean(&|score| f64::from((score.q50 - score.documented).abs())),
        naive_mae_days: rival,
        axis_naive_mae_days: second,
        bias_days: mean(&|score| f64::from(score.q50 - score.documented)),
        crps_skill: skill(ours, rival),
        axis_crps_skill: skill(ours, second),
        coverage50: mean(&|score| within(score.q25, score.documented, score.q75)),
        coverage90: mean(&|score| within(score.q05, score.documented, score.q95)),
        early: None,
        late: None,
    }
}
