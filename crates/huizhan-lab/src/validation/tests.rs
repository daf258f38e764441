use super::play::Played;
use super::ring::{PlayedRing, sites};
use super::{losses, play, rank_histogram, ring, standing, tempo};
use crate::{Measures, Naive};
use huizhan_base::{CellId, Date, Digest, Draw, Draws};
use huizhan_scenario::{Capture, Scenario};
use huizhan_sim::ring::End;

fn wuhan() -> Scenario {
    Scenario::embedded("wuhan1938").unwrap()
}

fn scored_early(scenario: &Scenario) -> impl Fn(&Capture) -> bool + '_ {
    |capture| capture.scored && capture.day() <= scenario.early_until
}

/// A run in which each capture comes on the day that `day` gives.
fn made(scenario: &Scenario, day: impl Fn(&Capture) -> Option<Date>) -> Measures {
    Measures {
        seed: 0,
        captured: scenario.captures.iter().map(day).collect(),
        losses: Default::default(),
        formation_losses: vec![0; scenario.setting.forces.len()],
        digest: Digest::default(),
    }
}

/// A day about the hundredth: a sum of three draws, and an own shift.
fn drawn(draws: Draws, of: u32, spread: f64, shift: f64) -> Date {
    let at = draws.at(Date::from_days(0));
    let sum: f64 = (0..3).map(|part| at.uniform(Draw::Particle, of * 3 + part) - 0.5).sum();
    Date::from_days((100.0 + shift + spread * sum).round() as i32)
}

/// Days of `captures` captures in 60 runs and in truth. Where `chained`, all captures of a run share a shift.
fn sample(captures: u32, spread_of_truth: f64, chained: bool) -> (Vec<Date>, Vec<Vec<Date>>) {
    let draws = Draws::new(7);
    let shift = |run: u32| if chained { 60.0 * (draws.at(Date::from_days(1)).uniform(Draw::Particle, run) - 0.5) } else { 0.0 };
    let run = |run: u32, spread: f64| -> Vec<Date> { (0..captures).map(|capture| drawn(draws, run * 1000 + capture, spread, shift(run))).collect() };
    (run(60, spread_of_truth), (0..60).map(|number| run(number, 20.0)).collect())
}

#[test]
fn a_truth_of_the_same_law_ranks_flat_and_another_does_not() {
    let (truth, runs) = sample(200, 20.0, false);
    let honest = rank_histogram(&truth, &runs);
    assert!((honest.bins.iter().sum::<f64>() - 200.0).abs() < 1e-9, "every capture is in the histogram: {:?}", honest.bins);
    assert!(honest.p_value > 0.1 && honest.reliability_index < 0.35, "{honest:?}");
    let (wild, runs) = sample(200, 80.0, false);
    let narrow = rank_histogram(&wild, &runs);
    assert!(narrow.p_value < 0.02, "intervals that are too narrow are found out: {narrow:?}");
    assert!(narrow.bins[0] > 30.0 && narrow.bins[9] > 30.0 && narrow.bins[4] < 20.0, "a bowl: {:?}", narrow.bins);
    let late: Vec<Date> = truth.iter().map(|day| *day + -15).collect();
    let slope = rank_histogram(&late, &runs);
    assert!(slope.bins[0] > 100.0, "documented before the runs: weight on the left: {:?}", slope.bins);
}

#[test]
fn captures_in_a_chain_do_not_condemn_an_honest_spread() {
    let (truth, runs) = sample(30, 20.0, true);
    let found = rank_histogram(&truth, &runs);
    assert!(found.chi_square > 16.92, "the table at 95 % would call it dishonest: {found:?}");
    assert!(found.p_value > 0.1, "{found:?}");
}

#[test]
fn ties_and_captures_that_never_come_are_shared_out() {
    let never = Date::from_days(50);
    let flat = rank_histogram(&[never; 20], &vec![vec![never; 20]; 9]);
    assert!(flat.bins.iter().all(|bin| (bin - 2.0).abs() < 1e-9), "no day tells from another: {:?}", flat.bins);
    assert!(flat.reliability_index < 1e-9);
    let none = rank_histogram(&[], &vec![Vec::new(); 3]);
    assert_eq!((none.captures, none.reliability_index, none.chi_square), (0, 0.0, 0.0));
}

#[test]
fn the_second_rival_follows_each_axis_and_keeps_the_common_rate_elsewhere() {
    let scenario = wuhan();
    let early = scored_early(&scenario);
    let (one, by_axis) = (Naive::fit(&scenario, &early), Naive::fit_by_axis(&scenario, &early));
    assert!(by_axis.error(&scenario, &early) <= one.error(&scenario, &early), "a rate for each axis fits what it is fitted to at least as well");
    let mut shifted = scenario.clone();
    for capture in &mut shifted.captures {
        if capture.axis == "north-bank" {
            capture.documented = capture.documented.map(|day| day + 20);
        }
    }
    let later = Naive::fit_by_axis(&shifted, |capture| capture.scored && capture.day() <= scenario.early_until + 20);
    let rate = |naive: &Naive, axis: &str| naive.axis_rates[axis].0;
    assert!(rate(&later, "north-bank") < rate(&by_axis, "north-bank"), "documented 20 days later: a slower axis");
    for index in 0..scenario.captures.len() {
        let axis = &scenario.captures[index].axis;
        if !by_axis.axis_rates.contains_key(axis) {
            assert_eq!(by_axis.day(&scenario, index), one.day(&scenario, index), "axis `{axis}` has no early capture");
        }
    }
    assert!(by_axis.axis_rates.values().all(|(_, captures)| *captures > 0));
}

#[test]
fn a_leg_forgives_a_late_start_and_not_a_slow_march() {
    let scenario = wuhan();
    let early = scored_early(&scenario);
    let rivals = [Naive::fit(&scenario, &early), Naive::fit_by_axis(&scenario, &early)];
    let score = |runs: &[Measures]| tempo::tempo(&scenario, &runs.iter().collect::<Vec<_>>(), &rivals[0], &rivals[1]);
    let late: Vec<Measures> = [5, 9, 14].iter().map(|days| made(&scenario, |capture| Some(capture.day() + *days))).collect();
    let found = score(&late);
    assert_eq!((found.all.mae_days, found.all.coverage90, found.all.crps_skill), (0.0, 1.0, 1.0), "every leg as documented");
    assert!(found.all.legs == found.legs.len() && found.early.legs > 0 && found.late.legs > found.early.legs);
    let slow = made(&scenario, |capture| Some(capture.day() + (capture.day() - scenario.setting.start)));
    let found = score(&[slow]);
    assert!(found.legs.iter().all(|leg| leg.days.unwrap()[2] == 2 * leg.documented_days), "twice the time on every leg");
    assert!(found.all.bias_days > 0.0);
    let broken = made(&scenario, |capture| (capture.axis != "river").then(|| capture.day()));
    let found = score(&[broken]);
    assert!(found.legs.iter().filter(|leg| leg.axis == "river").all(|leg| leg.both == 0.0 && leg.days.is_none() && leg.crps.is_none()));
    assert!(found.all.legs < found.legs.len(), "legs that do not happen count in no total");
}

#[test]
fn places_that_fell_too_early_are_counted_without_their_later_day() {
    let scenario = wuhan();
    let until = scenario.early_until;
    let naive = || [Naive::fit(&scenario, |capture| capture.scored), Naive::fit(&scenario, |capture| capture.scored)];
    let found = |runs: &[&Measures]| {
        let rivals = naive();
        let score = |(index, capture): (usize, &Capture)| super::score(&scenario, capture, index, runs, &rivals);
        let scores: Vec<_> = scenario.captures.iter().enumerate().map(score).collect();
        standing::standing(&scenario, runs, &scores)
    };
    let documented = made(&scenario, |capture| Some(capture.day()));
    let much_later = made(&scenario, |capture| (capture.day() <= until).then(|| capture.day()));
    let honest = found(&[&documented, &much_later]);
    assert_eq!((honest.false_early, honest.fallen), (0.0, [0, 0, 0]), "how late it falls is of no account");
    assert!(honest.places.iter().all(|place| place.documented > until));
    let rushed = made(&scenario, |capture| Some(capture.day().min(until)));
    let half = found(&[&documented, &rushed]);
    assert!((half.false_early - 0.5).abs() < 1e-9 && half.fallen[2] == half.places.iter().filter(|place| place.scored).count());
}

#[test]
fn losses_are_counted_between_their_days() {
    let scenario = wuhan();
    let rows = losses::windows(&scenario);
    let windows: Vec<losses::Window> = rows.iter().map(|(_, window)| window.clone()).collect();
    let at = |id: &str| rows.iter().position(|(row, _)| row.id == id).unwrap();
    let whole = at("lo-jpn-div-106-1");
    assert_eq!(windows[whole].days, [scenario.setting.start, scenario.setting.end], "a return that ends after the campaign is cut");
    let brigades = ["jpn-bde-111", "jpn-bde-136"].map(|id| scenario.formation(id).unwrap());
    assert_eq!(windows[whole].formations, brigades, "a division is its brigades");
    let mut split = windows[whole].clone();
    let middle = scenario.setting.start + 90;
    let mut rest = split.clone();
    (split.days[1], rest.days[0]) = (middle, middle + 1);
    let played = play::play(&scenario, 3, &[windows[whole].clone(), split, rest], &[]);
    let all: u32 = brigades.iter().map(|brigade| played.measures.formation_losses[brigade.index()]).sum();
    assert_eq!(played.windows[0], all);
    assert_eq!(played.windows[1] + played.windows[2], all, "two parts make the whole");
    let range = |q05, q95| super::LossRange { q05, q50: u32::midpoint(q05, q95), q95 };
    let verdicts = [range(10, 90), range(10, 100), range(200, 300), range(201, 300)].map(|lost| losses::verdict(lost, [100, 200]));
    assert_eq!(verdicts, ["below", "inside", "inside", "above"]);
}

#[test]
fn a_ring_counts_if_it_holds_and_is_near_if_it_closes_near() {
    let scenario = wuhan();
    let sites = sites(&scenario);
    let (event, site) = sites.iter().find(|(event, _)| event.place.as_deref() == Some("wanjialing")).unwrap();
    let cell = |near: bool| CellId::from_index(site.near.iter().position(|held| *held == near).unwrap());
    let day = event.date_start;
    let ring = |near: bool, days: i32, end: Option<End>| PlayedRing {
        of: scenario.setting.forces[site.formations[0].index()].side,
        began: day,
        days,
        cells: vec![cell(near)],
        formations: vec![site.formations[0]],
        men: 9000,
        lost: end.map(|_| 800),
        end,
    };
    let run = |rings: Vec<PlayedRing>| Played { measures: made(&scenario, |_| None), windows: Vec::new(), there: vec![!rings.is_empty(); sites.len()], rings };
    let runs = [
        run(Vec::new()),
        run(vec![ring(true, 3, Some(End::Opened))]),
        run(vec![ring(false, 12, Some(End::BrokenOut)), ring(true, 8, Some(End::Relieved))]),
        run(vec![ring(false, 20, None)]),
    ];
    let scores = ring::scores(&scenario, &sites, &runs);
    let score = scores.iter().find(|score| score.event == event.id).unwrap();
    assert_eq!((score.there, score.briefly, score.near, score.anywhere), (0.75, 0.5, 0.25, 0.5));
    assert_eq!(score.ends.iter().map(|(end, count)| (*end, *count)).collect::<Vec<_>>(), [("holds", 1), ("relieved", 1)], "near goes before elsewhere");
    assert_eq!(score.lost.unwrap().q50, 800, "one that holds has no toll yet");
    assert_eq!(score.formations, ["jpn-div-106"], "those around it are not in it");
    assert!(score.claims.iter().any(|claim| claim.subject == "wanjialing_present"));
    let ringed = ring::ringed(&scenario, &runs);
    assert_eq!((ringed[0].formation.as_str(), ringed[0].runs), ("jpn-div-106", 2), "a run counts once, a brigade as its division");
}
