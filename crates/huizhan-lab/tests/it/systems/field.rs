//! Field battle (sys-08): places change hands more than once, and counter-attacks against superior fire mostly fail.

use super::{campaign, hundred};
use huizhan_lab::Run;
use huizhan_sim::{EngagementResult, EventKind};

#[test]
fn lost_places_are_entered_again() {
    let scenario = campaign();
    let (japan, china) = (scenario.setting.side("japan").unwrap(), scenario.setting.side("roc").unwrap());
    let re_entries = |run: &super::Played| {
        let mut fallen = vec![false; scenario.setting.theatre.places.len()];
        let mut count = 0;
        for event in &run.events {
            let EventKind::PlaceTaken { place, by, .. } = event.kind else { continue };
            if by == japan {
                fallen[place.index()] = true;
            } else if by == china && fallen[place.index()] {
                count += 1;
                fallen[place.index()] = false;
            }
        }
        count
    };
    let counts: Vec<usize> = hundred().iter().map(re_entries).collect();
    let runs = counts.iter().filter(|count| **count > 0).count();
    let mut sorted = counts.clone();
    sorted.sort_unstable();
    println!("places entered again by China: in {runs} of 100 runs, median {} a run, most {}", sorted[50], sorted[99]);
    assert!(runs > 50, "a lost place is entered again in {runs} of 100 runs");
}

#[test]
fn chinese_counter_attacks_fail_more_often_than_they_succeed() {
    let scenario = campaign();
    let china = scenario.setting.side("roc").unwrap();
    let (mut won, mut lost) = (0u32, 0u32);
    for seed in 0..20 {
        let mut run = Run::new(scenario, seed);
        while !run.is_over() {
            for event in run.day().1 {
                let EventKind::EngagementDay(day) = &event.kind else { continue };
                if day.attacker == china {
                    won += u32::from(matches!(day.result, EngagementResult::DrivenOff | EngagementResult::GaveWay));
                    lost += u32::from(day.result == EngagementResult::Repulsed);
                }
            }
        }
    }
    println!("Chinese attacks over 20 seeds: {won} took their cell, {lost} were called off");
    assert!(won > 0, "none of them succeeds");
    assert!(lost > 2 * won, "{won} succeed and {lost} fail");
}
