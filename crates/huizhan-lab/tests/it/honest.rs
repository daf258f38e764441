//! Honest causes: one cause is changed, the same seeds are played, and the difference is what the cause did.
//!
//! `cargo test --release -p huizhan-lab --test it -- honest --nocapture` prints the figures.

use crate::variant::{army, axis_delay, captures_on, day, delay, median, play, start_later, wuhan, with_setting};
use huizhan_base::Date;
use huizhan_lab::Measures;
use huizhan_scenario::Scenario;

/// Paired seeds of each comparison.
const SEEDS: u64 = 12;

/// Axes of the northern army.
const NORTH: &[&str] = &["dabie-north", "dabie-passes"];

/// The towns that make up Wuhan.
const WUHAN: &[&str] = &["hankou", "wuchang", "hanyang"];

/// The first day on which one of the three towns falls.
fn fall_of_wuhan(scenario: &Scenario, run: &Measures) -> Date {
    let towns = scenario.captures.iter().enumerate().filter(|(_, capture)| {
        WUHAN.contains(&scenario.setting.theatre.places[capture.place.index()].id.as_str())
    });
    towns.map(|(index, _)| day(scenario, run, index)).min().expect("the record has the fall of Wuhan")
}

/// Days by which Wuhan falls later, median over paired seeds.
fn wuhan_delay(scenario: &Scenario, plain: &[Measures], changed: &[Measures]) -> f64 {
    let pairs = plain.iter().zip(changed);
    median(pairs.map(|(a, b)| f64::from(fall_of_wuhan(scenario, b) - fall_of_wuhan(scenario, a))).collect())
}

#[test]
fn honest_northern_army_20_days_later() {
    let scenario = wuhan();
    let plain = play(&scenario, SEEDS);
    let later = play(&start_later(&scenario, "jpn-2a", 20), SEEDS);
    println!("2nd Army 20 days later:");
    let axis = axis_delay(&scenario, &plain, &later, NORTH);
    println!("2nd Army 20 days later: its axes {:+.1} days (at least +8)", axis.mean);
    assert!(axis.mean >= 8.0, "the 2nd Army is {:+.1} days later", axis.mean);
}

#[test]
fn honest_southern_army_20_days_later() {
    let scenario = wuhan();
    let plain = play(&scenario, SEEDS);
    let later = play(&start_later(&scenario, "jpn-11a", 20), SEEDS);
    for axis in ["river", "north-bank", "nanxun", "lake", "south-bank"] {
        if captures_on(&scenario, &plain, &[axis]).is_empty() {
            println!("11th Army 20 days later: nothing on {axis} falls in more than half of the runs");
            continue;
        }
        let days = axis_delay(&scenario, &plain, &later, &[axis]);
        println!("11th Army 20 days later: {axis} {:+.1} days (at least +8)", days.mean);
        // the axes that wait for nothing but the army's own days and the one before it
        if ["river", "north-bank"].contains(&axis) {
            assert!(days.mean >= 8.0, "the axis {axis} of the 11th Army is {:+.1} days later", days.mean);
        }
    }
}

#[test]
fn honest_half_the_supply_slows_both_armies() {
    let scenario = wuhan();
    let japan = scenario.setting.side("japan").expect("Japan is a side");
    let plain = play(&scenario, SEEDS);
    let half = play(&with_setting(&scenario, |setting| setting.sides[japan.index()].supply_capacity *= 0.5), SEEDS);
    println!("half the Japanese supply:");
    let north = axis_delay(&scenario, &plain, &half, NORTH);
    let south = axis_delay(&scenario, &plain, &half, &["river", "north-bank", "south-bank", "nanxun", "lake"]);
    println!("half the Japanese supply: 2nd Army {:+.1} days, 11th Army {:+.1} days (at least +5 each)", north.mean, south.mean);
    assert!(north.mean >= 5.0, "the 2nd Army is {:+.1} days later", north.mean);
    assert!(south.mean >= 5.0, "the 11th Army is {:+.1} days later", south.mean);
}

#[test]
fn honest_chinese_divisions_twice_as_strong() {
    let scenario = wuhan();
    let roc = scenario.setting.side("roc").expect("China is a side");
    let plain = play(&scenario, SEEDS);
    let doubled = with_setting(&scenario, |setting| {
        for force in setting.forces.iter_mut().filter(|force| force.side == roc) {
            force.establishment *= 2;
            force.guns *= 2;
        }
    });
    let doubled = play(&doubled, SEEDS);
    println!("Chinese divisions twice as strong:");
    let all = axis_delay(&scenario, &plain, &doubled, &[]);
    let fall = wuhan_delay(&scenario, &plain, &doubled);
    println!("Chinese divisions twice as strong: median capture {:+.1} days, Wuhan {fall:+.1} (never earlier)", all.median);
    assert!(all.median >= 0.0, "the median capture is {:+.1} days later", all.median);
    assert!(fall >= 0.0, "Wuhan falls {fall:+.1} days later");
}

#[test]
fn honest_river_without_obstacle() {
    /// The day on which a city is left hangs on a decision drawn once a run: a dozen pairs scatter by a week.
    const RIVER_SEEDS: u64 = 32;
    let scenario = wuhan();
    let plain = play(&scenario, RIVER_SEEDS);
    let open = with_setting(&scenario, |setting| {
        let river = setting.river.as_mut().expect("the campaign has a river");
        river.mined.clear();
        river.minefields.clear();
        river.barriers.clear();
        setting.fortress.batteries.clear();
        setting.forts.clear();
    });
    let open = play(&open, RIVER_SEEDS);
    let fall = wuhan_delay(&scenario, &plain, &open);
    println!("river without mines and forts: Wuhan {fall:+.1} days (at least 14 earlier)");
    for (place, index) in WUHAN.iter().filter_map(|town| {
        let at = |capture: &huizhan_scenario::Capture| scenario.setting.theatre.places[capture.place.index()].id == **town;
        Some((town, scenario.captures.iter().position(at)?))
    }) {
        println!("  {place}: {:+.1} days", delay(&scenario, &plain, &open, index));
    }
    assert!(fall <= -14.0, "Wuhan falls {fall:+.1} days later");
}

#[test]
fn honest_wuhan_never_before_september() {
    let scenario = wuhan();
    let runs = play(&scenario, 24);
    let mut days: Vec<Date> = runs.iter().map(|run| fall_of_wuhan(&scenario, run)).collect();
    days.sort_unstable();
    println!("fall of Wuhan: first {}, median {}, last {}", days[0], days[days.len() / 2], days[days.len() - 1]);
    assert!(days[0] >= "1938-09-01".parse().unwrap(), "Wuhan falls on {}", days[0]);
}

#[test]
fn both_armies_are_on_the_map() {
    let scenario = wuhan();
    for id in ["jpn-2a", "jpn-11a"] {
        assert!(army(&scenario, id).len() >= 4, "{id} has its divisions");
    }
}
