//! The cells a route runs through, where a table does not give them.

use crate::{Cells, DistanceField, FloodQueue, IMPASSABLE, Terrain};
use huizhan_base::CellId;

/// Cost of a step for laying out a route (hectometres): distance weighted by ground, rivers dearer.
///
/// The same rule as the map tool's (`docs/theatre.md`): plain 1, marsh 1.6, hills 1.5, mountains 2.5; a class 2 river
/// adds 10 km and a class 3 river 3 km; a class 1 river is crossed only at the dear price of a ferry.
pub(crate) fn layout_costs(cells: &Cells, water: bool) -> Vec<[u16; 6]> {
    (0..cells.len())
        .map(|index| {
            let mut row = [IMPASSABLE; 6];
            for (direction, next) in cells.around(CellId::from_index(index)) {
                let (here, there) = (cells.terrain[index], cells.terrain[next.index()]);
                let dry = here.is_land() && there.is_land();
                if !(water || dry) {
                    continue;
                }
                let ground = f64::midpoint(weight(here, water), weight(there, water));
                let river = [0.0, 60_000.0, 10_000.0, 3_000.0][cells.barrier[index][direction] as usize];
                let river = if water { 0.0 } else { river };
                let metres = f64::from(cells.distance_m[index][direction]) * ground + river;
                row[direction] = (metres / 100.0) as u16;
            }
            row
        })
        .collect()
}

fn weight(terrain: Terrain, water: bool) -> f64 {
    match terrain {
        Terrain::Plain | Terrain::OffMap => 1.0,
        Terrain::Hills => 1.5,
        Terrain::Mountains => 2.5,
        Terrain::Marsh => 1.6,
        Terrain::Lake | Terrain::Sea => if water { 0.7 } else { 1.0 },
    }
}

/// The least-cost path between two cells, both ends included; empty where there is none.
pub(crate) fn layout(cells: &Cells, costs: &[[u16; 6]], queue: &mut FloodQueue, from: CellId, to: CellId) -> Vec<CellId> {
    if from.index() >= cells.grid || to.index() >= cells.grid {
        return Vec::new();
    }
    let mut field = DistanceField::default();
    queue.flood(&cells.neighbours, costs, std::iter::once((to, 0)), u16::MAX - 1, |_| true, &mut field);
    let mut path = vec![from];
    let mut here = from;
    while here != to {
        let next = cells
            .around(here)
            .filter(|(direction, _)| costs[here.index()][*direction] != IMPASSABLE)
            .map(|(_, next)| next)
            .min_by_key(|next| (field.cost[next.index()], next.0));
        match next {
            Some(next) if field.cost[next.index()] < field.cost[here.index()] => {
                path.push(next);
                here = next;
            }
            _ => return Vec::new(),
        }
    }
    path
}
