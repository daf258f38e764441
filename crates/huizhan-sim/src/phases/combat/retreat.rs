//! Retreat: where a beaten defender goes, and what becomes of one who cannot.

use crate::event::{Event, EventKind};
use crate::human::{Cause, Victim};
use crate::order::Task;
use crate::phases::cohesion::lower_cohesion;
use crate::phases::{occupancy, politics, river};
use crate::setting::Setting;
use crate::travel::Means;
use crate::world::World;
use huizhan_base::{CellId, Draw, Draws, FormationId};
use huizhan_theatre::{IMPASSABLE, UNREACHED};

/// The cell to which a formation driven out of `from` would go; `None` is a ring without way out.
///
/// A neighbouring land cell without enemy, not across the great river except by its own ferry. Cells the enemy holds
/// but does not stand in are open only where no enemy beside this fight watches them. Of the open ones, the one nearest
/// to where the formation is ordered, else to where its supply comes from, and away from the enemy.
pub(crate) fn way_out(setting: &Setting, world: &World, formation: FormationId, from: CellId) -> Option<CellId> {
    let force = &setting.forces[formation.index()];
    if !force.mobile && !politics::is_leaving(world, force.side) {
        return None;
    }
    let enemy = force.side.enemy();
    let near = &world.occupancy.near[force.side.index()];
    let travel = setting.travel(world);
    let field = rear(world, formation).and_then(|rear| travel.field(rear, Means::Foot));
    setting
        .theatre
        .cells
        .around(from)
        .filter(|(direction, next)| {
            let hostile = world.control[next.index()] == enemy.0;
            let river = setting.theatre.cells.barrier[from.index()][*direction] == 1;
            travel.foot[from.index()][*direction] != IMPASSABLE
                && !world.closed[next.index()]
                && world.occupancy.men[enemy.index()][next.index()] == 0
                && (!hostile || (near[next.index()] <= 1 && !river))
        })
        .min_by_key(|(_, next)| {
            let hostile = u32::from(world.control[next.index()] == enemy.0);
            let way = field.map_or(0, |field| u32::from(field.cost[next.index()]).min(u32::from(UNREACHED)));
            (hostile, way + u32::from(near[next.index()]) * 150, next.0)
        })
        .map(|(_, next)| next)
        .or_else(|| river::harbour(setting, world, force.side, from))
}

/// Where a formation falls back to: where it is ordered to march, else where its supply comes from.
fn rear(world: &World, formation: FormationId) -> Option<CellId> {
    let here = world.formations.cell[formation.index()];
    let ordered = match world.formations.task[formation.index()] {
        Task::March { to } | Task::Withdraw { to } => Some(to),
        _ => None,
    };
    ordered.filter(|to| *to != here).or_else(|| Some(world.formations.rear[formation.index()]).filter(|rear| *rear != here))
}

/// Drives a formation out of its cell, or destroys it where it has no way out.
pub(crate) fn drive_off(setting: &Setting, world: &mut World, seed: Draws, formation: FormationId, from: CellId, events: &mut Vec<Event>) {
    let p = &setting.parameters;
    let index = formation.index();
    let date = world.date;
    let side = setting.forces[index].side;
    let share = seed.at(date).uniform(Draw::Retreat, u32::from(formation.0));
    let men = world.formations.men[index];
    let part = |low: f64, high: f64| ((low + (high - low) * share) * f64::from(men) + 0.5) as u32;
    let Some(to) = way_out(setting, world, formation, from) else {
        let captured = part(p.defeat_captured_low, p.defeat_captured_high).min(men);
        occupancy::remove(setting, world, formation);
        world.formations.men[index] = 0;
        world.formations.lost[index] += captured;
        world.ledger[side.index()].missing_captured += captured;
        world.human.add(Victim::Soldiers { of: side }, Cause::Captured, captured);
        world.ledger[side.index()].escaped += men - captured;
        world.depots[side.index()] += men - captured;
        events.push(Event { date, kind: EventKind::Destroyed { formation, cell: from, captured, escaped: men - captured } });
        return;
    };
    let stragglers = part(p.defeat_stragglers_low, p.defeat_stragglers_high).min(men);
    world.formations.lost[index] += stragglers;
    world.ledger[side.index()].missing_captured += stragglers;
    world.human.add(Victim::Soldiers { of: side }, Cause::Captured, stragglers);
    lower_cohesion(&mut world.formations.cohesion[index], p.defeat_cohesion);
    occupancy::relocate(setting, world, formation, to);
    // counted out after the move: occupancy knows the men it moved
    world.formations.men[index] -= stragglers;
    world.formations.progress[index] = 0;
    let days = p.defeat_rest_low + (p.defeat_rest_high - p.defeat_rest_low) * share;
    world.formations.rest_until[index] = date + (days + 0.5) as i32;
    events.push(Event { date, kind: EventKind::Retreated { formation, from, to, stragglers } });
}
