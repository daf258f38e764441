//! Pages of studies of every design, played on the teaching exercise.

use super::plot::{Scale, Unit};
use super::{FirstDifference, study_page};
use huizhan_base::Diagnostics;
use huizhan_study::analysis::analyse;
use huizhan_study::rows::{CaptureRow, Meta, Replicated};
use huizhan_study::{Prepared, Study};

const HEAD: &str = "id = \"small\"\ntitle = \"A <small> study\"\nquestion = \"Who & what?\"\ncaveat = \"Nothing of 1938.\"\nscenario = \"teaching-crossing\"\nmeasures = [\"MEASURES\"]\n";
const ARMS: &str = "design = \"arms\"\n[[arm]]\nid = \"as it is\"\n[[arm]]\nid = \"slow <march>\"\nset = [\"march.plain=1.6\"]\nwhy = \"assumption\"\n[[arm]]\nid = \"equal\"\n[[arm]]\nid = \"bloodier\"\nset = [\"combat.base=-3.5\"]\nwhy = \"assumption\"\n";
const LEVELS: &str = "[[factor]]\nname = \"combat.base\"\nlevels = [-3.654, -3.8]\n[[factor]]\nname = \"march.plain\"\nlevels = [1.2, 1.3, 1.6]\n";
const RANGES: &str = "points = 24\n[[factor]]\nname = \"combat.base\"\nlow = -3.9\nhigh = -3.5\n[[factor]]\nname = \"march.plain\"\nlow = 1.2\nhigh = 1.6\n";

fn page(design: &str, replications: u32) -> String {
    let scenario = huizhan_scenario::Scenario::embedded("teaching-crossing").unwrap();
    let side = &scenario.setting.sides[1].id;
    let measures = [format!("losses.{side}"), "captures".to_owned(), "exchange".to_owned()].join("\", \"");
    let text = HEAD.replace("MEASURES", &measures) + &format!("replications = {replications}\n") + design;
    let prepared = Prepared::new("small.toml", &text, None, None, false).unwrap_or_else(|invalid| panic!("{invalid}"));
    let setting = &prepared.base.setting;
    let analysis = analyse(&prepared.meta, &prepared.play_in_memory(&|| ()), f64::from(setting.end - setting.start + 1));
    let base = prepared.base.adjusted(&prepared.points[0].settings).unwrap();
    let look = |point: &huizhan_study::Point| FirstDifference::look(&point.label, &base, &prepared.base.adjusted(&point.settings).unwrap(), 0..2);
    let first: Vec<FirstDifference> = prepared.points.iter().skip(1).take(3).map(look).collect();
    study_page(&prepared.study, &prepared.meta, &analysis, &first, &prepared.base)
}

fn whole(page: &str) {
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    for bad in ["<script", "NaN", "inf%", "inf\"", "http://", "https://", "<small>", "<march>"] {
        assert!(!page.contains(bad), "`{bad}` is in the page");
    }
    for tag in ["section", "figure", "table", "tr", "td", "svg", "div", "p", "ul", "li", "h2", "h3", "h4", "main"] {
        let count = |text: &str| page.matches(text).count();
        assert_eq!(count(&format!("<{tag}>")) + count(&format!("<{tag} ")), count(&format!("</{tag}>")), "{tag}");
    }
}

#[test]
fn arms_are_compared_with_the_first_and_an_equal_one_says_so() {
    let page = page(ARMS, 12);
    whole(&page);
    assert!(page.contains("A &lt;small&gt; study") && page.contains("Nothing of 1938.") && page.contains("small.toml"));
    assert!(page.contains("under 2 seeds the runs are equal") && page.contains("Under 2 of 2 seeds the runs part"));
    assert!(!page.contains("Effects of the factors"), "arms have no factors");
    // every head of a column says what is counted
    assert!(page.contains("<span class=\"unit\">people</span>") && page.contains("<span class=\"unit\">captures</span>") && page.contains("Difference of pairs (people)"));
    assert!(page.contains("<em>why: ") && page.contains("but no event does"), "what changed first has its reason, or is told to be no event");
}

#[test]
fn levels_have_a_tornado_and_combinations_what_they_do_together() {
    let one = page(&format!("design = \"one-at-a-time\"\n{LEVELS}"), 8);
    whole(&one);
    assert!(one.contains("Effects of the factors") && !one.contains("What two factors do together"));
    let all = page(&format!("design = \"full-factorial\"\n{LEVELS}"), 8);
    whole(&all);
    assert!(all.contains("Effects of the factors") && all.contains("What two factors do together") && all.contains("of 2 "));
}

#[test]
fn ranges_have_slopes_and_no_baseline() {
    for design in ["latin-hypercube", "sobol"] {
        let page = page(&format!("design = \"{design}\"\n{RANGES}"), 2);
        whole(&page);
        assert!(page.contains("over their whole ranges") && page.contains("The plane answers for") && !page.contains(">Differences<"));
    }
}

#[test]
fn a_single_seed_makes_a_page_without_false_intervals() {
    let page = page(ARMS, 1);
    whole(&page);
    assert!(!page.contains(">Differences<"), "one pair has no interval");
}

#[test]
fn places_have_curves_and_days_that_did_not_come_are_told() {
    let scenario = huizhan_scenario::Scenario::embedded("wuhan1938").unwrap();
    let (start, never) = (scenario.setting.start, f64::from(scenario.setting.end - scenario.setting.start + 1));
    let text = HEAD.replace("MEASURES", "capture.hankou\", \"last.hankou+wuchang").replace("teaching-crossing", "wuhan1938") + "replications = 4\n" + ARMS;
    let study = Study::parse("small.toml", &text, &mut Diagnostics::default()).unwrap();
    let row = |point: usize, replication: u32| {
        let day = (replication > 0).then_some(f64::from(120 + 5 * replication) + 2.0 * point as f64);
        let capture = |place: &str, documented: i32| CaptureRow {
            event: place.to_owned(),
            place: place.to_owned(),
            by: "japan".to_owned(),
            documented: start + documented,
            day: day.map(|day| start + day as i32),
        };
        Replicated {
            point: point as u32,
            replication,
            seed: u64::from(replication),
            digest: String::new(),
            label: study.arms[point].id.clone(),
            settings: String::new(),
            measures: vec![day, day],
            captures: vec![capture("hankou", 136), capture("wuchang", 137)],
            losses: Vec::new(),
            daily: Vec::new(),
        }
    };
    let rows: Vec<Replicated> = (0..3).flat_map(|point| (0..4).map(move |replication| (point, replication))).map(|(point, replication)| row(point, replication)).collect();
    let meta = Meta { study: text, study_digest: "d".to_owned(), engine_version: "0".to_owned(), tasks: 12, measures: study.measures.clone() };
    let page = study_page(&study, &meta, &analyse(&meta, &rows, never), &[], &scenario);
    whole(&page);
    for told in ["How long places stand", "Day of the fall of Hankou", "the last of Hankou and Wuchang", "not by the end: 25&nbsp;%", "Where it came in both", "+2.0 ± 0.0 (n 3)", "as it is 25&nbsp;%"] {
        assert!(page.contains(told), "`{told}` is not told");
    }
}

#[test]
fn scales_and_units_read_as_a_person_would_write_them() {
    let start: huizhan_base::Date = "1938-06-11".parse().unwrap();
    let days = Unit::of("capture.hankou", start);
    assert_eq!((days.value(136.0), days.signed(-3.96), days.signed(0.04)), ("25 Oct".to_owned(), "−4.0".to_owned(), "0.0".to_owned()));
    let men = Unit::of("losses.japan", start);
    assert_eq!((men.value(39_628.4), men.plus_minus(-7796.4, 896.9)), ("39,628".to_owned(), "−7,796 ± 897".to_owned()));
    assert_eq!(Unit::of("exchange", start).signed(0.254), "+0.25");
    assert_eq!(super::plot::label("a.b=0.8028358266994473 c=on d=1.097"), "a.b=0.80 c=on d=1.097");
    let scale = Scale::of([10.0, 14.0].into_iter());
    assert!(scale.ticks(days).iter().all(|tick| tick.fract().abs() < 1e-9) && scale.share(9.0) <= 0.0 && scale.share(99.0) >= 1.0);
    // values that are all the same still have a scale
    assert!(Scale::of([5.0].into_iter()).share(5.0).is_finite() && Scale::of(std::iter::empty()).share(0.5).is_finite());
}
