use super::Reason;
use super::law::{Costs, Worths, consent, exhaustion, weigh};
use crate::Parameters;

fn parameters() -> Parameters {
    let mut p = Parameters::zero();
    p.politics_worth_lifeline = 0.25;
    p.politics_worth_evacuation = 0.15;
    p.politics_worth_prestige = 0.15;
    p.politics_worth_time = 0.2;
    p.politics_cost_ring = 0.4;
    p.politics_cost_rear = 0.3;
    p.politics_cost_nearness = 0.2;
    p.politics_cost_losses = 0.1;
    p
}

#[test]
fn every_worth_raises_the_balance_and_every_cost_lowers_it() {
    let p = parameters();
    let plain = weigh(&p, &Worths::default(), &Costs::default()).balance();
    let worths = [
        Worths { lifeline: 1.0, ..Worths::default() },
        Worths { evacuation: 1.0, ..Worths::default() },
        Worths { prestige: 1.0, ..Worths::default() },
        Worths { time: 1.0, ..Worths::default() },
    ];
    assert!(worths.iter().all(|worth| weigh(&p, worth, &Costs::default()).balance() > plain));
    let costs = [
        Costs { ring: 1.0, ..Costs::default() },
        Costs { rear: 1.0, ..Costs::default() },
        Costs { nearness: 1.0, ..Costs::default() },
        Costs { losses: 1.0, ..Costs::default() },
    ];
    assert!(costs.iter().all(|cost| weigh(&p, &Worths::default(), cost).balance() < plain));
}

#[test]
fn the_reason_is_what_weighs_most() {
    let p = parameters();
    let cut = Worths { lifeline: 0.0, ..Worths::default() };
    assert_eq!(weigh(&p, &cut, &Costs { ring: 0.5, ..Costs::default() }).reason(&p), Reason::Lifeline);
    let fed = Worths { lifeline: 0.9, ..Worths::default() };
    assert_eq!(weigh(&p, &fed, &Costs { ring: 0.5, ..Costs::default() }).reason(&p), Reason::Ring);
}

#[test]
fn a_government_with_its_army_does_not_make_peace() {
    assert!(consent(0.5, true, 1.0, 1.0, 0.0).abs() < 1e-12);
    assert!(consent(0.5, true, 1.0, 0.2, 0.0) > consent(0.5, true, 1.0, 0.2, 1.0));
    assert!(consent(0.5, false, 1.0, 1.0, 1.0) > consent(0.5, false, 0.0, 1.0, 1.0));
}

#[test]
fn exhaustion_is_the_share_already_spent() {
    assert!((exhaustion(30_000.0, 10_000.0) - 0.75).abs() < 1e-12);
    assert!(exhaustion(0.0, 0.0).abs() < 1e-12);
}
