//! Facts of the system `evacuation` over a hundred seeds, and what its factor touches.

use super::economy::same_before;
use super::{Played, campaign, campaign_with, hundred, play, spread};
use huizhan_base::{Date, SideId};
use huizhan_lab::Run;
use huizhan_sim::evacuation::{Event as Evacuation, Kind, to_do};
use huizhan_sim::{Cause, EventKind};

/// The two legs of the way to Sichuan.
const GORGES: [&str; 2] = ["yichang", "chongqing"];
const MIDDLE: [&str; 2] = ["hankou", "yichang"];

fn roc() -> SideId {
    campaign().setting.side("roc").unwrap()
}

fn evacuation(run: &Played) -> impl Iterator<Item = (Date, &Evacuation)> {
    run.events.iter().filter_map(|event| match &event.kind {
        EventKind::Evacuation(evacuation) => Some((event.date, evacuation)),
        _ => None,
    })
}

/// What waited for a leg on a day of account: tonnes, heads, and tonnes a day that could leave.
fn waited(run: &Played, [port, end]: [&str; 2], day: &str) -> (f64, f64, f64) {
    let theatre = &campaign().setting.theatre;
    let [cell, far] = [port, end].map(|id| theatre.places[theatre.place(id).unwrap().index()].cell);
    let day: Date = day.parse().unwrap();
    let found = evacuation(run).find_map(|(date, event)| match event {
        Evacuation::Account { from, to, waiting_tonnes, waiting_heads, tonnes_per_day, .. } if date == day && (*from, *to) == (cell, far) => {
            Some((f64::from(*waiting_tonnes), f64::from(*waiting_heads), f64::from(*tonnes_per_day)))
        }
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no account of {port} on {day}"))
}

#[test]
fn yichang_is_the_bottleneck() {
    let rows: Vec<_> = hundred().iter().map(|run| waited(run, GORGES, "1938-10-16")).collect();
    let tonnes = spread(rows.iter().map(|row| row.0).collect());
    let heads = spread(rows.iter().map(|row| row.1).collect());
    println!("at Yichang on 16 October wait {tonnes:.0?} t (claims of 23 October: 90,000 to 130,000) and {heads:.0?} people (30,000)");
    assert!(tonnes[0] > 50_000.0 && tonnes[2] < 130_000.0, "{tonnes:?}");
    assert!(heads[0] > 10_000.0 && heads[2] < 60_000.0, "{heads:?}");
    let months = ["1938-07-01", "1938-08-01", "1938-09-01", "1938-10-01"];
    for run in hundred() {
        let queue = months.map(|day| waited(run, GORGES, day).0);
        assert!(queue.windows(2).all(|pair| pair[0] < pair[1]), "the queue grows: {queue:?}");
        let below = waited(run, MIDDLE, "1938-07-01").2;
        let above = waited(run, GORGES, "1938-07-01").2;
        assert!(above < 0.6 * below, "the gorges take {above} t a day, the middle river brings {below}");
    }
}

#[test]
fn before_low_water_voyages_are_cut_short_and_carry_more() {
    let theatre = &campaign().setting.theatre;
    let yichang = theatre.bank(theatre.places[theatre.place("yichang").unwrap().index()].cell).unwrap().metres;
    let mut gains = Vec::new();
    for run in hundred() {
        let jam = evacuation(run).find_map(|(date, event)| match event {
            Evacuation::Jammed { through_tonnes_per_day, staged_tonnes_per_day, waiting_tonnes, .. } => {
                Some((date, f64::from(*staged_tonnes_per_day), f64::from(*through_tonnes_per_day), *waiting_tonnes))
            }
            _ => None,
        });
        if run.world.river.head_m > yichang {
            // once Wuhan is lost nothing on the river stops ships below the gorges: no hull leaves Yichang then
            continue;
        }
        let (date, staged, through, waiting) = jam.expect("what waits cannot be carried through in the days left");
        assert!(date > "1938-09-01".parse().unwrap() && waiting > 0);
        gains.push(staged / through);
    }
    assert!(gains.len() >= 50, "the port is jammed in {} runs", gains.len());
    let gains = spread(gains);
    println!("short voyages carry {gains:.1?} times as much (two thirds of 90,000 t in forty days against a year's work: 6)");
    assert!(gains[0] > 2.0 && gains[2] < 8.0);
}

#[test]
fn tonnes_and_heads_are_all_somewhere() {
    let setting = &campaign().setting;
    let planned = |kind: Kind| setting.evacuation.cargo.iter().filter(|cargo| cargo.kind == kind).map(|cargo| cargo.quantity).sum::<u32>();
    for run in hundred() {
        for kind in [Kind::Industry, Kind::People] {
            assert_eq!(run.world.evacuation.known(setting, kind), planned(kind), "{kind:?}");
        }
    }
    let arrived = |kind: Kind| spread(hundred().iter().map(|run| f64::from(run.world.evacuation.arrived(setting, kind))).collect());
    println!("by 12 November {:.0?} t and {:.0?} people are in Sichuan or Hunan, {:.0?} wounded", arrived(Kind::Industry), arrived(Kind::People), arrived(Kind::Wounded));
    let tonnes = arrived(Kind::Industry);
    assert!(tonnes[0] > 40_000.0 && tonnes[2] < 120_000.0, "{tonnes:?}");
}

#[test]
fn what_is_left_in_a_lost_port_is_lost() {
    let hankou = campaign().setting.theatre.place("hankou").unwrap();
    let mut left = Vec::new();
    for run in hundred() {
        let fell = run.first(|kind| matches!(kind, EventKind::PlaceTaken { place, by, .. } if *place == hankou && *by != roc()));
        let lost = evacuation(run).find(|(_, event)| matches!(event, Evacuation::LeftBehind { place, .. } if *place == hankou));
        if fell.is_none() {
            assert!(lost.is_none(), "nothing is left behind in a port that is held");
        }
        if let Some((date, Evacuation::LeftBehind { tonnes, .. })) = lost {
            assert_eq!(Some(date), fell);
            left.push(f64::from(*tonnes));
        }
    }
    println!("left behind at Hankou in {} runs: {:.0?} t", left.len(), if left.is_empty() { [0.0; 3] } else { spread(left) });
}

#[test]
fn what_is_still_to_do_never_grows_and_is_mostly_done_by_october() {
    let scenario = campaign();
    let mut run = Run::new(scenario, 7);
    let mut before = to_do(&scenario.setting, &run.world, roc());
    assert!((before - 1.0).abs() < 1e-9, "on the first day all is still to do");
    while !run.is_over() {
        run.day();
        let now = to_do(&scenario.setting, &run.world, roc());
        assert!(now <= before + 1e-12);
        before = now;
    }
    assert!(before < 0.3, "{before} is still to do at the end");
}

#[test]
fn a_few_hulls_are_sunk_and_the_dead_are_counted() {
    let sunk = |run: &Played| evacuation(run).filter(|(_, event)| matches!(event, Evacuation::Sunk { .. })).count() as f64;
    let counts = spread(hundred().iter().map(sunk).collect());
    let dead = |run: &Played| {
        let human = &run.world.human;
        f64::from(human.civilians[Cause::Evacuation as usize] + human.soldiers[roc().index()][Cause::Evacuation as usize])
    };
    let people = spread(hundred().iter().map(dead).collect());
    println!("hulls sunk {counts:.0?}, people killed {people:.0?}");
    assert!(counts[0] <= 2.0 && (1.0..=5.0).contains(&counts[1]) && counts[2] <= 10.0, "{counts:?}");
    for run in hundred() {
        assert_eq!(sunk(run) > 0.0, dead(run) > 0.0, "each hull has a crew");
    }
}

#[test]
fn the_same_hulls_bring_men_and_munitions_forward() {
    let setting = &campaign().setting;
    let men = spread(hundred().iter().map(|run| f64::from(run.world.evacuation.arrived(setting, Kind::Drafts))).collect());
    println!("drafts that came down the river: {men:.0?}");
    assert!(men[0] > 45_000.0 && men[2] < 66_000.0, "{men:?}");
}

#[test]
fn without_evacuation_nothing_goes_up_and_more_comes_down() {
    let runs = play(&campaign_with(&["evacuation=off"]), 12);
    let setting = &campaign().setting;
    for (plain, run) in hundred().iter().zip(&runs) {
        for kind in [Kind::Industry, Kind::People, Kind::Wounded] {
            assert_eq!(run.world.evacuation.arrived(setting, kind), 0, "{kind:?}");
        }
        let drafts = |run: &Played| run.world.evacuation.arrived(setting, Kind::Drafts);
        assert!(drafts(run) >= drafts(plain), "no voyage is cut short");
        // the high command weighs what is still to do: its weighing differs, and what it decides may; before that, and while no
        // voyage is cut short, the hulls bring forward the same
        let weighs = |kind: &EventKind| matches!(kind, EventKind::Politics(_) | EventKind::Economy(_) | EventKind::Evacuation(_));
        let own = |kind: &EventKind| !weighs(kind) && !matches!(kind, EventKind::HumanCost { cause: Cause::Evacuation, .. });
        same_before(plain, run, "1938-08-15".parse().unwrap(), own);
    }
}
