//! Supply: from sources over routes held to supply heads, by road to formations; what shortage does.
//! `docs/model/supply.md`.

pub mod flow;

use crate::event::{Event, EventKind};
use crate::human::{Cause, Victim};
use crate::phases::cohesion::lower_cohesion;
use crate::phases::{economy, evacuation, ring, river};
use crate::setting::Setting;
use crate::travel::Travel;
use crate::world::{Activity, World};
use flow::{Network, Tree};
use huizhan_base::{CellId, FormationId, PlaceId, SideId};
use huizhan_theatre::{Route, RouteKind};

/// A source that gives nothing of itself, so that the tree of ways grows from its place (tonnes).
const ROOT: f64 = 1e-9;

/// What supply keeps from day to day without deciding the future: trees are grown anew when the ground changes hands.
#[derive(Debug, Clone, Default)]
pub(crate) struct SupplyScratch {
    /// Whether ground or river changed since the tree of a side was grown.
    stale: [bool; 2],
    /// Whether anything changed that the tree of a side hangs on: most ground that changes hands has neither place nor route.
    changed: [bool; 2],
    /// Cells with a place, a route, or a fort that bars the river.
    counts: Vec<bool>,
    /// Places that each side can use today.
    held: [Vec<bool>; 2],
    /// The same, being found out.
    holds: Vec<bool>,
    /// The place each formation draws from today, if any.
    node: Vec<Option<PlaceId>>,
    /// Places on the great river (metres from the mouth, place), sorted.
    river: Vec<(u32, PlaceId)>,
    network: Network,
    route_cost: Vec<u32>,
    tree: [Tree; 2],
    capacity: [Vec<f64>; 2],
    given: [Vec<f64>; 2],
    second: Tree,
    route_left: Vec<f64>,
    source_left: Vec<f64>,
    wanted: Vec<f64>,
    asked_tonnes: Vec<f64>,
    delivered: Vec<f64>,
    through: Vec<f64>,
    /// What each formation asks for (thousandths of a day), and its haul (hectometres).
    asked: Vec<(u32, u32)>,
}

impl SupplyScratch {
    pub(crate) fn new(setting: &Setting) -> Self {
        let p = &setting.parameters;
        let routes = &setting.theatre.routes;
        let ends: Vec<(u32, u32)> = routes.iter().map(|route| (u32::from(route.from.0), u32::from(route.to.0))).collect();
        let cost = |route: &Route| {
            let weight = match route.kind {
                RouteKind::Rail => p.supply_rail_cost,
                RouteKind::Road => 1.0,
                RouteKind::Track => p.supply_track_cost,
                RouteKind::River | RouteKind::Lake | RouteKind::Sea => p.supply_water_cost,
            };
            (f64::from(route.length_m) / 100.0 * weight) as u32 + 1
        };
        let banks = setting.theatre.places.iter().enumerate();
        let mut river: Vec<(u32, PlaceId)> = banks
            .filter_map(|(index, place)| Some((setting.theatre.bank(place.cell)?.metres, PlaceId::from_index(index))))
            .collect();
        river.sort_unstable();
        Self {
            river,
            stale: [true; 2],
            changed: [true; 2],
            counts: cells_that_count(setting),
            node: vec![None; setting.forces.len()],
            network: Network::new(setting.theatre.places.len(), &ends),
            route_cost: routes.iter().map(cost).collect(),
            asked: vec![(0, 0); setting.forces.len()],
            ..Self::default()
        }
    }

    /// Ground or river changed in a way that may open or close a route.
    pub(crate) fn change(&mut self) {
        self.stale = [true; 2];
        self.changed = [true; 2];
    }

    /// The same for one side.
    pub(crate) fn change_of(&mut self, side: SideId) {
        self.stale[side.index()] = true;
        self.changed[side.index()] = true;
    }

    /// A cell changed hands.
    pub(crate) fn change_hands(&mut self, cell: CellId) {
        self.stale = [true; 2];
        if self.counts[cell.index()] {
            self.changed = [true; 2];
        }
    }

    /// The cell from which supply comes to a formation: that of the place it draws from, or, standing in it, that of the
    /// nearest place before it on the way from the source.
    fn rear(&self, setting: &Setting, side: SideId, place: PlaceId, here: CellId) -> CellId {
        let cell = |place: PlaceId| setting.theatre.places[place.index()].cell;
        let parent = |place: PlaceId| {
            let parent = self.tree[side.index()].parent[place.index()];
            (parent != flow::NONE).then_some(PlaceId(parent as u16))
        };
        let way = std::iter::successors(Some(place), |place| parent(*place)).map(cell);
        way.into_iter().find(|cell| *cell != here).unwrap_or(here)
    }
}

/// Cells on whose holder or water it depends which places, routes and reaches of the river can be used.
fn cells_that_count(setting: &Setting) -> Vec<bool> {
    let mut counts = vec![false; setting.theatre.cells.len()];
    let places = setting.theatre.places.iter().map(|place| place.cell);
    let routes = setting.theatre.routes.iter().flat_map(|route| route.cells.iter().copied());
    let forts = setting.river.iter().flat_map(|river| river.barriers.iter().flat_map(|barrier| barrier.forts.iter().copied()));
    for cell in places.chain(routes).chain(forts) {
        counts[cell.index()] = true;
    }
    counts
}

/// One day of supply for both sides.
pub(crate) fn distribute(setting: &Setting, world: &mut World, events: &mut Vec<Event>) {
    let mut scratch = std::mem::take(&mut world.scratch.supply);
    for side in SideId::BOTH {
        hold(setting, world, side, &mut scratch);
        if scratch.stale[side.index()] {
            survey(setting, world, side, &mut scratch);
            scratch.stale[side.index()] = false;
        }
        ask(setting, world, side, &mut scratch);
        deliver(setting, world, side, &mut scratch);
        draw(setting, world, side, &mut scratch, events);
    }
    world.scratch.supply = scratch;
}

/// Grows the trees anew of sides for which ground or river changed.
pub(crate) fn refresh(setting: &Setting, world: &mut World) {
    let mut scratch = std::mem::take(&mut world.scratch.supply);
    for side in SideId::BOTH {
        if scratch.stale[side.index()] {
            hold(setting, world, side, &mut scratch);
            survey(setting, world, side, &mut scratch);
            scratch.stale[side.index()] = false;
        }
    }
    world.scratch.supply = scratch;
}

/// Whether supply of a side reaches a place in the cell. The trees must be fresh.
pub(crate) fn reaches_cell(setting: &Setting, world: &World, side: SideId, cell: CellId) -> bool {
    let tree = &world.scratch.supply.tree[side.index()];
    let here = setting.travel.nearest[cell.index()].iter().take_while(|(place, haul)| *haul == 0 && place.index() < setting.theatre.places.len());
    here.into_iter().any(|(place, _)| tree.cost[place.index()] != flow::UNREACHED && node_held(setting, world, side, *place))
}

/// Which places a side can use today: what [`node_held`] says of each.
fn hold(setting: &Setting, world: &World, side: SideId, scratch: &mut SupplyScratch) {
    let SupplyScratch { holds, held, changed, river, .. } = scratch;
    holds.clear();
    holds.extend(setting.theatre.places.iter().map(|place| world.control[place.cell.index()] != side.enemy().0));
    if setting.river.as_ref().is_some_and(|river| river.side == side) {
        for (_, place) in river.iter() {
            holds[place.index()] |= swept_bank(setting, world, side, *place);
        }
    }
    if held[side.index()] != *holds {
        changed[side.index()] = true;
        std::mem::swap(&mut held[side.index()], holds);
    }
}

/// Which routes and sources a side can use, and the cheapest ways over them; nothing where nothing changed that bears on it.
fn survey(setting: &Setting, world: &World, side: SideId, scratch: &mut SupplyScratch) {
    if !std::mem::take(&mut scratch.changed[side.index()]) {
        return;
    }
    let scale = setting.sides[side.index()].supply_capacity;
    let held = &scratch.held[side.index()];
    let capacity = &mut scratch.capacity[side.index()];
    let given = &mut scratch.given[side.index()];
    capacity.resize(setting.theatre.routes.len(), 0.0);
    // the tree is the same where the same routes and sources have anything left
    let mut grows = given.is_empty();
    for (capacity, route) in capacity.iter_mut().zip(&setting.theatre.routes) {
        let open = usable_where(setting, world, side, route, |place| held[place.index()]);
        let now = if open { f64::from(route.capacity_tonnes_per_day) * scale } else { 0.0 };
        grows |= (now > 0.0) != (*capacity > 0.0);
        *capacity = now;
    }
    scratch.source_left.clone_from(given);
    given.clear();
    given.resize(setting.theatre.places.len(), 0.0);
    for source in setting.sources.iter().filter(|source| source.side == side) {
        if held[source.place.index()] {
            given[source.place.index()] += source.tonnes_per_day * scale;
        }
    }
    // where goods may come in on some days there is a root on all of them; `deliver` says how much
    let daily = economy::sources(setting, world, side).chain(evacuation::sources(setting, world, side));
    for (place, _) in daily.filter(|(place, _)| held[place.index()]) {
        given[place.index()] += ROOT;
    }
    grows |= given.iter().zip(&scratch.source_left).any(|(now, before)| (*now > 0.0) != (*before > 0.0));
    if grows {
        scratch.tree[side.index()].grow(&scratch.network, &scratch.route_cost, capacity, given);
    }
}

/// Whether a side can use a place: it holds it, or nobody does; or it is a swept bank without enemy for the side with
/// shipping.
pub(crate) fn node_held(setting: &Setting, world: &World, side: SideId, place: PlaceId) -> bool {
    let cell = setting.theatre.places[place.index()].cell;
    world.control[cell.index()] != side.enemy().0 || swept_bank(setting, world, side, place)
}

fn swept_bank(setting: &Setting, world: &World, side: SideId, place: PlaceId) -> bool {
    let cell = setting.theatre.places[place.index()].cell;
    let ships = setting.river.as_ref().is_some_and(|river| river.side == side);
    ships
        && world.occupancy.men[side.enemy().index()][cell.index()] == 0
        && setting.theatre.bank(cell).is_some_and(|bank| river::landing_open(setting, world, bank.metres))
}

/// Whether a side can use a route today.
pub(crate) fn usable(setting: &Setting, world: &World, side: SideId, route: &Route) -> bool {
    usable_where(setting, world, side, route, |place| node_held(setting, world, side, place))
}

fn usable_where(setting: &Setting, world: &World, side: SideId, route: &Route, place_held: impl Fn(PlaceId) -> bool) -> bool {
    let ships = setting.river.as_ref().map(|river| river.side == side);
    let held = || place_held(route.from) && place_held(route.to);
    let bank = |place: PlaceId| setting.theatre.bank(setting.theatre.places[place.index()].cell);
    match route.kind {
        RouteKind::Sea => ships != Some(false) && held(),
        RouteKind::River => match (bank(route.from), bank(route.to), ships) {
            // the great river belongs to the ships as far as they have opened it, to the other side above that; both
            // pass a bank that the enemy holds, though they cannot unload there
            (Some(a), Some(b), Some(true)) => river::landing_open(setting, world, a.metres.max(b.metres)),
            (Some(a), Some(b), Some(false)) => a.metres.min(b.metres) >= world.river.head_m,
            _ => held(),
        },
        RouteKind::Lake => held(),
        RouteKind::Rail | RouteKind::Road | RouteKind::Track => {
            held() && route.cells.iter().all(|cell| world.control[cell.index()] != side.enemy().0 && !world.closed[cell.index()])
        }
    }
}

/// What each formation asks for, at which place, over which haul.
fn ask(setting: &Setting, world: &World, side: SideId, scratch: &mut SupplyScratch) {
    let p = &setting.parameters;
    let force_side = &setting.sides[side.index()];
    scratch.wanted.clear();
    scratch.wanted.resize(setting.theatre.places.len(), 0.0);
    let tree = &scratch.tree[side.index()];
    let held = &scratch.held[side.index()];
    for (index, force) in setting.forces.iter().enumerate() {
        if force.side != side || !world.present(FormationId::from_index(index)) {
            continue;
        }
        let near = &setting.travel(world).nearest[world.formations.cell[index].index()];
        // nothing is hauled into a ring
        let ringed = ring::is_ringed(world, FormationId::from_index(index));
        let best = near
            .iter()
            .filter(|_| !ringed)
            .filter(|entry| **entry != Travel::NOWHERE && tree.cost[entry.0.index()] != flow::UNREACHED)
            .filter(|entry| held[entry.0.index()])
            .map(|(place, haul)| (tree.cost[place.index()] + u32::from(*haul), *place))
            .chain(by_boat(setting, world, side, world.formations.cell[index], &scratch.river, tree))
            .min();
        scratch.node[index] = best.map(|(_, place)| place);
        let Some((haul, place)) = best else {
            scratch.asked[index] = (0, u32::MAX);
            continue;
        };
        let ratio = f64::from(haul) / 10.0 / p.supply_haul_half_km;
        // the transport of a formation is part of its side's supply capacity, like ships and roads
        let most = p.supply_draw_days * force_side.supply_capacity / (1.0 + ratio * ratio);
        let room = p.supply_stock_days - f64::from(world.formations.stock[index]) / 1000.0 + consumption(setting, world, index);
        let days = most.min((room - force_side.forage_kg / force_side.needs_kg[1]).max(0.0));
        scratch.asked[index] = ((days * 1000.0) as u32, haul);
        let men = f64::from(world.formations.men[index] + world.formations.sick[index]);
        scratch.wanted[place.index()] += days * men * force_side.needs_kg[1] / 1000.0;
    }
}

/// Supply by boat for a formation on a bank that its side's ships reach: from the nearest place on the river that the
/// network reaches, whoever holds its bank.
fn by_boat(setting: &Setting, world: &World, side: SideId, cell: CellId, river: &[(u32, PlaceId)], tree: &Tree) -> Option<(u32, PlaceId)> {
    let ships = setting.river.as_ref().is_some_and(|river| river.side == side);
    let bank = setting.theatre.bank(cell).filter(|bank| ships && river::landing_open(setting, world, bank.metres))?;
    let reached = river.iter().filter(|(_, place)| tree.cost[place.index()] != flow::UNREACHED);
    let (metres, place) = reached.min_by_key(|(metres, place)| (metres.abs_diff(bank.metres), *place))?;
    let boat = f64::from(metres.abs_diff(bank.metres)) / 100.0 * setting.parameters.supply_water_cost;
    Some((tree.cost[place.index()] + boat as u32, *place))
}

/// Days of supply a formation uses today; a defender under attack uses the mean of march and assault.
fn consumption(setting: &Setting, world: &World, index: usize) -> f64 {
    let [rest, march, assault] = setting.sides[setting.forces[index].side.index()].needs_kg;
    let need = match world.formations.activity[index] {
        Activity::Rest => rest,
        Activity::March => march,
        Activity::Defence => f64::midpoint(march, assault),
        Activity::Assault => assault,
    };
    need / march
}

/// Lays the flow of the day: what arrives at each place as a share of what was asked there.
fn deliver(setting: &Setting, world: &World, side: SideId, scratch: &mut SupplyScratch) {
    let SupplyScratch { network, route_cost, tree, capacity, given, second, .. } = scratch;
    scratch.route_left.clone_from(&capacity[side.index()]);
    for (left, damage) in scratch.route_left.iter_mut().zip(&world.damage).filter(|(_, damage)| **damage > 0) {
        *left *= f64::from(1000 - (*damage).min(1000)) / 1000.0;
    }
    scratch.source_left.clone_from(&given[side.index()]);
    vary_sources(setting, world, side, &mut scratch.source_left);
    scratch.asked_tonnes.clone_from(&scratch.wanted);
    scratch.delivered.clear();
    scratch.delivered.resize(setting.theatre.places.len(), 0.0);
    let total: f64 = scratch.wanted.iter().sum();
    for round in 0..flow::ROUNDS {
        let tree = if round == 0 {
            &tree[side.index()]
        } else {
            second.grow(network, route_cost, &scratch.route_left, &scratch.source_left);
            &*second
        };
        flow::carry(
            tree,
            &mut scratch.route_left,
            &mut scratch.source_left,
            &mut scratch.wanted,
            &mut scratch.delivered,
            &mut scratch.through,
        );
        // the last twentieth is not worth another search
        if scratch.wanted.iter().sum::<f64>() < 0.05 * total {
            break;
        }
    }
}

/// What sources give today beside their constant part: imports, supply brought forward by ship, less what raids behind
/// the map hold up.
fn vary_sources(setting: &Setting, world: &World, side: SideId, left: &mut [f64]) {
    let scale = setting.sides[side.index()].supply_capacity;
    let daily = economy::sources(setting, world, side).chain(evacuation::sources(setting, world, side));
    for (place, tonnes) in daily {
        if left[place.index()] > 0.0 {
            left[place.index()] += tonnes * scale;
        }
    }
    for (index, source) in setting.sources.iter().enumerate().filter(|(_, source)| source.side == side) {
        let lost = 1.0 - world.rear.source_left(index);
        if lost > 0.0 {
            let left = &mut left[source.place.index()];
            *left = (*left - source.tonnes_per_day * scale * lost).max(0.0);
        }
    }
}

/// Formations draw, use, and suffer what they lack.
fn draw(setting: &Setting, world: &mut World, side: SideId, scratch: &mut SupplyScratch, events: &mut Vec<Event>) {
    let p = &setting.parameters;
    let date = world.date;
    for (index, force) in setting.forces.iter().enumerate() {
        let formation = FormationId::from_index(index);
        if force.side != side || !world.present(formation) {
            continue;
        }
        let (asked, haul_hm) = scratch.asked[index];
        let here = world.formations.cell[index];
        world.formations.rear[index] = scratch.node[index].map_or(here, |place| scratch.rear(setting, side, place, here));
        ring::touch(world, formation, scratch.node[index].is_some());
        let share = scratch.node[index].map_or(0.0, |place| {
            let asked = scratch.asked_tonnes[place.index()];
            if asked > 0.0 { scratch.delivered[place.index()] / asked } else { 1.0 }
        });
        let issued = economy::issued(setting, world, side, world.formations.activity[index]);
        let drawn = (f64::from(asked) * share * issued) as u32;
        let used = (consumption(setting, world, index) * 1000.0) as u32;
        let forage = (setting.sides[side.index()].forage_kg / setting.sides[side.index()].needs_kg[1] * 1000.0) as u32;
        let before = u32::from(world.formations.stock[index]);
        let available = before + drawn + forage;
        let after = available.saturating_sub(used).min((p.supply_stock_days * 1000.0) as u32);
        world.formations.stock[index] = after as u16;
        if after < 1000 && before >= 1000 {
            let node = scratch.node[index];
            events.push(Event { date, kind: EventKind::Shortage { formation, node, haul_hm, asked, drawn, stock: after } });
        }
        if available < used {
            exhaust(setting, world, formation, f64::from(used - available) / 1000.0, events);
        }
    }
}

/// Hunger puts men into hospital and shakes the rest, in proportion to what was lacking (days of supply).
fn exhaust(setting: &Setting, world: &mut World, formation: FormationId, lacking: f64, events: &mut Vec<Event>) {
    let p = &setting.parameters;
    let index = formation.index();
    let men = world.formations.men[index];
    let fell_sick = ((f64::from(men) * p.supply_exhaustion * lacking) as u32).min(men);
    world.formations.men[index] -= fell_sick;
    world.formations.sick[index] += fell_sick;
    let side = setting.forces[index].side;
    world.ledger[side.index()].sick += fell_sick;
    if fell_sick > 0 {
        let victim = Victim::Soldiers { of: side };
        world.human.add(victim, Cause::Sick, fell_sick);
        let cell = world.formations.cell[index];
        let kind = EventKind::HumanCost { victim, cause: Cause::Sick, cell, people: fell_sick, low: fell_sick, high: fell_sick };
        events.push(Event { date: world.date, kind });
    }
    lower_cohesion(&mut world.formations.cohesion[index], p.cohesion_per_assault * lacking);
}
