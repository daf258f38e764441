//! The equations against what they promise.

use super::law::{self, Whole};
use huizhan_base::{Date, Draw, Draws};

#[test]
fn whole_numbers_of_a_row_keep_every_mean_and_the_sum() {
    let expected = [0.3, 2.45, 0.07, 1.1];
    let (mut sums, draws) = ([0u32; 4], 40_000);
    for day in 0..draws {
        let mut whole = Whole::new(Draws::new(1).at(Date::from_days(day)).uniform(Draw::Test, 0));
        let row = expected.map(|share| whole.next(share, 100));
        let all: u32 = row.iter().sum();
        assert!((3..=4).contains(&all), "3.92 makes three or four: {row:?}");
        sums.iter_mut().zip(row).for_each(|(sum, men)| *sum += men);
    }
    for (sum, share) in sums.iter().zip(expected) {
        let mean = f64::from(*sum) / f64::from(draws);
        assert!((mean - share).abs() < 0.02, "{mean} for {share}");
    }
}

#[test]
fn no_more_men_than_there_are() {
    let mut whole = Whole::new(0.9);
    assert_eq!([whole.next(7.0, 3), whole.next(0.2, 5)], [3, 1], "what one row cannot give is not taken from the next");
}

#[test]
fn deaths_go_to_the_diseases_they_are_expected_of() {
    let mut counts = [0u32; 5];
    for day in 0..2000 {
        let uniform = Draws::new(2).at(Date::from_days(day)).uniform(Draw::Test, 0);
        law::among(3, &[0.0, 1.0, 4.0, 0.0, 1.0], uniform, &mut counts);
    }
    assert_eq!(counts.iter().sum::<u32>(), 6000);
    assert_eq!([counts[0], counts[3]], [0, 0]);
    assert!((3900..4100).contains(&counts[2]), "{counts:?}");
    law::among(0, &[0.0; 5], 0.5, &mut counts);
    assert_eq!(counts.iter().sum::<u32>(), 6000);
}

#[test]
fn an_outbreak_ends_sooner_the_better_the_service() {
    let cases = |control: f64| {
        let (mut active, mut all) = (10.0, 10.0);
        for day in 0..120 {
            let new = active * law::reproduction(3.0, f64::from(day), control) / 8.0;
            active += new - active / 8.0;
            all += new;
        }
        all
    };
    let (quick, slow) = (cases(5.0), cases(12.0));
    assert!(quick > 10.0 && slow > 2.0 * quick && slow < 400.0, "{quick} {slow}");
}

#[test]
fn most_sources_make_few_sick_and_some_a_company() {
    let draws = 20_000;
    let of = |day: i32| law::common_source(0.8, Draws::new(3).at(Date::from_days(day)).uniform(Draw::Test, 0), 10_000.0, 50.0);
    let sizes: Vec<f64> = (0..draws).map(of).collect();
    let share = |least: f64| sizes.iter().filter(|size| **size >= least).count() as f64 / f64::from(draws);
    assert!(share(2.0) < 0.5 && share(100.0) > 0.002 && sizes.iter().all(|size| *size <= 200.0), "{} {}", share(2.0), share(100.0));
}
