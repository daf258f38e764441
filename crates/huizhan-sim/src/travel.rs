//! What it costs to move: derived once from the theatre and the parameters, shared by every run.

use crate::Parameters;
use huizhan_base::{CellId, PlaceId};
use std::sync::OnceLock;
use huizhan_theatre::{DistanceField, FloodQueue, IMPASSABLE, RouteKind, RouteState, Terrain, Theatre};

/// How a formation moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// On foot, in fighting order.
    Foot,
    /// By rail where there is one, else on foot: out of contact only.
    Rail,
}

/// Step costs and the fields that lead to each place (hectometres of motor road).
#[derive(Debug, Clone, Default)]
pub struct Travel {
    /// Cost of each step on foot, `[cell][direction]`.
    pub foot: Vec<[u16; 6]>,
    /// The same with trains.
    pub rail: Vec<[u16; 6]>,
    /// The six neighbours of each cell, as the theatre has them.
    neighbours: Vec<[CellId; 6]>,
    /// The field that leads to a cell in which a place stands, or `u16::MAX`.
    goal_of_cell: Vec<u16>,
    /// Fields to those cells, on foot and with trains: each made when it is first asked for. A run asks for a part of them, and
    /// what one holds does not depend on when it was made.
    fields: Vec<[OnceLock<DistanceField>; 2]>,
    /// Lake and sea routes, each from both of its ends, sorted by the end they start at.
    water: Vec<WaterRoute>,
    /// Where each cell's routes begin in that list; one entry more than cells.
    water_first: Vec<u16>,
    /// The nearest places of each cell by road (place, hectometres), nearest first.
    pub nearest: Vec<[(PlaceId, u16); Self::NEAREST]>,
}

/// A lake or sea route as seen from one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WaterRoute {
    /// The cell it starts at.
    pub from: CellId,
    /// The cell it leads to.
    pub to: CellId,
    /// Its length (metres at the rate of steaming on a river: a day at sea counts less).
    pub length_m: u32,
    /// Whether it is a sea lane.
    pub sea: bool,
}

/// Best way between two neighbouring cells.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Way {
    foot: f64,
    rail: f64,
    ferry: bool,
}

impl Travel {
    /// How many of its nearest places a cell knows.
    pub const NEAREST: usize = 4;

    /// How far a cell looks for its nearest places (hectometres of motor road).
    const NEAR_HM: u16 = 1999;

    /// No place within reach.
    pub const NOWHERE: (PlaceId, u16) = (PlaceId(u16::MAX), u16::MAX);

    /// Derives the costs of a theatre; `closed` cells can be left, not entered.
    #[must_use]
    pub fn new(theatre: &Theatre, parameters: &Parameters, closed: &[CellId]) -> Self {
        let ways = ways(theatre, parameters);
        let foot = step_costs(theatre, parameters, &ways, closed, Means::Foot);
        let rail = step_costs(theatre, parameters, &ways, closed, Means::Rail);
        let mut travel = Self { foot, rail, water: water_routes(theatre, parameters), ..Self::default() };
        travel.nearest = vec![[Self::NOWHERE; Self::NEAREST]; theatre.cells.len()];
        let first = |cell: usize| travel.water.partition_point(|route| route.from.index() < cell) as u16;
        travel.water_first = (0..=theatre.cells.len()).map(first).collect();
        travel.neighbours.clone_from(&theatre.cells.neighbours);
        travel.goal_of_cell = vec![u16::MAX; theatre.cells.len()];
        let (mut queue, mut field) = (FloodQueue::default(), DistanceField::default());
        for (at, place) in theatre.places.iter().enumerate() {
            let goal = &mut travel.goal_of_cell[place.cell.index()];
            if *goal == u16::MAX {
                *goal = travel.fields.len() as u16;
                travel.fields.push(Default::default());
            }
            queue.flood(&travel.neighbours, &travel.foot, std::iter::once((place.cell, 0)), Self::NEAR_HM, |_| true, &mut field);
            for (nearest, cost) in travel.nearest.iter_mut().zip(&field.cost).filter(|(_, cost)| **cost <= Self::NEAR_HM) {
                insert_nearest(nearest, (PlaceId::from_index(at), *cost));
            }
        }
        travel
    }

    /// Whether two sets of numbers give the same costs on the same map.
    #[must_use]
    pub fn same_costs(a: &Parameters, b: &Parameters) -> bool {
        let read = |p: &Parameters| {
            let march = [p.march_dirt_road, p.march_track, p.march_plain, p.march_hills, p.march_mountains, p.march_marsh, p.march_rail];
            (march, [p.march_river_large_km, p.march_river_small_km, p.march_ferry_km], [p.river_steaming_km, p.river_sea_km])
        };
        read(a) == read(b)
    }

    /// Lake and sea routes that start in a cell.
    #[must_use]
    pub fn water_from(&self, cell: CellId) -> &[WaterRoute] {
        &self.water[self.water_first[cell.index()] as usize..self.water_first[cell.index() + 1] as usize]
    }

    /// Makes every field now, so that no run of many pays for those it asks for first.
    pub fn make_all(&self) {
        for cell in (0..self.goal_of_cell.len()).map(CellId::from_index) {
            let _ = (self.field(cell, Means::Foot), self.field(cell, Means::Rail));
        }
    }

    /// The field that leads to a cell in which a place stands; made when it is first asked for.
    #[must_use]
    pub fn field(&self, to: CellId, means: Means) -> Option<&DistanceField> {
        let made = self.fields.get(self.goal_of_cell[to.index()] as usize)?;
        let (costs, made) = match means {
            Means::Foot => (&self.foot, &made[0]),
            Means::Rail => (&self.rail, &made[1]),
        };
        Some(made.get_or_init(|| {
            let mut field = DistanceField::default();
            FloodQueue::default().flood(&self.neighbours, costs, std::iter::once((to, 0)), u16::MAX - 1, |_| true, &mut field);
            field
        }))
    }
}

fn water_routes(theatre: &Theatre, parameters: &Parameters) -> Vec<WaterRoute> {
    let at_sea = parameters.river_steaming_km / parameters.river_sea_km;
    let cell = |place: PlaceId| theatre.places[place.index()].cell;
    let lanes = theatre.routes.iter().filter(|route| matches!(route.kind, RouteKind::Lake | RouteKind::Sea));
    let mut routes: Vec<WaterRoute> = lanes
        .flat_map(|route| {
            let (a, b) = (cell(route.from), cell(route.to));
            let share = if route.kind == RouteKind::Sea { at_sea } else { 1.0 };
            let length_m = (f64::from(route.length_m) * share) as u32;
            let sea = route.kind == RouteKind::Sea;
            let one = |from, to| WaterRoute { from, to, length_m, sea };
            [one(a, b), one(b, a)]
        })
        .filter(|route| route.from != route.to)
        .collect();
    routes.sort_unstable();
    routes.dedup_by_key(|route| (route.from, route.to));
    routes
}

fn insert_nearest(list: &mut [(PlaceId, u16); Travel::NEAREST], entry: (PlaceId, u16)) {
    let at = list.iter().position(|held| entry.1 < held.1);
    if let Some(at) = at {
        list[at..].rotate_right(1);
        list[at] = entry;
    }
}

fn ways(theatre: &Theatre, parameters: &Parameters) -> Vec<[Way; 6]> {
    let none = Way { foot: f64::INFINITY, rail: f64::INFINITY, ferry: false };
    let mut ways = vec![[none; 6]; theatre.cells.len()];
    for route in &theatre.routes {
        let cut = matches!(route.state, RouteState::Demolished | RouteState::Flooded);
        let foot = match route.kind {
            RouteKind::Road if cut => parameters.march_dirt_road,
            RouteKind::Road => 1.0,
            RouteKind::Rail => parameters.march_dirt_road,
            RouteKind::Track => parameters.march_track,
            RouteKind::River | RouteKind::Lake | RouteKind::Sea => f64::INFINITY,
        };
        let rail = if route.kind == RouteKind::Rail && !cut { parameters.march_rail } else { f64::INFINITY };
        // A river route this short joins two banks: it is a ferry.
        let ferry = !route.kind.is_water() || (route.kind == RouteKind::River && route.length_m <= 10_000);
        for pair in route.cells.windows(2) {
            for (here, next) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                if let Some(direction) = theatre.cells.direction(here, next) {
                    let way = &mut ways[here.index()][direction];
                    way.foot = way.foot.min(foot);
                    way.rail = way.rail.min(rail);
                    way.ferry |= ferry;
                }
            }
        }
    }
    ways
}

fn step_costs(theatre: &Theatre, parameters: &Parameters, ways: &[[Way; 6]], closed: &[CellId], means: Means) -> Vec<[u16; 6]> {
    let cells = &theatre.cells;
    let ground = |terrain: Terrain| match terrain {
        Terrain::Plain | Terrain::OffMap => parameters.march_plain,
        Terrain::Hills => parameters.march_hills,
        Terrain::Mountains => parameters.march_mountains,
        Terrain::Marsh => parameters.march_marsh,
        Terrain::Lake | Terrain::Sea => f64::INFINITY,
    };
    (0..cells.len())
        .map(|index| {
            let mut row = [IMPASSABLE; 6];
            for (direction, next) in cells.around(CellId::from_index(index)) {
                let way = ways[index][direction];
                let across = f64::midpoint(ground(cells.terrain[index]), ground(cells.terrain[next.index()]));
                let weight = across.min(way.foot);
                let river = match cells.barrier[index][direction] {
                    1 if way.ferry => parameters.march_ferry_km,
                    1 => f64::INFINITY,
                    // a road has a bridge or a ferry of its own
                    2 if way.foot.is_finite() => parameters.march_river_small_km,
                    2 => parameters.march_river_large_km,
                    3 if way.foot.is_finite() => 0.0,
                    3 => parameters.march_river_small_km,
                    _ => 0.0,
                };
                let km = f64::from(cells.distance_m[index][direction]) / 1000.0;
                let mut cost = km * weight + river;
                if means == Means::Rail && cells.barrier[index][direction] != 1 {
                    cost = cost.min(km * way.rail);
                }
                if cost.is_finite() && !closed.contains(&next) {
                    row[direction] = (cost * 10.0).clamp(1.0, 2000.0) as u16;
                }
            }
            row
        })
        .collect()
}
