//! Ships: who is where, what hits do, who falls back, who is sunk to bar the river.

use super::{Class, Group, Ships, law};
use crate::event::{Event, EventKind};
use crate::human::{Cause, Victim};
use crate::phases::weather;
use crate::setting::{RiverSetting, Setting};
use crate::world::World;
use huizhan_base::{CellId, SideId};
use serde::Serialize;

/// What hit a ship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HitBy {
    /// A mine, while sweeping.
    Mine,
    /// A mine adrift.
    DriftingMine,
    /// A battery.
    Battery,
    /// A torpedo.
    Torpedo,
    /// An aircraft.
    Aircraft,
}

/// Guns of a ship of a group, as guns of 100 mm.
pub(crate) fn gun_power(group: &Group) -> f64 {
    law::gun_power(group.guns, group.calibre_mm)
}

/// The bank nearest to a place of the river.
pub(crate) fn nearest(setting: &Setting, metres: u32) -> CellId {
    let banks = &setting.theatre.banks;
    let at = banks.partition_point(|bank| bank.metres < metres);
    banks[at.min(banks.len() - 1)].cell
}

/// Sweepers of the full flotilla and those fit for service.
pub(super) fn sweepers(world: &World, river: &RiverSetting) -> [u32; 2] {
    let own = river.ships.iter().zip(&world.river.ships).filter(|(group, _)| group.side == river.side && group.class == Class::Sweeper);
    own.fold([0; 2], |[full, fit], (group, ships)| [full + u32::from(group.number), fit + u32::from(ships.afloat)])
}

/// Gunboats and destroyers at the head, as a share of all that the side with shipping has for the river, times the factor
/// `gunboats`; 1 where the record tells of no ships.
pub(crate) fn support(setting: &Setting, world: &World) -> f64 {
    let Some(river) = &setting.river else { return 0.0 };
    let reach = (setting.parameters.river_guns_km * 1000.0) as u32;
    let (mut full, mut near) = (0.0, 0.0);
    for (group, ships) in river.ships.iter().zip(&world.river.ships) {
        if group.side != river.side || group.station_m.is_none() || matches!(group.class, Class::Cruiser | Class::Sweeper) {
            continue;
        }
        full += gun_power(group) * f64::from(group.number);
        if ships.at_m + reach >= world.river.head_m {
            near += gun_power(group) * f64::from(ships.afloat);
        }
    }
    setting.factors.gunboats * if full > 0.0 { near / full } else { 1.0 }
}

/// Transports still afloat, as a share of those of the first day; 1 where the record tells of none.
pub(crate) fn lift_share(setting: &Setting, world: &World, side: SideId) -> f64 {
    let Some(river) = &setting.river else { return 1.0 };
    let hulls = river.ships.iter().zip(&world.river.ships).filter(|(group, _)| group.side == side && group.class == Class::Transport);
    let [full, afloat] = hulls.fold([0u32; 2], |[full, afloat], (group, ships)| [full + u32::from(group.number), afloat + u32::from(ships.afloat)]);
    if full > 0 { f64::from(afloat) / f64::from(full) } else { 1.0 }
}

/// Ships come back from repair.
pub(super) fn repair(world: &mut World) {
    let date = world.date;
    let ships = &mut world.river.ships;
    world.river.yard.retain(|(day, group)| {
        let back = *day <= date;
        if back {
            let ships = &mut ships[usize::from(*group)];
            ships.repairing -= 1;
            ships.afloat += 1;
        }
        !back
    });
}

/// The first reach too shallow today for a draught: where it begins, and its least depth at the mean stage.
fn shoal(setting: &Setting, world: &World, river: &RiverSetting, draught_cm: u16) -> Option<(u32, i32)> {
    let stage = weather::stage_cm(setting, world);
    let needed = i32::from(draught_cm) + setting.parameters.river_clearance_cm as i32;
    river.depths.iter().find(|depth| depth.least_cm + stage < needed).map(|depth| (depth.from_m, depth.least_cm))
}

/// Ships of the side with shipping follow the head, as far as their draught allows; large ones pass an open line only while
/// all its forts are held.
pub(super) fn follow(setting: &Setting, world: &mut World, river: &RiverSetting, events: &mut Vec<Event>) {
    let date = world.date;
    let open = &river.barriers[..usize::from(world.river.barriers_open)];
    let unheld = open.iter().find(|barrier| barrier.forts.iter().any(|fort| world.control[fort.index()] != river.side.0));
    let line = unheld.map_or(u32::MAX, |barrier| barrier.metres);
    for (index, group) in river.ships.iter().enumerate() {
        if group.side != river.side || group.station_m.is_none() {
            continue;
        }
        let before = world.river.ships[index].at_m;
        let large = f64::from(group.draught_cm) >= setting.parameters.river_large_draught_cm;
        let shallow = shoal(setting, world, river, group.draught_cm);
        let limit = shallow.map_or(u32::MAX, |(from_m, _)| from_m);
        let now = world.river.head_m.min(limit).min(if large { line } else { u32::MAX });
        world.river.ships[index].at_m = now;
        let number = world.river.ships[index].afloat;
        let (side, draught_cm) = (group.side, group.draught_cm);
        if let Some((from_m, least_depth_cm)) = shallow.filter(|_| now == limit && before != now) {
            let stage_cm = weather::stage_cm(setting, world);
            let kind = super::Event::Shoal { side, ship: group.id.clone(), draught_cm, stage_cm, least_depth_cm, cell: nearest(setting, from_m) };
            events.push(Event { date, kind: EventKind::River(kind) });
        }
        // a ship at the line lies below it
        for barrier in open.iter().filter(|barrier| large && before <= barrier.metres && barrier.metres < now) {
            let kind = super::Event::Passed { side, ship: group.id.clone(), number, draught_cm, barrier: barrier.id.clone() };
            events.push(Event { date, kind: EventKind::River(kind) });
        }
    }
}

/// Ships of the other side fall back before the head; where the water is too low for them, or ends, they are scuttled.
pub(super) fn withdraw(setting: &Setting, world: &mut World, river: &RiverSetting, events: &mut Vec<Event>) {
    let date = world.date;
    let margin = (setting.parameters.river_withdraw_km * 1000.0) as u32;
    let end = setting.theatre.banks.last().map_or(0, |bank| bank.metres);
    for (index, group) in river.ships.iter().enumerate() {
        let Ships { afloat, repairing, at_m, .. } = world.river.ships[index];
        let number = afloat + repairing;
        if group.side == river.side || group.station_m.is_none() || number == 0 || at_m >= world.river.head_m + margin {
            continue;
        }
        let wanted = world.river.head_m + 2 * margin;
        let (side, ship) = (group.side, group.id.clone());
        let trapped = shoal(setting, world, river, group.draught_cm).is_some_and(|(from_m, _)| from_m < wanted);
        let kind = if trapped || wanted > end {
            world.river.yard.retain(|(_, held)| usize::from(*held) != index);
            world.river.ships[index] = Ships { afloat: 0, repairing: 0, lost: group.number, at_m };
            let (draught_cm, stage_cm) = (group.draught_cm, weather::stage_cm(setting, world));
            super::Event::Scuttled { side, ship, number, draught_cm, stage_cm, cell: nearest(setting, at_m) }
        } else {
            world.river.ships[index].at_m = wanted;
            super::Event::Withdrew { side, ship, number, from: nearest(setting, at_m), to: nearest(setting, wanted) }
        };
        events.push(Event { date, kind: EventKind::River(kind) });
    }
}

/// After a line has opened the other side sinks ships in the next one: transports before gunboats, of those the deepest first.
pub(super) fn bar_next(setting: &Setting, world: &mut World, river: &RiverSetting, events: &mut Vec<Event>) {
    let Some(barrier) = river.barriers.get(usize::from(world.river.barriers_open)) else { return };
    let mut wanted = setting.parameters.river_blockships as u16;
    while wanted > 0 {
        let fit = |class: Class| matches!(class, Class::Transport | Class::Gunboat);
        let candidates = river.ships.iter().zip(&world.river.ships).enumerate();
        let best = candidates
            .filter(|(_, (group, ships))| group.side != river.side && ships.afloat > 0 && fit(group.class) && ships.at_m >= barrier.metres)
            .min_by_key(|(index, (group, _))| (group.class != Class::Transport, std::cmp::Reverse(group.draught_cm), *index));
        let Some((index, (group, ships))) = best else { return };
        let number = ships.afloat.min(wanted);
        wanted -= number;
        let kind = super::Event::Blockships { side: group.side, ship: group.id.clone(), number, barrier: barrier.id.clone() };
        events.push(Event { date: world.date, kind: EventKind::River(kind) });
        world.river.ships[index].afloat -= number;
        world.river.ships[index].lost += number;
        world.river.blockships += number;
    }
}

/// A group of ships of a side to be hit: of a class where there are any of it near, else of those that are; sweepers work in
/// front, craft and transports lie behind.
pub(crate) fn pick(world: &World, river: &RiverSetting, side: SideId, class: Option<Class>, u: f64) -> Option<usize> {
    let near = |group: &Group, ships: &Ships| {
        group.side == side && group.station_m.is_some() && ships.afloat > 0 && (side != river.side || ships.at_m >= world.river.head_m)
    };
    let all = || river.ships.iter().zip(&world.river.ships).enumerate().filter(|(_, (group, ships))| near(group, ships));
    let some = class.is_some_and(|class| all().any(|(_, (group, _))| group.class == class));
    let weight = |group: &Group, ships: &Ships| {
        let exposed = match group.class {
            _ if some => f64::from(u8::from(Some(group.class) == class)),
            Class::Sweeper => 2.0,
            Class::Craft => 0.1,
            Class::Transport => 0.5,
            _ => 1.0,
        };
        exposed * f64::from(ships.afloat)
    };
    let total: f64 = all().map(|(_, (group, ships))| weight(group, ships)).sum();
    let mut left = u * total;
    let mut last = None;
    for (index, (group, ships)) in all().filter(|(_, (group, ships))| weight(group, ships) > 0.0) {
        last = Some(index);
        left -= weight(group, ships);
        if left <= 0.0 {
            break;
        }
    }
    last
}

/// A ship is hit: it sinks or goes to be repaired, and part of its crew is killed or wounded.
pub(crate) fn hit(setting: &Setting, world: &mut World, index: usize, by: HitBy, u: f64, at_m: u32, events: &mut Vec<Event>) {
    let Some(group) = setting.river.as_ref().map(|river| &river.ships[index]) else { return };
    let p = &setting.parameters;
    let sinks = match by {
        HitBy::Battery => p.river_sunk_by_shell,
        HitBy::Aircraft => p.river_sunk_by_bomb,
        HitBy::Mine | HitBy::DriftingMine | HitBy::Torpedo => p.river_sunk_by_mine,
    };
    let sunk = u < sinks;
    let ships = &mut world.river.ships[index];
    ships.afloat -= 1;
    if sunk {
        ships.lost += 1;
    } else {
        ships.repairing += 1;
        // the same draw tells how badly it was hit
        let days = p.river_repair_days * 2.0 * (1.0 - (u - sinks) / (1.0 - sinks).max(1e-9));
        world.river.yard.push((world.date + days.max(1.0) as i32, index as u16));
    }
    let men = (f64::from(group.crew) * if sunk { p.river_crew_sunk } else { p.river_crew_hit } + 0.5) as u32;
    let cell = nearest(setting, at_m);
    let kind = super::Event::ShipHit { side: group.side, ship: group.id.clone(), hit_by: by, sunk, men, cell };
    events.push(Event { date: world.date, kind: EventKind::River(kind) });
    harm(world, group.side, men, cell, events);
}

/// Counts people hurt on ships and in batteries; half and half again is the range of so rough an estimate.
pub(crate) fn harm(world: &mut World, of: SideId, people: u32, cell: CellId, events: &mut Vec<Event>) {
    if people == 0 {
        return;
    }
    let victim = Victim::Soldiers { of };
    world.human.add(victim, Cause::River, people);
    let kind = EventKind::HumanCost { victim, cause: Cause::River, cell, people, low: people / 2, high: people + people / 2 };
    events.push(Event { date: world.date, kind });
}
