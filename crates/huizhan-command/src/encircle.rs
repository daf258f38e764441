//! Closing a ring: what a sector does that is to ring whoever enters it. `docs/model/ring.md`.

use crate::gates::Scene;
use crate::plan::Sector;
use huizhan_base::{CellId, FormationId};
use huizhan_sim::Task;
use huizhan_theatre::IMPASSABLE;

/// How far from a position of the sector a column is its concern, and how far from the column a formation is sent (km).
/// Assumption, 15-35 and 30-60: a day's march, and two to three.
const REACH_KM: [f64; 2] = [25.0, 45.0];

/// Fewest ways out of a column's cell that the enemy does not hold: it stands in ground of the sector. Assumption, 2-4.
const EXPOSED_LEAST: usize = 3;

/// What a formation is to do about a column.
pub(crate) enum Step {
    /// Go on closing the ring.
    Close(Task),
    /// Its post in the ring: it attacks from there or holds.
    Stand,
    /// Nothing to ring, or not its concern.
    None,
}

/// The step of a formation towards the ring around the nearest column.
pub(crate) fn step(scene: Scene<'_>, sector: &Sector, formation: FormationId) -> Step {
    let view = scene.view;
    let theatre = &view.setting().theatre;
    let here = view.cell(formation);
    let metres = |from: CellId, to: CellId| (theatre.distance_km(from, to) * 1000.0) as u32;
    let concern = |cell: CellId| {
        theatre.within_km(here, cell, REACH_KM[1]) && sector.positions.iter().any(|position| theatre.within_km(*position, cell, REACH_KM[0]))
    };
    let columns = scene.sightings.iter().map(|sighting| sighting.cell).filter(|cell| concern(*cell) && exposed(scene, *cell));
    let Some(column) = columns.min_by_key(|cell| (metres(here, *cell), *cell)) else { return Step::None };
    if theatre.cells.direction(column, here).is_some() {
        // one formation stays wherever one stands; the others go round to what is still open
        let alone = view.own_men(here) <= view.men(formation);
        let gaps = passable(scene, column).filter(|gap| view.enemy_holds(*gap));
        let gap = gaps.min_by_key(|gap| (metres(here, *gap), *gap)).filter(|_| !alone);
        let round = |gap: CellId| passable(scene, here).min_by_key(|next| (metres(*next, gap), *next));
        return gap.and_then(round).map_or(Step::Stand, |to| Step::Close(Task::Advance { to }));
    }
    let nearer = passable(scene, here).filter(|next| metres(*next, column) < metres(here, column));
    let rank = |next: &CellId| (u32::from(view.own_men(*next) > 0), u32::from(!view.enemy_holds(*next)), metres(*next, column), *next);
    nearer.min_by_key(rank).map_or(Step::None, |to| Step::Close(Task::Advance { to }))
}

/// Whether an enemy cell reaches into ground that he does not hold.
fn exposed(scene: Scene<'_>, cell: CellId) -> bool {
    let view = scene.view;
    let ways = view.setting().theatre.cells.around(cell).filter(|(direction, next)| {
        view.setting().travel.foot[cell.index()][*direction] != IMPASSABLE && !view.enemy_holds(*next)
    });
    view.enemy_holds(cell) && ways.count() >= EXPOSED_LEAST
}

/// Neighbouring cells that can be marched into, and in which no enemy is seen.
fn passable(scene: Scene<'_>, here: CellId) -> impl Iterator<Item = CellId> {
    let setting = scene.view.setting();
    let open = move |direction: usize, next: CellId| {
        setting.travel.foot[here.index()][direction] != IMPASSABLE
            && setting.theatre.cells.barrier[here.index()][direction] != 1
            && scene.sightings.binary_search_by_key(&next, |sighting| sighting.cell).is_err()
    };
    setting.theatre.cells.around(here).filter(move |(direction, next)| open(*direction, *next)).map(|(_, next)| next)
}
