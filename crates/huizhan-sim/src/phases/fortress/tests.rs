use super::law::{FULL, crumbled, dug, permanent, hit};
use crate::Parameters;

fn numbers() -> Parameters {
    let mut p = Parameters::zero();
    p.works_fort = 0.9;
    p.works_field_max = 0.5;
    p.works_field_days = 20.0;
    p.works_labour_men = 8000.0;
    p.works_shell_field = 0.001;
    p.works_shell_fort = 0.0004;
    p
}

#[test]
fn fire_wears_works_down_and_permanent_ones_more_slowly() {
    let p = numbers();
    let field = crumbled(&p, 5000, 0, 100.0);
    let fort = crumbled(&p, 5000, 5000, 100.0);
    assert!(field < fort && fort < 5000, "{field} {fort}");
    assert_eq!(crumbled(&p, 5000, 0, 0.0), 5000, "without guns nothing crumbles");
}

#[test]
fn labour_and_its_factor_raise_works_faster() {
    let p = numbers();
    assert_eq!(dug(&p, 0.0, 1.0), 250);
    assert!(dug(&p, 2000.0, 1.0) > 250);
    assert_eq!(dug(&p, 2000.0, 0.0), 0);
}

#[test]
fn a_battery_without_guns_is_silent() {
    assert_eq!(hit(0.0, 0.0), FULL);
    assert_eq!(hit(1.0, 4.0), FULL / 4);
    assert_eq!(permanent(&numbers(), 2.0), FULL, "works have an end");
}
