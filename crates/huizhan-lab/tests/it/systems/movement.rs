//! Transport and movement (sys-04): days from one documented capture to the next.

use super::{campaign, hundred, spread};
use huizhan_sim::EventKind;

/// (from, to, days in the record).
const LEGS: &[(&str, &str, f64)] = &[
    ("luan", "gushi", 9.0),
    ("gushi", "huangchuan", 12.0),
    ("huangchuan", "luoshan", 3.0),
    ("luoshan", "xinyang", 21.0),
    ("huangmei", "guangji", 35.0),
    ("guangji", "tianjiazhen", 23.0),
    ("jiujiang", "ruichang", 29.0),
    ("ruichang", "fuchikou", 31.0),
    ("fuchikou", "gedian", 30.0),
    ("daya_bay", "guangzhou", 9.0),
];

#[test]
fn legs_take_days_of_the_order_of_the_record() {
    let scenario = campaign();
    let japan = scenario.setting.side("japan").unwrap();
    let first = |run: &super::Played, id: &str| {
        let place = scenario.setting.theatre.place(id).unwrap();
        run.first(|kind| matches!(kind, EventKind::PlaceTaken { place: taken, by, .. } if *taken == place && *by == japan))
    };
    let mut near = 0;
    let mut together = 0.0;
    for (from, to, documented) in LEGS {
        let days = hundred().iter().filter_map(|run| Some(f64::from(first(run, to)? - first(run, from)?)));
        let days: Vec<f64> = days.collect();
        assert!(days.len() >= 50, "{from} to {to}: both fall in {} of 100 runs", days.len());
        let [low, median, high] = spread(days);
        println!("{from} to {to}: {median} days ({low} to {high}), {documented} in the record");
        near += usize::from((low..=high).contains(documented));
        together += (median / documented).ln() / LEGS.len() as f64;
    }
    let ratio = together.exp();
    println!("{near} of {} legs hold the record's days within 90 % of the runs; on the whole {ratio:.2} times the record's", LEGS.len());
    // single legs err both ways: where a place falls late, the next one waits the less for its order
    assert!(2 * near >= LEGS.len(), "{near} of {} legs hold the record's days within 90 % of the runs", LEGS.len());
    assert!((0.5..=2.0).contains(&ratio), "legs take {ratio:.2} times as long as they did");
}

#[test]
fn nobody_marches_faster_than_a_column_can() {
    let scenario = campaign();
    let mut run = huizhan_lab::Run::new(scenario, 3);
    let mut fastest: f64 = 0.0;
    while !run.is_over() {
        let before = run.world.formations.cell.clone();
        run.day();
        for (index, from) in before.iter().enumerate() {
            let to = run.world.formations.cell[index];
            let marches = matches!(run.world.formations.task[index], huizhan_sim::Task::Advance { .. });
            if marches && scenario.setting.theatre.cells.direction(*from, to).is_none() && to != *from {
                fastest = fastest.max(scenario.setting.theatre.distance_km(*from, to));
            }
        }
    }
    // an advance on foot may touch two small cells in a day, or be thrown back across water
    assert!(fastest <= 45.0, "a formation on the attack made {fastest:.0} km in a day");
}
