//! A battle under the law: the days of an engagement added up, noise integrated over.

use super::coefficients::Circumstances;
use super::{Battle, Coefficients};
use huizhan_sim::Parameters;
use huizhan_sim::law::{self, Conditions, Noise};

/// The law of combat with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Numbers of the campaign's model.
    pub parameters: Parameters,
    /// Numbers that only battles elsewhere need.
    pub coefficients: Coefficients,
}

/// What the law expects of a battle. Arrays are attacker, defender.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// Probability that the attacker wins.
    pub p_win: f64,
    /// Mean of the natural logarithm of casualties (men).
    pub mean: [f64; 2],
    /// Its standard deviation.
    pub sd: [f64; 2],
}

/// Days after which an engagement of unknown length is taken to be over.
const DAYS_MAX: u32 = 60;

/// Gauss-Hermite nodes (standard deviations) and weights of a normal distribution, exact to the thirteenth power.
const NODES: [(f64, f64); 7] = [
    (-3.750_439_717_725_742, 0.000_548_268_855_972),
    (-2.366_759_410_734_541, 0.030_757_123_967_586),
    (-1.154_405_394_739_968, 0.240_123_178_605_013),
    (0.0, 0.457_142_857_142_857),
    (1.154_405_394_739_968, 0.240_123_178_605_013),
    (2.366_759_410_734_541, 0.030_757_123_967_586),
    (3.750_439_717_725_742, 0.000_548_268_855_972),
];

/// The same with three nodes, exact to the fifth power: five times as fast, for what is averaged over many battles.
const COARSE: [(f64, f64); 3] = [(-1.732_050_807_568_877, 1.0 / 6.0), (0.0, 2.0 / 3.0), (1.732_050_807_568_877, 1.0 / 6.0)];

impl Model {
    /// Forecasts a battle.
    ///
    /// What is unknown is taken so: strength of one side as the other's, of both as 20,000 men, with a wider spread of
    /// casualties; length by the law's own chance that an engagement ends; any other circumstance as absent; means of
    /// which one side's number is unknown as equal.
    #[must_use]
    pub fn forecast(&self, battle: &Battle) -> Forecast {
        self.integrated(battle, &NODES)
    }

    /// A forecast whose integral over the noise is rough.
    pub(super) fn forecast_coarse(&self, battle: &Battle) -> Forecast {
        self.integrated(battle, &COARSE)
    }

    fn integrated(&self, battle: &Battle, nodes: &[(f64, f64)]) -> Forecast {
        let circumstances = Circumstances::of(battle);
        let p = &self.parameters;
        let conditions = self.coefficients.conditions(p, &circumstances);
        let [x, y] = circumstances.men;
        let win = |v: f64| law::win_probability(p, x, y, &conditions, p.combat_noise_advantage * v);
        let p_win = nodes.iter().map(|(node, weight)| weight * win(*node)).sum();
        let lengths = self.lengths(&circumstances, &conditions);
        let longest = lengths.iter().map(|(days, _)| *days).max().unwrap_or(1);
        let mut sums = [[0.0; 2]; 2];
        let mut mass = 0.0;
        for (u, u_weight) in nodes {
            for (v, v_weight) in nodes {
                let noise = Noise { common: p.combat_noise_common * u, advantage: p.combat_noise_advantage * v, daily: [0.0; 2] };
                let course = self.fought(&circumstances, &conditions, &noise, longest);
                for (days, chance) in &lengths {
                    let weight = u_weight * v_weight * chance;
                    mass += weight;
                    for (sums, ln) in sums.iter_mut().zip(course[*days as usize - 1]) {
                        sums[0] += weight * ln;
                        sums[1] += weight * ln * ln;
                    }
                }
            }
        }
        let daily = lengths.iter().fold((0.0, 0.0), |(shift, daily), (days, chance)| {
            let (more, wider) = daily_noise(p, *days);
            (shift + chance * more, daily + chance * wider)
        });
        let c = &self.coefficients;
        let widened = [c.get("spread.attacker"), c.get("spread.defender")];
        let guessed = if circumstances.guessed { c.get("spread.strength_unknown") } else { 0.0 };
        let mean = sums.map(|[first, _]| first / mass);
        let sd = [0, 1].map(|side: usize| {
            let variance = (sums[side][1] / mass - mean[side] * mean[side]).max(0.0) + daily.1;
            libm::hypot(libm::sqrt(variance) * widened[side], guessed)
        });
        Forecast { p_win, mean: mean.map(|mean| mean + daily.0), sd }
    }

    /// Lengths that the engagement may have (days), with their chances.
    fn lengths(&self, circumstances: &Circumstances, conditions: &Conditions) -> Vec<(u32, f64)> {
        if let Some(days) = circumstances.days {
            return vec![(days, 1.0)];
        }
        let [x, y] = circumstances.men;
        let mut lengths = Vec::new();
        let mut going_on = 1.0;
        for n in 1..=DAYS_MAX {
            let end = if n == DAYS_MAX { 1.0 } else { law::end_probability(&self.parameters, x, y, conditions, n) };
            lengths.push((n, going_on * end));
            going_on *= 1.0 - end;
        }
        lengths
    }

    /// Natural logarithm of the losses of both sides from the first day to each, under one noise.
    ///
    /// Every day is the law's day, with the men that are left.
    fn fought(&self, circumstances: &Circumstances, conditions: &Conditions, noise: &Noise, days: u32) -> Vec<[f64; 2]> {
        let mut lost = [0.0; 2];
        let mut course = Vec::with_capacity(days as usize);
        for n in 1..=days {
            let [attacker, defender] = [0, 1].map(|side: usize| circumstances.sum(side, circumstances.men[side] - lost[side]));
            let losses = law::losses(&self.parameters, attacker, defender, conditions, n, noise);
            for (lost, losses) in lost.iter_mut().zip(losses) {
                *lost += losses;
            }
            // a thousandth of a man still has a logarithm
            course.push(lost.map(|lost: f64| libm::log(lost.max(1e-3))));
        }
        course
    }

    /// Casualties of both sides under one noise (men), for tests of the law over days.
    #[cfg(test)]
    pub(super) fn casualties(&self, battle: &Battle, noise: &Noise) -> [f64; 2] {
        let circumstances = Circumstances::of(battle);
        let conditions = self.coefficients.conditions(&self.parameters, &circumstances);
        let days = circumstances.days.unwrap_or(1);
        self.fought(&circumstances, &conditions, noise, days)[days as usize - 1].map(libm::exp)
    }
}

/// What the noise of single days adds to the mean of ln of their sum, and to its variance (Fenton and Wilkinson).
pub(super) fn daily_noise(p: &Parameters, days: u32) -> (f64, f64) {
    let total = libm::pow(f64::from(days), p.combat_duration);
    let squares: f64 = (1..=days).map(|n| (law::phase(p, n) / total) * (law::phase(p, n) / total)).sum();
    let square = p.combat_noise_daily * p.combat_noise_daily;
    let variance = libm::log(1.0 + (libm::exp(square) - 1.0) * squares);
    (0.5 * (square - variance), variance)
}
