//! `report.html`.
use crate::History;
use huizhan_scenario::Scenario;
/// The page.
#[must_use]
pub fn page(scenario: &Scenario, history: &History) -> String {
    let _ = (scenario, history);
    String::from("<!doctype html>")
}
