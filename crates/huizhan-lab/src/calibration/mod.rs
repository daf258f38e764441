//! Calibration: numbers that have ranges, fitted to what the record says up to a day. `docs/calibration.md`.
//!
//! The simulator has no likelihood one could write down, and some two hundred numbers with ranges against a dozen dates. An ensemble smoother with multiple data
//! assimilation asks for a few thousand campaigns and moves only numbers that the data tell apart from chance; a sampler by rejection (ABC-SMC) would
//! want millions with as many numbers.

mod ensemble;
mod predictive;

pub use predictive::{Learned, Predicted, Predictive, Statistic};

use crate::{Posterior, replicate_watched};
use huizhan_base::{Date, Draw, Draws};
use huizhan_scenario::{Adjustment, Capture, Scenario};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// How a fit is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The last day of the record that is used.
    pub until: Date,
    /// Members of the ensemble.
    pub particles: usize,
    /// Updates.
    pub updates: usize,
    /// Seed of all chance.
    pub seed: u64,
}

impl Plan {
    /// How many members play a second seed at each update: a quarter, as a covariance needs fewer runs than a regression on some three hundred numbers.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.particles.div_ceil(4)
    }

    /// Runs of a fit.
    #[must_use]
    pub fn runs(&self) -> u64 {
        (self.particles * (self.updates + 1) + self.pairs() * self.updates) as u64
    }
}

/// A number that is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Its key, as after `--set`.
    pub key: String,
    /// Least and greatest value: uniform between them beforehand.
    pub range: [f64; 2],
}

/// What is observed.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Which capture of the scenario.
    pub capture: usize,
    /// Days from the first day of the campaign; for a place that had not fallen, the day after the last that is used.
    pub day: f64,
    /// Whether it is "had not fallen by then".
    pub censored: bool,
}

/// Standard deviation of a documented day about what a perfect model would give (days): the width of the sources' days and what the model leaves out.
/// Assumption, range 2 to 8: half of the least error of any axis of the naive rival.
pub const DISCREPANCY_DAYS: f64 = 4.0;

/// Days after the last that is used for which a campaign is played on, so that a capture that comes late is told from one that never comes.
/// Assumption, range 20 to 60.
const BEYOND_DAYS: i32 = 30;

/// A fit under way: the members as they are before the next update.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ensemble {
    /// How it is made.
    pub plan: Plan,
    /// Updates made so far.
    pub done: usize,
    /// Numbers on a standard normal scale, `[member][number]`.
    pub members: Vec<Vec<f64>>,
}

/// A finished fit.
#[derive(Debug, Clone)]
pub struct Fit {
    /// What was fitted.
    pub priors: Vec<Prior>,
    /// What it was fitted to.
    pub observations: Vec<Observation>,
    /// Numbers on a standard normal scale, `[member][number]`.
    pub members: Vec<Vec<f64>>,
    /// The same as they were drawn, before any data.
    pub drawn: Vec<Vec<f64>>,
    /// Outputs of the first ensemble, before any data, `[member][observation]` (days).
    pub before: Vec<Vec<f64>>,
    /// Outputs of the last ensemble.
    pub after: Vec<Vec<f64>>,
}

/// The numbers of a scenario that have ranges: those of the model, and those of sides that the record gives with a range. What scales a side as a
/// whole for a what-if is not fitted.
#[must_use]
pub fn priors(scenario: &Scenario) -> Vec<Prior> {
    let by_hand = |key: &str| scenario.adjustments.iter().any(|held| held.name == key);
    let mut priors: Vec<Prior> =
        scenario.parameter_ranges().iter().map(|(key, low, high)| Prior { key: key.clone(), range: [*low, *high] }).collect();
    for row in &scenario.record.side_parameters {
        if let (Some(low), Some(high), false) = (row.low, row.high, ["supply_capacity", "strength"].contains(&row.key.as_str())) {
            priors.push(Prior { key: format!("{}.{}", row.side, row.key), range: [low, high] });
        }
    }
    priors.retain(|prior| prior.range[0] < prior.range[1] && !by_hand(&prior.key));
    priors.sort_by(|a, b| a.key.cmp(&b.key));
    priors
}

/// What the record says up to a day: scored captures by their day, and those documented later as "had not fallen". Nothing else of a later row is read,
/// not their order either: those come by their row of the chronology, as draws are keyed by where an observation stands.
#[must_use]
pub fn observations(scenario: &Scenario, until: Date) -> Vec<Observation> {
    let start = scenario.setting.start;
    let late = |capture: &Capture| capture.day() > until;
    let mut captures: Vec<(usize, &Capture)> = scenario.captures.iter().enumerate().filter(|(_, capture)| capture.scored).collect();
    captures.sort_by(|(_, a), (_, b)| {
        let day = |capture: &Capture| if late(capture) { until + 1 } else { capture.day() };
        (day(a), &a.event).cmp(&(day(b), &b.event))
    });
    captures
        .into_iter()
        .map(|(at, capture)| {
            let censored = late(capture);
            let day = if censored { until + 1 } else { capture.day() };
            Observation { capture: at, day: f64::from(day - start), censored }
        })
        .collect()
}

/// What a fit asks of a campaign: numbers on a standard normal scale and a seed in, what is observed out (days from the first day, one an observation).
type Law<'a> = &'a (dyn Fn(&[f64], u64) -> Vec<f64> + Sync);

impl Ensemble {
    /// Members drawn from the ranges.
    #[must_use]
    pub fn new(plan: Plan, priors: &[Prior]) -> Self {
        Self::drawn(plan, priors.len())
    }

    /// Members of so many numbers before any data.
    fn drawn(plan: Plan, numbers: usize) -> Self {
        let draws = Draws::new(plan.seed);
        let member = |member: usize| {
            let draws = draws.round(member);
            (0..numbers).map(|number| draws.normal(Draw::Prior, number as u32)).collect()
        };
        Self { plan, done: 0, members: (0..plan.particles).map(member).collect() }
    }

    /// Whether every update is made.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.done == self.plan.updates
    }

    /// The seed a member plays at this update.
    fn seed(&self, member: usize) -> u64 {
        self.plan.seed.wrapping_mul(1_000_003).wrapping_add((self.done * self.plan.particles + member) as u64)
    }

    /// What each member's campaign gives, `[member][observation]` (days). A member plays a seed of its own at each update, so the chance of single campaigns is
    /// in the spread of outputs.
    fn outputs(&self, law: Law<'_>) -> Vec<Vec<f64>> {
        self.members.par_iter().enumerate().map(|(at, member)| law(member, self.seed(at))).collect()
    }

    /// Covariance of outputs over seeds alone, `[observation][observation]` (days squared): half the products of differences between two runs of one member.
    fn chance(&self, law: Law<'_>, outputs: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let again = |at: usize| law(&self.members[at], !self.seed(at)).iter().zip(&outputs[at]).map(|(a, b)| a - b).collect();
        let differences: Vec<Vec<f64>> = (0..self.plan.pairs()).into_par_iter().map(again).collect();
        let observations = outputs.first().map_or(0, Vec::len);
        let covariance = |a: usize, b: usize| differences.iter().map(|row| row[a] * row[b]).sum::<f64>() / (2.0 * differences.len() as f64);
        (0..observations).map(|a| (0..observations).map(|b| covariance(a, b)).collect()).collect()
    }

    /// Makes the updates that are left; returns the outputs of the members as they were when it began. `keep` is given the ensemble after each and says
    /// whether to go on; none where it said no.
    fn assimilate(&mut self, data: &[f64], law: Law<'_>, keep: &mut dyn FnMut(&Self) -> bool) -> Option<Vec<Vec<f64>>> {
        let mut first = None;
        while !self.is_done() {
            let outputs = self.outputs(law);
            let chance = self.chance(law, &outputs);
            self.update(&outputs, &chance, data);
            first.get_or_insert(outputs);
            if !keep(self) {
                return None;
            }
        }
        Some(first.unwrap_or_else(|| self.outputs(law)))
    }

    /// Makes the next update.
    ///
    /// * `outputs`, `chance`: of this ensemble
    /// * `data`: what is observed (days from the first day), one an observation
    pub fn update(&mut self, outputs: &[Vec<f64>], chance: &[Vec<f64>], data: &[f64]) {
        let sd = vec![DISCREPANCY_DAYS; data.len()];
        let evidence = ensemble::Evidence { data, sd: &sd, chance, inflation: self.plan.updates as f64 };
        ensemble::update(&mut self.members, outputs, &evidence, Draws::new(self.plan.seed), self.done);
        self.done += 1;
    }

    /// The posterior of the members as they are.
    #[must_use]
    pub fn posterior(&self, priors: &[Prior], most: usize, comments: Vec<String>) -> Posterior {
        let keys = priors.iter().map(|prior| prior.key.clone()).collect();
        let particles = self.members.iter().take(most).map(|member| (1.0, priors.iter().zip(member).map(|(prior, value)| rounded(scaled(prior, *value), prior)).collect()));
        Posterior { comments, keys, particles: particles.collect() }
    }
}

/// A number on its own scale.
fn scaled(prior: &Prior, value: f64) -> f64 {
    let [low, high] = prior.range;
    low + (high - low) * ensemble::share_below(value)
}

/// Cut to a ten thousandth of its range, so that a file of particles can be read by a person.
fn rounded(value: f64, prior: &Prior) -> f64 {
    let [low, high] = prior.range;
    let digits = (4.0 - libm::log10(high - low)).ceil().clamp(0.0, 12.0);
    let scale = libm::pow(10.0, digits);
    ((value * scale).round() / scale).clamp(low, high)
}

fn adjustments(priors: &[Prior], member: &[f64]) -> Vec<Adjustment> {
    priors.iter().zip(member).map(|(prior, value)| Adjustment::number(&prior.key, scaled(prior, *value))).collect()
}

/// Days of the observed captures in one campaign; a censored one counts no later than the day after the last that is used.
fn play(scenario: &Scenario, adjustments: &[Adjustment], observations: &[Observation], until: Date, seed: u64) -> Vec<f64> {
    // ranges of priors are those that adjustments are checked against
    let scenario = scenario.adjusted(adjustments).expect("numbers within their ranges");
    let last = until + BEYOND_DAYS;
    let measures = replicate_watched(&scenario, seed, Some(last), &mut |_| {});
    let start = scenario.setting.start;
    let day = |observation: &Observation| {
        let day = measures.captured[observation.capture].map_or(f64::from(last + 1 - start), |day| f64::from(day - start));
        if observation.censored { day.min(observation.day) } else { day }
    };
    observations.iter().map(day).collect()
}

/// Fits a scenario from the start, or goes on with an ensemble. `keep` is given the ensemble after each update and says whether to go on.
///
/// * `data`: what is observed (days from the first day), one an observation
pub fn fit(
    scenario: &Scenario,
    mut ensemble: Ensemble,
    observations: &[Observation],
    data: &[f64],
    done: &(dyn Fn() + Sync),
    keep: &mut dyn FnMut(&Ensemble) -> bool,
) -> Option<Fit> {
    let priors = priors(scenario);
    let until = ensemble.plan.until;
    let law = |member: &[f64], seed: u64| {
        let days = play(scenario, &adjustments(&priors, member), observations, until, seed);
        done();
        days
    };
    let fresh = ensemble.done == 0;
    let before = ensemble.assimilate(data, &law, keep)?;
    // what a fit that is gone on with began with is not what it was before any data
    let before = if fresh { before } else { Ensemble::new(ensemble.plan, &priors).outputs(&law) };
    let after = ensemble.outputs(&law);
    let drawn = Ensemble::new(ensemble.plan, &priors).members;
    Some(Fit { priors, observations: observations.to_vec(), members: ensemble.members, drawn, before, after })
}

/// How much of its range a number has lost: 1 - sd after / sd before. About 0 where the data say nothing of it.
#[must_use]
pub fn contraction(members: &[Vec<f64>], number: usize) -> f64 {
    let count = members.len() as f64;
    let mean = members.iter().map(|member| member[number]).sum::<f64>() / count;
    1.0 - (members.iter().map(|member| (member[number] - mean) * (member[number] - mean)).sum::<f64>() / (count - 1.0)).sqrt()
}

impl Fit {
    /// The 5, 50 and 95 % of a number after the fit, on its own scale.
    #[must_use]
    pub fn quantiles(&self, number: usize) -> [f64; 3] {
        let mut values: Vec<f64> = self.members.iter().map(|member| scaled(&self.priors[number], member[number])).collect();
        values.sort_by(f64::total_cmp);
        [0.05, 0.5, 0.95].map(|share| crate::quantile(&values, share))
    }
}

/// Simulation-based calibration (Talts and others 2018): campaigns are made from numbers drawn from the ranges, fitted, and the rank of the truth among the members
/// is kept.
#[derive(Debug, Clone, Serialize)]
pub struct Recovery {
    /// Numbers that a fit moved, over all fits: contraction above a tenth.
    pub identified: usize,
    /// Share of those whose truth lies in the 90 % interval.
    pub coverage_identified: f64,
    /// Numbers in all, over all fits.
    pub numbers: usize,
    /// Share of all whose truth lies in the 90 % interval.
    pub coverage: f64,
    /// How many ranks of the truth fall into each tenth: even where the fit is honest.
    pub ranks: [usize; 10],
}

/// Fits `fits` made campaigns.
#[must_use]
pub fn recovery(scenario: &Scenario, plan: Plan, fits: usize, done: &(dyn Fn() + Sync)) -> Recovery {
    let priors = priors(scenario);
    let observations = observations(scenario, plan.until);
    let censored: Vec<bool> = observations.iter().map(|observation| observation.censored).collect();
    let law = |member: &[f64], seed: u64| {
        let days = play(scenario, &adjustments(&priors, member), &observations, plan.until, seed);
        done();
        days
    };
    recover(plan, fits, priors.len(), &censored, &law)
}

/// [`recovery`] of any law of so many numbers.
///
/// * `censored`: which observations say only that a day had not come, `[observation]`
fn recover(plan: Plan, fits: usize, numbers: usize, censored: &[bool], law: Law<'_>) -> Recovery {
    let mut recovery = Recovery { identified: 0, coverage_identified: 0.0, numbers: 0, coverage: 0.0, ranks: [0; 10] };
    let (mut inside, mut inside_identified) = (0usize, 0usize);
    for at in 0..fits {
        let plan = Plan { seed: plan.seed.wrapping_add(7919 * (at as u64 + 1)), ..plan };
        let truth = &Ensemble::drawn(Plan { particles: 1, seed: plan.seed ^ 0x5bc, ..plan }, numbers).members[0];
        let made = law(truth, !plan.seed);
        let noise = Draws::new(!plan.seed).at(Date::from_days(-1));
        // what had not fallen is data without noise: it says only that the day is not before
        let observed = |(at, day): (usize, &f64)| if censored[at] { *day } else { day + DISCREPANCY_DAYS * noise.normal(Draw::Observation, at as u32) };
        let data: Vec<f64> = made.iter().enumerate().map(observed).collect();
        let mut ensemble = Ensemble::drawn(plan, numbers);
        let _ = ensemble.assimilate(&data, law, &mut |_| true);
        for (number, truth) in truth.iter().enumerate() {
            let below = ensemble.members.iter().filter(|member| member[number] < *truth).count();
            let share = below as f64 / ensemble.members.len() as f64;
            recovery.ranks[((share * 10.0) as usize).min(9)] += 1;
            let held = (0.05..=0.95).contains(&share);
            recovery.numbers += 1;
            inside += usize::from(held);
            if contraction(&ensemble.members, number) > 0.1 {
                recovery.identified += 1;
                inside_identified += usize::from(held);
            }
        }
    }
    recovery.coverage = inside as f64 / recovery.numbers.max(1) as f64;
    recovery.coverage_identified = inside_identified as f64 / recovery.identified.max(1) as f64;
    recovery
}

#[cfg(test)]
mod tests;
