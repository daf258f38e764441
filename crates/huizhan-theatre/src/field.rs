//! Distance fields over the cells: the cost from every cell to the nearest of some sources.

use crate::Cells;
use huizhan_base::CellId;

/// A step that cannot be made.
pub const IMPASSABLE: u16 = u16::MAX;
/// A cell that no source reaches.
pub const UNREACHED: u16 = u16::MAX;

/// The cost from every cell to the nearest source, in the unit of the step costs; `UNREACHED` where there is no way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DistanceField {
    /// One value a cell.
    pub cost: Vec<u16>,
}

/// Buckets of a flood, kept between floods so that none allocates.
#[derive(Debug, Clone, Default)]
pub struct FloodQueue {
    buckets: Vec<Vec<CellId>>,
}

/// One more than the dearest step: the number of buckets that can be in use at once.
const SPAN: usize = 2048;

impl FloodQueue {
    /// Floods `field` outward from `sources` over `step_cost` (symmetric, `[cell][direction]`), entering only cells
    /// for which `enter` says so, and no farther than `reach`.
    ///
    /// Dial's bucket queue (1969): costs are small integers, so the order needs no comparison.
    pub fn flood(
        &mut self,
        cells: &Cells,
        step_cost: &[[u16; 6]],
        sources: impl Iterator<Item = (CellId, u16)>,
        reach: u16,
        enter: impl Fn(CellId) -> bool,
        field: &mut DistanceField,
    ) {
        self.buckets.resize_with(SPAN, Vec::new);
        field.cost.clear();
        field.cost.resize(cells.len(), UNREACHED);
        let mut waiting = 0usize;
        for (cell, cost) in sources {
            if cost < field.cost[cell.index()] && (cost as usize) < SPAN {
                field.cost[cell.index()] = cost;
                self.buckets[cost as usize].push(cell);
                waiting += 1;
            }
        }
        let mut distance = 0u16;
        while waiting > 0 {
            let mut bucket = std::mem::take(&mut self.buckets[distance as usize % SPAN]);
            waiting -= bucket.len();
            for cell in bucket.drain(..) {
                if field.cost[cell.index()] != distance {
                    continue;
                }
                let (near, costs) = (&cells.neighbours[cell.index()], &step_cost[cell.index()]);
                for direction in 0..6 {
                    let (next, step) = (near[direction], costs[direction]);
                    if step == IMPASSABLE {
                        continue;
                    }
                    let through = distance.saturating_add(step);
                    if through <= reach && through < field.cost[next.index()] && enter(next) {
                        field.cost[next.index()] = through;
                        self.buckets[through as usize % SPAN].push(next);
                        waiting += 1;
                    }
                }
            }
            self.buckets[distance as usize % SPAN] = bucket;
            distance = distance.saturating_add(1);
        }
    }
}
