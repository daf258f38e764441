//! Water against what it must keep to.

use super::law::{Ground, LEAVES, opened_share, sweep};
use huizhan_base::CellId;
use proptest::prelude::*;

fn ground(stay: f64, below: (u16, u8)) -> Ground {
    Ground {
        cell: CellId(0),
        bed_daily: 0,
        bed_store: 0,
        bed_share: 0.0,
        bed_to: LEAVES,
        full: 160_000,
        closes: 6_400,
        opens: 1_600,
        stay,
        below,
        people: 0,
        province: 0,
        routed: false,
    }
}

#[test]
fn the_stay_of_water_falls_with_the_cube_root_of_its_volume() {
    let ground = ground(30.0, (0, 0));
    // 27,000 thousand m3: a cube root of 30, a day's stay, half of it runs off
    let off = f64::from(ground.runs_off(27_000));
    assert!((off / 27_000.0 - 0.5).abs() < 0.01, "{off}");
    let thin = f64::from(ground.runs_off(1_000)) / 1_000.0;
    assert!((thin - 10.0 / 40.0).abs() < 0.01, "thin water runs slowly: {thin}");
}

#[test]
fn a_breach_widens_to_its_share() {
    assert!(opened_share(0.75, 5.0, 0.0) < 1e-9);
    assert!((opened_share(0.75, 5.0, 5.0) - 0.75 * 0.632).abs() < 1e-3);
    assert!((opened_share(0.75, 5.0, 100.0) - 0.75).abs() < 1e-6);
}

#[test]
fn a_bed_carries_what_it_can_before_the_land_is_wet() {
    let mut bed = ground(30.0, (0, 1));
    (bed.bed_daily, bed.bed_store, bed.bed_share, bed.bed_to) = (8_640, 2_600, 0.77, LEAVES);
    let (mut water, mut inflow) = ([0], [8_640]);
    sweep(&[bed.clone()], &[(LEAVES, 1024)], &mut water, &mut inflow);
    assert!(bed.above_bed(water[0]) < 20, "a river at its brim floods nothing: {}", water[0]);
    let mut inflow = [86_400];
    sweep(&[bed.clone()], &[(LEAVES, 1024)], &mut water, &mut inflow);
    assert!(bed.above_bed(water[0]) > bed.closes, "ten times its water does: {}", water[0]);
}

proptest! {
    /// Water is neither made nor lost, whatever falls on whichever ground.
    #[test]
    fn water_is_conserved(inflow in prop::collection::vec(0u32..400_000, 4), days in 1usize..40, share in 0u16..=1024, stay in 1.0..200.0f64) {
        // 0 runs to 1 and 2, both to 3, and 3 to a lake
        let below = [(1, share), (2, 1024 - share), (3, 1024), (3, 1024), (LEAVES, 1024)];
        let grounds = [ground(stay, (0, 2)), ground(stay, (2, 1)), ground(stay, (3, 1)), ground(stay, (4, 1))];
        let (mut water, mut came, mut left) = ([0u32; 4], 0u64, 0u64);
        for _ in 0..days {
            let mut today: [u32; 4] = [inflow[0], inflow[1], inflow[2], inflow[3]];
            came += today.iter().map(|volume| u64::from(*volume)).sum::<u64>();
            left += sweep(&grounds, &below, &mut water, &mut today);
            prop_assert_eq!(today, [0; 4]);
        }
        let held: u64 = water.iter().map(|volume| u64::from(*volume)).sum();
        prop_assert_eq!(held + left, came);
    }

    /// More water on a ground runs off more, and never more than there is.
    #[test]
    fn more_water_runs_off_more(a in 21u32..4_000_000, b in 21u32..4_000_000, stay in 1.0..200.0f64) {
        let ground = ground(stay, (0, 0));
        let (low, high) = (a.min(b), a.max(b));
        prop_assert!(ground.runs_off(low) <= ground.runs_off(high));
        prop_assert!(ground.runs_off(high) <= high);
    }
}
