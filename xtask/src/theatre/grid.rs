//! The cells of a theatre: which they are, where they lie, who their neighbours are.

use super::plane::{Point, Segment, great_circle_km};
use super::spec::Spec;
use anyhow::{Context, Result};
use h3o::{CellIndex, LatLng, Resolution};
use std::collections::BTreeSet;

/// The cells, sorted by index; everything else is an array beside it.
pub(super) struct Grid {
    pub cells: Vec<CellIndex>,
    /// Centres (longitude, latitude).
    pub centres: Vec<Point>,
    /// Corners, against the clock.
    pub outlines: Vec<Vec<Point>>,
    /// Zone of each cell, an index into the zones of the build file.
    pub zones: Vec<usize>,
    /// Neighbours inside the theatre, sorted.
    pub neighbours: Vec<Vec<usize>>,
    resolution: Resolution,
}

/// Step of the lattice that looks for cells (degrees), far below the width of a cell of resolution 5.
const LATTICE: f64 = 0.04;

impl Grid {
    /// Finds the cells whose centre lies in a zone of the build file.
    ///
    /// # Errors
    ///
    /// If the resolution is none of H3, or too fine for the lattice.
    pub(super) fn new(spec: &Spec) -> Result<Self> {
        let resolution = Resolution::try_from(spec.h3_resolution)
            .context("h3_resolution: H3 has resolutions 0 to 15")?;
        anyhow::ensure!(
            spec.h3_resolution <= 6,
            "h3_resolution: the tool is made for cells of resolution 6 and coarser"
        );
        let mut cells = BTreeSet::new();
        for zone in &spec.zone {
            let bounds = zone.bounds.wider(2.0 * LATTICE);
            let mut latitude = bounds.south;
            while latitude <= bounds.north {
                let mut longitude = bounds.west;
                while longitude <= bounds.east {
                    let cell = LatLng::new(latitude, longitude)
                        .context("a zone leaves the globe")?
                        .to_cell(resolution);
                    if zone.bounds.holds(centre(cell)) {
                        cells.insert(cell);
                    }
                    longitude += LATTICE;
                }
                latitude += LATTICE;
            }
        }
        let cells: Vec<CellIndex> = cells.into_iter().collect();
        let centres: Vec<Point> = cells.iter().map(|cell| centre(*cell)).collect();
        let outlines = cells
            .iter()
            .map(|cell| cell.boundary().iter().map(|p| [p.lng(), p.lat()]).collect())
            .collect();
        let zone = |point: &Point| {
            spec.zone
                .iter()
                .position(|zone| zone.bounds.holds(*point))
                .unwrap_or(0)
        };
        let zones = centres.iter().map(zone).collect();
        let mut grid = Self {
            cells,
            centres,
            outlines,
            zones,
            neighbours: Vec::new(),
            resolution,
        };
        grid.neighbours = grid.cells.iter().map(|cell| grid.ring(*cell, 1)).collect();
        Ok(grid)
    }

    /// Number of cells.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The cell with an index.
    pub(super) fn find(&self, cell: CellIndex) -> Option<usize> {
        self.cells.binary_search(&cell).ok()
    }

    /// The cell a point lies in.
    pub(super) fn at(&self, [longitude, latitude]: Point) -> Option<usize> {
        LatLng::new(latitude, longitude)
            .ok()
            .and_then(|point| self.find(point.to_cell(self.resolution)))
    }

    /// Cells of the theatre at most `steps` away from a cell, without itself, sorted.
    pub(super) fn ring(&self, cell: CellIndex, steps: u32) -> Vec<usize> {
        let disk: Vec<CellIndex> = cell.grid_disk(steps);
        let mut found: Vec<usize> = disk
            .into_iter()
            .filter(|other| *other != cell)
            .filter_map(|other| self.find(other))
            .collect();
        found.sort_unstable();
        found
    }

    /// A cell as triangles around its centre, against the clock. An outline may have a corner that points inwards, where the
    /// cell lies across an edge of the icosahedron under the grid; triangles are convex in any case.
    pub(super) fn triangles(&self, cell: usize) -> Vec<[Point; 3]> {
        let outline = &self.outlines[cell];
        let next = outline.iter().cycle().skip(1);
        outline
            .iter()
            .zip(next)
            .map(|(a, b)| [self.centres[cell], *a, *b])
            .collect()
    }

    /// The line between the centres of two cells.
    pub(super) fn between(&self, a: usize, b: usize) -> Segment {
        (self.centres[a], self.centres[b])
    }

    /// Distance between the centres of two cells (metres).
    pub(super) fn metres(&self, a: usize, b: usize) -> f64 {
        great_circle_km(self.centres[a], self.centres[b]) * 1000.0
    }
}

fn centre(cell: CellIndex) -> Point {
    let point = LatLng::from(cell);
    [point.lng(), point.lat()]
}
