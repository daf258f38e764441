//! Movement: marches, advances, withdrawals, passages by water. `docs/model/movement.md`.

use crate::event::{Event, EventKind};
use crate::order::Task;
use crate::phases::{landing, occupancy, river, weather};
use crate::setting::Setting;
use crate::travel::Means;
use crate::world::{Activity, World};
use huizhan_base::{CellId, FormationId, SideId};
use huizhan_theatre::{Cells, IMPASSABLE};

/// Moves every formation by one day. Formations move in the order of their ids; who comes first has the cell.
pub(crate) fn advance(setting: &Setting, world: &mut World, events: &mut Vec<Event>) {
    let mut lifted = [[0.0f64; 2]; 2];
    mark_steady(setting, world);
    for index in 0..setting.forces.len() {
        let formation = FormationId::from_index(index);
        world.formations.target[index] = Cells::NONE;
        if !world.present(formation) {
            continue;
        }
        let engaged = world.formations.activity[index] == Activity::Defence;
        world.formations.activity[index] = Activity::Rest;
        match world.formations.task[index] {
            Task::Hold => {}
            Task::March { .. } if engaged => {}
            Task::March { to } | Task::Withdraw { to } => go(setting, world, formation, to, Means::Rail, false),
            Task::Advance { to } => go(setting, world, formation, to, Means::Foot, true),
            Task::Land { to } => sail(setting, world, formation, to, &mut lifted, events),
        }
    }
}

/// Notes where troops stand who are neither beaten nor on their way back: who marches past others is not slowed by them.
fn mark_steady(setting: &Setting, world: &mut World) {
    let mut steady = std::mem::take(&mut world.scratch.steady);
    steady.resize(setting.theatre.cells.len(), 0);
    steady.fill(0);
    for (index, force) in setting.forces.iter().enumerate() {
        let formation = FormationId::from_index(index);
        let withdraws = matches!(world.formations.task[index], Task::Withdraw { .. });
        if world.present(formation) && !withdraws && world.formations.rest_until[index] <= world.date {
            steady[world.formations.cell[index].index()] |= 1 << force.side.0;
        }
    }
    world.scratch.steady = steady;
}

/// Whether steady enemies of a side stand in a cell or beside it.
fn watched(setting: &Setting, world: &World, side: SideId, cell: CellId) -> bool {
    // most cells have no enemy near at all
    let bit = 1u8 << side.enemy().0;
    let stands = |cell: CellId| world.scratch.steady[cell.index()] & bit != 0;
    world.occupancy.near[side.index()][cell.index()] > 0
        && (stands(cell) || setting.theatre.cells.around(cell).any(|(_, next)| stands(next)))
}

/// One day on the way to `to`. `attack`: enter what the enemy holds, and assault the cell he stands in.
fn go(setting: &Setting, world: &mut World, formation: FormationId, to: CellId, means: Means, attack: bool) {
    let index = formation.index();
    let p = &setting.parameters;
    let side = setting.forces[index].side;
    let travel = setting.travel(world);
    let costs = if means == Means::Rail { &travel.rail } else { &travel.foot };
    let mut budget = (p.march_km_per_day * 10.0) as u32;
    while world.formations.cell[index] != to && budget > 0 {
        let here = world.formations.cell[index];
        let Some((direction, next)) = next_cell(setting, world, formation, to, means, attack) else { return };
        let resting = world.formations.rest_until[index] > world.date;
        if world.occupancy.men[side.enemy().index()][next.index()] > 0 {
            if attack && !resting {
                world.formations.target[index] = next;
            }
            return;
        }
        if attack && resting && world.occupancy.near[side.index()][next.index()] > 0 {
            return;
        }
        let contact = watched(setting, world, side, next);
        // trains do not run into contact
        let base = if contact { travel.foot[here.index()][direction] } else { costs[here.index()][direction] };
        // nor do they mind mud
        let footing = if base < travel.foot[here.index()][direction] { 1.0 } else { weather::footing(setting, world, here, direction) };
        let slowed = if contact { footing / p.march_contact } else { footing };
        let step = (f64::from(base) * slowed) as u32;
        let done = u32::from(world.formations.progress[index]);
        world.formations.activity[index] = Activity::March;
        if done + budget < step {
            world.formations.progress[index] = (done + budget) as u16;
            return;
        }
        budget -= step.saturating_sub(done);
        world.formations.progress[index] = 0;
        occupancy::relocate(setting, world, formation, next);
    }
}

/// The next cell on the way: nearer to the goal, and among those the one with the least march and enemy.
fn next_cell(setting: &Setting, world: &World, formation: FormationId, to: CellId, means: Means, attack: bool) -> Option<(usize, CellId)> {
    let here = world.formations.cell[formation.index()];
    let side = setting.forces[formation.index()].side;
    let cells = &setting.theatre.cells;
    let enemy = &world.occupancy.men[side.enemy().index()];
    let travel = setting.travel(world);
    let costs = if means == Means::Rail { &travel.rail } else { &travel.foot };
    let open = |direction: usize, next: CellId| {
        let hostile = world.control[next.index()] == side.enemy().0;
        costs[here.index()][direction] != IMPASSABLE
            && !world.closed[next.index()]
            && (attack || (!hostile && enemy[next.index()] == 0))
            // the great river is crossed by ferry only to one's own bank
            && (cells.barrier[here.index()][direction] != 1 || (!hostile && enemy[next.index()] == 0))
    };
    let Some(field) = travel.field(to, means) else {
        return cells.around(here).find(|(direction, next)| *next == to && open(*direction, *next));
    };
    let avoid = setting.parameters.march_avoid_km * 10.0 / 10_000.0;
    cells
        .around(here)
        .filter(|(direction, next)| field.cost[next.index()] < field.cost[here.index()] && open(*direction, *next))
        .min_by_key(|(direction, next)| {
            let way = u32::from(field.cost[next.index()]) + u32::from(costs[here.index()][*direction]);
            (way + (f64::from(enemy[next.index()]) * avoid) as u32, next.0)
        })
}

/// One day of a passage by water; at its end the troops land, or assault the shore.
fn sail(setting: &Setting, world: &mut World, formation: FormationId, to: CellId, lifted: &mut [[f64; 2]; 2], events: &mut Vec<Event>) {
    let index = formation.index();
    let side = setting.forces[index].side;
    let here = world.formations.cell[index];
    if here == to || !river::can_sail(setting, world, here, to) {
        return;
    }
    let Some(passage) = river::passage_hm(setting, here, to) else { return };
    let ashore = landing::ashore_hm(setting, world, formation, to);
    let length = passage + ashore;
    let men = f64::from(world.formations.men[index]);
    let sea = usize::from(river::by_sea(setting, here, to));
    let hulls = if sea == 0 { river::lift_share(setting, world, side) } else { 1.0 };
    let afloat = &mut lifted[side.index()][sea];
    if *afloat > 0.0 && *afloat + men > setting.sides[side.index()].lift_men[sea] * hulls {
        return;
    }
    *afloat += men;
    let done = u32::from(world.formations.progress[index]) + (setting.parameters.river_steaming_km * 10.0) as u32;
    world.formations.activity[index] = Activity::March;
    world.formations.progress[index] = done.min(length) as u16;
    if done < length {
        return;
    }
    let opposed = world.occupancy.men[side.enemy().index()][to.index()] > 0;
    if opposed {
        if world.formations.rest_until[index] <= world.date {
            world.formations.target[index] = to;
        }
        return;
    }
    world.formations.progress[index] = 0;
    if world.control[to.index()] != side.0 {
        landing::told(setting, world, formation, to, ashore, events);
    }
    occupancy::relocate(setting, world, formation, to);
    events.push(Event { date: world.date, kind: EventKind::Landed { formation, cell: to, opposed } });
}
