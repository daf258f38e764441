//! Rank histograms: is the spread of the runs honest?

use huizhan_base::Date;
use serde::Serialize;

/// Where the documented days fall among the days of the runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankHistogram {
    /// How many captures were ranked.
    pub captures: usize,
    /// Captures in each bin, from those documented before all runs to those documented after all of them.
    pub bins: Vec<f64>,
    /// Sum of |share of a bin - 1 / bins|: 0 if flat, near 2 at worst (Delle Monache 2006).
    pub reliability_index: f64,
    /// Pearson's chi-square of the counts against a flat histogram.
    pub chi_square: f64,
    /// Share of runs that, taken for the truth, give an index at least as large: the model's own chains are in it.
    pub p_value: f64,
}

/// Fewer captures than this are put into five bins instead of ten.
const FEW: usize = 15;

/// The histogram of some captures.
///
/// * `truth`: the documented day of each
/// * `runs`: for each run the day of each, the same captures in the same order
///
/// Ties and bins are shared out evenly (Czado, Gneiting and Held 2009, "Predictive model assessment for count data").
#[must_use]
pub fn rank_histogram(truth: &[Date], runs: &[Vec<Date>]) -> RankHistogram {
    let count = if truth.len() < FEW { 5 } else { 10 };
    let sorted: Vec<Vec<Date>> = (0..truth.len())
        .map(|capture| {
            let mut days: Vec<Date> = runs.iter().map(|run| run[capture]).collect();
            days.sort_unstable();
            days
        })
        .collect();
    let bins = histogram(truth, &sorted, 0, count);
    let index = reliability(&bins);
    // each run in turn is the truth and is taken out of the others
    let at_least = runs.iter().filter(|run| reliability(&histogram(run, &sorted, 1, count)) >= index - 1e-9).count();
    let flat = truth.len() as f64 / count as f64;
    RankHistogram {
        captures: truth.len(),
        reliability_index: index,
        chi_square: if truth.is_empty() { 0.0 } else { bins.iter().map(|held| (held - flat) * (held - flat) / flat).sum() },
        p_value: (1 + at_least) as f64 / (1 + runs.len()) as f64,
        bins,
    }
}

/// Counts by bin; `own` days of the sorted runs are those of the truth itself.
fn histogram(truth: &[Date], sorted: &[Vec<Date>], own: usize, count: usize) -> Vec<f64> {
    let mut bins = vec![0.0; count];
    for (day, days) in truth.iter().zip(sorted) {
        let before = days.partition_point(|other| other < day);
        let equal = days.partition_point(|other| other <= day) - before;
        let ranks = (days.len() - own + 1) as f64;
        let (low, high) = (before as f64 / ranks, (before + equal + 1 - own) as f64 / ranks);
        for (at, bin) in bins.iter_mut().enumerate() {
            let (from, to) = (at as f64 / count as f64, (at + 1) as f64 / count as f64);
            *bin += (high.min(to) - low.max(from)).max(0.0) / (high - low);
        }
    }
    bins
}

fn reliability(bins: &[f64]) -> f64 {
    let all: f64 = bins.iter().sum();
    if all <= 0.0 {
        return 0.0;
    }
    bins.iter().map(|held| (held / all - 1.0 / bins.len() as f64).abs()).sum()
}
