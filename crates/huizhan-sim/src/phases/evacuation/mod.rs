//! Evacuation of industry, people and wounded up the river, and what the same hulls bring forward.
//! `docs/model/evacuation.md`.

pub mod law;
mod raids;
#[cfg(test)]
mod tests;

use crate::World;
use crate::event::EventKind;
use crate::phases::{economy, weather};
use huizhan_base::{CellId, Date, Digest, Draws, PlaceId, SideId};
use serde::Serialize;

/// What a run does not change.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Stretches that one set of hulls serves, sorted by id.
    pub legs: Vec<Leg>,
    /// Hulls, sorted by leg and id.
    pub hulls: Vec<Hull>,
    /// What is to be carried, in the order in which it is loaded: by priority, then id.
    pub cargo: Vec<Cargo>,
}

/// A stretch between two ports where goods change hulls.
#[derive(Debug, Clone)]
pub struct Leg {
    /// Its id in the record.
    pub id: String,
    /// Whose hulls serve it.
    pub side: SideId,
    /// The end towards the enemy.
    pub from: PlaceId,
    /// The safe end.
    pub to: PlaceId,
    /// Days of the passage to the safe end; back it takes half of that.
    pub days: i32,
    /// The day on which low water is expected to end large traffic.
    pub low_water: Option<Date>,
}

/// Hulls of one class on one leg.
#[derive(Debug, Clone)]
pub struct Hull {
    /// Its id in the record.
    pub id: String,
    /// The leg it serves.
    pub leg: u16,
    /// How many there are on the first day.
    pub number: u16,
    /// What one takes (tonnes a voyage).
    pub tonnes: f64,
    /// People one takes (heads a voyage).
    pub heads: f64,
    /// Days of a round trip to the far end.
    pub through_days: f64,
    /// Days of a round trip cut short.
    pub staged_days: f64,
    /// Whether it is called up only when the port is jammed.
    pub reserve: bool,
    /// Stage for a full load, and stage at which it is laid up (centimetres against the mean of the year).
    pub stage_cm: [i32; 2],
}

/// What kind of cargo it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plant and stores, away from the enemy (tonnes).
    Industry,
    /// Civilians, away from the enemy (heads).
    People,
    /// Wounded soldiers, away from the enemy (heads).
    Wounded,
    /// Replacements, towards the enemy (heads).
    Drafts,
    /// Munitions, towards the enemy (tonnes).
    Munitions,
    /// Supply, towards the enemy (tonnes).
    Supply,
}

impl Kind {
    /// Whether it goes away from the enemy.
    #[must_use]
    pub fn is_up(self) -> bool {
        matches!(self, Self::Industry | Self::People | Self::Wounded)
    }

    /// Whether it is counted in heads.
    #[must_use]
    pub fn is_heads(self) -> bool {
        matches!(self, Self::People | Self::Wounded | Self::Drafts)
    }
}

/// Goods or people to be carried.
#[derive(Debug, Clone)]
pub struct Cargo {
    /// Its id in the record.
    pub id: String,
    /// Whose.
    pub side: SideId,
    /// What it is.
    pub kind: Kind,
    /// The legs it takes, in the order of its journey.
    pub legs: Vec<u16>,
    /// How much in all (tonnes or heads); 0 where it is made day by day.
    pub quantity: u32,
    /// How much is ready a day; of wounded, of 1,000 killed and wounded of the side.
    pub ready_per_day: f64,
    /// From which day.
    pub ready_from: Date,
    /// Whether it waits at the threatened end: at a port where no other cargo changes hulls.
    pub threatened: bool,
}

/// Cargo under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moving {
    due: Date,
    cargo: u16,
    /// Which of its legs it is on.
    stop: u16,
    amount: u32,
}

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Hulls afloat of each class.
    hulls: Vec<u16>,
    /// Whether voyages are cut short on each leg.
    staged: Vec<bool>,
    /// For each cargo what is not ready yet, what has reached its end, what was lost on the way, what was left behind.
    coming: Vec<u32>,
    arrived: Vec<u32>,
    sunk: Vec<u32>,
    left: Vec<u32>,
    /// What waits, by cargo and leg: `[cargo][leg of its journey]`.
    waiting: Vec<Vec<u32>>,
    moving: Vec<Moving>,
    /// Supply that came forward today, by cargo (tonnes).
    forward: Vec<u32>,
    /// Killed and wounded of each side that have been seen to.
    seen: [u32; 2],
}

impl State {
    /// The state before the first day.
    pub(crate) fn new(setting: &crate::Setting) -> Self {
        let evacuation = &setting.evacuation;
        let count = evacuation.cargo.len();
        Self {
            hulls: evacuation.hulls.iter().map(|hull| hull.number).collect(),
            staged: vec![false; evacuation.legs.len()],
            coming: evacuation.cargo.iter().map(|cargo| cargo.quantity).collect(),
            arrived: vec![0; count],
            sunk: vec![0; count],
            left: vec![0; count],
            waiting: evacuation.cargo.iter().map(|cargo| vec![0; cargo.legs.len()]).collect(),
            moving: Vec::with_capacity(count * 8),
            forward: vec![0; count],
            seen: [0; 2],
        }
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        for (cargo, waiting) in self.waiting.iter().enumerate() {
            digest.add(u64::from(self.coming[cargo]) << 32 | u64::from(self.arrived[cargo]));
            for amount in waiting {
                digest.add(u64::from(*amount));
            }
        }
        for moving in &self.moving {
            digest.add(moving.due.days() as u64 | u64::from(moving.cargo) << 32 | u64::from(moving.stop) << 48);
            digest.add(u64::from(moving.amount));
        }
        self.hulls.iter().for_each(|hulls| digest.add(u64::from(*hulls)));
        self.staged.iter().for_each(|staged| digest.add(u64::from(*staged)));
    }

    /// What has reached its end of a kind (tonnes or heads).
    #[must_use]
    pub fn arrived(&self, setting: &crate::Setting, kind: Kind) -> u32 {
        sum(setting, kind, |cargo| self.arrived[cargo])
    }

    /// What was left behind of a kind when its port was lost (tonnes or heads).
    #[must_use]
    pub fn left(&self, setting: &crate::Setting, kind: Kind) -> u32 {
        sum(setting, kind, |cargo| self.left[cargo])
    }

    /// What waits of a kind at a port (tonnes or heads).
    #[must_use]
    pub fn waiting(&self, setting: &crate::Setting, kind: Kind, port: PlaceId) -> u32 {
        sum(setting, kind, |cargo| {
            let legs = &setting.evacuation.cargo[cargo].legs;
            let here = |stop: &usize| port_of(setting, cargo, *stop) == port;
            (0..legs.len()).filter(here).map(|stop| self.waiting[cargo][stop]).sum()
        })
    }

    /// Every piece of a kind that the record has or a day made, wherever it is now (tonnes or heads).
    #[must_use]
    pub fn known(&self, setting: &crate::Setting, kind: Kind) -> u32 {
        let moving: u32 = self.moving.iter().filter(|moving| setting.evacuation.cargo[usize::from(moving.cargo)].kind == kind).map(|moving| moving.amount).sum();
        moving
            + sum(setting, kind, |cargo| {
                self.coming[cargo] + self.arrived[cargo] + self.sunk[cargo] + self.left[cargo] + self.waiting[cargo].iter().sum::<u32>()
            })
    }

    /// Whether voyages on a leg are cut short today.
    #[must_use]
    pub fn is_staged(&self, leg: usize) -> bool {
        self.staged[leg]
    }
}

/// Adds up something of each cargo of a kind.
fn sum(setting: &crate::Setting, kind: Kind, of: impl Fn(usize) -> u32) -> u32 {
    let rows = setting.evacuation.cargo.iter().enumerate().filter(|(_, cargo)| cargo.kind == kind);
    rows.map(|(index, _)| of(index)).sum()
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub enum Event {
    /// More waits at a port than its hulls carry through before low water: voyages are cut short, other craft called up.
    Jammed { side: SideId, place: PlaceId, waiting_tonnes: u32, through_tonnes_per_day: u32, days_left: u32, staged_tonnes_per_day: u32 },
    /// Voyages go through again.
    Cleared { side: SideId, place: PlaceId, waiting_tonnes: u32, through_tonnes_per_day: u32, days_left: u32 },
    /// A port was lost: what stood in it is left behind or blown up, and people stay.
    LeftBehind { side: SideId, place: PlaceId, tonnes: u32, heads: u32 },
    /// A hull was sunk from the air between two ports: what it carried, and how many are afloat.
    Sunk { side: SideId, from: CellId, to: CellId, tonnes: u32, aboard: u32, killed: u32, afloat: u32 },
    /// On the first and the sixteenth day of a month, for each leg: what waits at its threatened end, what it can carry in a
    /// day, and what has reached the safe end of all by now.
    Account { side: SideId, from: CellId, to: CellId, waiting_tonnes: u32, waiting_heads: u32, tonnes_per_day: u32, heads_per_day: u32, staged: bool, stage_cm: i32, arrived_tonnes: u32, arrived_heads: u32 },
}

/// One day: goods are made ready, arrive, are hit, are loaded.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, seed: Draws, events: &mut Vec<crate::Event>) {
    if setting.evacuation.legs.is_empty() {
        return;
    }
    let mut state = std::mem::take(&mut world.evacuation);
    lose_ports(setting, world, &mut state, events);
    make_ready(setting, world, &mut state);
    arrive(setting, world, &mut state);
    raids::strike(setting, world, &mut state, seed, events);
    for leg in 0..setting.evacuation.legs.len() {
        if open(setting, world, leg) {
            jam(setting, world, &mut state, leg, events);
            load(setting, world, &mut state, leg);
        }
    }
    if matches!(world.date.month_day().1, 1 | 16) {
        account(setting, world, &state, events);
    }
    world.evacuation = state;
}

/// The port at which a cargo waits for one of its legs.
fn port_of(setting: &crate::Setting, cargo: usize, stop: usize) -> PlaceId {
    let cargo = &setting.evacuation.cargo[cargo];
    let leg = &setting.evacuation.legs[usize::from(cargo.legs[stop])];
    if cargo.kind.is_up() { leg.from } else { leg.to }
}

fn cell_of(setting: &crate::Setting, place: PlaceId) -> CellId {
    setting.theatre.places[place.index()].cell
}

fn held_by_enemy(setting: &crate::Setting, world: &World, side: SideId, place: PlaceId) -> bool {
    world.control[cell_of(setting, place).index()] == side.enemy().0
}

/// Whether hulls sail on a leg: neither end is the enemy's, and his ships have not come up to it.
fn open(setting: &crate::Setting, world: &World, leg: usize) -> bool {
    let leg = &setting.evacuation.legs[leg];
    let ships = setting.river.as_ref().is_some_and(|river| river.side == leg.side.enemy());
    [leg.from, leg.to].iter().all(|place| {
        let bank = setting.theatre.bank(cell_of(setting, *place));
        let passed = ships && bank.is_some_and(|bank| bank.metres < world.river.head_m);
        !passed && !held_by_enemy(setting, world, leg.side, *place)
    })
}

/// What stands in a port that the enemy took is lost.
fn lose_ports(setting: &crate::Setting, world: &World, state: &mut State, events: &mut Vec<crate::Event>) {
    let cargo = &setting.evacuation.cargo;
    for port in setting.evacuation.legs.iter().flat_map(|leg| [(leg.side, leg.from), (leg.side, leg.to)]) {
        let (side, place) = port;
        if !held_by_enemy(setting, world, side, place) {
            continue;
        }
        let mut lost = [0u32; 2];
        for (index, row) in cargo.iter().enumerate().filter(|(_, row)| row.side == side) {
            for stop in 0..row.legs.len() {
                if port_of(setting, index, stop) != place {
                    continue;
                }
                let mut amount = std::mem::take(&mut state.waiting[index][stop]);
                // with the system off nothing is made ready; what stands there is lost all the same
                if stop == 0 {
                    amount += std::mem::take(&mut state.coming[index]);
                }
                state.left[index] += amount;
                lost[usize::from(row.kind.is_heads())] += amount;
            }
        }
        if lost != [0; 2] {
            let event = Event::LeftBehind { side, place, tonnes: lost[0], heads: lost[1] };
            events.push(crate::Event { date: world.date, kind: EventKind::Evacuation(event) });
        }
    }
}

/// Plant is taken down, people make up their minds, wounded come in, drafts assemble.
fn make_ready(setting: &crate::Setting, world: &World, state: &mut State) {
    let on = setting.factors.evacuation > 0.0;
    let killed_wounded = world.ledger.map(|ledger| ledger.killed_wounded);
    for (index, cargo) in setting.evacuation.cargo.iter().enumerate() {
        if cargo.ready_from > world.date || (cargo.kind.is_up() && !on) || held_by_enemy(setting, world, cargo.side, port_of(setting, index, 0)) {
            continue;
        }
        let day = world.date - cargo.ready_from;
        let side = cargo.side.index();
        let amount = if cargo.kind == Kind::Wounded {
            // whole men over the days: the difference of two rounded sums
            let sum = |losses: u32| (f64::from(losses) * cargo.ready_per_day / 1000.0) as u32;
            sum(killed_wounded[side]) - sum(state.seen[side])
        } else if cargo.quantity > 0 {
            economy::law::whole(cargo.ready_per_day, day).min(state.coming[index])
        } else {
            economy::law::whole(cargo.ready_per_day, day)
        };
        state.coming[index] -= amount.min(state.coming[index]);
        state.waiting[index][0] += amount;
    }
    state.seen = killed_wounded;
}

/// What is due arrives: at the next port, or at the end of its journey.
fn arrive(setting: &crate::Setting, world: &mut World, state: &mut State) {
    state.forward.fill(0);
    let mut moving = std::mem::take(&mut state.moving);
    moving.retain(|item| {
        if item.due > world.date {
            return true;
        }
        let index = usize::from(item.cargo);
        let cargo = &setting.evacuation.cargo[index];
        let stop = usize::from(item.stop);
        if stop + 1 < cargo.legs.len() {
            state.waiting[index][stop + 1] += item.amount;
            return false;
        }
        let leg = &setting.evacuation.legs[usize::from(cargo.legs[stop])];
        let end = if cargo.kind.is_up() { leg.to } else { leg.from };
        if held_by_enemy(setting, world, cargo.side, end) {
            state.left[index] += item.amount;
            return false;
        }
        state.arrived[index] += item.amount;
        match cargo.kind {
            Kind::Drafts => economy::receive_men(world, cargo.side, item.amount),
            Kind::Munitions => economy::receive_munitions(world, cargo.side, u64::from(item.amount) * 1000),
            Kind::Supply => state.forward[index] += item.amount,
            Kind::Industry | Kind::People | Kind::Wounded => {}
        }
        false
    });
    state.moving = moving;
}

/// What a leg can carry in a day: up and down, each in tonnes and heads.
struct Lift {
    up: [f64; 2],
    down: [f64; 2],
}

fn lift(setting: &crate::Setting, world: &World, state: &State, leg: usize, staged: bool) -> Lift {
    let stage = weather::stage_cm(setting, world);
    let mut lift = Lift { up: [0.0; 2], down: [0.0; 2] };
    for (hull, afloat) in setting.evacuation.hulls.iter().zip(&state.hulls).filter(|(hull, _)| usize::from(hull.leg) == leg) {
        if hull.reserve && !staged {
            continue;
        }
        let through = if staged && hull.staged_days < hull.through_days { setting.parameters.evacuation_through_share } else { 1.0 };
        let load = f64::from(*afloat) * law::load_share(stage, hull.stage_cm[0], hull.stage_cm[1]);
        let up = load * law::trips_per_day(hull.through_days, hull.staged_days, through);
        // only a hull that went through brings anything back
        let down = load * through / hull.through_days;
        for (lift, trips) in [(&mut lift.up, up), (&mut lift.down, down)] {
            lift[0] += trips * hull.tonnes;
            lift[1] += trips * hull.heads;
        }
    }
    lift
}

/// Plant and stores that wait for a leg (tonnes), or people (heads).
fn waiting_for(setting: &crate::Setting, state: &State, leg: usize, heads: bool) -> u32 {
    let rows = setting.evacuation.cargo.iter().enumerate().filter(|(_, cargo)| cargo.kind.is_up() && cargo.kind.is_heads() == heads);
    let here = |(index, cargo): (usize, &Cargo)| {
        let stops = cargo.legs.iter().enumerate().filter(|(_, of)| usize::from(**of) == leg);
        stops.map(|(stop, _)| state.waiting[index][stop]).sum::<u32>()
    };
    rows.map(here).sum()
}

/// Whether voyages are cut short on a leg: the company weighs what waits against what it can carry before low water, as
/// soon as that is near enough to plan for.
fn jam(setting: &crate::Setting, world: &World, state: &mut State, leg: usize, events: &mut Vec<crate::Event>) {
    let row = &setting.evacuation.legs[leg];
    let Some(low_water) = row.low_water else { return };
    let waiting = waiting_for(setting, state, leg, false);
    let through = lift(setting, world, state, leg, false).up[0];
    let days_left = (low_water - world.date).max(1);
    let before = state.staged[leg];
    let foreseen = f64::from(days_left) <= setting.parameters.evacuation_look_ahead_days;
    let now = foreseen && law::jammed(f64::from(waiting), through, f64::from(days_left), before);
    if now == before {
        return;
    }
    state.staged[leg] = now;
    let (side, place, days_left) = (row.side, row.from, days_left as u32);
    let event = if now {
        let staged = lift(setting, world, state, leg, true).up[0];
        Event::Jammed { side, place, waiting_tonnes: waiting, through_tonnes_per_day: through as u32, days_left, staged_tonnes_per_day: staged as u32 }
    } else {
        Event::Cleared { side, place, waiting_tonnes: waiting, through_tonnes_per_day: through as u32, days_left }
    };
    events.push(crate::Event { date: world.date, kind: EventKind::Evacuation(event) });
}

/// Loads what waits for a leg, both ways, in the order of the cargoes.
fn load(setting: &crate::Setting, world: &World, state: &mut State, leg: usize) {
    let lift = lift(setting, world, state, leg, state.staged[leg]);
    let mut room = [lift.up, lift.down].map(|of| of.map(|amount| amount as u32));
    let days = setting.evacuation.legs[leg].days;
    for (index, cargo) in setting.evacuation.cargo.iter().enumerate() {
        let Some(stop) = cargo.legs.iter().position(|of| usize::from(*of) == leg) else { continue };
        let up = cargo.kind.is_up();
        let room = &mut room[usize::from(!up)][usize::from(cargo.kind.is_heads())];
        let amount = state.waiting[index][stop].min(*room);
        if amount == 0 {
            continue;
        }
        *room -= amount;
        state.waiting[index][stop] -= amount;
        let due = world.date + if up { days } else { (days / 2).max(1) };
        state.moving.push(Moving { due, cargo: index as u16, stop: stop as u16, amount });
    }
    // what cannot be shipped today of a day's supply is eaten or traded where it lies
    for (index, cargo) in setting.evacuation.cargo.iter().enumerate().filter(|(_, cargo)| cargo.kind == Kind::Supply) {
        if cargo.legs.first().is_some_and(|first| usize::from(*first) == leg) {
            state.waiting[index][0] = 0;
        }
    }
}

fn account(setting: &crate::Setting, world: &World, state: &State, events: &mut Vec<crate::Event>) {
    let stage_cm = weather::stage_cm(setting, world);
    for (index, leg) in setting.evacuation.legs.iter().enumerate() {
        let staged = state.staged[index];
        let lift = lift(setting, world, state, index, staged);
        let open = open(setting, world, index);
        let [tonnes_per_day, heads_per_day] = lift.up.map(|amount| if open { amount as u32 } else { 0 });
        let event = Event::Account {
            side: leg.side,
            from: cell_of(setting, leg.from),
            to: cell_of(setting, leg.to),
            waiting_tonnes: waiting_for(setting, state, index, false),
            waiting_heads: waiting_for(setting, state, index, true),
            tonnes_per_day,
            heads_per_day,
            staged,
            stage_cm,
            arrived_tonnes: state.arrived(setting, Kind::Industry),
            arrived_heads: state.arrived(setting, Kind::People) + state.arrived(setting, Kind::Wounded),
        };
        events.push(crate::Event { date: world.date, kind: EventKind::Evacuation(event) });
    }
}

/// Share of a cargo that has not left its place (0-1).
pub(crate) fn not_loaded(setting: &crate::Setting, world: &World, cargo: u16) -> f64 {
    let index = usize::from(cargo);
    let quantity = setting.evacuation.cargo[index].quantity;
    if quantity == 0 {
        return 1.0;
    }
    // plant that is taken down makes nothing, whether or not a hull has come for it
    f64::from(world.evacuation.coming[index]) / f64::from(quantity)
}

/// Supply that the hulls brought forward today: where, and how much (tonnes).
pub(crate) fn sources<'a>(setting: &'a crate::Setting, world: &'a World, side: SideId) -> impl Iterator<Item = (PlaceId, f64)> + 'a {
    let rows = setting.evacuation.cargo.iter().zip(&world.evacuation.forward);
    rows.filter(move |(cargo, _)| cargo.kind == Kind::Supply && cargo.side == side).map(|(cargo, tonnes)| {
        let last = cargo.legs.last().map_or(0, |leg| usize::from(*leg));
        (setting.evacuation.legs[last].from, f64::from(*tonnes))
    })
}

/// Share of what a side means to evacuate from the threatened end that still waits there (0-1), tonnes and heads weighing
/// the same; 0 where the campaign has nothing to evacuate.
#[must_use]
pub fn to_do(setting: &crate::Setting, world: &World, side: SideId) -> f64 {
    let mut waits = [0.0; 2];
    let mut all = [0.0; 2];
    let rows = setting.evacuation.cargo.iter().enumerate();
    for (index, cargo) in rows.filter(|(_, cargo)| cargo.side == side && cargo.threatened && cargo.kind.is_up()) {
        let heads = usize::from(cargo.kind.is_heads());
        all[heads] += f64::from(cargo.quantity);
        if cargo.quantity > 0 {
            waits[heads] += f64::from(world.evacuation.coming[index] + world.evacuation.waiting[index][0]);
        }
    }
    let shares = [0, 1].map(|heads| if all[heads] > 0.0 { Some(waits[heads] / all[heads]) } else { None });
    match shares {
        [Some(tonnes), Some(heads)] => f64::midpoint(tonnes, heads),
        [Some(share), None] | [None, Some(share)] => share,
        [None, None] => 0.0,
    }
}
