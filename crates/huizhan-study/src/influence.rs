//! Which numbers of a scenario matter to a measure: a design of [`crate::sensitivity`] played over the ranges of its numbers.
//!
//! Every point is played under the same seeds, and its output is the mean over them. What chance alone would make of the result is estimated from how the
//! seeds differ, and is given beside it: a number that only disturbs the dice of a campaign has a Morris effect above nought too.

use crate::measure::Measure;
use crate::sensitivity::{MorrisEffect, SobolIndex, morris_design, morris_effects, sobol_design, sobol_indices};
use huizhan_base::Diagnostics;
use huizhan_lab::calibration::{Prior, priors};
use huizhan_lab::replicate_watched;
use huizhan_scenario::{Adjustment, Invalid, Scenario};
use huizhan_sim::HumanCost;
use rayon::prelude::*;

/// How the ranges are walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Screening of Morris with so many trajectories: trajectories * (numbers + 1) points.
    Morris(usize),
    /// Sobol indices with so many samples: samples * (numbers + 2) points.
    Sobol(usize),
}

/// A design over the ranges of some numbers, and how often each point is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walk {
    /// How the ranges are walked.
    pub method: Method,
    /// Seeds a point, from 0 on; the same for every point.
    pub replications: u32,
    /// Seed of the design.
    pub seed: u64,
}

/// What a number does to a measure, in the unit of the measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Influence {
    /// By Morris: effects over the whole range of the number.
    Morris {
        /// The effect.
        effect: MorrisEffect,
        /// What `mu_star` would be by chance alone, if the number had no effect in the mean; none with one seed a point.
        chance: Option<f64>,
        /// How many standard deviations of a normal number the effects lie above chance; none with fewer than [`FREEDOM`] degrees of freedom.
        above: Option<f64>,
    },
    /// By Sobol: shares of the variance of the mean output.
    Sobol {
        /// The index.
        index: SobolIndex,
        /// Which part of the total index chance alone answers for; none with one seed a point.
        chance: Option<f64>,
    },
}

/// Standard deviations above chance from which on a number is told from it: one table in fifteen of three hundred numbers without effect shows one.
pub const CLEAR: f64 = 3.5;

/// Degrees of freedom, trajectories * (seeds - 1), below which the spread between seeds is too little known to tell effects from it.
pub const FREEDOM: f64 = 10.0;

impl Influence {
    /// What numbers are ranked by: `mu_star` or the total index.
    #[must_use]
    pub fn rank(&self) -> f64 {
        match self {
            Self::Morris { effect, .. } => effect.mu_star,
            Self::Sobol { index, .. } => index.total.0,
        }
    }

    /// Whether it is told from chance; none where that cannot be said.
    #[must_use]
    pub fn is_clear(&self) -> Option<bool> {
        match self {
            Self::Morris { above, .. } => above.map(|above| above > CLEAR),
            Self::Sobol { index, chance } => chance.map(|chance| index.total.1[0] > chance),
        }
    }
}

/// Numbers of the scenario with an open range that bear one of the names, or all of them without a name.
///
/// * `names`: a key (`combat.base`) or a group (`combat`); what is held by an adjustment of the scenario is not varied
///
/// # Errors
///
/// [`Invalid`] with every name that no number with a range bears.
pub fn numbers(scenario: &Scenario, names: &[String]) -> Result<Vec<Prior>, Invalid> {
    let mut numbers = priors(scenario);
    let bears = |key: &str, name: &str| key == name || key.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    let mut diagnostics = Diagnostics::default();
    for name in names.iter().filter(|name| !numbers.iter().any(|number| bears(&number.key, name))) {
        let fix = "name a key of data/model/parameters.csv whose low is below its high and that --set does not hold, or its first word for a group";
        diagnostics.push("--number", 0, name, "is no number with a range, nor a group of them", fix);
    }
    if names.is_empty() && numbers.is_empty() {
        diagnostics.push("--number", 0, "", "the scenario has no number with a range", "widen a range of its parameters");
    }
    if !diagnostics.is_empty() {
        return Err(Invalid { diagnostics });
    }
    numbers.retain(|number| names.is_empty() || names.iter().any(|name| bears(&number.key, name)));
    Ok(numbers)
}

impl Walk {
    /// How many runs it takes over so many numbers; `None` beyond counting.
    #[must_use]
    pub fn runs(&self, numbers: usize) -> Option<u64> {
        let (lines, points) = match self.method {
            Method::Morris(trajectories) => (trajectories, numbers + 1),
            Method::Sobol(samples) => (samples, numbers + 2),
        };
        (lines as u64).checked_mul(points as u64)?.checked_mul(u64::from(self.replications))
    }

    /// What each number does to each measure, `[measure][number]`. It is the same on any number of threads.
    ///
    /// * `numbers`: what is varied, as [`numbers`] gives it
    /// * `measures`: names of measures, as in a study
    /// * `done`: called after each run
    ///
    /// # Errors
    ///
    /// [`Invalid`] where a measure is unknown, a point cannot be played, the design is larger than its sequence, or a measure that is no day has no value in some run.
    pub fn play(&self, base: &Scenario, numbers: &[Prior], measures: &[String], done: &(dyn Fn() + Sync)) -> Result<Vec<Vec<Influence>>, Invalid> {
        let mut diagnostics = Diagnostics::default();
        let parsed: Vec<Measure> = measures.iter().filter_map(|name| Measure::parse(name, base, "--measure", &mut diagnostics)).collect();
        let shares = match self.method {
            Method::Morris(trajectories) => Some(morris_design(trajectories, numbers.len(), self.seed)),
            Method::Sobol(samples) => sobol_design(samples, numbers.len(), self.seed),
        };
        if shares.is_none() {
            diagnostics.push("--samples", 0, "", format!("are more than the {} of the sequence", crate::design::SOBOL_POINTS), "ask for fewer");
        }
        let (Some(shares), true) = (shares, diagnostics.is_empty()) else { return Err(Invalid { diagnostics }) };
        let played: Result<Vec<Vec<Vec<Option<f64>>>>, Invalid> =
            shares.par_iter().with_max_len(1).map(|shares| self.point(base, numbers, shares, &parsed, done)).collect();
        let played = played?;
        let never = f64::from(base.setting.end - base.setting.start + 1);
        let mut tables = Vec::new();
        for (at, name) in measures.iter().enumerate() {
            let value = |value: Option<f64>| if Measure::is_day(name) { value.or(Some(never)) } else { value };
            let outputs: Option<Vec<Vec<f64>>> = played.iter().map(|seeds| seeds.iter().map(|measures| value(measures[at])).collect()).collect();
            match outputs {
                Some(outputs) => tables.push(self.influences(&shares, &outputs)),
                None => diagnostics.push("--measure", 0, name, "has no value in some runs, so that its changes are not defined", "choose another measure"),
            }
        }
        if diagnostics.is_empty() { Ok(tables) } else { Err(Invalid { diagnostics }) }
    }

    /// Measures of a point, `[seed][measure]`.
    fn point(&self, base: &Scenario, numbers: &[Prior], shares: &[f64], measures: &[Measure], done: &(dyn Fn() + Sync)) -> Result<Vec<Vec<Option<f64>>>, Invalid> {
        let setting = |(number, share): (&Prior, &f64)| {
            let [low, high] = number.range;
            // low + (high - low) need not be high in floating point, and outside its range a level is refused
            Adjustment::number(&number.key, (low + share * (high - low)).clamp(low, high))
        };
        let settings: Vec<Adjustment> = numbers.iter().zip(shares).map(setting).collect();
        let scenario = base.adjusted(&settings)?;
        let run = |seed: u32| {
            let mut human = HumanCost::default();
            let played = replicate_watched(&scenario, u64::from(seed), None, &mut |run| {
                if run.is_over() {
                    human = run.world.human;
                }
            });
            done();
            measures.iter().map(|measure| measure.of(&scenario, &played, &human)).collect()
        };
        Ok((0..self.replications).map(run).collect())
    }

    /// Influences on one measure.
    ///
    /// * `shares`: the design, `[point][number]`
    /// * `outputs`: `[point][seed]`
    #[must_use]
    pub fn influences(&self, shares: &[Vec<f64>], outputs: &[Vec<f64>]) -> Vec<Influence> {
        let numbers = shares.first().map_or(0, Vec::len);
        let means: Vec<f64> = outputs.iter().map(|seeds| seeds.iter().sum::<f64>() / seeds.len() as f64).collect();
        match self.method {
            Method::Morris(trajectories) => {
                let seeds = outputs.first().map_or(0, Vec::len);
                let freedom = [trajectories as f64, trajectories as f64 * (seeds as f64 - 1.0)];
                let influence = |(effect, noise): (MorrisEffect, Option<f64>)| Influence::Morris {
                    effect,
                    // the mean of |x| of a normal number with this variance
                    chance: noise.map(|noise| (noise * std::f64::consts::FRAC_2_PI).sqrt()),
                    above: noise.filter(|_| freedom[1] >= FREEDOM).map(|noise| above_chance(square(effect, trajectories as f64), noise, freedom)),
                };
                morris_effects(shares, &means).into_iter().zip(morris_noise(shares, outputs)).map(influence).collect()
            }
            Method::Sobol(_) => {
                let noise = sobol_noise(numbers, outputs, &means);
                sobol_indices(numbers, &means).into_iter().zip(noise).map(|(index, chance)| Influence::Sobol { index, chance }).collect()
            }
        }
    }
}

/// Mean square of the elementary effects, from their mean and standard deviation.
fn square(effect: MorrisEffect, trajectories: f64) -> f64 {
    effect.mu * effect.mu + effect.sigma * effect.sigma * (trajectories - 1.0) / trajectories
}

/// Without an effect in the mean, the ratio of the mean square of the effects to the mean square of their standard errors follows Fisher's distribution with
/// (trajectories, trajectories * (seeds - 1)) degrees of freedom; given as a standard normal number by Paulson's approximation (1942).
fn above_chance(square: f64, noise: f64, [first, second]: [f64; 2]) -> f64 {
    if noise <= 0.0 {
        return if square > 0.0 { f64::INFINITY } else { 0.0 };
    }
    let root = (square / noise).cbrt();
    let [first, second] = [2.0 / (9.0 * first), 2.0 / (9.0 * second)];
    ((1.0 - second) * root - (1.0 - first)) / (second * root * root + first).sqrt()
}

/// Mean variance of an elementary effect about its mean over all seeds, each number: its standard error squared. None with one seed.
fn morris_noise(shares: &[Vec<f64>], outputs: &[Vec<f64>]) -> Vec<Option<f64>> {
    let numbers = shares.first().map_or(0, Vec::len);
    let mut sums = vec![(0.0, 0.0); numbers];
    for (shares, outputs) in shares.chunks_exact(numbers + 1).zip(outputs.chunks_exact(numbers + 1)) {
        for step in 1..=numbers {
            let moved = (0..numbers).find(|at| shares[step][*at].to_bits() != shares[step - 1][*at].to_bits());
            if let (Some(moved), Some(variance)) = (moved, error_squared(&outputs[step], &outputs[step - 1])) {
                let by = shares[step][moved] - shares[step - 1][moved];
                sums[moved].0 += variance / (by * by);
                sums[moved].1 += 1.0;
            }
        }
    }
    sums.into_iter().map(|(sum, count)| (count > 0.0).then(|| sum / count)).collect()
}

/// Which share of the variance of the mean outputs chance puts into the total index of each number. None with one seed.
fn sobol_noise(numbers: usize, outputs: &[Vec<f64>], means: &[f64]) -> Vec<Option<f64>> {
    let ends: Vec<f64> = means.chunks_exact(numbers + 2).flat_map(|chunk| [chunk[0], chunk[numbers + 1]]).collect();
    let middle = ends.iter().sum::<f64>() / ends.len().max(1) as f64;
    let variance = ends.iter().map(|end| (end - middle) * (end - middle)).sum::<f64>() / ends.len().max(1) as f64;
    let of = |number: usize| {
        let errors: Option<Vec<f64>> = outputs.chunks_exact(numbers + 2).map(|chunk| error_squared(&chunk[number + 1], &chunk[0])).collect();
        let errors = errors.filter(|errors| !errors.is_empty())?;
        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
        Some(if variance > 0.0 { 0.5 * mean / variance } else { 0.0 })
    };
    (0..numbers).map(of).collect()
}

/// Squared standard error of the mean of paired differences; none with fewer than two pairs.
fn error_squared(after: &[f64], before: &[f64]) -> Option<f64> {
    let count = after.len() as f64;
    let differences: Vec<f64> = after.iter().zip(before).map(|(after, before)| after - before).collect();
    let mean = differences.iter().sum::<f64>() / count;
    (count > 1.0).then(|| differences.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0) / count)
}

#[cfg(test)]
mod tests;
