//! The record of the Wuhan campaign loads without a fault.

use huizhan_base::{Diagnostics, Folder};
use huizhan_record::{Record, ScoreUse};
use std::collections::BTreeSet;
use std::path::Path;

fn wuhan() -> (Record, Diagnostics) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/campaigns/wuhan1938");
    let mut diagnostics = Diagnostics::default();
    let record = Record::load(&Folder::Disk(folder), &mut diagnostics);
    (record, diagnostics)
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
