//! The equations of health: pure functions of numbers, as in `docs/model/health.md`.

use crate::Parameters;

/// How far a season has come, from none at `from` to all of it at `full` (0-1).
#[must_use]
pub fn season(temperature: f64, from: f64, full: f64) -> f64 {
    ((temperature - from) / (full - from)).clamp(0.0, 1.0)
}

/// A mean that forgets over `days`.
#[must_use]
pub fn follow(mean: f64, today: f64, days: f64) -> f64 {
    mean + (today - mean) / days
}

/// What crowding does to diseases of filth: 1 up to `health.crowd_men` men in a cell, more with the root of how often that is
/// held.
#[must_use]
pub fn crowding(p: &Parameters, men: f64) -> f64 {
    1.0 + p.health_crowding * ((men / p.health_crowd_men).max(1.0).sqrt() - 1.0)
}

/// New cases that a case of cholera makes in its days, so many days after the first was seen: medical service brings the
/// spread down to a third in each `control` days.
#[must_use]
pub fn reproduction(spread: f64, since: f64, control: f64) -> f64 {
    spread * libm::exp(-since / control)
}

/// Men who drink from one foul source: mostly a few, now and then a company (Pareto), at most one in `of` of those there.
#[must_use]
pub fn common_source(exponent: f64, uniform: f64, men: f64, of: f64) -> f64 {
    libm::pow(uniform, -exponent).min((men / of).max(1.0))
}

/// Whole numbers for a row of expected ones: their sum is the expected sum to within one, and each has its mean over the
/// draws of `uniform` (0-1).
#[derive(Debug, Clone, Copy)]
pub struct Whole {
    sum: f64,
    given: u32,
}

impl Whole {
    /// Starts a row.
    #[must_use]
    pub fn new(uniform: f64) -> Self {
        Self { sum: uniform, given: 0 }
    }

    /// The whole number of the next entry, at most `most`.
    #[inline]
    pub fn next(&mut self, expected: f64, most: u32) -> u32 {
        self.sum += expected;
        let upto = self.sum as u32;
        let whole = upto - self.given;
        self.given = upto;
        whole.min(most)
    }
}

/// Shares whole deaths out among diseases in proportion to those to be expected, and adds them to `counts`.
pub fn among<const N: usize>(total: u32, expected: &[f64; N], uniform: f64, counts: &mut [u32; N]) {
    let sum: f64 = expected.iter().sum();
    let last = expected.iter().rposition(|share| *share > 0.0).unwrap_or(0);
    let (mut whole, mut left) = (Whole::new(uniform), total);
    for (at, (count, share)) in counts.iter_mut().zip(expected).enumerate() {
        let scaled = if sum > 0.0 { f64::from(total) * share / sum } else { 0.0 };
        let deaths = if at == last { left } else { whole.next(scaled, left) };
        left -= deaths;
        *count += deaths;
        if at == last {
            break;
        }
    }
}
