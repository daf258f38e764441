//! Control: who holds each place, and what fell. `docs/model/control.md`.

use crate::event::{Event, EventKind};
use crate::setting::Setting;
use crate::world::World;
use huizhan_base::{FormationId, PlaceId, SideId};

/// Tells which places changed hands today. A place is held by the side whose troops stand in its cell or walked
/// through it last; places that share a cell fall together.
pub(crate) fn settle(setting: &Setting, world: &mut World, events: &mut Vec<Event>) {
    let date = world.date;
    for (index, place) in setting.theatre.places.iter().enumerate() {
        let holder = world.control[place.cell.index()];
        if holder == world.scratch.place_holder[index] {
            continue;
        }
        world.scratch.place_holder[index] = holder;
        let by = world
            .present_formations()
            .filter(|formation| setting.forces[formation.index()].side.0 == holder)
            .min_by_key(|formation| (world.formations.cell[formation.index()] != place.cell, formation.0));
        if holder != World::NOBODY {
            let formation = by.unwrap_or(FormationId(0));
            let kind = EventKind::PlaceTaken { place: PlaceId::from_index(index), by: SideId(holder), formation };
            events.push(Event { date, kind });
        }
    }
}
