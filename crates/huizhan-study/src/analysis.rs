//! What the rows of a study say: distributions, paired differences with intervals, survival of places.
//!
//! A point is compared with point 0 under the same seeds. A difference of pairs is narrower than one of two samples as far as the pairs go together: both
//! intervals are kept, and how much narrower the one is. Intervals are of the mean, 95 %, by Student's t; a day that did not come counts as the day after the
//! last, as in validation, and the share in which it came is told.

use crate::measure::Measure;
use crate::rows::{Meta, Replicated};
use huizhan_base::Date;
use std::collections::BTreeMap;

/// What a study says.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// Its measures.
    pub measures: Vec<String>,
    /// Its points, the baseline first.
    pub points: Vec<PointSummary>,
    /// Replications in all.
    pub runs: usize,
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
    /// For each place with a documented capture the share of runs in which it still stands at the end of each day, `(place, documented day, shares)`; shares
    /// from the first day of the study's campaign on.
    pub survival: Vec<Survival>,
}

/// How long a place stands.
#[derive(Debug, Clone)]
pub struct Survival {
    /// The place.
    pub place: String,
    /// Its documented day.
    pub documented: Date,
    /// Days on which it fell in some run, and the share of runs in which it stood after that day.
    pub steps: Vec<(Date, f64)>,
}

/// One measure at one point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasureSummary {
    /// Share of the runs in which it exists.
    pub share: f64,
    /// Mean over those in which it exists, days that did not come counted.
    pub mean: f64,
    /// 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
    /// Against the baseline under the same seeds; `None` for the baseline itself.
    pub difference: Option<PairedDifference>,
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
    /// Shares of pairs in which the point has more, and less, than the baseline.
    pub more_less: [f64; 2],
}

impl PairedDifference {
    /// How many times narrower the paired interval is; infinite where every pair differs by the same.
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
    let mut by_point: BTreeMap<u32, Vec<&Replicated>> = BTreeMap::new();
    for row in rows {
        by_point.entry(row.point).or_default().push(row);
    }
    let value = |row: &Replicated, at: usize| row.measures[at].or_else(|| Measure::is_day(&meta.measures[at]).then_some(never));
    let baseline: BTreeMap<u32, &Replicated> = by_point.get(&0).into_iter().flatten().map(|row| (row.replication, *row)).collect();
    let points = by_point.iter().map(|(point, rows)| {
        let measures = (0..meta.measures.len()).map(|at| {
            let values: Vec<f64> = rows.iter().filter_map(|row| value(row, at)).collect();
            let pairs = rows.iter().filter_map(|row| Some((value(row, at)?, value(baseline.get(&row.replication)?, at)?)));
            MeasureSummary {
                share: rows.iter().filter(|row| row.measures[at].is_some()).count() as f64 / rows.len() as f64,
                mean: mean(&values),
                quantiles: [0.05, 0.25, 0.5, 0.75, 0.95].map(|share| quantile(&values, share)),
                difference: (*point > 0).then(|| paired(&pairs.collect::<Vec<_>>())).flatten(),
            }
        });
        PointSummary {
            point: *point,
            label: rows[0].label.clone(),
            settings: rows[0].settings.clone(),
            runs: rows.len(),
            measures: measures.collect(),
            survival: survival(rows),
        }
    });
    Analysis { measures: meta.measures.clone(), points: points.collect(), runs: rows.len() }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    if sorted.is_empty() { 0.0 } else { huizhan_lab::quantile(&sorted, share) }
}

fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (values.len() as f64 - 1.0)
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
        more_less: [share(&|difference| difference > 0.0), share(&|difference| difference < 0.0)],
    })
}

/// The 97.5 % quantile of Student's t, by the expansion about the normal one (Abramowitz and Stegun 26.7.5): within 0.01 from five degrees of freedom on.
fn student(freedom: f64) -> f64 {
    const Z: f64 = 1.959_964;
    let z3 = Z * Z * Z;
    let z5 = z3 * Z * Z;
    let first = (z3 + Z) / 4.0;
    let second = (5.0 * z5 + 16.0 * z3 + 3.0 * Z) / 96.0;
    let third = (3.0 * z5 * Z * Z + 19.0 * z5 + 17.0 * z3 - 15.0 * Z) / 384.0;
    Z + first / freedom + second / (freedom * freedom) + third / (freedom * freedom * freedom)
}

/// Kaplan and Meier's curve. Every run is followed to the last day, so none is lost before it and the curve is the share that stands.
fn survival(rows: &[&Replicated]) -> Vec<Survival> {
    let Some(first) = rows.first() else { return Vec::new() };
    let places = first.captures.iter().enumerate().map(|(at, capture)| {
        let mut days: Vec<Date> = rows.iter().filter_map(|row| row.captures.get(at)?.day).collect();
        days.sort_unstable();
        let mut steps: Vec<(Date, f64)> = Vec::new();
        for (fallen, day) in days.iter().enumerate() {
            let stands = 1.0 - (fallen + 1) as f64 / rows.len() as f64;
            match steps.last_mut() {
                Some(last) if last.0 == *day => last.1 = stands,
                _ => steps.push((*day, stands)),
            }
        }
        Survival { place: capture.place.clone(), documented: capture.documented, steps }
    });
    places.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_go_together_have_a_narrow_interval_and_strangers_have_not() {
        let together: Vec<(f64, f64)> = (0..40).map(|at| (f64::from(at % 7) + 3.0 + f64::from(at % 2) * 0.1, f64::from(at % 7))).collect();
        let difference = paired(&together).unwrap();
        assert!((difference.mean - 3.05).abs() < 1e-9 && difference.narrower() > 20.0, "{difference:?}");
        let strangers: Vec<(f64, f64)> = (0..40).map(|at| (f64::from(at * 3 % 7), f64::from(at * 5 % 11))).collect();
        assert!((0.8..1.25).contains(&paired(&strangers).unwrap().narrower()));
    }

    #[test]
    fn intervals_are_those_of_students_tables() {
        for (freedom, table) in [(5.0, 2.571), (10.0, 2.228), (30.0, 2.042), (200.0, 1.972)] {
            assert!((student(freedom) - table).abs() < 0.01, "{freedom}: {} against {table}", student(freedom));
        }
    }
}
