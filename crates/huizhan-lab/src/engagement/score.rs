//! Scores of forecasts of battles, beside simple rivals.

use super::rivals::{FittedRival, RIVALS};
use super::{Battle, Forecast, Free, Model, Outcome, fit};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;

/// `engagements.json`: how well battles with known outcomes are forecast.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Examination {
    /// Version of the engine.
    pub engine_version: String,
    /// Battles of the file.
    pub battles: usize,
    /// Of these scored: fought since 1900, with both strengths and the length known, and an outcome.
    pub scored: usize,
    /// Campaigns among them.
    pub campaigns: usize,
    /// The model with its shipped numbers. Where they were fitted to these battles, a figure within the sample.
    pub shipped: Score,
    /// The model with all numbers fitted anew for each campaign, on the others alone; none if there are too few battles.
    pub campaigns_left_out: Option<Score>,
    /// The same with the campaign's own numbers as they stand, and only those for battles elsewhere fitted anew.
    pub elsewhere_left_out: Option<Score>,
    /// Rivals, each fitted anew for each campaign on the others alone.
    pub rivals: Vec<Score>,
}

/// Scores of one way to forecast.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// What forecast.
    pub name: String,
    /// Battles with a known winner.
    pub outcomes: usize,
    /// Mean logarithmic loss of the probability that the attacker wins; a draw is not won.
    pub log_loss: f64,
    /// Share of the battles in which the likelier outcome came.
    pub accuracy: f64,
    /// Battles with known casualties of both sides.
    pub casualties: usize,
    /// Attacker's casualties.
    pub attacker: SideScore,
    /// Defender's casualties.
    pub defender: SideScore,
    /// Root mean square error of ln of the exchange, defender's casualties over attacker's.
    pub exchange_rmse: f64,
}

/// Scores of the casualties of one side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SideScore {
    /// Root mean square error of ln casualties.
    pub rmse: f64,
    /// Mean error of ln casualties, forecast less documented.
    pub bias: f64,
    /// Share of the battles within a factor of two.
    pub within_factor_2: f64,
    /// Share of the battles within the middle half of the forecast distribution.
    pub coverage50: f64,
    /// Share within its middle nine tenths.
    pub coverage90: f64,
    /// What one has to multiply and divide by to get from the middle to the ends of nine tenths, on average.
    pub factor90: f64,
}

/// First year of battles that are scored.
const FIRST_YEAR: i32 = 1900;
/// Fewest battles and campaigns for fits that leave campaigns out.
const FEWEST: (usize, usize) = (60, 10);
/// Standard deviations to the quartile and to the 95th of a hundred of a normal distribution.
const QUARTILE: f64 = 0.674_489_750_196_082;
/// See [`QUARTILE`].
const NINETY: f64 = 1.644_853_626_951_473;

/// Examines forecasts of battles with known outcomes.
///
/// Scored are battles since 1900 with both strengths and the length known: with a known winner for the outcome, with
/// known casualties of both sides for those. Campaigns are told apart by the column `campgn`. Threads take campaigns,
/// and change nothing in the result.
#[must_use]
pub fn examine(model: &Model, battles: &[(Battle, Outcome)]) -> Examination {
    let scored: Vec<&(Battle, Outcome)> = battles.iter().filter(|battle| is_scored(battle)).collect();
    let campaigns: BTreeSet<&str> = scored.iter().map(|(battle, _)| battle.campaign.as_str()).collect();
    let enough = scored.len() >= FEWEST.0 && campaigns.len() >= FEWEST.1;
    let shipped: Vec<Option<Forecast>> = scored.iter().map(|(battle, _)| Some(model.forecast(battle))).collect();
    let left_out = |name: &str, free: Free| {
        let forecasts = leave_out(&scored, &campaigns, |others| {
            let fitted = fit(&model.parameters, others, free).model;
            Box::new(move |battle: &Battle| Some(fitted.forecast(battle)))
        });
        score(name, &scored, &forecasts)
    };
    let rivals = RIVALS.iter().map(|rival| {
        let forecasts = leave_out(&scored, &campaigns, |others| {
            let fitted = FittedRival::fit(*rival, others);
            Box::new(move |battle: &Battle| fitted.forecast(battle))
        });
        score(rival.name, &scored, &forecasts)
    });
    Examination {
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        battles: battles.len(),
        scored: scored.len(),
        campaigns: campaigns.len(),
        shipped: score("law, shipped numbers", &scored, &shipped),
        campaigns_left_out: enough.then(|| left_out("law, all fitted without the campaign", Free::All)),
        elsewhere_left_out: enough.then(|| left_out("law, elsewhere fitted without the campaign", Free::Elsewhere)),
        rivals: if enough { rivals.collect() } else { Vec::new() },
    }
}

/// Whether a battle enters the scores: since 1900, both strengths and the length known, and an outcome.
#[must_use]
pub fn is_scored((battle, outcome): &(Battle, Outcome)) -> bool {
    let has_outcome = outcome.won.is_some() || outcome.casualties.iter().all(Option::is_some);
    battle.year.is_some_and(|year| year >= FIRST_YEAR) && battle.days.is_some() && battle.men.iter().all(Option::is_some) && has_outcome
}

/// Forecasts one battle with numbers that have been fitted.
type Forecaster = Box<dyn Fn(&Battle) -> Option<Forecast>>;

/// Forecasts each campaign with what was fitted to the others.
fn leave_out(
    battles: &[&(Battle, Outcome)],
    campaigns: &BTreeSet<&str>,
    fitted: impl Fn(&[&(Battle, Outcome)]) -> Forecaster + Sync,
) -> Vec<Option<Forecast>> {
    let campaigns: Vec<&str> = campaigns.iter().copied().collect();
    let parts = campaigns.par_iter().map(|campaign| {
        let within = |battle: &&(Battle, Outcome)| battle.0.campaign == *campaign;
        let others: Vec<&(Battle, Outcome)> = battles.iter().copied().filter(|battle| !within(battle)).collect();
        let forecast = fitted(&others);
        let own = battles.iter().enumerate().filter(|(_, battle)| within(battle));
        own.map(|(at, (battle, _))| (at, forecast(battle))).collect::<Vec<_>>()
    });
    let mut forecasts = vec![None; battles.len()];
    for (at, forecast) in parts.collect::<Vec<_>>().into_iter().flatten() {
        forecasts[at] = forecast;
    }
    forecasts
}

/// Scores forecasts against what happened.
pub(super) fn score(name: &str, battles: &[&(Battle, Outcome)], forecasts: &[Option<Forecast>]) -> Score {
    let mut losses = Vec::new();
    let mut right = Vec::new();
    let mut sides = [Vec::new(), Vec::new()];
    let mut exchange = Vec::new();
    for ((_, outcome), forecast) in battles.iter().zip(forecasts) {
        let Some(forecast) = forecast else { continue };
        if let Some(won) = outcome.won {
            let chance = if won { forecast.p_win } else { 1.0 - forecast.p_win };
            losses.push(-libm::log(chance.max(1e-12)));
            right.push((forecast.p_win > 0.5) == won);
        }
        if let [Some(a), Some(d)] = outcome.casualties {
            let lns = [a, d].map(|lost: f64| libm::log(lost.max(1.0)));
            for side in [0, 1] {
                sides[side].push((forecast.mean[side] - lns[side], forecast.sd[side]));
            }
            exchange.push(forecast.mean[1] - forecast.mean[0] - (lns[1] - lns[0]));
        }
    }
    let [attacker, defender] = sides.map(|errors| side(&errors));
    Score {
        name: name.to_owned(),
        outcomes: losses.len(),
        log_loss: mean(losses.iter().copied()),
        accuracy: mean(right.iter().map(|right| f64::from(u8::from(*right)))),
        casualties: exchange.len(),
        attacker,
        defender,
        exchange_rmse: libm::sqrt(mean(exchange.iter().map(|error| error * error))),
    }
}

/// Scores one side from errors and forecast standard deviations.
fn side(errors: &[(f64, f64)]) -> SideScore {
    let share = |holds: &dyn Fn(f64, f64) -> bool| mean(errors.iter().map(|(error, sd)| f64::from(u8::from(holds(*error, *sd)))));
    SideScore {
        rmse: libm::sqrt(mean(errors.iter().map(|(error, _)| error * error))),
        bias: mean(errors.iter().map(|(error, _)| *error)),
        within_factor_2: share(&|error, _| error.abs() <= libm::log(2.0)),
        coverage50: share(&|error, sd| error.abs() <= QUARTILE * sd),
        coverage90: share(&|error, sd| error.abs() <= NINETY * sd),
        factor90: libm::exp(NINETY * mean(errors.iter().map(|(_, sd)| *sd))),
    }
}

/// The mean; 0 of nothing.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}
