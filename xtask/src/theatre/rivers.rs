//! Rivers: their pieces joined, the hexsides they bar, the cells they run in, and the measured line of the great one.

use super::grid::Grid;
use super::layers::{DrawnLine, NamedLine};
use super::plane::{
    KM_PER_DEGREE, Point, Segment, SegmentIndex, clip_segment, great_circle_km, length_km, nearest,
    nearest_on, planar, segments, simplify,
};
use super::spec::Spec;
use anyhow::{Result, ensure};
use std::collections::BTreeMap;

/// A river: its pieces and the bridges over the gaps between them.
pub(super) struct River {
    pub class: u8,
    /// Drawn by hand, not taken from the layer.
    pub drawn: bool,
    pub pieces: Vec<Vec<Point>>,
    pub bridges: Vec<Segment>,
}

impl River {
    fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.pieces
            .iter()
            .flat_map(|piece| segments(piece))
            .chain(self.bridges.iter().copied())
    }
}

/// All rivers by name, and what they mean for the cells.
pub(super) struct Network {
    pub rivers: BTreeMap<String, River>,
    /// Rivers of the layer in each cell, with the kilometres inside, longest first.
    pub inside: Vec<Vec<(String, f64)>>,
    /// Barred hexsides: two cells, the first smaller, and the rivers, strongest first.
    pub hexsides: BTreeMap<(usize, usize), Vec<String>>,
}

impl Network {
    /// Joins the pieces and finds what they bar.
    pub(super) fn new(
        spec: &Spec,
        grid: &Grid,
        layer: Vec<NamedLine>,
        drawn: &[DrawnLine],
    ) -> Self {
        let mut rivers = gather(spec, layer, drawn);
        bridge(spec, &mut rivers);
        lead_mouths(spec, drawn, &mut rivers);
        let mut network = Self {
            rivers,
            inside: Vec::new(),
            hexsides: BTreeMap::new(),
        };
        network.inside = inside(spec, grid, &network.rivers);
        network.hexsides = network.bar(grid);
        network
    }

    /// Class of a river, 1 the strongest.
    pub(super) fn class(&self, river: &str) -> u8 {
        self.rivers.get(river).map_or(u8::MAX, |river| river.class)
    }

    /// Class of the barrier between two cells, 0 for none.
    pub(super) fn barrier(&self, a: usize, b: usize) -> u8 {
        let rivers = self.hexsides.get(&(a.min(b), a.max(b)));
        rivers
            .and_then(|rivers| rivers.first())
            .map_or(0, |river| self.class(river))
    }

    /// Whether a river lies between two cells.
    pub(super) fn parts(&self, river: &str, a: usize, b: usize) -> bool {
        self.hexsides
            .get(&(a.min(b), a.max(b)))
            .is_some_and(|rivers| rivers.iter().any(|name| name == river))
    }

    /// A hexside is barred by a river that the line between the centres crosses an odd number of times.
    fn bar(&self, grid: &Grid) -> BTreeMap<(usize, usize), Vec<String>> {
        let mut barred: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
        let mut names: Vec<&String> = self.rivers.keys().collect();
        names.sort_by_key(|name| (self.class(name), *name));
        for name in names {
            let index = SegmentIndex::new(self.rivers[name].segments().collect());
            for (a, near) in grid.neighbours.iter().enumerate() {
                for &b in near.iter().filter(|b| **b > a) {
                    if index.crossings(grid.between(a, b)) % 2 == 1 {
                        barred.entry((a, b)).or_default().push(name.clone());
                    }
                }
            }
        }
        barred
    }
}

fn gather(spec: &Spec, layer: Vec<NamedLine>, drawn: &[DrawnLine]) -> BTreeMap<String, River> {
    let mut rivers: BTreeMap<String, River> = BTreeMap::new();
    let mut add = |name: &str, class: u8, drawn: bool, points: Vec<Point>| {
        let river = River {
            class,
            drawn,
            pieces: Vec::new(),
            bridges: Vec::new(),
        };
        rivers
            .entry(name.to_owned())
            .or_insert(river)
            .pieces
            .push(points);
    };
    for line in layer {
        if length_km(&line.points) <= spec.barriers.stub_km {
            continue;
        }
        let known = spec
            .river
            .iter()
            .find(|river| river.layer_names.contains(&line.name));
        let (name, class) = known
            .map_or((line.name.as_str(), spec.barriers.default_class), |river| {
                (river.name.as_str(), river.class)
            });
        add(name, class, false, line.points.clone());
    }
    for line in drawn.iter().filter(|line| line.kind == "estuary") {
        add(&line.name, line.class, false, line.points.clone());
    }
    for line in drawn.iter().filter(|line| line.kind == "river") {
        add(&line.name, line.class, true, line.points.clone());
    }
    rivers
}

/// An end of a piece that touches no other piece.
struct LooseEnd {
    river: String,
    piece: usize,
    at: Point,
}

/// Joins loose ends: first pairs of ends of one river, nearest first, then the others to the nearest piece of any river.
fn bridge(spec: &Spec, rivers: &mut BTreeMap<String, River>) {
    let reach = spec.barriers.bridge_km / KM_PER_DEGREE;
    let touch = 0.005 / KM_PER_DEGREE;
    let pieces: Vec<(String, usize, Vec<Point>)> = rivers
        .iter()
        .filter(|(_, river)| !river.drawn)
        .flat_map(|(name, river)| {
            river
                .pieces
                .iter()
                .enumerate()
                .map(|(at, piece)| (name.clone(), at, piece.clone()))
        })
        .collect();
    let to_others = |river: &str, piece: usize, at: Point| {
        let others = pieces
            .iter()
            .filter(|(name, other, _)| !(name == river && *other == piece));
        nearest(at, others.flat_map(|(_, _, points)| segments(points)))
    };
    let mut ends = Vec::new();
    for (river, piece, points) in &pieces {
        for at in [points[0], points[points.len() - 1]] {
            let gap = to_others(river, *piece, at);
            if spec.window.holds(at) && gap.is_some_and(|(gap, _)| gap >= touch && gap < reach) {
                ends.push(LooseEnd {
                    river: river.clone(),
                    piece: *piece,
                    at,
                });
            }
        }
    }
    let mut pairs = Vec::new();
    for (a, first) in ends.iter().enumerate() {
        for (b, second) in ends.iter().enumerate().skip(a + 1) {
            let gap = planar(first.at, second.at);
            if first.river == second.river && first.piece != second.piece && gap < reach {
                pairs.push((gap, a, b));
            }
        }
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut joined = vec![false; ends.len()];
    let mut bridges: Vec<(String, Segment)> = Vec::new();
    for (_, a, b) in pairs {
        if !joined[a] && !joined[b] {
            (joined[a], joined[b]) = (true, true);
            bridges.push((ends[a].river.clone(), (ends[a].at, ends[b].at)));
        }
    }
    for (end, _) in ends.iter().zip(&joined).filter(|(_, joined)| !**joined) {
        if let Some((_, to)) = to_others(&end.river, end.piece, end.at) {
            bridges.push((end.river.clone(), (end.at, to)));
        }
    }
    for (river, segment) in bridges {
        if let Some(river) = rivers.get_mut(&river) {
            river.bridges.push(segment);
        }
    }
}

/// Leads the mouths of the rivers drawn by hand to a river of the layer nearby of class 1 or 2.
fn lead_mouths(spec: &Spec, drawn: &[DrawnLine], rivers: &mut BTreeMap<String, River>) {
    for line in drawn.iter().filter(|line| line.kind == "river") {
        let mouth = line.points[line.points.len() - 1];
        let great = rivers
            .values()
            .filter(|river| !river.drawn && river.class <= 2);
        let Some((gap, to)) = nearest(mouth, great.flat_map(River::segments)) else {
            continue;
        };
        if gap * KM_PER_DEGREE < spec.barriers.mouth_km
            && let Some(river) = rivers.get_mut(&line.name)
        {
            river.bridges.push((mouth, to));
        }
    }
}

fn inside(spec: &Spec, grid: &Grid, rivers: &BTreeMap<String, River>) -> Vec<Vec<(String, f64)>> {
    let mut inside: Vec<Vec<(String, f64)>> = vec![Vec::new(); grid.len()];
    for (name, river) in rivers.iter().filter(|(_, river)| !river.drawn) {
        let index = SegmentIndex::new(
            river
                .pieces
                .iter()
                .flat_map(|piece| segments(piece))
                .collect(),
        );
        for (cell, outline) in grid.outlines.iter().enumerate() {
            let bounds = super::spec::Bounds::around(outline);
            let diagonal = ([bounds.west, bounds.south], [bounds.east, bounds.north]);
            let near = index.near(diagonal);
            if near.is_empty() {
                continue;
            }
            let triangles = grid.triangles(cell);
            let within = |segment| {
                triangles
                    .iter()
                    .filter_map(move |triangle| clip_segment(segment, triangle))
            };
            let km: f64 = near
                .into_iter()
                .flat_map(within)
                .map(|(a, b)| great_circle_km(a, b))
                .sum();
            if km >= spec.barriers.inside_km {
                inside[cell].push((name.clone(), km));
            }
        }
    }
    for rivers in &mut inside {
        rivers.sort_by(|a, b| b.1.total_cmp(&a.1));
    }
    inside
}

/// The line of the great river from the sea upstream, with the kilometres so far at each point.
pub(super) struct MeasuredLine {
    pub points: Vec<Point>,
    pub km: Vec<f64>,
}

impl MeasuredLine {
    /// Puts the pieces of the river in a row, from the end nearest to the `sea_end` of the build file, and measures them.
    ///
    /// # Errors
    ///
    /// If the river of the build file is not there.
    pub(super) fn new(spec: &Spec, network: &Network) -> Result<Self> {
        let river = network.rivers.get(&spec.banks.river);
        let mut pieces: Vec<Vec<Point>> =
            river.map(|river| river.pieces.clone()).unwrap_or_default();
        ensure!(
            !pieces.is_empty(),
            "banks: no river is called `{}`; name it in [[river]]",
            spec.banks.river
        );
        let reach = spec.barriers.bridge_km / KM_PER_DEGREE;
        let mut line: Vec<Point> = Vec::new();
        loop {
            let end = line.last().copied().unwrap_or(spec.banks.sea_end);
            let far =
                |piece: &Vec<Point>| planar(piece[0], end).min(planar(piece[piece.len() - 1], end));
            let next = pieces
                .iter()
                .enumerate()
                .map(|(at, piece)| (far(piece), at))
                .min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((_, at)) = next.filter(|(gap, _)| *gap < reach || line.is_empty()) else {
                break;
            };
            let mut piece = pieces.remove(at);
            if planar(piece[0], end) > planar(piece[piece.len() - 1], end) {
                piece.reverse();
            }
            line.extend(piece);
        }
        line.dedup();
        let points = simplify(&line, spec.banks.simplify_degrees);
        let mut km = vec![0.0];
        for (a, b) in segments(&points) {
            km.push(km[km.len() - 1] + great_circle_km(a, b));
        }
        Ok(Self { points, km })
    }

    /// Distance of a point from the line and the kilometre of the point of the line nearest to it.
    pub(super) fn project(&self, point: Point) -> (f64, f64) {
        let east = point[1].to_radians().cos();
        let mut best = (f64::INFINITY, 0.0);
        for (index, segment) in segments(&self.points).enumerate() {
            let (at, share) = nearest_on(point, segment, east);
            let away = great_circle_km(point, at);
            if away < best.0 {
                best = (
                    away,
                    self.km[index] + share * (self.km[index + 1] - self.km[index]),
                );
            }
        }
        best
    }
}
