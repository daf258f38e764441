use super::law::{Reach, delay_days};
use crate::Parameters;

fn parameters() -> Parameters {
    let mut p = Parameters::zero();
    p.command_distance_share = 0.3;
    p.command_distance_km = 120.0;
    p.command_staff = 0.25;
    p
}

#[test]
fn the_average_formation_takes_the_side_s_own_delay() {
    let reach = Reach { echelons: 1.0, km: 120.0, staff: 0.0 };
    assert!((delay_days(&parameters(), [1.0, 4.0], 0.5, &reach) - 2.5).abs() < 1e-12);
}

#[test]
fn echelons_and_distance_lengthen_it_and_a_good_staff_shortens_it() {
    let p = parameters();
    let days = |echelons, km, staff| delay_days(&p, [1.0, 4.0], 0.5, &Reach { echelons, km, staff });
    assert!(days(1.5, 120.0, 0.0) > days(1.0, 120.0, 0.0));
    assert!(days(1.0, 240.0, 0.0) > days(1.0, 120.0, 0.0));
    assert!(days(1.0, 120.0, 1.0) < days(1.0, 120.0, 0.0) && days(1.0, 120.0, 0.0) < days(1.0, 120.0, -1.0));
}
