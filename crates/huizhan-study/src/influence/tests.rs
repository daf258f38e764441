use super::*;
use huizhan_base::{Draw, Draws};

fn normal(point: usize, seed: usize) -> f64 {
    Draws::new(point as u64).round(seed).normal(Draw::Test, 0)
}

#[test]
fn of_numbers_that_only_disturb_the_dice_none_is_told_from_chance_and_one_that_matters_is() {
    let (mut told, mut ratio) = (0, 0.0);
    for seed in 0..10 {
        let walk = Walk { method: Method::Morris(6), replications: 4, seed };
        let shares = morris_design(6, 60, seed);
        // a campaign of pure chance, but for number 7, whose whole range is worth six times a campaign's standard deviation
        let output = |point: usize, shares: &[f64]| (0..4).map(|run| normal(1000 * seed as usize + point, run) + 6.0 * shares[7]).collect();
        let outputs: Vec<Vec<f64>> = shares.iter().enumerate().map(|(point, shares)| output(point, shares)).collect();
        for (at, influence) in walk.influences(&shares, &outputs).iter().enumerate() {
            let Influence::Morris { effect, chance: Some(chance), .. } = influence else { panic!("{influence:?}") };
            if at == 7 {
                assert_eq!(influence.is_clear(), Some(true), "{influence:?}");
            } else {
                told += u32::from(influence.is_clear() == Some(true));
                ratio += effect.mu_star / chance / 590.0;
            }
        }
    }
    // of 590 numbers one in 4300 is expected to be told from chance, and their mu_star is what chance is said to give
    assert!(told <= 1 && (0.95..1.07).contains(&ratio), "{told} told from chance, mu_star is {ratio:.3} of it");
}

/// Ratio and degrees of freedom: levels of Fisher's distribution as `scipy` 1.17.1 has them: `f.isf(norm.sf(3.5), a, b)`.
#[test]
fn standard_deviations_above_chance_are_those_of_fishers_distribution() {
    const LEVELS: [(f64, [f64; 2]); 5] = [(21.6463, [2.0, 10.0]), (13.2579, [4.0, 12.0]), (8.1559, [6.0, 18.0]), (4.0079, [10.0, 70.0]), (2.7893, [20.0, 140.0])];
    for (ratio, freedom) in LEVELS {
        let above = above_chance(ratio, 1.0, freedom);
        assert!((above - 3.5).abs() < 0.1, "{freedom:?}: {above}");
    }
    // where no two seeds differ any effect is one, and none is none
    assert!(above_chance(0.0, 0.0, [4.0, 12.0]).abs() < f64::EPSILON && above_chance(1.0, 0.0, [4.0, 12.0]).is_infinite());
}

#[test]
fn chance_puts_into_the_total_index_what_is_said() {
    let walk = Walk { method: Method::Sobol(1024), replications: 6, seed: 5 };
    let shares = sobol_design(1024, 4, 5).unwrap();
    let outputs: Vec<Vec<f64>> = shares.iter().enumerate().map(|(point, shares)| (0..6).map(|seed| normal(point, seed) + 3.0 * shares[0]).collect()).collect();
    // variance of the mean: 9/12 of number 0, 1/6 of chance, which every total index takes for its own
    let expected = (1.0 / 6.0) / (9.0 / 12.0 + 1.0 / 6.0);
    for (at, influence) in walk.influences(&shares, &outputs).iter().enumerate() {
        let Influence::Sobol { index, chance: Some(chance) } = influence else { panic!("{influence:?}") };
        assert!((chance - expected).abs() < 0.02, "{chance} against {expected}");
        assert!(at == 0 || (index.total.0 - chance).abs() < 0.03, "{influence:?}");
    }
}

#[test]
fn without_a_difference_between_seeds_nothing_is_laid_to_chance_and_with_few_nothing_is_said() {
    let shares = morris_design(4, 2, 1);
    let walk = Walk { method: Method::Morris(4), replications: 4, seed: 1 };
    let exact: Vec<Vec<f64>> = shares.iter().map(|shares| vec![shares[0]; 4]).collect();
    let influences = walk.influences(&shares, &exact);
    assert_eq!(influences.iter().map(Influence::is_clear).collect::<Vec<_>>(), [Some(true), Some(false)]);
    for few in [1, 3] {
        let outputs: Vec<Vec<f64>> = exact.iter().map(|seeds| seeds[..few].to_vec()).collect();
        assert!(walk.influences(&shares, &outputs).iter().all(|influence| influence.is_clear().is_none()));
    }
}

#[test]
fn a_campaign_is_screened_alike_on_one_thread_and_three_and_the_range_of_a_number_is_walked_to_its_ends() {
    let base = Scenario::embedded("teaching-crossing").unwrap();
    let numbers = numbers(&base, &["combat.base".to_owned(), "march".to_owned()]).unwrap();
    assert!(numbers.len() > 4, "{numbers:?}");
    let measures = [format!("losses.{}", base.setting.sides[0].id), "captures".to_owned()];
    let walk = Walk { method: Method::Morris(2), replications: 2, seed: 1938 };
    let pool = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let counted = std::sync::atomic::AtomicU64::new(0);
    let count = || {
        counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    };
    let one = pool(1).install(|| walk.play(&base, &numbers, &measures, &count)).unwrap();
    assert_eq!(Some(counted.into_inner()), walk.runs(numbers.len()));
    assert_eq!(one, pool(3).install(|| walk.play(&base, &numbers, &measures, &|| ())).unwrap());
    assert!(one[0].iter().any(|influence| influence.rank() > 0.0));
}

#[test]
fn unknown_names_and_measures_are_told_and_what_is_held_is_not_varied() {
    let base = Scenario::embedded("teaching-crossing").unwrap();
    let told = numbers(&base, &["combat.bse".to_owned(), "march".to_owned(), "comb".to_owned()]).unwrap_err().to_string();
    assert!(told.contains("combat.bse") && told.contains("comb:") && !told.contains("march"), "{told}");
    let held = base.adjusted(&[Adjustment::number("combat.base", -3.7)]).unwrap();
    assert_eq!(numbers(&held, &[]).unwrap().len() + 1, numbers(&base, &[]).unwrap().len());
    let walk = Walk { method: Method::Sobol(100_000), replications: 1, seed: 0 };
    let told = walk.play(&base, &numbers(&base, &["combat.base".to_owned()]).unwrap(), &["losses.green".to_owned()], &|| ()).unwrap_err().to_string();
    assert!(told.contains("losses.green") && told.contains("65536"), "{told}");
}
