//! The simple rivals of the law: old laws of attrition and rules of thumb, each fitted to the same battles.

use super::linear::{dot, least_squares, logistic_regression};
use super::{Battle, Forecast, Outcome};

/// A rule that says what a battle costs: ln casualties are a fixed form and fitted terms. Both sides have their own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rival {
    pub(super) name: &'static str,
    /// Own side, other side, days (natural logarithms): the part that is given, and the terms beside a constant.
    casualties: fn(f64, f64, f64) -> (f64, Vec<f64>),
    /// ln of the force ratio: the terms of the outcome beside a constant.
    outcome: fn(f64) -> Vec<f64>,
}

/// Attack by three to one wins: here, each side of the threshold has its own rate.
fn three_to_one(ln_ratio: f64) -> Vec<f64> {
    vec![f64::from(u8::from(ln_ratio >= 3f64.ln()))]
}

/// The rivals, in the order of the table. `ln` of the threshold is the one number here that is not of `libm`; a battle
/// at exactly three to one is above it by either.
pub(super) const RIVALS: [Rival; 6] = [
    Rival { name: "base rate; constant fraction", casualties: |own, _, _| (own, vec![]), outcome: |_| vec![] },
    Rival { name: "three to one; constant daily rate", casualties: |own, _, days| (own + days, vec![]), outcome: three_to_one },
    Rival { name: "force ratio; Lanchester square", casualties: |_, other, days| (other + days, vec![]), outcome: |ratio| vec![ratio] },
    Rival { name: "force ratio; Lanchester linear", casualties: |own, other, days| (own + other + days, vec![]), outcome: |ratio| vec![ratio] },
    Rival { name: "force ratio; Bracken", casualties: |own, other, days| (days, vec![own, other]), outcome: |ratio| vec![ratio] },
    Rival { name: "force ratio; Helmbold", casualties: |own, other, days| (0.0, vec![own, other, days]), outcome: |ratio| vec![ratio] },
];

/// A rival with its numbers.
pub(super) struct FittedRival {
    rival: Rival,
    sides: [(Vec<f64>, f64); 2],
    outcome: Vec<f64>,
}

/// Logarithms of both strengths and the days, where all are known.
fn known(battle: &Battle) -> Option<([f64; 2], f64)> {
    let [Some(x), Some(y)] = battle.men else { return None };
    Some(([libm::log(x), libm::log(y)], libm::log(f64::from(battle.days?))))
}

fn with_constant(mut terms: Vec<f64>) -> Vec<f64> {
    terms.push(1.0);
    terms
}

impl FittedRival {
    /// Fits a rival to battles.
    pub(super) fn fit(rival: Rival, battles: &[&(Battle, Outcome)]) -> Self {
        let sides = [0, 1].map(|side: usize| {
            let mut rows = Vec::new();
            let mut y = Vec::new();
            for (battle, outcome) in battles {
                let ([Some(_), Some(_)], Some((men, days))) = (outcome.casualties, known(battle)) else { continue };
                let (given, terms) = (rival.casualties)(men[side], men[1 - side], days);
                let lost = outcome.casualties[side].unwrap_or(1.0);
                y.push(libm::log(lost.max(1.0)) - given);
                rows.push(with_constant(terms));
            }
            let size = rows.first().map_or(1, Vec::len);
            let values = least_squares(&rows, &y, &vec![0.0; size]).values;
            let square: f64 = rows.iter().zip(&y).map(|(row, y)| (y - dot(row, &values)) * (y - dot(row, &values))).sum();
            let sd = libm::sqrt(square / (y.len().saturating_sub(size).max(1) as f64));
            (values, sd)
        });
        let mut rows = Vec::new();
        let mut won = Vec::new();
        for (battle, outcome) in battles {
            let ([Some(x), Some(y)], Some(win)) = (battle.men, outcome.won) else { continue };
            rows.push(with_constant((rival.outcome)(libm::log(x / y))));
            won.push(win);
        }
        let size = rows.first().map_or(1, Vec::len);
        let outcome = logistic_regression(&rows, &vec![0.0; won.len()], &won, &vec![0.0; size]).values;
        Self { rival, sides, outcome }
    }

    /// Its forecast, of a battle with known strengths and length.
    pub(super) fn forecast(&self, battle: &Battle) -> Option<Forecast> {
        let (men, days) = known(battle)?;
        let mean = [0, 1].map(|side: usize| {
            let (given, terms) = (self.rival.casualties)(men[side], men[1 - side], days);
            given + dot(&with_constant(terms), &self.sides[side].0)
        });
        let logit = dot(&with_constant((self.rival.outcome)(men[0] - men[1])), &self.outcome);
        Some(Forecast { p_win: huizhan_sim::law::logistic(logit), mean, sd: [self.sides[0].1, self.sides[1].1] })
    }
}
