//! Land battles under the simulation's own law of combat. `docs/model/engagement.md`.
//!
//! * [`read`] reads a table of battles and says everything that is wrong with it
//! * [`Model`] is the law ([`huizhan_sim::law`]) with the numbers of a scenario and those that only battles elsewhere
//!   need ([`Coefficients`]); [`Model::forecast`] says who wins and what it costs
//! * [`fit`] fits numbers to battles with known outcomes, and [`examine`] scores forecasts beside simple rivals, leaving
//!   whole campaigns out
//!
//! The functions draw nothing: noise is integrated over, so equal arguments give equal results.

mod battle;
mod coefficients;
mod fit;
mod forecast;
mod linear;
mod rivals;
mod score;

pub use battle::{Battle, Outcome, Read, read};
pub use coefficients::Coefficients;
pub use fit::{Fitted, Free, fit};
pub use forecast::{Forecast, Model};
pub use score::{Examination, Score, SideScore, examine, is_scored};


#[cfg(test)]
mod tests;
