//! Each rule finds what it is for, and lets pass what it should.

use super::*;

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}

fn faults(rule: fn(&[File], &mut Vec<String>), files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    rule(files, &mut faults);
    faults
}

#[test]
fn a_long_file_is_named() {
    let long = file("crates/a/src/lib.rs", &"x\n".repeat(LINES_MAX + 1));
    assert_eq!(faults(long_files, &[long]).len(), 1);
    assert!(faults(long_files, &[file("crates/a/src/lib.rs", &"x\n".repeat(LINES_MAX))]).is_empty());
}

#[test]
fn a_leftover_is_named_with_its_line() {
    let word = ["TO", "DO"].concat();
    let found = faults(leftovers, &[file("README.md", &format!("a\n{word}: later\n"))]);
    assert_eq!(found, [format!("README.md:2: `{word}` is left over")]);
}

#[test]
fn keys_of_table_and_code_must_agree() {
    let code = file("crates/huizhan-sim/src/parameters.rs", "    /// Doc.\n    a_b = \"a.b\",\n    c = \"c\",\n");
    let rule = file("crates/huizhan-sim/src/x.rs", "p.a_b");
    let table = file("data/model/parameters.csv", "key,value,page\na.b,1,combat\nd,2,combat\n");
    let page = file("docs/model/combat.md", "`a.b`");
    let found = faults(parameters, &[code, rule, table, page]);
    assert_eq!(
        found,
        [
            "data/model/parameters.csv: `d` is no field of `Parameters`",
            "crates/huizhan-sim/src/parameters.rs: `c` has no row in data/model/parameters.csv",
            "crates/huizhan-sim/src/parameters.rs: no rule reads `c` (`c`)",
            "data/model/parameters.csv:3: `d` is not explained in docs/model/combat.md",
        ]
    );
}

#[test]
fn a_factor_is_read_by_a_rule_or_scales_rows() {
    let code = file(
        "crates/huizhan-sim/src/factors.rs",
        "    a = 0.0..1.0, scale, default 1.0, \"x\", \"words\";\n    b = 0.0..1.0, scale, default 1.0, \"x\", \"words\";\n    c = 0.0..1.0, scale, default 1.0, \"x\", \"words\";\n",
    );
    let page = file("docs/model/x.md", "`a` `b` `c`");
    let rule = file("crates/huizhan-sim/src/x.rs", "setting.factors.a");
    let rows = file("data/campaigns/c/record/flows.csv", "id,factors\nf,b; c\n");
    let of = |extra: &[(&str, &str)]| {
        let fixed = [&code, &page, &rule, &rows].map(|held| file(&held.path, &held.text));
        faults(factors, &fixed.into_iter().chain(extra.iter().map(|(path, text)| file(path, text))).collect::<Vec<_>>())
    };
    let unread = ["crates/huizhan-sim/src/factors.rs:2: no rule reads the factor `b`", "crates/huizhan-sim/src/factors.rs:3: no rule reads the factor `c`"];
    assert_eq!(of(&[]), unread, "nothing reads the table");
    assert_eq!(of(&[("crates/y/src/f.rs", "\"record/flows.csv\"")]), unread, "it is read, but nothing looks the factors up");
    assert!(of(&[("crates/y/src/f.rs", "\"record/flows.csv\" factors.get(name)")]).is_empty());
}

#[test]
fn numbers_of_sides_and_doctrine_are_explained() {
    let page = file("docs/model/supply.md", "`forage_kg`");
    let table = file("data/campaigns/c/record/side_parameters.csv", "side,key,value\nx,forage_kg,1\nx,lift,2\n");
    let plan = file("data/campaigns/c/plans/x.toml", "side = \"x\"\n[doctrine]\nforage_kg = 1\npause = 2\n\n[[sector]]\nid = 3\n");
    assert_eq!(
        faults(side_numbers, &[page, table, plan]),
        [
            "data/campaigns/c/record/side_parameters.csv:3: no page of docs/model explains `lift`",
            "data/campaigns/c/plans/x.toml:4: no page of docs/model explains `pause`",
        ]
    );
}

#[test]
fn pages_are_found_in_text() {
    assert_eq!(named_pages("see `docs/model/combat.md`, and docs/theatre.md."), ["docs/model/combat.md", "docs/theatre.md"]);
    assert!(named_pages("https://host/docs/a.md and ../docs/b.md, docs/ alone").is_empty());
    assert_eq!(faults(pages, &[file("README.md", "docs/none.md")]), ["README.md:1: `docs/none.md` is missing"]);
}

#[test]
fn numbers_need_sources_that_exist() {
    let keys = file("data/model/sources.csv", "key,grade\nA,B\n");
    let table = file("data/model/x.csv", "key,value,low,high,source\na,1,0,2,A;assumption\nb,1,0,2,\nc,3,0,2,Z\n");
    assert_eq!(
        faults(sources, &[keys, table]),
        [
            "data/model/x.csv:3: source: is empty; name a source, or `assumption` with a range",
            "data/model/x.csv:4: source: no source has the key `Z`",
            "data/model/x.csv:4: 3 is not within 0 and 2",
        ]
    );
}

#[test]
fn a_named_source_column_is_needed_only_beside_its_number() {
    let table = file("data/c/x.csv", "id,guns,guns_source\na,,\nb,12,\n");
    assert_eq!(faults(sources, &[table]).len(), 1);
}

#[test]
fn the_simulation_has_no_hash_map_and_names_no_place() {
    let map = file("data/theatres/t/places.csv", "id\nhukou\n");
    let code = file("crates/huizhan-sim/src/a.rs", "use std::collections::HashMap;\n// \"hukou\"\nlet x = \"hukou\";\n");
    assert_eq!(faults(simulation, std::slice::from_ref(&code)).len(), 1);
    assert_eq!(faults(places_in_rules, &[map, code]), ["crates/huizhan-sim/src/a.rs:3: a rule names the place `hukou`"]);
}

#[test]
fn an_arrow_that_is_not_drawn_is_named() {
    let manifest = "[dependencies]\nhuizhan-base.workspace = true\nhuizhan-record.workspace = true\n[dev-dependencies]\nhuizhan-lab.workspace = true\n";
    let found = faults(arrows, &[file("crates/huizhan-sim/Cargo.toml", manifest)]);
    assert_eq!(found, ["crates/huizhan-sim/Cargo.toml: `huizhan-sim` may not know `huizhan-record`"]);
}
