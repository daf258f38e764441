//! What a sound run prints and writes.

use crate::{exported, huizhan, schema};
use serde_json::Value;
use std::fs;

const SUMMARY_SCHEMA: &str = include_str!("../../../../docs/reference/summary.schema.json");
const VALIDATION_SCHEMA: &str = include_str!("../../../../docs/reference/validation.schema.json");

/// Checks a document against its JSON Schema.
fn conforms(schema: &str, document: &Value) {
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let faults = schema::faults(&schema, document);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn run_prints_a_line_a_day_and_writes_nothing() {
    let folder = tempfile::TempDir::new().unwrap();
    let done = huizhan("run --until 1938-07-31", folder.path());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stdout.lines().any(|line| line.starts_with("1938-0") && line.contains(" taken by Japan (documented ")), "{}", done.stdout);
    assert!(done.stdout.contains("documented   simulated"), "{}", done.stdout);
    assert_eq!(done.stderr, "", "no bar where standard error is no terminal");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn summary_conforms_to_its_schema() {
    let folder = tempfile::TempDir::new().unwrap();
    let done = huizhan("run --json --seed 3", folder.path());
    let summary: Value = serde_json::from_str(&done.stdout).expect("standard output is the summary and nothing else");
    conforms(SUMMARY_SCHEMA, &summary);
    assert_eq!(summary["scenario"], "wuhan1938");
    assert_eq!(summary["seed"], 3);
    assert!(summary["captures"].as_array().unwrap().len() > 25);
}

#[test]
fn validation_conforms_to_its_schema_whatever_the_threads() {
    let folder = tempfile::TempDir::new().unwrap();
    let one = huizhan("validate --replications 3 --threads 1 --json", folder.path());
    let two = huizhan("validate --replications 3 --threads 2 --out {}/out", folder.path());
    assert_eq!((one.code, two.code), (Some(0), Some(0)), "{}{}", one.stderr, two.stderr);
    assert!(two.stdout.contains("naive error"), "{}", two.stdout);
    let validation: Value = serde_json::from_str(&one.stdout).unwrap();
    conforms(VALIDATION_SCHEMA, &validation);
    assert_eq!(fs::read_to_string(folder.path().join("out/validation.json")).unwrap(), one.stdout);
    assert!(validation.get("posterior").is_none());
    let page = fs::read_to_string(folder.path().join("out/validation.html")).unwrap();
    assert!(page.ends_with("</html>\n") && page.len() < 1_000_000, "the page has {} bytes", page.len());
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("url(http"), "the page stands on its own");
    let lines = page.matches("aria-label=").count();
    let of = |list: &Value| list.as_array().unwrap().len();
    let captures = of(&validation["captures"]) + of(&validation["weak_captures"]);
    let wanted = captures + of(&validation["tempo"]["legs"]) + of(&validation["formation_losses"]) + 3;
    assert!(lines >= wanted, "{lines} pictures and lines for {wanted} captures, legs, losses and histograms");
}

#[test]
fn a_posterior_shows_in_a_validation() {
    let folder = tempfile::TempDir::new().unwrap();
    let text = "# made by hand <for a test>\nweight,march.plain\n1,1.3\n1,1.5\n";
    fs::write(folder.path().join("posterior.csv"), text).unwrap();
    let done = huizhan("validate --replications 2 --posterior {}/posterior.csv --out {}/out", folder.path());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let validation: Value = serde_json::from_str(&fs::read_to_string(folder.path().join("out/validation.json")).unwrap()).unwrap();
    conforms(VALIDATION_SCHEMA, &validation);
    assert_eq!(validation["posterior"][0], "made by hand <for a test>");
    let page = fs::read_to_string(folder.path().join("out/validation.html")).unwrap();
    assert!(page.contains("made by hand &lt;for a test&gt;"));
}

#[test]
fn written_files_agree_with_each_other() {
    let folder = tempfile::TempDir::new().unwrap();
    let done = huizhan("run --quiet --out {}/out", folder.path());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let summary: Value = serde_json::from_str(&read("summary.json")).unwrap();
    conforms(SUMMARY_SCHEMA, &summary);
    let digest = summary["digest"].as_str().unwrap();
    let replay = read("campaign.replay");
    assert!(replay.lines().last().unwrap().contains(digest));
    let page = read("report.html");
    assert!(page.contains(digest) && page.ends_with("</html>\n"));
    assert!(page.len() < 3_000_000, "the page has {} bytes", page.len());
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("url(http"), "the page stands on its own");
    check_events(&read("events.jsonl"), &summary);
    let names: Vec<_> = fs::read_dir(folder.path().join("out")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
}

/// Every event has its why, the shares of an engagement's factors sum to 1, and the losses to those of the summary.
fn check_events(text: &str, summary: &Value) {
    let mut lost = 0;
    for line in text.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        assert!(line.starts_with("{\"date\":\""), "{line}");
        assert!(event["why"].as_object().is_some_and(|why| !why.is_empty()), "{line}");
        if event["kind"] == "engagement_day" {
            lost += event["losses"].as_array().unwrap().iter().map(|men| men.as_u64().unwrap()).sum::<u64>();
            for sum in ["advantage", "intensity", "end", "win"] {
                let terms = event["why"][sum].as_object().unwrap();
                let shares: f64 = terms.values().map(|term| term["share"].as_f64().unwrap()).sum();
                assert!((shares - 1.0).abs() < 0.001, "{sum}: {shares} in {line}");
            }
        }
        // bands, and guards of lines where no formation stands, are not of the order of battle on the map
        if event["kind"] == "rear" && event["garrison_men"].as_u64() > Some(0) {
            lost += event["garrison_losses"].as_u64().unwrap_or(0);
        }
    }
    let sides = summary["losses"].as_object().unwrap();
    let noted: u64 = sides.values().map(|losses| losses["killed_wounded"].as_u64().unwrap()).sum();
    assert_eq!(lost, noted, "men killed and wounded in engagements and raids");
}

#[test]
fn a_run_with_settings_says_what_they_changed_first_and_is_played_again_with_them() {
    let folder = tempfile::TempDir::new().unwrap();
    let done = huizhan("run --quiet --set guangdong_landing=off --set river.steaming_km_per_day=110 --out {}/out", folder.path());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stdout.contains("guangdong_landing=0, river.steaming_km_per_day=110 changed first"), "{}", done.stdout);
    assert!(done.stdout.contains("first of all: "), "{}", done.stdout);
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let summary: Value = serde_json::from_str(&read("summary.json")).unwrap();
    conforms(SUMMARY_SCHEMA, &summary);
    let first = summary["difference"]["first"].as_array().unwrap();
    assert!(first[0]["without"][0]["why"].is_object() || first[0]["with"][0]["why"].is_object(), "a first difference has its inputs: {}", first[0]);
    assert!(read("report.html").contains("<h2>What changed first</h2>"));
    let again = huizhan("replay {}/out/campaign.replay", folder.path());
    assert_eq!(again.code, Some(0), "{}{}", again.stdout, again.stderr);
    let text = read("campaign.replay").replacen("guangdong_landing=0", "no_such_thing=0", 1);
    fs::write(folder.path().join("bad.replay"), text).unwrap();
    assert_eq!(huizhan("replay {}/bad.replay", folder.path()).code, Some(2), "an unknown setting is told");
}

#[test]
fn equal_seeds_give_equal_files() {
    let folder = tempfile::TempDir::new().unwrap();
    let done = ["a", "b"].map(|name| huizhan(&format!("run teaching-crossing --quiet --seed 5 --out {{}}/{name}"), folder.path()));
    assert!(done.iter().all(|done| done.code == Some(0)));
    for file in ["events.jsonl", "campaign.replay", "report.html"] {
        let [a, b] = ["a", "b"].map(|name| fs::read(folder.path().join(name).join(file)).unwrap());
        assert!(a == b, "{file} differs");
    }
}

#[test]
fn an_exported_campaign_plays_like_the_embedded_one() {
    let (folder, _) = exported("wuhan1938");
    let digest = |done: &crate::Done| serde_json::from_str::<Value>(&done.stdout).unwrap()["digest"].clone();
    let embedded = huizhan("run --json --until 1938-07-15", folder.path());
    let exported = huizhan("run {}/campaign --json --until 1938-07-15", folder.path());
    assert_eq!(digest(&embedded), digest(&exported));
}

#[test]
fn check_counts_what_is_there() {
    let folder = tempfile::TempDir::new().unwrap();
    let done = huizhan("check", folder.path());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stdout.starts_with("ok  wuhan1938"), "{}", done.stdout);
    let list = huizhan("scenario list", folder.path());
    assert!(list.stdout.contains("wuhan1938") && list.stdout.contains("teaching-crossing"), "{}", list.stdout);
}

#[test]
fn replay_says_where_it_first_differs() {
    let folder = tempfile::TempDir::new().unwrap();
    huizhan("run teaching-crossing --quiet --out {}/out", folder.path());
    let file = folder.path().join("out/campaign.replay");
    let same = huizhan("replay {}/out/campaign.replay", folder.path());
    assert_eq!((same.code, same.stdout.starts_with("same: 14 days")), (Some(0), true), "{}{}", same.stdout, same.stderr);
    let text = fs::read_to_string(&file).unwrap();
    let fifth = text.lines().nth(5).unwrap();
    let digest = &fifth[fifth.find("\"digest\":\"").unwrap() + 10..][..16];
    fs::write(&file, text.replace(digest, "0000000000000000")).unwrap();
    let differs = huizhan("replay {}/out/campaign.replay", folder.path());
    assert_eq!(differs.code, Some(1), "{}", differs.stderr);
    assert!(differs.stdout.starts_with("differs on 1938-04-05"), "{}", differs.stdout);
}

#[test]
fn replay_of_an_edited_campaign_needs_its_folder() {
    let (folder, campaign) = exported("teaching-crossing");
    let file = campaign.join("record/formations.csv");
    let text = fs::read_to_string(&file).unwrap();
    let changed: Vec<String> = text.lines().map(|line| line.replacen(",exercise_ford,", ",yongxiu,", 1)).collect();
    let parameters = campaign.join("model/parameters.csv");
    let numbers = fs::read_to_string(&parameters).unwrap();
    let row = numbers.lines().nth(1).unwrap();
    let cells: Vec<&str> = row.split(',').collect();
    let moved = numbers.replacen(&format!("{},{},", cells[0], cells[1]), &format!("{},{},", cells[0], cells[2]), 1);
    fs::write(&parameters, moved).unwrap();
    fs::write(&file, changed.join("\n") + "\n").unwrap();
    let run = huizhan("run {}/campaign --quiet --out {}/out", folder.path());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let without = huizhan("replay {}/out/campaign.replay", folder.path());
    assert_eq!(without.code, Some(1), "{}", without.stderr);
    assert!(without.stdout.contains("--scenario DIR"), "{}", without.stdout);
    let with = huizhan("replay {}/out/campaign.replay --scenario {}/campaign", folder.path());
    assert_eq!(with.code, Some(0), "{}{}", with.stdout, with.stderr);
}

#[test]
fn sensitivity_says_the_same_in_its_file_and_as_json_and_refuses_what_has_no_meaning() {
    let folder = tempfile::TempDir::new().unwrap();
    let asked = "sensitivity teaching-crossing --number march --number combat.base --trajectories 4 -n 4 --measure captures --measure losses.blue";
    let json: Value = serde_json::from_str(&huizhan(&format!("{asked} --threads 1 --json --out {{}}/out"), folder.path()).stdout).unwrap();
    let lines: Vec<Value> = json["numbers"].as_array().unwrap().clone();
    let text = fs::read_to_string(folder.path().join("out/sensitivity.csv")).unwrap();
    let mut rows = text.lines();
    let columns: Vec<&str> = rows.next().unwrap().split(',').collect();
    assert_eq!(rows.clone().count(), lines.len());
    for (row, line) in rows.zip(&lines) {
        for (column, cell) in columns.iter().zip(row.split(',')) {
            let value = &line[*column];
            let same = match value {
                Value::Number(number) => cell.parse::<f64>().ok() == number.as_f64(),
                Value::String(text) => text == cell,
                Value::Bool(clear) => cell == if *clear { "yes" } else { "no" },
                _ => cell.is_empty(),
            };
            assert!(same, "{column}: {cell} against {value}");
        }
    }
    assert_eq!(json["runs"].as_u64().unwrap(), 4 * 4 * (lines.len() as u64 / 2 + 1));
    let shown = huizhan(&format!("{asked} --threads 2"), folder.path()).stdout;
    assert!(shown.contains(lines[0]["number"].as_str().unwrap()) && shown.contains("4 seeds a point"), "{shown}");
    for (options, part) in [
        ("--method sobol --trajectories 4", "give --samples"),
        ("--samples 4", "give --trajectories"),
        ("--number marsh", "is no number with a range"),
        ("--measure losses.green", "losses.green"),
        ("--trajectories 100000 -n 1000000", "--yes"),
    ] {
        let refused = huizhan(&format!("sensitivity teaching-crossing {options} --out {{}}/refused"), folder.path());
        assert!(refused.stderr.contains(part), "{options}: {}", refused.stderr);
        assert!(!folder.path().join("refused").exists(), "{options}: something was written");
    }
}
