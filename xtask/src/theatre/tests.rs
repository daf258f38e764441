use super::plane::{
    SegmentIndex, clip_ring, clip_segment, cross, great_circle_km, ring_area, segments, simplify,
};
use super::tables::Table;

const SQUARE: [[f64; 2]; 4] = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];

#[test]
fn a_ring_is_clipped_to_its_shared_area() {
    let ring = [[0.5, -1.0], [3.0, -1.0], [3.0, 0.5], [0.5, 0.5]];
    assert!((ring_area(&clip_ring(&ring, &SQUARE)) - 0.25).abs() < 1e-12);
    let hole: Vec<[f64; 2]> = ring.iter().rev().copied().collect();
    assert!(
        (ring_area(&clip_ring(&hole, &SQUARE)) + 0.25).abs() < 1e-12,
        "a hole counts against the area"
    );
    assert!(clip_ring(&[[2.0, 2.0], [3.0, 2.0], [3.0, 3.0]], &SQUARE).is_empty());
}

#[test]
fn a_forked_ring_keeps_its_area_when_cut_in_two() {
    let fork = [
        [-1.0, 0.2],
        [2.0, 0.2],
        [2.0, 0.8],
        [1.5, 0.8],
        [1.5, 0.4],
        [-1.0, 0.4],
    ];
    assert!((ring_area(&clip_ring(&fork, &SQUARE)) - 0.2).abs() < 1e-12);
}

#[test]
fn a_segment_is_clipped_at_both_ends() {
    let (from, to) = clip_segment(([-1.0, 0.5], [3.0, 0.5]), &SQUARE).expect("it runs through");
    assert!((from[0], to[0]) == (0.0, 1.0));
    assert!(clip_segment(([-1.0, 2.0], [3.0, 2.0]), &SQUARE).is_none());
}

#[test]
fn a_line_through_a_corner_is_crossed_once() {
    let bend = [[0.0, 1.0], [0.5, 0.0], [1.0, 1.0]];
    let through = |y: f64| {
        segments(&bend)
            .filter(|segment| cross(([0.5, -y], [0.5, y]), *segment))
            .count()
    };
    assert_eq!(through(1.0), 1, "straight through the corner");
    let index = SegmentIndex::new(segments(&bend).collect());
    assert_eq!(
        index.crossings(([-1.0, 0.5], [2.0, 0.5])),
        2,
        "in and out again is no barrier"
    );
}

#[test]
fn simplifying_keeps_what_sticks_out() {
    let line = [
        [0.0, 0.0],
        [1.0, 0.001],
        [2.0, 0.5],
        [3.0, 0.001],
        [4.0, 0.0],
    ];
    assert_eq!(simplify(&line, 0.3), [[0.0, 0.0], [2.0, 0.5], [4.0, 0.0]]);
    assert_eq!(simplify(&line, 1.0), [[0.0, 0.0], [4.0, 0.0]]);
}

#[test]
fn a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() {
    assert!((great_circle_km([114.0, 30.0], [114.0, 31.0]) - 111.195).abs() < 0.01);
}

#[test]
fn tables_are_compared_by_key_and_column() {
    let table = |rows: &[[&str; 3]]| {
        let mut table = Table::new("cells.csv", &["h3", "terrain", "province"]);
        for row in rows {
            table.push(row.iter().map(|&field| field.to_owned()).collect());
        }
        table
    };
    let made = table(&[
        ["a", "plain", "Hubei"],
        ["b", "hills", "Hubei"],
        ["c", "lake", ""],
    ]);
    let kept = table(&[["b", "marsh", "Hubei"], ["a", "plain", "Hubei"]]);
    let comparison = made.compare(&kept, 1);
    assert_eq!(
        (
            comparison.shared,
            comparison.only_here,
            comparison.only_there
        ),
        (2, 1, 0)
    );
    assert_eq!(
        comparison.columns,
        [("terrain".to_owned(), 1), ("province".to_owned(), 0)]
    );
    assert!(!comparison.is_equal());
    assert!(made.compare(&made, 1).is_equal());
}
