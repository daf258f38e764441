//! Facts of the system `health` over a hundred seeds, and what its factors touch.

use super::{Played, campaign, campaign_with, hundred, spread};
use huizhan_base::{Date, SideId};
use huizhan_lab::Run;
use huizhan_sim::health::{self, Disease};
use huizhan_sim::{Cause, Event, EventKind, Status};

fn japan() -> SideId {
    campaign().setting.side("japan").unwrap()
}

fn china() -> SideId {
    campaign().setting.side("roc").unwrap()
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

/// Admissions of the formations under one of the record.
fn admitted(run: &Played, above: &str) -> f64 {
    let forces = campaign().setting.forces.iter().zip(&run.world.health.admitted);
    forces.filter(|(force, _)| under(&force.id, above)).map(|(_, men)| f64::from(*men)).sum()
}

fn weeks(run: &Played, side: SideId) -> impl Iterator<Item = (Date, u32)> + '_ {
    run.events.iter().filter_map(move |event| match event.kind {
        EventKind::Health(health::Event::Week { side: of, heat, malaria, dysentery, cholera, other, .. }) if of == side => {
            Some((event.date, heat + malaria + dysentery + cholera + other))
        }
        _ => None,
    })
}

#[test]
fn report() {
    let runs = hundred();
    let all = spread(runs.iter().map(|run| f64::from(run.world.ledger[japan().index()].sick)).collect());
    println!("japan all {all:?}");
    for above in ["jpn-11a", "jpn-2a", "jpn-div-106", "jpn-div-6", "jpn-div-9", "jpn-div-101", "roc-ag-3", "roc-army-59"] {
        println!("{above} {:?}", spread(runs.iter().map(|run| admitted(run, above)).collect()));
    }
    for side in [japan(), china()] {
        for disease in Disease::ALL {
            println!("{side:?} {disease:?} cases {:?} died {:?}", spread(runs.iter().map(|run| f64::from(run.world.health.cases[side.index()][disease as usize])).collect()),
             spread(runs.iter().map(|run| f64::from(run.world.health.died[side.index()][disease as usize])).collect()));
        }
        println!("evac {:?}", spread(runs.iter().map(|run| f64::from(run.world.health.evacuated[side.index()])).collect()));
        for month in 6..=11 {
            println!("month {month} {:?}", spread(runs.iter().map(|run| weeks(run, side).filter(|(date, _)| date.month_day().0 == month).map(|(_, men)| f64::from(men)).sum()).collect()));
        }
        println!("kw {:?}", spread(runs.iter().map(|run| f64::from(run.world.ledger[side.index()].killed_wounded)).collect()));
    }
    let hata = |run: &Played| run.events.iter().any(|event| matches!(&event.kind, EventKind::Health(health::Event::OutbreakOver { formation, men, .. }) if *men >= 50 && under(&campaign().setting.forces[formation.index()].id, "jpn-det-hata")));
    println!("hata {}", runs.iter().filter(|run| hata(run)).count());
    let most = |run: &Played, side: SideId| run.events.iter().filter_map(|event| match &event.kind { EventKind::Health(health::Event::OutbreakOver { formation, men, .. }) if campaign().setting.forces[formation.index()].side == side => Some(*men), _ => None}).max().unwrap_or(0);
    println!("largest {:?} {:?}", spread(runs.iter().map(|run| f64::from(most(run, japan()))).collect()), spread(runs.iter().map(|run| f64::from(most(run, china()))).collect()));
    let _ = (Cause::Sick, Status::Present, campaign_with(&[]));
    let _: Option<(Run, Event)> = None;
}
