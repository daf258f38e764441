//! The record on chemical weapons and the abstract modifier over a hundred seeds: off unless asked for.

use super::{campaign, campaign_with, hundred, play, spread};
use huizhan_base::Date;
use huizhan_lab::Run;
use huizhan_record::ChemicalKind;
use huizhan_sim::{Event, EventKind, chemical};

fn uses(events: &[Event]) -> Vec<(Date, chemical::Event)> {
    let used = |event: &'_ Event| if let EventKind::Chemical(used) = &event.kind { Some((event.date, used.clone())) } else { None };
    events.iter().filter_map(used).collect()
}

#[test]
fn the_record_tells_law_orders_and_uses_with_their_sources() {
    let record = &campaign().record.chemical;
    for kind in [ChemicalKind::Treaty, ChemicalKind::Appeal, ChemicalKind::Order, ChemicalKind::Use] {
        assert!(record.statements.iter().any(|row| row.kind == kind && !row.source.is_empty()), "{kind:?}");
    }
    assert!(record.statements.iter().any(|row| row.uses == Some(375)));
}

#[test]
fn off_by_default_there_is_not_one_event_and_nothing_differs_without_the_doctrine() {
    for run in hundred() {
        assert!(uses(&run.events).is_empty() && run.world.chemical.uses == [0; 2] && run.world.chemical.met.is_empty());
    }
    // the same campaign without a word of doctrine: bit for bit
    let mut without = campaign().clone();
    std::sync::Arc::make_mut(&mut without.setting).chemical = chemical::Setting::default();
    let (mut one, mut other) = (Run::new(campaign(), 11), Run::new(&without, 11));
    while !one.is_over() {
        one.day();
        other.day();
        assert_eq!(one.world.digest(), other.world.digest(), "{}", one.world.date);
    }
}

#[test]
fn on_it_falls_in_the_documented_months_and_short_of_the_count_of_the_record() {
    let on = campaign_with(&["chemical=on"]);
    let runs = play(&on, 100);
    let japan = on.setting.side("japan").unwrap();
    let doctrine = &on.record.chemical.doctrine[0];
    for run in &runs {
        assert_eq!(run.world.chemical.uses[japan.enemy().index()], 0, "no doctrine of the other side is documented");
        let mut counted = 0;
        for (date, chemical::Event::Used { attacker, formations, works, advantage, .. }) in uses(&run.events) {
            assert!((doctrine.date_from..=doctrine.date_to).contains(&date) && attacker == japan, "{date}");
            assert!(f64::from(works) >= on.setting.parameters.chemical_works_from * 10_000.0);
            assert!(f64::from(advantage) <= 1000.0 * on.setting.parameters.chemical_advantage);
            counted += formations.len() as u32;
        }
        assert_eq!(counted, run.world.chemical.uses[japan.index()]);
    }
    let found = spread(runs.iter().map(|run| f64::from(run.world.chemical.uses[japan.index()])).collect());
    let claim = 375.0;
    assert!(found[0] > 0.1 * claim && found[2] < 1.5 * claim, "{found:?} beside {claim}");
}

#[test]
fn before_the_first_use_the_campaign_is_the_same() {
    let on = campaign_with(&["chemical=on"]);
    let (mut plain, mut changed) = (Run::new(campaign(), 4), Run::new(&on, 4));
    loop {
        plain.day();
        let used = changed.day().1.iter().any(|event| matches!(event.kind, EventKind::Chemical(_)));
        if used {
            break;
        }
        assert_eq!(plain.world.digest(), changed.world.digest(), "{}", plain.world.date);
        assert!(!changed.is_over(), "it is used at all");
    }
}
