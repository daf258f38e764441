//! Calendar and axes (sys-23): four axes, the river first, the north only with the main order.

use super::{campaign, hundred};
use huizhan_base::Date;
use huizhan_sim::EventKind;

#[test]
fn every_axis_moves_and_none_before_its_order() {
    let scenario = campaign();
    let main_order: Date = "1938-08-22".parse().unwrap();
    for (axis, share) in [("river", 95), ("south-bank", 90), ("north-bank", 90), ("dabie-north", 90), ("dabie-passes", 90)] {
        let captures: Vec<_> = scenario.captures.iter().filter(|capture| capture.scored && capture.axis == axis).collect();
        assert!(!captures.is_empty(), "the record scores captures on {axis}");
        let first = |run: &super::Played| {
            run.first(|kind| matches!(kind, EventKind::PlaceTaken { place, by, .. } if captures.iter().any(|capture| capture.place == *place && capture.by == *by)))
        };
        let days: Vec<Date> = hundred().iter().filter_map(first).collect();
        println!("{axis}: first capture in {} of 100 runs", days.len());
        assert!(days.len() >= share, "{axis} takes a place in {} of 100 runs", days.len());
        if axis.starts_with("dabie") {
            assert!(days.iter().all(|day| *day >= main_order), "{axis} moves before the order of {main_order}");
        }
    }
}
