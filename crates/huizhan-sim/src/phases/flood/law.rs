//! How water runs: pure functions of numbers.

use huizhan_base::CellId;

/// Water that runs into it leaves the model: a lake or the sea.
pub const LEAVES: u16 = u16::MAX;

/// A cell as ground that water runs over: a wide shallow valley with a bed in it, where it has one.
///
/// Volumes are thousands of m3.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// The cell.
    pub cell: CellId,
    /// Most that its bed carries in a day; 0 where it has none.
    pub bed_daily: u32,
    /// What its bed holds when full.
    pub bed_store: u32,
    /// Share of the water that its bed carries on in a day (0-1), up to `bed_daily`.
    pub bed_share: f64,
    /// The ground that its bed leads to.
    pub bed_to: u16,
    /// Above the bed: volume that covers the whole cell.
    pub full: u32,
    /// Volume above the bed at which the cell closes.
    pub closes: u32,
    /// Volume above the bed below which it opens again.
    pub opens: u32,
    /// Days that water stays: this over the cube root of the volume, as long as it covers a part of the cell.
    pub stay: f64,
    /// First entry in the list of what lies below, and how many.
    pub below: (u16, u8),
    /// People on it.
    pub people: u32,
    /// Its province.
    pub province: u8,
    /// Whether a railway, road or track runs over it: supply looks for other ways when it closes.
    pub routed: bool,
}

impl Ground {
    /// Water that its bed does not hold (thousands of m3).
    #[must_use]
    pub fn above_bed(&self, water: u32) -> u32 {
        water.saturating_sub(self.bed_store)
    }

    /// Water that runs off over the land in a day, of `above` (thousands of m3).
    ///
    /// The stay of the water is taken at the beginning of the day and used implicitly, so that any stay is stable:
    /// `above / (1 + days)`. A cell that is covered as a whole runs off as a sheet, faster with its depth.
    #[must_use]
    pub fn runs_off(&self, above: u32) -> u32 {
        let mut root = cube_root(above);
        if above > self.full {
            // the same at `full`, and with the power 2/3 of depth above
            root *= root / cube_root(self.full);
        }
        ((f64::from(above) * root / (root + self.stay)) as u32).min(above)
    }
}

/// Bits of a number after its first one that the table of roots tells apart.
const FINE: u32 = 4;

/// Cube roots of whole numbers, one for each sixteenth of an octave, taken at its middle.
static ROOTS: [f64; 32 << FINE] = roots();

const fn roots() -> [f64; 32 << FINE] {
    let mut table = [1.0; 32 << FINE];
    let mut at = 0;
    while at < table.len() {
        let octave = (1u64 << (at >> FINE)) as f64;
        let number = octave * (1.0 + ((at & 15) as f64 + 0.5) / 16.0);
        // Newton's method, from above
        let mut root = if at < 16 { 1.3 } else { table[at - 16] * 1.3 };
        let mut steps = 0;
        while steps < 12 {
            root = (2.0 * root + number / (root * root)) / 3.0;
            steps += 1;
        }
        table[at] = root;
        at += 1;
    }
    table
}

/// Cube root of a whole number of at least 1, within a hundredth.
fn cube_root(number: u32) -> f64 {
    let octave = number.ilog2();
    let fine = (u64::from(number) << FINE >> octave) as u32 & ((1 << FINE) - 1);
    ROOTS[(octave << FINE | fine) as usize]
}

/// Share of the river that leaves by a breach after some days: `wide (1 - exp(-days / widening))`.
#[must_use]
pub fn opened_share(wide: f64, widening_days: f64, days: f64) -> f64 {
    wide * (1.0 - libm::exp(-days / widening_days))
}

/// Least water above a bed that runs off (thousands of m3): less wets the fields.
const TRICKLE: u32 = 20;

/// Runs the water of a day down over the grounds, each before those below it; returns what left the model.
///
/// `inflow` is zero again at the end. Whole numbers: what runs off is shared out to the last thousand of m3.
pub(crate) fn sweep(grounds: &[Ground], below: &[(u16, u16)], water: &mut [u32], inflow: &mut [u32]) -> u64 {
    let mut left_model = 0u64;
    for (at, ground) in grounds.iter().enumerate() {
        let held = water[at] + std::mem::take(&mut inflow[at]);
        if held == 0 {
            continue;
        }
        let mut give = |to: u16, volume: u32| {
            if to == LEAVES {
                left_model += u64::from(volume);
            } else {
                inflow[to as usize] += volume;
            }
        };
        let by_bed = if ground.bed_daily > 0 { ((f64::from(held) * ground.bed_share) as u32).min(ground.bed_daily) } else { 0 };
        if by_bed > 0 {
            give(ground.bed_to, by_bed);
        }
        let mut rest = held - by_bed;
        let above = ground.above_bed(rest);
        if above > TRICKLE {
            let off = ground.runs_off(above);
            rest -= off;
            let ways = &below[ground.below.0 as usize..][..usize::from(ground.below.1)];
            let mut shared = off;
            for (way, (to, share)) in ways.iter().enumerate() {
                let part = if way + 1 == ways.len() { shared } else { (u64::from(off) * u64::from(*share) / 1024) as u32 };
                shared -= part;
                give(*to, part);
            }
        }
        water[at] = rest;
    }
    left_model
}
