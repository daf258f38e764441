//! The functions of a ring against what they must keep to.

use super::law;
use crate::Parameters;

fn parameters() -> Parameters {
    Parameters { ring_slip: 0.05, ring_officer_loss: 0.1, ring_officer_share: 0.04, ..Parameters::zero() }
}

#[test]
fn fewer_slip_out_where_more_stand_around() {
    let p = parameters();
    let out: Vec<u32> = [0, 5000, 10_000, 20_000, 80_000].map(|around| law::slip(&p, 10_000, 10_000, around)).into();
    assert!(out.is_sorted_by(|a, b| a > b), "{out:?}");
    assert_eq!(out[2], 500, "ring.slip of them at equal strength");
    assert_eq!(law::slip(&p, 0, 0, 0), 0);
    // two formations in one ring slip out like one of both
    assert_eq!(law::slip(&p, 4000, 10_000, 30_000) + law::slip(&p, 6000, 10_000, 30_000), law::slip(&p, 10_000, 10_000, 30_000));
}

#[test]
fn officers_are_missed_once_a_tenth_is_lost() {
    let p = parameters();
    assert_eq!(law::officers(&p, 9_001, 999), 0);
    assert_eq!(law::officers(&p, 9_000, 1_000), 40);
    assert_eq!(law::officers(&p, 0, 5_000), 200);
    assert_eq!(law::officers(&p, 0, 0), 0);
}
