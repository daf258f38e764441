//! Pockets: troops from whose cells no open way leads home.

use crate::phases::{river, supply};
use crate::setting::Setting;
use crate::world::World;
use huizhan_base::{CellId, FormationId, SideId};
use huizhan_theatre::IMPASSABLE;

/// Ground of one side with troops in it that the other has shut.
#[derive(Debug, Clone)]
pub(crate) struct Pocket {
    pub(crate) side: SideId,
    /// Sorted.
    pub(crate) cells: Vec<CellId>,
    /// By id.
    pub(crate) formations: Vec<FormationId>,
    /// Enemy men beside it.
    pub(crate) around: u32,
    /// Cells beside it in which enemy troops stand.
    pub(crate) barred: u32,
    /// Cells beside it that the enemy holds and watches from the cells next to them.
    pub(crate) watched: u32,
    /// Whether a ring of yesterday is this one.
    pub(crate) taken: bool,
}

/// Lists kept from day to day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    pub(crate) pockets: Vec<Pocket>,
    /// For each cell and side the search that saw it last.
    seen: [Vec<u32>; 2],
    search: u32,
    queue: Vec<CellId>,
}

/// Fewest neighbours of an occupied cell that are shut before it is looked at: a pocket of a few cells has one such.
const SHUT_LEAST: usize = 3;

/// Finds the pockets of both sides.
pub(crate) fn find(setting: &Setting, world: &World, scratch: &mut Scratch) {
    scratch.pockets.clear();
    for seen in &mut scratch.seen {
        seen.resize(setting.theatre.cells.len(), 0);
    }
    scratch.search += 1;
    let first = scratch.search;
    for index in 0..setting.forces.len() {
        let formation = FormationId::from_index(index);
        let (side, cell) = (setting.forces[index].side, world.formations.cell[index]);
        let fresh = scratch.seen[side.index()][cell.index()] < first;
        if !fresh || !world.present(formation) {
            continue;
        }
        scratch.seen[side.index()][cell.index()] = first;
        // a ring is made of troops: some stand within two cells
        let near = &world.occupancy.near[side.index()];
        if near[cell.index()] == 0 && setting.theatre.cells.around(cell).all(|(_, next)| near[next.index()] == 0) {
            continue;
        }
        let ways = setting.theatre.cells.around(cell).filter(|(direction, next)| open(setting, world, side, cell, *direction, *next));
        if home(setting, world, side, cell) || ways.count() + SHUT_LEAST > 6 {
            continue;
        }
        scratch.search += 1;
        if shut(setting, world, side, cell, scratch) {
            let pocket = survey(setting, world, side, scratch);
            let men: u32 = pocket.formations.iter().map(|held| world.formations.men[held.index()]).sum();
            if f64::from(pocket.around) >= setting.parameters.ring_men_around * f64::from(men) {
                scratch.pockets.push(pocket);
            }
        }
    }
}

/// Whether troops can leave a cell for the next: no water in between, no enemy in it, and, where the enemy holds it, none
/// beside it who watches it.
fn open(setting: &Setting, world: &World, side: SideId, from: CellId, direction: usize, next: CellId) -> bool {
    let enemy = side.enemy();
    let hostile = world.control[next.index()] == enemy.0;
    setting.travel.foot[from.index()][direction] != IMPASSABLE
        && !world.closed[next.index()]
        && world.occupancy.men[enemy.index()][next.index()] == 0
        && (!hostile || (world.occupancy.near[side.index()][next.index()] == 0 && setting.theatre.cells.barrier[from.index()][direction] != 1))
}

/// Whether supply reaches a place in the cell, or ships take troops off it.
fn home(setting: &Setting, world: &World, side: SideId, cell: CellId) -> bool {
    supply::reaches_cell(setting, world, side, cell) || river::harbour(setting, world, side, cell).is_some()
}

/// Whether all ground that can be reached from a cell is a pocket: no more than `ring.cells_max` cells, none of them home.
/// Leaves the cells in the queue.
fn shut(setting: &Setting, world: &World, side: SideId, start: CellId, scratch: &mut Scratch) -> bool {
    let most = setting.parameters.ring_cells_max as usize;
    let seen = &mut scratch.seen[side.index()];
    scratch.queue.clear();
    scratch.queue.push(start);
    seen[start.index()] = scratch.search;
    let mut at = 0;
    while let Some(cell) = scratch.queue.get(at).copied() {
        at += 1;
        for (direction, next) in setting.theatre.cells.around(cell) {
            if seen[next.index()] == scratch.search || !open(setting, world, side, cell, direction, next) {
                continue;
            }
            if scratch.queue.len() >= most || home(setting, world, side, next) {
                return false;
            }
            seen[next.index()] = scratch.search;
            scratch.queue.push(next);
        }
    }
    true
}

/// What is in the pocket of the queue, and around it.
fn survey(setting: &Setting, world: &World, side: SideId, scratch: &mut Scratch) -> Pocket {
    let enemy = side.enemy();
    let mut cells = scratch.queue.clone();
    cells.sort_unstable();
    let inside = |formation: &FormationId| {
        setting.forces[formation.index()].side == side && cells.binary_search(&world.formations.cell[formation.index()]).is_ok()
    };
    let formations = world.present_formations().filter(inside).collect();
    let mut beside: Vec<CellId> = cells.iter().flat_map(|cell| setting.theatre.cells.around(*cell).map(|(_, next)| next)).collect();
    beside.sort_unstable();
    beside.dedup();
    beside.retain(|cell| cells.binary_search(cell).is_err());
    let men = |cell: &CellId| world.occupancy.men[enemy.index()][cell.index()];
    let watched = |cell: &&CellId| men(cell) == 0 && world.control[cell.index()] == enemy.0;
    Pocket {
        side,
        around: beside.iter().map(men).sum(),
        barred: beside.iter().filter(|cell| men(cell) > 0).count() as u32,
        watched: beside.iter().filter(watched).count() as u32,
        cells,
        formations,
        taken: false,
    }
}
