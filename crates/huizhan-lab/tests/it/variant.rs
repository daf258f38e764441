//! Variants of a scenario that differ in one cause, and paired runs of them.

use huizhan_base::{Date, FormationId};
use huizhan_command::{Gate, Plan};
use huizhan_lab::{Measures, replicate};
use huizhan_scenario::Scenario;
use huizhan_sim::Setting;
use rayon::prelude::*;
use std::sync::Arc;

/// The campaign under test: the embedded one, or the folder that `HUIZHAN_CAMPAIGN` names.
pub(crate) fn wuhan() -> Scenario {
    let name = std::env::var("HUIZHAN_CAMPAIGN").unwrap_or_else(|_| "wuhan1938".to_owned());
    Scenario::open(&name).unwrap_or_else(|invalid| panic!("{invalid}"))
}

/// Formations on the map below one of the order of battle.
pub(crate) fn army(scenario: &Scenario, id: &str) -> Vec<FormationId> {
    let mut found: Vec<FormationId> =
        scenario.record.descendants(id).into_iter().filter_map(|row| scenario.setting.force(&row.id)).collect();
    found.sort_unstable();
    assert!(!found.is_empty(), "`{id}` has formations on the map");
    found
}

/// The scenario with another setting.
pub(crate) fn with_setting(scenario: &Scenario, change: impl FnOnce(&mut Setting)) -> Scenario {
    let mut variant = scenario.clone();
    change(Arc::make_mut(&mut variant.setting));
    variant
}

/// The scenario in which an army comes and starts so many days later: the days of the orders and the set days its
/// operations wait for, and the entries of its formations after the first day.
pub(crate) fn start_later(scenario: &Scenario, id: &str, days: i32) -> Scenario {
    let formations = army(scenario, id);
    let side = scenario.setting.forces[formations[0].index()].side;
    let mut variant = with_setting(scenario, |setting| {
        let start = setting.start;
        for formation in &formations {
            let force = &mut setting.forces[formation.index()];
            if force.entry > start {
                force.entry = force.entry + days;
            }
        }
    });
    for plan in &mut variant.plans[side.index()] {
        postpone(Arc::make_mut(plan), &formations, days);
    }
    variant
}

fn postpone(plan: &mut Plan, formations: &[FormationId], days: i32) {
    let given = plan.orders.len();
    // every order once more, later: the operations of the army wait for those
    let later = plan.orders.iter().cloned().map(|mut order| {
        order.id.push_str("-later");
        order.day = order.day + days;
        order
    });
    let later: Vec<_> = later.collect();
    plan.orders.extend(later);
    for operation in &mut plan.operations {
        if operation.formations.iter().any(|formation| formations.contains(formation)) {
            let objectives = operation.objectives.iter_mut().flat_map(|objective| &mut objective.gates);
            for gate in operation.gates.iter_mut().chain(objectives) {
                postpone_gate(gate, given, days);
            }
        }
    }
}

fn postpone_gate(gate: &mut Gate, given: usize, days: i32) {
    match gate {
        Gate::NotBefore(day) => *day = *day + days,
        Gate::Order(order) => *order += given,
        Gate::AtLeast(_, gates) => gates.iter_mut().for_each(|gate| postpone_gate(gate, given, days)),
        _ => {}
    }
}

/// Plays seeds 0 to `seeds - 1`.
pub(crate) fn play(scenario: &Scenario, seeds: u64) -> Vec<Measures> {
    (0..seeds).into_par_iter().map(|seed| replicate(scenario, seed)).collect()
}

/// The day of a capture; the day after the last where it did not happen.
pub(crate) fn day(scenario: &Scenario, measures: &Measures, capture: usize) -> Date {
    measures.captured[capture].unwrap_or(scenario.setting.end + 1)
}

/// Median; of an even number the mean of the two in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    assert!(!values.is_empty(), "a median needs a value");
    values.sort_by(f64::total_cmp);
    let (low, high) = (values[(values.len() - 1) / 2], values[values.len() / 2]);
    f64::midpoint(low, high)
}

/// Median over paired seeds of the days by which a capture comes later in `changed` (negative: earlier).
pub(crate) fn delay(scenario: &Scenario, plain: &[Measures], changed: &[Measures], capture: usize) -> f64 {
    let pairs = plain.iter().zip(changed);
    median(pairs.map(|(a, b)| f64::from(day(scenario, b, capture) - day(scenario, a, capture))).collect())
}

/// Scored captures of the axes that happen in more than half of the plain runs.
pub(crate) fn captures_on(scenario: &Scenario, plain: &[Measures], axes: &[&str]) -> Vec<usize> {
    let happens = |capture: usize| 2 * plain.iter().filter(|run| run.captured[capture].is_some()).count() > plain.len();
    (0..scenario.captures.len())
        .filter(|index| scenario.captures[*index].scored && happens(*index))
        .filter(|index| axes.is_empty() || axes.contains(&scenario.captures[*index].axis.as_str()))
        .collect()
}

/// How much later the captures of some axes come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Delay {
    /// Median over the captures (days).
    pub(crate) median: f64,
    /// Mean over the captures (days): what an army loses on its way.
    pub(crate) mean: f64,
}

/// Delays of the scored captures of some axes (all where none is named), each the median over paired seeds; prints each.
pub(crate) fn axis_delay(scenario: &Scenario, plain: &[Measures], changed: &[Measures], axes: &[&str]) -> Delay {
    let captures = captures_on(scenario, plain, axes);
    assert!(!captures.is_empty(), "a capture on the axes {axes:?} happens in more than half of the runs");
    let mut delays = Vec::new();
    for capture in captures {
        let place = &scenario.setting.theatre.places[scenario.captures[capture].place.index()].id;
        let days = delay(scenario, plain, changed, capture);
        println!("  {:<14} {place:<14} {days:+.1} days", scenario.captures[capture].axis);
        delays.push(days);
    }
    let mean = delays.iter().sum::<f64>() / delays.len() as f64;
    Delay { median: median(delays), mean }
}

/// The scenario in which every plan of a side is another.
pub(crate) fn with_plan(scenario: &Scenario, side: &str, change: impl Fn(&mut Plan)) -> Scenario {
    let mut variant = scenario.clone();
    let side = scenario.setting.side(side).expect("it is a side of the campaign");
    let plans = &mut variant.plans[side.index()];
    assert!(!plans.is_empty(), "the side has a plan");
    for plan in plans {
        change(Arc::make_mut(plan));
    }
    variant
}
