//! Heights from grey tiles.

use super::grid::Grid;
use super::packages::Packages;
use super::spec::{Bounds, Elevation, Spec};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Height of the pixels whose centre lies in a cell (metres).
#[derive(Clone, Copy, Default)]
pub(super) struct Heights {
    pub mean: f64,
    pub highest: f64,
    /// Highest less lowest.
    pub relief: f64,
}

/// Measures every cell of the grid.
///
/// # Errors
///
/// If a tile is missing or damaged, or a cell holds no pixel.
pub(super) fn measure(spec: &Spec, packages: &Packages, grid: &Grid) -> Result<Vec<Heights>> {
    let folder = packages
        .unpacked(&spec.elevation.package)?
        .join(&spec.elevation.member);
    let mut tiles = Tiles {
        spec: &spec.elevation,
        folder,
        open: BTreeMap::new(),
    };
    let metres = table(&spec.elevation);
    let mut pixels: Vec<Vec<f64>> = vec![Vec::new(); grid.len()];
    for zone in &spec.zone {
        tiles.visit(&zone.bounds.wider(0.5), |point, grey| {
            if let Some(cell) = grid.at(point)
                && spec.zone[grid.zones[cell]].name == zone.name
            {
                pixels[cell].push(metres[usize::from(grey)]);
            }
        })?;
    }
    let mut heights = Vec::with_capacity(grid.len());
    for (cell, pixels) in pixels.iter().enumerate() {
        ensure!(
            !pixels.is_empty(),
            "cell {} holds no pixel of the elevation tiles",
            grid.cells[cell]
        );
        let highest = pixels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let lowest = pixels.iter().copied().fold(f64::INFINITY, f64::min);
        let mean = pixels.iter().sum::<f64>() / pixels.len() as f64;
        heights.push(Heights {
            mean,
            highest,
            relief: highest - lowest,
        });
    }
    Ok(heights)
}

/// Metres of each grey: straight lines between the entries of the build file, level beyond them.
fn table(spec: &Elevation) -> [f64; 256] {
    let mut metres = [0.0; 256];
    for (grey, value) in metres.iter_mut().enumerate() {
        let grey = grey as f64;
        let after = spec
            .metres
            .iter()
            .position(|(known, _)| f64::from(*known) >= grey);
        *value = match after {
            Some(0) => spec.metres[0].1,
            None => spec.metres[spec.metres.len() - 1].1,
            Some(after) => {
                let ((low, from), (high, to)) = (spec.metres[after - 1], spec.metres[after]);
                let share = (grey - f64::from(low)) / (f64::from(high) - f64::from(low));
                from + share * (to - from)
            }
        };
    }
    metres
}

struct Tiles<'a> {
    spec: &'a Elevation,
    folder: PathBuf,
    open: BTreeMap<(usize, usize), Vec<u8>>,
}

impl Tiles<'_> {
    /// Calls `see` with the centre (longitude, latitude) and grey of each pixel in the box, rows from north to south.
    fn visit(&mut self, bounds: &Bounds, mut see: impl FnMut([f64; 2], u8)) -> Result<()> {
        let size = self.spec.tile_pixels;
        let across = (self.spec.tile_columns * size) as f64 / 360.0;
        let down = (self.spec.tile_rows * size) as f64 / 180.0;
        let rows = ((90.0 - bounds.north) * down) as usize..((90.0 - bounds.south) * down) as usize;
        let columns =
            ((bounds.west + 180.0) * across) as usize..((bounds.east + 180.0) * across) as usize;
        for row in rows {
            for column in columns.clone() {
                let tile = self.tile(row / size, column / size)?;
                let grey = tile[(row % size) * size + column % size];
                see(
                    [
                        (column as f64 + 0.5) / across - 180.0,
                        90.0 - (row as f64 + 0.5) / down,
                    ],
                    grey,
                );
            }
        }
        Ok(())
    }

    fn tile(&mut self, row: usize, column: usize) -> Result<&[u8]> {
        if !self.open.contains_key(&(row, column)) {
            let path = self
                .folder
                .join(format!("{row:06}/{row:06}_{column:06}.jpg"));
            self.open
                .insert((row, column), decode(&path, self.spec.tile_pixels)?);
        }
        Ok(&self.open[&(row, column)])
    }
}

fn decode(path: &Path, size: usize) -> Result<Vec<u8>> {
    let bytes =
        std::fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(ColorSpace::Luma)
        .set_use_unsafe(false);
    let pixels = JpegDecoder::new_with_options(ZCursor::new(bytes), options).decode();
    let pixels =
        pixels.map_err(|error| anyhow::anyhow!("{}: not a picture: {error:?}", path.display()))?;
    ensure!(
        pixels.len() == size * size,
        "{}: not {size} by {size} pixels",
        path.display()
    );
    Ok(pixels)
}
