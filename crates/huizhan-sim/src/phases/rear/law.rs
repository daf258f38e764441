//! The rules of the rear as functions of numbers.

use huizhan_base::Date;

/// Chance that a band tries a raid on a day.
///
/// * `raids_per_month`: at its strength in the record, in a month of 30 days
/// * `men`, `men_recorded`: its strength now and in the record
/// * `season`: factor of cover, 1 outside the months of tall crops
#[must_use]
pub fn chance_of_raid(raids_per_month: f64, men: u32, men_recorded: u32, season: f64) -> f64 {
    if men_recorded == 0 {
        return 0.0;
    }
    (raids_per_month / 30.0 * f64::from(men) / f64::from(men_recorded) * season).min(1.0)
}

/// Chance that a raid is driven off before it does harm: half where `half_men` of the garrison stand near.
///
/// # Example
///
/// ```
/// use huizhan_sim::rear::law::chance_foiled;
/// assert_eq!(chance_foiled(0, 4_000.0), 0.0);
/// assert_eq!(chance_foiled(4_000, 4_000.0), 0.5);
/// ```
#[must_use]
pub fn chance_foiled(garrison_men: u32, half_men: f64) -> f64 {
    let men = f64::from(garrison_men);
    if men <= 0.0 { 0.0 } else { men / (men + half_men) }
}

/// Whether the crops stand high: millet and sorghum from July to September hide a man on foot.
#[must_use]
pub fn tall_crops(date: Date) -> bool {
    matches!(date.month_day().0, 7..=9)
}

/// A whole number between two bounds.
#[must_use]
pub fn between(low: f64, high: f64, uniform: f64) -> u32 {
    (low + (high - low) * uniform + 0.5) as u32
}

/// Men needed to guard a line (men).
#[must_use]
pub fn garrison_needed(line_km: f64, men_per_km: f64) -> u32 {
    (line_km * men_per_km + 0.5) as u32
}
