//! Reads the layers: shapefiles of the packages and the lines drawn by hand.

use super::packages::Packages;
use super::plane::{Point, ring_area};
use super::spec::{Bounds, Spec};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use shapefile::{Shape, ShapeReader};
use std::io::Cursor;
use std::path::Path;

/// A line with the name its layer gives it.
pub(super) struct NamedLine {
    pub name: String,
    pub points: Vec<Point>,
}

/// An area: its outer rings run against the clock, its holes with it.
pub(super) struct Area {
    pub rings: Vec<Vec<Point>>,
    pub bounds: Bounds,
}

/// A town and its province.
pub(super) struct Town {
    pub point: Point,
    pub province: String,
}

/// A line drawn by hand: a railway, a minor river, the estuary, a flood axis.
#[derive(Debug)]
pub(super) struct DrawnLine {
    pub kind: String,
    pub name: String,
    pub name_zh_hant: String,
    pub class: u8,
    pub points: Vec<Point>,
}

fn shapes(spec: &Spec, packages: &Packages, layer: &str) -> Result<Vec<Shape>> {
    let member = &spec.layer[layer];
    let bytes = packages.read(&member.package, &format!("{}.shp", member.member))?;
    let reader = ShapeReader::new(Cursor::new(bytes))
        .with_context(|| format!("layer `{layer}`: not a shapefile"))?;
    reader
        .read()
        .with_context(|| format!("layer `{layer}`: cannot be read"))
}

/// One text field of every row of the table that goes with a layer.
fn texts(spec: &Spec, packages: &Packages, layer: &str, field: &str) -> Result<Vec<String>> {
    let member = &spec.layer[layer];
    let bytes = packages.read(&member.package, &format!("{}.dbf", member.member))?;
    let table = dbase::Reader::new(Cursor::new(bytes));
    let mut table = table.with_context(|| format!("layer `{layer}`: no dBase table"))?;
    let mut texts = Vec::new();
    for row in table.iter_records() {
        let row = row.with_context(|| format!("layer `{layer}`: the table cannot be read"))?;
        texts.push(match row.get(field) {
            Some(dbase::FieldValue::Character(text)) => {
                text.clone().unwrap_or_default().trim().to_owned()
            }
            Some(_) => bail!("layer `{layer}`: field `{field}` is not text"),
            None => bail!("layer `{layer}`: the table has no field `{field}`"),
        });
    }
    Ok(texts)
}

fn parts(shape: &Shape) -> Vec<Vec<Point>> {
    let Shape::Polyline(line) = shape else {
        return Vec::new();
    };
    line.parts()
        .iter()
        .map(|part| part.iter().map(|p| [p.x, p.y]).collect())
        .collect()
}

/// The rivers of the layer that meet the window, one entry a piece, under the names of the layer.
pub(super) fn rivers(spec: &Spec, packages: &Packages) -> Result<Vec<NamedLine>> {
    let shapes = shapes(spec, packages, "rivers")?;
    let names = texts(spec, packages, "rivers", "name")?;
    let mut lines = Vec::new();
    for (shape, name) in shapes.iter().zip(names) {
        let pieces = parts(shape);
        if spec.window.meets(&Bounds::around(&pieces.concat())) {
            lines.extend(pieces.into_iter().map(|points| NamedLine {
                name: name.clone(),
                points,
            }));
        }
    }
    Ok(lines)
}

/// The province lines that meet the window.
pub(super) fn province_lines(spec: &Spec, packages: &Packages) -> Result<Vec<Vec<Point>>> {
    let shapes = shapes(spec, packages, "province_lines")?;
    Ok(shapes
        .iter()
        .flat_map(parts)
        .filter(|line| spec.window.meets(&Bounds::around(line)))
        .collect())
}

/// The towns in the window that tell their province.
pub(super) fn towns(spec: &Spec, packages: &Packages) -> Result<Vec<Town>> {
    let shapes = shapes(spec, packages, "towns")?;
    let provinces = texts(spec, packages, "towns", "adm1name")?;
    let mut towns = Vec::new();
    for (shape, province) in shapes.iter().zip(provinces) {
        if let Shape::Point(point) = shape
            && spec.window.holds([point.x, point.y])
            && !province.is_empty()
        {
            towns.push(Town {
                point: [point.x, point.y],
                province,
            });
        }
    }
    Ok(towns)
}

/// The areas of a layer that meet the window.
pub(super) fn areas(spec: &Spec, packages: &Packages, layer: &str) -> Result<Vec<Area>> {
    let mut areas = Vec::new();
    for shape in shapes(spec, packages, layer)? {
        let Shape::Polygon(polygon) = shape else {
            continue;
        };
        let mut rings = Vec::new();
        for ring in polygon.rings() {
            let outer = matches!(ring, shapefile::PolygonRing::Outer(_));
            let mut points: Vec<Point> = ring.points().iter().map(|p| [p.x, p.y]).collect();
            if spec.window.meets(&Bounds::around(&points)) {
                if (ring_area(&points) > 0.0) != outer {
                    points.reverse();
                }
                rings.push(points);
            }
        }
        if !rings.is_empty() {
            let bounds = Bounds::around(&rings.concat());
            areas.push(Area { rings, bounds });
        }
    }
    Ok(areas)
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    kind: String,
    name: String,
    #[serde(default)]
    name_zh_hant: String,
    #[serde(default)]
    class: u8,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Point(Point),
    LineString(Vec<Point>),
}

/// The lines drawn by hand; points are left out.
pub(super) fn drawn_lines(path: &Path) -> Result<Vec<DrawnLine>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{}: cannot be read", path.display()))?;
    let collection: Collection = serde_json::from_str(&text).with_context(|| {
        format!(
            "{}: not GeoJSON lines with a kind and a name",
            path.display()
        )
    })?;
    let lines = collection.features.into_iter().filter_map(|feature| {
        let Properties {
            kind,
            name,
            name_zh_hant,
            class,
        } = feature.properties;
        match feature.geometry {
            Geometry::Point([_, _]) => None,
            Geometry::LineString(points) => Some(DrawnLine {
                kind,
                name,
                name_zh_hant,
                class,
                points,
            }),
        }
    });
    Ok(lines.collect())
}
