//! The derived columns of the routes: the cells each one runs through, by least cost, and its capacity.

use super::banks::{Bank, Side};
use super::grid::Grid;
use super::ground::is_land;
use super::layers::DrawnLine;
use super::places::Placed;
use super::plane::{planar, segments};
use super::rivers::Network;
use super::spec::{Layout, Spec};
use super::tables::Table;
use anyhow::{Context, Result};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// What is known of the ground when routes are laid out.
pub(super) struct Ground<'a> {
    pub spec: &'a Spec,
    pub grid: &'a Grid,
    pub terrain: &'a [&'static str],
    pub network: &'a Network,
    pub sides: &'a [Option<Side>],
    /// Cells a drawn railway runs through.
    pub rail: Vec<bool>,
    /// Cells on the banks of the great river.
    pub bank: Vec<bool>,
    /// Cells with any river inside or on the rim.
    pub riverside: Vec<bool>,
}

/// How a route looks for its way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Road,
    Rail,
    GreatRiver,
    River,
    OpenWater,
}

impl<'a> Ground<'a> {
    /// Gathers what the layout asks of each cell.
    pub(super) fn new(
        spec: &'a Spec,
        grid: &'a Grid,
        terrain: &'a [&'static str],
        network: &'a Network,
        sides: &'a [Option<Side>],
        banks: &[Bank],
        drawn: &[DrawnLine],
    ) -> Self {
        let mut rail = vec![false; grid.len()];
        for line in drawn.iter().filter(|line| line.kind == "rail") {
            for (a, b) in segments(&line.points) {
                let steps = (planar(a, b) / RAIL_STEP_DEGREES).ceil().max(1.0) as usize;
                for step in 0..=steps {
                    let share = step as f64 / steps as f64;
                    if let Some(cell) =
                        grid.at([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])])
                    {
                        rail[cell] = true;
                    }
                }
            }
        }
        let mut bank = vec![false; grid.len()];
        for on_bank in banks {
            bank[on_bank.cell] = true;
        }
        let barred = |cell: usize| {
            grid.neighbours[cell]
                .iter()
                .any(|near| network.barrier(cell, *near) > 0)
        };
        let riverside = (0..grid.len())
            .map(|cell| barred(cell) || !network.inside[cell].is_empty())
            .collect();
        Self {
            spec,
            grid,
            terrain,
            network,
            sides,
            rail,
            bank,
            riverside,
        }
    }

    /// The cells from one to another at least cost; of equal ways the one through smaller cells.
    fn lay(&self, from: usize, to: usize, way: Way) -> Option<Vec<usize>> {
        let other_bank = self.sides[from] != self.sides[to];
        let mut cost = vec![u64::MAX; self.grid.len()];
        let mut before = vec![usize::MAX; self.grid.len()];
        let mut queue = BinaryHeap::from([Reverse((0, from))]);
        cost[from] = 0;
        while let Some(Reverse((so_far, cell))) = queue.pop() {
            if so_far > cost[cell] {
                continue;
            }
            if cell == to {
                break;
            }
            for &near in &self.grid.neighbours[cell] {
                let Some(step) = self.step(cell, near, way, other_bank) else {
                    continue;
                };
                let total = so_far + step;
                if total < cost[near] || (total == cost[near] && cell < before[near]) {
                    cost[near] = total;
                    before[near] = cell;
                    queue.push(Reverse((total, near)));
                }
            }
        }
        if cost[to] == u64::MAX {
            return None;
        }
        let mut path = vec![to];
        while path[path.len() - 1] != from {
            path.push(before[path[path.len() - 1]]);
        }
        path.reverse();
        Some(path)
    }

    /// Cost of one step (metres of plain), `None` where there is no way.
    fn step(&self, from: usize, to: usize, way: Way, other_bank: bool) -> Option<u64> {
        let metres = self.grid.metres(from, to);
        let weights = &self.spec.layout;
        let mean = |weight: &dyn Fn(usize) -> f64| metres * (weight(from) + weight(to)) / 2.0;
        let class = self.network.barrier(from, to);
        let cost = match way {
            Way::Road | Way::Rail => {
                if !is_land(self.terrain[to]) || (class == 1 && !other_bank) {
                    return None;
                }
                let ferry = if class == 1 { weights.class_1_m } else { 0.0 };
                if way == Way::Rail {
                    ferry + metres * if self.rail[to] { 1.0 } else { weights.off_rail }
                } else {
                    let bridge = match class {
                        2 => weights.class_2_m,
                        3 => weights.class_3_m,
                        _ => ferry,
                    };
                    bridge + mean(&|cell| ground_weight(weights, self.terrain[cell]))
                }
            }
            Way::GreatRiver | Way::River => {
                let along = if way == Way::GreatRiver {
                    &self.bank
                } else {
                    &self.riverside
                };
                mean(&|cell| match (is_land(self.terrain[cell]), along[cell]) {
                    (false, _) => weights.river_on_water,
                    (true, true) => 1.0,
                    (true, false) => weights.river_off_bank,
                })
            }
            Way::OpenWater => mean(&|cell| {
                if is_land(self.terrain[cell]) {
                    weights.shore
                } else {
                    1.0
                }
            }),
        };
        Some(cost.round() as u64)
    }
}

/// Step along a drawn railway when its cells are looked up (degrees).
const RAIL_STEP_DEGREES: f64 = 0.005;

fn ground_weight(weights: &Layout, terrain: &str) -> f64 {
    match terrain {
        "marsh" => weights.marsh,
        "hills" => weights.hills,
        "mountains" => weights.mountains,
        _ => weights.plain,
    }
}

/// Lays out every authored route whose ends both stand on the map.
///
/// # Errors
///
/// If a route names an unknown place or class of capacity, or has no way.
pub(super) fn lay_out(
    ground: &Ground<'_>,
    authored: &Table,
    capacities: &Table,
    placed: &BTreeMap<String, Placed>,
) -> Result<Table> {
    const CAPACITY: [&str; 4] = [
        "capacity_tonnes_per_day",
        "capacity_low",
        "capacity_high",
        "capacity_source",
    ];
    let kept = [
        "id",
        "from",
        "to",
        "kind",
        "name_en",
        "name_zh_hant",
        "owner",
        "state",
    ];
    let after = ["length_km", "length_source", "cells", "source", "note"];
    let mut table = Table::new(
        "routes.csv",
        &[&kept[..], &CAPACITY[..], &after[..]].concat(),
    );
    for row in authored.rows() {
        let class = row.text("capacity_class")?;
        let capacity = capacities
            .rows()
            .find(|row| row.text("capacity_class").is_ok_and(|name| name == class));
        let capacity = capacity.with_context(|| row.at("capacity_class"))?;
        let mut ends = [None; 2];
        for (end, column) in ends.iter_mut().zip(["from", "to"]) {
            *end = placed
                .get(row.text(column)?)
                .with_context(|| row.at(column))?
                .cell;
        }
        let way = match row.text("kind")? {
            "rail" => Way::Rail,
            "river" if class.starts_with("yangtze") || class.starts_with("ferry") => {
                Way::GreatRiver
            }
            "river" => Way::River,
            "lake" | "sea" => Way::OpenWater,
            _ => Way::Road,
        };
        let mut cells = String::new();
        if let [Some(from), Some(to)] = ends {
            let path = ground.lay(from, to, way);
            let path = path.with_context(|| {
                format!(
                    "routes.csv: route `{}` finds no way; check its ends",
                    row.text("id").unwrap_or("")
                )
            })?;
            let names: Vec<String> = path
                .iter()
                .map(|cell| ground.grid.cells[*cell].to_string())
                .collect();
            cells = names.join(" ");
        }
        let mut fields = Vec::new();
        for column in kept {
            fields.push(row.text(column)?.to_owned());
        }
        for column in CAPACITY {
            fields.push(capacity.text(column)?.to_owned());
        }
        for column in after {
            fields.push(if column == "cells" {
                cells.clone()
            } else {
                row.text(column)?.to_owned()
            });
        }
        table.push(fields);
    }
    table.sort();
    Ok(table)
}
