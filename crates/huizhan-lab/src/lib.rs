//! The laboratory: replications of a scenario, and validation against the record.
//!
//! * [`Run`] plays one campaign day by day; [`replicate`] plays it to its end and keeps measures alone
//! * [`HumanLedger`] counts from the events who was hurt, by what, where and when; [`cause_ranges`] over many runs
//! * [`validate`] plays many seeds and compares the distribution of captures with the documented days, beside naive
//!   rivals that advance at constant rates, and ranks, losses, rings and tempo with the record
//! * [`difference`] plays a seed with and without a change of settings, and says what changed first
//! * [`engagement`] forecasts battles of other wars under the same law, and scores that beside simple rivals
//! * [`calibration`] fits numbers that have ranges to the record up to a day
//! * [`Posterior`] holds the sets of numbers that a calibration found; a seed draws one
//! * [`air_battles`] plays ordered raids over many seeds and lays their losses beside the rival claims
//!
//! ```no_run
//! let scenario = huizhan_scenario::Scenario::embedded("wuhan1938").unwrap();
//! let measures = huizhan_lab::replicate(&scenario, 7);
//! println!("{:?}", measures.captured);
//! ```

mod air;
mod axis;
pub mod calibration;
mod difference;
pub mod engagement;
mod evidence;
mod ledger;
mod posterior;
mod run;
mod score;
mod validation;

pub use air::{AirBattle, AirLosses, air_battles, air_losses};
pub use axis::Naive;
pub use difference::{Difference, Divergence, difference};
pub use evidence::{Reported, reported};
pub use ledger::{CauseRange, Entry, HumanLedger, Tally, cause_ranges, human_ledger};
pub use posterior::{InvalidPosterior, Posterior};
pub use run::{DayTotals, Measures, Run, SideTotals, replicate, replicate_watched};
pub use score::{crps, quantile};
pub use validation::{
    AxisRate, CaptureScore, FormationLoss, Leg, LossRange, LostBy, RankHistogram, Ranks, RingClaim, RingScore, Ringed, Standing, StandingPlace, Tempo, TempoTotals, Totals,
    Validation, rank_histogram, validate,
};

#[cfg(test)]
mod tests;
