//! The head: sweeping, fort lines, booms.

use super::{Clearing, HitBy, law, law::Sweeping};
use crate::event::{Event, EventKind};
use crate::phases::fortress;
use crate::setting::{RiverSetting, Setting};
use crate::world::World;
use huizhan_base::{DayDraws, Draw};

/// Moves the head of the opened river up by one day's work.
///
/// An unmined stretch is steamed, a mined one swept. A fort line stops everything until all its forts are held, and then until
/// its boom is cleared; where its guns have been silenced, clearing begins before the forts are held. Returns the mines swept.
pub(super) fn advance(setting: &Setting, world: &mut World, river: &RiverSetting, draws: DayDraws, events: &mut Vec<Event>) -> u32 {
    let date = world.date;
    let from_m = world.river.head_m;
    let sweeping = conditions(setting, world, river);
    let Some(boom) = pass(setting, world, river, &sweeping, draws, events) else { return 0 };
    let limit = river.barriers.get(world.river.barriers_open as usize).map_or(u32::MAX, |next| next.metres);
    let end = setting.theatre.banks.last().map_or(0, |bank| bank.metres);
    let banks = banks_held(setting, world, river).saturating_add((setting.parameters.river_beyond_troops_km * 1000.0) as u32);
    let head = ahead(setting, river, from_m, &sweeping).min(limit).min(banks).min(end).max(from_m);
    if head == from_m && !boom {
        return 0;
    }
    world.river.head_m = head;
    world.scratch.supply.change();
    let mines = mines_below(setting, river, head) - mines_below(setting, river, from_m);
    world.river.mines_swept += mines;
    let flotilla = (sweeping.share * sweeping.flotilla + 0.5) as u16;
    let guns = (sweeping.guns + 0.5) as u16;
    events.push(Event { date, kind: EventKind::Swept { from_m, to_m: head, covered: sweeping.covered, boom, sweepers: flotilla, guns, mines } });
    mines
}

/// The highest bank below the head or near it that the side with ships holds (metres from the mouth): ships do not go far beyond.
fn banks_held(setting: &Setting, world: &World, river: &RiverSetting) -> u32 {
    let held = setting.theatre.banks.iter().rev().find(|bank| world.control[bank.cell.index()] == river.side.0);
    held.map_or(0, |bank| bank.metres)
}

/// What the sweepers work under today.
fn conditions(setting: &Setting, world: &World, river: &RiverSetting) -> Sweeping {
    let [full, fit] = super::fleet::sweepers(world, river);
    // a flotilla of which nothing is left is made up from launches, a few at a time
    let share = if full > 0 { (f64::from(fit) / f64::from(full)).max(0.1) } else { 1.0 };
    Sweeping {
        share,
        flotilla: f64::from(full),
        covered: covered(setting, world, river),
        guns: fortress::guns_bearing(setting, world, river.side.enemy(), world.river.head_m),
        support: super::fleet::support(setting, world),
        counted: !river.minefields.is_empty(),
    }
}

/// Whether the head may move: past a line that is open. `None` before one that is closed; whether a boom was cleared today.
fn pass(setting: &Setting, world: &mut World, river: &RiverSetting, sweeping: &Sweeping, draws: DayDraws, events: &mut Vec<Event>) -> Option<bool> {
    let date = world.date;
    let id = world.river.barriers_open;
    let Some(barrier) = river.barriers.get(id as usize).filter(|barrier| world.river.head_m >= barrier.metres) else { return Some(false) };
    let held = barrier.forts.iter().all(|fort| world.control[fort.index()] == river.side.0);
    if !held && !fortress::silent(setting, world, &barrier.forts) {
        return None;
    }
    if world.river.clearing == Clearing::None {
        let [least, most] = barrier.boom_days.map(f64::from);
        let share = draws.uniform(Draw::Boom, u32::from(id));
        let sunk = f64::from(world.river.blockships) * setting.parameters.river_blockship_days;
        world.river.boom_days = ((least + (most - least) * share + sunk).max(1.0) + 0.5) as u32;
        world.river.clearing = Clearing::Silenced;
        if !held {
            let kind = super::Event::ClearingBegan { side: river.side, barrier: barrier.id.clone(), boom_days: world.river.boom_days };
            events.push(Event { date, kind: EventKind::River(kind) });
        }
    }
    if held && world.river.clearing == Clearing::Silenced {
        world.river.clearing = Clearing::Held;
        events.push(Event { date, kind: EventKind::BarrierFallen { barrier: id, boom_days: world.river.boom_days } });
    }
    // under the rifles of a garrison the work goes on every other day
    if held || !sweeping.covered || date.days() % 2 == 0 {
        world.river.boom_days = world.river.boom_days.saturating_sub(1);
    }
    if !held || world.river.boom_days > 0 {
        return None;
    }
    world.river.barriers_open += 1;
    world.river.clearing = Clearing::None;
    world.river.blockships = 0;
    events.push(Event { date, kind: EventKind::BarrierOpen { barrier: id } });
    super::fleet::bar_next(setting, world, river, events);
    Some(true)
}

/// Where a day's steaming and sweeping ends.
fn ahead(setting: &Setting, river: &RiverSetting, mut head: u32, sweeping: &Sweeping) -> u32 {
    let p = &setting.parameters;
    let mines = setting.factors.mines;
    // time left of the day (share)
    let mut left = 1.0;
    while left > 1e-6 {
        let mined = river.mined.iter().find(|(from, to)| (*from..*to).contains(&head)).filter(|_| mines > 0.0);
        let (rate, stop) = match mined {
            Some((_, to)) => {
                let edge = next_edge(river, head).min(*to);
                (sweeping.km_per_day(p, density(river, head) * mines), Some(edge))
            }
            None => (p.river_steaming_km, river.mined.iter().map(|(from, _)| *from).find(|from| *from > head && mines > 0.0)),
        };
        let reach = (rate * 1000.0 * left) as u32;
        match stop.filter(|stop| stop - head < reach) {
            Some(stop) => {
                left -= f64::from(stop - head) / (rate * 1000.0);
                head = stop;
            }
            None => return head.saturating_add(reach),
        }
    }
    head
}

/// Where the next minefield begins or ends.
fn next_edge(river: &RiverSetting, at: u32) -> u32 {
    river.minefields.iter().flat_map(|field| [field.from_m, field.to_m]).filter(|edge| *edge > at).min().unwrap_or(u32::MAX)
}

/// Mines to the kilometre at a place of the river.
fn density(river: &RiverSetting, at: u32) -> f64 {
    let here = river.minefields.iter().filter(|field| (field.from_m..field.to_m).contains(&at));
    here.map(|field| f64::from(field.mines) * 1000.0 / f64::from(field.to_m - field.from_m)).sum()
}

/// Mines in the channel to be swept below a place of the river (pieces), from the mouth; whole mines.
fn mines_below(setting: &Setting, river: &RiverSetting, at: u32) -> u32 {
    let below = |field: &super::Minefield| f64::from(field.mines) * f64::from(at.clamp(field.from_m, field.to_m) - field.from_m) / f64::from(field.to_m - field.from_m);
    let all: f64 = river.minefields.iter().map(below).sum();
    (all * setting.factors.mines * setting.parameters.river_channel_share) as u32
}

/// Mines that go off under the sweepers.
pub(super) fn strikes(setting: &Setting, world: &mut World, river: &RiverSetting, mines: u32, draws: DayDraws, events: &mut Vec<Event>) {
    let count = law::poisson(f64::from(mines) * setting.parameters.river_strike_per_mine, draws.uniform(Draw::MineStrike, 0));
    for strike in 0..count {
        let victim = super::fleet::pick(world, river, river.side, Some(super::Class::Sweeper), draws.uniform(Draw::MineStrike, 1 + strike));
        let Some(group) = victim else { return };
        let head = world.river.head_m;
        super::hit(setting, world, group, HitBy::Mine, draws.uniform(Draw::ShipSunk, strike), head, events);
    }
}

/// Whether enemy troops on a bank cover the river near the head.
fn covered(setting: &Setting, world: &World, river: &RiverSetting) -> bool {
    let p = &setting.parameters;
    let head = f64::from(world.river.head_m);
    let low = (head - p.river_cover_behind_km * 1000.0).max(0.0) as u32;
    let high = (head + p.river_cover_ahead_km * 1000.0) as u32;
    let enemy = &world.occupancy.men[river.side.enemy().index()];
    let first = setting.theatre.banks.partition_point(|bank| bank.metres < low);
    setting.theatre.banks[first..].iter().take_while(|bank| bank.metres <= high).any(|bank| enemy[bank.cell.index()] > 0)
}
