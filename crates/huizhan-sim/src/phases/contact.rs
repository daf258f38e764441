//! Contact: who assaults which cell today. `docs/model/contact.md`.

use crate::event::{Event, EventKind};
use crate::setting::Setting;
use crate::world::{Activity, Engagement, World};
use huizhan_base::FormationId;
use huizhan_theatre::Cells;

/// Lists the assaults of the day, one engagement a defended cell and attacker, and starts those that are new.
///
/// An engagement that rested for `engagement.quiet_days` begins anew, with new noise and no ground gained.
pub(crate) fn detect(setting: &Setting, world: &mut World, events: &mut Vec<Event>) {
    let date = world.date;
    let quiet = setting.parameters.engagement_quiet_days as i32;
    world.engagements.retain(|engagement| date - engagement.last <= quiet);
    let assaults = &mut world.scratch.assaults;
    assaults.clear();
    for (index, target) in world.formations.target.iter().enumerate() {
        // the defenders may have marched off, or another column of ours come in
        let enemy = setting.forces[index].side.enemy();
        if *target != Cells::NONE && world.occupancy.men[enemy.index()][target.index()] > 0 {
            assaults.push((*target, FormationId::from_index(index)));
            world.formations.activity[index] = Activity::Assault;
        }
    }
    assaults.sort_unstable();
    for at in 0..world.scratch.assaults.len() {
        let (cell, formation) = world.scratch.assaults[at];
        let attacker = setting.forces[formation.index()].side;
        let known = world.engagements.binary_search_by_key(&(cell, attacker), |engagement| (engagement.cell, engagement.attacker));
        if let Err(slot) = known {
            let defenders = world.occupancy.men[attacker.enemy().index()][cell.index()];
            let fresh = Engagement { cell, attacker, began: date, days: 0, last: date, ground_m: 0, defenders, defender_losses: 0 };
            world.engagements.insert(slot, fresh);
            events.push(Event { date, kind: EventKind::EngagementBegan { cell, attacker } });
        }
    }
}
