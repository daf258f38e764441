//! What had not fallen: documented captures after the early ones say that a place still stood.

use super::CaptureScore;
use crate::{Measures, quantile};
use huizhan_base::Date;
use huizhan_scenario::Scenario;
use serde::Serialize;

/// Places that still stood at the end of the early captures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// The day.
    pub until: Date,
    /// Places documented as later, by documented day.
    pub places: Vec<StandingPlace>,
    /// Mean share over the scored ones.
    pub false_early: f64,
    /// Scored ones that had fallen by then: 5 %, median and 95 % of the runs.
    pub fallen: [usize; 3],
}

/// A place that still stood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StandingPlace {
    /// Place.
    pub place: String,
    /// Documented day.
    pub documented: Date,
    /// Whether the capture is scored.
    pub scored: bool,
    /// Share of the runs in which it fell on or before the day.
    pub fell: f64,
}

pub(super) fn standing(scenario: &Scenario, runs: &[&Measures], scores: &[CaptureScore]) -> Standing {
    let until = scenario.early_until;
    let fell = |run: &Measures, index: usize| run.captured[index].is_some_and(|day| day <= until);
    let late: Vec<usize> = (0..scenario.captures.len()).filter(|index| scenario.captures[*index].day() > until).collect();
    let places: Vec<StandingPlace> = late
        .iter()
        .map(|index| StandingPlace {
            place: scores[*index].place.clone(),
            documented: scores[*index].documented,
            scored: scenario.captures[*index].scored,
            fell: runs.iter().filter(|run| fell(run, *index)).count() as f64 / runs.len() as f64,
        })
        .collect();
    let mut fallen: Vec<usize> =
        runs.iter().map(|run| late.iter().filter(|index| scenario.captures[**index].scored && fell(run, **index)).count()).collect();
    fallen.sort_unstable();
    let scored = places.iter().filter(|place| place.scored);
    Standing {
        until,
        false_early: scored.clone().map(|place| place.fell).sum::<f64>() / scored.count().max(1) as f64,
        fallen: [0.05, 0.5, 0.95].map(|share| quantile(&fallen, share)),
        places,
    }
}
