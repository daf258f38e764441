//! Tempo: days from one documented capture to the next on the same axis.

use crate::{Measures, Naive, crps, quantile};
use huizhan_scenario::{Capture, Scenario};
use serde::Serialize;

/// The way from one scored capture to the next on an axis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leg {
    /// The axis.
    pub axis: String,
    /// Place taken first.
    pub from: String,
    /// Place taken next.
    pub to: String,
    /// `early`: both ends are; `late`: neither is; `between`.
    pub when: &'static str,
    /// Documented days.
    pub documented_days: i32,
    /// Share of the runs in which both places fell; the quantiles are over those.
    pub both: f64,
    /// 5, 25, 50, 75 and 95 % of the days; `None` where no run has both ends.
    pub days: Option<[i32; 5]>,
    /// Continuous ranked probability score (days).
    pub crps: Option<f64>,
    /// Days of the naive rival.
    pub naive_days: i32,
    /// Days of the rival with a rate for each axis.
    pub axis_naive_days: i32,
}

/// Scores over legs that more than half of the runs have.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TempoTotals {
    /// How many legs.
    pub legs: usize,
    /// Mean absolute error of the median (days).
    pub mae_days: f64,
    /// Mean error (negative: too quick).
    pub bias_days: f64,
    /// Share of documented legs within the 25-75 % interval.
    pub coverage50: f64,
    /// Share within the 5-95 % interval.
    pub coverage90: f64,
    /// Mean absolute error of the naive rival (days).
    pub naive_mae_days: f64,
    /// The same of the rival with a rate for each axis.
    pub axis_naive_mae_days: f64,
    /// 1 - CRPS / error of the naive rival.
    pub crps_skill: f64,
    /// The same against the rival with a rate for each axis.
    pub axis_crps_skill: f64,
}

/// The tempo of a campaign.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tempo {
    /// Legs, by axis in order of the documented days.
    pub legs: Vec<Leg>,
    /// Over all legs that count.
    pub all: TempoTotals,
    /// Over those with both ends early.
    pub early: TempoTotals,
    /// Over those with no end early.
    pub late: TempoTotals,
}

/// Legs and their scores.
pub(super) fn tempo(scenario: &Scenario, runs: &[&Measures], naive: &Naive, by_axis: &Naive) -> Tempo {
    let mut scored: Vec<(usize, &Capture)> = scenario.captures.iter().enumerate().filter(|(_, capture)| capture.scored).collect();
    scored.sort_by(|(_, a), (_, b)| (&a.axis, a.day(), &a.event).cmp(&(&b.axis, b.day(), &b.event)));
    let pairs = scored.windows(2).filter(|pair| pair[0].1.axis == pair[1].1.axis && pair[0].1.by == pair[1].1.by);
    let legs: Vec<Leg> = pairs.map(|pair| leg(scenario, [pair[0].0, pair[1].0], runs, [naive, by_axis])).collect();
    let pick = |when: &str| total(legs.iter().filter(|leg| leg.when == when));
    Tempo { all: total(legs.iter()), early: pick("early"), late: pick("late"), legs }
}

fn leg(scenario: &Scenario, ends: [usize; 2], runs: &[&Measures], rivals: [&Naive; 2]) -> Leg {
    let [from, to] = ends.map(|end| &scenario.captures[end]);
    let documented_days = to.day() - from.day();
    let mut days: Vec<i32> = runs.iter().filter_map(|run| Some(run.captured[ends[1]]? - run.captured[ends[0]]?)).collect();
    days.sort_unstable();
    let early = [from, to].map(|capture| capture.day() <= scenario.early_until);
    let rival = |naive: &Naive| naive.day(scenario, ends[1]) - naive.day(scenario, ends[0]);
    let id = |capture: &Capture| scenario.setting.theatre.places[capture.place.index()].id.clone();
    let sample: Vec<f64> = days.iter().map(|days| f64::from(*days)).collect();
    Leg {
        axis: from.axis.clone(),
        from: id(from),
        to: id(to),
        when: match early {
            [true, true] => "early",
            [false, false] => "late",
            _ => "between",
        },
        documented_days,
        both: days.len() as f64 / runs.len() as f64,
        days: (!days.is_empty()).then(|| [0.05, 0.25, 0.5, 0.75, 0.95].map(|share| quantile(&days, share))),
        crps: (!days.is_empty()).then(|| crps(&sample, f64::from(documented_days))),
        naive_days: rival(rivals[0]),
        axis_naive_days: rival(rivals[1]),
    }
}

/// A leg that some run has, with its quantiles and its score.
type Counted<'a> = (&'a Leg, [i32; 5], f64);

fn total<'a>(legs: impl Iterator<Item = &'a Leg>) -> TempoTotals {
    let counted: Vec<Counted<'_>> = legs.filter(|leg| leg.both > 0.5).filter_map(|leg| Some((leg, leg.days?, leg.crps?))).collect();
    let count = counted.len().max(1) as f64;
    let mean = |value: &dyn Fn(&Counted<'_>) -> f64| counted.iter().map(value).sum::<f64>() / count;
    let within = |low: usize, high: usize| mean(&|(leg, days, _)| f64::from(u8::from((days[low]..=days[high]).contains(&leg.documented_days))));
    let naive_mae_days = mean(&|(leg, ..)| f64::from((leg.naive_days - leg.documented_days).abs()));
    let axis_naive_mae_days = mean(&|(leg, ..)| f64::from((leg.axis_naive_days - leg.documented_days).abs()));
    let ours = mean(&|(.., crps)| *crps);
    TempoTotals {
        legs: counted.len(),
        mae_days: mean(&|(leg, days, _)| f64::from((days[2] - leg.documented_days).abs())),
        bias_days: mean(&|(leg, days, _)| f64::from(days[2] - leg.documented_days)),
        coverage50: within(1, 3),
        coverage90: within(0, 4),
        naive_mae_days,
        axis_naive_mae_days,
        crps_skill: super::skill(ours, naive_mae_days),
        axis_crps_skill: super::skill(ours, axis_naive_mae_days),
    }
}
