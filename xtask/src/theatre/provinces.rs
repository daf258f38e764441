//! Provinces of the cells: spread from the towns, never across a province line.

use super::grid::Grid;
use super::ground::is_land;
use super::layers::Town;
use super::plane::{Point, SegmentIndex, great_circle_km, segments};
use std::collections::VecDeque;

/// The province of each land cell; empty for water and where no town reaches.
///
/// Islands without a town take the province of the nearest cell that has one, at most `ISLAND_KM` away.
pub(super) fn provinces(
    grid: &Grid,
    terrain: &[&str],
    lines: &[Vec<Point>],
    towns: &[Town],
) -> Vec<String> {
    let index = SegmentIndex::new(lines.iter().flat_map(|line| segments(line)).collect());
    let mut provinces: Vec<String> = vec![String::new(); grid.len()];
    let mut queue = VecDeque::new();
    for town in towns {
        if let Some(cell) = grid.at(town.point)
            && provinces[cell].is_empty()
        {
            provinces[cell].clone_from(&town.province);
        }
    }
    queue.extend((0..grid.len()).filter(|cell| !provinces[*cell].is_empty()));
    while let Some(cell) = queue.pop_front() {
        for &near in &grid.neighbours[cell] {
            let free = provinces[near].is_empty() && terrain[near] != "sea";
            if free && index.crossings(grid.between(cell, near)) == 0 {
                let province = provinces[cell].clone();
                provinces[near] = province;
                queue.push_back(near);
            }
        }
    }
    let lone: Vec<usize> = (0..grid.len())
        .filter(|cell| provinces[*cell].is_empty() && is_land(terrain[*cell]))
        .collect();
    let found: Vec<(usize, String)> = lone
        .into_iter()
        .filter_map(|cell| {
            let known = (0..grid.len()).filter(|other| {
                !provinces[*other].is_empty() && grid.zones[*other] == grid.zones[cell]
            });
            let away = |other: &usize| great_circle_km(grid.centres[cell], grid.centres[*other]);
            let nearest = known.min_by(|a, b| away(a).total_cmp(&away(b)))?;
            (away(&nearest) <= ISLAND_KM).then(|| (cell, provinces[nearest].clone()))
        })
        .collect();
    for (cell, province) in found {
        provinces[cell] = province;
    }
    provinces
}

/// How far an island may lie from its province (km).
const ISLAND_KM: f64 = 60.0;
