//! Lifeline and economy: imports, arsenals, munitions, manpower. `docs/model/economy.md`.

pub mod law;
#[cfg(test)]
mod tests;

use crate::World;
use crate::event::EventKind;
use crate::phases::{evacuation, supply};
use crate::phases::supply::flow::Network;
use crate::world::Activity;
use huizhan_base::{CellId, Date, Digest, FormationId, PlaceId, SideId};
use serde::Serialize;

/// What a run does not change.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Goods from abroad, sorted by id.
    pub imports: Vec<Import>,
    /// Places that make munitions, sorted by id.
    pub arsenals: Vec<Arsenal>,
    /// Munitions of each side, where the record has them.
    pub munitions: [Option<Munitions>; 2],
    /// Manpower of each side, where the record has it.
    pub manpower: [Option<Manpower>; 2],
    /// Places and routes, to find whether an import reaches its depot; empty without imports.
    pub network: Network,
}

/// Goods from abroad that enter at a place and must reach another.
#[derive(Debug, Clone)]
pub struct Import {
    /// Its id in the record.
    pub id: String,
    /// Whom it feeds.
    pub side: SideId,
    /// Where it can enter, the usual place first.
    pub entries: Vec<PlaceId>,
    /// The places of which it must reach one over routes held, the usual one first.
    pub depots: Vec<PlaceId>,
    /// What comes in (tonnes a day), scaled by its factors.
    pub tonnes_per_day: f64,
    /// Munitions among it (tonnes a day), scaled by its factors.
    pub munitions_per_day: f64,
    /// The same as the record has it, not scaled.
    pub documented_munitions: f64,
}

/// A place that makes munitions.
#[derive(Debug, Clone)]
pub struct Arsenal {
    /// Its id in the record.
    pub id: String,
    /// Its side.
    pub side: SideId,
    /// Where.
    pub place: PlaceId,
    /// What it makes (tonnes a day).
    pub tonnes_per_day: f64,
    /// The cargo that is its plant, if it is to be moved: an index into the cargoes of evacuation.
    pub cargo: Option<u16>,
}

/// Stock and use of munitions of a side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Munitions {
    /// In store on the first day (tonnes).
    pub stock_tonnes: f64,
    /// Used by a man in an engagement (kg a day).
    pub engaged_kg: f64,
    /// Used by a man out of it (kg a day).
    pub quiet_kg: f64,
    /// Used by the armies outside the theatre (tonnes a day).
    pub elsewhere_tonnes: f64,
    /// Cover below which munitions are rationed (days of use).
    pub cover_days: f64,
}

/// Men of a side that can be called up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Manpower {
    /// Men on the first day.
    pub pool: f64,
    /// Flows into the pool (positive) and out of it to other theatres (negative): from, to, men a day.
    pub flows: Vec<(Date, Date, f64)>,
}

/// An import that comes in nowhere.
const CLOSED: u8 = u8::MAX;

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Munitions in store, each side (kg).
    stock_kg: [u64; 2],
    /// Share of the munitions asked for that is issued, each side (thousandths).
    ration: [u16; 2],
    /// For each import the entry it uses, or `CLOSED`.
    entry: Vec<u8>,
    /// Men that can still be called up, each side.
    pool: [u32; 2],
    /// Men whom the drafts so far have made ready and nobody has called up yet, each side.
    ready: [u32; 2],
    /// Men called up so far, each side.
    drafted: [u32; 2],
    /// Since the last account: imported, made, used (kg), called up (men).
    tally: [[u64; 4]; 2],
    /// For each import the routes it was last seen to take: derived, and checked every day.
    ways: Vec<Vec<u16>>,
    /// Lists of the search.
    open: Vec<u32>,
    from: Vec<u32>,
}

impl State {
    /// The state before the first day.
    pub(crate) fn new(setting: &crate::Setting) -> Self {
        let economy = &setting.economy;
        let kg = |side: usize| economy.munitions[side].map_or(0, |munitions| (munitions.stock_tonnes * 1000.0) as u64);
        let men = |side: usize| economy.manpower[side].as_ref().map_or(0, |manpower| manpower.pool as u32);
        Self {
            stock_kg: [kg(0), kg(1)],
            ration: [1000; 2],
            // the usual entry is taken to be open until the first day finds otherwise
            entry: vec![0; economy.imports.len()],
            pool: [men(0), men(1)],
            ways: vec![Vec::new(); economy.imports.len()],
            ..Self::default()
        }
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        if self.entry.is_empty() && self.stock_kg == [0; 2] && self.pool == [0; 2] {
            return;
        }
        for side in 0..2 {
            digest.add(self.stock_kg[side]);
            digest.add(u64::from(self.ration[side]) | u64::from(self.pool[side]) << 16);
            digest.add(u64::from(self.drafted[side]) | u64::from(self.ready[side]) << 32);
        }
        self.entry.iter().for_each(|entry| digest.add(u64::from(*entry)));
    }

    /// Munitions in store of a side (tonnes).
    #[must_use]
    pub fn stock_tonnes(&self, side: SideId) -> f64 {
        self.stock_kg[side.index()] as f64 / 1000.0
    }

    /// Share of the munitions asked for that is issued today (0-1).
    #[must_use]
    pub fn ration(&self, side: SideId) -> f64 {
        f64::from(self.ration[side.index()]) / 1000.0
    }

    /// Men that a side can still call up; 0 where the record does not say.
    #[must_use]
    pub fn pool(&self, side: SideId) -> u32 {
        self.pool[side.index()]
    }

    /// Men that a side has called up for the theatre so far.
    #[must_use]
    pub fn drafted(&self, side: SideId) -> u32 {
        self.drafted[side.index()]
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub enum Event {
    /// An import no longer comes in. Why: its usual entry is lost, or no way of routes held leads from it to a depot. What
    /// it brought, and what share of the side's imports is left (thousandths).
    ImportStopped { side: SideId, place: PlaceId, to: CellId, entry_lost: bool, tonnes_per_day: u32, munitions_per_day: u32, lifeline: u16, stock_tonnes: u32 },
    /// An import comes in, at this place.
    ImportOpened { side: SideId, place: PlaceId, to: CellId, tonnes_per_day: u32, munitions_per_day: u32, lifeline: u16 },
    /// An arsenal's place is lost: it makes nothing for the side any more.
    ArsenalLost { side: SideId, place: PlaceId, kg_per_day: u32 },
    /// The ration of munitions changed by a tenth: stock, what is asked for in a day, days of cover, ration (thousandths).
    Rationed { side: SideId, stock_tonnes: u32, asked_tonnes: u32, cover_days: u32, ration: u16 },
    /// On the first day of a month: what came, what was used since the last, and what is left.
    Account { side: SideId, stock_tonnes: u32, imported_tonnes: u32, made_tonnes: u32, used_tonnes: u32, lifeline: u16, called_up: u32, pool: u32 },
    /// The last man of the pool is called up.
    PoolSpent { side: SideId, called_up: u32 },
}

/// One day: imports and arsenals fill the stock, troops and other theatres empty it, men are called up.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, events: &mut Vec<crate::Event>) {
    imports(setting, world, events);
    arsenals(setting, world, events);
    let needs = needs(setting, world);
    for side in SideId::BOTH {
        if let Some(munitions) = setting.economy.munitions[side.index()] {
            issue(world, side, munitions, needs[side.index()], events);
        }
        call_up(setting, world, side, needs[side.index()].lacking, events);
    }
    if world.date.month_day().1 == 1 {
        account(setting, world, events);
    }
}

/// What a side's formations stand in need of today.
#[derive(Debug, Clone, Copy, Default)]
struct Needs {
    /// Men in an engagement.
    engaged: u64,
    /// Men out of it.
    quiet: u64,
    /// Men lacking of establishment, those in hospital not counted as lacking.
    lacking: u32,
}

fn needs(setting: &crate::Setting, world: &World) -> [Needs; 2] {
    let mut needs = [Needs::default(); 2];
    let asked = |side: usize| setting.economy.munitions[side].is_some() || setting.economy.manpower[side].is_some();
    if !asked(0) && !asked(1) {
        return needs;
    }
    let f = &world.formations;
    for (index, force) in setting.forces.iter().enumerate() {
        if !world.present(FormationId::from_index(index)) {
            continue;
        }
        let needs = &mut needs[force.side.index()];
        match f.activity[index] {
            Activity::Defence | Activity::Assault => needs.engaged += u64::from(f.men[index]),
            Activity::Rest | Activity::March => needs.quiet += u64::from(f.men[index]),
        }
        needs.lacking += force.establishment.saturating_sub(f.men[index] + f.sick[index]);
    }
    needs
}

/// Finds where each import comes in, and adds its munitions to the stock.
fn imports(setting: &crate::Setting, world: &mut World, events: &mut Vec<crate::Event>) {
    let date = world.date;
    let mut state = std::mem::take(&mut world.economy);
    for (index, import) in setting.economy.imports.iter().enumerate() {
        let before = state.entry[index];
        let now = entry(setting, world, &mut state, index);
        if before != now {
            state.entry[index] = now;
            world.scratch.supply.change_of(import.side);
            let share = (lifeline_of(setting, &state, import.side) * 1000.0) as u16;
            let (tonnes_per_day, munitions_per_day) = (import.tonnes_per_day as u32, import.munitions_per_day as u32);
            let side = import.side;
            let to = setting.theatre.places[import.depots[0].index()].cell;
            let event = if now == CLOSED {
                let place = import.entries[usize::from(before)];
                let entry_lost = !supply::node_held(setting, world, side, place);
                let stock_tonnes = state.stock_tonnes(side) as u32;
                Event::ImportStopped { side, place, to, entry_lost, tonnes_per_day, munitions_per_day, lifeline: share, stock_tonnes }
            } else {
                let place = import.entries[usize::from(now)];
                Event::ImportOpened { side, place, to, tonnes_per_day, munitions_per_day, lifeline: share }
            };
            events.push(crate::Event { date, kind: EventKind::Economy(event) });
        }
        if now != CLOSED {
            let kg = (import.munitions_per_day * 1000.0) as u64;
            state.stock_kg[import.side.index()] += kg;
            state.tally[import.side.index()][0] += kg;
        }
    }
    world.economy = state;
}

/// The first entry of an import that its side holds and from which routes held lead to a depot. The way found last is
/// tried first: a search is needed only when it is broken.
fn entry(setting: &crate::Setting, world: &World, state: &mut State, index: usize) -> u8 {
    let import = &setting.economy.imports[index];
    let known = state.entry[index];
    let open = |route: &u16| world.damage[usize::from(*route)] < 1000 && supply::usable(setting, world, import.side, &setting.theatre.routes[usize::from(*route)]);
    let held = |place: PlaceId| supply::node_held(setting, world, import.side, place);
    if known == 0 && !state.ways[index].is_empty() && held(import.entries[0]) && state.ways[index].iter().all(open) {
        return 0;
    }
    for (number, place) in import.entries.iter().enumerate() {
        if held(*place) && search(setting, state, index, *place, &open) {
            return number as u8;
        }
    }
    CLOSED
}

/// Looks for the way of fewest routes from a place to a depot of an import, and keeps it.
fn search(setting: &crate::Setting, state: &mut State, index: usize, from: PlaceId, open: &dyn Fn(&u16) -> bool) -> bool {
    const UNSEEN: u32 = u32::MAX;
    let network = &setting.economy.network;
    let is_depot = |node: u32| setting.economy.imports[index].depots.iter().any(|depot| u32::from(depot.0) == node);
    state.from.clear();
    state.from.resize(network.nodes(), UNSEEN);
    state.open.clear();
    state.open.push(u32::from(from.0));
    // the place before each place reached; the start has none
    state.from[from.index()] = UNSEEN - 1;
    let (mut next, mut found) = (0, None);
    while let Some(node) = state.open.get(next).copied() {
        if is_depot(node) {
            found = Some(node);
            break;
        }
        next += 1;
        for arc in network.first[node as usize]..network.first[node as usize + 1] {
            let (far, route) = (network.to[arc as usize], network.route[arc as usize] as u16);
            if state.from[far as usize] == UNSEEN && open(&route) {
                state.from[far as usize] = node;
                state.open.push(far);
            }
        }
    }
    state.ways[index].clear();
    let Some(mut node) = found else { return false };
    while node != u32::from(from.0) {
        let before = state.from[node as usize];
        let arcs = network.first[before as usize]..network.first[before as usize + 1];
        let arc = arcs.into_iter().find(|arc| network.to[*arc as usize] == node && open(&(network.route[*arc as usize] as u16)));
        state.ways[index].push(network.route[arc.expect("the search came this way") as usize] as u16);
        node = before;
    }
    true
}

/// Arsenals in places that the side holds make munitions, as far as their plant has not been taken down.
fn arsenals(setting: &crate::Setting, world: &mut World, events: &mut Vec<crate::Event>) {
    let date = world.date;
    for arsenal in &setting.economy.arsenals {
        let cell = setting.theatre.places[arsenal.place.index()].cell;
        let lost = |holder: u8| holder == arsenal.side.enemy().0;
        let standing = arsenal.cargo.map_or(1.0, |cargo| evacuation::not_loaded(setting, world, cargo));
        let kg = (arsenal.tonnes_per_day * standing * 1000.0) as u64;
        if lost(world.control[cell.index()]) {
            // the day on which the place changed hands is told by the control phase of the day
            if events.iter().any(|event| matches!(event.kind, EventKind::PlaceTaken { place, .. } if place == arsenal.place)) {
                let event = Event::ArsenalLost { side: arsenal.side, place: arsenal.place, kg_per_day: kg as u32 };
                events.push(crate::Event { date, kind: EventKind::Economy(event) });
            }
            continue;
        }
        world.economy.stock_kg[arsenal.side.index()] += kg;
        world.economy.tally[arsenal.side.index()][1] += kg;
    }
}

/// Issues munitions of the day, rationed where the cover is thin.
fn issue(world: &mut World, side: SideId, munitions: Munitions, needs: Needs, events: &mut Vec<crate::Event>) {
    let date = world.date;
    let state = &mut world.economy;
    let asked = law::asked_kg(&munitions, needs.engaged, needs.quiet);
    let stock = state.stock_kg[side.index()];
    let ration = law::ration(stock as f64, asked, munitions.cover_days);
    let used = ((asked * ration) as u64).min(stock);
    state.stock_kg[side.index()] -= used;
    state.tally[side.index()][2] += used;
    let before = state.ration[side.index()];
    let now = (ration * 1000.0 + 0.5) as u16;
    state.ration[side.index()] = now;
    if before / 100 != now / 100 {
        let event = Event::Rationed {
            side,
            stock_tonnes: (stock / 1000) as u32,
            asked_tonnes: (asked / 1000.0) as u32,
            cover_days: if asked > 0.0 { (stock as f64 / asked) as u32 } else { 0 },
            ration: now,
        };
        events.push(crate::Event { date, kind: EventKind::Economy(event) });
    }
}

/// Men called up for the theatre today join the depot. Drafts make men ready at the rate of the record; a side whose
/// pool the record knows calls up no more of them than its formations lack and its pool has, another all.
fn call_up(setting: &crate::Setting, world: &mut World, side: SideId, lacking: u32, events: &mut Vec<crate::Event>) {
    let date = world.date;
    let mut men = 0;
    for flow in setting.replacements.iter().filter(|flow| flow.side == side && (flow.from..=flow.to).contains(&date)) {
        men += law::whole(flow.men_per_day * setting.factors.replacements, date - flow.from);
    }
    if let Some(manpower) = &setting.economy.manpower[side.index()] {
        let wanted = lacking.saturating_sub(world.depots[side.index()]);
        let state = &mut world.economy;
        let pool = &mut state.pool[side.index()];
        for (from, _, rate) in manpower.flows.iter().filter(|(from, to, _)| (*from..=*to).contains(&date)) {
            let change = law::whole(rate.abs(), date - *from);
            *pool = if *rate < 0.0 { pool.saturating_sub(change) } else { *pool + change };
        }
        let ready = state.ready[side.index()] + men;
        men = wanted.min(ready).min(*pool);
        let spent = *pool > 0 && men == *pool;
        *pool -= men;
        state.ready[side.index()] = ready - men;
        if spent {
            let called_up = state.drafted[side.index()] + men;
            events.push(crate::Event { date, kind: EventKind::Economy(Event::PoolSpent { side, called_up }) });
        }
    }
    receive_men(world, side, men);
}

/// Men join the depot of a side.
pub(crate) fn receive_men(world: &mut World, side: SideId, men: u32) {
    world.depots[side.index()] += men;
    world.economy.drafted[side.index()] += men;
    world.economy.tally[side.index()][3] += u64::from(men);
}

/// Munitions made elsewhere reach the stock of a side (kg).
pub(crate) fn receive_munitions(world: &mut World, side: SideId, kg: u64) {
    world.economy.stock_kg[side.index()] += kg;
    world.economy.tally[side.index()][1] += kg;
}

/// The account of the month, each side.
fn account(setting: &crate::Setting, world: &mut World, events: &mut Vec<crate::Event>) {
    for side in SideId::BOTH {
        let known = setting.economy.munitions[side.index()].is_some() || setting.economy.manpower[side.index()].is_some();
        if !known {
            continue;
        }
        let [imported, made, used, called_up] = std::mem::take(&mut world.economy.tally[side.index()]);
        let event = Event::Account {
            side,
            stock_tonnes: world.economy.stock_tonnes(side) as u32,
            imported_tonnes: (imported / 1000) as u32,
            made_tonnes: (made / 1000) as u32,
            used_tonnes: (used / 1000) as u32,
            lifeline: (lifeline(setting, world, side) * 1000.0) as u16,
            called_up: called_up as u32,
            pool: world.economy.pool(side),
        };
        events.push(crate::Event { date: world.date, kind: EventKind::Economy(event) });
    }
}

/// Share of the munitions that a side imports by the record which still comes in (0-1); 1 where the campaign has none.
#[must_use]
pub fn lifeline(setting: &crate::Setting, world: &World, side: SideId) -> f64 {
    lifeline_of(setting, &world.economy, side)
}

fn lifeline_of(setting: &crate::Setting, state: &State, side: SideId) -> f64 {
    let (mut documented, mut comes) = (0.0, 0.0);
    for (import, entry) in setting.economy.imports.iter().zip(&state.entry).filter(|(import, _)| import.side == side) {
        documented += import.documented_munitions;
        comes += if *entry == CLOSED { 0.0 } else { import.munitions_per_day };
    }
    if documented > 0.0 { (comes / documented).min(1.0) } else { 1.0 }
}

/// Share of a side's pool of men that is left (0-1); 1 where the record has none.
#[must_use]
pub fn manpower(setting: &crate::Setting, world: &World, side: SideId) -> f64 {
    let pool = setting.economy.manpower[side.index()].as_ref().map_or(0.0, |manpower| manpower.pool);
    if pool > 0.0 { f64::from(world.economy.pool(side)) / pool } else { 1.0 }
}

/// Share of what a formation asks for that the ration of munitions lets through (0-1).
pub(crate) fn issued(setting: &crate::Setting, world: &World, side: SideId, activity: Activity) -> f64 {
    let ration = world.economy.ration[side.index()];
    if ration == 1000 {
        return 1.0;
    }
    let Some(munitions) = setting.economy.munitions[side.index()] else { return 1.0 };
    let [rest, march, assault] = setting.sides[side.index()].needs_kg;
    let (kg, need) = match activity {
        Activity::Rest => (munitions.quiet_kg, rest),
        Activity::March => (munitions.quiet_kg, march),
        Activity::Defence => (munitions.engaged_kg, f64::midpoint(march, assault)),
        Activity::Assault => (munitions.engaged_kg, assault),
    };
    law::issued(kg / need, f64::from(ration) / 1000.0)
}

/// Imports of a side that come in today: where, and how much (tonnes).
pub(crate) fn sources<'a>(setting: &'a crate::Setting, world: &'a World, side: SideId) -> impl Iterator<Item = (PlaceId, f64)> + 'a {
    let rows = setting.economy.imports.iter().zip(&world.economy.entry);
    rows.filter(move |(import, entry)| import.side == side && **entry != CLOSED)
        .map(|(import, entry)| (import.entries[usize::from(*entry)], import.tonnes_per_day))
}
