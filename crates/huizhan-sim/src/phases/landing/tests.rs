use super::law::{Shore, days_ashore, surprise};
use crate::Parameters;

fn numbers() -> Parameters {
    let mut p = Parameters::zero();
    p.landing_levels = 2.0;
    p.landing_watch_men = 3000.0;
    p.landing_by_day = 0.5;
    p.landing_ships_seen = 0.5;
    p.landing_men_per_day = 12_000.0;
    p.landing_soft_bank = 0.5;
    p.landing_flooded = 0.7;
    p
}

#[test]
fn a_watched_shore_is_surprised_less() {
    let p = numbers();
    let best = surprise(&p, 0.0, true, false);
    assert!((best - 2.0).abs() < 1e-9);
    let lesser = [surprise(&p, 6000.0, true, false), surprise(&p, 0.0, false, false), surprise(&p, 0.0, true, true)];
    assert!(lesser.iter().all(|levels| *levels < best && *levels > 0.0), "{lesser:?}");
}

#[test]
fn soft_and_flooded_shores_take_longer() {
    let p = numbers();
    let open = days_ashore(&p, 12_000.0, Shore { soft: false, flooded: false });
    let soft = days_ashore(&p, 12_000.0, Shore { soft: true, flooded: false });
    let drowned = days_ashore(&p, 12_000.0, Shore { soft: true, flooded: true });
    assert!((open - 1.0).abs() < 1e-9 && open < soft && soft < drowned);
}
