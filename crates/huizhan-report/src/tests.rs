use crate::markup::{day_in_words, escape, thousands};
use crate::{Chronicle, Factor, History, Summary, advantage_factors, end_factors, intensity_factors, win_factors};
use huizhan_lab::Run;
use huizhan_scenario::Scenario;
use huizhan_sim::{EngagementDay, EventKind, law};
use std::time::Duration;

fn played(scenario: &Scenario, days: usize) -> History {
    let mut run = Run::new(scenario, 11);
    let mut history = History::begin(&run, 11);
    for _ in 0..days {
        history.play(&mut run);
    }
    history.finish(&run);
    history
}

fn engagements(history: &History) -> Vec<&EngagementDay> {
    let days = history.events.iter().filter_map(|event| match &event.kind {
        EventKind::EngagementDay(day) => Some(&**day),
        _ => None,
    });
    days.collect()
}

fn sum(factors: &[Factor]) -> f64 {
    factors.iter().map(|factor| factor.value).sum()
}

#[test]
fn text_is_safe_and_readable() {
    assert_eq!(escape("<b>\"A & B\"</b>"), "&lt;b&gt;&quot;A &amp; B&quot;&lt;/b&gt;");
    assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
    assert_eq!(day_in_words("1938-06-11".parse().unwrap()), "11 June 1938");
}

#[test]
fn factors_sum_to_what_the_law_computed() {
    let scenario = Scenario::embedded("teaching-crossing").unwrap();
    let history = played(&scenario, 14);
    let p = &scenario.setting.parameters;
    let days = engagements(&history);
    assert!(!days.is_empty(), "the exercise has engagements");
    for day in days {
        assert!((law::logistic(sum(&end_factors(p, day))) - day.p_end).abs() < 1e-5);
        assert!((law::logistic(sum(&win_factors(p, day))) - day.p_win).abs() < 1e-5);
        let tilt = p.combat_force_ratio * day.ln_force_ratio + day.advantage.iter().sum::<f64>() + day.noise[1];
        assert!((sum(&advantage_factors(p, day)) - tilt).abs() < 1e-9);
        let rough = end_factors(p, day).pop().unwrap();
        let ground = scenario.setting.theatre.cells.terrain[day.cell.index()];
        let expected = if ground.is_rough() { p.end_rough } else { 0.0 };
        assert!((rough.value - expected).abs() < 1e-6, "what is left over is the rough ground");
        let shares: f64 = intensity_factors(p, day).iter().map(|factor| factor.share).sum();
        assert!((shares - 1.0).abs() < 1e-9);
    }
}

#[test]
fn losses_follow_from_the_factors() {
    let scenario = Scenario::embedded("teaching-crossing").unwrap();
    let p = &scenario.setting.parameters;
    for day in engagements(&played(&scenario, 14)) {
        let rate = sum(&intensity_factors(p, day)).exp();
        let tilt = sum(&advantage_factors(p, day));
        for (side, sign) in [(0, -1.0), (1, 1.0)] {
            let share = (1.0 - (-rate * (sign * tilt).exp()).exp()).min(p.combat_loss_max);
            let ratio = f64::from(day.losses[side]) / (day.men[side] * share).max(1.0);
            // what is left is the noise of the day, and the cut at the largest loss
            let noise = 5.0 * p.combat_noise_daily;
            assert!(day.losses[side] < 10 || ratio.ln().abs() < noise, "side {side}: {ratio} in {day:?}");
        }
    }
}

#[test]
fn the_page_of_the_first_day_can_be_drawn() {
    let scenario = Scenario::embedded("teaching-crossing").unwrap();
    for days in [0, 1, 14] {
        let history = played(&scenario, days);
        let page = crate::page(&scenario, &history);
        assert!(page.contains("<svg") && page.ends_with("</html>\n"), "{days} days");
        assert!(!page.contains("NaN") && !page.contains("inf\""), "{days} days");
        for tag in ["section", "figure", "table", "article", "g", "div"] {
            let count = |text: &str| page.matches(text).count();
            let opened = count(&format!("<{tag}>")) + count(&format!("<{tag} "));
            assert_eq!(opened, count(&format!("</{tag}>")), "{tag} after {days} days");
        }
    }
}

#[test]
fn every_event_has_its_why() {
    let scenario = Scenario::embedded("teaching-crossing").unwrap();
    let history = played(&scenario, 14);
    let chronicle = Chronicle::new(&scenario);
    for event in &history.events {
        let line: serde_json::Value = serde_json::from_str(&chronicle.line(event)).unwrap();
        assert!(line["why"].as_object().is_some_and(|why| !why.is_empty()), "{line}");
    }
}

#[test]
fn the_summary_ends_with_the_last_day_played() {
    let scenario = Scenario::embedded("teaching-crossing").unwrap();
    let summary = Summary::new(&scenario, &played(&scenario, 3), Duration::ZERO);
    assert_eq!(summary.end.to_string(), "1938-04-03");
    assert_eq!(summary.digest.len(), 16);
    assert!(summary.formations.values().all(|count| *count > 0));
}

#[test]
fn a_validation_of_a_campaign_with_a_bare_record_has_its_page() {
    let scenario = Scenario::embedded("teaching-crossing").unwrap();
    let validation = huizhan_lab::validate(&scenario, None, 4, &|| ());
    let page = crate::validation_page(&scenario, &validation);
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(page.contains("The record has no encirclement within the campaign."));
    assert!(!page.contains("NaN") && !page.contains("inf"), "nothing is divided by nothing");
    for (open, close) in [("<section>", "</section>"), ("<div", "</div>"), ("<table", "</table>"), ("<svg", "</svg>")] {
        assert_eq!(page.matches(open).count(), page.matches(close).count(), "every {open} is closed");
    }
}
