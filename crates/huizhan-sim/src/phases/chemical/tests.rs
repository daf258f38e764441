//! What repeats leave of the modifier.

use super::fresh;
use crate::Parameters;

#[test]
fn each_repeat_leaves_the_same_share() {
    let mut p = Parameters::zero();
    p.chemical_repeat = 0.5;
    assert_eq!([fresh(&p, 0), fresh(&p, 1), fresh(&p, 3)], [1.0, 0.5, 0.125]);
    p.chemical_repeat = 0.0;
    assert_eq!([fresh(&p, 0), fresh(&p, 1)], [1.0, 0.0]);
}
