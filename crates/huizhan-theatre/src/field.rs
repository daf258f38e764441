//! Distance fields over the cells: the cost from every cell to the nearest of some sources.

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
    /// One bit a bucket that holds a cell: distances are spread thinly, and most of the work was to pass the empty ones.
    used: [u64; SPAN / 64],
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
        neighbours: &[[CellId; 6]],
        step_cost: &[[u16; 6]],
        sources: impl Iterator<Item = (CellId, u16)>,
        reach: u16,
        enter: impl Fn(CellId) -> bool,
        field: &mut DistanceField,
    ) {
        self.buckets.resize_with(SPAN, Vec::new);
        field.cost.clear();
        field.cost.resize(neighbours.len(), UNREACHED);
        for (cell, cost) in sources {
            if cost < field.cost[cell.index()] && (cost as usize) < SPAN {
                field.cost[cell.index()] = cost;
                self.push(cost, cell);
            }
        }
        let mut distance = 0u16;
        while let Some(next) = self.next_used(distance) {
            distance = next;
            let slot = distance as usize % SPAN;
            let mut bucket = std::mem::take(&mut self.buckets[slot]);
            self.used[slot / 64] &= !(1 << (slot % 64));
            for cell in bucket.drain(..) {
                if field.cost[cell.index()] != distance {
                    continue;
                }
                let (near, costs) = (&neighbours[cell.index()], &step_cost[cell.index()]);
                for direction in 0..6 {
                    let (next, step) = (near[direction], costs[direction]);
                    if step == IMPASSABLE {
                        continue;
                    }
                    let through = distance.saturating_add(step);
                    if through <= reach && through < field.cost[next.index()] && enter(next) {
                        field.cost[next.index()] = through;
                        self.push(through, next);
                    }
                }
            }
            self.buckets[slot] = bucket;
        }
    }

    fn push(&mut self, cost: u16, cell: CellId) {
        let slot = cost as usize % SPAN;
        self.used[slot / 64] |= 1 << (slot % 64);
        self.buckets[slot].push(cell);
    }

    /// The least distance from `distance` on whose bucket holds a cell: all of them lie within one span.
    fn next_used(&self, distance: u16) -> Option<u16> {
        const WORDS: usize = SPAN / 64;
        let slot = distance as usize % SPAN;
        let (word, bit) = (slot / 64, slot % 64);
        // the word of `distance` is looked at twice: its upper bits first, its lower bits after a turn of the ring
        (0..=WORDS).find_map(|turn| {
            let at = (word + turn) % WORDS;
            let mask = match turn {
                0 => u64::MAX << bit,
                WORDS => !(u64::MAX << bit),
                _ => u64::MAX,
            };
            let set = self.used[at] & mask;
            (set != 0).then(|| {
                let found = at * 64 + set.trailing_zeros() as usize;
                distance + ((found + SPAN - slot) % SPAN) as u16
            })
        })
    }
}
