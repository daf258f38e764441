//! Ordered air battles over many seeds, beside what each side claimed.

use crate::run::Run;
use crate::score::quantile;
use huizhan_base::{Date, PlaceId, SideId};
use huizhan_scenario::Scenario;
use huizhan_sim::{Event, EventKind, air};
use rayon::prelude::*;

/// A side's losses in an air battle (aircraft).
#[derive(Debug, Clone, PartialEq)]
pub struct AirLosses {
    /// Whose.
    pub side: SideId,
    /// Aircraft that met the enemy, in the median.
    pub flown: f64,
    /// Lost: 5 %, median and 95 % of the seeds.
    pub lost: [f64; 3],
    /// What is claimed of it: who says so, and how many, low and high.
    pub claims: Vec<(String, [f64; 2])>,
}

/// A raid that a staff ordered for a day, and what came of it over many seeds.
#[derive(Debug, Clone, PartialEq)]
pub struct AirBattle {
    /// The order, as a number of the list of the setting.
    pub order: usize,
    /// The day.
    pub date: Date,
    /// The place raided.
    pub place: PlaceId,
    /// The raider's side first, then the other.
    pub sides: [AirLosses; 2],
}

/// Aircraft that met and aircraft lost, raiders first, for each ordered raid among some events.
#[must_use]
pub fn air_losses<'e>(scenario: &Scenario, events: impl IntoIterator<Item = &'e Event>) -> Vec<[[u16; 2]; 2]> {
    let mut sums = vec![[[0; 2]; 2]; scenario.setting.air.orders.len()];
    for event in events {
        let EventKind::Air(air::Event::Battle(battle)) = &event.kind else { continue };
        let Some(order) = battle.ordered else { continue };
        let [escorts, bombers, defenders] = battle.aircraft;
        sums[order as usize][0][0] += escorts + bombers;
        sums[order as usize][1][0] += defenders;
        sums[order as usize][0][1] += battle.lost[0] + battle.lost[1];
        sums[order as usize][1][1] += battle.lost[2];
    }
    sums
}

/// Plays a scenario under seeds `0` to `replications - 1` and gathers the ordered raids, by date. A scenario without ordered raids
/// is not played.
#[must_use]
pub fn air_battles(scenario: &Scenario, replications: u64) -> Vec<AirBattle> {
    let orders = &scenario.setting.air.orders;
    if !orders.iter().any(|order| order.raid) {
        return Vec::new();
    }
    let one = |seed| {
        let mut run = Run::new(scenario, seed);
        let mut battles = Vec::new();
        while !run.is_over() {
            let (_, events) = run.day();
            battles.extend(events.iter().filter(|event| matches!(event.kind, EventKind::Air(air::Event::Battle(_)))).cloned());
        }
        air_losses(scenario, &battles)
    };
    let played: Vec<_> = (0..replications).into_par_iter().map(one).collect();
    let mut found = Vec::new();
    for (index, order) in orders.iter().enumerate().filter(|(_, order)| order.raid) {
        let Some((group, _)) = order.parts.first() else { continue };
        let raider = scenario.setting.air.groups[*group as usize].side;
        let sides = [raider, raider.enemy()].map(|side| {
            let at = usize::from(side != raider);
            let mut columns = [0, 1].map(|what| played.iter().map(|run| f64::from(run[index][at][what])).collect::<Vec<_>>());
            for column in &mut columns {
                column.sort_by(f64::total_cmp);
            }
            let lost = [0.05, 0.5, 0.95].map(|share| quantile(&columns[1], share));
            AirLosses { side, flown: quantile(&columns[0], 0.5), lost, claims: claims(scenario, &order.event, side) }
        });
        found.push(AirBattle { order: index, date: order.date, place: order.target.place, sides });
    }
    found.sort_by_key(|battle| (battle.date, battle.order));
    found
}

/// What is claimed of a side's aircraft lost in an event.
fn claims(scenario: &Scenario, event: &str, side: SideId) -> Vec<(String, [f64; 2])> {
    let record = &scenario.record;
    let id = &scenario.setting.sides[side.index()].id;
    let number = |value: &Option<huizhan_record::ClaimValue>| match value {
        Some(huizhan_record::ClaimValue::Number(number)) => Some(*number),
        _ => None,
    };
    let about = record.claims.iter().filter(|claim| claim.event.as_deref() == Some(event) && claim.unit == "aircraft lost");
    let theirs = about.filter(|claim| {
        let formation = claim.formation.as_deref().and_then(|id| record.formation(id));
        formation.is_some_and(|formation| formation.side == *id)
    });
    theirs.filter_map(|claim| Some((claim.claimant.clone(), [number(&claim.value_low)?, number(&claim.value_high)?]))).collect()
}
