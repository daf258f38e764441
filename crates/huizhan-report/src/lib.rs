//! Results of a run as files: the summary, the events with their causes, and a page to read and print.
//!
//! * [`History`] collects what is kept of a run while it is played
//! * [`Summary`] is `summary.json`
//! * [`Chronicle`] turns events into lines of `events.jsonl`, each with its why
//! * [`Differences`] says what a change of settings changed first
//! * [`validation_page`] writes `validation.html`: many runs beside the record
//! * [`page`] writes `report.html`, self-contained, without a script
//!
//! *Architecture invariant:* this crate makes text and writes no file, prints nothing and changes no result.
//!
//! ```no_run
//! let scenario = huizhan_scenario::Scenario::embedded("wuhan1938").unwrap();
//! let mut run = huizhan_lab::Run::new(&scenario, 7);
//! let mut history = huizhan_report::History::begin(&run, 7);
//! while !run.is_over() {
//!     history.play(&mut run);
//! }
//! let page = huizhan_report::page(&scenario, &history);
//! assert!(page.starts_with("<!doctype html>"));
//! ```

mod calibration;
mod chronicle;
mod difference;
mod history;
mod markup;
mod page;
mod shares;
mod study;
mod summary;
mod validation;

pub use calibration::{calibration_page, calibration_words};
pub use chronicle::Chronicle;
pub use difference::{Differences, Moved, Parting};
pub use history::{History, Snapshot};
pub use page::{page, page_with};
pub use study::{FirstDifference, study_page};
pub use shares::{Factor, advantage_factors, end_factors, intensity_factors, win_factors};
pub use validation::validation_page;
pub use summary::{CaptureLine, HumanLine, PlanLine, Summary, Timing, TotalLosses};

#[cfg(test)]
mod tests;
