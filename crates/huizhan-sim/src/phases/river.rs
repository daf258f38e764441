//! The river as an obstacle to be opened: sweeping, closed fort lines, booms, landings. `docs/model/river.md`.

use crate::event::{Event, EventKind};
use crate::setting::{RiverSetting, Setting};
use crate::world::World;
use huizhan_base::{CellId, DayDraws, Draw, SideId};

/// Moves the head of the opened river up by one day's work.
///
/// An unmined stretch is steamed, a mined one swept, more slowly where enemy troops stand on a bank from
/// `river.cover_behind_km` behind the head to `river.cover_ahead_km` ahead. A fort line stops everything until all its
/// forts are held, and then until its boom is cleared.
pub(crate) fn sweep(setting: &Setting, world: &mut World, draws: DayDraws, events: &mut Vec<Event>) {
    let Some(river) = &setting.river else { return };
    let p = &setting.parameters;
    let date = world.date;
    let from_m = world.river.head_m;
    let covered = covered(setting, world, river);
    let barrier = river.barriers.get(world.river.barriers_open as usize);
    let mut boom = false;
    if let Some(barrier) = barrier.filter(|barrier| world.river.head_m >= barrier.metres) {
        let id = world.river.barriers_open;
        let held = barrier.forts.iter().all(|fort| world.control[fort.index()] == river.side.0);
        if !held {
            return;
        }
        if world.river.boom_days == 0 {
            let share = draws.uniform(Draw::Boom, u32::from(id));
            let [least, most] = barrier.boom_days.map(f64::from);
            let days = (least + (most - least) * share).max(1.0);
            world.river.boom_days = (days + 0.5) as u32;
            events.push(Event { date, kind: EventKind::BarrierFallen { barrier: id, boom_days: world.river.boom_days } });
        }
        world.river.boom_days = world.river.boom_days.saturating_sub(1);
        boom = true;
        if world.river.boom_days > 0 {
            return;
        }
        world.river.barriers_open += 1;
        events.push(Event { date, kind: EventKind::BarrierOpen { barrier: id } });
    }
    let limit = river.barriers.get(world.river.barriers_open as usize).map_or(u32::MAX, |next| next.metres);
    let end = setting.theatre.banks.last().map_or(0, |bank| bank.metres);
    let head = ahead(p, river, from_m, covered).min(limit).min(end).max(from_m);
    if head != from_m || boom {
        world.river.head_m = head;
        world.scratch.supply.stale = [true; 2];
        events.push(Event { date, kind: EventKind::Swept { from_m, to_m: head, covered, boom } });
    }
}

/// Where a day's steaming and sweeping ends.
fn ahead(p: &crate::Parameters, river: &RiverSetting, mut head: u32, covered: bool) -> u32 {
    let sweeping = if covered { p.river_sweep_covered_km } else { p.river_sweep_free_km };
    // time left of the day (share)
    let mut left = 1.0;
    while left > 1e-6 {
        let mined = river.mined.iter().find(|(from, to)| (*from..*to).contains(&head));
        let next_mine = river.mined.iter().map(|(from, _)| *from).find(|from| *from > head);
        let (rate, stop) = match mined {
            Some((_, to)) => (sweeping, Some(*to)),
            None => (p.river_steaming_km, next_mine),
        };
        let reach = (rate * 1000.0 * left) as u32;
        match stop.filter(|stop| stop - head < reach) {
            Some(stop) => {
                left -= f64::from(stop - head) / (rate * 1000.0);
                head = stop;
            }
            None => return head + reach,
        }
    }
    head
}

fn covered(setting: &Setting, world: &World, river: &RiverSetting) -> bool {
    let p = &setting.parameters;
    let head = f64::from(world.river.head_m);
    let low = (head - p.river_cover_behind_km * 1000.0).max(0.0) as u32;
    let high = (head + p.river_cover_ahead_km * 1000.0) as u32;
    let enemy = &world.occupancy.men[river.side.enemy().index()];
    let first = setting.theatre.banks.partition_point(|bank| bank.metres < low);
    setting.theatre.banks[first..].iter().take_while(|bank| bank.metres <= high).any(|bank| enemy[bank.cell.index()] > 0)
}

/// Whether ships may put troops of the side with shipping ashore in a bank cell: no farther above the head than
/// `river.landing_ahead_km`, and never past a closed fort line.
pub(crate) fn landing_open(setting: &Setting, world: &World, metres: u32) -> bool {
    let Some(river) = &setting.river else { return false };
    let reach = world.river.head_m + (setting.parameters.river_landing_ahead_km * 1000.0) as u32;
    let closed = river.barriers.get(world.river.barriers_open as usize).map_or(u32::MAX, |barrier| barrier.metres);
    metres <= reach && metres < closed
}

/// The bank to which ships of a side take troops off another one: the nearest that the side holds.
pub(crate) fn harbour(setting: &Setting, world: &World, side: SideId, from: CellId) -> Option<CellId> {
    let bank = setting.theatre.bank(from)?;
    let ships = setting.river.as_ref().is_some_and(|river| river.side == side);
    if !ships || !landing_open(setting, world, bank.metres) {
        return None;
    }
    setting
        .theatre
        .banks
        .iter()
        .filter(|other| other.cell != from && other.metres <= world.river.head_m && world.control[other.cell.index()] == side.0)
        .min_by_key(|other| (other.metres.abs_diff(bank.metres), other.cell))
        .map(|other| other.cell)
}

/// Length of the passage between two cells by water (hectometres): along the great river, or by a lake or sea route.
pub(crate) fn passage_hm(setting: &Setting, from: CellId, to: CellId) -> Option<u32> {
    if let (Some(a), Some(b)) = (setting.theatre.bank(from), setting.theatre.bank(to)) {
        return Some(a.metres.abs_diff(b.metres) / 100 + 20);
    }
    lane(setting, from, to).map(|length_m| length_m / 100)
}

/// Whether a formation of the side with shipping can sail from a cell to another today.
pub(crate) fn can_sail(setting: &Setting, world: &World, from: CellId, to: CellId) -> bool {
    let head = world.river.head_m;
    match (setting.theatre.bank(from), setting.theatre.bank(to)) {
        (Some(a), Some(b)) if lane(setting, from, to).is_none() => {
            a.metres <= head && (b.metres <= head || landing_open(setting, world, b.metres))
        }
        // a lake opens from the river: its mouth must be within the swept part
        (bank, _) => bank.is_none_or(|bank| bank.metres <= head) && lane(setting, from, to).is_some(),
    }
}

/// Whether the passage between two cells is by sea.
pub(crate) fn by_sea(setting: &Setting, from: CellId, to: CellId) -> bool {
    setting.travel.water_from(from).iter().any(|route| route.to == to && route.sea)
}

/// Length of the lake or sea route between two cells (metres), if there is one.
fn lane(setting: &Setting, from: CellId, to: CellId) -> Option<u32> {
    setting.travel.water_from(from).iter().find(|route| route.to == to).map(|route| route.length_m)
}
