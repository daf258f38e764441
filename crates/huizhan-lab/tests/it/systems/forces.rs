//! Forces and their quality (sys-02): how many, how good, and how they wear down.

use super::{campaign, spread, states_on};
use crate::variant::{army, with_setting};
use huizhan_lab::replicate;
use huizhan_record::Echelon;

#[test]
fn both_sides_field_what_the_record_counts() {
    let scenario = campaign();
    let fielded = |side: &str, echelon: Echelon| {
        scenario.record.formations.iter().filter(|row| row.side == side && row.echelon == echelon && row.deploy).count()
    };
    let chinese = fielded("roc", Echelon::Division);
    assert!((115..=140).contains(&chinese), "{chinese} Chinese divisions in the field, 120 to 130 in the sources");
    let field_divisions = ["jpn-2a", "jpn-11a"].map(|id| {
        scenario.record.descendants(id).into_iter().filter(|row| row.echelon == Echelon::Division).count()
    });
    let all: usize = field_divisions.iter().sum();
    assert!((9..=10).contains(&all), "{all} divisions of the two field armies, nine or ten in the sources");
    assert!(!army(scenario, "jpn-det-hata").is_empty(), "and the detachment that opens the river");
    for class in [-1, 0, 1] {
        let side = scenario.setting.side("roc").unwrap();
        let count = scenario.setting.forces.iter().filter(|force| force.side == side && force.class == class).count();
        assert!(count >= 10, "{count} Chinese formations of class {class}: the army is a mixture");
    }
}

#[test]
fn better_reservists_lose_fewer_men() {
    let plain = campaign();
    let japan = plain.setting.side("japan").unwrap();
    let weak = plain.setting.forces.iter().filter(|force| force.side == japan && force.class < 0).count();
    assert!(weak >= 4, "{weak} formations of reservists");
    let regular = with_setting(plain, |setting| {
        setting.forces.iter_mut().filter(|force| force.side == japan).for_each(|force| force.class = force.class.max(0));
    });
    let ratio = |scenario: &huizhan_scenario::Scenario| {
        let runs: Vec<_> = (0..8).map(|seed| replicate(scenario, seed)).collect();
        let sum = |side: usize| runs.iter().map(|run| f64::from(run.losses[side].battle())).sum::<f64>();
        sum(1 - japan.index()) / sum(japan.index())
    };
    let (as_it_was, improved) = (ratio(plain), ratio(&regular));
    println!("loss exchange with reservists as they were {as_it_was:.1}, as good as regulars {improved:.1}");
    assert!(improved > as_it_was);
}

/// Sources of September put the armies of the Guangji fight at a third or less of the norm of their class.
#[test]
fn armies_that_bear_the_north_bank_are_worn_down_by_the_middle_of_september() {
    let scenario = campaign();
    let worn: Vec<_> = ["roc-army-31", "roc-army-84", "roc-army-68"].iter().flat_map(|id| army(scenario, id)).collect();
    let share = |world: &huizhan_sim::World| {
        let men: u32 = worn.iter().map(|formation| world.formations.men[formation.index()]).sum();
        let norm: u32 = worn.iter().map(|formation| scenario.setting.forces[formation.index()].establishment).sum();
        f64::from(men) / f64::from(norm)
    };
    let [low, median, high] = spread(states_on(scenario, "1938-09-15", 40).iter().map(share).collect());
    println!("31st, 84th and 68th Army on 15 September: {median:.2} of their norm ({low:.2} to {high:.2})");
    assert!(median < 0.67, "they stand at {median:.2} of their norm");
    assert!(low < 0.5, "in the worst runs they stand at {low:.2}");
}
