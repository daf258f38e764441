//! What the rows of a study say: distributions, paired differences with intervals, effects of factors, survival of places.
//!
//! A point is compared with point 0 under the same seeds. A difference of pairs is narrower than one of two samples as far as the pairs go together: both
//! intervals are kept, and how much narrower the one is. Intervals are of the mean, 95 %, by Student's t; a day that did not come counts as the day after the
//! last, as in validation, and the share in which it came is told.

mod effects;
mod statistics;
mod survival;

pub use effects::{Effects, FactorEffect, Interaction, LevelEffect, RangeEffect};
pub use statistics::Estimate;
pub use survival::{Step, Survival};

use crate::file::{Design, Study};
use crate::measure::Measure;
use crate::rows::{Meta, Replicated};
use huizhan_base::{Date, Diagnostics};
use statistics::{correlation, mean, student, variance};
use std::collections::BTreeMap;

/// What a study says.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// Its measures.
    pub measures: Vec<String>,
    /// For each measure that is a day, the documented one: of the last place where there are several.
    pub documented: Vec<Option<Date>>,
    /// Its points, the baseline first.
    pub points: Vec<PointSummary>,
    /// What the factors do, a measure each.
    pub effects: Vec<Effects>,
    /// Replications in all.
    pub runs: usize,
    /// What a day that did not come counts as (days from the first day).
    pub never: f64,
}

/// One point.
#[derive(Debug, Clone)]
pub struct PointSummary {
    /// Its number.
    pub point: u32,
    /// Its name.
    pub label: String,
    /// What it sets.
    pub settings: String,
    /// How many replications it has.
    pub runs: usize,
    /// A summary a measure.
    pub measures: Vec<MeasureSummary>,
}

/// One measure at one point.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureSummary {
    /// Share of the runs in which it exists.
    pub share: f64,
    /// Mean over those in which it exists, days that did not come counted.
    pub mean: f64,
    /// Half the width of the mean's 95 % interval.
    pub half: f64,
    /// 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
    /// Every value, in order.
    pub values: Vec<f64>,
    /// Against the baseline under the same seeds; `None` for the baseline itself, and in a design over ranges, which has none.
    pub difference: Option<PairedDifference>,
    /// How long it stands, for a day.
    pub survival: Option<Survival>,
}

/// A mean difference to the baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedDifference {
    /// How many pairs.
    pub pairs: usize,
    /// Mean of the differences.
    pub mean: f64,
    /// Half the width of its 95 % interval.
    pub half: f64,
    /// The same as if the two samples had nothing to do with each other.
    pub half_unpaired: f64,
    /// How far the pairs go together (correlation, -1 to 1).
    pub correlation: f64,
    /// Shares of pairs in which the point has more, and less, than the baseline.
    pub more_less: [f64; 2],
    /// The difference over pairs in which the day came in both, where it did not come in some run; such pairs are chosen by their outcome, so this is a check of
    /// the rule for days that did not come and not a better estimate.
    pub came_in_both: Option<Estimate>,
}

impl PairedDifference {
    /// How many times narrower the paired interval is; infinite where every pair differs by the same, and not a number where nothing varies at all.
    #[must_use]
    pub fn narrower(&self) -> f64 {
        self.half_unpaired / self.half
    }

    /// Whether the interval leaves out zero.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.mean.abs() > self.half
    }
}

/// Puts the rows of a study together.
///
/// * `never`: what a day that did not come counts as (days from the first day)
#[must_use]
pub fn analyse(meta: &Meta, rows: &[Replicated], never: f64) -> Analysis {
    let study = Study::parse("", &meta.study, &mut Diagnostics::default());
    let ranges = study.as_ref().is_some_and(|study| matches!(study.design, Design::LatinHypercube | Design::Sobol));
    let mut by_point: BTreeMap<u32, Vec<&Replicated>> = BTreeMap::new();
    for row in rows {
        by_point.entry(row.point).or_default().push(row);
    }
    let baseline: BTreeMap<u32, &Replicated> = by_point.get(&0).into_iter().flatten().map(|row| (row.replication, *row)).collect();
    let point = |(point, rows): (&u32, &Vec<&Replicated>)| {
        let against = (*point > 0 && !ranges).then_some(&baseline);
        let measure = |at: usize| summary(rows, at, Measure::is_day(&meta.measures[at]).then_some(never), against);
        PointSummary {
            point: *point,
            label: rows[0].label.clone(),
            settings: rows[0].settings.clone(),
            runs: rows.len(),
            measures: (0..meta.measures.len()).map(measure).collect(),
        }
    };
    let effects = |at: usize| {
        let table = table(&by_point, at, Measure::is_day(&meta.measures[at]).then_some(never));
        study.as_ref().map_or(Effects::Points, |study| effects::effects(study, &table))
    };
    Analysis {
        measures: meta.measures.clone(),
        documented: meta.measures.iter().map(|name| documented(name, rows)).collect(),
        points: by_point.iter().map(point).collect(),
        effects: (0..meta.measures.len()).map(effects).collect(),
        runs: rows.len(),
        never,
    }
}

/// One measure of the rows of a point.
///
/// * `never`: what counts where it does not exist, if it is a day
/// * `baseline`: the rows it is compared with, by replication
fn summary(rows: &[&Replicated], at: usize, never: Option<f64>, baseline: Option<&BTreeMap<u32, &Replicated>>) -> MeasureSummary {
    let value = |row: &Replicated| row.measures[at].or(never);
    let mut values: Vec<f64> = rows.iter().filter_map(|row| value(row)).collect();
    values.sort_by(f64::total_cmp);
    let difference = baseline.and_then(|baseline| {
        let pair = |row: &&Replicated| Some((value(row)?, value(baseline.get(&row.replication)?)?));
        let came = |row: &&Replicated| Some(row.measures[at]? - baseline.get(&row.replication)?.measures[at]?);
        let pairs: Vec<(f64, f64)> = rows.iter().filter_map(pair).collect();
        let both: Vec<f64> = rows.iter().filter_map(came).collect();
        let missing = never.is_some() && both.len() < pairs.len();
        paired(&pairs).map(|found| PairedDifference { came_in_both: missing.then(|| Estimate::of(&both)), ..found })
    });
    let Estimate { mean, half, .. } = Estimate::of(&values);
    MeasureSummary {
        share: rows.iter().filter(|row| row.measures[at].is_some()).count() as f64 / rows.len() as f64,
        mean,
        half,
        quantiles: [0.05, 0.25, 0.5, 0.75, 0.95].map(|share| if values.is_empty() { 0.0 } else { huizhan_lab::quantile(&values, share) }),
        values,
        difference,
        survival: never.is_some().then(|| Survival::of(&rows.iter().map(|row| row.measures[at]).collect::<Vec<_>>())),
    }
}

/// `[seed][point]` of a measure, for the replications in which every point has a value.
fn table(by_point: &BTreeMap<u32, Vec<&Replicated>>, at: usize, never: Option<f64>) -> Vec<Vec<f64>> {
    let mut seeds: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for row in by_point.values().flatten() {
        if let Some(value) = row.measures[at].or(never) {
            seeds.entry(row.replication).or_default().push(value);
        }
    }
    seeds.into_values().filter(|values| values.len() == by_point.len()).collect()
}

/// The documented day of a measure, of the last place where it has several.
fn documented(name: &str, rows: &[Replicated]) -> Option<Date> {
    let places = name.strip_prefix("capture.").or_else(|| name.strip_prefix("last."))?;
    let captures = &rows.first()?.captures;
    places.split('+').map(|place| captures.iter().find(|capture| capture.place == place).map(|capture| capture.documented)).collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// The mean difference of pairs (here, baseline); `None` with fewer than two.
#[must_use]
pub fn paired(pairs: &[(f64, f64)]) -> Option<PairedDifference> {
    let count = pairs.len() as f64;
    if pairs.len() < 2 {
        return None;
    }
    let differences: Vec<f64> = pairs.iter().map(|(here, base)| here - base).collect();
    let (here, base): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let half = |variance: f64, freedom: f64| student(freedom) * (variance / count).sqrt();
    let share = |of: &dyn Fn(f64) -> bool| differences.iter().filter(|difference| of(**difference)).count() as f64 / count;
    Some(PairedDifference {
        pairs: pairs.len(),
        mean: mean(&differences),
        half: half(variance(&differences), count - 1.0),
        half_unpaired: half(variance(&here) + variance(&base), 2.0 * count - 2.0),
        correlation: correlation(&here, &base),
        more_less: [share(&|difference| difference > 0.0), share(&|difference| difference < 0.0)],
        came_in_both: None,
    })
}

#[cfg(test)]
mod tests;
