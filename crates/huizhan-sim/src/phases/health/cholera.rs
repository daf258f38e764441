//! Cholera: brought in from the country, spread by water and crowding, checked by the medical service, carried on by foul
//! water where the sick have been.

use super::{Disease, Event, Season, law};
use crate::World;
use crate::event::EventKind;
use huizhan_base::{CellId, FormationId};

/// New cases of a formation by a round of the doctors; tells an outbreak and its end.
///
/// * `active`: men of it who lie sick of cholera
/// * `chances`: whether it is brought in, and how many drank of it
pub(super) fn cases(
    setting: &crate::Setting,
    world: &mut World,
    index: usize,
    season: &Season,
    active: u32,
    chances: [f64; 2],
    events: &mut Vec<crate::Event>,
) -> u32 {
    let Some(services) = &setting.health.services else { return 0 };
    let p = &setting.parameters;
    let side = setting.forces[index].side.index();
    let service = &services[side];
    let course = &service.courses[Disease::Cholera as usize];
    let (date, cell) = (world.date, world.formations.cell[index]);
    let formation = FormationId::from_index(index);
    let men = f64::from(world.formations.men[index]);
    let crowd = law::crowding(p, f64::from(world.occupancy.men[side][cell.index()]));
    let spread = season.cholera * crowd * if setting.health.wet[cell.index()] { p.health_cholera_water } else { 1.0 };
    if active > 0 {
        let since = world.health.first_case[index].map_or(0, |first| date - first);
        let days = f64::from(super::ROUND);
        let new = days * f64::from(active) * law::reproduction(spread, f64::from(since), service.control_days) / course.stay_days;
        let new = law::Whole::new(chances[0]).next(new, world.formations.men[index]);
        tell(world, index, new, spread, events);
        return new;
    }
    if let Some(first) = world.health.first_case[index]
        && world.health.outbreak[index] > 0
    {
        let men = std::mem::take(&mut world.health.outbreak[index]);
        if men >= TOLD {
            let kind = EventKind::Health(Event::OutbreakOver { formation, cell, men, days: date - first });
            events.push(crate::Event { date, kind });
        }
    }
    let foul = fouled(world, cell);
    let country = men / 1000.0 * course.cases_per_1000;
    let likely = f64::from(super::ROUND) * setting.factors.sickness * spread / p.health_cholera_spread;
    let hazard = likely * (country + p.health_cholera_foul * f64::from(foul) * men / 10_000.0);
    if chances[0] >= hazard {
        return 0;
    }
    // a formation that had its outbreak is inoculated and watches its water: it takes the disease only while that is new
    let open = world.health.first_case[index].map_or(1.0, |first| law::reproduction(1.0, f64::from(date - first), service.control_days));
    if chances[0] >= hazard * open {
        return 0;
    }
    let new = law::common_source(p.health_cholera_source, chances[1], men, 50.0) as u32;
    world.health.first_case[index] = Some(date);
    tell(world, index, new, spread, events);
    new
}

/// Adds cases to a formation's outbreak, and tells it when they are no longer a few.
fn tell(world: &mut World, index: usize, new: u32, spread: f64, events: &mut Vec<crate::Event>) {
    let (date, before) = (world.date, world.health.outbreak[index]);
    let men = before + new;
    world.health.outbreak[index] = men;
    if before < TOLD && men >= TOLD {
        let (formation, cell) = (FormationId::from_index(index), world.formations.cell[index]);
        let days = world.health.first_case[index].map_or(0, |first| date - first);
        let kind = EventKind::Health(Event::Outbreak { formation, cell, men, days, spread: (1000.0 * spread) as u32 });
        events.push(crate::Event { date, kind });
    }
}

/// Cases from which on an outbreak is told.
const TOLD: u32 = 10;

/// Cases that fouled the water of a cell.
fn fouled(world: &World, cell: CellId) -> u32 {
    let foul = &world.health.foul;
    if foul.is_empty() {
        return 0;
    }
    foul.binary_search_by_key(&cell, |(held, _)| *held).map_or(0, |at| foul[at].1)
}

/// Water clears, and the sick of today foul it where they lie.
pub(super) fn foul(setting: &crate::Setting, world: &mut World) {
    let kept = 1.0 - 1.0 / setting.parameters.health_cholera_water_days;
    let health = &mut world.health;
    health.foul.iter_mut().for_each(|(_, cases)| *cases = (f64::from(*cases) * kept) as u32);
    health.foul.retain(|(_, cases)| *cases > 0);
    for index in 0..health.sick.len() {
        let active = health.sick[index][Disease::Cholera as usize];
        if active == 0 || world.formations.status[index] != crate::Status::Present {
            continue;
        }
        let cell = world.formations.cell[index];
        match health.foul.binary_search_by_key(&cell, |(held, _)| *held) {
            Ok(at) => health.foul[at].1 = health.foul[at].1.max(active),
            Err(at) => health.foul.insert(at, (cell, active)),
        }
    }
}
