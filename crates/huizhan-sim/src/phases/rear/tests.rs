//! The rules of the rear alone.

use super::law::{between, chance_foiled, chance_of_raid, tall_crops};

#[test]
fn garrisons_foil_raids_and_never_all() {
    let mut before = 0.0;
    for men in (0..40_000).step_by(2000) {
        let chance = chance_foiled(men, 4000.0);
        assert!((before..1.0).contains(&chance), "{men} men: {chance}");
        before = chance;
    }
}

#[test]
fn a_band_that_lost_half_its_men_raids_half_as_often() {
    let whole = chance_of_raid(6.0, 10_000, 10_000, 1.0);
    assert!((chance_of_raid(6.0, 5_000, 10_000, 1.0) - whole / 2.0).abs() < 1e-12);
    assert!(chance_of_raid(6.0, 0, 0, 1.0).abs() < 1e-12, "a band without men does nothing");
}

#[test]
fn crops_stand_high_in_summer() {
    assert!(tall_crops("1938-08-15".parse().unwrap()));
    assert!(!tall_crops("1938-10-15".parse().unwrap()));
}

#[test]
fn bounds_are_reached() {
    assert_eq!(between(5.0, 35.0, 0.0), 5);
    assert_eq!(between(5.0, 35.0, 0.9999), 35);
}
