//! What a factor changed first, and why: the same seed with and without it, in lock step.

use crate::variant::wuhan;
use huizhan_lab::{Run, difference};
use huizhan_scenario::{Adjustment, Scenario};
use huizhan_sim::EventKind;

fn with(settings: &[&str]) -> Scenario {
    let adjustments: Vec<Adjustment> = settings.iter().map(|text| text.parse().unwrap()).collect();
    Scenario::open_with("wuhan1938", &adjustments).unwrap_or_else(|invalid| panic!("{invalid}"))
}

/// Whether a system has anything to do in the campaign: an empty setting prints as its name alone.
fn exists(setting: &impl std::fmt::Debug) -> bool {
    format!("{setting:?}") != "Setting"
}

#[test]
fn each_of_four_causes_names_what_it_changed_first() {
    let base = wuhan();
    let setting = &base.setting;
    let causes = [
        ("flood=off", exists(&setting.flood)),
        ("guangdong_landing=off", true),
        ("soviet_volunteers=off", exists(&setting.air)),
        ("gunboats=0", false),
    ];
    for (cause, must) in causes {
        let found = difference(&base, &with(&[cause]), 1938, setting.end);
        let Some(first) = found.first() else {
            assert!(!must, "{cause} changes nothing");
            continue;
        };
        println!("{cause}: {} on {}, then {:?}", first.kind, first.date, found.kinds.iter().skip(1).map(|kind| &kind.kind).collect::<Vec<_>>());
        assert!(!first.base.is_empty() || !first.changed.is_empty(), "{cause}: an event shows the first difference");
        assert!(found.kinds.is_sorted_by_key(|kind| kind.date), "{cause}: earliest first");
        assert!(first.base.iter().chain(&first.changed).all(|event| event.date == first.date));
    }
}

#[test]
fn runs_are_equal_before_the_first_difference_and_differ_on_it() {
    let (base, changed) = (wuhan(), with(&["guangdong_landing=off"]));
    let found = difference(&base, &changed, 3, base.setting.end);
    let from = found.state_from.expect("the landing is missed");
    let (mut a, mut b) = (Run::new(&base, 3), Run::new(&changed, 3));
    while a.world.date < from {
        let (date, _) = (a.world.date, a.day());
        b.day();
        assert_eq!(a.world.digest(), b.world.digest(), "differs on {date}, before {from}");
    }
    a.day();
    b.day();
    assert_ne!(a.world.digest(), b.world.digest(), "differs on {from}");
    let capture = found.first_capture().expect("a place falls that does not without the landing");
    assert!(capture.base.iter().all(|event| matches!(event.kind, EventKind::PlaceTaken { .. })));
    assert!(found.first_order().is_some_and(|order| order.date <= capture.date), "an order comes before a capture");
    let moved = found.captured.iter().filter(|[without, with]| without != with).count();
    assert!(moved > 0 && found.losses[0] != found.losses[1]);
}

#[test]
fn what_is_set_to_what_it_was_changes_nothing() {
    let base = wuhan();
    let found = difference(&base, &with(&["guangdong_landing=on"]), 5, base.setting.start + 40);
    assert_eq!((found.first(), found.state_from), (None, None));
    assert_eq!(found.losses[0], found.losses[1]);
}
