//! Geometry in the plane of degrees, and distances on the sphere. Points are (longitude, latitude).

/// A point: longitude and latitude (degrees).
pub(super) type Point = [f64; 2];

/// A stretch between two points.
pub(super) type Segment = (Point, Point);

/// Mean radius of the earth (km).
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Kilometres in a degree of latitude, to turn distances in the plane of degrees into kilometres.
pub(super) const KM_PER_DEGREE: f64 = 111.195;

/// Great-circle distance (km).
pub(super) fn great_circle_km(a: Point, b: Point) -> f64 {
    let (lat_a, lat_b) = (a[1].to_radians(), b[1].to_radians());
    let north = ((lat_b - lat_a) / 2.0).sin();
    let east = ((b[0] - a[0]).to_radians() / 2.0).sin();
    let h = north * north + lat_a.cos() * lat_b.cos() * east * east;
    2.0 * EARTH_RADIUS_KM * h.sqrt().asin()
}

/// Distance in the plane of degrees (degrees).
pub(super) fn planar(a: Point, b: Point) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// Length of a line (km).
pub(super) fn length_km(line: &[Point]) -> f64 {
    line.windows(2)
        .map(|pair| great_circle_km(pair[0], pair[1]))
        .sum()
}

fn turn(a: Point, b: Point, c: Point) -> bool {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0.0
}

/// Whether two stretches cross. A point on the other line counts to one fixed side, so that a line through a
/// corner is crossed once.
pub(super) fn cross(a: Segment, b: Segment) -> bool {
    turn(a.0, a.1, b.0) != turn(a.0, a.1, b.1) && turn(b.0, b.1, a.0) != turn(b.0, b.1, a.1)
}

/// The point of a stretch nearest to `point`, in a plane where a degree of longitude counts `east` degrees of latitude,
/// and where on the stretch it lies (0 to 1).
pub(super) fn nearest_on(point: Point, (a, b): Segment, east: f64) -> (Point, f64) {
    let (dx, dy) = ((b[0] - a[0]) * east, b[1] - a[1]);
    let square = dx * dx + dy * dy;
    let along = ((point[0] - a[0]) * east * dx + (point[1] - a[1]) * dy) / square;
    let share = if square == 0.0 {
        0.0
    } else {
        along.clamp(0.0, 1.0)
    };
    (
        [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])],
        share,
    )
}

/// The nearest point of a line, and its distance (degrees, in the plane of degrees).
pub(super) fn nearest(
    point: Point,
    segments: impl IntoIterator<Item = Segment>,
) -> Option<(f64, Point)> {
    segments
        .into_iter()
        .map(|segment| {
            let (at, _) = nearest_on(point, segment, 1.0);
            (planar(point, at), at)
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))
}

/// The stretches of a line.
pub(super) fn segments(line: &[Point]) -> impl Iterator<Item = Segment> + '_ {
    line.windows(2).map(|pair| (pair[0], pair[1]))
}

/// Area of a ring in square degrees, positive where it runs against the clock. The ring need not be closed.
pub(super) fn ring_area(ring: &[Point]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| a[0] * b[1] - b[0] * a[1])
        .sum::<f64>()
        / 2.0
}

/// What of a ring lies inside a convex ring that runs against the clock (Sutherland and Hodgman). Parts of the result may be
/// joined by lines without area.
pub(super) fn clip_ring(ring: &[Point], convex: &[Point]) -> Vec<Point> {
    let mut kept = ring.to_vec();
    for (index, &a) in convex.iter().enumerate() {
        if kept.is_empty() {
            break;
        }
        let b = convex[(index + 1) % convex.len()];
        let side = |p: Point| (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
        let mut next = Vec::with_capacity(kept.len() + 8);
        let mut before = kept[kept.len() - 1];
        for &point in &kept {
            let (s, t) = (side(before), side(point));
            if (s >= 0.0) != (t >= 0.0) {
                let share = s / (s - t);
                next.push([
                    before[0] + share * (point[0] - before[0]),
                    before[1] + share * (point[1] - before[1]),
                ]);
            }
            if t >= 0.0 {
                next.push(point);
            }
            before = point;
        }
        kept = next;
    }
    kept
}

/// What of a stretch lies inside a convex ring that runs against the clock (Cyrus and Beck).
pub(super) fn clip_segment((a, b): Segment, convex: &[Point]) -> Option<Segment> {
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for (index, &p) in convex.iter().enumerate() {
        let q = convex[(index + 1) % convex.len()];
        let side = |r: Point| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
        let (s, t) = (side(a), side(b));
        if s < 0.0 && t < 0.0 {
            return None;
        }
        if s < 0.0 {
            from = from.max(s / (s - t));
        } else if t < 0.0 {
            to = to.min(s / (s - t));
        }
    }
    let at = |share: f64| [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
    (from < to).then(|| (at(from), at(to)))
}

/// The line with fewer points, none of those left out further than `tolerance` (degrees) from it (Douglas and Peucker).
pub(super) fn simplify(line: &[Point], tolerance: f64) -> Vec<Point> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[line.len() - 1] = true;
    let mut spans = vec![(0, line.len() - 1)];
    while let Some((first, last)) = spans.pop() {
        let chord = (line[first], line[last]);
        let far = (first + 1..last)
            .map(|index| {
                (
                    planar(line[index], nearest_on(line[index], chord, 1.0).0),
                    index,
                )
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((distance, index)) = far
            && distance > tolerance
        {
            keep[index] = true;
            spans.push((first, index));
            spans.push((index, last));
        }
    }
    line.iter()
        .zip(keep)
        .filter(|(_, keep)| *keep)
        .map(|(point, _)| *point)
        .collect()
}

/// Stretches sorted into a lattice of squares, to find those near a box.
pub(super) struct SegmentIndex {
    segments: Vec<Segment>,
    squares: std::collections::BTreeMap<(i32, i32), Vec<u32>>,
}

/// Side of a square of the lattice (degrees).
const SQUARE: f64 = 0.25;

impl SegmentIndex {
    /// Sorts the stretches.
    pub(super) fn new(segments: Vec<Segment>) -> Self {
        let mut squares: std::collections::BTreeMap<(i32, i32), Vec<u32>> =
            std::collections::BTreeMap::new();
        for (index, segment) in segments.iter().enumerate() {
            for square in squares_of(*segment) {
                squares.entry(square).or_default().push(index as u32);
            }
        }
        Self { segments, squares }
    }

    /// The stretches whose box may meet that of `segment`, each once.
    pub(super) fn near(&self, segment: Segment) -> Vec<Segment> {
        let mut found: Vec<u32> = squares_of(segment)
            .filter_map(|square| self.squares.get(&square))
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found
            .into_iter()
            .map(|index| self.segments[index as usize])
            .collect()
    }

    /// How often `segment` crosses the stretches.
    pub(super) fn crossings(&self, segment: Segment) -> usize {
        self.near(segment)
            .into_iter()
            .filter(|other| cross(segment, *other))
            .count()
    }
}

fn squares_of((a, b): Segment) -> impl Iterator<Item = (i32, i32)> {
    let square = |value: f64| (value / SQUARE).floor() as i32;
    let (west, east) = (square(a[0].min(b[0])), square(a[0].max(b[0])));
    let (south, north) = (square(a[1].min(b[1])), square(a[1].max(b[1])));
    (west..=east).flat_map(move |x| (south..=north).map(move |y| (x, y)))
}
