//! Which side of the great river a cell is on, and the cells of its banks.

use super::grid::Grid;
use super::ground::is_land;
use super::rivers::{MeasuredLine, Network};
use super::spec::Spec;
use anyhow::{Context, Result, ensure};

/// A side of the great river, looking downstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The left bank.
    Left,
    /// The right bank.
    Right,
}

impl Side {
    /// The letter used in tables.
    pub(super) fn letter(self) -> &'static str {
        match self {
            Self::Left => "L",
            Self::Right => "R",
        }
    }
}

/// A land cell on the great river.
pub(super) struct Bank {
    pub cell: usize,
    pub km: f64,
    pub side: Side,
    pub away_km: f64,
}

/// The side of every cell that can be reached from the two points of the build file without crossing the great river or
/// the sea.
///
/// # Errors
///
/// If a point lies in no cell, or one can walk from the left to the right: then the barrier leaks.
pub(super) fn sides(
    spec: &Spec,
    grid: &Grid,
    terrain: &[&str],
    network: &Network,
) -> Result<Vec<Option<Side>>> {
    let mut sides = vec![None; grid.len()];
    for (point, side) in [
        (spec.banks.left_point, Side::Left),
        (spec.banks.right_point, Side::Right),
    ] {
        let start = grid
            .at(point)
            .with_context(|| format!("banks: the point {point:?} lies in no cell"))?;
        ensure!(
            sides[start].is_none(),
            "the barrier of the {} leaks: the right point can be reached from the left one; raise bridge_km or mend the lines",
            spec.banks.river
        );
        let mut stack = vec![start];
        sides[start] = Some(side);
        while let Some(cell) = stack.pop() {
            for &near in &grid.neighbours[cell] {
                if sides[near].is_none()
                    && terrain[near] != "sea"
                    && !network.parts(&spec.banks.river, cell, near)
                {
                    sides[near] = Some(side);
                    stack.push(near);
                }
            }
        }
    }
    Ok(sides)
}

/// Land cells of the zone with the river on their rim or far enough inside.
pub(super) fn banks(
    spec: &Spec,
    grid: &Grid,
    terrain: &[&str],
    network: &Network,
    sides: &[Option<Side>],
    line: &MeasuredLine,
) -> Vec<Bank> {
    let river = &spec.banks.river;
    let mut banks = Vec::new();
    for cell in 0..grid.len() {
        let rim = grid.neighbours[cell]
            .iter()
            .any(|near| network.parts(river, cell, *near));
        let inside = network.inside[cell].iter().any(|(name, _)| name == river);
        let in_zone = spec.zone[grid.zones[cell]].name == spec.banks.zone;
        if let Some(side) = sides[cell]
            && in_zone
            && is_land(terrain[cell])
            && (rim || inside)
        {
            let (away_km, km) = line.project(grid.centres[cell]);
            banks.push(Bank {
                cell,
                km,
                side,
                away_km,
            });
        }
    }
    banks
}
