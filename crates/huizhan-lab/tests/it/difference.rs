//! Minimal difference: one formation arrives later; nothing it cannot reach differs before it could.

use crate::variant::with_setting;
use huizhan_base::{CellId, FormationId};
use huizhan_lab::Run;
use huizhan_scenario::Scenario;
use huizhan_sim::{View, World};

/// Everything of a formation that decides its future.
fn row(world: &World, formation: FormationId) -> impl PartialEq + std::fmt::Debug {
    let (f, index) = (&world.formations, formation.index());
    let body = (f.status[index], f.cell[index], f.men[index], f.sick[index], f.lost[index], f.stock[index]);
    (body, f.cohesion[index], f.task[index], f.ordered[index], f.progress[index], f.rest_until[index])
}

/// Formations other than `late` that differ between two worlds.
fn differing(scenario: &Scenario, a: &World, b: &World, late: FormationId) -> Vec<FormationId> {
    let all = (0..scenario.setting.forces.len()).map(FormationId::from_index);
    all.filter(|formation| *formation != late && row(a, *formation) != row(b, *formation)).collect()
}

fn later(scenario: &Scenario, formation: FormationId, days: i32) -> Scenario {
    with_setting(scenario, |setting| {
        let force = &mut setting.forces[formation.index()];
        force.entry = force.entry + days;
    })
}

#[test]
fn out_of_sight_of_the_enemy_nothing_of_his_differs() {
    let scenario = Scenario::embedded("teaching-crossing").unwrap();
    let late = scenario.formation("blue-bde-4").unwrap();
    // it waits at its railhead for its orders, out of sight of the river
    let scenario = with_setting(&scenario, |setting| {
        let force = &mut setting.forces[late.index()];
        force.sector = force.cell;
    });
    let changed = later(&scenario, late, 3);
    let entry = scenario.setting.forces[late.index()].entry;
    let enemy = scenario.setting.forces[late.index()].side.enemy();
    for seed in 0..8 {
        let (mut a, mut b) = (Run::new(&scenario, seed), Run::new(&changed, seed));
        let mut unseen = 0;
        while !a.is_over() {
            let date = a.world.date;
            a.day();
            b.day();
            if date < entry {
                assert_eq!(a.world.digest(), b.world.digest(), "seed {seed}: {date} differs before the arrival");
                continue;
            }
            let seen = |world: &World| {
                let cell = world.formations.cell[late.index()];
                let stands = |formation: &FormationId| scenario.setting.forces[formation.index()].side == enemy;
                let cells: Vec<CellId> = world.present_formations().filter(stands).map(|other| world.formations.cell[other.index()]).collect();
                cells.iter().any(|other| scenario.setting.theatre.within_km(cell, *other, View::SIGHTING_KM))
            };
            let differ = differing(&scenario, &a.world, &b.world, late);
            let of_enemy: Vec<&str> = differ
                .iter()
                .filter(|formation| scenario.setting.forces[formation.index()].side == enemy)
                .map(|formation| scenario.setting.forces[formation.index()].id.as_str())
                .collect();
            let own = differ.len() - of_enemy.len();
            if seen(&a.world) || seen(&b.world) || own > 0 {
                break;
            }
            assert!(of_enemy.is_empty(), "seed {seed}, {date}: {of_enemy:?} differ, whom nobody has reached");
            unseen += 1;
        }
        assert!(unseen >= 1, "seed {seed}: the late brigade is out of sight for a day at least");
    }
}

#[test]
fn a_convoy_for_guangdong_changes_nothing_on_the_yangtze_while_it_sails() {
    /// What news, ships and orders can cross in a day (km): more than any of them does.
    const REACH_KM_PER_DAY: f64 = 200.0;
    // drafts are shared out over a whole side: without them nothing but news, ships and orders connects the two
    let scenario = Scenario::open_with("wuhan1938", &["replacements=0".parse().unwrap()]).unwrap();
    let late = scenario.formation("jpn-bde-107").expect("the 21st Army is on the map");
    let changed = later(&scenario, late, 4);
    let force = &scenario.setting.forces[late.index()];
    let landing = scenario.setting.theatre.places[scenario.setting.theatre.place("daya_bay").unwrap().index()].cell;
    let (mut a, mut b) = (Run::new(&scenario, 1), Run::new(&changed, 1));
    while a.world.date < force.entry {
        a.day();
        b.day();
        assert_eq!(a.world.digest(), b.world.digest(), "differs before the arrival, on {}", a.world.date);
    }
    for day in 1..=4 {
        a.day();
        b.day();
        for formation in differing(&scenario, &a.world, &b.world, late) {
            let cell = a.world.formations.cell[formation.index()];
            let km = [force.cell, landing].map(|from| scenario.setting.theatre.distance_km(from, cell)).into_iter().fold(f64::INFINITY, f64::min);
            let id = &scenario.setting.forces[formation.index()].id;
            assert!(km <= REACH_KM_PER_DAY * f64::from(day), "{id} differs {day} days after the arrival, {km:.0} km away");
        }
    }
}
