//! Facts of the system `fortress` over a hundred seeds, and what its factors touch.

use super::river::same_before;
use super::{Played, SEEDS, campaign, campaign_with, hundred, play, spread};
use huizhan_base::Date;
use huizhan_lab::Run;
use huizhan_scenario::Scenario;
use huizhan_sim::{Event, EventKind, fortress};
use rayon::prelude::*;

fn of_fortress(event: &Event) -> Option<&fortress::Event> {
    match &event.kind {
        EventKind::Fortress(kind) => Some(kind),
        _ => None,
    }
}

/// Mean works of the cells in which Chinese troops stood on the first day, after `days` (0-1).
fn works_after(scenario: &Scenario, seed: u64, days: i32) -> f64 {
    let mut run = Run::new(scenario, seed);
    let side = scenario.setting.side("roc").expect("China is a side");
    let cells: Vec<usize> = (0..scenario.setting.theatre.cells.len()).filter(|cell| run.world.occupancy.men[side.index()][*cell] > 0).collect();
    while run.world.date - scenario.setting.start < days {
        run.day();
    }
    cells.iter().map(|cell| f64::from(run.world.works[*cell]) / 10_000.0).sum::<f64>() / cells.len() as f64
}

fn mean_works(settings: &[&str], days: i32) -> f64 {
    let scenario = campaign_with(settings);
    (0..8u64).into_par_iter().map(|seed| works_after(&scenario, seed, days)).sum::<f64>() / 8.0
}

#[test]
fn works_rise_under_labour() {
    let [plain, hired, none] = [mean_works(&[], 12), mean_works(&["roc.labour_men=0"], 12), mean_works(&["field_works=0"], 12)];
    println!("works after twelve days: {plain:.3}, troops alone {hired:.3}, nobody digs {none:.3}");
    assert!(plain > hired && hired > none);
}

#[test]
fn works_fall_under_fire() {
    // permanent works are not built anew: what is left of the most battered fort at the end of each run
    let worn: Vec<f64> = hundred().iter().map(|played| played.world.fortress.permanent.iter().min().map_or(0.0, |left| f64::from(*left) / 10_000.0)).collect();
    let shelled = |played: &&Played| played.events.iter().filter_map(of_fortress).any(|kind| matches!(kind, fortress::Event::WorksShelled { works, works_before, .. } if works < works_before));
    let runs = hundred().iter().filter(shelled).count();
    let spread = spread(worn);
    println!("field works shelled away in {runs} of {SEEDS} runs; permanent works left in the most battered fort {spread:?}");
    assert!(runs > 0 && spread[1] < 0.85, "{spread:?}");
}

#[test]
fn batteries_are_silenced_and_some_are_mended() {
    let count = |played: &Played, wanted: fn(&fortress::Event) -> bool| played.events.iter().filter_map(of_fortress).filter(|kind| wanted(kind)).count() as f64;
    let of_all = |wanted: fn(&fortress::Event) -> bool| spread(hundred().iter().map(|played| count(played, wanted)).collect());
    let duels = of_all(|kind| matches!(kind, fortress::Event::Duel { .. }));
    let by_ships = of_all(|kind| matches!(kind, fortress::Event::Silenced { by_ships: true, .. }));
    let by_troops = of_all(|kind| matches!(kind, fortress::Event::Silenced { by_ships: false, .. }));
    let repaired = of_all(|kind| matches!(kind, fortress::Event::Repaired { .. }));
    println!("days of duels {duels:?}; silenced by ships {by_ships:?}, by troops {by_troops:?}; mended {repaired:?}");
    assert!(duels[1] >= 5.0, "ships and batteries fight");
    assert!(by_troops[1] > by_ships[1], "forts fall to troops rather than to ships");
}

#[test]
fn without_batteries_nothing_fires_and_nothing_differs_before_they_would() {
    let off = play(&campaign_with(&["batteries=0"]), 12);
    let fires = |kind: &EventKind| match kind {
        EventKind::Swept { guns, .. } => *guns > 0,
        EventKind::Fortress(_) => true,
        EventKind::EngagementBegan { cell, .. } => campaign().setting.fortress.batteries.iter().any(|battery| battery.cell == *cell),
        _ => false,
    };
    for (plain, changed) in hundred().iter().zip(&off) {
        let hit = |event: &&Event| matches!(of_fortress(event), Some(fortress::Event::Duel { battery_guns, ships_hit, .. }) if *battery_guns > 0 || *ships_hit > 0);
        assert_eq!(changed.events.iter().find(hit), None);
        same_before(plain, changed, plain.first(fires).expect("batteries fire in every run"));
    }
}

#[test]
fn without_permanent_works_nothing_differs_before_a_fort_is_attacked() {
    let off = play(&campaign_with(&["fortresses=0"]), 12);
    let forts: Vec<_> = campaign().setting.forts.iter().map(|fort| campaign().setting.theatre.places[fort.index()].cell).collect();
    let attacked = |played: &Played| played.first(|kind| matches!(kind, EventKind::EngagementBegan { cell, .. } if forts.contains(cell)));
    let mut earlier = Vec::new();
    for (plain, changed) in hundred().iter().zip(&off) {
        let first = attacked(plain).expect("a fort is attacked in every run");
        same_before(plain, changed, first);
        let madang = |played: &Played| -> Option<Date> {
            let wanted = campaign().setting.theatre.place("madang");
            played.first(|kind| matches!(kind, EventKind::PlaceTaken { place, .. } if Some(*place) == wanted))
        };
        if let (Some(plain), Some(changed)) = (madang(plain), madang(changed)) {
            earlier.push(f64::from(plain - changed));
        }
    }
    println!("Madang falls earlier without permanent works by {:?} days", spread(earlier));
}
