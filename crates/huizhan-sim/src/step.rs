//! The day.

use crate::event::Event;
use crate::order::Order;
use crate::phases::{
    air, calendar, chemical, cohesion, combat, command, contact, control, economy, evacuation, flood, fortress, health, landing,
    movement, politics, rear, ring, river, sickness, staff, supply, weather,
};
use crate::setting::Setting;
use crate::world::World;
use huizhan_base::Draws;

/// Advances `world` by one step of one day.
///
/// Phases run in the order written; each reads the state the one before it left. Equal arguments give equal results,
/// bit for bit, on every target.
pub fn step(setting: &Setting, world: &mut World, orders: &[Order], draws: Draws) -> Vec<Event> {
    let mut events = Vec::new();
    step_into(setting, world, orders, draws, &mut events);
    events
}

/// The same, with the events added to a list that the caller reuses.
pub fn step_into(setting: &Setting, world: &mut World, orders: &[Order], seed: Draws, events: &mut Vec<Event>) {
    let draws = seed.at(world.date);
    weather::day(setting, world, seed, events);
    flood::day(setting, world, seed, events);
    calendar::enter(setting, world, events);
    staff::day(setting, world, seed, events);
    command::accept(setting, world, orders, draws, events);
    air::day(setting, world, seed, events);
    fortress::day(setting, world, seed, events);
    river::sweep(setting, world, draws, events);
    landing::day(setting, world, seed, events);
    movement::advance(setting, world, events);
    contact::detect(setting, world, events);
    chemical::day(setting, world, seed, events);
    combat::adjudicate(setting, world, seed, events);
    control::settle(setting, world, events);
    ring::day(setting, world, seed, events);
    rear::day(setting, world, seed, events);
    economy::day(setting, world, seed, events);
    evacuation::day(setting, world, seed, events);
    supply::distribute(setting, world, events);
    sickness::spread(setting, world, seed, draws, events);
    health::day(setting, world, seed, events);
    cohesion::recover(setting, world, events);
    politics::day(setting, world, seed, events);
    world.date = world.date + 1;
}
