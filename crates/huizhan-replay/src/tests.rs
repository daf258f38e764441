use crate::{Day, Header, Replay, Verdict, cell_name, scenario_digest, verify};
use huizhan_base::Draws;
use huizhan_scenario::Scenario;
use huizhan_sim::{Motive, Order, Setting, Task, World, step};

fn scenario() -> Scenario {
    Scenario::embedded("teaching-crossing").unwrap()
}

/// Ten days of one brigade that advances on Yongxiu.
fn recorded(setting: &Setting) -> Replay {
    let header = Header {
        format: "huizhan-replay".to_owned(),
        version: 1,
        engine_version: "test".to_owned(),
        scenario: "teaching-crossing".to_owned(),
        scenario_digest: scenario_digest(setting).to_string(),
        seed: 5,
        settings: vec!["flood=0".to_owned()],
    };
    let to = setting.theatre.places[setting.theatre.place("yongxiu").unwrap().index()].cell;
    let formation = setting.force("blue-bde-1").unwrap();
    let mut world = World::new(setting);
    let days = (0..10).map(|day| {
        let orders = if day == 1 { vec![Order { formation, task: Task::Advance { to }, motive: Motive::Objective }] } else { Vec::new() };
        let date = world.date;
        step(setting, &mut world, &orders, Draws::new(5));
        Day { date, digest: world.digest().to_string(), orders }
    });
    Replay { header, days: days.collect() }
}

#[test]
fn what_is_written_is_read_and_plays_the_same() {
    let scenario = scenario();
    let replay = recorded(&scenario.setting);
    let text = replay.write(&scenario.setting);
    assert_eq!(text.lines().count(), 11);
    assert!(text.contains("\"formation\":\"blue-bde-1\""), "{text}");
    assert_eq!(Replay::read(&text, &scenario.setting).unwrap(), replay);
    assert_eq!(verify(&scenario.setting, &replay), Verdict::Same { days: 10 });
}

#[test]
fn the_first_day_that_differs_is_named() {
    let scenario = scenario();
    let mut replay = recorded(&scenario.setting);
    let (date, found) = (replay.days[6].date, replay.days[6].digest.clone());
    replay.days[6].digest = "0".repeat(16);
    replay.days[8].digest = "1".repeat(16);
    assert_eq!(verify(&scenario.setting, &replay), Verdict::Differs { date, recorded: "0".repeat(16), found });
    let mut other = Setting::clone(&scenario.setting);
    other.forces[0].establishment += 1;
    assert!(matches!(verify(&other, &replay), Verdict::OtherScenario { .. }), "another strength is another scenario");
}

#[test]
fn a_file_that_is_no_replay_is_refused_with_its_line() {
    let scenario = scenario();
    let text = recorded(&scenario.setting).write(&scenario.setting);
    let fault = |from: &str, to: &str| {
        assert!(text.contains(from), "`{from}` stands in the file");
        Replay::read(&text.replace(from, to), &scenario.setting).unwrap_err()
    };
    assert!(Replay::read("", &scenario.setting).unwrap_err().to_string().starts_with("line 1: not a header of a replay"));
    assert_eq!(fault("\"version\":1", "\"version\":9").to_string(), "line 1: format `huizhan-replay` version 9 is unknown");
    assert_eq!(fault("blue-bde-1", "blue-bde-7").to_string(), "line 3: no formation has the id `blue-bde-7`");
    assert_eq!(fault("\"advance\"", "\"fly\"").to_string(), "line 3: `fly` is not a task");
    assert_eq!(fault("\"orders\":[]", "\"orders\":7").line, 2);
}

#[test]
fn every_cell_has_a_name_of_its_own() {
    let setting = Scenario::embedded("wuhan1938").unwrap().setting;
    let mut names: Vec<String> = (0..setting.theatre.cells.len())
        .map(|index| cell_name(&setting, huizhan_base::CellId::from_index(index)))
        .collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(names.iter().any(|name| name.starts_with("box:")), "off-map boxes are named after their place");
}
