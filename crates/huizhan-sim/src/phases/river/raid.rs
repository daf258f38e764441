//! What happens to ships at their moorings: torpedo boats by night, mines adrift, bombs.

use super::{Class, HitBy, fleet, law};
use crate::event::{Event, EventKind};
use crate::phases::air;
use crate::setting::{RiverSetting, Setting};
use crate::world::World;
use huizhan_base::{DayDraws, Draw, SideId};

/// Torpedo boats within reach of the head may come down by night.
pub(super) fn night(setting: &Setting, world: &mut World, river: &RiverSetting, draws: DayDraws, events: &mut Vec<Event>) {
    let p = &setting.parameters;
    let reach = (p.river_raid_reach_km * 1000.0) as u32;
    let chance = p.river_raids_per_day * setting.factors.torpedo_boats;
    for (index, group) in river.ships.iter().enumerate() {
        let ships = world.river.ships[index];
        let distance_m = ships.at_m.abs_diff(world.river.head_m);
        let boats = ships.afloat.min(p.river_raid_boats as u16);
        let ready = group.side != river.side && group.class == Class::TorpedoBoat && boats > 0 && distance_m <= reach;
        let key = index as u32 * 64;
        if !ready || draws.uniform(Draw::TorpedoRaid, key) >= chance {
            continue;
        }
        let (mut hits, mut boats_lost) = (0, 0);
        let head = world.river.head_m;
        let at = events.len();
        for boat in 1..=u32::from(boats) {
            let victim = fleet::pick(world, river, river.side, None, draws.uniform(Draw::TorpedoHit, key + 32 + boat));
            if let Some(victim) = victim.filter(|_| draws.uniform(Draw::TorpedoHit, key + boat) < p.river_raid_hit) {
                hits += 1;
                super::hit(setting, world, victim, HitBy::Torpedo, draws.uniform(Draw::ShipSunk, 1000 + key + boat), head, events);
            }
            boats_lost += u16::from(draws.uniform(Draw::TorpedoLoss, key + boat) < p.river_raid_loss);
        }
        world.river.ships[index].afloat -= boats_lost;
        world.river.ships[index].lost += boats_lost;
        let cell = fleet::nearest(setting, head);
        let kind = super::Event::TorpedoRaid { side: group.side, ship: group.id.clone(), boats, hits, boats_lost, distance_m, cell };
        // the raid is told before what it did
        events.insert(at, Event { date: world.date, kind: EventKind::River(kind) });
        let men = f64::from(group.crew) * f64::from(boats_lost) * p.river_crew_sunk;
        fleet::harm(world, group.side, (men + 0.5) as u32, cell, events);
    }
}

/// Mines come adrift, or are set adrift, as long as there is mined water above the head.
pub(super) fn drifting_mines(setting: &Setting, world: &mut World, river: &RiverSetting, draws: DayDraws, events: &mut Vec<Event>) {
    let head = world.river.head_m;
    if !river.mined.iter().any(|(_, to)| *to > head) {
        return;
    }
    let mean = setting.parameters.river_drifting_strikes_per_day * setting.factors.mines;
    for strike in 0..law::poisson(mean, draws.uniform(Draw::DriftingMine, 0)) {
        if let Some(victim) = fleet::pick(world, river, river.side, None, draws.uniform(Draw::DriftingMine, 1 + strike)) {
            super::hit(setting, world, victim, HitBy::DriftingMine, draws.uniform(Draw::ShipSunk, 2000 + strike), head, events);
        }
    }
}

/// Bombs on ships of both sides.
pub(super) fn from_the_air(setting: &Setting, world: &mut World, river: &RiverSetting, draws: DayDraws, events: &mut Vec<Event>) {
    for side in SideId::BOTH {
        let mean = f64::from(air::on_ships(world, side)) * setting.parameters.river_hits_per_load;
        let key = u32::from(side.0) * 64;
        for bomb in 0..law::poisson(mean, draws.uniform(Draw::BombOnShip, key)) {
            if let Some(victim) = fleet::pick(world, river, side, None, draws.uniform(Draw::BombOnShip, key + 1 + bomb)) {
                let at_m = world.river.ships[victim].at_m;
                super::hit(setting, world, victim, HitBy::Aircraft, draws.uniform(Draw::ShipSunk, 3000 + key + bomb), at_m, events);
            }
        }
    }
}
