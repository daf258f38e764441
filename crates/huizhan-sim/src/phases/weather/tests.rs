//! The equations against what they promise.

use super::law;
use huizhan_base::{Date, Draw, Draws};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn a_season_runs_through_the_middles_of_its_months() {
    let months = [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 50.0, 40.0, 30.0, 20.0, 10.0];
    let mut before = law::of_day(&months, date("1938-01-16"));
    for day in 1..180 {
        let now = law::of_day(&months, date("1938-01-16") + day);
        assert!(now >= before && now - before < 0.4, "day {day}: {before} then {now}");
        before = now;
    }
    assert!((law::of_day(&months, date("1938-07-16")) - 60.0).abs() < 0.2);
}

#[test]
fn the_chain_has_the_wet_days_and_the_memory_it_is_given() {
    let (share, memory, days) = (0.4, 0.3, 200_000);
    let (mut wet, mut wet_days, mut wet_pairs) = (false, 0, 0);
    for day in 0..days {
        let was = wet;
        wet = Draws::new(7).at(Date::from_days(day)).uniform(Draw::Test, 0) < law::wet_chance(share, memory, wet);
        wet_days += i32::from(wet);
        wet_pairs += i32::from(wet && was);
    }
    let of_days = f64::from(wet_days) / f64::from(days);
    let after_wet = f64::from(wet_pairs) / f64::from(wet_days);
    assert!((of_days - share).abs() < 0.01, "{of_days}");
    assert!((after_wet - (share + memory * (1.0 - share))).abs() < 0.01, "{after_wet}");
}

#[test]
fn rain_and_series_keep_their_mean_and_spread() {
    let (days, memory, gamma) = (200_000, 0.96, law::weibull_mean(1.35));
    let (mut rain, mut inflow, mut level) = (0.0, 0.0, 0.0);
    let (mut inflows, mut levels, mut steps) = (0.0, 0.0, 0.0);
    for day in 0..days {
        let draws = Draws::new(3).at(Date::from_days(day));
        rain += 12.0 * law::shower(1.35, gamma, draws.uniform(Draw::Test, 1));
        inflow = law::next(inflow, memory, draws.normal(Draw::Test, 2));
        let next = law::routed(level, inflow, memory, 6.0);
        steps += (next - level) * (next - level);
        level = next;
        inflows += inflow * inflow;
        levels += level * level;
    }
    let mean = |sum: f64| sum / f64::from(days);
    assert!((mean(rain) - 12.0).abs() < 0.3, "{}", mean(rain));
    assert!((mean(inflows) - 1.0).abs() < 0.06 && (mean(levels) - 1.0).abs() < 0.08, "{} {}", mean(inflows), mean(levels));
    assert!(mean(steps).sqrt() < 0.12, "a river does not jump: {}", mean(steps).sqrt());
}

#[test]
fn mud_needs_more_than_a_shower_and_dries() {
    assert!(law::mud(law::ground_mm(0.0, 12.0, 5.0, 40.0), 15.0, 40.0) <= 0.0);
    let soaked = law::ground_mm(30.0, 60.0, 5.0, 40.0);
    assert!(soaked >= 40.0 && law::mud(soaked, 15.0, 40.0) >= 1.0, "{soaked} mm");
    let week = (0..7).fold(soaked, |ground, _| law::ground_mm(ground, 0.0, 5.0, 40.0));
    assert!(law::mud(week, 15.0, 40.0) <= 0.0, "{week} mm");
    assert!((law::below(1.0) - 0.841_344_746).abs() < 1e-8);
}
