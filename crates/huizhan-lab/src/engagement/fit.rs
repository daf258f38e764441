//! Fitting the law to battles with known outcomes.

use super::coefficients::{Circumstances, GROUPS, signed};
use super::forecast::daily_noise;
use super::linear::{Regression, least_squares, logistic_regression};
use super::{Battle, Coefficients, Model, Outcome};
use huizhan_sim::{Parameters, law};
use std::collections::{BTreeMap, BTreeSet};

/// Which numbers a fit may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Free {
    /// Only those that battles elsewhere need; the campaign's stand.
    Elsewhere,
    /// All that the battles can tell of, those of the campaign too.
    All,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The numbers.
    pub model: Model,
    /// Standard errors of those that were fitted, by key.
    pub errors: BTreeMap<String, f64>,
}

/// Ridge on terms of casualties: residual variance over the variance that a term is expected to have.
const RIDGE_TERM: f64 = 2.0;
/// The same for terms of the outcome.
const RIDGE_OUTCOME: f64 = 3.0;
/// The same for an army: armies differ by about a third of what battles differ by.
const RIDGE_ARMY: f64 = 10.0;
/// Most of a side that a battle is taken to have cost, in the fit: beyond, the logarithm of the rate runs away.
const LOSS_MOST: f64 = 0.9;
/// Factor on the spread that the fitted battles show, for those that come after.
const WIDER: f64 = 1.1;
/// Spread of ln of a strength that nobody knows; an assumption.
const STRENGTH_UNKNOWN: f64 = 1.0;

/// Numbers of the campaign that a fit of everything sets: key and the circumstance it multiplies, for each group.
const SHARED: [&[(&str, &str)]; 3] = [
    &[
        ("combat.base", "constant"),
        ("combat.size", "smallness"),
        ("combat.duration", "ln_days"),
        ("combat.intensity_delay", "delay"),
        ("combat.intensity_rough", "rough"),
        ("combat.intensity_no_way_out", "no_way_out"),
    ],
    &[
        ("combat.force_ratio", "ratio"),
        ("combat.advantage_delay", "delay"),
        ("combat.advantage_no_way_out", "no_way_out"),
        ("combat.advantage_air", "air"),
        ("combat.advantage_surprise", "surprise"),
    ],
    &[("win.base", "constant"), ("win.force_ratio", "ratio"), ("win.fort", "works"), ("win.delay", "delay")],
];

/// One column of a regression.
#[derive(Debug, Clone)]
enum Column {
    /// A number of the campaign: key and circumstance.
    Shared(&'static str, &'static str),
    /// A term of the group.
    Term(&'static str),
    /// An army.
    Army(String),
}

impl Column {
    fn value(&self, group: usize, circumstances: &Circumstances) -> f64 {
        match self {
            Self::Shared(_, name) | Self::Term(name) => circumstances.value(name),
            Self::Army(name) => signed(group, circumstances.army(name)),
        }
    }

    fn ridge(&self, group: usize) -> f64 {
        match self {
            Self::Shared(_, "constant") | Self::Term("constant") => 0.0,
            Self::Army(_) => RIDGE_ARMY,
            Self::Shared(..) | Self::Term(_) if group == 2 => RIDGE_OUTCOME,
            Self::Shared(..) | Self::Term(_) => RIDGE_TERM,
        }
    }
}

/// Fits the law to battles.
///
/// Two regressions hold casualties: half the sum of both sides' ln rate is intensity, half the difference advantage. A
/// logistic one holds the outcome, beyond what the advantage does to it. `start` gives what is not fitted.
///
/// A battle takes part in casualties if strengths, days and both casualties are known, in the outcome if strengths and
/// winner are.
#[must_use]
pub fn fit(start: &Parameters, battles: &[&(Battle, Outcome)], free: Free) -> Fitted {
    let known = battles.iter().filter(|(battle, _)| battle.men.iter().all(Option::is_some));
    let known: Vec<(Circumstances, &Outcome)> = known.map(|(battle, outcome)| (Circumstances::of(battle), outcome)).collect();
    let armies: BTreeSet<String> = known.iter().flat_map(|(circumstances, _)| circumstances.armies()).cloned().collect();
    let columns = [0, 1, 2].map(|group| columns(group, free, &armies));
    let mut fitted = Fitted { model: Model { parameters: blank(start, free), coefficients: Coefficients::default() }, errors: BTreeMap::new() };
    let mut targets = [Vec::new(), Vec::new()];
    let mut rows = [Vec::new(), Vec::new()];
    for (circumstances, outcome) in &known {
        let Some(both) = target(start, &fitted.model, circumstances, outcome) else { continue };
        for (group, target) in both.into_iter().enumerate() {
            targets[group].push(target);
            rows[group].push(columns[group].iter().map(|column| column.value(group, circumstances)).collect::<Vec<_>>());
        }
    }
    for group in [0, 1] {
        let ridge: Vec<f64> = columns[group].iter().map(|column| column.ridge(group)).collect();
        fitted.keep(group, &columns[group], &least_squares(&rows[group], &targets[group], &ridge));
    }
    fitted.outcome(&known, &columns[2]);
    let coefficients = &mut fitted.model.coefficients;
    for (key, value) in [("spread.attacker", 1.0), ("spread.defender", 1.0), ("spread.strength_unknown", STRENGTH_UNKNOWN)] {
        coefficients.set(key.to_owned(), value);
    }
    let spreads = spreads(&fitted.model, battles);
    for (key, spread) in ["spread.attacker", "spread.defender"].into_iter().zip(spreads) {
        fitted.model.coefficients.set(key.to_owned(), WIDER * spread);
    }
    fitted
}

fn columns(group: usize, free: Free, armies: &BTreeSet<String>) -> Vec<Column> {
    let mut columns = Vec::new();
    if free == Free::All {
        columns.extend(SHARED[group].iter().map(|(key, name)| Column::Shared(key, name)));
    }
    // where the campaign's own constant is free a second one would say the same
    let terms = GROUPS[group].1.iter().filter(|term| !(free == Free::All && **term == "constant"));
    columns.extend(terms.map(|term| Column::Term(term)));
    columns.extend(armies.iter().cloned().map(Column::Army));
    columns
}

/// The campaign's numbers, without those that the fit will set.
fn blank(start: &Parameters, free: Free) -> Parameters {
    let mut parameters = start.clone();
    if free == Free::All {
        for (key, _) in SHARED.iter().copied().flatten() {
            parameters.set(key, 0.0);
        }
    }
    parameters
}

/// What the terms to be fitted have to make up: half the sum and half the difference of both sides' ln rates, beyond
/// what the numbers that stand say.
fn target(start: &Parameters, model: &Model, circumstances: &Circumstances, outcome: &Outcome) -> Option<[f64; 2]> {
    let [Some(lost_a), Some(lost_d)] = outcome.casualties else { return None };
    let shift = daily_noise(start, circumstances.days?).0;
    let rate = |lost: f64, men: f64| libm::log(-libm::log(1.0 - (lost.max(1.0) / men).min(LOSS_MOST))) - shift;
    let [a, d] = [rate(lost_a, circumstances.men[0]), rate(lost_d, circumstances.men[1])];
    let p = &model.parameters;
    let of = |name: &str| circumstances.value(name);
    let conditions = model.coefficients.conditions(p, circumstances);
    let base = p.combat_base + p.combat_size * of("smallness") + p.combat_duration * of("ln_days");
    let intensity = base + conditions.intensity.iter().sum::<f64>();
    let advantage = p.combat_force_ratio * of("ratio") + conditions.advantage.iter().sum::<f64>();
    Some([0.5 * (a + d) - intensity, 0.5 * (d - a) - advantage])
}

impl Fitted {
    /// Fits the outcome, once the advantage is known.
    fn outcome(&mut self, known: &[(Circumstances, &Outcome)], columns: &[Column]) {
        let mut rows = Vec::new();
        let mut offsets = Vec::new();
        let mut won = Vec::new();
        // without its noise, and the factor that makes up for it, the law's chance is the one to be met
        let plain = Parameters { win_spread: 1.0, ..self.model.parameters.clone() };
        for (circumstances, outcome) in known {
            let Some(win) = outcome.won else { continue };
            let conditions = self.model.coefficients.conditions(&plain, circumstances);
            let [x, y] = circumstances.men;
            let chance = law::win_probability(&plain, x, y, &conditions, 0.0).clamp(1e-12, 1.0 - 1e-12);
            offsets.push(libm::log(chance / (1.0 - chance)));
            rows.push(columns.iter().map(|column| column.value(2, circumstances)).collect::<Vec<_>>());
            won.push(win);
        }
        let ridge: Vec<f64> = columns.iter().map(|column| column.ridge(2)).collect();
        self.keep(2, columns, &logistic_regression(&rows, &offsets, &won, &ridge));
    }

    /// Puts what a regression found into its place in the model.
    fn keep(&mut self, group: usize, columns: &[Column], regression: &Regression) {
        let name = GROUPS[group].0;
        for ((column, value), error) in columns.iter().zip(&regression.values).zip(&regression.errors) {
            let key = match column {
                Column::Shared(key, _) => (*key).to_owned(),
                Column::Term(term) => format!("{name}.{term}"),
                Column::Army(army) => format!("{name}.army.{army}"),
            };
            if !self.model.parameters.set(&key, *value) {
                self.model.coefficients.set(key.clone(), *value);
            }
            self.errors.insert(key, *error);
        }
    }
}

/// Root mean square of the errors in units of the forecast's own standard deviations, attacker and defender.
fn spreads(model: &Model, battles: &[&(Battle, Outcome)]) -> [f64; 2] {
    let mut squares = [0.0; 2];
    let mut count: f64 = 0.0;
    for (battle, outcome) in battles {
        let ([Some(a), Some(d)], true) = (outcome.casualties, battle.men.iter().all(Option::is_some)) else { continue };
        let forecast = model.forecast_coarse(battle);
        for (side, lost) in [a, d].into_iter().enumerate() {
            let error = (libm::log(lost.max(1.0)) - forecast.mean[side]) / forecast.sd[side];
            squares[side] += error * error;
        }
        count += 1.0;
    }
    squares.map(|square| if count > 0.0 { libm::sqrt(square / count) } else { 1.0 })
}
