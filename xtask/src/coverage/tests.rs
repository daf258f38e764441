//! The table holds, the page is made from it, and no statement of the article is left out.

use super::*;
use crate::root;

fn statement(kind: &str, answers: &[&str]) -> Statement {
    Statement {
        line: 2,
        id: "S1".to_owned(),
        section: "lead".to_owned(),
        words: "it rained".to_owned(),
        kind: kind.to_owned(),
        answers: answers.iter().map(|answer| (*answer).to_owned()).collect(),
    }
}

fn found(kind: &str, answers: &[&str]) -> Vec<String> {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let known = Known { rows: set(&["ev-001"]), events: set(&["flood"]), pages: set(&["weather"]) };
    check(&[statement(kind, answers)], &known)
}

#[test]
fn an_answer_that_does_not_exist_is_named() {
    assert!(found("fact", &["ev-001", "event:flood", "page:weather"]).is_empty());
    assert!(found("navigation", &["excused: a heading"]).is_empty());
    let wrong = [("ev-002", "no table has a row"), ("event:rain", "no events of the kind"), ("page:rain", "no page"), ("see:rain", "not a kind of answer")];
    for (answer, why) in wrong {
        let faults = found("fact", &[answer]);
        assert!(faults.len() == 1 && faults[0].contains(why), "{answer}: {faults:?}");
    }
    assert!(found("fact", &[])[0].contains("is not answered"));
    assert!(found("fact", &["excused: "])[0].contains("without a reason"));
    assert!(found("fact", &["ev-001", "excused: why"])[0].contains("answered and excused"));
    assert!(found("rumour", &["ev-001"])[0].contains("not a kind of statement"));
}

#[test]
fn kinds_of_events_are_read_from_the_code() {
    let code = "/// x\npub enum EventKind {\n    /// A.\n    PlaceTaken { place: PlaceId },\n    /// B.\n    Air(air::Event),\n    Quiet,\n}\n\npub struct Other {\n    Not: u8,\n}\n";
    assert_eq!(kinds(code).into_iter().collect::<Vec<_>>(), ["air", "place_taken", "quiet"]);
}

#[test]
fn every_answer_exists_and_the_page_is_current() {
    let faults = faults(&root()).unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_statement_of_the_shared_table_has_its_row() {
    let Ok(text) = std::fs::read_to_string(root().join("../shared/data/wuhan1938/coverage.csv")) else {
        say("left out: the shared table of statements is not there").unwrap();
        return;
    };
    let shared: Vec<String> = tidy::rows(&text).unwrap().into_iter().filter_map(|(_, mut row)| row.remove("sentence_no")).collect();
    assert_eq!(shared.len(), 220);
    let ours: BTreeSet<String> = read(&root()).unwrap().into_iter().map(|statement| statement.id).collect();
    let missing: Vec<&String> = shared.iter().filter(|id| !ours.contains(*id)).collect();
    assert!(missing.is_empty(), "not in our table: {missing:?}");
}
