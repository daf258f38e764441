//! Laws of the river war: pure functions of numbers, as in `docs/model/river.md`.

use crate::Parameters;

/// What sweepers work under on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sweeping {
    /// Sweepers fit for service, as a share of the full flotilla.
    pub share: f64,
    /// The full flotilla (sweepers).
    pub flotilla: f64,
    /// Whether enemy troops stand on a bank in reach.
    pub covered: bool,
    /// Guns of enemy batteries that bear on them (pieces).
    pub guns: f64,
    /// Own gunboats at hand, as a share of the full number.
    pub support: f64,
    /// Whether the record counts mines; where it does not, the rate of a mined river as a whole is taken.
    pub counted: bool,
}

impl Sweeping {
    /// Way in a day (km) where `mines` lie to the kilometre of the river.
    ///
    /// Searching takes its time, each mine in the channel adds its own; both take longer under fire, and longer still without
    /// gunboats that answer it.
    #[must_use]
    pub fn km_per_day(&self, p: &Parameters, mines: f64) -> f64 {
        let answered = p.river_no_support + (1.0 - p.river_no_support) * self.support.min(1.0);
        let under_guns = p.river_fire_half_guns / (p.river_fire_half_guns + self.guns);
        if !self.counted {
            let rate = if self.covered { p.river_sweep_covered_km * answered } else { p.river_sweep_free_km };
            return rate * under_guns * self.share;
        }
        // what fire does to searching it does to disposing
        let covered = if self.covered { p.river_sweep_covered_km / p.river_sweep_free_km * answered } else { 1.0 };
        let disposed = (self.flotilla * p.river_mines_per_sweeper_day).max(1e-9);
        covered * under_guns * self.share / (1.0 / p.river_search_km + p.river_channel_share * mines / disposed)
    }
}

/// Guns of a ship as guns of 100 mm: a shell weighs as the cube of its calibre, a gun fires the slower the heavier it is.
#[must_use]
pub fn gun_power(guns: u16, calibre_mm: u16) -> f64 {
    let calibre = f64::from(calibre_mm) / 100.0;
    f64::from(guns) * calibre * calibre
}

/// How many of rare things happen when `mean` are expected, by one uniform number; at most 16.
#[must_use]
pub fn poisson(mean: f64, u: f64) -> u32 {
    if mean <= 0.0 {
        return 0;
    }
    let (mut term, mut sum, mut count) = (libm::exp(-mean), libm::exp(-mean), 0);
    while u > sum && count < 16 {
        count += 1;
        term *= mean / f64::from(count);
        sum += term;
    }
    count
}
