//! Scores of a forecast.

/// Continuous ranked probability score of a sample against what happened: mean |x - y| - half the mean |x - x'|.
///
/// * `sample`: forecast values, any order
/// * `truth`: what happened, in the same unit
///
/// Hersbach 2000, "Decomposition of the continuous ranked probability score". 0 for a perfect forecast; the absolute
/// error for a forecast of one value.
///
/// ```
/// assert_eq!(huizhan_lab::crps(&[3.0], 5.0), 2.0);
/// assert_eq!(huizhan_lab::crps(&[4.0, 6.0], 5.0), 0.5);
/// ```
#[must_use]
pub fn crps(sample: &[f64], truth: f64) -> f64 {
    let count = sample.len() as f64;
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let error = sorted.iter().map(|x| (x - truth).abs()).sum::<f64>() / count;
    // mean |x - x'| from the order statistics, in one pass
    let spread: f64 = sorted.iter().enumerate().map(|(i, x)| x * (2.0 * i as f64 + 1.0 - count)).sum::<f64>() * 2.0 / (count * count);
    error - 0.5 * spread
}

/// The quantile of a sorted sample (the smallest value with at least that share at or below it).
#[must_use]
pub fn quantile<T: Copy>(sorted: &[T], share: f64) -> T {
    let at = (share * sorted.len() as f64 - 1e-9).ceil().max(1.0) as usize - 1;
    sorted[at.min(sorted.len() - 1)]
}
