//! Outlines of sets of cells, and the line between two sets.

use h3o::{CellIndex, LatLng, VertexIndex};
use huizhan_base::CellId;
use huizhan_theatre::Cells;
use std::collections::BTreeMap;

/// A corner of cells; neighbours share it exactly.
type Corner = u64;

/// The six sides of each hexagon of a map as pairs of corners, counter-clockwise.
pub(super) struct Corners {
    sides: Vec<Vec<(Corner, Corner)>>,
    positions: BTreeMap<Corner, (f64, f64)>,
}

impl Corners {
    /// Corners of the hexagons of a map that `wanted` names; off-map boxes have none.
    pub(super) fn new(cells: &Cells, wanted: &dyn Fn(CellId) -> bool) -> Self {
        let mut positions = BTreeMap::new();
        let sides = (0..cells.grid).map(|index| {
            let cell = CellIndex::try_from(cells.h3[index]).ok().filter(|_| wanted(CellId::from_index(index)));
            let vertexes: Vec<VertexIndex> = cell.into_iter().flat_map(CellIndex::vertexes).collect();
            let corner = |vertex: &VertexIndex| u64::from(*vertex);
            for vertex in &vertexes {
                let point = LatLng::from(*vertex);
                positions.insert(corner(vertex), (point.lng(), point.lat()));
            }
            let next = vertexes.iter().cycle().skip(1);
            vertexes.iter().zip(next).map(|(from, to)| (corner(from), corner(to))).collect()
        });
        let sides = sides.collect();
        Self { sides, positions }
    }

    /// Rings around the cells of a set (degrees east, degrees north); the sides that two of them share vanish.
    pub(super) fn rings(&self, inside: &dyn Fn(usize) -> bool) -> Vec<Vec<(f64, f64)>> {
        let mut open: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
        for (_, sides) in self.sides.iter().enumerate().filter(|(cell, _)| inside(*cell)) {
            for (from, to) in sides {
                // the neighbour runs along the same side the other way
                match open.get_mut(to).and_then(|ends| ends.iter().position(|end| end == from).map(|at| ends.remove(at))) {
                    Some(_) => {}
                    None => open.entry(*from).or_default().push(*to),
                }
            }
        }
        let mut rings = Vec::new();
        open.retain(|_, ends| !ends.is_empty());
        while let Some(start) = open.keys().next().copied() {
            let mut ring = Vec::new();
            let mut at = start;
            while let Some(next) = open.get_mut(&at).and_then(Vec::pop) {
                ring.extend(self.positions.get(&at));
                at = next;
            }
            open.retain(|_, ends| !ends.is_empty());
            rings.push(ring);
        }
        rings
    }

    /// Sides between a cell of the one set and a cell of the other.
    pub(super) fn between(&self, cells: &Cells, first: &dyn Fn(usize) -> bool, second: &dyn Fn(usize) -> bool) -> Vec<[(f64, f64); 2]> {
        let mut lines = Vec::new();
        for index in (0..cells.grid).filter(|index| first(*index)) {
            for (_, next) in cells.around(CellId::from_index(index)).filter(|(_, next)| second(next.index())) {
                lines.extend(self.shared(index, next.index()));
            }
        }
        lines
    }

    /// The side that two cells share.
    pub(super) fn shared(&self, cell: usize, next: usize) -> Option<[(f64, f64); 2]> {
        let other = self.sides.get(next)?;
        let (from, to) = self.sides.get(cell)?.iter().find(|(from, to)| other.contains(&(*to, *from)))?;
        Some([*self.positions.get(from)?, *self.positions.get(to)?])
    }
}
