//! Ringed formations: the nearest divisions send detachments to them, and they break out. `docs/model/ring.md`.

use crate::gates::Scene;
use huizhan_base::{CellId, Draw, FormationId};
use huizhan_sim::{Motive, Order, Task, View};
use huizhan_theatre::IMPASSABLE;

/// What a staff has under way for its ringed formations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Relief {
    /// Formations detached, and to whom.
    detached: Vec<(FormationId, FormationId)>,
    ringed: Vec<FormationId>,
}

/// Most formations detached to one that is ringed. Assumption, 1-3: the record has one from each neighbour.
const DETACHED_MOST: usize = 2;

/// What a thousand enemies in a cell count when a way out is chosen (km). Assumption, 1-4.
const AVOID_KM: f64 = 2.0;

impl Relief {
    /// Orders of the day; they take the place of what the plan has for the same formation.
    pub(crate) fn orders(&mut self, scene: Scene<'_>, orders: &mut Vec<Order>) {
        let view = scene.view;
        if view.setting().factors.break_out <= 0.0 {
            return;
        }
        self.ringed.clear();
        self.ringed.extend(view.formations().filter(|formation| view.is_ringed(*formation)));
        let ringed = &self.ringed;
        self.detached.retain(|(formation, to)| {
            let fit = view.present(*formation) && view.cohesion(*formation) >= scene.doctrine.refit_cohesion;
            fit && ringed.binary_search(formation).is_err() && ringed.binary_search(to).is_ok()
        });
        for at in 0..self.ringed.len() {
            let formation = self.ringed[at];
            let days = f64::from(view.out_of_touch_days(formation));
            if days >= scene.doctrine.relief_after_days {
                self.detach(scene, formation);
            }
            if days >= scene.doctrine.break_out_after_days && view.force(formation).mobile {
                give(view, formation, break_out(scene, &self.ringed, formation), Motive::BreakOut, orders);
            }
        }
        for (formation, to) in &self.detached {
            give(view, *formation, towards(view, *formation, view.cell(*to)), Motive::Relief, orders);
        }
    }

    /// Detaches the nearest formations that can be spared and reach the ringed one.
    fn detach(&mut self, scene: Scene<'_>, ringed: FormationId) {
        let view = scene.view;
        let goal = view.cell(ringed);
        let sent = |relief: &Self| relief.detached.iter().filter(|(_, to)| view.cell(*to) == goal).count();
        while sent(self) < DETACHED_MOST {
            let nearest = view
                .formations()
                .filter(|formation| self.ringed.binary_search(formation).is_err() && self.can_be_sent(scene, *formation, goal))
                .map(|formation| (metres(view, view.cell(formation), goal), formation))
                .min();
            let Some((_, formation)) = nearest else { return };
            self.detached.push((formation, ringed));
        }
    }

    fn can_be_sent(&self, scene: Scene<'_>, formation: FormationId, goal: CellId) -> bool {
        let (view, doctrine) = (scene.view, scene.doctrine);
        let here = view.cell(formation);
        let free = self.detached.iter().all(|(sent, _)| *sent != formation) && view.force(formation).mobile && !view.resting(formation);
        free && view.setting().theatre.within_km(here, goal, doctrine.relief_reach_km)
            && view.cohesion(formation) >= doctrine.pause_cohesion
            && view.stock(formation) >= doctrine.pause_stock_days
            && scene.draws.at(view.date()).uniform(Draw::Relief, u32::from(formation.0)) < 2.0 * doctrine.reaction_per_day
    }
}

/// Puts an order in the place of others for the same formation, unless it has it already.
fn give(view: View<'_>, formation: FormationId, task: Option<Task>, motive: Motive, orders: &mut Vec<Order>) {
    let Some(task) = task else { return };
    orders.retain(|order| order.formation != formation);
    if view.ordered(formation) != task {
        orders.push(Order { formation, task, motive });
    }
}

fn metres(view: View<'_>, from: CellId, to: CellId) -> u32 {
    (view.setting().theatre.distance_km(from, to) * 1000.0) as u32
}

/// The next step on the way to a cell: the cell itself where a field leads there or it is beside, else the place nearest
/// to it, else the neighbouring cell that is nearest to it.
fn towards(view: View<'_>, formation: FormationId, goal: CellId) -> Option<Task> {
    let setting = view.setting();
    let here = view.cell(formation);
    let beside = setting.theatre.cells.direction(here, goal).is_some();
    if beside || setting.travel.field(goal, huizhan_sim::Means::Foot).is_some() {
        return Some(Task::Advance { to: goal });
    }
    let near = setting.travel.nearest[goal.index()][0].0;
    let place = setting.theatre.places.get(near.index()).map(|place| place.cell);
    if let Some(to) = place.filter(|cell| *cell != here && metres(view, *cell, goal) < metres(view, here, goal)) {
        return Some(Task::Advance { to });
    }
    passable(view, here).min_by_key(|next| (metres(view, *next, goal), *next)).map(|to| Task::Advance { to })
}

/// The neighbouring cell through which a ringed formation breaks out: towards the nearest of its own who are not ringed,
/// and where fewest of the enemy are seen. Once chosen it is kept.
fn break_out(scene: Scene<'_>, ringed: &[FormationId], formation: FormationId) -> Option<Task> {
    let view = scene.view;
    let here = view.cell(formation);
    if let Task::Advance { to } = view.ordered(formation)
        && passable(view, here).any(|next| next == to)
        && !view.holds(to)
    {
        return Some(Task::Advance { to });
    }
    let free = view.formations().filter(|other| ringed.binary_search(other).is_err());
    let goal = free.map(|other| view.cell(other)).min_by_key(|cell| (metres(view, here, *cell), *cell))?;
    let price = |next: CellId| {
        let seen = scene.sightings.binary_search_by_key(&next, |sighting| sighting.cell).map_or(0, |at| scene.sightings[at].men);
        metres(view, next, goal) + (f64::from(seen) * AVOID_KM) as u32
    };
    // ground of the ring itself leads nowhere
    let outward = passable(view, here).filter(|next| !view.holds(*next));
    outward.min_by_key(|next| (price(*next), *next)).map(|to| Task::Advance { to })
}

/// Neighbouring cells that can be marched into.
fn passable(view: View<'_>, here: CellId) -> impl Iterator<Item = CellId> {
    let setting = view.setting();
    let open = move |direction: usize| {
        setting.travel.foot[here.index()][direction] != IMPASSABLE && setting.theatre.cells.barrier[here.index()][direction] != 1
    };
    setting.theatre.cells.around(here).filter(move |(direction, _)| open(*direction)).map(|(_, next)| next)
}
