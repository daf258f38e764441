use crate::{Naive, Run, crps, quantile, replicate};
use huizhan_scenario::Scenario;

#[test]
fn the_score_is_the_mean_over_pairs() {
    let samples: [&[f64]; 4] = [&[4.0], &[1.0, 2.0, 9.0], &[5.0, 5.0, 5.0, 5.0], &[-3.0, 0.5, 12.0, 7.0, 7.0]];
    for sample in samples {
        for truth in [-2.0, 5.0, 20.0] {
            let count = sample.len() as f64;
            let error = sample.iter().map(|x| (x - truth).abs()).sum::<f64>() / count;
            let pairs = sample.iter().flat_map(|a| sample.iter().map(move |b| (a - b).abs())).sum::<f64>() / (count * count);
            assert!((crps(sample, truth) - (error - 0.5 * pairs)).abs() < 1e-12, "{sample:?} against {truth}");
        }
    }
}

#[test]
fn quantiles_are_values_of_the_sample() {
    let sorted: Vec<u32> = (1..=20).collect();
    let found = [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0].map(|share| quantile(&sorted, share));
    assert_eq!(found, [1, 1, 5, 10, 15, 19, 20]);
    assert_eq!(quantile(&[7], 0.5), 7);
}

#[test]
fn the_rival_goes_out_from_its_base_at_one_rate() {
    let scenario = Scenario::embedded("wuhan1938").unwrap();
    let early = Naive::fit(&scenario, |capture| capture.scored && capture.day() <= scenario.early_until);
    let all = Naive::fit(&scenario, |capture| capture.scored);
    assert!(early.rate_km_per_day > 0.0 && all.rate_km_per_day > 0.0);
    let scored = |capture: &huizhan_scenario::Capture| capture.scored;
    assert!(all.error(&scenario, &scored) <= early.error(&scenario, &scored), "the fit to all is the best of all");
    let day = |place: &str| {
        let at = scenario.captures.iter().position(|capture| scenario.setting.theatre.places[capture.place.index()].id == place);
        all.day(&scenario, at.expect("the record has the capture"))
    };
    for along in [["anqing", "madang", "jiujiang"], ["taihu", "huangmei", "guangji"], ["luan", "gushi", "xinyang"]] {
        assert!(along.windows(2).all(|pair| day(pair[0]) < day(pair[1])), "{along:?} fall in their order");
    }
}

#[test]
fn a_replication_is_a_run_to_its_end() {
    let scenario = Scenario::embedded("teaching-crossing").unwrap();
    let measures = replicate(&scenario, 9);
    let mut run = Run::new(&scenario, 9);
    let mut days = 0;
    while !run.is_over() {
        run.day();
        days += 1;
    }
    assert_eq!(days, scenario.setting.end - scenario.setting.start + 1);
    assert_eq!((measures.digest, measures.losses), (run.world.digest(), run.totals().losses));
    assert_ne!(replicate(&scenario, 10).digest, measures.digest, "another seed is another campaign");
}
