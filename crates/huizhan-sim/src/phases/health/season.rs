//! What the day's season does to the troops of both sides in each zone of climate, worked out once a day for all formations.

use super::{Disease, law};
use crate::World;
use crate::phases::weather;

/// How the sick of a disease leave hospital by a round of the doctors.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Leave {
    /// Share of them who leave.
    pub(super) share: f64,
    /// Of those who leave, the share sent to the rear.
    pub(super) to_rear: f64,
    /// Of those who leave, the share that has died.
    pub(super) dead: f64,
}

/// The season of a zone today.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Season {
    /// Share of a side's men who fall sick by a round of the doctors, `[side]`: malaria on dry ground, filth without crowding, heat on the march, all else.
    pub(crate) falls: [[f64; 4]; 2],
    /// How the sick of each disease leave hospital by a round, `[side][disease]`.
    pub(super) leaves: [[Leave; Disease::COUNT]; 2],
    /// New cases of cholera that a case makes, away from water and crowds, before anything is done.
    pub(crate) cholera: f64,
    /// Factor on a side's recovery of cohesion.
    pub(crate) recovery: [f64; 2],
}

/// Lists the seasons of all zones; one for everywhere where the record has no climate.
pub(super) fn list(setting: &crate::Setting, world: &World, seasons: &mut Vec<Season>) {
    seasons.clear();
    seasons.extend((0..setting.weather.zones.len().max(1)).map(|zone| season(setting, world, zone)));
}

fn season(setting: &crate::Setting, world: &World, zone: usize) -> Season {
    let p = &setting.parameters;
    let days = if setting.health.services.is_some() { f64::from(super::ROUND) } else { 1.0 };
    let month = world.date.month_day().0 as usize - 1;
    let today = world.weather.zones.get(zone).map(|zone| f64::from(zone.temperature_dc) / 10.0);
    let weeks = world.health.warmth.get(zone).map_or(0.0, |warmth| f64::from(*warmth) / 1000.0);
    let mut season = Season {
        cholera: p.health_cholera_spread * law::season(weeks, p.health_cholera_from_c, p.health_filth_full_c),
        ..Season::default()
    };
    let malaria = law::season(weeks, p.health_malaria_from_c, p.health_malaria_full_c);
    let filth = law::season(weeks, p.health_filth_from_c, p.health_filth_full_c);
    let degrees = today.map_or(0.0, |today| (today - p.health_heat_from_c).max(0.0)) * setting.factors.heat;
    for at in 0..2 {
        let side = &setting.sides[at];
        season.recovery[at] = recovery(setting, world, at, today);
        season.falls[at][3] = days * setting.factors.sickness * side.sick_per_1000[month] / 1000.0;
        season.leaves[at][Disease::Other as usize].share = side.recover_per_1000[month] / 1000.0;
        let Some(services) = &setting.health.services else { continue };
        let courses = &services[at].courses;
        let apart = [(Disease::Malaria, malaria), (Disease::Dysentery, filth), (Disease::Heat, degrees)];
        for (fall, (disease, share)) in season.falls[at].iter_mut().zip(apart) {
            *fall = days * setting.factors.sickness * courses[disease as usize].cases_per_1000 / 1000.0 * share;
        }
        for disease in Disease::ALL {
            let course = &courses[disease as usize];
            let share = if disease == Disease::Other { side.recover_per_1000[month] / 1000.0 } else { 1.0 / course.stay_days };
            let share = (days * share).min(1.0);
            season.leaves[at][disease as usize] = Leave { share, to_rear: course.evacuated, dead: course.fatality };
        }
    }
    season
}

/// Factor of heat on the recovery of a side: between the days of the campaign where it gives any, else by the day's warmth.
fn recovery(setting: &crate::Setting, world: &World, side: usize, today: Option<f64>) -> f64 {
    let p = &setting.parameters;
    let [from, to] = setting.heat;
    let heat = if from <= to {
        f64::from(u8::from((from..=to).contains(&world.date.month_day())))
    } else {
        today.map_or(0.0, |today| law::season(today, p.health_slow_from_c, p.health_slow_full_c))
    };
    (1.0 - setting.factors.heat * heat * (1.0 - setting.sides[side].heat_recovery)).max(0.0)
}

/// Factor of heat on a formation's recovery of cohesion today.
pub(crate) fn of_formation(setting: &crate::Setting, world: &World, index: usize) -> f64 {
    let zone = weather::zone_of(setting, world.formations.cell[index]);
    world.scratch.seasons[zone].recovery[setting.forces[index].side.index()]
}
