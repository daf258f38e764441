//! The Guangdong operation (sys-18): three divisions land and reach Guangzhou in days, against a coast stripped of troops.

use super::{campaign, hundred, spread};
use crate::variant::army;
use huizhan_base::Date;
use huizhan_sim::EventKind;

#[test]
fn guangzhou_falls_within_weeks_of_the_landing() {
    let scenario = campaign();
    let landed: Vec<_> = ["jpn-div-18", "jpn-div-104", "jpn-div-5"].iter().flat_map(|id| army(scenario, id)).collect();
    let set: Date = "1938-10-09".parse().unwrap();
    let city = scenario.setting.theatre.place("guangzhou").unwrap();
    let bay = scenario.setting.theatre.places[scenario.setting.theatre.place("daya_bay").unwrap().index()].cell;
    let mut days = Vec::new();
    for run in hundred() {
        let ashore = run.first(|kind| matches!(kind, EventKind::Landed { formation, cell, .. } if landed.contains(formation) && *cell == bay));
        let fallen = run.first(|kind| matches!(kind, EventKind::PlaceTaken { place, .. } if *place == city));
        let Some(ashore) = ashore else { continue };
        assert!(ashore >= set, "the convoys sail on {set} at the earliest, and land on {ashore}");
        days.extend(fallen.map(|day| f64::from(day - ashore)));
    }
    assert!(days.len() >= 70, "Guangzhou falls in {} of 100 runs", days.len());
    let [low, median, high] = spread(days);
    println!("from the landing to Guangzhou: {median} days ({low} to {high}); 9 in the record");
    // the record's nine days are not reached: 220 km of road at the rate of a marching division, slowed where the enemy stands, and no
    // lorries; within a month is what the model has
    assert!((9.0..=31.0).contains(&median), "it takes {median} days");
}

#[test]
fn guangdong_has_sent_its_divisions_north() {
    let scenario = campaign();
    let guangzhou = scenario.setting.theatre.places[scenario.setting.theatre.place("guangzhou").unwrap().index()].cell;
    // the three armies of the Cantonese that fought on the Yangtze
    for id in ["roc-army-64", "roc-army-66", "roc-army-4"] {
        for formation in army(scenario, id) {
            let entry = scenario.setting.forces[formation.index()].sector;
            let away = scenario.setting.theatre.distance_km(entry, guangzhou);
            assert!(away > 400.0, "a division of `{id}` is ordered to within {away:.0} km of Guangzhou");
        }
    }
}
