//! A war zone marches out: who leaves when. `docs/model/politics.md`.
//!
//! The main body leaves over some days, the longest way first; where it is in contact a rear guard holds until it is
//! gone, and the garrison of what is given up goes last. No day is written down: all are counted from the decision.

use crate::gates::Scene;
use crate::plan::{Sector, Withdrawal};
use huizhan_base::{CellId, Date, FormationId};
use huizhan_sim::{Means, View};

/// How near enemy troops are in contact (km): the next cell and the one behind it. Assumption, 18-35.
const CONTACT_KM: f64 = 25.0;

/// When a formation leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Leave {
    /// The day.
    pub(crate) on: Date,
    /// Whether it covers others until then.
    pub(crate) rear_guard: bool,
}

/// Counts out the days of a sector's formations, in the order of the list given.
pub(crate) fn schedule(scene: Scene<'_>, sector: &Sector, formations: &[FormationId]) -> Vec<Leave> {
    let view = scene.view;
    let p = &view.setting().parameters;
    let today = view.date();
    let after = |days: f64| today + (days + 0.5) as i32;
    if sector.withdrawal == Some(Withdrawal::Last) {
        return vec![Leave { on: after(p.withdrawal_days), rear_guard: true }; formations.len()];
    }
    let guards = rear_guards(scene, formations);
    let goal = sector.positions.last().copied().unwrap_or(sector.rear);
    let mut main: Vec<usize> = (0..formations.len()).filter(|at| !guards[*at]).collect();
    main.sort_by_key(|at| (std::cmp::Reverse(way(view, formations[*at], goal)), formations[*at]));
    let mut leaves = vec![Leave { on: after(p.withdrawal_rear_guard_days), rear_guard: true }; formations.len()];
    for (rank, at) in main.iter().enumerate() {
        let share = rank as f64 / main.len() as f64;
        leaves[*at] = Leave { on: today + (p.withdrawal_days * share) as i32, rear_guard: false };
    }
    // a rear guard stays until the last of those it covers has gone
    for at in (0..formations.len()).filter(|at| guards[*at]) {
        let covered = main.iter().filter(|other| view.cell(formations[**other]) == view.cell(formations[at]));
        let last = covered.map(|other| leaves[*other].on + 1).max();
        leaves[at].on = last.map_or(leaves[at].on, |last| last.max(leaves[at].on));
    }
    leaves
}

/// March to a place (hectometres); the farthest that can be where no way is known.
fn way(view: View<'_>, formation: FormationId, goal: CellId) -> u16 {
    let field = view.setting().travel.field(goal, Means::Foot);
    field.map_or(u16::MAX, |field| field.cost[view.cell(formation).index()])
}

/// In every cell in contact the formations with most fighting power left, `withdrawal.rear_guard_share` of those there and
/// at least one.
fn rear_guards(scene: Scene<'_>, formations: &[FormationId]) -> Vec<bool> {
    let view = scene.view;
    let theatre = &view.setting().theatre;
    let contact = |cell: CellId| scene.sightings.iter().any(|sighting| theatre.within_km(sighting.cell, cell, CONTACT_KM));
    let power = |at: usize| f64::from(view.men(formations[at])) * view.cohesion(formations[at]);
    let mut order: Vec<usize> = (0..formations.len()).filter(|at| contact(view.cell(formations[*at]))).collect();
    order.sort_by(|a, b| {
        let cells = view.cell(formations[*a]).cmp(&view.cell(formations[*b]));
        cells.then(power(*b).total_cmp(&power(*a))).then(formations[*a].cmp(&formations[*b]))
    });
    let mut guards = vec![false; formations.len()];
    let share = view.setting().parameters.withdrawal_rear_guard_share;
    let mut from = 0;
    while from < order.len() {
        let cell = view.cell(formations[order[from]]);
        let here = order[from..].iter().take_while(|at| view.cell(formations[**at]) == cell).count();
        let wanted = libm::ceil(share * here as f64) as usize;
        order[from..from + wanted.min(here)].iter().for_each(|at| guards[*at] = true);
        from += here;
    }
    guards
}
