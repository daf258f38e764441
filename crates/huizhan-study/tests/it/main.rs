//! Studies as a user plays them: shipped ones, shards, resumption, bad input.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use huizhan_study::rows::Replicated;
use huizhan_study::{Prepared, Shard, store};
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

fn played(study: &Prepared, out: &Path) -> Vec<Replicated> {
    study.play(out, WHOLE, &BTreeSet::new(), &|| ()).unwrap();
    store::read(&out.display().to_string()).unwrap().1
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
        one.install(|| study.play(parts.path(), Shard { index, of: 3 }, &BTreeSet::new(), &|| ())).unwrap();
    }
    assert!(files(whole.path()) == files(parts.path()), "shards on one thread differ from the whole");
    assert_eq!(rows.len(), 240);
    assert_eq!(rows, study.play_in_memory(&|| ()));
    assert!(rows.iter().all(|row| !row.daily.is_empty() && row.seed == u64::from(row.replication)), "each point is played under the same seeds, day by day");
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
    std::fs::write(broken.path().join("daily/.part-000003.parquet.partial"), b"half").unwrap();
    let told = store::read(&broken.path().display().to_string()).unwrap_err().to_string();
    assert!(told.contains("part-000001") && told.contains("--resume"), "{told}");
    let complete = store::complete_chunks(broken.path(), &study.meta, &|_| true).unwrap();
    assert_eq!(complete, BTreeSet::from([0, 3]));
    study.play(broken.path(), WHOLE, &complete, &|| ()).unwrap();
    assert!(files(whole.path()) == files(broken.path()), "after resumption the bytes differ");
    // the same chunk under another number
    std::fs::copy(broken.path().join("replications/part-000000.parquet"), broken.path().join("replications/part-000009.parquet")).unwrap();
    assert!(store::read(&broken.path().display().to_string()).unwrap_err().to_string().contains("twice"));
}

#[test]
fn missing_and_foreign_results_are_told() {
    let study = small();
    let out = tempfile::tempdir().unwrap();
    study.play(out.path(), Shard { index: 1, of: 2 }, &BTreeSet::new(), &|| ()).unwrap();
    assert!(store::read(&out.path().display().to_string()).unwrap_err().to_string().contains("of 240 replications"));
    let mut other = study.meta.clone();
    other.study_digest = "another".to_owned();
    assert!(store::complete_chunks(out.path(), &other, &|_| true).unwrap_err().to_string().contains("another study"));
    assert!(store::read("memory:///nothing").unwrap_err().to_string().contains("no results"));
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_nothing_of_the_chunk_counts() {
    let study = small();
    let out = tempfile::tempdir().unwrap();
    // a file where the folder of a table would be: the write fails as on a full disk
    std::fs::write(out.path().join("daily"), b"").unwrap();
    let told = study.play(out.path(), WHOLE, &BTreeSet::new(), &|| ()).unwrap_err().to_string();
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
