//! Rivers and lakes to draw: the shapes of a theatre that the binary knows, else its cells and hexsides.

use super::outline::Corners;
use huizhan_theatre::{Terrain, Theatre};
use serde_json::Value;

/// Shapes of the theatre of the first campaign, made with Natural Earth and own digitisation.
const CENTRAL_CHINA: &str = include_str!("../../../../data/theatres/central-china/water.geojson");

/// Water of a map, in degrees east and north.
#[derive(Default)]
pub(super) struct Water {
    /// Outlines of lakes and the sea.
    pub(super) areas: Vec<Vec<(f64, f64)>>,
    /// Rivers: class (1 great, 2 large, 3 small) and line.
    pub(super) rivers: Vec<(u8, Vec<(f64, f64)>)>,
}

impl Water {
    /// The water of a theatre.
    pub(super) fn of(theatre: &Theatre, corners: &Corners) -> Self {
        let mut water = if theatre.id == "central-china" { Self::read(CENTRAL_CHINA) } else { Self::default() };
        let known = !water.rivers.is_empty();
        let is_water = |cell: usize| match theatre.cells.terrain[cell] {
            Terrain::Sea => true,
            Terrain::Lake => !known,
            _ => false,
        };
        water.areas.extend(corners.rings(&is_water));
        if !known {
            for cell in 0..theatre.cells.grid {
                let barriers = theatre.cells.barrier[cell].iter().zip(&theatre.cells.neighbours[cell]);
                for (class, next) in barriers.filter(|(class, next)| **class > 0 && next.index() > cell) {
                    water.rivers.extend(corners.shared(cell, next.index()).map(|line| (*class, line.to_vec())));
                }
            }
        }
        water
    }

    fn read(text: &str) -> Self {
        let mut water = Self::default();
        let Ok(value) = serde_json::from_str::<Value>(text) else { return water };
        for feature in value["features"].as_array().into_iter().flatten() {
            let (properties, geometry) = (&feature["properties"], &feature["geometry"]);
            let class = properties["class"].as_u64().unwrap_or(3) as u8;
            let lines = lines(&geometry["coordinates"]);
            if properties["kind"] == "river" {
                water.rivers.extend(lines.into_iter().map(|line| (class, line)));
            } else {
                water.areas.extend(lines);
            }
        }
        water
    }
}

/// All lines in nested lists of coordinates.
fn lines(value: &Value) -> Vec<Vec<(f64, f64)>> {
    let Some(list) = value.as_array() else { return Vec::new() };
    let point = |value: &Value| Some((value.get(0)?.as_f64()?, value.get(1)?.as_f64()?));
    let points: Option<Vec<(f64, f64)>> = list.iter().map(point).collect();
    match points {
        Some(points) if !points.is_empty() => vec![points],
        _ => list.iter().flat_map(lines).collect(),
    }
}
