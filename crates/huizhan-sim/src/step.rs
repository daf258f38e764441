//! The day.

use crate::event::Event;
use crate::order::Order;
use crate::phases::{
    air, calendar, chemical, cohesion, combat, command, contact, control, economy, evacuation, flood, fortress, health, landing,
    movement, politics, rear, ring, river, staff, supply, weather,
};
use crate::setting::Setting;
use crate::world::World;
use huizhan_base::{DayDraws, Draws};

/// What a phase is given: the setting, the state it changes, the orders of the day, the draws of the run, and the list that it
/// adds its events to.
pub struct Day<'a> {
    setting: &'a Setting,
    world: &'a mut World,
    orders: &'a [Order],
    seed: Draws,
    draws: DayDraws,
    events: &'a mut Vec<Event>,
}

/// A phase of the day.
type Phase = for<'d, 'a> fn(&'d mut Day<'a>);

/// The day: its phases in the order in which they run; each reads the state the one before it left.
pub const DAY: &[(&str, Phase)] = &[
    // what nobody decides
    ("weather", |day| weather::day(day.setting, day.world, day.seed, day.events)),
    ("flood", |day| flood::day(day.setting, day.world, day.seed, day.events)),
    ("calendar", |day| calendar::enter(day.setting, day.world, day.events)),
    // what is decided
    ("staff", |day| staff::day(day.setting, day.world, day.events)),
    ("command", |day| command::accept(day.setting, day.world, day.orders, day.draws, day.events)),
    // in the air and on the water
    ("air", |day| air::day(day.setting, day.world, day.seed, day.events)),
    ("fortress", |day| fortress::day(day.setting, day.world, day.seed, day.events)),
    ("river", |day| river::day(day.setting, day.world, day.seed, day.events)),
    ("landing", |day| landing::day(day.setting, day.world, day.seed, day.events)),
    // on land
    ("movement", |day| movement::advance(day.setting, day.world, day.events)),
    ("contact", |day| contact::detect(day.setting, day.world, day.events)),
    ("chemical", |day| chemical::day(day.setting, day.world, day.seed, day.events)),
    ("combat", |day| combat::adjudicate(day.setting, day.world, day.seed, day.events)),
    ("control", |day| control::settle(day.setting, day.world, day.events)),
    ("ring", |day| ring::day(day.setting, day.world, day.seed, day.events)),
    // behind the lines
    ("rear", |day| rear::day(day.setting, day.world, day.seed, day.events)),
    ("economy", |day| economy::day(day.setting, day.world, day.events)),
    ("evacuation", |day| evacuation::day(day.setting, day.world, day.seed, day.events)),
    ("supply", |day| supply::distribute(day.setting, day.world, day.events)),
    // the evening
    ("health", |day| health::day(day.setting, day.world, day.seed, day.events)),
    ("cohesion", |day| cohesion::recover(day.setting, day.world, day.events)),
    ("politics", |day| politics::day(day.setting, day.world, day.seed, day.events)),
];

/// Advances `world` by one step of one day: the phases of [`DAY`].
///
/// Equal arguments give equal results, bit for bit, on every target.
pub fn step(setting: &Setting, world: &mut World, orders: &[Order], draws: Draws) -> Vec<Event> {
    let mut events = Vec::new();
    step_into(setting, world, orders, draws, &mut events);
    events
}

/// The same, with the events added to a list that the caller reuses.
pub fn step_into(setting: &Setting, world: &mut World, orders: &[Order], seed: Draws, events: &mut Vec<Event>) {
    step_watched(setting, world, orders, seed, events, &mut |_| {});
}

/// The same; `after` is told the name of each phase when it is done, so that a benchmark with a clock can say where the time went.
pub fn step_watched(setting: &Setting, world: &mut World, orders: &[Order], seed: Draws, events: &mut Vec<Event>, after: &mut dyn FnMut(&'static str)) {
    let draws = seed.at(world.date);
    let mut day = Day { setting, world, orders, seed, draws, events };
    for (name, phase) in DAY {
        phase(&mut day);
        after(name);
    }
    world.date = world.date + 1;
}
