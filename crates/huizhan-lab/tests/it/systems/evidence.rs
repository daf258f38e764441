//! Evidence (sys-21): truth and reports side by side, and the documented figures among the reports.

use super::{SEEDS, campaign};
use huizhan_lab::{replicate, reported};

#[test]
fn documented_counts_lie_among_what_would_have_been_reported() {
    let scenario = campaign();
    let runs: Vec<_> = (0..SEEDS).map(|seed| reported(scenario, seed, &replicate(scenario, seed).losses)).collect();
    // (row of the bias, least and most of the documented figures of that reporter)
    let documented = [
        ("rep-jpn-jpn", 31_486, 35_500),
        ("rep-jpn-roc", 197_439, 197_439),
        ("rep-roc-jpn", 200_000, 257_000),
        ("rep-roc-roc", 254_628, 400_000),
    ];
    for (id, least, most) in documented {
        let mut figures: Vec<u32> = runs.iter().map(|run| run.iter().find(|row| row.id == id).unwrap().reported).collect();
        figures.sort_unstable();
        println!("{id}: {} ({} to {}); documented {least} to {most}", figures[50], figures[5], figures[94]);
        let meet = figures[2] <= most && least <= figures[97];
        assert!(meet, "{id}: {least} to {most} does not meet {} to {}", figures[2], figures[97]);
    }
}

#[test]
fn a_report_is_of_the_run_and_repeats_itself() {
    let scenario = campaign();
    let losses = replicate(scenario, 5).losses;
    let twice = [reported(scenario, 5, &losses), reported(scenario, 5, &losses)];
    assert_eq!(twice[0], twice[1]);
    for row in &twice[0] {
        assert!(row.range[0] <= row.reported && row.reported <= row.range[1], "{}: {} within {:?}", row.id, row.reported, row.range);
    }
}
