//! The rules of evacuation alone.

use super::law::{jammed, killed, load_share, trips_per_day};

#[test]
fn a_falling_river_takes_load_off() {
    let mut before = 1.0;
    for stage in (-700..=200).rev().step_by(50) {
        let share = load_share(stage, -100, -500);
        assert!(share <= before);
        before = share;
    }
    assert!(load_share(-500, -100, -500) <= 0.0, "laid up");
}

#[test]
fn short_voyages_carry_more_over_the_first_stretch() {
    let through = trips_per_day(8.0, 2.5, 1.0);
    let staged = trips_per_day(8.0, 2.5, 0.4);
    assert!(staged > 2.0 * through, "{staged} against {through} round trips a day");
}

#[test]
fn a_port_is_jammed_by_what_low_water_would_catch() {
    assert!(!jammed(30_000.0, 270.0, 170.0, false));
    assert!(jammed(50_000.0, 270.0, 170.0, false));
    assert!(jammed(30_000.0, 270.0, 170.0, true), "short voyages go on until half is gone");
    assert!(!jammed(20_000.0, 270.0, 170.0, true));
}

#[test]
fn the_killed_lie_within_their_range() {
    for uniform in [0.0, 0.3, 0.999] {
        let [low, drawn, high] = killed(150.0, [0.05, 0.4], uniform);
        assert!(low <= drawn && drawn <= high);
    }
}
