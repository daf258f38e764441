//! Posterior predictive checks: do campaigns played with the fitted numbers look like the record they were fitted to?
//!
//! A replicated record is a run of one member of the ensemble under a seed of its own, with the discrepancy of the fit added to each dated capture: what the fit took
//! the documented day to be. What had not fallen has none. The record made the fit, so these checks are lenient: a failure is a strong sign, a pass a weak one.

use super::{BEYOND_DAYS, DISCREPANCY_DAYS, Fit, Observation, Plan};
use crate::validation::{RankHistogram, rank_histogram};
use crate::quantile;
use huizhan_base::{Date, Draw, Draws};
use huizhan_scenario::Scenario;
use serde::Serialize;

/// What replicated records say of one capture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Predicted {
    /// Which capture of the scenario.
    pub capture: usize,
    /// The documented day (days from the first day of the campaign); for a place that had not fallen the day after the last that is used.
    pub day: f64,
    /// Whether it is "had not fallen by then".
    pub censored: bool,
    /// 5, 50 and 95 % of the day before the fit.
    pub before: [f64; 3],
    /// The same after it.
    pub after: [f64; 3],
    /// Where the documented day lies among those of the replicated records: share that is earlier, ties by half. For a place that had not fallen the share in which it
    /// falls too early.
    pub rank: f64,
    /// How far out that is, 0 to 1: twice the smaller share on either side of a documented day; the share in which a place that had not fallen has not.
    pub tail: f64,
}

/// A figure of a whole record, and its like in the replicated ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statistic {
    /// What it is, and its unit.
    pub name: String,
    /// In the record.
    pub documented: f64,
    /// 5, 50 and 95 % before the fit.
    pub before: [f64; 3],
    /// The same after it.
    pub after: [f64; 3],
    /// Twice the smaller of the shares of replicated records with at least, and with at most, the record's figure.
    pub tail: f64,
}

/// The checks of a fit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Predictive {
    /// A capture each, in the order of the observations.
    pub captures: Vec<Predicted>,
    /// Figures of the record as a whole: captures along one axis go together, so these are not a sum of the ones above.
    pub statistics: Vec<Statistic>,
    /// How many documented days lie outside their 5 to 95 %.
    pub outside: usize,
    /// Of how many.
    pub dated: usize,
    /// How many of the places that had not fallen fall too early in more than half of the replicated records.
    pub early: usize,
    /// Where documented days fall among replicated ones.
    pub ranks: RankHistogram,
}

/// A number that has a range, before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Learned {
    /// Its key.
    pub key: String,
    /// Its range: uniform beforehand.
    pub range: [f64; 2],
    /// 5, 50 and 95 % after the fit.
    pub after: [f64; 3],
    /// How far its mean moved, in standard deviations of what it was beforehand.
    pub shift: f64,
    /// How much of its spread it lost: 1 - sd after / sd before; of the ensemble as it was drawn, so chance of that draw is not in it.
    pub lost: f64,
    /// Whether any output of the model went with it beyond chance at any update: if not, its members are exactly as they were drawn.
    pub touched: bool,
}

impl Fit {
    /// Lays replicated records beside the documented one.
    ///
    /// * `plan`: of the fit
    #[must_use]
    pub fn predictive(&self, scenario: &Scenario, plan: Plan) -> Predictive {
        let records = |outputs: &[Vec<f64>], salt: u64| -> Vec<Vec<f64>> {
            // a stream of its own: the updates perturb data under the seed itself
            let draws = Draws::new(plan.seed ^ salt);
            let noisy = |member: usize, at: usize, day: f64| {
                let noise = || DISCREPANCY_DAYS * draws.round(member).normal(Draw::Observation, at as u32);
                if self.observations[at].censored { day } else { day + noise() }
            };
            outputs.iter().enumerate().map(|(member, output)| output.iter().enumerate().map(|(at, day)| noisy(member, at, *day)).collect()).collect()
        };
        let (before, after) = (records(&self.before, 0x7072_696f_7200), records(&self.after, 0x706f_7374_6500));
        let predicted = |(at, observation): (usize, &Observation)| predicted(observation, &column(&before, at), &column(&after, at));
        let captures: Vec<Predicted> = self.observations.iter().enumerate().map(predicted).collect();
        let dated: Vec<usize> = (0..captures.len()).filter(|at| !self.observations[*at].censored).collect();
        let whole = |record: &[f64]| dated.iter().map(|at| Date::from_days(record[*at].round() as i32)).collect::<Vec<Date>>();
        let truth: Vec<f64> = self.observations.iter().map(|observation| observation.day).collect();
        Predictive {
            outside: dated.iter().filter(|at| !(captures[**at].after[0]..=captures[**at].after[2]).contains(&captures[**at].day)).count(),
            dated: dated.len(),
            early: captures.iter().filter(|capture| capture.censored && capture.rank > 0.5).count(),
            ranks: rank_histogram(&whole(&truth), &after.iter().map(|record| whole(record)).collect::<Vec<_>>()),
            statistics: self.statistics(scenario, plan, &truth, &before, &after),
            captures,
        }
    }

    /// Figures of whole records.
    fn statistics(&self, scenario: &Scenario, plan: Plan, truth: &[f64], before: &[Vec<f64>], after: &[Vec<f64>]) -> Vec<Statistic> {
        let never = f64::from(plan.until + BEYOND_DAYS + 1 - scenario.setting.start);
        let chosen = |censored: bool| (0..self.observations.len()).filter(move |at| self.observations[*at].censored == censored);
        let dated = |record: &[f64]| chosen(false).map(|at| record[at]).collect::<Vec<f64>>();
        let mean = |record: &[f64]| dated(record).iter().sum::<f64>() / dated(record).len().max(1) as f64;
        let span = |record: &[f64]| dated(record).iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b)) - dated(record).iter().fold(f64::INFINITY, |a, b| a.min(*b));
        let early = |record: &[f64]| chosen(true).filter(|at| record[*at] < self.observations[*at].day).count() as f64;
        let statistic = |name: String, of: &dyn Fn(&[f64]) -> f64| statistic(name, truth, before, after, of);
        let mut all = vec![
            statistic("mean day of the dated captures (days from the first day)".to_owned(), &mean),
            statistic("from the first to the last dated capture (days)".to_owned(), &span),
        ];
        if chosen(true).next().is_some() {
            all.push(statistic(format!("places that fall by {} though they had not (count)", plan.until), &early));
        }
        // whether a capture came at all is of the run, before any discrepancy
        let missing = |record: &[f64]| dated(record).iter().filter(|day| **day >= never).count() as f64;
        all.push(self::statistic(format!("dated captures that do not come by {} (count)", plan.until + BEYOND_DAYS), truth, &self.before, &self.after, &missing));
        all
    }

    /// What the data said of each number, the most first.
    #[must_use]
    pub fn learned(&self) -> Vec<Learned> {
        let moments = |members: &[Vec<f64>], number: usize| {
            let count = members.len() as f64;
            let mean = members.iter().map(|member| member[number]).sum::<f64>() / count;
            (mean, (members.iter().map(|member| (member[number] - mean) * (member[number] - mean)).sum::<f64>() / (count - 1.0)).sqrt())
        };
        let one = |number: usize| {
            let ((mean, sd), (drawn, drawn_sd)) = (moments(&self.members, number), moments(&self.drawn, number));
            Learned {
                key: self.priors[number].key.clone(),
                range: self.priors[number].range,
                after: self.quantiles(number),
                shift: (mean - drawn) / drawn_sd,
                lost: 1.0 - sd / drawn_sd,
                touched: self.members.iter().zip(&self.drawn).any(|(now, then)| now[number].to_bits() != then[number].to_bits()),
            }
        };
        let mut all: Vec<Learned> = (0..self.priors.len()).map(one).collect();
        let size = |learned: &Learned| learned.shift.abs().max(learned.lost);
        all.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.key.cmp(&b.key)));
        all
    }
}

fn column(records: &[Vec<f64>], at: usize) -> Vec<f64> {
    let mut days: Vec<f64> = records.iter().map(|record| record[at]).collect();
    days.sort_by(f64::total_cmp);
    days
}

fn three(sorted: &[f64]) -> [f64; 3] {
    [0.05, 0.5, 0.95].map(|share| quantile(sorted, share))
}

/// * `before`, `after`: days of the replicated records, sorted
fn predicted(observation: &Observation, before: &[f64], after: &[f64]) -> Predicted {
    let below = after.partition_point(|day| *day < observation.day) as f64;
    let equal = after.partition_point(|day| *day <= observation.day) as f64 - below;
    let count = after.len() as f64;
    let (rank, tail) = if observation.censored { (below / count, 1.0 - below / count) } else { ((below + equal / 2.0) / count, two_sided(below + equal, count - below, count)) };
    Predicted { capture: observation.capture, day: observation.day, censored: observation.censored, before: three(before), after: three(after), rank, tail }
}

/// Twice the smaller of two shares, the record itself counted with the replicated ones: never 0, which no finite number of runs can show.
fn two_sided(at_most: f64, at_least: f64, count: f64) -> f64 {
    (2.0 * (at_most.min(at_least) + 1.0) / (count + 1.0)).min(1.0)
}

fn statistic(name: String, truth: &[f64], before: &[Vec<f64>], after: &[Vec<f64>], of: &dyn Fn(&[f64]) -> f64) -> Statistic {
    let values = |records: &[Vec<f64>]| {
        let mut values: Vec<f64> = records.iter().map(|record| of(record)).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let (documented, before, after) = (of(truth), values(before), values(after));
    let count = after.len() as f64;
    let at_most = after.partition_point(|value| *value <= documented) as f64;
    let at_least = count - after.partition_point(|value| *value < documented) as f64;
    Statistic { name, documented, before: three(&before), after: three(&after), tail: two_sided(at_most, at_least, count) }
}
