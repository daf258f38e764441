//! Water and terrain of the cells.

use super::elevation::Heights;
use super::grid::Grid;
use super::layers::Area;
use super::plane::{Point, clip_ring, ring_area};
use super::rivers::Network;
use super::spec::{Bounds, Spec};

/// Shares of sea and lake in a cell.
#[derive(Clone, Copy, Default)]
pub(super) struct Water {
    pub sea: f64,
    pub lake: f64,
}

/// Measures the water of every cell. `land` holds its lakes.
pub(super) fn water(spec: &Spec, grid: &Grid, land: &[Area], lakes: &[Area]) -> Vec<Water> {
    let lakes: Vec<&Area> = lakes
        .iter()
        .filter(|lake| !spec.lakes.left_out.iter().any(|point| holds(lake, *point)))
        .collect();
    let land: Vec<&Area> = land.iter().collect();
    let dry = shares(grid, &land);
    let lake = shares(grid, &lakes);
    dry.into_iter()
        .zip(lake)
        .map(|(dry, lake)| Water {
            sea: (1.0 - dry).max(0.0),
            lake,
        })
        .collect()
}

/// Whether the point lies in the area.
pub(super) fn holds(area: &Area, [x, y]: Point) -> bool {
    let crossed = |a: Point, b: Point| {
        (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
    };
    let crossings = area
        .rings
        .iter()
        .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    crossings.filter(|(a, b)| crossed(**a, **b)).count() % 2 == 1
}

/// Share of each cell that the areas cover, by area in the plane of degrees.
fn shares(grid: &Grid, areas: &[&Area]) -> Vec<f64> {
    let mut shares = vec![0.0; grid.len()];
    let mut blocks: std::collections::BTreeMap<(i32, i32), Vec<usize>> =
        std::collections::BTreeMap::new();
    for (cell, centre) in grid.centres.iter().enumerate() {
        blocks
            .entry((centre[0].floor() as i32, centre[1].floor() as i32))
            .or_default()
            .push(cell);
    }
    for cells in blocks.values() {
        let corners: Vec<Point> = cells
            .iter()
            .flat_map(|cell| grid.outlines[*cell].iter().copied())
            .collect();
        let bounds = Bounds::around(&corners);
        let frame = box_around(&corners);
        let near = areas.iter().filter(|area| area.bounds.meets(&bounds));
        let rings: Vec<Vec<Point>> = near
            .flat_map(|area| &area.rings)
            .map(|ring| clip_ring(ring, &frame))
            .filter(|ring| ring.len() > 2)
            .collect();
        for &cell in cells {
            let outline = &grid.outlines[cell];
            let near: Vec<Vec<Point>> = rings
                .iter()
                .map(|ring| clip_ring(ring, &box_around(outline)))
                .collect();
            let triangles = grid.triangles(cell);
            let covered = |triangle: &[Point; 3]| {
                near.iter()
                    .map(|ring| ring_area(&clip_ring(ring, triangle)))
                    .sum::<f64>()
            };
            shares[cell] = triangles.iter().map(covered).sum::<f64>() / ring_area(outline);
        }
    }
    shares
}

/// A box a little wider than the points, against the clock.
fn box_around(points: &[Point]) -> [Point; 4] {
    Bounds::around(points).wider(0.01).corners()
}

/// The terrain class of every cell, by the first rule that holds.
pub(super) fn terrain(
    spec: &Spec,
    grid: &Grid,
    heights: &[Heights],
    water: &[Water],
    network: &Network,
) -> Vec<&'static str> {
    let rules = &spec.terrain;
    let class = |cell: usize| {
        let Heights { mean, relief, .. } = heights[cell];
        if water[cell].sea > rules.sea_fraction {
            return "sea";
        }
        if water[cell].lake > rules.lake_fraction {
            return "lake";
        }
        let high = mean >= rules.mountain_mean_m && relief >= rules.mountain_mean_relief_m;
        if high || relief >= rules.mountain_relief_m {
            return "mountains";
        }
        if relief >= rules.hill_relief_m {
            return "hills";
        }
        let low = mean <= rules.marsh_mean_max_m && relief <= rules.marsh_relief_max_m;
        let by_lake = water[cell].lake >= rules.marsh_lake_fraction
            || grid.neighbours[cell]
                .iter()
                .any(|near| water[*near].lake >= rules.marsh_neighbour_lake_fraction);
        let by_river = rules.marsh_river_box.holds(grid.centres[cell])
            && network.inside[cell]
                .iter()
                .any(|(river, _)| network.class(river) <= rules.marsh_river_class_max);
        if low && (by_lake || by_river) {
            "marsh"
        } else {
            "plain"
        }
    };
    (0..grid.len()).map(class).collect()
}

/// Whether troops stand there.
pub(super) fn is_land(terrain: &str) -> bool {
    !matches!(terrain, "lake" | "sea")
}
