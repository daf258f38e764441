//! Where water from a breach runs: the drainage of the land, from elevation and old beds. Derived once.

use super::law::{Ground, LEAVES};
use super::Setting;
use crate::Parameters;
use huizhan_base::CellId;
use huizhan_theatre::{Cells, Terrain, Theatre};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A bed that water follows: its cells downstream, and the water it takes beside its own (m3/s).
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// The cells.
    pub cells: Vec<CellId>,
    /// The water.
    pub spare_m3s: f64,
}

impl Course {
    /// The bed along a line (degrees north and east), each cell a neighbour of the one before.
    #[must_use]
    pub fn along(cells: &Cells, points: &[[f64; 2]], spare_m3s: f64) -> Self {
        // degrees of longitude are shorter than those of latitude by the cosine of the latitude
        let gap = |cell: CellId, [north, east]: [f64; 2]| {
            let scale = libm::cos(north.to_radians());
            let (dy, dx) = (cells.latitude[cell.index()] - north, (cells.longitude[cell.index()] - east) * scale);
            dy * dy + dx * dx
        };
        let nearer = |a: &CellId, b: &CellId, point| gap(*a, point).total_cmp(&gap(*b, point)).then(a.cmp(b));
        let first = points.first().and_then(|point| (0..cells.grid).map(CellId::from_index).min_by(|a, b| nearer(a, b, *point)));
        let Some(mut here) = first else { return Self { cells: Vec::new(), spare_m3s } };
        let mut path = vec![here];
        for pair in points.windows(2) {
            for step in 1..=STEPS {
                let share = f64::from(step) / f64::from(STEPS);
                let point = [0, 1].map(|axis| pair[0][axis] + (pair[1][axis] - pair[0][axis]) * share);
                while let Some((_, next)) = cells.around(here).min_by(|a, b| nearer(&a.1, &b.1, point)) {
                    if gap(next, point) >= gap(here, point) {
                        break;
                    }
                    here = next;
                    if !path.contains(&here) {
                        path.push(here);
                    }
                }
            }
        }
        Self { cells: path, spare_m3s }
    }
}

/// Steps in which a line between two points is walked: far shorter than a cell.
const STEPS: u32 = 24;

/// Fall that a hollow is given so that it drains (centimetres a kilometre): flat ground of the table is not level. Assumption,
/// 1-10.
const FILL_CM_PER_KM: i32 = 3;

/// Lays out the grounds below some cells and what lies below each; `people_per_km2` is by province.
///
/// Land is drained as in hydrology: beds are sunk into it and run downhill, hollows are filled to their outlet
/// (Barnes and others 2014), then water goes to every lower neighbour in proportion to the fall. Great rivers run between dikes:
/// no water crosses them.
pub fn drain(setting: &mut Setting, theatre: &Theatre, parameters: &Parameters, courses: &[Course], springs: &[CellId], people_per_km2: &[f64]) -> Vec<u16> {
    let cells = &theatre.cells;
    let height = filled(cells, &sunk(cells, parameters, courses));
    let order = downstream(cells, &height, springs);
    let mut number = vec![LEAVES; cells.len()];
    for (at, cell) in order.iter().enumerate() {
        number[cell.index()] = at as u16;
    }
    setting.grounds.clear();
    setting.below.clear();
    for cell in &order {
        let ways: Vec<(CellId, f64)> = lower(cells, &height, *cell).collect();
        let falls: f64 = ways.iter().map(|(_, fall)| fall).sum();
        let first = setting.below.len() as u16;
        setting.below.extend(ways.iter().map(|(next, fall)| (number[next.index()], (fall / falls * 1024.0) as u16)));
        let fall = ways.iter().map(|(_, fall)| fall * fall).sum::<f64>() / falls;
        let bed = courses.iter().filter_map(|course| {
            let at = course.cells.iter().position(|held| held == cell)?;
            let next = course.cells.get(at + 1).filter(|next| height[next.index()] < height[cell.index()])?;
            Some((course.spare_m3s, number[next.index()]))
        });
        // where two beds meet, the one that takes more carries on
        let bed = bed.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let density = people_per_km2[usize::from(cells.province[cell.index()])];
        let mut ground = ground(cells, parameters, *cell, fall, bed, density);
        ground.below = (first, ways.len() as u8);
        setting.grounds.push(ground);
    }
    for route in theatre.routes.iter().filter(|route| !route.kind.is_water()) {
        for cell in route.cells.iter().filter(|cell| number[cell.index()] != LEAVES) {
            setting.grounds[number[cell.index()] as usize].routed = true;
        }
    }
    springs.iter().map(|cell| number[cell.index()]).collect()
}

/// A cell as a valley of its width with sides of the given slope; water moves by Manning's law.
fn ground(cells: &Cells, p: &Parameters, cell: CellId, fall: f64, bed: Option<(f64, u16)>, people_per_km2: f64) -> Ground {
    let distances: Vec<f64> = cells.around(cell).map(|(direction, _)| f64::from(cells.distance_m[cell.index()][direction])).collect();
    let length = distances.iter().sum::<f64>() / distances.len().max(1) as f64;
    // a hexagon of that distance between centres
    let area = 0.866 * length * length;
    let width = area / length;
    let slope = p.flood_cross_slope;
    let full = slope * width * width / 4.0 * length / 1000.0;
    // days = length / speed, speed = sqrt(fall) radius^(2/3) / roughness, radius = sqrt(section slope) / 2
    let stay = length * p.flood_roughness / (86_400.0 * libm::sqrt(fall)) / libm::cbrt(slope * 1000.0 / (4.0 * length));
    let pass_days = length / 1000.0 / p.flood_bed_km;
    let daily = bed.map_or(0.0, |(spare, _)| spare * 86.4);
    Ground {
        cell,
        bed_daily: daily as u32,
        bed_store: (daily * pass_days) as u32,
        bed_share: 1.0 / (1.0 + pass_days),
        bed_to: bed.map_or(LEAVES, |(_, to)| to),
        full: full as u32,
        closes: (full * p.flood_closed_share * p.flood_closed_share) as u32,
        opens: (full * p.flood_open_share * p.flood_open_share) as u32,
        stay,
        below: (0, 0),
        people: (area / 1e6 * people_per_km2) as u32,
        province: cells.province[cell.index()],
        routed: false,
    }
}

/// Heights (centimetres) with the beds sunk into the land and running downhill.
fn sunk(cells: &Cells, p: &Parameters, courses: &[Course]) -> Vec<i32> {
    let mut height: Vec<i32> = cells.elevation_m.iter().map(|metres| i32::from(*metres) * 100).collect();
    let mut met = vec![false; cells.len()];
    for course in courses {
        for cell in &course.cells {
            if !std::mem::replace(&mut met[cell.index()], true) {
                height[cell.index()] -= (p.flood_bed_depth_m * 100.0) as i32;
            }
        }
        for pair in course.cells.windows(2) {
            let Some(direction) = cells.direction(pair[0], pair[1]) else { continue };
            let km = f64::from(cells.distance_m[pair[0].index()][direction]) / 1000.0;
            let least = height[pair[0].index()] - (p.flood_bed_fall * 100.0 * km) as i32;
            height[pair[1].index()] = height[pair[1].index()].min(least);
        }
    }
    height
}

/// Neighbours that no dike of a great river parts from a cell.
fn joined(cells: &Cells, cell: CellId) -> impl Iterator<Item = (usize, CellId)> + '_ {
    cells.around(cell).filter(move |(direction, _)| cells.barrier[cell.index()][*direction] != 1)
}

/// Heights with every hollow filled to its outlet: from lakes and the sea upwards, the lowest rim first, ties by cell.
/// Cells from which nothing drains keep `i32::MAX`.
fn filled(cells: &Cells, height: &[i32]) -> Vec<i32> {
    let mut filled = vec![i32::MAX; cells.len()];
    let mut rim = BinaryHeap::new();
    for (index, terrain) in cells.terrain.iter().enumerate() {
        if matches!(terrain, Terrain::Lake | Terrain::Sea) {
            filled[index] = height[index];
            rim.push(Reverse((height[index], index)));
        }
    }
    while let Some(Reverse((level, index))) = rim.pop() {
        for (direction, next) in joined(cells, CellId::from_index(index)) {
            if filled[next.index()] == i32::MAX {
                let rise = i32::from(cells.distance_m[index][direction]) * FILL_CM_PER_KM / 1000;
                filled[next.index()] = height[next.index()].max(level + rise.max(1));
                rim.push(Reverse((filled[next.index()], next.index())));
            }
        }
    }
    filled
}

/// Lower neighbours with the fall to each (metres a metre).
fn lower<'a>(cells: &'a Cells, height: &'a [i32], cell: CellId) -> impl Iterator<Item = (CellId, f64)> + 'a {
    let here = height[cell.index()];
    joined(cells, cell).filter(move |(_, next)| height[next.index()] < here).map(move |(direction, next)| {
        let fall = f64::from(here - height[next.index()]) / 100.0;
        (next, fall / f64::from(cells.distance_m[cell.index()][direction]))
    })
}

/// Land that water from the springs can reach, from the highest down (ties by cell).
fn downstream(cells: &Cells, height: &[i32], springs: &[CellId]) -> Vec<CellId> {
    let land = |cell: &CellId| cells.terrain[cell.index()].is_land() && height[cell.index()] != i32::MAX;
    let mut met = vec![false; cells.len()];
    let mut open: Vec<CellId> = springs.iter().copied().filter(land).collect();
    let mut order = Vec::new();
    while let Some(cell) = open.pop() {
        if !std::mem::replace(&mut met[cell.index()], true) {
            order.push(cell);
            open.extend(lower(cells, height, cell).map(|(next, _)| next).filter(land));
        }
    }
    order.sort_unstable_by_key(|cell| (Reverse(height[cell.index()]), *cell));
    order
}
