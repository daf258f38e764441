//! Command as persons: tenures, staffs, delay, obedience and seams.

use super::{Played, campaign, campaign_with, hundred, play};
use crate::variant::{army, with_setting};
use huizhan_base::Date;
use huizhan_lab::Run;
use huizhan_scenario::Scenario;
use huizhan_sim::staff::{Event as Staff, Will};
use huizhan_sim::{Event, EventKind, Task};
use rayon::prelude::*;

fn staff_events(run: &Played) -> impl Iterator<Item = (Date, &Staff)> {
    run.events.iter().filter_map(|event| match &event.kind {
        EventKind::Staff(kind) => Some((event.date, kind)),
        _ => None,
    })
}

fn refused(run: &Played) -> impl Iterator<Item = (Date, &str, Will)> {
    staff_events(run).filter_map(|(date, kind)| match kind {
        Staff::Refused { group, asked, .. } => Some((date, group.as_str(), *asked)),
        _ => None,
    })
}

/// Days that orders took, with the formation: those given after the first day that were not carried out at once.
fn delays(scenario: &Scenario, seeds: u64) -> Vec<(usize, Task, i32)> {
    let one = |seed| {
        let mut run = Run::new(scenario, seed);
        let mut found = Vec::new();
        while !run.is_over() {
            let date = run.world.date;
            for event in run.day().1 {
                if let EventKind::OrderTaken { formation, task, due, .. } = event.kind
                    && date > scenario.setting.start
                {
                    found.push((formation.index(), task, due - date));
                }
            }
        }
        found
    };
    (0..seeds).into_par_iter().flat_map_iter(one).collect()
}

fn mean(days: impl Iterator<Item = i32>) -> f64 {
    let all: Vec<i32> = days.collect();
    assert!(all.len() >= 20, "{} orders", all.len());
    f64::from(all.iter().sum::<i32>()) / all.len() as f64
}

#[test]
fn orders_take_longer_through_more_echelons() {
    let setting = &campaign().setting;
    let all = delays(campaign(), 12);
    let roc = setting.side("roc").unwrap();
    let of = |side| mean(all.iter().filter(|(index, ..)| setting.forces[*index].side == side).map(|(_, _, days)| *days));
    let (china, japan) = (of(roc), of(roc.enemy()));
    println!("mean days from order to execution: China {china:.2}, Japan {japan:.2}");
    assert!(china > japan + 0.5);
    // the chain of one army group made twice as long: its orders take longer
    let group = army(campaign(), "roc-ag-4");
    let longer = with_setting(campaign(), |setting| group.iter().for_each(|of| setting.staff.chains[of.index()].echelons *= 2.0));
    let of_it = |all: &[(usize, Task, i32)]| mean(all.iter().filter(|(index, ..)| group.iter().any(|of| of.index() == *index)).map(|(_, _, days)| *days));
    let (plain, changed) = (of_it(&all), of_it(&delays(&longer, 12)));
    println!("4th Army Group {plain:.2}, through twice as many echelons {changed:.2}");
    assert!(changed > plain + 0.5);
    let (most, least) = (all.iter().map(|(_, _, days)| *days).max(), all.iter().map(|(_, _, days)| *days).min());
    println!("least {least:?}, most {most:?}");
    assert!(most.unwrap() >= 4, "some orders take days");
}

#[test]
fn without_delay_every_order_is_carried_out_on_its_day() {
    let none = campaign_with(&["command_delay=0"]);
    assert!(delays(&none, 2).iter().all(|(_, _, days)| *days == 0));
    let double = delays(&campaign_with(&["command_delay=2"]), 4);
    let plain = delays(campaign(), 4);
    let of = |all: &[(usize, Task, i32)]| mean(all.iter().map(|(_, _, days)| *days));
    println!("mean delay {:.2}, at twice the delay {:.2}", of(&plain), of(&double));
    assert!(of(&double) > 1.5 * of(&plain));
}

#[test]
fn bai_acts_for_li_from_mid_july_to_mid_september() {
    for run in hundred() {
        let handovers: Vec<(Date, &str)> = staff_events(run)
            .filter_map(|(date, kind)| match kind {
                Staff::Handover { headquarters, commander, .. } if headquarters == "roc-wz-5" => Some((date, commander.as_str())),
                _ => None,
            })
            .collect();
        assert_eq!(handovers, [("1938-07-15".parse().unwrap(), "cm-bai-chongxi"), ("1938-09-16".parse().unwrap(), "cm-li-zongren")]);
    }
    let off = play(&campaign_with(&["tenures=off"]), 4);
    assert!(off.iter().flat_map(staff_events).all(|(_, kind)| !matches!(kind, Staff::Handover { .. })));
}

#[test]
fn a_change_of_command_slows_orders_and_a_better_staff_speeds_them() {
    // the same orders of the 5th War Zone in the ten days of the handover and after it, staff by staff
    let setting = &campaign().setting;
    let zone = setting.staff.headquarters.iter().find(|headquarters| headquarters.id == "roc-wz-5").expect("it is graded");
    assert_eq!(zone.tenures.len(), 3, "{:?}", zone.tenures);
    assert!(zone.tenures[1].grade > zone.tenures[0].grade);
    // without tenures the same seeds give other delays, and nothing else is drawn
    let plain: Vec<i32> = delays(campaign(), 6).into_iter().map(|(_, _, days)| days).collect();
    let off: Vec<i32> = delays(&campaign_with(&["tenures=off"]), 6).into_iter().map(|(_, _, days)| days).collect();
    let (with, without) = (mean(plain.into_iter()), mean(off.into_iter()));
    println!("mean delay with and without tenures and staffs: {with:.3} {without:.3}");
    assert!((with - without).abs() < 0.3, "staffs are graded about the average of their side");
}

#[test]
fn provincial_troops_refuse_more_than_central_ones() {
    let setting = &campaign().setting;
    let men = |group: &str| {
        let of = |index: &usize| setting.staff.groups.get(usize::from(setting.staff.chains[*index].group)).is_some_and(|held| held.id == group);
        (0..setting.forces.len()).filter(of).count() as f64
    };
    let per_formation = |wanted: &str| {
        let all: usize = hundred().iter().map(|run| refused(run).filter(|(_, group, _)| *group == wanted).count()).sum();
        all as f64 / 100.0 / men(wanted)
    };
    let groups = ["central", "guangxi", "cantonese", "sichuan", "northwest", "northeast", "southwest", "local"];
    for group in groups {
        println!("{group}: {:.3} refusals a formation and campaign", per_formation(group));
    }
    assert!(per_formation("sichuan") > per_formation("central"));
    assert!(per_formation("northwest") > per_formation("central"));
    let all = |will: Will| hundred().iter().flat_map(refused).filter(|(_, _, asked)| *asked == will).count();
    println!("to attack {}, to reinforce {}, to leave home {}", all(Will::Attack), all(Will::Reinforce), all(Will::LeaveHome));
    assert!(all(Will::Attack) > 0 && all(Will::Reinforce) > 0 && all(Will::LeaveHome) > 0);
    // who has no will of his own in the record refuses nothing
    let japan = setting.side("japan").unwrap();
    let by_japan = |event: &Event| matches!(&event.kind, EventKind::Staff(Staff::Refused { formation, .. }) if setting.forces[formation.index()].side == japan);
    assert!(!hundred().iter().flat_map(|run| &run.events).any(by_japan));
}

#[test]
fn obedience_off_changes_nothing_before_the_first_refusal() {
    const SEEDS: u64 = 8;
    let off = play(&campaign_with(&["obedience=off"]), SEEDS);
    assert_eq!(off.iter().flat_map(refused).count(), 0);
    for (a, b) in hundred().iter().zip(&off) {
        let (first, ..) = refused(a).next().expect("somebody refuses something");
        let before = |run: &Played| -> Vec<Event> { run.events.iter().filter(|event| event.date < first).cloned().collect() };
        assert!(before(a) == before(b), "days before {first} differ");
    }
}

#[test]
fn a_fort_of_one_war_zone_in_another_s_country_waits_for_both() {
    let setting = &campaign().setting;
    let cell = setting.theatre.places[setting.theatre.place("tianjiazhen").unwrap().index()].cell;
    let country = |cell: huizhan_base::CellId| setting.staff.zones.get(usize::from(setting.staff.country[cell.index()])).map_or("", String::as_str);
    assert_eq!(country(cell), "roc-wz-5", "the fort lies in the country of the 5th War Zone");
    let division = setting.force("roc-div-9").unwrap();
    let zone = &setting.staff.zones[usize::from(setting.staff.chains[division.index()].zone)];
    assert_eq!(zone, "roc-wz-9", "and its troops belong to the 9th");
    let mut of_it = 0;
    let mut all = 0;
    for run in hundred() {
        for (_, kind) in staff_events(run) {
            let Staff::Seam { formation, zone, country, days } = kind else { continue };
            assert!(zone != country && *days > 0);
            all += 1;
            of_it += usize::from(*formation == division);
        }
    }
    println!("{all} orders over a seam in 100 runs, {of_it} of them to the 9th Division at the fort");
    assert!(of_it >= 50, "{of_it}");
    let off = play(&campaign_with(&["seams=off"]), 4);
    assert!(off.iter().flat_map(staff_events).all(|(_, kind)| !matches!(kind, Staff::Seam { .. })));
    let neighbour = setting.force("roc-div-188").unwrap();
    assert!(huizhan_sim::staff::apart(setting, division, neighbour), "the wings belong to another war zone");
    assert!(!huizhan_sim::staff::apart(&campaign_with(&["seams=off"]).setting, division, neighbour));
}
