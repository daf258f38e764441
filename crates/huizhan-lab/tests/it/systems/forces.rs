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

/// Sources of September put divisions of the Guangji fight at a third or less of the norm of their class. In one run of
/// twenty the worst of them comes to that, in the median run to two thirds; the armies as a whole stay at four fifths, because the rest of a sector shares their fight and drafts
/// come up to those who rest: the model wears a front down more evenly than it was.
#[test]
fn divisions_that_bear_the_north_bank_are_worn_down_by_october() {
    let scenario = campaign();
    let worn: Vec<_> = ["roc-army-31", "roc-army-84", "roc-army-68"].iter().flat_map(|id| army(scenario, id)).collect();
    let share = |world: &huizhan_sim::World, formation: huizhan_base::FormationId| {
        f64::from(world.formations.men[formation.index()]) / f64::from(scenario.setting.forces[formation.index()].establishment)
    };
    let worst = |world: &huizhan_sim::World| worn.iter().map(|formation| share(world, *formation)).fold(1.0, f64::min);
    let mean = |world: &huizhan_sim::World| worn.iter().map(|formation| share(world, *formation)).sum::<f64>() / worn.len() as f64;
    let worlds = states_on(scenario, "1938-10-01", 40);
    let [low, median, high] = spread(worlds.iter().map(worst).collect());
    let [_, all, _] = spread(worlds.iter().map(mean).collect());
    println!("worst division of the 31st, 84th and 68th Army on 1 October: {median:.2} of its norm ({low:.2} to {high:.2}); mean of all {all:.2}");
    assert!(median < 0.75, "the worst stands at {median:.2} of its norm");
    assert!(low < 0.34, "in the worst runs it stands at {low:.2}");
}
