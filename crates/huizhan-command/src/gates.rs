//! Whether the conditions of a plan hold.

use crate::plan::{Doctrine, Gate, Plan};
use huizhan_base::{CellId, Date, Draw, Draws};
use huizhan_sim::{Sighting, View};

/// What a staff remembers of gates.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memory {
    /// Since when each order of the high command has been given.
    pub(crate) given: Vec<Option<Date>>,
    /// Since when each cell named in a build-up gate has been held.
    pub(crate) held_since: Vec<(CellId, Option<Date>)>,
    /// Since when each operation has had its present objective, once it started.
    pub(crate) objective_since: Vec<Option<Date>>,
}

/// Two days' march: how near an enemy threatens a place (km). Assumption, 30-50.
const THREAT_KM: f64 = 40.0;

/// Everything a gate may look at.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) view: View<'a>,
    pub(crate) sightings: &'a [Sighting],
    pub(crate) memory: &'a Memory,
    pub(crate) doctrine: &'a Doctrine,
    pub(crate) plan: &'a Plan,
    pub(crate) draws: Draws,
}

impl Memory {
    pub(crate) fn new(plan: &Plan) -> Self {
        let mut cells = Vec::new();
        let mut note = |gates: &[Gate]| collect_bases(gates, &mut cells);
        note(&plan.gates);
        plan.orders.iter().for_each(|order| note(&order.gates));
        for operation in &plan.operations {
            note(&operation.gates);
            operation.objectives.iter().for_each(|objective| note(&objective.gates));
        }
        plan.sectors.iter().for_each(|sector| note(&sector.gates));
        cells.sort_unstable();
        cells.dedup();
        Self {
            given: vec![None; plan.orders.len()],
            held_since: cells.into_iter().map(|cell| (cell, None)).collect(),
            objective_since: vec![None; plan.operations.len()],
        }
    }

    /// Notes which bases are held today.
    pub(crate) fn observe(&mut self, view: View<'_>) {
        for (cell, since) in &mut self.held_since {
            *since = if view.holds(*cell) { since.or(Some(view.date())) } else { None };
        }
    }
}

fn collect_bases(gates: &[Gate], cells: &mut Vec<CellId>) {
    for gate in gates {
        match gate {
            Gate::BuildUp(cell, _) => cells.push(*cell),
            Gate::AtLeast(_, inner) => collect_bases(inner, cells),
            _ => {}
        }
    }
}

/// Whether all gates are open.
pub(crate) fn open(scene: Scene<'_>, gates: &[Gate]) -> bool {
    gates.iter().all(|gate| holds(scene, gate))
}

fn holds(scene: Scene<'_>, gate: &Gate) -> bool {
    let view = scene.view;
    match gate {
        Gate::Held(cell) => view.holds(*cell),
        Gate::Lost(cell) => view.enemy_holds(*cell),
        Gate::Threatened(cell) => view.enemy_holds(*cell) || near(scene, *cell),
        Gate::NotBefore(day) => view.date() >= *day,
        Gate::BuildUp(cell, share) => built_up(scene, *cell, *share),
        Gate::Order(order) => scene.memory.given[*order].is_some(),
        Gate::Stalled(operation, days) => {
            scene.memory.objective_since[*operation].is_some_and(|since| view.date() - since >= *days)
        }
        Gate::Clear(cell) => scene.sightings.binary_search_by_key(cell, |sighting| sighting.cell).is_err(),
        Gate::Strength(operation, share) => strength(scene, *operation) >= *share,
        Gate::Leaving => view.is_leaving(),
        Gate::Dry(cell) => view.dry(*cell),
        Gate::AtLeast(count, inner) => inner.iter().filter(|gate| holds(scene, gate)).count() >= *count,
    }
}

/// Men of an operation's formations as a share of their establishment.
fn strength(scene: Scene<'_>, operation: usize) -> f64 {
    let view = scene.view;
    let (mut men, mut full) = (0.0, 0.0);
    for formation in scene.plan.operations[operation].formations.iter().filter(|formation| view.present(**formation)) {
        men += f64::from(view.men(*formation));
        full += f64::from(view.force(*formation).establishment);
    }
    if full > 0.0 { men / full } else { 0.0 }
}

fn near(scene: Scene<'_>, cell: CellId) -> bool {
    let theatre = &scene.view.setting().theatre;
    scene.sightings.iter().any(|sighting| theatre.within_km(sighting.cell, cell, THREAT_KM))
}

fn built_up(scene: Scene<'_>, cell: CellId, share: Option<f64>) -> bool {
    let since = scene.memory.held_since.iter().find(|(held, _)| *held == cell).and_then(|(_, since)| *since);
    let Some(since) = since else { return false };
    // drawn once a run and base
    let key = u32::from(cell.0);
    let share = share.unwrap_or_else(|| scene.draws.at(scene.view.setting().start).uniform(Draw::BuildUp, key));
    let doctrine = scene.doctrine;
    let days = doctrine.build_up_low_days + (doctrine.build_up_high_days - doctrine.build_up_low_days) * share;
    // what is laid down at a base comes by the transport of the side: with half of it, building up takes twice as long
    let capacity = scene.view.setting().sides[scene.view.side().index()].supply_capacity;
    let days = days / capacity.max(0.01);
    f64::from(scene.view.date() - since) >= days
}
