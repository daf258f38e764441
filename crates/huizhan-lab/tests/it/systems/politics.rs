//! Politics: the decision to leave, the march out, the aims of both sides and the state after.

use super::{Played, campaign, campaign_with, hundred, play, spread};
use crate::variant::{median, with_plan};
use huizhan_base::{Date, SideId};
use huizhan_lab::Run;
use huizhan_scenario::Scenario;
use huizhan_sim::politics::{After, AimKind, Appraisal, Event as Politics, Outcome};
use huizhan_sim::{Event, EventKind, Motive, Status, Task};
use rayon::prelude::*;
use std::sync::OnceLock;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn china() -> SideId {
    campaign().setting.side("roc").expect("China is a side")
}

fn decision(run: &Played) -> Option<(Date, Appraisal)> {
    run.events.iter().find_map(|event| match &event.kind {
        EventKind::Politics(Politics::Decided { appraisal, .. }) => Some((event.date, *appraisal)),
        _ => None,
    })
}

fn outcome(run: &Played) -> &Outcome {
    let last = run.events.iter().rev().find_map(|event| match &event.kind {
        EventKind::Politics(Politics::Outcome(outcome)) => Some(&**outcome),
        _ => None,
    });
    last.expect("the last day is reckoned up")
}

/// When the high command decided and when the first of the three towns fell.
type Days = (Option<Date>, Option<Date>);

fn days(scenario: &Scenario, seeds: std::ops::Range<u64>) -> Vec<Days> {
    let one = |seed| {
        let mut run = Run::new(scenario, seed);
        while !run.is_over() {
            run.day();
        }
        (run.world.politics.leaving_since(china()), run.world.politics.fell(china()))
    };
    seeds.into_par_iter().map(one).collect()
}

fn two_hundred() -> &'static [Days] {
    static RUNS: OnceLock<Vec<Days>> = OnceLock::new();
    RUNS.get_or_init(|| days(campaign(), 0..200))
}

/// The campaign without the operations that end at Guangzhou.
fn without_guangdong() -> Scenario {
    let place = campaign().setting.theatre.place("guangzhou").expect("Guangzhou is on the map");
    let cell = campaign().setting.theatre.places[place.index()].cell;
    with_plan(campaign(), "japan", |plan| {
        let of_it: Vec<bool> =
            plan.operations.iter().map(|operation| operation.objectives.last().is_some_and(|last| last.cell == cell)).collect();
        assert!(of_it.iter().any(|held| *held), "the plan has the operation");
        for (operation, _) in plan.operations.iter_mut().zip(of_it).filter(|(_, held)| *held) {
            operation.objectives.clear();
        }
    })
}

#[test]
fn wuhan_falls_from_late_september_to_mid_november_in_three_runs_of_four() {
    let fell: Vec<Date> = two_hundred().iter().filter_map(|(_, fell)| *fell).collect();
    let within = fell.iter().filter(|fell| (day("1938-09-25")..=day("1938-11-12")).contains(fell)).count();
    println!("Wuhan falls in {} of 200 runs, in {within} between 25 September and 12 November; first {:?}", fell.len(), fell.iter().min());
    assert!(within >= 150, "in {within} of 200 runs");
    assert!(fell.iter().all(|fell| *fell >= day("1938-09-01")));
}

#[test]
fn the_high_command_decides_in_autumn_and_says_why() {
    let decided: Vec<(Date, Appraisal)> = hundred().iter().filter_map(decision).collect();
    assert!(decided.len() >= 90, "decided in {} of 100 runs", decided.len());
    let from_start = |date: Date| f64::from(date - campaign().setting.start);
    let [early, middle, late] = spread(decided.iter().map(|(date, _)| from_start(*date)).collect());
    println!("days from the start to the decision: {early} {middle} {late}");
    // the last set day of its own was 10 October
    assert!(from_start(day("1938-10-01")) <= middle && middle <= from_start(day("1938-10-31")), "median {middle}");
    assert!(early >= from_start(day("1938-09-01")), "early {early}");
    for (_, appraisal) in decided {
        let sum = |shares: [u32; 4]| shares.into_iter().map(i64::from).sum::<i64>();
        assert!((sum(appraisal.worth) - sum(appraisal.cost) - i64::from(appraisal.balance)).abs() <= 4, "the inputs make the balance: {appraisal:?}");
        assert!(appraisal.balance < appraisal.threshold && appraisal.threshold <= 0);
        assert!(f64::from(appraisal.days_below) >= campaign().setting.parameters.politics_doubt_days);
    }
}

#[test]
fn every_week_without_a_decision_is_weighed() {
    for run in &hundred()[..20] {
        let weighed = run.events.iter().filter(|event| matches!(event.kind, EventKind::Politics(Politics::Weighed { .. }))).count();
        let until = decision(run).map_or(campaign().setting.end, |(date, _)| date);
        assert!(weighed >= ((until - campaign().setting.start) / 7).unsigned_abs() as usize, "{weighed} times until {until}");
    }
}

#[test]
fn the_fall_of_guangzhou_shifts_the_decision() {
    const SEEDS: u64 = 100;
    let plain = &two_hundred()[..SEEDS as usize];
    let changed = days(&without_guangdong(), 0..SEEDS);
    let end = campaign().setting.end + 1;
    let shift = |(a, b): (&Days, &Days)| f64::from(b.0.unwrap_or(end) - a.0.unwrap_or(end));
    let shifts: Vec<f64> = plain.iter().zip(&changed).map(shift).collect();
    let later = shifts.iter().filter(|days| **days > 0.0).count();
    let earlier = shifts.iter().filter(|days| **days < 0.0).count();
    let mean = shifts.iter().sum::<f64>() / shifts.len() as f64;
    let never = changed.iter().filter(|(left, _)| left.is_none()).count();
    println!("without the Guangdong operation the decision is {mean:+.1} days later, later in {later} of {SEEDS}, earlier in {earlier}, never in {never}");
    assert!(mean >= 1.5, "{mean:+.1} days");
    assert!(later >= 20 && later >= 4 * earlier, "later in {later}, earlier in {earlier}");
    // what was decided before the convoys sailed is not changed by them
    let sailed = day("1938-10-01");
    assert!(plain.iter().zip(&changed).filter(|(a, _)| a.0.is_some_and(|left| left < sailed)).all(|(a, b)| a.0 == b.0));
}

#[test]
fn without_politics_nobody_decides_and_only_what_follows_changes() {
    const SEEDS: u64 = 12;
    let off = play(&campaign_with(&["politics=off"]), SEEDS);
    let plain = &hundred()[..SEEDS as usize];
    let decided_anywhere = off.iter().any(|run| decision(run).is_some());
    assert!(!decided_anywhere);
    for (a, b) in plain.iter().zip(&off) {
        let until = decision(a).map_or(campaign().setting.end, |(date, _)| date);
        let before = |run: &'_ Played| -> Vec<Event> {
            let weighed = |event: &&Event| matches!(event.kind, EventKind::Politics(Politics::Weighed { .. } | Politics::Decided { .. }));
            run.events.iter().filter(|event| event.date <= until && !weighed(event)).cloned().collect()
        };
        let (a, b) = (before(a), before(b));
        // on the last day of the campaign the reckoning itself is an event
        let reckoned = |event: &Event| matches!(event.kind, EventKind::Politics(Politics::Outcome(_)));
        assert!(a.iter().zip(&b).all(|(a, b)| a == b || (reckoned(a) && reckoned(b))), "days before the decision differ");
    }
    let held = |runs: &[Played]| median(runs.iter().map(|run| f64::from(outcome(run).territory)).collect());
    println!("share of Wuhan lost, with and without politics: {} {}", held(plain), held(&off));
    let fell = |runs: &[Played]| runs.iter().filter(|run| run.world.politics.fell(china()).is_some()).count();
    assert!(fell(&off) <= fell(plain), "Wuhan falls in {} runs without politics, in {} with", fell(&off), fell(plain));
}

#[test]
fn the_main_armies_survive() {
    let saved = spread(hundred().iter().map(|run| f64::from(outcome(run).army_saved) / 1000.0).collect());
    println!("share of Chinese formations fit to fight on: {saved:?}");
    assert!(saved[0] >= 0.6 && saved[1] >= 0.75, "{saved:?}");
}

/// Orders of a withdrawal: when each formation was first told to wait or go.
struct MarchOut {
    decided: Date,
    left: Vec<Date>,
    guards: Vec<huizhan_base::FormationId>,
    left_of: Vec<(huizhan_base::FormationId, Date)>,
}

fn march_out(seed: u64) -> Option<MarchOut> {
    let mut run = Run::new(campaign(), seed);
    let (mut left_of, mut guards): (Vec<(huizhan_base::FormationId, Date)>, Vec<_>) = (Vec::new(), Vec::new());
    while !run.is_over() {
        let date = run.world.date;
        for event in run.day().1 {
            let EventKind::OrderTaken { formation, task, motive, .. } = event.kind else { continue };
            match (motive, task) {
                (Motive::RearGuard, Task::Hold) => guards.push(formation),
                (Motive::MarchOut, Task::Withdraw { .. }) if left_of.iter().all(|(held, _)| *held != formation) => left_of.push((formation, date)),
                _ => {}
            }
        }
    }
    let decided = run.world.politics.leaving_since(china())?;
    Some(MarchOut { decided, left: left_of.iter().map(|(_, date)| *date).collect(), guards, left_of })
}

#[test]
fn the_march_out_takes_its_days_and_rear_guards_go_after_the_others() {
    let runs: Vec<MarchOut> = (0..12u64).into_par_iter().filter_map(march_out).filter(|run| campaign().setting.end - run.decided >= 14).collect();
    assert!(runs.len() >= 4, "{} runs have a fortnight for it", runs.len());
    let mut waits = Vec::new();
    let (mut main, mut rear) = (Vec::new(), Vec::new());
    for run in &runs {
        let first = *run.left.iter().min().expect("somebody leaves");
        assert!(first >= run.decided, "nobody leaves before the decision");
        let week = run.left.iter().filter(|date| **date - run.decided <= 9).count();
        waits.push(week as f64 / run.left.len() as f64);
        for (formation, date) in &run.left_of {
            let days = f64::from(*date - run.decided);
            if run.guards.contains(formation) { rear.push(days) } else { main.push(days) }
        }
    }
    let (share, main, rear) = (median(waits), median(main), median(rear));
    println!("share that left within nine days {share:.2}; main body after {main} days, rear guards after {rear}");
    assert!(share >= 0.6, "most leave within about a week: {share}");
    assert!(rear > main, "rear guards after {rear} days, the others after {main}");
}

#[test]
fn the_last_dash_comes_from_the_withdrawal() {
    // days from the decision to the fall, where it fell after it
    let gaps: Vec<f64> = two_hundred()
        .iter()
        .filter_map(|(left, fell)| Some(f64::from((*fell)? - (*left)?)))
        .filter(|days| *days > 0.0)
        .collect();
    let [early, middle, late] = spread(gaps);
    println!("days from the decision to the fall: {early} {middle} {late}");
    assert!((3.0..=25.0).contains(&middle), "median {middle}");
    let held_on: Vec<Days> = days(&campaign_with(&["politics=off"]), 0..60);
    let falls = |days: &[Days]| days.iter().filter(|(_, fell)| fell.is_some()).count() as f64 / days.len() as f64;
    println!("share of runs in which Wuhan falls: {:.2}, where nobody leaves {:.2}", falls(two_hundred()), falls(&held_on));
    assert!(falls(two_hundred()) > falls(&held_on));
}

#[test]
fn aims_are_scored_apart_and_the_war_does_not_end_with_the_city() {
    let mut after = [0; 3];
    let mut fallen = 0;
    for run in hundred() {
        let outcome = outcome(run);
        assert_eq!(run.world.date, campaign().setting.end + 1, "the campaign goes to its last day");
        let reached = |kind: AimKind| outcome.aims.iter().find(|score| score.aim == kind).expect("the record has the aim").reached;
        assert_eq!(reached(AimKind::DestroyArmy) + reached(AimKind::SaveArmy), 1000);
        assert_eq!(outcome.aims.iter().filter(|score| score.side == china()).map(|score| score.weight).sum::<u32>(), 1000);
        if outcome.territory >= 500 {
            fallen += 1;
            after[outcome.after as usize] += 1;
            // who has the city and no end of the war turns to offers: to the rival first
            let persons: Vec<&str> = outcome.attempts.iter().map(|attempt| attempt.person.as_str()).collect();
            assert_eq!(persons, ["cm-wang-jingwei", "cm-chiang-kai-shek"]);
            assert!(outcome.attempts.iter().all(|attempt| !attempt.accepted || attempt.chance > 0));
        }
    }
    println!("after the fall: undecided, stalemate, decision {after:?}");
    assert!(fallen >= 50 && 10 * after[After::Stalemate as usize] >= 9 * fallen, "{after:?} of {fallen}");
    let consents = hundred().iter().flat_map(|run| &outcome(run).attempts).filter(|attempt| attempt.head && attempt.accepted).count();
    assert!(consents <= 10, "the head of a government with its army consents in {consents} runs");
}

#[test]
fn the_axis_is_turned_and_manpower_runs_out() {
    let axis = spread(hundred().iter().map(|run| f64::from(outcome(run).axis_east_west) / 1000.0).collect());
    let [attacker, defender] = [0, 1].map(|side| spread(hundred().iter().map(|run| f64::from(outcome(run).exhaustion[side]) / 1000.0).collect()));
    println!("share of the advance that led east and west {axis:?}; exhaustion of Japan {attacker:?}, of China {defender:?}");
    assert!(axis[0] > 0.5, "{axis:?}");
    assert!(attacker[1] >= 0.35 && attacker[1] > defender[1] - 0.2, "{attacker:?} {defender:?}");
    let gained = spread(hundred().iter().map(|run| f64::from(outcome(run).days_gained)).collect());
    println!("days gained against Japan's own set day {gained:?}");
    assert!(gained[0] > 0.0, "{gained:?}");
}

#[test]
fn formations_destroyed_are_few() {
    let destroyed = |run: &Played| {
        let all = run.world.formations.status.iter().zip(&campaign().setting.forces);
        all.filter(|(status, force)| force.side == china() && force.mobile && **status == Status::Destroyed).count() as f64
    };
    let [_, middle, late] = spread(hundred().iter().map(destroyed).collect());
    println!("Chinese formations destroyed: median {middle}, 95 % {late}");
    assert!(middle <= 20.0, "median {middle}");
}

#[test]
fn a_day_set_in_advance_is_the_day_of_the_decision_and_an_early_one_gives_the_towns_up_early() {
    let set = |date: &str| campaign().adjusted(&[format!("record.stands.roc.leave={date}").parse().unwrap()]).unwrap();
    let fell = |runs: &[Days]| median(runs.iter().map(|(_, fell)| f64::from(fell.unwrap_or(day("1938-11-13")).days())).collect());
    let (early, late) = (days(&set("1938-08-31"), 0..12), days(&set("1938-10-10"), 0..12));
    assert!(early.iter().all(|(left, _)| *left == Some(day("1938-08-31"))), "{early:?}");
    assert!(late.iter().all(|(left, _)| *left == Some(day("1938-10-10"))), "{late:?}");
    let (early, late) = (fell(&early), fell(&late));
    println!("medians of the fall: {early} after leaving on 31 August, {late} on 10 October (days since the epoch)");
    assert!(early < late, "{early} against {late}");
}
