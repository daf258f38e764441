//! Facts of the system `health` over a hundred seeds, and what its factors touch.

use super::{Played, campaign, campaign_with, hundred, spread};
use huizhan_base::{Date, SideId};
use huizhan_lab::Run;
use huizhan_scenario::Scenario;
use huizhan_sim::health::{self, Disease};
use huizhan_sim::{Cause, EventKind, Status, World};
use rayon::prelude::*;

fn side(id: &str) -> SideId {
    campaign().setting.side(id).unwrap()
}

/// Whether a formation of the record stands under another, itself counted.
fn under(formation: &str, above: &str) -> bool {
    let rows = &campaign().record.formations;
    let mut here = Some(formation.to_owned());
    while let Some(id) = here {
        if id == above {
            return true;
        }
        here = rows.iter().find(|row| row.id == id).and_then(|row| row.parent.clone());
    }
    false
}

/// Sums over the formations under one of the record.
fn sum_under(world: &World, above: &str, of: impl Fn(&World, usize) -> u32) -> f64 {
    let forces = campaign().setting.forces.iter().enumerate();
    forces.filter(|(_, force)| under(&force.id, above)).map(|(index, _)| f64::from(of(world, index))).sum()
}

fn admitted(run: &Played, above: &str) -> f64 {
    sum_under(&run.world, above, |world, index| world.health.admitted[index])
}

/// The claimed number of a subject, the low end.
fn claimed(id: &str) -> f64 {
    let claim = campaign().record.claims.iter().find(|claim| claim.id == id).unwrap();
    claim.value_low.as_ref().unwrap().to_string().parse().unwrap()
}

/// Cases of a side in each week, with the week's last day.
fn weeks(run: &Played, of: SideId) -> impl Iterator<Item = (Date, u32)> + '_ {
    run.events.iter().filter_map(move |event| match event.kind {
        EventKind::Health(health::Event::Week { side, heat, malaria, dysentery, cholera, other, .. }) if side == of => {
            Some((event.date, heat + malaria + dysentery + cholera + other))
        }
        _ => None,
    })
}

/// Worlds on the morning of a day, over seeds from 0.
fn on(scenario: &Scenario, day: &str, seeds: u64) -> Vec<World> {
    let day: Date = day.parse().unwrap();
    let play = |seed| {
        let mut run = Run::new(scenario, seed);
        while run.world.date < day {
            run.day();
        }
        run.world
    };
    (0..seeds).into_par_iter().map(play).collect()
}

#[test]
fn japanese_sick_stand_between_the_two_returns_of_the_campaign() {
    let runs = hundred();
    let all = spread(runs.iter().map(|run| f64::from(run.world.ledger[side("japan").index()].sick)).collect());
    assert!(all[0] > 80_000.0 && all[2] < 180_000.0, "whole theatre {all:?}");
    // the return of one division counts men in hospital, that of its army every case: per man they differ by about two
    let (army, division) = (claimed("cl-jpn-sick-1"), claimed("cl-jpn-sick-3"));
    let armies = spread(runs.iter().map(|run| admitted(run, "jpn-11a")).collect());
    let divisions = spread(runs.iter().map(|run| admitted(run, "jpn-div-106")).collect());
    assert!(armies[1] > 0.4 * army && armies[1] < army, "11th Army {armies:?} beside {army} cases");
    assert!(divisions[1] > division && divisions[1] < 2.0 * division, "106th Division {divisions:?} beside {division} in hospital");
}

#[test]
fn the_sick_of_a_month_peak_in_august_and_september() {
    let of_month = |month: u8| {
        let sum = |run: &Played| weeks(run, side("japan")).filter(|(date, _)| date.month_day().0 == month).map(|(_, men)| f64::from(men)).sum();
        spread(hundred().iter().map(sum).collect())[1]
    };
    let [july, august, september, october] = [7, 8, 9, 10].map(of_month);
    assert!(july < august && october < september, "{july} {august} {september} {october}");
    assert!(september > 1.2 * october, "{september} {october}");
}

#[test]
fn a_group_army_from_the_north_has_thousands_sick_on_the_first_of_september() {
    let worlds = on(campaign(), "1938-09-01", 40);
    let sick = |world: &World| sum_under(world, "roc-ga-3", |world, index| world.formations.sick[index]);
    let found = spread(worlds.iter().map(sick).collect());
    let told = claimed("cl-roc-sick-1");
    assert!(found[0] < told && told < 1.5 * found[2], "3rd Group Army {found:?} beside nearly {told}");
}

#[test]
fn malaria_leads_among_the_sick_of_an_army_that_hardly_fights() {
    let worlds = on(campaign(), "1938-09-20", 20);
    for world in &worlds {
        let malaria = sum_under(world, "roc-army-59", |world, index| world.health.sick[index][Disease::Malaria as usize]);
        let sick = sum_under(world, "roc-army-59", |world, index| world.formations.sick[index]);
        assert!(malaria > 0.25 * sick && sick > 500.0, "59th Army: {malaria} of {sick}");
    }
    // men who never fought are fewer all the same
    let idle = |world: &World| -> (u32, u32) {
        let rows = world.present_formations().map(huizhan_base::FormationId::index).filter(|index| world.formations.lost[*index] == 0);
        rows.fold((0, 0), |(men, paper), index| (men + world.formations.men[index], paper + campaign().setting.forces[index].establishment))
    };
    let shares = worlds.iter().map(idle).map(|(men, paper)| f64::from(men) / f64::from(paper)).collect();
    let [_, median, most] = spread(shares);
    assert!(median < 0.95 && most < 0.98, "formations without losses have {median} of their men");
}

#[test]
fn cholera_is_possible_and_not_scheduled() {
    let outbreaks = |run: &Played, above: &str| -> Vec<Date> {
        let of = |event: &huizhan_sim::Event| match &event.kind {
            EventKind::Health(health::Event::Outbreak { formation, .. }) => under(&campaign().setting.forces[formation.index()].id, above),
            _ => false,
        };
        run.events.iter().filter(|event| of(event)).map(|event| event.date).collect()
    };
    let landing: Vec<_> = hundred().iter().map(|run| outbreaks(run, "jpn-det-hata")).filter(|days| !days.is_empty()).collect();
    assert!((2..=60).contains(&landing.len()), "{} of 100 runs have cholera in the landing detachment", landing.len());
    let mut first: Vec<_> = landing.iter().map(|days| days[0]).collect();
    first.sort();
    first.dedup();
    assert!(first.len() * 2 > landing.len(), "not on one day: {first:?}");
    let japanese = || hundred().iter().flat_map(|run| outbreaks(run, "jpn-ccea"));
    let late = japanese().filter(|day| day.month_day().0 == 11).count();
    assert!(late * 20 < japanese().count(), "cold water ends it: {late} of {} begin in November", japanese().count());
    let cases = |of: SideId| spread(hundred().iter().map(|run| f64::from(run.world.health.cases[of.index()][Disease::Cholera as usize])).collect());
    let (japan, china) = (cases(side("japan")), cases(side("roc")));
    assert!(japan[1] < 1386.0 && japan[2] < 5000.0, "{japan:?}, within the infectious diseases of one army");
    assert!(china[1] > japan[1] && china[2] < 30_000.0, "{china:?}");
}

#[test]
fn nobody_is_lost_on_the_way_through_hospital() {
    for run in hundred() {
        let world = &run.world;
        for of in SideId::BOTH {
            let at = of.index();
            let rows = || (0..campaign().setting.forces.len()).filter(|index| campaign().setting.forces[*index].side == of);
            let sick: u32 = rows().map(|index| world.formations.sick[index]).sum();
            let (ledger, health) = (&world.ledger[at], &world.health);
            let left = ledger.recovered + health.dead(of) + health.evacuated[at];
            assert_eq!(ledger.sick, sick + left, "side {at}");
            assert_eq!(health.evacuated[at], health.rear[at] + health.discharged[at], "side {at}");
            assert_eq!(world.human.soldiers[at][Cause::Sick as usize], ledger.sick);
            assert_eq!(world.human.soldiers[at][Cause::DiedSick as usize], health.dead(of));
            for index in rows().filter(|index| world.formations.status[*index] == Status::Present) {
                assert!(health.sick[index].iter().sum::<u32>() <= world.formations.sick[index], "formation {index}");
            }
            let told = |cause: Cause| -> u32 {
                let people = |event: &huizhan_sim::Event| match event.kind {
                    EventKind::HumanCost { victim: huizhan_sim::Victim::Soldiers { of: whose }, cause: by, people, .. } if whose == of && by == cause => people,
                    _ => 0,
                };
                run.events.iter().map(people).sum()
            };
            assert_eq!(told(Cause::DiedSick), health.dead(of), "the dead of side {at} are told");
        }
    }
}

#[test]
fn without_sickness_nobody_falls_sick_and_the_first_day_is_the_same() {
    let well = campaign_with(&["sickness=0"]);
    for run in super::play(&well, 4) {
        assert_eq!(run.world.health.cases.iter().flatten().sum::<u32>(), 0);
    }
    let (mut one, mut other) = (Run::new(campaign(), 3), Run::new(&well, 3));
    let told = |run: &mut Run<'_>| {
        let (_, events) = run.day();
        let kept = |event: &&huizhan_sim::Event| !matches!(event.kind, EventKind::Sickness { .. } | EventKind::Health(_));
        events.iter().filter(kept).cloned().collect::<Vec<_>>()
    };
    assert_eq!(told(&mut one), told(&mut other));
}

#[test]
fn heat_slows_the_recovery_of_those_it_is_foreign_to() {
    let cohesion = |heat: &str, of: SideId| {
        let rested = |world: &World| {
            let rows = world.present_formations().map(huizhan_base::FormationId::index).filter(|index| campaign().setting.forces[*index].side == of);
            rows.map(|index| f64::from(world.formations.cohesion[index])).sum::<f64>()
        };
        let worlds = on(&campaign_with(&[heat]), "1938-08-20", 16);
        worlds.iter().map(rested).sum::<f64>()
    };
    assert!(cohesion("heat=0", side("japan")) > 1.01 * cohesion("heat=2", side("japan")));
}
