use super::*;
use huizhan_lab::calibration::{self, Ensemble};

/// A short fit of the first captures: page and words say what the figures are.
#[test]
fn a_fit_has_a_page_with_checks_and_with_what_it_did_not_identify() {
    let scenario = Scenario::embedded("wuhan1938").unwrap();
    let plan = Plan { until: scenario.setting.start + 8, particles: 10, updates: 1, seed: 5 };
    let observations = calibration::observations(&scenario, plan.until);
    let data: Vec<f64> = observations.iter().map(|observation| observation.day).collect();
    let priors = calibration::priors(&scenario);
    let fit = calibration::fit(&scenario, Ensemble::new(plan, &priors), &observations, &data, &|| (), &mut |_| true).unwrap();
    let (checks, learned) = (fit.predictive(&scenario, plan), fit.learned());
    assert_eq!((checks.captures.len(), learned.len()), (observations.len(), priors.len()));
    let page = calibration_page(&scenario, plan, "huizhan calibrate <x>", &checks, &learned);
    for told in ["Does the fitted model give the record back?", "Places that had not fallen", "replicated records", "do not identify", "calibrate &lt;x&gt;", "fall too early", "days off on average"] {
        assert!(page.contains(told), "`{told}` is not told");
    }
    for bad in ["NaN", "inf", "<script", "https://"] {
        assert!(!page.contains(bad) || bad == "inf" && !page.contains("inf%") && !page.contains(">inf"), "`{bad}` is in the page");
    }
    for tag in ["section", "table", "tr", "td", "svg", "div", "p", "details", "main"] {
        let count = |text: &str| page.matches(text).count();
        assert_eq!(count(&format!("<{tag}>")) + count(&format!("<{tag} ")), count(&format!("</{tag}>")), "{tag}");
    }
}

#[test]
fn words_tell_a_number_that_was_left_alone_from_one_that_moved() {
    let number = |shift: f64, lost: f64, touched: bool| Learned { key: "a.b".to_owned(), range: [0.0, 1.0], after: [0.05, 0.5, 0.95], shift, lost, touched };
    let learned = [number(0.8, 0.0, true), number(0.1, 0.2, true), number(-0.2, 0.03, true), number(0.0, 0.0, false), number(0.0, 0.0, false)];
    assert_eq!(learned.iter().map(words::is_told).collect::<Vec<_>>(), [true, true, false, false, false]);
}
