use super::law::{Sweeping, gun_power, poisson};
use crate::Parameters;

fn numbers() -> Parameters {
    let mut p = Parameters::zero();
    p.river_sweep_free_km = 9.0;
    p.river_sweep_covered_km = 3.5;
    p.river_search_km = 18.0;
    p.river_no_support = 0.5;
    p.river_fire_half_guns = 30.0;
    p.river_mines_per_sweeper_day = 1.0;
    p.river_channel_share = 0.2;
    p
}

#[test]
fn every_hindrance_slows_sweeping() {
    let p = numbers();
    let plain = Sweeping { share: 1.0, flotilla: 30.0, covered: false, guns: 0.0, support: 1.0, counted: true };
    let rate = |sweeping: Sweeping, mines: f64| sweeping.km_per_day(&p, mines);
    assert!((rate(plain, 0.0) - 18.0).abs() < 1e-9, "a stretch without mines is searched all the same");
    let uncounted = Sweeping { counted: false, ..plain };
    assert!((rate(uncounted, 0.0) - 9.0).abs() < 1e-9);
    assert!((rate(Sweeping { covered: true, ..uncounted }, 0.0) - 3.5).abs() < 1e-9);
    let hindered = [
        rate(plain, 50.0),
        rate(Sweeping { covered: true, ..plain }, 0.0),
        rate(Sweeping { share: 0.5, ..plain }, 0.0),
        rate(Sweeping { guns: 20.0, ..plain }, 0.0),
    ];
    assert!(hindered.iter().all(|rate| *rate < 17.9 && *rate > 0.0), "{hindered:?}");
    let covered = Sweeping { covered: true, support: 0.0, ..plain };
    assert!(rate(covered, 0.0) < rate(Sweeping { support: 1.0, ..covered }, 0.0), "gunboats answer the fire from the banks");
    // a hundred mines in the channel of one kilometre keep thirty sweepers busy for more than three days
    assert!((1.0 / rate(plain, 500.0) - (1.0 / 18.0 + 100.0 / 30.0)).abs() < 1e-9);
}

#[test]
fn rare_things_are_counted_by_their_mean() {
    assert_eq!(poisson(0.0, 0.999), 0);
    let mean = |wanted: f64| (0..10_000).map(|at| f64::from(poisson(wanted, (f64::from(at) + 0.5) / 10_000.0))).sum::<f64>() / 10_000.0;
    for wanted in [0.05, 0.7, 3.0] {
        assert!((mean(wanted) - wanted).abs() < 0.01 * wanted + 0.002, "{} for {wanted}", mean(wanted));
    }
}

#[test]
fn a_heavier_gun_counts_for_more() {
    assert!((gun_power(2, 100) - 2.0).abs() < 1e-9);
    assert!(gun_power(1, 120) > gun_power(1, 76));
}
