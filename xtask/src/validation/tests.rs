use super::{read, renewed, tables};
use serde_json::json;

fn validation() -> serde_json::Value {
    let totals = json!({"captures": 2, "captures_in_median": 1, "mae_days": 4.25, "naive_mae_days": 9.0, "axis_naive_mae_days": 8.0, "bias_days": -3.0,
        "crps_skill": 0.5, "axis_crps_skill": -0.25, "coverage50": 0.5, "coverage90": 1.0});
    let mut all = totals.clone();
    (all["early"], all["late"]) = (totals.clone(), totals);
    json!({
        "replications": 40, "engine_version": "9.9.9", "totals": all, "tempo": {"legs": []},
        "losses": {"north": {"q05": 900, "q50": 12_345, "q95": 1_234_567}}, "sick": {},
        "standing": {"until": "1938-08-31", "places": [{"place": "fort", "fell": 0.25}, {"place": "ford", "fell": 0.0}], "false_early": 0.125, "fallen": [0, 1, 2]},
        "captures": [{"place": "ford", "documented": "1938-12-30", "q05": "1938-12-28", "q50": "1939-01-02", "q95": "1939-03-01", "share": 0.9, "naive": "1938-12-01", "axis_naive": "1938-12-30"}],
    })
}

#[test]
fn blocks_are_made_anew_and_the_rest_of_a_page_stays() {
    let page = "before\n<!-- validation:begin sums standing -->\nold\n<!-- validation:end -->\nbetween\n<!-- validation:begin posterior sums -->\nkept\n<!-- validation:end -->\nafter\n";
    let (text, count) = renewed(page, &validation(), None).unwrap();
    assert_eq!(count, 1, "a block of the posterior waits for its file");
    assert!(text.starts_with("before\n<!-- validation:begin sums standing -->\n") && text.ends_with("<!-- validation:end -->\nafter\n"), "{text}");
    assert!(!text.contains("old") && text.contains("kept") && text.contains("\nbetween\n"), "{text}");
    assert!(text.contains("north 12,345 (900-1,234,567)"), "{text}");
    assert!(text.contains("later than 31 August, fallen by then: 12.5 %") && text.contains("fort 25 %") && !text.contains("ford"), "{text}");
    assert_eq!(renewed(&text, &validation(), None).unwrap().0, text, "made twice it is the same");
    let (both, count) = renewed(page, &validation(), Some(&validation())).unwrap();
    assert!(count == 2 && !both.contains("kept"));
}

#[test]
fn errors_are_counted_in_days_over_the_end_of_a_year() {
    let table = tables::part("captures", &validation()).unwrap();
    assert!(table.contains("| ford | 12-30 | 01-02 | 12-28 to 03-01 | 90 % | +3 | -29 | +0 |"), "{table}");
}

#[test]
fn what_is_wrong_with_blocks_and_files_is_said() {
    let said = |page: &str| renewed(page, &validation(), None).unwrap_err().to_string();
    assert_eq!(said("<!-- validation:begin sums -->\nold\n"), "a block has no end");
    assert_eq!(said("<!-- validation:begin sums -->\n<!-- validation:begin sums -->\n<!-- validation:end -->"), "a block begins within a block");
    assert!(said("<!-- validation:begin -->\nold\n<!-- validation:end -->").starts_with("a block names no part"));
    assert!(said("<!-- validation:begin weather -->\n<!-- validation:end -->").starts_with("`weather` is no part"));
    let folder = std::env::temp_dir().join(format!("validation-blocks-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("validation.json");
    let name = file.to_str().unwrap();
    std::fs::write(&file, validation().to_string()).unwrap();
    assert!(read(name, false).is_ok());
    assert!(read(name, true).unwrap_err().to_string().ends_with("it goes first"));
    std::fs::write(&file, "{}").unwrap();
    assert!(read(name, false).unwrap_err().to_string().contains("no validation.json of this version"));
    std::fs::remove_dir_all(&folder).unwrap();
}
