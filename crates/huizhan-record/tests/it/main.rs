//! The record of the Wuhan campaign as committed.

use huizhan_base::{Diagnostics, Folder};
use huizhan_record::{Record, ScoreUse};
use std::collections::BTreeSet;
use std::path::Path;

fn folder() -> Folder {
    Folder::Disk(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/campaigns/wuhan1938"))
}

fn wuhan() -> (Record, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let record = Record::load(&folder(), &mut diagnostics);
    (record, diagnostics)
}

/// The record as text without the lines its rows stand on.
fn without_lines(record: &Record) -> String {
    let text = format!("{record:#?}");
    text.lines().filter(|line| !line.trim_start().starts_with("line: ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_order_of_rows_of_the_wuhan_record_is_of_no_account() {
    let mut files = Vec::new();
    for name in folder().list("record", ".csv") {
        let path = format!("record/{name}");
        let text = String::from_utf8(folder().read(&path).unwrap().into_owned()).unwrap();
        let (header, rows) = text.split_once('\n').unwrap();
        let rows: Vec<&str> = rows.lines().rev().collect();
        files.push((path, format!("{header}\n{}\n", rows.join("\n")).leak().as_bytes() as &[u8]));
    }
    files.sort();
    let reversed = Record::load(&Folder::Embedded(files), &mut Diagnostics::default());
    assert!(without_lines(&wuhan().0) == without_lines(&reversed), "the reversed tables give another record");
}

#[test]
fn the_wuhan_record_loads_without_a_fault() {
    let (_, diagnostics) = wuhan();
    assert!(diagnostics.is_empty(), "{diagnostics}");
}

#[test]
fn no_man_of_the_wuhan_record_stands_on_the_map_twice() {
    let (record, _) = wuhan();
    let deployed: BTreeSet<&str> =
        record.formations.iter().filter(|row| row.deploy).map(|row| row.id.as_str()).collect();
    assert!(!deployed.is_empty(), "somebody stands on the map");
    for id in &deployed {
        let under: Vec<&str> = record.descendants(id).iter().filter(|row| row.deploy).map(|row| &*row.id).collect();
        assert!(under.is_empty(), "`{id}` is deployed, and so are {} under it", under.join(", "));
    }
}

#[test]
fn scored_captures_of_the_wuhan_record_cite_more_than_an_assumption() {
    let (record, _) = wuhan();
    for event in record.chronology.iter().filter(|event| event.score_use == ScoreUse::Yes) {
        assert!(record.cited(&event.source).next().is_some(), "`{}` has no source", event.id);
    }
}
