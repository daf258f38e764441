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

/// A campaign in one line: every place falls near the end of August, the sooner the greater the first number, with chance keyed by the place.
fn made_up_day(scenario: &Scenario, observation: &Observation, member: usize, first: f64) -> f64 {
    let place = scenario.captures[observation.capture].place;
    let chance = Draws::new(9).round(member).normal(Draw::Test, u32::from(place.0));
    let day = 84.0 - 6.0 * first + 3.0 * chance;
    if observation.censored { day.min(observation.day) } else { day }
}

#[test]
fn later_days_changed_and_put_in_another_order_leave_the_posterior_bit_for_bit_as_it_was() {
    let recorded = campaign();
    let until = recorded.early_until;
    let mut changed = recorded.clone();
    // the last first: turned about the middle of what is left of the campaign, and sorted as a loader does
    for capture in changed.captures.iter_mut().filter(|capture| capture.day() > until) {
        let day = until + 1 + (recorded.setting.end - capture.day());
        capture.documented = [day, day];
    }
    changed.captures.sort_by(|a, b| (a.day(), &a.event).cmp(&(b.day(), &b.event)));
    assert_ne!(changed.captures.last().unwrap().event, recorded.captures.last().unwrap().event);
    let plan = Plan { until, particles: 200, updates: 4, seed: 3 };
    let members = |scenario: &Scenario| {
        let observations = observations(scenario, until);
        let data: Vec<f64> = observations.iter().map(|observation| observation.day).collect();
        let mut ensemble = Ensemble::new(plan, &priors(scenario)[..4]);
        let outputs: Vec<Vec<f64>> = (0..plan.particles)
            .map(|member| observations.iter().map(|held| made_up_day(scenario, held, member, ensemble.members[member][0])).collect())
            .collect();
        let chance = vec![vec![0.0; data.len()]; data.len()];
        ensemble.update(&outputs, &chance, &data);
        ensemble.members
    };
    let fitted = members(&recorded);
    assert_ne!(fitted, Ensemble::new(plan, &priors(&recorded)[..4]).members, "the data move the members");
    assert_eq!(members(&changed), fitted);
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
