//! Studies as a user plays them: shipped ones, shards, resumption, bad input.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use huizhan_study::rows::Replicated;
use huizhan_study::store::Results;
use huizhan_study::{Prepared, Shard};
use std::collections::BTreeSet;
use std::path::Path;

const SMALL: &str = r#"
id = "small"
title = "A small study"
question = "Do shards add up?"
scenario = "teaching-crossing"
design = "full-factorial"
replications = 60
measures = ["captures", "losses.blue", "exchange"]
daily = true

[[factor]]
name = "combat.base"
levels = [-3.654, -3.8]

[[factor]]
name = "march.plain"
levels = [1.2, 1.3]
"#;

fn small() -> Prepared {
    let side = &huizhan_scenario::Scenario::embedded("teaching-crossing").unwrap().setting.sides[0].id.clone();
    let text = SMALL.replace("losses.blue", &format!("losses.{side}"));
    Prepared::new("small.toml", &text, None, None, false).unwrap_or_else(|invalid| panic!("{invalid}"))
}

const WHOLE: Shard = Shard { index: 1, of: 1 };

fn at(location: impl AsRef<Path>) -> Results {
    Results::at(location).unwrap()
}

fn played(study: &Prepared, out: &Path) -> Vec<Replicated> {
    study.play(&at(out), WHOLE, &BTreeSet::new(), &|| ()).unwrap();
    at(out).read().unwrap().1
}

/// Every file of the results: path and bytes.
fn files(out: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for table in ["captures", "daily", "losses", "replications"] {
        for entry in out.join(table).read_dir().unwrap() {
            let path = entry.unwrap().path();
            files.push((format!("{table}/{}", path.file_name().unwrap().to_string_lossy()), std::fs::read(path).unwrap()));
        }
    }
    files.sort();
    files
}

#[test]
fn shards_threads_and_memory_give_the_same_bytes_and_rows() {
    let study = small();
    let (whole, parts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let rows = played(&study, whole.path());
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    for index in [2, 3, 1] {
        one.install(|| study.play(&at(parts.path()), Shard { index, of: 3 }, &BTreeSet::new(), &|| ())).unwrap();
    }
    assert!(files(whole.path()) == files(parts.path()), "shards on one thread differ from the whole");
    assert_eq!(rows.len(), 240);
    assert_eq!(rows, study.play_in_memory(&|| ()));
    assert!(rows.iter().all(|row| !row.daily.is_empty() && row.seed == u64::from(row.replication)), "each point is played under the same seeds, day by day");
}

#[test]
fn shards_on_an_object_store_add_up_to_the_rows_of_a_folder() {
    let study = small();
    let whole = tempfile::tempdir().unwrap();
    let rows = played(&study, whole.path());
    let objects = at("memory:///results/of/small");
    assert!(!objects.begun().unwrap());
    let play = |index| {
        let complete = objects.complete_chunks(&study.meta, &|chunk| chunk % 3 == index - 1).unwrap();
        study.play(&objects, Shard { index, of: 3 }, &complete, &|| ()).unwrap();
        complete.len()
    };
    assert_eq!([play(2), play(1), play(1)], [0, 0, 2], "the second time nothing is left to play");
    assert!(objects.begun().unwrap());
    let told = objects.read().unwrap_err().to_string();
    assert!(told.contains("chunk 2 missing"), "{told}");
    play(3);
    assert_eq!(objects.read().unwrap().1, rows);
}

#[test]
fn what_a_killed_process_left_is_played_again_and_nothing_is_lost_or_counted_twice() {
    let study = small();
    let (whole, broken) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    played(&study, whole.path());
    played(&study, broken.path());
    // half-written: one file cut short, one missing, one temporary
    let cut = broken.path().join("losses/part-000001.parquet");
    let bytes = std::fs::read(&cut).unwrap();
    std::fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    std::fs::remove_file(broken.path().join("replications/part-000002.parquet")).unwrap();
    std::fs::write(broken.path().join("daily/.part-000003.parquet.0123456789abcdef.partial"), b"half").unwrap();
    let told = at(broken.path()).read().unwrap_err().to_string();
    assert!(told.contains("part-000001") && told.contains("--resume"), "{told}");
    let complete = at(broken.path()).complete_chunks(&study.meta, &|_| true).unwrap();
    assert_eq!(complete, BTreeSet::from([0, 3]));
    study.play(&at(broken.path()), WHOLE, &complete, &|| ()).unwrap();
    assert!(files(whole.path()) == files(broken.path()), "after resumption the bytes differ");
    let left: Vec<String> = files(broken.path()).into_iter().map(|(name, _)| name).filter(|name| name.ends_with("partial")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_chunk_under_another_number_is_not_counted() {
    let study = small();
    let out = tempfile::tempdir().unwrap();
    played(&study, out.path());
    for table in ["captures", "daily", "losses", "replications"] {
        let path = |chunk: u32| out.path().join(format!("{table}/part-00000{chunk}.parquet"));
        std::fs::copy(path(0), path(1)).unwrap();
    }
    let told = at(out.path()).read().unwrap_err().to_string();
    assert!(told.contains("part-000001.parquet: is broken: holds chunk 0 under the name of chunk 1"), "{told}");
    assert_eq!(at(out.path()).complete_chunks(&study.meta, &|_| true).unwrap(), BTreeSet::from([0, 2, 3]));
}

#[test]
fn what_is_missing_is_told_by_chunk_and_file() {
    let study = small();
    let out = tempfile::tempdir().unwrap();
    played(&study, out.path());
    let read = || at(out.path()).read().unwrap_err().to_string();
    std::fs::remove_file(out.path().join("losses/part-000002.parquet")).unwrap();
    assert!(read().contains("losses/part-000002.parquet is missing"), "{}", read());
    for chunk in [2, 3] {
        std::fs::remove_file(out.path().join(format!("replications/part-00000{chunk}.parquet"))).unwrap();
    }
    assert!(read().contains("128 of 240 replications are there, chunk 2, 3 missing"), "{}", read());
}

#[test]
fn two_that_play_the_same_shard_at_the_same_time_do_not_harm_each_other() {
    let study = small();
    let (whole, both) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    played(&study, whole.path());
    let rows = study.chunk(0, &|| ());
    // a scheduler lost sight of a machine and began its shard elsewhere: many writes of one chunk, one over the other
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..25).for_each(|_| at(both.path()).write_chunk(&study.meta, 0, &rows).unwrap()));
        }
    });
    let of_chunk = files(whole.path()).into_iter().filter(|(name, _)| name.contains("part-000000")).collect::<Vec<_>>();
    assert!(files(both.path()) == of_chunk, "the bytes differ, or something was left behind");
}

#[test]
fn missing_and_foreign_results_are_told() {
    let study = small();
    let out = tempfile::tempdir().unwrap();
    study.play(&at(out.path()), Shard { index: 1, of: 2 }, &BTreeSet::new(), &|| ()).unwrap();
    assert!(at(out.path()).read().unwrap_err().to_string().contains("of 240 replications"));
    let mut other = study.meta.clone();
    other.study_digest = "another".to_owned();
    assert!(at(out.path()).complete_chunks(&other, &|_| true).unwrap_err().to_string().contains("another study"));
    assert!(at("memory:///nothing").read().unwrap_err().to_string().contains("no results"));
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_nothing_of_the_chunk_counts() {
    let study = small();
    let out = tempfile::tempdir().unwrap();
    // a file where the folder of a table would be: the write fails as on a full disk
    std::fs::write(out.path().join("daily"), b"").unwrap();
    let told = study.play(&at(out.path()), WHOLE, &BTreeSet::new(), &|| ()).unwrap_err().to_string();
    assert!(told.contains("daily") && told.contains("--resume"), "{told}");
    assert!(!out.path().join("replications").exists());
}

#[test]
fn every_fault_of_a_study_is_told_at_once() {
    let text = SMALL.replace("losses.blue", "losses.green").replace("combat.base", "combat.bse").replace("[1.2, 1.3]", "[1.2, 99.0]").replace("\"captures\", ", "\"captures.all\", ");
    let invalid = Prepared::new("bad.toml", &text, None, None, false).unwrap_err().to_string();
    for part in ["combat.bse", "99", "captures.all", "losses.green"] {
        assert!(invalid.contains(part), "`{part}` is not told:\n{invalid}");
    }
    let many = Prepared::new("many.toml", &SMALL.replace("losses.blue", "exchange"), Some(10_000_000), None, false).unwrap_err().to_string();
    assert!(many.contains("40000000 runs") && many.contains("--yes"), "{many}");
    let empty = SMALL.replace("levels = [-3.654, -3.8]", "levels = []");
    assert!(Prepared::new("empty.toml", &empty, None, None, false).unwrap_err().to_string().contains("has no levels"));
}

#[test]
fn a_design_too_large_is_told_before_it_is_made() {
    // ten thousand million points would not fit into memory: that this returns at all is the test
    let ranges = SMALL.replace("full-factorial", "latin-hypercube").replace("losses.blue", "exchange").replace("levels = [-3.654, -3.8]", "low = -3.8\nhigh = -3.6");
    let ranges = ranges.replace("levels = [1.2, 1.3]", "low = 1.2\nhigh = 1.3").replace("replications = 60", "replications = 1\npoints = 10000000000");
    for yes in [false, true] {
        let told = Prepared::new("large.toml", &ranges, None, None, yes).unwrap_err().to_string();
        assert!(told.contains("large.toml: design: has more than 1000000 points"), "{told}");
    }
    let factorial = SMALL.replace("losses.blue", "exchange").replace("[1.2, 1.3]", &format!("{:?}", vec![1.2; 600_000]));
    assert!(Prepared::new("large.toml", &factorial, None, None, true).unwrap_err().to_string().contains("has more than 1000000 points"));
    let sobol = ranges.replace("latin-hypercube", "sobol").replace("10000000000", "65537");
    let told = Prepared::new("large.toml", &sobol, None, None, false).unwrap_err().to_string();
    assert!(told.contains("65537 are more than the 65536 of the sequence; ask for fewer, or use latin-hypercube"), "{told}");
}

#[test]
fn a_faulty_level_is_told_once_and_what_is_no_number_is_told() {
    let side = &huizhan_scenario::Scenario::embedded("teaching-crossing").unwrap().setting.sides[0].id.clone();
    let sound = SMALL.replace("losses.blue", &format!("losses.{side}"));
    let told = |text: &str| Prepared::new("bad.toml", text, None, None, false).unwrap_err().to_string();
    let outside = told(&sound.replace("[1.2, 1.3]", "[1.2, 99.0]"));
    // the level stands in half of the points
    assert_eq!(outside.matches("level 99").count(), 1, "{outside}");
    assert!(outside.starts_with("bad.toml: march.plain: level 99: "), "{outside}");
    let nothing = told(&sound.replace("[1.2, 1.3]", "[1.2, nan]"));
    assert!(nothing.contains("bad.toml: march.plain: level NaN: "), "{nothing}");
    let endless = sound.replace("full-factorial", "sobol").replace("daily = true", "points = 4").replace("levels = [-3.654, -3.8]", "low = -inf\nhigh = 0.0");
    assert!(told(&endless).contains("combat.base: wants a range: low below high, both finite"), "{}", told(&endless));
    let twice = told(&sound.replace("\"captures\", ", "\"exchange\", "));
    assert!(twice.contains("bad.toml: measures: `exchange` is there twice; name each measure once"), "{twice}");
}

#[test]
fn results_of_other_plans_are_not_taken_for_the_same_study() {
    let folder = tempfile::tempdir().unwrap();
    let campaign = folder.path().join("campaign");
    huizhan_scenario::export("teaching-crossing", &campaign).unwrap();
    let text = SMALL.replace("\"losses.blue\", ", "").replace("scenario = \"teaching-crossing\"", &format!("scenario = {:?}", campaign.display().to_string()));
    let study = || Prepared::new("small.toml", &text, Some(1), None, false).unwrap_or_else(|invalid| panic!("{invalid}"));
    let before = study();
    assert_eq!(study().meta, before.meta);
    let plan = campaign.join("plans").read_dir().unwrap().map(|entry| entry.unwrap().path()).min().expect("a plan");
    std::fs::remove_file(plan).unwrap();
    let after = study();
    assert_ne!(after.meta.study_digest, before.meta.study_digest);
    let out = folder.path().join("out");
    played(&before, &out);
    // what is under way there is left as it is
    let partial = out.join("replications/.part-000000.parquet.0123456789abcdef.partial");
    std::fs::write(&partial, b"half").unwrap();
    let told = at(&out).complete_chunks(&after.meta, &|_| true).unwrap_err().to_string();
    assert!(told.contains("another study") && partial.exists(), "{told}");
}

#[test]
fn every_shipped_study_plays() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../studies");
    let mut names = Vec::new();
    for entry in Path::new(folder).read_dir().unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let study = Prepared::new(&name, &std::fs::read_to_string(&path).unwrap(), Some(1), None, false).unwrap_or_else(|invalid| panic!("{invalid}"));
        assert_eq!(study.study.id, name, "a study is named as its file");
        let rows = study.play_in_memory(&|| ());
        let same: Vec<u32> = rows.iter().skip(1).filter(|row| row.digest == rows[0].digest).map(|row| row.point).collect();
        // no ring closes under seed 0: who was told to close it changes nothing
        assert!(same.is_empty() || name == "wanjialing" && same == [4, 5, 6], "{name}: points {same:?} change nothing under seed 0");
        names.push(name);
    }
    assert!(names.len() >= 11, "{names:?}");
}
