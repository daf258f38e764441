use super::*;

fn campaign() -> Scenario {
    Scenario::embedded("wuhan1938").unwrap()
}

#[test]
fn the_record_up_to_august_has_eleven_days_and_twenty_that_had_not_come() {
    let scenario = campaign();
    let held = observations(&scenario, scenario.early_until);
    assert_eq!(held.iter().filter(|observation| !observation.censored).count(), 11);
    assert_eq!(held.len(), 31);
}

#[test]
fn later_days_changed_and_put_in_another_order_leave_the_posterior_bit_for_bit_as_it_was() {
    let recorded = campaign();
    let until = recorded.setting.start + 30;
    let mut changed = recorded.clone();
    // the last first: turned about the middle of what is left of the campaign, and sorted as a loader does
    for capture in changed.captures.iter_mut().filter(|capture| capture.day() > until) {
        let day = until + 1 + (recorded.setting.end - capture.day());
        capture.documented = [day, day];
    }
    changed.captures.sort_by(|a, b| (a.day(), &a.event).cmp(&(b.day(), &b.event)));
    assert_ne!(changed.captures.last().unwrap().event, recorded.captures.last().unwrap().event);
    let plan = Plan { until, particles: 12, updates: 2, seed: 3 };
    let members = |scenario: &Scenario| {
        let observations = observations(scenario, until);
        let data: Vec<f64> = observations.iter().map(|observation| observation.day).collect();
        fit(scenario, Ensemble::new(plan, &priors(scenario)), &observations, &data, &|| (), &mut |_| true).unwrap().members
    };
    assert_eq!(members(&changed), members(&recorded));
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
