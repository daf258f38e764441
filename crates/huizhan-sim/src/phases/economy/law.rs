//! The rules of the economy as functions of numbers.

use super::Munitions;

/// Munitions asked for in a day (kg).
///
/// * `engaged`, `quiet`: men in an engagement and out of it
#[must_use]
pub fn asked_kg(munitions: &Munitions, engaged: u64, quiet: u64) -> f64 {
    engaged as f64 * munitions.engaged_kg + quiet as f64 * munitions.quiet_kg + munitions.elsewhere_tonnes * 1000.0
}

/// Share of what is asked for that is issued: all of it while the stock covers `cover_days` of such use, less in
/// proportion below. A stock that nothing fills then sinks ever more slowly and is never empty.
///
/// # Example
///
/// ```
/// use huizhan_sim::economy::law::ration;
/// assert_eq!(ration(9_000.0, 100.0, 60.0), 1.0);
/// assert_eq!(ration(3_000.0, 100.0, 60.0), 0.5);
/// ```
#[must_use]
pub fn ration(stock_kg: f64, asked_kg: f64, cover_days: f64) -> f64 {
    if asked_kg <= 0.0 || cover_days <= 0.0 {
        return 1.0;
    }
    (stock_kg / (asked_kg * cover_days)).clamp(0.0, 1.0)
}

/// Share of supply that is drawn where `munitions` of it (share, 0-1) are rationed.
#[must_use]
pub fn issued(munitions: f64, ration: f64) -> f64 {
    1.0 - munitions.clamp(0.0, 1.0) * (1.0 - ration)
}

/// Whole men (or other pieces) of the day `day` (from 0) of a flow: the difference of two rounded sums, so that no
/// fraction is lost over the days.
#[must_use]
pub fn whole(per_day: f64, day: i32) -> u32 {
    let sum = |days: i32| (per_day * f64::from(days)) as u32;
    sum(day + 1) - sum(day)
}
