//! The equations of combat: pure functions of numbers, as in `docs/model/combat.md`.
//!
//! Notation: X, Y men engaged, attacker and defender; `n` day of the engagement; `g` size, `r` ln of the ratio of
//! fighting power; `V` advantage of the attacker; all logarithms natural.

use crate::Parameters;

/// One side's sum over its formations, before anything is computed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sum {
    /// Men times exposure.
    pub men: f64,
    /// Men times exposure times fighting power per man.
    pub power: f64,
    /// Men times exposure times quality (`V` units).
    pub quality: f64,
    /// Guns (pieces, times exposure).
    pub guns: f64,
}

impl Sum {
    /// The part of a side that the front of a cell lets fight: all up to `combat.front_men`, of those beyond only the
    /// share `combat.exposure_reserve`.
    #[must_use]
    pub fn exposed(self, p: &Parameters) -> Self {
        let beyond = (self.men - p.combat_front_men).max(0.0);
        let share = if self.men > 0.0 { 1.0 - (1.0 - p.combat_exposure_reserve) * beyond / self.men } else { 0.0 };
        Self { men: self.men * share, power: self.power * share, quality: self.quality * share, guns: self.guns }
    }
}

/// What the two sides meet under.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Conditions {
    /// Shares of intensity `I`: theatre, delay, rough ground, no way out.
    pub intensity: [f64; 4],
    /// Shares of the attacker's advantage `V`: quality, artillery, naval guns, delay, no way out, air, surprise, chemical.
    pub advantage: [f64; 8],
    /// Share of the defenders who delay or withdraw (0-1).
    pub delay: f64,
    /// Rough ground (0 or 1).
    pub rough: f64,
    /// Works (0-1).
    pub works: f64,
    /// Share of the attackers who cross water against resistance (0-1).
    pub crossing: f64,
    /// Terms of circumstances that a campaign of this simulation does not have, and battles elsewhere do.
    pub elsewhere: Elsewhere,
}

/// Terms that are zero in a campaign: other eras, tanks, armies of other wars. `docs/model/engagement.md`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Elsewhere {
    /// Added to the intensity `I`.
    pub intensity: f64,
    /// Added to the attacker's advantage `V`, in losses and in the outcome.
    pub advantage: f64,
    /// Added to the logit of the attacker's win, beyond what `V` does there.
    pub outcome: f64,
}

/// Where the delay stands among the shares of the advantage.
const DELAY: usize = 3;

/// Advantage of the side with more guns for its men: `a ln((1 + s_A) / (1 + s_D))`, `s` guns per 1,000 men.
#[must_use]
pub fn artillery(p: &Parameters, attacker: Sum, defender: Sum) -> f64 {
    let density = |side: Sum| if side.men > 0.0 { 1000.0 * side.guns / side.men } else { 0.0 };
    p.combat_advantage_guns * libm::log((1.0 + density(attacker)) / (1.0 + density(defender)))
}

/// Noise of an engagement and of its day.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Noise {
    /// Common to both sides, drawn once.
    pub common: f64,
    /// In favour of the attacker, drawn once.
    pub advantage: f64,
    /// Of the day, attacker and defender.
    pub daily: [f64; 2],
}

/// Size of an engagement against 20,000 men a side.
#[must_use]
pub fn size(attackers: f64, defenders: f64) -> f64 {
    0.5 * libm::log((attackers * defenders).max(1.0)) - 9.903_487_552_536_127 // ln 20,000
}

/// Share of `n^tau` that falls on day `n`: the phases of the first T days sum to `T^tau`.
#[must_use]
pub fn phase(p: &Parameters, n: u32) -> f64 {
    let n = f64::from(n);
    libm::pow(n, p.combat_duration) - libm::pow(n - 1.0, p.combat_duration)
}

/// Losses of a day (men, attacker and defender), before rounding.
///
/// `C_a = X [1 - exp(-b exp(-gamma r - V + u - v + e_a))]` and the mirror for the defender, `b = exp(k + I - sigma g)
/// phase(n)`; at most `combat.loss_max` of a side. A side without men loses none and inflicts none.
#[must_use]
pub fn losses(p: &Parameters, attacker: Sum, defender: Sum, conditions: &Conditions, n: u32, noise: &Noise) -> [f64; 2] {
    if attacker.men <= 0.0 || defender.men <= 0.0 {
        return [0.0; 2];
    }
    let ratio = libm::log(attacker.power.max(1.0) / defender.power.max(1.0));
    let intensity = conditions.intensity.iter().sum::<f64>() + conditions.elsewhere.intensity;
    let advantage = conditions.advantage.iter().sum::<f64>() + conditions.elsewhere.advantage + noise.advantage;
    let rate = libm::exp(p.combat_base + intensity + noise.common - p.combat_size * size(attacker.men, defender.men)) * phase(p, n);
    let tilt = p.combat_force_ratio * ratio + advantage;
    let share = |exponent: f64| (1.0 - libm::exp(-rate * libm::exp(exponent))).min(p.combat_loss_max);
    [attacker.men * share(noise.daily[0] - tilt), defender.men * share(noise.daily[1] + tilt)]
}

/// Probability that the engagement ends on its day `n`.
#[must_use]
pub fn end_probability(p: &Parameters, attackers: f64, defenders: f64, conditions: &Conditions, n: u32) -> f64 {
    let first = if n == 1 { p.end_first_day } else { 0.0 };
    logistic(
        p.end_base
            + first
            + p.end_ln_day * libm::log(f64::from(n))
            + p.end_size * size(attackers, defenders)
            + p.end_fort * conditions.works
            + p.end_rough * conditions.rough,
    )
}

/// Probability that the attacker wins an engagement that ends, given the noise `v` of its advantage.
#[must_use]
pub fn win_probability(p: &Parameters, attackers: f64, defenders: f64, conditions: &Conditions, v: f64) -> f64 {
    if defenders <= 0.0 {
        return 1.0;
    }
    if attackers <= 0.0 {
        return 0.0;
    }
    // the delay term stands on its own: its share of V is not counted twice
    let advantage = conditions.advantage.iter().sum::<f64>() - conditions.advantage[DELAY] + conditions.elsewhere.advantage;
    let linear = p.win_base
        + p.win_force_ratio * libm::log(attackers / defenders)
        + p.win_fort * conditions.works
        + p.win_delay * conditions.delay
        + p.win_crossing * conditions.crossing
        + p.win_advantage * advantage
        + conditions.elsewhere.outcome;
    logistic(p.win_spread * linear + p.win_advantage * v)
}

/// Ground gained by a won engagement of `n` days (km), `z` a standard normal number.
#[must_use]
pub fn ground_km(p: &Parameters, attackers: f64, defenders: f64, conditions: &Conditions, n: u32, z: f64) -> f64 {
    let crossing = 1.0 + (p.ground_crossing - 1.0) * conditions.crossing;
    let ln = p.ground_base
        + p.ground_rough * conditions.rough
        + p.ground_fort * conditions.works
        + p.ground_delay * conditions.delay
        + p.ground_size * size(attackers, defenders)
        + p.ground_spread * z;
    f64::from(n) * crossing * libm::exp(ln)
}

/// Ground to be gained before a cell changes hands (km).
#[must_use]
pub fn ground_needed_km(p: &Parameters, defenders: f64, works: f64) -> f64 {
    p.ground_per_cell_km * (1.0 + p.ground_works * works) * libm::pow((defenders / 16_000.0).max(0.01), p.ground_density)
}

/// Fighting power per man: 1 for a rested and supplied formation.
///
/// * `stock`: days of supply
/// * `cohesion`: 0-1
#[must_use]
pub fn power_per_man(p: &Parameters, stock: f64, cohesion: f64) -> f64 {
    let supplied = (stock / p.quality_supplied_days).clamp(0.0, 1.0);
    let supply = p.quality_unsupplied + (1.0 - p.quality_unsupplied) * supplied;
    supply * (p.quality_no_cohesion + (1.0 - p.quality_no_cohesion) * cohesion)
}

/// The logistic function.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// Shares a total of men out in proportion to weights: whole men, by largest remainder, none above its limit.
///
/// Ties go to the lower index. The shares sum to `total` unless the limits together are less. `turns` is a list to work in.
pub fn share_out(total: u32, weights: &[f64], limits: &[u32], shares: &mut Vec<u32>, turns: &mut Vec<(f64, usize)>) {
    shares.clear();
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        shares.resize(weights.len(), 0);
        return;
    }
    let exact = |weight: f64| f64::from(total) * weight / sum;
    shares.extend(weights.iter().zip(limits).map(|(weight, limit)| (exact(*weight) as u32).min(*limit)));
    let mut left = total - shares.iter().sum::<u32>().min(total);
    while left > 0 {
        // a man each to those below their limit, the largest remainder first; of equal ones the first
        turns.clear();
        let (mut least, mut after) = (f64::INFINITY, f64::NEG_INFINITY);
        for (at, weight) in weights.iter().enumerate().filter(|(at, _)| shares[*at] < limits[*at]) {
            let exact = exact(*weight);
            turns.push((exact - f64::from(shares[at]), at));
            least = least.min(exact - f64::from(shares[at]));
            after = after.max(exact - f64::from(shares[at] + 1));
        }
        if turns.is_empty() {
            break;
        }
        // nobody has his second turn before all had their first, unless rounding has made them equal
        let round = if after < least { turns.len() } else { 1 };
        let given = round.min(left as usize);
        if given < turns.len() {
            turns.select_nth_unstable_by(given - 1, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        }
        for (_, at) in &turns[..given] {
            shares[*at] += 1;
        }
        left -= given as u32;
    }
}
