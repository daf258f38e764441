//! How to get at an objective: by land, or by water.

use crate::plan::Doctrine;
use huizhan_base::{CellId, FormationId};
use huizhan_sim::{Means, Sighting, Task, View};
use huizhan_theatre::{DistanceField, UNREACHED};

/// The task that brings a formation nearest to an objective.
pub(crate) fn approach(view: View<'_>, doctrine: &Doctrine, sightings: &[Sighting], formation: FormationId, to: CellId, ships: bool) -> Task {
    let land = Task::Advance { to };
    let here = view.cell(formation);
    let Some(field) = view.travel().field(to, Means::Foot) else { return land };
    if !ships {
        return land;
    }
    // a passage begun is finished, unless the shore threw it back
    if let Task::Land { to: shore } = view.ordered(formation)
        && here != shore
        && view.can_sail(here, shore)
        && !view.resting(formation)
    {
        return Task::Land { to: shore };
    }
    let by_land = f64::from(field.cost[here.index()]);
    let by_land = if field.cost[here.index()] == UNREACHED { f64::INFINITY } else { by_land };
    if let Some((_, shore)) = best_landing(view, doctrine, sightings, field, here, by_land) {
        return Task::Land { to: shore };
    }
    let afloat = view.setting().theatre.bank(here).is_some_and(|bank| bank.metres <= view.river_head_m());
    let harbour = if afloat { None } else { to_harbour(view, doctrine, sightings, field, here, by_land) };
    harbour.unwrap_or(land)
}

/// The landing place that leads to the goal at least cost (hectometres), from a cell where ships lie, if it costs less
/// than `bound`.
fn best_landing(
    view: View<'_>,
    doctrine: &Doctrine,
    sightings: &[Sighting],
    field: &DistanceField,
    here: CellId,
    bound: f64,
) -> Option<(f64, CellId)> {
    let setting = view.setting();
    let theatre = &setting.theatre;
    let price = |shore: CellId, passage_hm: f64, onward: f64| {
        let steaming = setting.parameters.march_km_per_day / setting.parameters.river_steaming_km;
        let men = seen(sightings, shore);
        let avoid = doctrine.landing_avoid_km * 10.0 * f64::from(men) / 8000.0;
        doctrine.landing_overhead_km * 10.0 + passage_hm * steaming + avoid + onward
    };
    let mut best: Option<(f64, CellId)> = None;
    let head = view.river_head_m();
    if let Some(bank) = theatre.bank(here).filter(|bank| bank.metres <= head) {
        // banks lie in the order of the river: the first that is not open has none behind it that is
        let open = theatre.banks.iter().take_while(|shore| shore.metres <= head || view.landing_open(shore.metres));
        for shore in open.filter(|shore| shore.cell != here) {
            let direct = cost_at(field, shore.cell);
            // most shores lead farther away than the best one known, even before the passage
            let least = best.map_or(bound, |(held, _)| held);
            let lanes = setting.travel.water_from(shore.cell);
            if (direct >= least && lanes.is_empty()) || !theatre.cells.terrain[shore.cell.index()].is_land() {
                continue;
            }
            let passage = f64::from(shore.metres.abs_diff(bank.metres)) / 100.0;
            let onward = if lanes.is_empty() { direct } else { onward(view, doctrine, sightings, field, shore.cell) };
            consider(&mut best, price(shore.cell, passage, onward), shore.cell);
        }
    }
    for (shore, length_m) in water_routes(view, here) {
        let onward = onward(view, doctrine, sightings, field, shore);
        consider(&mut best, price(shore, f64::from(length_m) / 100.0, onward), shore);
    }
    best.filter(|(cost, _)| *cost < bound)
}

fn consider(best: &mut Option<(f64, CellId)>, cost: f64, shore: CellId) {
    if cost.is_finite() && best.is_none_or(|(held, cell)| (cost, shore) < (held, cell)) {
        *best = Some((cost, shore));
    }
}

/// Way from a landing place to the goal: by land, or by a lake or sea route that starts there.
fn onward(view: View<'_>, doctrine: &Doctrine, sightings: &[Sighting], field: &DistanceField, shore: CellId) -> f64 {
    let held = view.holds(shore);
    let by_lake = water_routes(view, shore).filter(|_| held).map(|(far, length_m)| {
        let avoid = doctrine.landing_avoid_km * 10.0 * f64::from(seen(sightings, far)) / 8000.0;
        doctrine.landing_overhead_km * 10.0 + f64::from(length_m) / 500.0 + avoid + cost_at(field, far)
    });
    by_lake.fold(cost_at(field, shore), f64::min)
}

fn cost_at(field: &DistanceField, cell: CellId) -> f64 {
    match field.cost[cell.index()] {
        UNREACHED => f64::INFINITY,
        cost => f64::from(cost),
    }
}

/// Far ends and lengths of the lake and sea routes that start in a cell and ships can take today.
fn water_routes(view: View<'_>, here: CellId) -> impl Iterator<Item = (CellId, u32)> {
    let setting = view.setting();
    let lanes = setting.travel.water_from(here).iter();
    lanes
        .filter(move |lane| setting.theatre.cells.terrain[lane.to.index()].is_land() && view.can_sail(here, lane.to))
        .map(|lane| (lane.to, lane.length_m))
}

fn seen(sightings: &[Sighting], cell: CellId) -> u32 {
    sightings.binary_search_by_key(&cell, |sighting| sighting.cell).map_or(0, |at| sightings[at].men)
}

/// The march to a harbour of its own side from which the passage is worth it.
fn to_harbour(view: View<'_>, doctrine: &Doctrine, sightings: &[Sighting], field: &DistanceField, here: CellId, by_land: f64) -> Option<Task> {
    let setting = view.setting();
    let mut best: Option<(f64, CellId)> = None;
    for place in &setting.theatre.places {
        let harbour = place.cell;
        if !view.holds(harbour) {
            continue;
        }
        let afloat = setting.theatre.bank(harbour).is_some_and(|bank| bank.metres <= view.river_head_m());
        if !afloat && setting.travel.water_from(harbour).is_empty() {
            continue;
        }
        let Some(way) = view.travel().field(harbour, Means::Rail).map(|field| cost_at(field, here)) else { continue };
        // a harbour is looked at only if the march to it alone is worth it
        if way >= by_land || best.is_some_and(|(held, _)| way >= held) {
            continue;
        }
        if let Some((passage, _)) = best_landing(view, doctrine, sightings, field, harbour, by_land - way) {
            let cost = way + passage;
            if best.is_none_or(|(held, cell)| (cost, harbour) < (held, cell)) {
                best = Some((cost, harbour));
            }
        }
    }
    best.map(|(_, harbour)| Task::March { to: harbour })
}
