//! Facts of the system `weather` over a hundred seeds, and what its factors touch.

use super::{Played, campaign, campaign_with};
use huizhan_base::{Date, Draws};
use huizhan_lab::Run;
use huizhan_scenario::Scenario;
use huizhan_sim::{EventKind, World, step_into, weather};
use rayon::prelude::*;

/// Weather of every day of a run without orders: commanders do not change it, as the test on factors shows.
fn alone(scenario: &Scenario, seed: u64) -> Vec<(Date, weather::State)> {
    let setting = &scenario.setting;
    let (mut world, mut events) = (World::new(setting), Vec::new());
    let mut days = Vec::new();
    while !world.is_terminal(setting) {
        let today = world.date;
        events.clear();
        step_into(setting, &mut world, &[], Draws::new(seed), &mut events);
        days.push((today, world.weather.clone()));
    }
    days
}

fn hundred(scenario: &Scenario) -> Vec<Vec<(Date, weather::State)>> {
    (0..100u64).into_par_iter().map(|seed| alone(scenario, seed)).collect()
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

fn station(id: &str) -> usize {
    let setting = &campaign().setting;
    let place = setting.theatre.place(id).unwrap();
    setting.weather.zones.iter().position(|zone| zone.place == place).unwrap()
}

#[test]
fn months_have_the_rain_warmth_and_stage_of_the_record() {
    let runs = hundred(campaign());
    let days = || runs.iter().flatten();
    let record = &campaign().record.weather;
    for row in record.climate.iter().filter(|row| (7..=10).contains(&row.month)) {
        let zone = station(&row.place);
        let of_month = || days().filter(|(date, _)| date.month_day().0 == row.month).map(|(_, state)| state.zones[zone]);
        let wet = mean(of_month().map(|zone| f64::from(u8::from(zone.wet)))) * weather::law::DAYS[usize::from(row.month) - 1];
        let temperature = mean(of_month().map(|zone| f64::from(zone.temperature_dc) / 10.0));
        // straight lines between months cut peaks: half a day of rain and half a degree are allowed for that
        let [low, high] = row.wet_days.range;
        assert!((low - 0.5..=high + 0.5).contains(&wet), "{} month {}: {wet} wet days", row.place, row.month);
        let [low, high] = row.temperature_c.range;
        assert!((low - 0.5..=high + 0.5).contains(&temperature), "{} month {}: {temperature}", row.place, row.month);
    }
    for row in record.stage.iter().filter(|row| (7..=10).contains(&row.month)) {
        let stage = mean(days().filter(|(date, _)| date.month_day().0 == row.month).map(|(_, state)| f64::from(state.stage_cm)));
        let [low, high] = row.stage_cm.range;
        assert!((low..=high).contains(&stage), "month {}: {stage} cm", row.month);
    }
}

#[test]
fn the_river_is_high_from_june_to_september_and_falls_in_autumn() {
    let runs = hundred(campaign());
    let on = |day: &str| {
        let day: Date = day.parse().unwrap();
        let stages = runs.iter().map(|days| days.iter().find(|(date, _)| *date == day).map_or(0.0, |(_, state)| f64::from(state.stage_cm)));
        super::spread(stages.collect())
    };
    let (june, july, september, november) = (on("1938-06-15"), on("1938-07-20"), on("1938-09-15"), on("1938-11-10"));
    assert!(june[1] > 150.0 && july[1] > 400.0 && september[1] > 280.0, "{june:?} {july:?} {september:?}");
    assert!(november[1] < 60.0 && november[1] < july[1] - 400.0, "{november:?}");
    assert!(july[2] - july[0] > 250.0, "years differ: {july:?}");
    let steps = runs.iter().flat_map(|days| days.windows(2)).map(|pair| f64::from((pair[1].1.stage_cm - pair[0].1.stage_cm).abs()));
    let [_, median, most] = super::spread(steps.collect());
    assert!(median < 15.0 && most < 40.0, "a great river moves by centimetres a day: {median} {most}");
}

#[test]
fn mud_comes_with_the_plum_rains_and_again_in_autumn_at_the_northern_passes() {
    let runs = hundred(campaign());
    let zone = station("xinyang");
    let most = 10.0 * campaign().setting.parameters.weather_ground_mm;
    let soft = |month: u8| {
        let days = runs.iter().flatten().filter(|(date, _)| date.month_day().0 == month);
        mean(days.map(|(_, state)| f64::from(u8::from(f64::from(state.zones[zone].ground_dmm) > 0.6 * most))))
    };
    let (june, september, october, november) = (soft(6), soft(9), soft(10), soft(11));
    assert!(june > 0.25 && october > september && november > september, "{june} {september} {october} {november}");
    assert!(october > 0.25, "{october}");
}

#[test]
fn weather_is_the_same_under_one_seed_whatever_else_changes() {
    let plain = campaign();
    for settings in [&["flood=off"][..], &["sickness=0", "replacements=2"], &["river_stage=off"]] {
        let changed = campaign_with(settings);
        let (mut one, mut other) = (Run::new(plain, 5), Run::new(&changed, 5));
        while !one.is_over() {
            one.day();
            other.day();
            assert_eq!(one.world.weather.zones, other.world.weather.zones, "{settings:?} {}", one.world.date);
            assert_eq!(one.world.weather.stage_cm, other.world.weather.stage_cm, "{settings:?} {}", one.world.date);
        }
    }
}

#[test]
fn without_departures_every_seed_has_the_mean_year() {
    let flat = campaign_with(&["weather=0"]);
    let (one, other) = (alone(&flat, 1), alone(&flat, 2));
    for ((date, a), (_, b)) in one.iter().zip(&other) {
        assert_eq!(a.stage_cm, b.stage_cm, "{date}");
        let told = |state: &weather::State| state.zones.iter().map(|zone| (zone.temperature_dc, zone.rain_dmm, zone.ground_dmm)).collect::<Vec<_>>();
        assert_eq!(told(a), told(b), "{date}");
    }
}

#[test]
fn mud_slows_a_march_and_the_stage_factor_lifts_draught() {
    let setting = &campaign().setting;
    let mut world = World::new(setting);
    let cell = setting.theatre.places[setting.theatre.place("xinyang").unwrap().index()].cell;
    for zone in &mut world.weather.zones {
        zone.ground_dmm = 0;
    }
    assert!((weather::march(setting, &world, cell) - 1.0).abs() < 1e-9);
    for zone in &mut world.weather.zones {
        zone.ground_dmm = (10.0 * setting.parameters.weather_ground_mm) as u32;
    }
    let deep = weather::march(setting, &world, cell);
    assert!((deep - 1.0 - setting.parameters.weather_mud_march).abs() < 1e-9);
    let road = (0..6).map(|direction| weather::footing(setting, &world, cell, direction)).fold(f64::INFINITY, f64::min);
    assert!(road < deep, "a motor road carries better than a field: {road} {deep}");
    assert_eq!(weather::stage_cm(setting, &world), world.weather.stage_cm);
    let off = campaign_with(&["river_stage=off"]);
    assert_eq!(weather::stage_cm(&off.setting, &world), weather::HIGH_CM);
}

#[test]
fn weather_tells_stage_weekly_and_mud_where_it_comes() {
    let told = |run: &Played, wanted: fn(&weather::Event) -> bool| {
        run.events.iter().filter(|event| matches!(&event.kind, EventKind::Weather(told) if wanted(told))).count()
    };
    for run in super::hundred().iter().take(20) {
        assert_eq!(told(run, |event| matches!(event, weather::Event::Stage { .. })), 23, "155 days are 23 weeks");
        let mud = told(run, |event| matches!(event, weather::Event::Mud { .. }));
        assert!((5..120).contains(&mud), "{mud}");
    }
}
