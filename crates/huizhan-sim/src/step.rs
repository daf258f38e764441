//! The day.

use crate::event::Event;
use crate::order::Order;
use crate::phases::{calendar, cohesion, combat, command, contact, control, movement, river, sickness, supply};
use crate::setting::Setting;
use crate::world::World;
use huizhan_base::Draws;

/// Advances `world` by one step of one day.
///
/// Phases run in the order written; each reads the state the one before it left. Equal arguments give equal results,
/// bit for bit, on every target. Air, the rear and politics have no phase yet: nothing here stands for them.
pub fn step(setting: &Setting, world: &mut World, orders: &[Order], draws: Draws) -> Vec<Event> {
    let mut events = Vec::new();
    step_into(setting, world, orders, draws, &mut events);
    events
}

/// The same, with the events added to a list that the caller reuses.
pub fn step_into(setting: &Setting, world: &mut World, orders: &[Order], seed: Draws, events: &mut Vec<Event>) {
    let draws = seed.at(world.date);
    calendar::enter(setting, world, events);
    command::accept(setting, world, orders, draws, events);
    river::sweep(setting, world, draws, events);
    movement::advance(setting, world, events);
    contact::detect(setting, world, events);
    combat::adjudicate(setting, world, seed, events);
    control::settle(setting, world, events);
    supply::distribute(setting, world, events);
    sickness::spread(setting, world, seed, draws, events);
    cohesion::recover(setting, world, events);
    world.date = world.date + 1;
}
