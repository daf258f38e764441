//! Raids from the air on the shipping of a leg.

use super::{Event, Kind, State, cell_of, law};
use crate::World;
use crate::event::EventKind;
use crate::human::{Cause, Victim};
use crate::phases::weather;
use huizhan_base::{Draw, Draws};

/// Raids of the day: seldom a hull is sunk with what it carries.
pub(super) fn strike(setting: &crate::Setting, world: &mut World, state: &mut State, seed: Draws, events: &mut Vec<crate::Event>) {
    let p = &setting.parameters;
    let draws = seed.at(world.date);
    for (index, leg) in setting.evacuation.legs.iter().enumerate() {
        let words = draws.words(Draw::EvacuationRaid, index as u32, 0);
        let uniform = words.map(|word| (f64::from(word) + 0.5) / 4_294_967_296.0);
        let cell = cell_of(setting, leg.from);
        let chance = p.evacuation_raids_per_day * setting.factors.air_raids * weather::flying(setting, world, cell);
        let sailing = state.moving.iter().any(|moving| on_leg(setting, moving, index));
        if !sailing || uniform[0] >= chance * p.evacuation_sunk_share {
            continue;
        }
        if let Some(hull) = hit(setting, state, index, uniform[1]) {
            sink(setting, world, state, index, hull, uniform[2], events);
        }
    }
}

fn on_leg(setting: &crate::Setting, moving: &super::Moving, leg: usize) -> bool {
    usize::from(setting.evacuation.cargo[usize::from(moving.cargo)].legs[usize::from(moving.stop)]) == leg
}

/// The class of the hull that is hit: steamers by their number; small craft of the reserve are no target.
fn hit(setting: &crate::Setting, state: &State, leg: usize, uniform: f64) -> Option<usize> {
    let hulls = setting.evacuation.hulls.iter().enumerate();
    let classes = hulls.filter(|(_, hull)| usize::from(hull.leg) == leg && !hull.reserve);
    let afloat: u32 = classes.clone().map(|(index, _)| u32::from(state.hulls[index])).sum();
    let mut left = (uniform * f64::from(afloat)) as u32;
    for (index, _) in classes {
        let here = u32::from(state.hulls[index]);
        if left < here {
            return Some(index);
        }
        left -= here;
    }
    None
}

/// A hull goes down with an equal share of what is under way on its leg, as far as it can have carried it.
fn sink(setting: &crate::Setting, world: &mut World, state: &mut State, leg: usize, hull: usize, uniform: f64, events: &mut Vec<crate::Event>) {
    let p = &setting.parameters;
    let date = world.date;
    let row = &setting.evacuation.legs[leg];
    let steamers = setting.evacuation.hulls.iter().zip(&state.hulls).filter(|(hull, _)| usize::from(hull.leg) == leg && !hull.reserve);
    let afloat: u32 = steamers.map(|(_, afloat)| u32::from(*afloat)).sum();
    let class = &setting.evacuation.hulls[hull];
    state.hulls[hull] -= 1;
    // tonnes, civilians, soldiers aboard; lowest, drawn and highest count of the killed of both
    let (mut tonnes, mut aboard) = (0u32, 0u32);
    let mut killed = [[0u32; 3]; 2];
    let mut room = [class.tonnes, class.heads];
    for moving in &mut state.moving {
        let cargo = &setting.evacuation.cargo[usize::from(moving.cargo)];
        if usize::from(cargo.legs[usize::from(moving.stop)]) != leg {
            continue;
        }
        let heads = usize::from(cargo.kind.is_heads());
        let share = (f64::from(moving.amount) / f64::from(afloat.max(1))).min(room[heads]);
        room[heads] -= share;
        let lost = if cargo.kind.is_heads() {
            aboard += share as u32;
            let hurt = law::killed(share, [p.evacuation_killed_low, p.evacuation_killed_high], uniform);
            let whom = usize::from(cargo.kind != Kind::People);
            (0..3).for_each(|bound| killed[whom][bound] += hurt[bound]);
            hurt[1]
        } else {
            tonnes += share as u32;
            share as u32
        };
        let lost = lost.min(moving.amount);
        moving.amount -= lost;
        state.sunk[usize::from(moving.cargo)] += lost;
    }
    // the crew are civilians of the company
    (0..3).for_each(|bound| killed[0][bound] += p.evacuation_crew_killed as u32);
    let cell = cell_of(setting, row.to);
    for (victim, [low, people, high]) in [Victim::Civilians, Victim::Soldiers { of: row.side }].into_iter().zip(killed) {
        if people > 0 {
            world.human.add(victim, Cause::Evacuation, people);
            events.push(crate::Event { date, kind: EventKind::HumanCost { victim, cause: Cause::Evacuation, cell, people, low, high } });
        }
    }
    let event = Event::Sunk { side: row.side, from: cell_of(setting, row.from), to: cell_of(setting, row.to), tonnes, aboard, killed: killed[0][1] + killed[1][1], afloat: afloat - 1 };
    events.push(crate::Event { date, kind: EventKind::Evacuation(event) });
}
