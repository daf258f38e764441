//! Laws of landings: pure functions of numbers, as in `docs/model/landing.md`.

use crate::Parameters;

/// What a shore is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shore {
    /// Marsh and paddy behind the bank.
    pub soft: bool,
    /// Under water at high stage.
    pub flooded: bool,
}

/// Levels of surprise (0 to `landing.levels`): less, the more men watch the shore, by day, and where ships are seen every day.
#[must_use]
pub fn surprise(p: &Parameters, defenders: f64, night: bool, ships_seen: bool) -> f64 {
    let unwatched = p.landing_watch_men / (p.landing_watch_men + defenders);
    let hour = if night { 1.0 } else { p.landing_by_day };
    let seen = if ships_seen { p.landing_ships_seen } else { 1.0 };
    p.landing_levels * unwatched * hour * seen
}

/// Days to get so many men over a shore.
#[must_use]
pub fn days_ashore(p: &Parameters, men: f64, shore: Shore) -> f64 {
    let soft = if shore.soft { p.landing_soft_bank } else { 1.0 };
    let flooded = if shore.flooded { p.landing_flooded } else { 1.0 };
    men / (p.landing_men_per_day * soft * flooded)
}
