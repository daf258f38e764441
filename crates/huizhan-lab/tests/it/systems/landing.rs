//! Facts of the system `landing` over a hundred seeds, and what its factors touch.

use super::river::same_before;
use super::{Played, SEEDS, campaign, campaign_with, hundred, play, spread};
use huizhan_base::Date;
use huizhan_sim::{EventKind, landing};

/// Whether troops of the side with ships were put ashore in the cell of a place, or assaulted it from the water.
fn landed(played: &Played, id: &str) -> Option<Date> {
    let theatre = &campaign().setting.theatre;
    let wanted = theatre.places[theatre.place(id).unwrap_or_else(|| panic!("no place {id}")).index()].cell;
    played.first(|kind| match kind {
        EventKind::Landing(landing::Event::Ashore { cell, .. } | landing::Event::Approached { cell, .. }) => *cell == wanted,
        _ => false,
    })
}

#[test]
fn landings_come_where_they_came() {
    let mut shares = Vec::new();
    for id in ["anqing", "xiangkou", "gutang", "jiujiang", "gangkou", "xingzi", "daya_bay"] {
        let days: Vec<f64> = hundred().iter().filter_map(|played| landed(played, id)).map(|day| f64::from(day - campaign().setting.start)).collect();
        let share = days.len() as f64 / SEEDS as f64;
        let spread = if days.is_empty() { [f64::NAN; 3] } else { spread(days) };
        println!("{id:<10} landed at in {share:.2} of runs, on day {spread:?}");
        shares.push((id, share));
    }
    for id in ["anqing", "xiangkou", "gutang", "gangkou", "xingzi", "daya_bay"] {
        let share = shares.iter().find(|(held, _)| *held == id).unwrap().1;
        assert!(share > 0.5, "troops land at {id} in {share:.2} of the runs");
    }
}

#[test]
fn surprise_is_less_where_more_men_watch() {
    let approached: Vec<(u32, u16, bool)> = hundred().iter().flat_map(|played| &played.events).filter_map(|event| match event.kind {
        EventKind::Landing(landing::Event::Approached { defenders, surprise, ships_seen, night, .. }) if night && !ships_seen && surprise > 0 => Some((defenders, surprise, ships_seen)),
        _ => None,
    }).collect();
    let all = |few: bool| spread(approached.iter().filter(|(defenders, ..)| (*defenders < 6000) == few).map(|(_, level, _)| f64::from(*level) / 1000.0).collect());
    println!("{} landings by night ahead of the ships, levels of surprise: few watch {:?}, many {:?}", approached.len(), all(true), all(false));
    assert!(all(true)[1] > all(false)[1]);
}

#[test]
fn without_surprise_nothing_differs_before_the_first_landing_that_has_it() {
    let off = play(&campaign_with(&["landing_surprise=0"]), 12);
    for (plain, changed) in hundred().iter().zip(&off) {
        let surprised = |kind: &EventKind| matches!(kind, EventKind::Landing(landing::Event::Approached { surprise, .. }) if *surprise > 0);
        assert_eq!(changed.first(surprised), None);
        same_before(plain, changed, plain.first(surprised).expect("a landing surprises in every run"));
    }
}

#[test]
fn the_convoys_gather_before_they_sail() {
    let setting = &campaign().setting;
    let port = setting.theatre.places[setting.theatre.place("magong").unwrap().index()].cell;
    let mut days = Vec::new();
    for played in hundred() {
        let gathered = played.first(|kind| matches!(kind, EventKind::Landed { cell, .. } if *cell == port)).expect("a formation is shipped to the port");
        let landing = landed(played, "daya_bay").expect("the convoys land");
        assert!(gathered < landing, "gathered on {gathered}, landed on {landing}");
        days.push(f64::from(landing - "1938-10-12".parse::<Date>().unwrap()));
    }
    let spread = spread(days);
    println!("first troops at Daya Bay, days from the day set: {spread:?}");
    assert!((-2.0..=3.0).contains(&spread[1]), "{spread:?}");
}

#[test]
fn without_guangdong_the_formations_stay_and_nothing_differs_before_the_order() {
    let off = play(&campaign_with(&["guangdong_landing=off"]), 12);
    let setting = &campaign().setting;
    let garrison = setting.force("jpn-bde-23").expect("the 18th Division is on the map");
    for (plain, changed) in hundred().iter().zip(&off) {
        assert_eq!(landed(changed, "daya_bay"), None);
        assert_eq!(changed.world.formations.cell[garrison.index()], setting.forces[garrison.index()].cell, "the 18th Division stays");
        same_before(plain, changed, "1938-09-19".parse().unwrap());
    }
}
