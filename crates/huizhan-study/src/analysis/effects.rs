//! What each factor does: main effects, interactions, regression.

use super::statistics::{Estimate, least_squares, partial_ranks};
use crate::design::{full_factorial, one_at_a_time};
use crate::file::{Design, Factor, LevelText, Point, Study};
use huizhan_base::Diagnostics;
use huizhan_scenario::Level;

/// What the factors of a design do to a measure.
#[derive(Debug, Clone, PartialEq)]
pub enum Effects {
    /// The design has no factors, or too few points for what would be said: points are compared one by one.
    Points,
    /// Factors with levels, the factor that moves the measure most first.
    Levels {
        /// Each factor by itself.
        factors: Vec<FactorEffect>,
        /// What two factors do together beyond what each does; full factorials alone.
        interactions: Vec<Interaction>,
    },
    /// Factors with ranges, the factor that moves the measure most first.
    Ranges {
        /// Each factor by itself.
        factors: Vec<RangeEffect>,
        /// Share of the variance between points that a plane answers for: far below 1 the slopes do not say what there is to say.
        explained: f64,
    },
}

/// A factor with levels.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorEffect {
    /// Its name.
    pub name: String,
    /// Its levels in the order of the study, the baseline first.
    pub levels: Vec<LevelEffect>,
}

impl FactorEffect {
    /// The size of its largest effect.
    #[must_use]
    pub fn size(&self) -> f64 {
        self.levels.iter().filter_map(|level| level.effect).fold(0.0, |most, effect| most.max(effect.mean.abs()))
    }
}

/// A level of a factor.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelEffect {
    /// As the study writes it.
    pub level: String,
    /// Mean of the measure at it: over the levels of the other factors in a full factorial, with those at their baseline where one is changed at a time.
    pub mean: Estimate,
    /// Against the first level under the same seeds; `None` for the first itself.
    pub effect: Option<Estimate>,
}

/// What two factors do together: the effect of the one at a level of the other, less its effect at the other's baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Interaction {
    /// The factors.
    pub factors: [String; 2],
    /// Their levels.
    pub levels: [String; 2],
    /// The difference of differences, over seeds.
    pub effect: Estimate,
}

/// A factor with a range.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeEffect {
    /// Its name.
    pub name: String,
    /// Its range.
    pub range: [f64; 2],
    /// Change of the measure over the whole range, by least squares with all factors.
    pub slope: Estimate,
    /// Partial rank correlation: -1 to 1, the other factors held fast.
    pub rank: f64,
    /// Mean of the measure in equal parts of the range: middle of the part, mean over its points.
    pub bins: Vec<(f64, Estimate)>,
}

/// Puts the effects of a study together.
///
/// * `study`: the study whose points these are
/// * `table`: `[seed][point]`, seeds at which every point has a value
pub(super) fn effects(study: &Study, table: &[Vec<f64>]) -> Effects {
    if table.is_empty() || study.factors.is_empty() {
        return Effects::Points;
    }
    match study.design {
        Design::Arms => Effects::Points,
        Design::OneAtATime | Design::FullFactorial => of_levels(study, table),
        Design::LatinHypercube | Design::Sobol => of_ranges(study, table).unwrap_or(Effects::Points),
    }
}

fn of_levels(study: &Study, table: &[Vec<f64>]) -> Effects {
    let counts: Vec<usize> = study.factors.iter().map(|factor| factor.levels.len()).collect();
    let factorial = study.design == Design::FullFactorial;
    let rows = if factorial { full_factorial(&counts) } else { one_at_a_time(&counts) };
    if table[0].len() != rows.len() {
        return Effects::Points;
    }
    // for each seed the mean over the points that have these factors at these levels
    let at_levels = |wanted: &[(usize, usize)]| -> Vec<f64> {
        let meets = |row: &[usize]| {
            let has = wanted.iter().all(|(factor, level)| row[*factor] == *level);
            // one at a time the others stay at their baseline, or the baseline would be every point that changes something else
            has && (factorial || row.iter().enumerate().all(|(at, level)| *level == 0 || wanted.iter().any(|(factor, _)| *factor == at)))
        };
        let points: Vec<usize> = rows.iter().enumerate().filter(|(_, row)| meets(row)).map(|(at, _)| at).collect();
        table.iter().map(|values| points.iter().map(|point| values[*point]).sum::<f64>() / points.len() as f64).collect()
    };
    let less = |first: &[f64], second: &[f64]| -> Vec<f64> { first.iter().zip(second).map(|(first, second)| first - second).collect() };
    let name = |factor: usize, level: usize| words(&study.factors[factor].levels[level]);
    let factor = |factor: usize| {
        let base = at_levels(&[(factor, 0)]);
        let level = |level: usize| {
            let here = at_levels(&[(factor, level)]);
            LevelEffect { level: name(factor, level), mean: Estimate::of(&here), effect: (level > 0).then(|| Estimate::of(&less(&here, &base))) }
        };
        FactorEffect { name: study.factors[factor].name.clone(), levels: (0..counts[factor]).map(level).collect() }
    };
    let mut factors: Vec<FactorEffect> = (0..counts.len()).map(factor).collect();
    factors.sort_by(|a, b| b.size().total_cmp(&a.size()));
    let mut interactions = Vec::new();
    for first in 0..if factorial { counts.len() } else { 0 } {
        for second in first + 1..counts.len() {
            let plain = at_levels(&[(first, 0), (second, 0)]);
            for (one, other) in (1..counts[first]).flat_map(|one| (1..counts[second]).map(move |other| (one, other))) {
                let with = less(&at_levels(&[(first, one), (second, other)]), &at_levels(&[(first, 0), (second, other)]));
                let without = less(&at_levels(&[(first, one), (second, 0)]), &plain);
                interactions.push(Interaction {
                    factors: [first, second].map(|factor| study.factors[factor].name.clone()),
                    levels: [name(first, one), name(second, other)],
                    effect: Estimate::of(&less(&with, &without)),
                });
            }
        }
    }
    interactions.sort_by(|a, b| b.effect.mean.abs().total_cmp(&a.effect.mean.abs()));
    Effects::Levels { factors, interactions }
}

/// A level as a study writes it.
fn words(level: &LevelText) -> String {
    match level {
        LevelText::Switch(on) => if *on { "on" } else { "off" }.to_owned(),
        LevelText::Number(number) => number.to_string(),
        LevelText::Text(text) => text.clone(),
    }
}

fn of_ranges(study: &Study, table: &[Vec<f64>]) -> Option<Effects> {
    // most parts of a range, and fewest points of one
    const PARTS: usize = 8;
    const FEWEST: usize = 4;
    let points = study.points("", &mut Diagnostics::default());
    let share = |row: &Point| -> Option<Vec<f64>> {
        let share = |(factor, setting): (&Factor, &huizhan_scenario::Adjustment)| {
            let (low, high, Level::Number(value)) = (factor.low?, factor.high?, &setting.value) else { return None };
            Some((value - low) / (high - low))
        };
        study.factors.iter().zip(&row.settings).map(share).collect()
    };
    let inputs: Vec<Vec<f64>> = points.iter().map(share).collect::<Option<_>>()?;
    if table[0].len() != inputs.len() {
        return None;
    }
    let outputs: Vec<f64> = (0..inputs.len()).map(|point| table.iter().map(|values| values[point]).sum::<f64>() / table.len() as f64).collect();
    let (fit, ranks) = (least_squares(&inputs, &outputs)?, partial_ranks(&inputs, &outputs)?);
    let parts = (inputs.len() / FEWEST).clamp(1, PARTS);
    let factor = |(at, factor): (usize, &Factor)| {
        let range = [factor.low?, factor.high?];
        let value = |share: f64| range[0] + share * (range[1] - range[0]);
        let bins = (0..parts).filter_map(|part| {
            let inside = |row: &Vec<f64>| ((row[at] * parts as f64) as usize).min(parts - 1) == part;
            let held: Vec<f64> = inputs.iter().zip(&outputs).filter(|(row, _)| inside(row)).map(|(_, output)| *output).collect();
            (!held.is_empty()).then(|| (value((part as f64 + 0.5) / parts as f64), Estimate::of(&held)))
        });
        Some(RangeEffect { name: factor.name.clone(), range, slope: fit.slopes[at], rank: ranks[at], bins: bins.collect() })
    };
    let mut factors: Vec<RangeEffect> = study.factors.iter().enumerate().map(factor).collect::<Option<_>>()?;
    factors.sort_by(|a, b| b.slope.mean.abs().total_cmp(&a.slope.mean.abs()));
    Some(Effects::Ranges { factors, explained: fit.explained })
}
