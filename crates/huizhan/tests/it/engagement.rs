//! Forecasts of land battles through the binary.

use crate::{Done, huizhan};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const SAMPLE: &str = include_str!("../../../../data/engagements/sample.csv");

/// Runs `huizhan engagement` on a table.
fn forecast(folder: &Path, table: &str) -> Done {
    fs::write(folder.join("battles.csv"), table).unwrap();
    huizhan("engagement --battles {}/battles.csv --out {}/out.csv", folder)
}

#[test]
fn every_battle_has_a_row_in_its_order() {
    let folder = TempDir::new().unwrap();
    let done = forecast(folder.path(), SAMPLE);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let text = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("isqno,p_win,mu_a,sd_a,mu_d,sd_d"));
    for (line, id) in lines.by_ref().zip(1..=12) {
        let fields: Vec<f64> = line.split(',').map(|field| field.parse().unwrap()).collect();
        assert_eq!(fields.len(), 6);
        assert!((fields[0] - f64::from(id)).abs() < 1e-9, "{line}");
        assert!(fields[1] > 0.0 && fields[1] < 1.0 && fields[3] > 0.0 && fields[5] > 0.0, "{line}");
    }
    assert_eq!(text.lines().count(), 13);
    let without: String = SAMPLE.lines().map(|line| line.rsplitn(4, ',').nth(3).unwrap().to_owned() + "\r\n").collect();
    let again = forecast(folder.path(), &without);
    assert_eq!(again.code, Some(0), "{}", again.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("out.csv")).unwrap(), text, "outcomes are not needed, and not used");
}

#[test]
fn a_table_at_fault_writes_nothing() {
    let folder = TempDir::new().unwrap();
    let done = forecast(folder.path(), &SAMPLE.replace("1917,1,20000", "1917,1,many").replace("3,40000", "3,-4"));
    assert_eq!(done.code, Some(2));
    for part in ["2 faults", "battles.csv:2: str_a: `many`", "battles.csv:3: str_a: `-4`"] {
        assert!(done.stderr.contains(part), "`{part}` is not in:\n{}", done.stderr);
    }
    assert!(!folder.path().join("out.csv").exists());
}

#[test]
fn scores_are_json_for_a_program() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("battles.csv"), SAMPLE).unwrap();
    let done = huizhan("validate --engagements {}/battles.csv --json --out {}/scores", folder.path());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let json: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!((json["battles"].as_u64(), json["scored"].as_u64()), (Some(12), Some(10)));
    assert!(json["shipped"]["log_loss"].as_f64().unwrap() < 1.0);
    assert_eq!(fs::read_to_string(folder.path().join("scores/engagements.json")).unwrap(), done.stdout);
}
