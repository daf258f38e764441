//! Maps: who holds what, rivers, lakes, the front, and the troops.

use super::outline::Corners;
use super::water::Water;
use crate::markup::{day_in_words, escape, thousands};
use crate::{History, Snapshot};
use huizhan_base::{CellId, Date};
use huizhan_scenario::Scenario;
use huizhan_sim::EventKind;
use huizhan_theatre::Terrain;
use std::fmt::Write as _;

/// Width of a map (units of its picture).
const WIDTH: f64 = 640.0;
/// Ground shown around the fighting (degrees).
const MARGIN: f64 = 0.45;
/// Fighting farther apart than this gets maps of its own (degrees of latitude).
const GAP: f64 = 2.5;
/// Sizes of letters in the main map: on a wide screen or paper, and on a narrow screen, where the picture shrinks.
const LETTERS: [(&str, f64); 2] = [("wide", 12.5), ("narrow", 22.0)];
/// How much larger they are in the other maps, which are drawn smaller on a wide screen.
const INSET_LETTERS: [f64; 2] = [1.5, 1.0];

/// A part of the theatre that is drawn.
struct Frame {
    west: f64,
    north: f64,
    east: f64,
    south: f64,
    /// Units a degree, east and north.
    scale: (f64, f64),
    /// Cells whose fighting it shows.
    cells: Vec<usize>,
}

impl Frame {
    fn around(scenario: &Scenario, cells: Vec<usize>) -> Self {
        let map = &scenario.setting.theatre.cells;
        let bound = |values: &[f64], sign: f64| cells.iter().map(|cell| sign * values[*cell]).fold(f64::NEG_INFINITY, f64::max) * sign;
        let (west, east) = (bound(&map.longitude, -1.0) - MARGIN, bound(&map.longitude, 1.0) + MARGIN);
        let (south, north) = (bound(&map.latitude, -1.0) - MARGIN, bound(&map.latitude, 1.0) + MARGIN);
        let across = WIDTH / (east - west);
        let along = across / f64::midpoint(north, south).to_radians().cos();
        Self { west, north, east, south, scale: (across, along), cells }
    }

    fn height(&self) -> f64 {
        (self.north - self.south) * self.scale.1
    }

    fn point(&self, (east, north): (f64, f64)) -> (f64, f64) {
        ((east - self.west) * self.scale.0, (self.north - north) * self.scale.1)
    }

    /// Whether a point lies in the frame or so near that its cell may show.
    fn shows(&self, (east, north): (f64, f64)) -> bool {
        (self.west - 0.4..self.east + 0.4).contains(&east) && (self.south - 0.4..self.north + 0.4).contains(&north)
    }

    fn holds(&self, (east, north): (f64, f64)) -> bool {
        (self.west..self.east).contains(&east) && (self.south..self.north).contains(&north)
    }

    fn rings(&self, rings: &[Vec<(f64, f64)>], text: &mut String) {
        for ring in rings {
            self.path(ring, true, text);
        }
    }

    fn path(&self, points: &[(f64, f64)], closed: bool, text: &mut String) {
        if !points.iter().any(|point| self.shows(*point)) {
            return;
        }
        for (at, point) in points.iter().enumerate() {
            let (x, y) = self.point(*point);
            let _ = write!(text, "{}{x:.1} {y:.1}", if at == 0 { "M" } else { "L" });
        }
        if closed {
            text.push('Z');
        }
    }
}

/// All maps of a run.
pub(super) struct Atlas<'a> {
    scenario: &'a Scenario,
    history: &'a History,
    corners: Corners,
    frames: Vec<Frame>,
}

impl<'a> Atlas<'a> {
    /// Frames the fighting of a run.
    pub(super) fn new(scenario: &'a Scenario, history: &'a History) -> Self {
        let map = &scenario.setting.theatre.cells;
        let frames = frames(scenario, history);
        let shown = |cell: CellId| {
            let centre = (map.longitude[cell.index()], map.latitude[cell.index()]);
            frames.iter().any(|frame| frame.shows(centre))
        };
        let corners = Corners::new(map, &shown);
        Self { scenario, history, corners, frames }
    }

    /// What all maps share: water, labels, the hatching of ground held by the first side.
    pub(super) fn definitions(&self) -> String {
        let theatre = &self.scenario.setting.theatre;
        let water = Water::of(theatre, &self.corners);
        let mut text = String::from(
            "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs><pattern id=\"hatch\" width=\"7\" height=\"7\" \
             patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\" class=\"ground0\"/>\
             <path d=\"M0 0V7\" class=\"hatching\"/></pattern>",
        );
        for (number, frame) in self.frames.iter().enumerate() {
            let mut areas = String::new();
            frame.rings(&water.areas, &mut areas);
            let mut shallows = String::new();
            let lakes = self.corners.rings(&|cell| theatre.cells.terrain[cell] == Terrain::Lake);
            frame.rings(&lakes, &mut shallows);
            let mut rivers = [const { String::new() }; 3];
            for (class, line) in &water.rivers {
                frame.path(line, false, &mut rivers[usize::from(class.clamp(&1, &3) - 1)]);
            }
            let _ = write!(text, "<g id=\"water{number}\"><path class=\"shallows\" d=\"{shallows}\"/><path class=\"lake\" fill-rule=\"evenodd\" d=\"{areas}\"/>");
            for (class, line) in rivers.iter().enumerate().rev() {
                let _ = write!(text, "<path class=\"river river{}\" d=\"{line}\"/>", class + 1);
            }
            text.push_str("</g>");
            for ((name, size), inset) in LETTERS.iter().zip(INSET_LETTERS) {
                let size = if number == 0 { *size } else { size * inset };
                let _ = write!(text, "<g id=\"labels-{name}{number}\" class=\"labels\" font-size=\"{size}\">{}</g>", self.labels(frame, size));
            }
        }
        text.push_str("</defs></svg>");
        text
    }

    /// Names of places, the most important first, left out where they would overlap.
    fn labels(&self, frame: &Frame, size: f64) -> String {
        let theatre = &self.scenario.setting.theatre;
        let mut places: Vec<(u8, usize)> = Vec::new();
        for (index, place) in theatre.places.iter().enumerate() {
            let capture = self.scenario.captures.iter().find(|capture| capture.place.index() == index);
            let rank = match (place.kind.as_str(), capture) {
                ("city", _) => 0,
                (_, Some(capture)) if capture.scored => 1,
                (_, Some(_)) => 2,
                _ => continue,
            };
            if frame.holds((place.longitude, place.latitude)) {
                places.push((rank, index));
            }
        }
        places.sort_unstable();
        let mut taken: Vec<[f64; 4]> = Vec::new();
        let mut text = String::new();
        for (_, index) in places {
            let place = &theatre.places[index];
            let (x, y) = frame.point((place.longitude, place.latitude));
            let name = place.names.en.split(" (").next().unwrap_or("");
            let width = 0.56 * size * name.chars().count() as f64;
            let sides = [("start", x + 5.0, x + 5.0), ("end", x - 5.0, x - 5.0 - width)];
            let free = sides.iter().find_map(|(anchor, at, left)| {
                let area = [*left, y - 0.7 * size, left + width, y + 0.45 * size];
                let inside = area[0] > 2.0 && area[2] < WIDTH - 2.0 && area[1] > 2.0 && area[3] < frame.height() - 2.0;
                let clear = taken.iter().all(|held| area[2] < held[0] || held[2] < area[0] || area[3] < held[1] || held[3] < area[1]);
                (inside && clear).then_some((anchor, at, area))
            });
            let Some((anchor, at, area)) = free else { continue };
            taken.push(area);
            let _ = write!(
                text,
                "<circle class=\"place\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\"/><text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
                0.17 * size,
                y + 0.33 * size,
                escape(name)
            );
        }
        text
    }

    /// What the signs mean.
    pub(super) fn legend(&self) -> String {
        let [first, second] = self.scenario.setting.sides.each_ref().map(|side| escape(&side.names.en));
        format!(
            "<ul class=\"legend\"><li><svg viewBox=\"0 0 26 16\"><rect width=\"26\" height=\"16\" fill=\"url(#hatch)\"/></svg> held by {first}</li>\
             <li><svg viewBox=\"0 0 26 16\"><rect width=\"26\" height=\"16\" class=\"ground1\"/></svg> held by {second}</li>\
             <li><svg viewBox=\"0 0 26 16\"><path class=\"front\" d=\"M1 8H25\"/></svg> front</li>\
             <li><svg viewBox=\"0 0 26 16\"><rect x=\"8\" y=\"3\" width=\"10\" height=\"10\" class=\"troops0\"/></svg> troops of {first}</li>\
             <li><svg viewBox=\"0 0 26 16\"><circle cx=\"13\" cy=\"8\" r=\"5.5\" class=\"troops1\"/></svg> troops of {second}</li>\
             <li><svg viewBox=\"0 0 26 16\"><rect width=\"26\" height=\"16\" class=\"lake\"/></svg> water</li>\
             <li><svg viewBox=\"0 0 26 16\"><rect width=\"26\" height=\"16\" class=\"nobody\"/></svg> held by neither</li></ul>\
             <p class=\"note\">The area of a sign grows with the men in its cell (hexagons about 17 km across). Fine lines are rivers.</p>"
        )
    }

    /// The maps: the main one at all key dates, then each other one at those when something has changed there.
    pub(super) fn figures(&self) -> String {
        let start = &self.history.snapshots[0];
        let mut text = String::new();
        for (number, frame) in self.frames.iter().enumerate() {
            text.push_str(if number == 0 { "<div class=\"maps\">" } else { "<div class=\"maps insets\">" });
            for (at, snapshot) in self.history.snapshots.iter().enumerate() {
                let changed = frame.cells.iter().any(|cell| start.control[*cell] != snapshot.control[*cell] || fighting(snapshot, *cell));
                if number == 0 || changed {
                    text.push_str(&self.figure(number, frame, at, snapshot));
                }
            }
            text.push_str("</div>");
        }
        text
    }

    fn figure(&self, number: usize, frame: &Frame, at: usize, snapshot: &Snapshot) -> String {
        let caption = self.caption(number, frame, at, snapshot);
        let height = frame.height();
        let mut text = format!(
            "<figure><svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-label=\"{}\"><rect class=\"nobody\" width=\"{WIDTH}\" height=\"{height:.0}\"/>",
            escape(&caption.replace("<b>", "").replace("</b>", "")),
        );
        for (side, class) in [(0, "held0"), (1, "ground1")] {
            let mut path = String::new();
            let rings = self.corners.rings(&|cell| snapshot.control[cell] == side && !snapshot.closed[cell]);
            frame.rings(&rings, &mut path);
            let _ = write!(text, "<path class=\"{class}\" fill-rule=\"evenodd\" d=\"{path}\"/>");
        }
        let mut flooded = String::new();
        frame.rings(&self.corners.rings(&|cell| snapshot.closed[cell]), &mut flooded);
        let _ = write!(text, "<path class=\"flooded\" d=\"{flooded}\"/><use href=\"#water{number}\"/>");
        let mut front = String::new();
        let cells = &self.scenario.setting.theatre.cells;
        let held = |side: u8| move |cell: usize| snapshot.control[cell] == side;
        for line in self.corners.between(cells, &held(0), &held(1)) {
            frame.path(&line, false, &mut front);
        }
        let _ = write!(text, "<path class=\"front\" d=\"{front}\"/>");
        self.troops(frame, snapshot, &mut text);
        for (name, _) in LETTERS {
            let _ = write!(text, "<use class=\"{name}\" href=\"#labels-{name}{number}\"/>");
        }
        let _ = write!(text, "<rect class=\"rim\" width=\"{WIDTH}\" height=\"{height:.0}\"/></svg><figcaption>{caption}</figcaption></figure>");
        text
    }

    fn troops(&self, frame: &Frame, snapshot: &Snapshot, text: &mut String) {
        let cells = &self.scenario.setting.theatre.cells;
        for (side, men) in snapshot.men.iter().enumerate().rev() {
            for (cell, men) in men.iter().enumerate().take(cells.grid).filter(|(_, men)| **men > 0) {
                let centre = (cells.longitude[cell], cells.latitude[cell]);
                if !frame.holds(centre) {
                    continue;
                }
                let (x, y) = frame.point(centre);
                let r = 1.5 * (f64::from(*men) / 1000.0).sqrt().clamp(1.0, 8.0);
                let _ = if side == 0 {
                    write!(text, "<rect class=\"troops0\" x=\"{:.1}\" y=\"{:.1}\" width=\"{w:.1}\" height=\"{w:.1}\"/>", x - r, y - r, w = 2.0 * r)
                } else {
                    write!(text, "<circle class=\"troops1\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\"/>", 1.13 * r)
                };
            }
        }
    }

    /// The day, the troops on the map, and what was taken since the map before.
    fn caption(&self, number: usize, frame: &Frame, at: usize, snapshot: &Snapshot) -> String {
        let setting = &self.scenario.setting;
        let before = at.checked_sub(1).map(|before| self.history.snapshots[before].date);
        let day = if at == 0 { setting.start } else { snapshot.date };
        let mut text = format!("<b>{}{}</b>", if at == 0 { "Start, " } else { "" }, day_in_words(day));
        let cells = &setting.theatre.cells;
        let men: Vec<String> = setting.sides.iter().zip(&snapshot.men).map(|(side, men)| {
            let within = men.iter().take(cells.grid).enumerate().filter(|(cell, _)| frame.holds((cells.longitude[*cell], cells.latitude[*cell])));
            let all: u64 = within.map(|(_, men)| u64::from(*men)).sum();
            format!("{} {}", escape(&side.names.en), thousands((all + 500) / 1000 * 1000))
        }).collect();
        let _ = write!(text, ". Men on this map, to the nearest thousand: {}", men.join(", "));
        let taken = before.map_or_else(Vec::new, |before| self.taken(frame, before, snapshot.date));
        if !taken.is_empty() {
            let _ = write!(text, ". Taken since the map before: {}", taken.join(", "));
        } else if at > 0 && number == 0 {
            text.push_str(". No place of the chronology was taken since the map before");
        }
        text.push('.');
        text
    }

    fn taken(&self, frame: &Frame, after: Date, until: Date) -> Vec<String> {
        let theatre = &self.scenario.setting.theatre;
        let captured = self.scenario.captures.iter().zip(&self.history.captured);
        let mut taken: Vec<(Date, String)> = captured
            .filter_map(|(capture, day)| Some((capture, (*day)?)))
            .filter(|(_, day)| *day > after && *day <= until)
            .map(|(capture, day)| (&theatre.places[capture.place.index()], day))
            .filter(|(place, _)| frame.holds((place.longitude, place.latitude)))
            .map(|(place, day)| (day, escape(place.names.en.split(" (").next().unwrap_or(""))))
            .collect();
        taken.sort();
        taken.into_iter().map(|(_, name)| name).collect()
    }
}

fn fighting(snapshot: &Snapshot, cell: usize) -> bool {
    snapshot.men.iter().all(|men| men[cell] > 0)
}

/// Frames around the cells that changed hands or were fought for, those with more of them first.
fn frames(scenario: &Scenario, history: &History) -> Vec<Frame> {
    let map = &scenario.setting.theatre.cells;
    let mut touched: Vec<usize> = history.events.iter().filter_map(|event| match &event.kind {
        EventKind::EngagementDay(day) => Some(day.cell.index()),
        EventKind::PlaceTaken { place, .. } => Some(scenario.setting.theatre.places[place.index()].cell.index()),
        _ => None,
    }).collect();
    let captures = scenario.captures.iter().filter(|capture| capture.scored);
    touched.extend(captures.map(|capture| scenario.setting.theatre.places[capture.place.index()].cell.index()));
    touched.retain(|cell| *cell < map.grid);
    if touched.is_empty() {
        let forces = scenario.setting.forces.iter().map(|force| force.cell.index());
        touched.extend(forces.filter(|cell| *cell < map.grid));
    }
    touched.sort_by(|a, b| map.latitude[*b].total_cmp(&map.latitude[*a]).then(a.cmp(b)));
    touched.dedup();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for cell in touched {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| map.latitude[*last] - map.latitude[cell] < GAP) => group.push(cell),
            _ => groups.push(vec![cell]),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups.into_iter().map(|cells| Frame::around(scenario, cells)).collect()
}
