//! Rivers and lakes as simplified lines, for pictures.

use super::ground::holds;
use super::layers::{Area, DrawnLine};
use super::plane::{KM_PER_DEGREE, Point, clip_ring, clip_segment, ring_area, segments, simplify};
use super::rivers::Network;
use super::spec::{Bounds, Spec};
use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::path::Path;

/// Writes `water.geojson`: rivers as lines, lakes as polygons, clipped to the box of the build file.
///
/// # Errors
///
/// If the file cannot be written.
pub(super) fn write(
    spec: &Spec,
    network: &Network,
    drawn: &[DrawnLine],
    lakes: &[Area],
    folder: &Path,
) -> Result<()> {
    let outline = &spec.outline;
    let frame = outline.bounds.corners();
    let mut features = Vec::new();
    for (name, river) in network
        .rivers
        .iter()
        .filter(|(_, river)| river.class <= outline.class_max)
    {
        let bridges = river.bridges.iter().map(|(a, b)| vec![*a, *b]);
        let pieces = river
            .pieces
            .iter()
            .cloned()
            .chain(bridges)
            .flat_map(|piece| clipped(&piece, &frame));
        let lines: Vec<Vec<Point>> = pieces
            .map(|piece| simplify(&piece, outline.simplify_degrees))
            .collect();
        if !lines.is_empty() {
            let zh = drawn
                .iter()
                .find(|line| line.name == *name)
                .map_or("", |line| line.name_zh_hant.as_str());
            let parts: Vec<String> = lines.iter().map(|line| points(line)).collect();
            features.push(format!(
                r#"{{"type":"Feature","properties":{{"kind":"river","name":{},"name_zh_hant":{},"class":{}}},"geometry":{{"type":"MultiLineString","coordinates":[{}]}}}}"#,
                serde_json::to_string(name)?,
                serde_json::to_string(zh)?,
                river.class,
                parts.join(",")
            ));
        }
    }
    for lake in lakes
        .iter()
        .filter(|lake| !spec.lakes.left_out.iter().any(|point| holds(lake, *point)))
    {
        if let Some(ring) = lake_ring(lake, outline, &frame) {
            features.push(format!(
                r#"{{"type":"Feature","properties":{{"kind":"lake"}},"geometry":{{"type":"Polygon","coordinates":[{}]}}}}"#,
                points(&ring)
            ));
        }
    }
    let path = folder.join("water.geojson");
    let text = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n",
        features.join(",\n")
    );
    std::fs::write(&path, text).with_context(|| format!("{}: cannot be written", path.display()))
}

/// The pieces of a line inside the frame.
fn clipped(line: &[Point], frame: &[Point]) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    for segment in segments(line) {
        let Some((from, to)) = clip_segment(segment, frame) else {
            continue;
        };
        match pieces
            .last_mut()
            .filter(|piece| piece.last() == Some(&from))
        {
            Some(piece) => piece.push(to),
            None => pieces.push(vec![from, to]),
        }
    }
    pieces
}

/// The outer ring of a lake inside the frame, if it is large enough.
fn lake_ring(lake: &Area, outline: &super::spec::Outline, frame: &[Point]) -> Option<Vec<Point>> {
    let outer = lake
        .rings
        .iter()
        .max_by(|a, b| ring_area(a).total_cmp(&ring_area(b)))?;
    let bounds = Bounds::around(outer);
    let narrowing = f64::midpoint(bounds.south, bounds.north).to_radians().cos();
    let km2 = ring_area(outer) * KM_PER_DEGREE * KM_PER_DEGREE * narrowing;
    let mut ring = simplify(outer, outline.simplify_degrees);
    if km2 < outline.lake_min_km2 || ring.len() < 4 {
        return None;
    }
    ring.pop();
    let mut ring = clip_ring(&ring, frame);
    let first = *ring.first()?;
    ring.push(first);
    Some(ring)
}

fn points(line: &[Point]) -> String {
    let mut text = String::from("[");
    for (index, [x, y]) in line.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        write!(text, "{comma}[{x:.3},{y:.3}]").expect("writing into a string does not fail");
    }
    text.push(']');
    text
}
