//! How long an order takes: pure functions of numbers, as in `docs/model/command.md`.

use crate::Parameters;

/// What stands between a headquarters and a formation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Echelons that orders pass, over the mean of the side.
    pub echelons: f64,
    /// Distance to the directing headquarters (km).
    pub km: f64,
    /// Mean grade of the staffs between: 0 the average of the side, 1 a class above.
    pub staff: f64,
}

/// A number between two bounds.
#[must_use]
pub fn uniform([low, high]: [f64; 2], share: f64) -> f64 {
    low + (high - low) * share
}

/// The middle of one of 2^32 equal parts of (0, 1).
#[must_use]
pub fn unit(word: u32) -> f64 {
    (f64::from(word) + 0.5) / 4_294_967_296.0
}

/// Days from decision to execution: the side's draw, longer with echelons and distance, shorter under a good staff.
///
/// `(low + (high - low) U) [(1 - w) echelons + w km / km_0] exp(-s staff)`
#[must_use]
pub fn delay_days(p: &Parameters, bounds: [f64; 2], share: f64, reach: &Reach) -> f64 {
    let w = p.command_distance_share;
    let way = (1.0 - w) * reach.echelons + w * reach.km / p.command_distance_km;
    uniform(bounds, share) * way * libm::exp(-p.command_staff * reach.staff)
}
