//! Equal arguments give equal results: rows in any order, any number of threads, any profile.

use crate::variant::wuhan;
use huizhan_base::{Date, Draw, Draws};
use huizhan_lab::{Run, replicate, validate};
use huizhan_scenario::Scenario;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");

/// Every table below a folder.
fn tables(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tables(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "csv") {
            found.push(path);
        }
    }
}

/// Puts the rows of a table into another order; the header stays.
fn shuffle(path: &Path, seed: u64) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let name: u32 = path.to_string_lossy().bytes().fold(0, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let draws = Draws::new(seed).at("1938-06-11".parse::<Date>().unwrap());
    assert!(lines.iter().all(|line| line.matches('"').count() % 2 == 0), "a row of {} spans lines", path.display());
    for last in (2..lines.len()).rev() {
        let word = draws.words(Draw::Test, name, last as u32)[0];
        lines.swap(last, 1 + word as usize % last);
    }
    std::fs::write(path, lines.join("\n") + "\n").unwrap();
}

/// An exported scenario with its theatre beside it, all rows shuffled.
fn shuffled(name: &str, seed: u64) -> Scenario {
    let folder = tempfile::tempdir().unwrap();
    huizhan_scenario::export(name, folder.path()).unwrap();
    let theatre = folder.path().join("theatres/central-china");
    std::fs::create_dir_all(&theatre).unwrap();
    for entry in std::fs::read_dir(format!("{DATA}/theatres/central-china")).unwrap() {
        let from = entry.unwrap().path();
        if from.is_file() {
            std::fs::copy(&from, theatre.join(from.file_name().unwrap())).unwrap();
        }
    }
    let mut found = Vec::new();
    tables(folder.path(), &mut found);
    assert!(found.len() > 10, "{} tables", found.len());
    for path in &found {
        shuffle(path, seed);
    }
    Scenario::open(folder.path().to_str().unwrap()).unwrap_or_else(|invalid| panic!("{invalid}"))
}

#[test]
fn rows_may_stand_in_any_order() {
    for name in ["teaching-crossing", "wuhan1938"] {
        let plain = Scenario::embedded(name).unwrap();
        for seed in [1, 2] {
            let other = shuffled(name, seed);
            assert_eq!(
                huizhan_replay::scenario_digest(&plain.setting),
                huizhan_replay::scenario_digest(&other.setting),
                "{name}: rows in another order are another scenario (shuffle {seed})"
            );
            assert_eq!(replicate(&plain, seed), replicate(&other, seed), "{name}, seed {seed}: rows in another order play differently");
        }
    }
}

#[test]
fn one_thread_and_two_validate_alike() {
    let scenario = wuhan();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        serde_json::to_string(&pool.install(|| validate(&scenario, None, 5, &|| ()))).unwrap()
    };
    assert_eq!(on(1), on(2));
}

/// Digests of a run, one line every so many days and one at the end.
fn digests(scenario: &Scenario, seed: u64, every: i32) -> String {
    let mut run = Run::new(scenario, seed);
    let mut text = String::new();
    while !run.is_over() {
        let date = run.world.date;
        run.day();
        if (date - scenario.setting.start + 1) % every == 0 || run.is_over() {
            writeln!(text, "{date} {}", run.world.digest()).unwrap();
        }
    }
    text
}

/// Compares with the committed file, the same for every profile and machine; `UPDATE_GOLDEN=1` renews it.
fn check_golden(name: &str, every: i32) {
    let found = digests(&Scenario::embedded(name).unwrap(), 1, every);
    let path = format!("{}/tests/it/golden/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    let first = golden.lines().zip(found.lines()).find(|(golden, found)| golden != found);
    assert!(
        golden == found,
        "{name}, seed 1: digests differ from {path}, first at {first:?}; if the results were meant to change, renew the file \
         with UPDATE_GOLDEN=1 in a commit of its own"
    );
}

#[test]
fn golden_digests_of_the_teaching_campaign() {
    check_golden("teaching-crossing", 2);
}

#[test]
fn golden_digests_of_the_wuhan_campaign() {
    check_golden("wuhan1938", 10);
}
