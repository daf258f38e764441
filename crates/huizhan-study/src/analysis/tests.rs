//! Checks of the analysis on numbers whose answers are known.

use super::statistics::{least_squares, partial_ranks, ranks, wilson};
use super::*;
use crate::rows::CaptureRow;

#[test]
fn pairs_that_go_together_have_a_narrow_interval_and_strangers_have_not() {
    let together: Vec<(f64, f64)> = (0..40).map(|at| (f64::from(at % 7) + 3.0 + f64::from(at % 2) * 0.1, f64::from(at % 7))).collect();
    let difference = paired(&together).unwrap();
    assert!((difference.mean - 3.05).abs() < 1e-9 && difference.narrower() > 20.0 && difference.correlation > 0.99, "{difference:?}");
    let strangers: Vec<(f64, f64)> = (0..40).map(|at| (f64::from(at * 3 % 7), f64::from(at * 5 % 11))).collect();
    assert!((0.8..1.25).contains(&paired(&strangers).unwrap().narrower()));
}

#[test]
fn intervals_are_those_of_the_tables() {
    for (freedom, table) in [(1.0, 12.706), (4.0, 2.776), (5.0, 2.571), (10.0, 2.228), (30.0, 2.042), (200.0, 1.972)] {
        assert!((student(freedom) - table).abs() < 0.002, "{freedom}: {} against {table}", student(freedom));
    }
    // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 29 of 29
    for (fallen, of, low, high) in [(81.0, 263, 0.2553, 0.3662), (15.0, 148, 0.0624, 0.1605), (0.0, 20, 0.0, 0.1611), (29.0, 29, 0.8830, 1.0)] {
        let [from, to] = wilson(fallen / f64::from(of), of as usize);
        assert!((from - low).abs() < 1e-4 && (to - high).abs() < 1e-4, "{fallen} of {of}: {from} to {to}");
    }
}

/// Eight points by hand; the answers are those of numpy (`lstsq` with a column of ones, partial correlation from `inv(corrcoef(ranks))`).
#[test]
fn a_plane_and_partial_ranks_are_those_of_numpy() {
    let inputs: Vec<Vec<f64>> = [[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [4.0, 3.0], [5.0, 8.0], [6.0, 4.0], [7.0, 7.0], [8.0, 6.0]].map(|row| row.to_vec()).to_vec();
    let outputs = [3.1, 2.0, 9.2, 4.9, 8.5, 7.1, 6.0, 11.7];
    let fit = least_squares(&inputs, &outputs).unwrap();
    let close = |ours: f64, theirs: f64| assert!((ours - theirs).abs() < 2e-3, "{ours} against {theirs}");
    close(fit.slopes[0].mean, 0.4514);
    close(fit.slopes[1].mean, 0.6597);
    close(fit.slopes[0].half, 1.3549);
    close(fit.slopes[1].half, 1.3549);
    close(fit.explained, 0.6101);
    let partial = partial_ranks(&inputs, &outputs).unwrap();
    close(partial[0], 0.2449);
    close(partial[1], 0.5203);
    assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
    let twice: Vec<Vec<f64>> = inputs.iter().map(|row| vec![row[0], 2.0 * row[0]]).collect();
    assert!(least_squares(&twice, &outputs).is_none(), "two inputs that say the same cannot be told apart");
}

/// Both measures of a run, from its point, its levels and its seed.
type Made = dyn Fn(usize, &[f64], u32) -> [Option<f64>; 2];

/// A study of two measures; rows follow from what `of` says of the levels of a point under a seed.
fn played(design: &str, factors: &str, of: &Made) -> Analysis {
    let text = format!(
        "id = \"a\"\ntitle = \"A\"\nquestion = \"?\"\nscenario = \"teaching-crossing\"\nreplications = 8\nmeasures = [\"captures\", \"capture.ford\"]\n{design}\n{factors}"
    );
    let study = Study::parse("a.toml", &text, &mut Diagnostics::default()).unwrap();
    let points = study.points("a.toml", &mut Diagnostics::default());
    let mut rows = Vec::new();
    for (at, point) in points.iter().enumerate() {
        let levels: Vec<f64> = point.settings.iter().map(|setting| setting.value.to_string().parse().unwrap()).collect();
        for replication in 0..8 {
            let measures = of(at, &levels, replication);
            let documented = Date::from_days(100);
            let capture = CaptureRow { event: "E1".into(), place: "ford".into(), by: "red".into(), documented, day: measures[1].map(|day| Date::from_days(day as i32)) };
            rows.push(Replicated {
                point: at as u32,
                replication,
                seed: u64::from(replication),
                digest: String::new(),
                label: point.label.clone(),
                settings: point.text(),
                measures: measures.to_vec(),
                captures: vec![capture],
                losses: Vec::new(),
                daily: Vec::new(),
            });
        }
    }
    let meta = Meta { study: text, study_digest: String::new(), engine_version: String::new(), tasks: rows.len() as u64, measures: study.measures };
    analyse(&meta, &rows, 31.0)
}

const TWO: &str = "[[factor]]\nname = \"a\"\nlevels = [0, 1]\n[[factor]]\nname = \"b\"\nlevels = [0, 1, 2]\n";

#[test]
fn a_factorial_tells_main_effects_from_interaction_and_seeds_from_both() {
    let of = |_: usize, levels: &[f64], seed: u32| [Some(3.0 * levels[0] + 5.0 * levels[1] + 2.0 * levels[0] * levels[1] + 100.0 * f64::from(seed % 5)), None];
    let analysis = played("design = \"full-factorial\"", TWO, &of);
    let Effects::Levels { factors, interactions } = &analysis.effects[0] else { panic!("{:?}", analysis.effects) };
    let effect = |name: &str, level: usize| factors.iter().find(|factor| factor.name == name).unwrap().levels[level].effect.unwrap();
    // over b = 0, 1, 2 the first factor does 3 + 2 * 1; over a = 0, 1 a level of the second does 5 + 2 * 0.5
    for (found, known) in [(effect("a", 1), 5.0), (effect("b", 1), 6.0), (effect("b", 2), 12.0), (interactions[0].effect, 4.0), (interactions[1].effect, 2.0)] {
        assert!((found.mean - known).abs() < 1e-9 && found.half < 1e-9 && found.count == 8, "{found:?} against {known}");
    }
    assert_eq!((factors[0].name.as_str(), interactions[0].levels.join(" ")), ("b", "1 2".to_owned()));
}

#[test]
fn one_at_a_time_compares_with_the_baseline_alone_and_knows_no_interaction() {
    let of = |_: usize, levels: &[f64], seed: u32| [Some(3.0 * levels[0] + 5.0 * levels[1] + f64::from(seed)), None];
    let analysis = played("design = \"one-at-a-time\"", TWO, &of);
    let Effects::Levels { factors, interactions } = &analysis.effects[0] else { panic!("{:?}", analysis.effects) };
    assert!(interactions.is_empty());
    let effects: Vec<f64> = factors.iter().flat_map(|factor| factor.levels.iter().filter_map(|level| level.effect)).map(|effect| effect.mean).collect();
    assert_eq!(effects, [5.0, 10.0, 3.0]);
    let bases: Vec<f64> = factors.iter().map(|factor| factor.levels[0].mean.mean).collect();
    assert_eq!(bases, [3.5, 3.5], "the baseline is point 0, not every point that leaves the factor alone");
}

#[test]
fn a_latin_hypercube_gives_slopes_over_the_range_and_no_difference_to_a_baseline() {
    let factors = "[[factor]]\nname = \"a\"\nlow = 10.0\nhigh = 30.0\n[[factor]]\nname = \"b\"\nlow = 0.0\nhigh = 1.0\n[[factor]]\nname = \"c\"\nlow = 0.0\nhigh = 1.0\n";
    let of = |_: usize, levels: &[f64], seed: u32| [Some(0.2 * levels[0] - 7.0 * levels[1] + f64::from(seed)), None];
    let analysis = played("design = \"latin-hypercube\"\npoints = 60", factors, &of);
    let Effects::Ranges { factors, explained } = &analysis.effects[0] else { panic!("{:?}", analysis.effects) };
    let slopes: Vec<(&str, f64)> = factors.iter().map(|factor| (factor.name.as_str(), (factor.slope.mean * 1e6).round() / 1e6)).collect();
    assert!(slopes[..2] == [("b", -7.0), ("a", 4.0)] && slopes[2].1.abs() < 1e-6, "{slopes:?}");
    assert!((explained - 1.0).abs() < 1e-9 && factors[0].rank < -0.95 && factors[1].rank > 0.85);
    assert!(factors[0].bins.len() == 8 && factors[0].bins[0].1.mean > factors[0].bins[7].1.mean);
    assert!(analysis.points.iter().all(|point| point.measures[0].difference.is_none()));
}

#[test]
fn a_day_that_never_came_is_counted_told_and_left_out_of_the_check() {
    // at the second point it does not come under the last two seeds
    let of = |at: usize, _: &[f64], seed: u32| [None, (at == 0 || seed < 6).then(|| 10.0 + f64::from(seed) + 4.0 * at as f64)];
    let analysis = played("design = \"one-at-a-time\"", "[[factor]]\nname = \"a\"\nlevels = [0, 1]\n", &of);
    let here = &analysis.points[1].measures[1];
    assert!((here.share - 0.75).abs() < 1e-9 && here.values.len() == 8);
    let difference = here.difference.unwrap();
    // six pairs of +4, then 31 - 16 and 31 - 17
    assert!((difference.mean - (24.0 + 15.0 + 14.0) / 8.0).abs() < 1e-9, "{difference:?}");
    let both = difference.came_in_both.unwrap();
    assert_eq!((both.mean, both.half, both.count), (4.0, 0.0, 6));
    let survival = here.survival.as_ref().unwrap();
    assert_eq!((survival.runs, survival.censored, survival.steps.len()), (8, 2, 6));
    assert!((survival.steps[5].stands - 0.25).abs() < 1e-9 && survival.steps.iter().all(|step| step.band[0] < step.stands && step.stands < step.band[1]));
    assert_eq!(analysis.documented, [None, Some(Date::from_days(100))]);
    // a measure that exists nowhere is no reason to fall
    assert!(analysis.points[0].measures[0].values.is_empty() && analysis.effects[0] == Effects::Points);
}
