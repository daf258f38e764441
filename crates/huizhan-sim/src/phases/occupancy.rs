//! Who stands where, and who stands near the enemy: derived from the formations.

use crate::setting::Setting;
use crate::world::{Status, World};
use huizhan_base::{CellId, FormationId, SideId};

/// Counts the men in each occupied cell anew, after the losses of the day before. Who stands near whom is kept by
/// [`arrive`] and [`leave`].
pub(crate) fn recount(setting: &Setting, world: &mut World) {
    for index in 0..setting.forces.len() {
        if world.formations.status[index] == Status::Present {
            let side = setting.forces[index].side.index();
            world.occupancy.men[side][world.formations.cell[index].index()] = 0;
        }
    }
    for index in 0..setting.forces.len() {
        if world.formations.status[index] == Status::Present {
            let side = setting.forces[index].side.index();
            world.occupancy.men[side][world.formations.cell[index].index()] += world.formations.men[index].max(1);
        }
    }
}

/// A formation is now in a cell.
pub(crate) fn arrive(setting: &Setting, world: &mut World, formation: FormationId, cell: CellId) {
    let side = setting.forces[formation.index()].side;
    // a formation worn down to nobody still marks its cell
    let men = world.formations.men[formation.index()].max(1);
    world.occupancy.men[side.index()][cell.index()] += men;
    let count = &mut world.occupancy.count[side.index()][cell.index()];
    *count += 1;
    if *count == 1 {
        world.occupancy.held[side.index()][cell.index() / 64] |= 1 << (cell.index() % 64);
        spread(setting, world, side, cell, 1);
    }
}

/// A formation has left a cell.
pub(crate) fn leave(setting: &Setting, world: &mut World, formation: FormationId, cell: CellId) {
    let side = setting.forces[formation.index()].side;
    let count = &mut world.occupancy.count[side.index()][cell.index()];
    *count -= 1;
    let stays = *count > 0;
    let men = world.formations.men[formation.index()].max(1);
    let held = &mut world.occupancy.men[side.index()][cell.index()];
    if stays {
        *held = held.saturating_sub(men).max(1);
    } else {
        *held = 0;
        world.occupancy.held[side.index()][cell.index() / 64] &= !(1 << (cell.index() % 64));
        spread(setting, world, side, cell, -1);
    }
}

fn spread(setting: &Setting, world: &mut World, side: SideId, cell: CellId, change: i8) {
    let near = &mut world.occupancy.near[side.enemy().index()];
    near[cell.index()] = near[cell.index()].wrapping_add_signed(change);
    for (_, next) in setting.theatre.cells.around(cell) {
        near[next.index()] = near[next.index()].wrapping_add_signed(change);
    }
}

/// Moves a formation to a neighbouring cell, or across water, and gives its side the cell.
pub(crate) fn relocate(setting: &Setting, world: &mut World, formation: FormationId, to: CellId) {
    let from = world.formations.cell[formation.index()];
    leave(setting, world, formation, from);
    world.formations.cell[formation.index()] = to;
    arrive(setting, world, formation, to);
    let side = setting.forces[formation.index()].side.0;
    if world.control[to.index()] != side {
        world.control[to.index()] = side;
        world.works[to.index()] = 0;
        world.scratch.supply.change_hands(to);
    }
}

/// Takes a formation off the map for good.
pub(crate) fn remove(setting: &Setting, world: &mut World, formation: FormationId) {
    let cell = world.formations.cell[formation.index()];
    leave(setting, world, formation, cell);
    world.formations.status[formation.index()] = Status::Destroyed;
}
