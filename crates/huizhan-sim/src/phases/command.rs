//! Orders: taken, delayed, carried out or refused. `docs/model/command.md`.

use crate::event::{Event, EventKind, Refusal};
use crate::order::{Order, Task};
use crate::phases::{politics, river, staff};
use crate::setting::Setting;
use crate::travel::Means;
use crate::world::World;
use huizhan_base::{DayDraws, FormationId};

/// Takes the orders of the day and starts the tasks whose delay is over.
pub(crate) fn accept(setting: &Setting, world: &mut World, orders: &[Order], draws: DayDraws, events: &mut Vec<Event>) {
    let date = world.date;
    for order in orders {
        let (formation, task) = (order.formation, order.task);
        if let Some(reason) = refusal(setting, world, *order) {
            events.push(Event { date, kind: EventKind::OrderRefused { formation, task, reason } });
            continue;
        }
        if staff::refuses(setting, world, draws, *order, events) {
            continue;
        }
        // what is ordered on the first day was ordered before it, and a formation on the attack is turned on its next
        // objective by the officers on the spot: to start and to stop takes the delay
        let under_way = |task: Task| matches!(task, Task::Advance { .. } | Task::Land { .. });
        let at_once = date == setting.start || (under_way(task) && under_way(world.formations.task[formation.index()]));
        let delay = if at_once { 0.0 } else { staff::delay_days(setting, world, draws, *order, events) };
        let due = date + (delay + 0.5) as i32;
        world.formations.ordered[formation.index()] = task;
        // an order that would arrive after a later one is void
        world.orders.retain(|(other, of, _)| *of != formation || *other < due);
        world.orders.push((due, formation, task));
        events.push(Event { date, kind: EventKind::OrderTaken { formation, task, motive: order.motive, due } });
    }
    let mut waiting = std::mem::take(&mut world.orders);
    waiting.retain(|(due, formation, task)| {
        if *due <= date && world.present(*formation) {
            start(world, *formation, *task);
        }
        *due > date
    });
    world.orders = waiting;
}

fn start(world: &mut World, formation: FormationId, task: Task) {
    let held = &mut world.formations.task[formation.index()];
    if *held != task {
        *held = task;
        world.formations.progress[formation.index()] = 0;
    }
}

fn refusal(setting: &Setting, world: &World, order: Order) -> Option<Refusal> {
    let formation = order.formation;
    let force = setting.forces.get(formation.index());
    let Some(force) = force.filter(|_| world.present(formation)) else {
        return Some(Refusal::NotPresent);
    };
    let to = order.task.target()?;
    // fortress troops spike their guns and march when the high command leaves
    if !force.mobile && !politics::is_leaving(world, force.side) {
        return Some(Refusal::Immobile);
    }
    if to.index() >= setting.theatre.cells.len() {
        return Some(Refusal::NoWayKnown);
    }
    let here = world.formations.cell[formation.index()];
    if matches!(order.task, Task::Land { .. }) {
        let ships = setting.river.as_ref().is_some_and(|river| river.side == force.side);
        return (!ships || river::passage_hm(setting, here, to).is_none()).then_some(Refusal::NoShips);
    }
    let known = setting.travel.field(to, Means::Foot).is_some() || setting.theatre.cells.direction(here, to).is_some();
    (!known).then_some(Refusal::NoWayKnown)
}
