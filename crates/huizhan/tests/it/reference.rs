//! `docs/reference` names what is there.

use crate::{exported, huizhan};
use std::collections::BTreeSet;
use std::fs;

const CAMPAIGN: &str = include_str!("../../../../docs/reference/campaign.md");
const EVENTS: &str = include_str!("../../../../docs/reference/events.md");

/// Whether a page names a word as code.
fn names(page: &str, word: &str) -> bool {
    page.contains(&format!("`{word}`"))
}

#[test]
fn every_column_of_a_campaign_is_explained() {
    for name in ["wuhan1938", "teaching-crossing"] {
        let (_folder, campaign) = exported(name);
        for part in ["record", ".", "theatre", "model"] {
            let Ok(entries) = fs::read_dir(campaign.join(part)) else { continue };
            let tables = entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "csv"));
            for table in tables.filter(|path| !path.ends_with("model/sources.csv")) {
                let text = fs::read_to_string(&table).unwrap();
                let file = table.file_name().unwrap().to_str().unwrap();
                assert!(CAMPAIGN.contains(file), "{file} is not in campaign.md");
                for column in text.lines().next().unwrap().split(',').filter(|column| !column.starts_with("name_")) {
                    assert!(names(CAMPAIGN, column), "column `{column}` of {file} is not in campaign.md");
                }
            }
        }
    }
}

#[test]
fn every_rule_and_gate_is_explained() {
    for key in huizhan_command::Doctrine::KEYS {
        assert!(names(CAMPAIGN, key), "`{key}` is not in campaign.md");
    }
    let (folder, campaign) = exported("teaching-crossing");
    let plan = fs::read_dir(campaign.join("plans")).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&plan).unwrap();
    fs::write(&plan, text + "\n[[order]]\nid = \"x\"\nday = \"1938-04-02\"\ngates = [\"wrong()\"]\nsource = \"assumption\"\n").unwrap();
    let stderr = huizhan("check {}/campaign", folder.path()).stderr;
    let kinds = stderr.split("use one of ").nth(1).expect("the message lists the gates");
    let listed: Vec<&str> = kinds.split('(').filter_map(|part| part.split([' ', ')']).next_back()).filter(|kind| !kind.is_empty()).collect();
    assert!(listed.contains(&"held") && listed.contains(&"stalled"), "{listed:?}");
    for kind in listed.iter().filter(|kind| kind.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')) {
        assert!(CAMPAIGN.contains(&format!("`{kind}(")), "gate `{kind}` is not in campaign.md");
    }
}

#[test]
fn every_kind_of_event_is_explained() {
    let folder = tempfile::TempDir::new().unwrap();
    huizhan("run --quiet --out {}/out", folder.path());
    let text = fs::read_to_string(folder.path().join("out/events.jsonl")).unwrap();
    let mut kinds = BTreeSet::new();
    for line in text.lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        if kinds.insert(event["kind"].as_str().unwrap().to_owned()) {
            let fields = event.as_object().unwrap().keys().chain(event["why"].as_object().unwrap().keys());
            fields.for_each(|field| assert!(names(EVENTS, field), "`{field}` of {} is not in events.md", event["kind"]));
        }
    }
    assert!(kinds.len() > 10, "{kinds:?}");
    for kind in kinds {
        assert!(names(EVENTS, &kind), "`{kind}` is not in events.md");
    }
}

#[test]
fn all_that_a_study_may_vary_is_listed_with_range_unit_and_meaning() {
    let folder = tempfile::TempDir::new().unwrap();
    let all = huizhan("factors --all", folder.path());
    assert_eq!(all.code, Some(0), "{}", all.stderr);
    let line = |name: &str| all.stdout.lines().find(|line| line.split_whitespace().next() == Some(name)).unwrap_or_else(|| panic!("{name} is not listed")).to_owned();
    let number = line("combat.force_ratio");
    assert!(["0.254", "0.152", "0.356", "exponent", "[CDB90-FIT]"].iter().all(|part| number.contains(part)), "{number}");
    assert!(line("japan.supply_capacity").contains("factor") && line("roc.command_delay_low_days").contains("days"));
    assert!(line("flood").contains("off, on"));
    let short = huizhan("factors", folder.path());
    assert!(short.stdout.lines().count() * 3 < all.stdout.lines().count() && !short.stdout.contains("combat.force_ratio"));
}
