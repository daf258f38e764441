//! Cohesion: fatigue, recovery, replacements, works. `docs/model/cohesion.md`.

use crate::event::{Event, EventKind};
use crate::order::Task;
use crate::phases::combat::law;
use crate::phases::{fortress, health};
use crate::setting::Setting;
use crate::world::{Activity, World};
use huizhan_base::{FormationId, SideId};

/// The evening: assault tires, rest restores, replacements come up, defenders dig.
pub(crate) fn recover(setting: &Setting, world: &mut World, events: &mut Vec<Event>) {
    let p = &setting.parameters;
    for index in 0..setting.forces.len() {
        let formation = FormationId::from_index(index);
        if !world.present(formation) {
            continue;
        }
        let f = &world.formations;
        let change = match f.activity[index] {
            Activity::Assault => -p.cohesion_per_assault,
            Activity::Defence => 0.0,
            Activity::March | Activity::Rest => {
                let stock = f64::from(f.stock[index]) / 1000.0;
                let fed = (p.cohesion_recovery_unsupplied + stock / p.cohesion_recovery_days).min(1.0);
                p.cohesion_recovery * fed * health::recovery(setting, world, index)
            }
        };
        let f = &mut world.formations;
        lower_cohesion(&mut f.cohesion[index], -change);
        if f.task[index] == Task::Hold && f.activity[index] != Activity::Assault {
            let works = &mut world.works[f.cell[index].index()];
            let most = (p.works_field_max * 10_000.0) as u16;
            if *works < most {
                let daily = fortress::dug_in_a_day(setting, setting.forces[index].side, f.cell[index]);
                // the cell is dug once a day, however many formations share the work
                let all = world.occupancy.men[setting.forces[index].side.index()][f.cell[index].index()].max(1);
                let share = u64::from(daily) * u64::from(f.men[index]) / u64::from(all);
                *works = (*works + share.min(u64::from(daily)) as u16).min(most);
            }
        }
    }
    for side in SideId::BOTH {
        replace(setting, world, side, events);
    }
}

/// Lowers (or, with a negative change, raises) cohesion, kept within 0 and 10,000.
pub(crate) fn lower_cohesion(cohesion: &mut u16, change: f64) {
    *cohesion = (f64::from(*cohesion) - change * 10_000.0).clamp(0.0, 10_000.0) as u16;
}

/// Replacements waiting at the depot, shared out to formations at rest in proportion to what they lack.
fn replace(setting: &Setting, world: &mut World, side: SideId, events: &mut Vec<Event>) {
    let date = world.date;
    let p = &setting.parameters;
    if world.depots[side.index()] == 0 {
        return;
    }
    let mut takers = std::mem::take(&mut world.scratch.defenders);
    let (mut weights, mut limits) = (std::mem::take(&mut world.scratch.weights), std::mem::take(&mut world.scratch.limits));
    let mut shares = std::mem::take(&mut world.scratch.shares);
    takers.clear();
    weights.clear();
    limits.clear();
    for formation in world.present_formations() {
        let index = formation.index();
        let force = &setting.forces[index];
        let held = world.formations.men[index] + world.formations.sick[index];
        let rested = world.formations.activity[index] == Activity::Rest && world.formations.stock[index] >= 1000;
        if force.side == side && rested && held < force.establishment {
            let most = (f64::from(force.establishment) * p.cohesion_replacement_max) as u32;
            takers.push(formation);
            weights.push(f64::from(force.establishment - held));
            limits.push(most.min(force.establishment - held));
        }
    }
    law::share_out(world.depots[side.index()], &weights, &limits, &mut shares, &mut world.scratch.turns);
    for (formation, men) in takers.iter().zip(&shares).filter(|(_, men)| **men > 0) {
        world.formations.men[formation.index()] += men;
        world.depots[side.index()] -= men;
        world.ledger[side.index()].replacements += men;
        events.push(Event { date, kind: EventKind::Replaced { formation: *formation, men: *men } });
    }
    world.scratch.defenders = takers;
    world.scratch.weights = weights;
    world.scratch.limits = limits;
    world.scratch.shares = shares;
}
