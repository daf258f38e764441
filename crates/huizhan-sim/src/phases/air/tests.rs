use super::law::{Exchange, Meeting, advantage, count, exchange, lost, stock_after, warning};
use crate::Parameters;
use huizhan_base::{Date, Draw, Draws};

/// Numbers of the size that the model has.
fn parameters() -> Parameters {
    let mut p = Parameters::zero();
    p.air_kill = 0.1;
    p.air_gunners = 0.03;
    p.air_shooters_per_target = 2.0;
    p.air_tie_up = 1.0;
    p.air_warning_km = 150.0;
    p.air_drop_share = 0.5;
    p.combat_advantage_air = 0.163;
    p
}

fn meeting(escorts: f64, bombers: f64, defenders: f64, edge: f64) -> Meeting {
    Meeting { escorts, bombers, defenders, edge, edge_bombers: edge }
}

/// Meetings from lopsided to even, large and small.
fn meetings() -> impl Iterator<Item = Meeting> {
    let numbers = [0.0, 1.0, 5.0, 26.0, 200.0];
    let fights = numbers.into_iter().flat_map(move |e| numbers.into_iter().flat_map(move |b| numbers.into_iter().map(move |d| (e, b, d))));
    fights.flat_map(|(e, b, d)| [-1.0, 0.0, 1.0].map(|edge| meeting(e, b, d, edge)))
}

#[test]
fn nobody_loses_more_than_he_has() {
    for meeting in meetings() {
        let cost = exchange(&parameters(), &meeting, 5.0);
        assert!((0.0..=meeting.escorts).contains(&cost.escorts), "{meeting:?}: {cost:?}");
        assert!((0.0..=meeting.bombers).contains(&cost.bombers), "{meeting:?}: {cost:?}");
        assert!((0.0..=meeting.defenders).contains(&cost.defenders), "{meeting:?}: {cost:?}");
        assert!((0.0..=meeting.defenders).contains(&cost.free), "{meeting:?}: {cost:?}");
    }
}

#[test]
fn a_side_that_is_not_there_neither_loses_nor_kills() {
    let p = parameters();
    assert_eq!(exchange(&p, &meeting(20.0, 10.0, 0.0, 0.5), 1.0), Exchange::default());
    assert_eq!(exchange(&p, &meeting(0.0, 0.0, 20.0, 0.5), 1.0), Exchange::default());
    assert!(exchange(&p, &meeting(20.0, 10.0, 20.0, 0.5), 0.0).escorts.abs() < 1e-12);
    assert!(lost(0.0, 5.0).abs() < 1e-12);
}

#[test]
fn fighters_alone_fight_the_same_fight_seen_from_either_side() {
    let p = parameters();
    for (e, d, edge) in [(26.0, 29.0, -0.4), (5.0, 40.0, 0.2), (18.0, 18.0, 0.0)] {
        let here = exchange(&p, &meeting(e, 0.0, d, edge), 1.0);
        let there = exchange(&p, &meeting(d, 0.0, e, -edge), 1.0);
        assert!((here.escorts - there.defenders).abs() < 1e-12 && (here.defenders - there.escorts).abs() < 1e-12);
    }
}

#[test]
fn more_and_better_fighters_cost_the_other_side_more() {
    let p = parameters();
    let cost = |e: f64, d: f64, edge: f64| exchange(&p, &meeting(e, 12.0, d, edge), 1.0);
    for step in 1..30 {
        let n = f64::from(step);
        assert!(cost(26.0, n + 1.0, 0.0).bombers >= cost(26.0, n, 0.0).bombers, "more defenders");
        assert!(cost(26.0, n + 1.0, 0.0).escorts >= cost(26.0, n, 0.0).escorts, "more defenders");
        assert!(cost(n + 1.0, 29.0, 0.0).bombers <= cost(n, 29.0, 0.0).bombers, "escorts keep fighters off the bombers");
        assert!(cost(26.0, 29.0, n / 30.0).escorts > cost(26.0, 29.0, n / 30.0 - 0.1).escorts, "better defenders");
        assert!(cost(26.0, 29.0, n / 30.0).defenders < cost(26.0, 29.0, n / 30.0 - 0.1).defenders, "better defenders");
    }
}

#[test]
fn a_crowd_cannot_all_shoot_at_one_aircraft() {
    let p = parameters();
    let few = exchange(&p, &meeting(0.0, 3.0, 6.0, 0.0), 1.0).bombers;
    let crowd = exchange(&p, &meeting(0.0, 3.0, 60.0, 0.0), 1.0).bombers;
    assert!((few - crowd).abs() < 1e-12, "six fighters use up three bombers: {few}, {crowd}");
}

#[test]
fn whole_losses_have_the_mean_asked_for() {
    let day = Draws::new(3).at("1938-04-29".parse::<Date>().unwrap());
    for mean in [0.2, 1.5, 6.0] {
        let total: u32 = (0..20_000).map(|id| count(mean, day.uniform(Draw::Test, id), 1000)).sum();
        let found = f64::from(total) / 20_000.0;
        assert!((found - mean).abs() < 0.05 * mean + 0.01, "{found} for {mean}");
    }
    assert_eq!(count(50.0, 0.999, 7), 7, "never more than there are");
    assert_eq!(count(0.0, 0.999, 7), 0);
}

#[test]
fn the_farther_the_raid_comes_the_more_fighters_are_warned() {
    let p = parameters();
    assert!(warning(&p, 0.0).abs() < 1e-12);
    assert!(warning(&p, 100.0) < warning(&p, 400.0) && warning(&p, 4000.0) <= 1.0);
}

#[test]
fn support_counts_for_the_side_that_has_more_of_it() {
    let p = parameters();
    assert!(advantage(&p, 3.0, 3.0).abs() < 1e-12);
    assert!((advantage(&p, 1.0, 0.0) - 0.163 * core::f64::consts::LN_2).abs() < 1e-12, "one sortie per 1,000 men and day");
    assert!((advantage(&p, 2.0, 5.0) + advantage(&p, 5.0, 2.0)).abs() < 1e-12);
}

#[test]
fn a_drop_feeds_by_its_weight_and_fills_no_more_than_the_packs() {
    let p = parameters();
    // 20 t dropped, half of it found, for 5,000 men who need 2 kg a day: one day of supply
    assert_eq!(stock_after(&p, 250, 20_000.0, 5_000.0, 2.0, 7_000.0), 1_250);
    assert_eq!(stock_after(&p, 6_900, 20_000.0, 5_000.0, 2.0, 7_000.0), 7_000);
    assert_eq!(stock_after(&p, 7_100, 20_000.0, 5_000.0, 2.0, 7_000.0), 7_100, "what is there is not taken away");
}
