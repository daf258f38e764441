//! Calendar: reinforcements enter. `docs/model/calendar.md`.

use crate::event::{Event, EventKind};
use crate::order::Task;
use crate::phases::occupancy;
use crate::setting::Setting;
use crate::world::{Status, World};
use huizhan_base::FormationId;

/// Formations whose day has come enter where the record has them, if their side holds the place, and set out for the
/// sector they were ordered to. Where the enemy stands in the place they wait.
pub(crate) fn enter(setting: &Setting, world: &mut World, events: &mut Vec<Event>) {
    let date = world.date;
    occupancy::recount(setting, world);
    for (index, force) in setting.forces.iter().enumerate() {
        let formation = FormationId::from_index(index);
        if world.formations.status[index] != Status::Waiting || force.entry > date {
            continue;
        }
        let enemy = force.side.enemy();
        let held_by_enemy = world.control[force.cell.index()] == enemy.0;
        if world.occupancy.men[enemy.index()][force.cell.index()] > 0 || (held_by_enemy && date > setting.start) {
            continue;
        }
        world.formations.status[index] = Status::Present;
        world.ledger[force.side.index()].entered += force.establishment;
        occupancy::arrive(setting, world, formation, force.cell);
        if world.control[force.cell.index()] != force.side.0 {
            world.control[force.cell.index()] = force.side.0;
            world.scratch.supply.change_hands(force.cell);
        }
        if force.sector != force.cell && force.mobile {
            let task = Task::March { to: force.sector };
            world.formations.task[index] = task;
            world.formations.ordered[index] = task;
        }
        events.push(Event { date, kind: EventKind::Entered { formation, cell: force.cell, men: force.establishment } });
    }
}
