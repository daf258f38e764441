use super::*;

fn campaign() -> Scenario {
    Scenario::embedded("wuhan1938").unwrap()
}

#[test]
fn days_after_the_last_one_used_cannot_enter_a_fit() {
    let mut scenario = campaign();
    let until = scenario.early_until;
    let as_recorded = observations(&scenario, until);
    assert_eq!(as_recorded.iter().filter(|observation| !observation.censored).count(), 11);
    for capture in scenario.captures.iter_mut().filter(|capture| capture.day() > until) {
        capture.documented = [capture.documented[0] + 17, capture.documented[1] + 17];
    }
    assert_eq!(observations(&scenario, until), as_recorded);
}

#[test]
fn a_fit_is_the_same_on_one_and_two_threads_and_when_it_was_interrupted() {
    let scenario = campaign();
    // a short stretch keeps the test short: the first captures alone
    let plan = Plan { until: scenario.setting.start + 10, particles: 12, updates: 2, seed: 3 };
    let observations = observations(&scenario, plan.until);
    let data: Vec<f64> = observations.iter().map(|observation| observation.day).collect();
    let priors = priors(&scenario);
    let whole = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| fit(&scenario, Ensemble::new(plan, &priors), &observations, &data, &|| (), &mut |_| true)).unwrap().members
    };
    let members = whole(1);
    assert_eq!(members, whole(2));
    let mut kept = None;
    let stopped = fit(&scenario, Ensemble::new(plan, &priors), &observations, &data, &|| (), &mut |ensemble| {
        kept = Some(serde_json::to_string(ensemble).unwrap());
        false
    });
    assert!(stopped.is_none());
    let resumed: Ensemble = serde_json::from_str(&kept.unwrap()).unwrap();
    let fit = fit(&scenario, resumed, &observations, &data, &|| (), &mut |_| true).unwrap();
    assert_eq!(fit.members, members);
    let posterior = Ensemble { plan, done: 2, members }.posterior(&priors, 5, Vec::new());
    assert!(posterior.try_on(&scenario).is_ok(), "a posterior lies within the ranges");
}
