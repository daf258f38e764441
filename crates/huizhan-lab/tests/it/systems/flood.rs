//! The flood and the choice of a plan: `systems.md` sys-11, and the first hard constraint of a scenario test.

use super::{Played, campaign, campaign_with, hundred, spread};
use huizhan_base::{CellId, Date, SideId};
use huizhan_lab::Run;
use huizhan_scenario::Scenario;
use huizhan_sim::{Cause, Event, EventKind, World, flood};
use rayon::prelude::*;
use std::collections::BTreeSet;

const JAPAN: SideId = SideId(0);

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// Cells that the record has under water by a day.
fn documented(scenario: &Scenario, by: Date) -> BTreeSet<CellId> {
    let rows = scenario.record.inundations.iter().filter(|row| row.closed_from <= by);
    rows.flat_map(|row| &row.cells).filter_map(|h3| scenario.setting.theatre.cells.find(*h3)).collect()
}

/// Cells that water closed in a run by a day.
fn closed(run: &Played, by: Date) -> BTreeSet<CellId> {
    let events = run.events.iter().filter(|event| event.date <= by);
    let closed = events.filter_map(|event| match event.kind {
        EventKind::Flood(flood::Event::Closed { cell, .. }) => Some(cell),
        _ => None,
    });
    closed.collect()
}

/// Shares of a sample of runs: simulated cells that are documented, documented cells that are simulated, and both over either.
fn overlap(by: Date) -> [[f64; 3]; 3] {
    let documented = documented(campaign(), by);
    let shares = |share: fn(f64, f64, f64) -> f64| {
        let one = |run: &Played| {
            let simulated = closed(run, by);
            let both = simulated.intersection(&documented).count() as f64;
            share(both, simulated.len() as f64, documented.len() as f64)
        };
        spread(hundred().iter().map(one).collect())
    };
    [shares(|both, simulated, _| both / simulated), shares(|both, _, documented| both / documented), shares(|both, a, b| both / (a + b - both))]
}

#[test]
fn the_simulated_water_lies_where_the_documented_does() {
    let june = overlap(date("1938-06-30"));
    let august = overlap(date("1938-08-31"));
    println!("end of June: precision, recall, Jaccard {june:.2?}; end of August: {august:.2?}");
    // the front is slower than the record's reading of it (16 km a day against 24), so less of it is there in June
    assert!(june[0][1] >= 0.7, "most of what is closed by June is documented: {june:?}");
    assert!(june[2][1] >= 0.25, "{june:?}");
    assert!(august[1][1] >= 0.6 && august[2][1] >= 0.45, "{august:?}");
}

#[test]
fn the_front_comes_down_in_the_documented_weeks() {
    let setting = &campaign().setting;
    // press and later books: Zhongmu by 12 or 13 June, the Huai's basin early in July
    for (place, from, to) in [("zhongmu", "1938-06-11", "1938-06-17"), ("fuyang", "1938-06-25", "1938-07-25")] {
        let cell = setting.theatre.places[setting.theatre.place(place).unwrap().index()].cell;
        let first = |run: &Played| run.first(|kind| matches!(kind, EventKind::Flood(flood::Event::Closed { cell: at, .. }) if *at == cell));
        let days: Vec<f64> = hundred().iter().filter_map(first).map(|day| f64::from(day - setting.start)).collect();
        assert!(days.len() > 90, "{place} is reached in most runs");
        let [_, median, _] = spread(days);
        let within = f64::from(date(from) - setting.start)..=f64::from(date(to) - setting.start);
        assert!(within.contains(&median), "{place} on day {median}");
    }
}

fn civilians(run: &Played, wanted: Cause) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for event in &run.events {
        if let EventKind::HumanCost { victim: huizhan_sim::Victim::Civilians, cause, people, low, high, .. } = event.kind
            && cause == wanted
        {
            for (sum, number) in sums.iter_mut().zip([people, low, high]) {
                *sum += f64::from(number);
            }
        }
    }
    sums
}

#[test]
fn the_dead_lie_within_the_counts_of_the_sources() {
    let drowned: Vec<[f64; 3]> = hundred().iter().map(|run| civilians(run, Cause::Drowned)).collect();
    let after: Vec<[f64; 3]> = hundred().iter().map(|run| civilians(run, Cause::FloodAftermath)).collect();
    let displaced: Vec<[f64; 3]> = hundred().iter().map(|run| civilians(run, Cause::Displaced)).collect();
    let of = |what: &[[f64; 3]], end: usize| spread(what.iter().map(|sums| sums[end]).collect());
    for (name, what) in [("drowned", &drowned), ("hunger and disease", &after), ("displaced", &displaced)] {
        println!("{name}: {:.0?}, low {:.0?}, high {:.0?}", of(what, 0), of(what, 1), of(what, 2));
    }
    // 30,000 to 89,300 drowned: the simulated range meets the published one in nearly every run
    let meet = drowned.iter().filter(|[_, low, high]| *low <= 89_300.0 && *high >= 30_000.0).count();
    assert!(meet >= 90, "{meet} of 100 runs");
    // five months of a disaster of nine years: below the 325,000 of Henan alone, above the drowned
    let deaths: Vec<f64> = drowned.iter().zip(&after).map(|(a, b)| a[0] + b[0]).collect();
    let [low, median, high] = spread(deaths);
    assert!(low > 20_000.0 && median > 40_000.0 && high < 325_000.0, "{low} {median} {high}");
    let [_, median, high] = of(&displaced, 0);
    assert!(median > 1_000_000.0 && high < 3_911_354.0, "displaced {median} to {high}");
}

#[test]
fn no_water_is_lost() {
    for run in hundred().iter().take(20) {
        let flood = &run.world.flood;
        let held: u64 = flood.water.iter().map(|water| u64::from(*water)).sum();
        assert!(flood.released > 0);
        assert_eq!(flood.released, held + flood.drained, "what came out stands on the land or has reached a lake");
    }
}

/// A run with the plans that Japan followed.
struct Followed {
    plans: Vec<(Date, String)>,
    events: Vec<Event>,
    world: World,
}

fn follow(scenario: &Scenario, seeds: u64) -> Vec<Followed> {
    let one = |seed| {
        let mut run = Run::new(scenario, seed);
        let mut events = Vec::new();
        while !run.is_over() {
            let (_, of_day) = run.day();
            events.extend(of_day.iter().filter(|event| !matches!(event.kind, EventKind::EngagementDay(_))).cloned());
        }
        let plans = run.followed.iter().filter(|(_, side, _)| *side == JAPAN).map(|(day, _, plan)| (*day, plan.clone())).collect();
        Followed { plans, events, world: run.world }
    };
    (0..seeds).into_par_iter().map(one).collect()
}

/// First day on which Japan took a place.
fn taken(scenario: &Scenario, run: &Followed, name: &str) -> Option<Date> {
    let wanted = scenario.setting.theatre.place(name).unwrap();
    let event = run.events.iter().find(|event| matches!(event.kind, EventKind::PlaceTaken { place, by, .. } if place == wanted && by == JAPAN));
    event.map(|event| event.date)
}

const HUAI: [&str; 4] = ["zhengyangguan", "gushi", "huangchuan", "luoshan"];

#[test]
fn without_the_breach_japan_follows_the_plan_along_the_huai() {
    let off = campaign_with(&["flood=off"]);
    let start = off.setting.start;
    let main_force: Vec<_> = ["jpn-div-3", "jpn-div-10", "jpn-div-13", "jpn-div-16"].iter().flat_map(|id| crate::variant::army(&off, id)).collect();
    for run in follow(&off, 24) {
        assert_eq!(run.plans, [(start, "japan-huai".to_owned())], "from the first day to the last");
        assert!(run.world.closed.iter().all(|closed| !closed), "no cell is under water");
        assert_eq!(run.world.human.civilians[Cause::Drowned as usize], 0);
        assert_eq!(run.world.human.civilians[Cause::Displaced as usize], 0);
        let days: Vec<Option<Date>> = HUAI.iter().map(|place| taken(&off, &run, place)).collect();
        let first = days[0].expect("the base on the Huai is taken");
        assert!(first < date("1938-07-15"), "{first}: before the Yangtze army goes beyond Hukou");
        let reached: Vec<Date> = days.iter().flatten().copied().collect();
        assert!(reached.len() >= 3 && reached.is_sorted(), "objectives along the Huai in their order: {days:?}");
        for place in ["yejiaji", "xiaojieling"] {
            let (pass, plain) = (taken(&off, &run, place), reached[2]);
            assert!(pass.is_none_or(|day| day > plain), "{place} is no objective of this plan");
        }
        let by: BTreeSet<_> = run.events.iter().filter_map(|event| match event.kind {
            EventKind::PlaceTaken { place, by, formation } if by == JAPAN && HUAI.iter().any(|name| off.setting.theatre.place(name) == Some(place)) => Some(formation),
            _ => None,
        }).collect();
        assert!(by.iter().all(|formation| main_force.contains(formation)), "{by:?}");
    }
}

#[test]
fn with_the_breach_there_is_no_main_axis_on_the_huai() {
    let scenario = campaign();
    let main_order = date("1938-08-22");
    for run in follow(scenario, 100) {
        assert_eq!(run.plans, [(scenario.setting.start, "japan".to_owned())]);
        for place in HUAI {
            assert!(taken(scenario, &run, place).is_none_or(|day| day >= main_order), "{place}");
        }
    }
}

#[test]
fn a_later_breach_turns_a_plan_that_was_under_way() {
    let late = campaign_with(&["breach_delay=20"]);
    let off = campaign_with(&["flood=off"]);
    let opened = date("1938-06-29");
    for (late_run, off_run) in follow(&late, 12).into_iter().zip(follow(&off, 12)) {
        let expected = [(late.setting.start, "japan-huai".to_owned()), (opened + 1, "japan".to_owned())];
        assert_eq!(late_run.plans, expected, "the day after the water is out");
        let before = |run: &Followed| run.events.iter().filter(|event| event.date < opened).cloned().collect::<Vec<_>>();
        assert!(before(&late_run) == before(&off_run), "nobody knows of a flood before it comes");
        assert!(taken(&late, &late_run, "zhengyangguan").is_some_and(|day| day < opened), "the first bound along the Huai is made");
        assert!(taken(&late, &late_run, "gushi").is_none_or(|day| day >= date("1938-08-22")), "the second is not");
        assert!(late_run.world.flood.released > 0);
    }
}

#[test]
fn the_first_difference_is_the_flood() {
    let off = campaign_with(&["flood=off"]);
    let (with, without) = (follow(campaign(), 4), follow(&off, 4));
    for (with, without) in with.iter().zip(&without) {
        let first = with.events.iter().zip(&without.events).find(|(a, b)| a != b).expect("they differ");
        assert!(matches!(first.0.kind, EventKind::Flood(flood::Event::Breached { .. })), "{:?}", first.0);
    }
}

#[test]
fn the_exercise_has_no_flood() {
    let exercise = Scenario::embedded("teaching-crossing").unwrap();
    assert!(exercise.setting.flood.grounds.is_empty() && exercise.setting.flood.reach.is_empty());
    assert!(exercise.setting.travel_dry.is_none());
}
