//! Broken campaigns and arguments: a message with file, row and field, exit code 2, nothing written.

use crate::{Done, exported, huizhan};
use std::fs;
use std::io::Write;
use std::path::Path;

/// Breaks one thing in the teaching campaign, runs it, and expects code 2, all the parts in the message, and no results.
fn check_broken(break_it: impl FnOnce(&Path), expected: &[&str]) -> Done {
    let (folder, campaign) = exported("teaching-crossing");
    break_it(&campaign);
    let done = huizhan("run {}/campaign --out {}/out", folder.path());
    assert_eq!(done.code, Some(2), "{}{}", done.stdout, done.stderr);
    for part in expected {
        assert!(done.stderr.contains(part), "`{part}` is not in:\n{}", done.stderr);
    }
    assert_eq!(done.stdout, "", "nothing is printed where nothing was run");
    assert!(!folder.path().join("out").exists(), "nothing is written");
    let checked = huizhan("check {}/campaign", folder.path());
    assert_eq!(checked.code, Some(2));
    assert_eq!(checked.stderr, done.stderr, "check and run say the same");
    done
}

/// Line (from 1) and cells of the first row of a table for which `wanted` holds; then the row is replaced.
fn edit_row(file: &Path, wanted: impl Fn(&[String]) -> bool, edit: impl FnOnce(&[String], &mut Vec<String>)) -> usize {
    let text = fs::read_to_string(file).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let head = cells(&lines[0]);
    let at = (1..lines.len()).find(|at| wanted(&cells(&lines[*at]))).expect("there is such a row");
    let mut row = cells(&lines[at]);
    edit(&head, &mut row);
    lines[at] = row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
    fs::write(file, lines.join("\n") + "\n").unwrap();
    at + 1
}

/// Cells of a line; quoted ones may hold commas.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().expect("there is a first cell").push(other),
        }
    }
    cells
}

fn set(head: &[String], row: &mut [String], column: &str, value: &str) {
    let at = head.iter().position(|name| name == column).expect("there is such a column");
    value.clone_into(&mut row[at]);
}

fn first_deployed(row: &[String]) -> bool {
    row.iter().any(|cell| cell == "yes")
}

#[test]
fn unknown_place_of_a_formation() {
    let mut line = 0;
    let done = check_broken(
        |campaign| {
            line = edit_row(&campaign.join("record/formations.csv"), first_deployed, |head, row| set(head, row, "start_place", "atlantis"));
        },
        &["record/formations.csv", "start_place", "`atlantis`", "; "],
    );
    assert!(done.stderr.contains(&format!("record/formations.csv:{line}: start_place")), "{}", done.stderr);
}

#[test]
fn circle_in_the_order_of_battle() {
    check_broken(
        |campaign| {
            edit_row(&campaign.join("record/formations.csv"), first_deployed, |head, row| {
                let own = row[head.iter().position(|name| name == "id").unwrap()].clone();
                set(head, row, "parent", &own);
            });
        },
        &["record/formations.csv", "parent", "circle"],
    );
}

#[test]
fn negative_strength() {
    check_broken(
        |campaign| {
            edit_row(&campaign.join("record/formations.csv"), first_deployed, |head, row| set(head, row, "strength_men", "-500"));
        },
        &["record/formations.csv", "strength_men", "-500"],
    );
}

#[test]
fn date_that_does_not_exist() {
    check_broken(
        |campaign| {
            edit_row(&campaign.join("record/formations.csv"), first_deployed, |head, row| set(head, row, "arrival_date", "1938-02-30"));
        },
        &["record/formations.csv", "arrival_date", "1938-02-30"],
    );
}

#[test]
fn date_far_from_the_campaign() {
    check_broken(
        |campaign| {
            edit_row(&campaign.join("record/formations.csv"), first_deployed, |head, row| set(head, row, "arrival_date", "1990-01-01"));
        },
        &["record/formations.csv", "arrival_date", "1990-01-01"],
    );
}

#[test]
fn broken_utf8() {
    check_broken(
        |campaign| {
            let file = campaign.join("record/formations.csv");
            let mut bytes = fs::read(&file).unwrap();
            let at = bytes.len() / 2;
            bytes[at] = 0xff;
            fs::write(file, bytes).unwrap();
        },
        &["record/formations.csv", "UTF-8"],
    );
}

#[test]
fn missing_file() {
    check_broken(|campaign| fs::remove_file(campaign.join("record/formations.csv")).unwrap(), &["record/formations.csv"]);
    check_broken(|campaign| fs::remove_file(campaign.join("scenario.toml")).unwrap(), &["scenario.toml", "cannot be read"]);
}

#[test]
fn million_rows() {
    check_broken(
        |campaign| {
            let mut file = fs::OpenOptions::new().append(true).open(campaign.join("record/sources.csv")).unwrap();
            file.write_all("K,D,web,x\n".repeat(1_000_000).as_bytes()).unwrap();
        },
        &["record/sources.csv", "more than", "rows"],
    );
}

#[test]
fn broken_toml() {
    check_broken(
        |campaign| {
            let file = campaign.join("scenario.toml");
            let text = fs::read_to_string(&file).unwrap();
            fs::write(&file, text + "\nstart = = 3\n").unwrap();
        },
        &["scenario.toml:"],
    );
}

#[test]
fn plan_names_an_unknown_gate() {
    check_broken(
        |campaign| {
            let plans = fs::read_dir(campaign.join("plans")).unwrap().map(|entry| entry.unwrap().path());
            let file = plans.into_iter().find(|path| fs::read_to_string(path).unwrap().contains("gates = [")).expect("a plan with gates");
            let text = fs::read_to_string(&file).unwrap();
            fs::write(&file, text.replacen("gates = [", "gates = [\"conquered(atlantis)\", ", 1)).unwrap();
        },
        &["plans/", "gates", "conquered(atlantis)", "use one of"],
    );
}

#[test]
fn all_faults_at_once() {
    check_broken(
        |campaign| {
            edit_row(&campaign.join("record/formations.csv"), first_deployed, |head, row| {
                set(head, row, "strength_men", "-500");
                set(head, row, "start_place", "atlantis");
            });
            fs::write(campaign.join("holdings.csv"), "place,side,source\natlantis,blue,EXERCISE\n").unwrap();
        },
        &["strength_men", "record/formations.csv", "holdings.csv:2: place", "`atlantis`", "faults in the scenario"],
    );
}

/// Arguments alone are at fault: code 2, the parts in the message, no results.
fn check_arguments(arguments: &str, expected: &[&str]) {
    let folder = tempfile::TempDir::new().unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    let done = huizhan(arguments, folder.path());
    assert_eq!(done.code, Some(2), "{}", done.stderr);
    for part in expected {
        assert!(done.stderr.contains(part), "`{part}` is not in:\n{}", done.stderr);
    }
    assert_eq!(done.stdout, "");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is written");
}

#[test]
fn arguments_that_cannot_be_meant() {
    check_arguments("run atlantis1938 --out {}/out", &["atlantis1938", "neither a folder nor an embedded scenario", "wuhan1938"]);
    check_arguments("run --until 1945-08-15 --out {}/out", &["--until", "1945-08-15", "1938-06-11 to 1938-11-12"]);
    check_arguments("run --until yesterday --out {}/out", &["--until", "`yesterday` is not a date"]);
    check_arguments("run --seed -1 --out {}/out", &["--seed"]);
    check_arguments("validate --replications 0 --out {}/out", &["--replications"]);
    check_arguments("scenario export atlantis {}/out", &["no embedded scenario `atlantis`", "wuhan1938"]);
}

#[test]
fn folders_that_cannot_be_written() {
    check_arguments("run teaching-crossing --out {}/file", &["file", "--out", "name a folder"]);
    check_arguments("run teaching-crossing --out {}/file/out", &["file/out", "cannot be made"]);
    check_arguments("validate teaching-crossing -n 1 --out {}/file", &["file", "--out"]);
    check_arguments("scenario export teaching-crossing {}/file", &["file", "cannot be exported"]);
}

#[test]
fn export_keeps_what_is_there() {
    let (folder, campaign) = exported("teaching-crossing");
    fs::write(campaign.join("scenario.toml"), "mine").unwrap();
    let done = huizhan("scenario export teaching-crossing {}/campaign", folder.path());
    assert_eq!(done.code, Some(2));
    assert!(done.stderr.contains("is not empty"), "{}", done.stderr);
    assert_eq!(fs::read_to_string(campaign.join("scenario.toml")).unwrap(), "mine");
}

#[test]
fn replays_that_cannot_be_read() {
    check_arguments("replay {}/nothing", &["nothing", "cannot be read"]);
    check_arguments("replay {}/file", &["file", "line 1", "not a header of a replay"]);
}
