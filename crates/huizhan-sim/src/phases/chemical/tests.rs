//! What repeats leave of the modifier.

use super::fresh;
use crate::Parameters;

#[test]
fn each_repeat_leaves_the_same_share() {
    let mut p = Parameters::zero();
    p.chemical_repeat = 0.5;
    let left = |p: &Parameters| [0, 1, 3].map(|met| fresh(p, met).to_bits());
    assert_eq!(left(&p), [1.0, 0.5, 0.125].map(f64::to_bits), "halves are exact");
    p.chemical_repeat = 0.0;
    assert_eq!(left(&p), [1.0, 0.0, 0.0].map(f64::to_bits));
}
