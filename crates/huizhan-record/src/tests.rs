#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them when it renews a snapshot")]

use crate::{Echelon, FormationKind, Record, Word};
use expect_test::{Expect, expect};
use huizhan_base::{Diagnostics, Folder};

const SOURCES: &str = "key,grade,kind,description\nBOOK,B,book,a history\nMAP,A-,map,a staff map\n";
const SIDES: &str = "id,name_en,name_zh_hant,name_zh_hans,name_ja,source\nroc,China,中國,中国,中国,BOOK\njapan,Japan,日本,日本,日本,BOOK\n";
const FORMATION_HEADER: &str = "id,side,parent,echelon,kind,name_en,name_zh_hant,name_zh_hans,name_ja,strength_men,\
    strength_low,strength_high,strength_source,guns,guns_source,quality,quality_source,start_place,arrival_date,\
    arrival_source,sector,deploy,source,confidence,note\n";
const FORMATIONS: &str = "\
roc-wz,roc,,war_zone,headquarters,War zone,,,,,,,,,,,,,,,,no,BOOK,high,
roc-ga,roc,roc-wz,army,headquarters,Group army,,,,,,,,,,,,,,,,no,BOOK,high,
roc-div,roc,roc-ga,division,infantry,Division,,,,9000,7500,10900,assumption,12,BOOK,A,BOOK,hill,,,,yes,BOOK,high,
roc-b,roc,roc-wz,brigade,infantry,Brigade,,,,3000,,,BOOK,,,C,BOOK,hill,1938-07-01,MAP,ford,yes,BOOK;MAP,low,late
jpn-bde,japan,,brigade,infantry,Brigade,,,,6500,6000,7000,assumption,,,A,BOOK,port,,,,yes,BOOK,medium,
";
const CHRONOLOGY_HEADER: &str = "id,date_start,date_end,place,type,attacker,defender,formations,outcome,conflict,\
    score_use,score_reason,axis,source,confidence\n";
const CHRONOLOGY: &str = "\
ev-3,1938-07-20,,ford,capture,japan,roc,jpn-bde,again,,yes,,river,BOOK,high
ev-1,1938-07-04,1938-07-05,ford,capture,japan,roc,jpn-bde;roc-b,taken,a day apart,yes,,river,BOOK;MAP,high
ev-2,1938-07-02,1938-07-02,hill,capture,japan,roc,jpn-bde,taken,,yes,,river,BOOK,medium
ev-4,1938-07-01,1938-07-01,mill,capture,japan,roc,,taken,,weak,low grade,river,BOOK,low
ev-5,1938-07-09,1938-07-09,hill,capture,roc,japan,,taken,,yes,,river,BOOK,low
";

/// The folder of a small sound campaign, with some files put in the place of its own.
fn campaign(changed: &[(&str, String)]) -> Folder {
    let mut files = vec![
        ("record/sources.csv".to_owned(), SOURCES.to_owned()),
        ("record/sides.csv".to_owned(), SIDES.to_owned()),
        ("record/formations.csv".to_owned(), format!("{FORMATION_HEADER}{FORMATIONS}")),
    ];
    for (name, text) in changed {
        let path = format!("record/{name}.csv");
        files.retain(|(held, _)| *held != path);
        files.push((path, text.clone()));
    }
    files.sort();
    Folder::Embedded(files.into_iter().map(|(path, text)| (path, text.leak().as_bytes() as &[u8])).collect())
}

fn load(changed: &[(&str, String)]) -> (Record, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let record = Record::load(&campaign(changed), &mut diagnostics);
    (record, diagnostics)
}

fn sound(changed: &[(&str, String)]) -> Record {
    let (record, diagnostics) = load(changed);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    record
}

/// The faults found where one file of the small campaign is another.
fn check(name: &str, text: impl Into<String>, expected: &Expect) {
    expected.assert_eq(&load(&[(name, text.into())]).1.to_string());
}

fn check_formations(rows: &str, expected: &Expect) {
    check("formations", format!("{FORMATION_HEADER}{rows}"), expected);
}

#[test]
fn a_sound_campaign_needs_three_files() {
    let record = sound(&[]);
    let counts = [record.sources.len(), record.sides.len(), record.formations.len(), record.claims.len()];
    assert_eq!(counts, [2, 2, 5, 0]);
    let brigade = record.formation("roc-b").unwrap();
    assert_eq!((brigade.echelon, brigade.kind), (Echelon::Brigade, FormationKind::Infantry));
    assert_eq!((brigade.strength_men, brigade.strength_range), (Some(3000), None));
    assert_eq!(brigade.arrival_date.unwrap().to_string(), "1938-07-01");
    assert_eq!((brigade.sector.as_deref(), brigade.line), (Some("ford"), 5));
    let cited: Vec<&str> = record.cited(&brigade.source).map(|source| source.description.as_str()).collect();
    assert_eq!(cited, ["a history", "a staff map"]);
}

#[test]
fn required_files_are_missed() {
    let mut diagnostics = Diagnostics::default();
    Record::load(&Folder::Embedded(Vec::new()), &mut diagnostics);
    expect![[r#"
        record/sources.csv: cannot be read: not embedded; put the file there; `huizhan scenario export` writes a complete example
        record/sides.csv: cannot be read: not embedded; put the file there; `huizhan scenario export` writes a complete example
        record/formations.csv: cannot be read: not embedded; put the file there; `huizhan scenario export` writes a complete example
    "#]].assert_eq(&diagnostics.to_string());
    check("sides", "id,name_en,name_zh_hant,name_zh_hans,name_ja,source\n", &expect![[r#"
        record/sides.csv: has no rows; every campaign needs at least one
    "#]]);
}

#[test]
fn faults_of_sources_and_sides_are_named() {
    check("sources", "key,grade,kind,description\nBOOK,B,,a\nMAP,,,b\nBOOK,C,,c\nA;B,C,,d\n", &expect![[r#"
        record/sources.csv:3: grade: is empty; every row needs it
        record/sources.csv:4: key: `BOOK` stands twice, first in line 2; give each row a key of its own, or remove one
        record/sources.csv:5: key: `A;B` holds a semicolon; semicolons join keys; leave them out of one
    "#]]);
    check("sides", SIDES.replace("中国,中国,BOOK", "中国,中国,NONE") + "roc,Again,,,,\n", &expect![[r#"
        record/sides.csv:2: source: no source has the key `NONE`; add it to record/sources.csv, or write `assumption` and give a range
        record/sides.csv:4: id: `roc` stands twice, first in line 2; give each row a key of its own, or remove one
        record/sides.csv:4: source: is empty; give source keys, or write `assumption` and a range
    "#]]);
}

#[test]
fn faults_of_formations_are_reported_together() {
    check_formations(
        "\
a,roc,gone,divizion,infantry,A,,,,-5,,,BOOK,,,,,,,,,no,BOOK,high,
a,mars,,division,horses,A,,,,2000001,,,BOOK,7,,D,BOOK,,1938-02-30,BOOK,,maybe,BOOK,sure,
b,roc,,division,infantry,,,,,9000,,,assumption,,,A,BOOK,hill,,,,yes,,high,
c,roc,,division,infantry,C,,,,0,,,BOOK,,,,,,,,,yes,NOWHERE;assumption,high,
d,japan,b,division,infantry,D,,,,,,,,,,,,,,,,yes,BOOK,high,
",
        &expect![[r#"
            record/formations.csv:3: id: `a` stands twice, first in line 2; give each row a key of its own, or remove one
            record/formations.csv:2: parent: no formation has the id `gone`; add it to record/formations.csv, or correct it
            record/formations.csv:2: echelon: `divizion` is unknown; use one of: hq, war_zone, area_army, army_group, army, corps_group, corps, division, brigade, regiment, garrison, detachment, fleet, air_group, transport, guerrilla
            record/formations.csv:2: strength_men: `-5` is not a number from 0 to 2000000
            record/formations.csv:3: side: no side has the id `mars`; use one of: japan, roc
            record/formations.csv:3: kind: `horses` is unknown; use one of: infantry, cavalry, fortress, naval_landing, mechanised, headquarters, fleet, air, transport, guerrilla, puppet
            record/formations.csv:3: strength_men: `2000001` is not a number from 0 to 2000000
            record/formations.csv:3: quality: `D` is unknown; use one of: A, B, C
            record/formations.csv:3: arrival_date: `1938-02-30` is not a date: write year-month-day as in 1938-06-11, years 1600 to 2100
            record/formations.csv:3: deploy: `maybe` is unknown; use one of: yes, no
            record/formations.csv:3: confidence: `sure` is unknown; use one of: high, medium, low
            record/formations.csv:3: guns_source: is empty; give source keys, or write `assumption` and a range
            record/formations.csv:4: strength_low: an assumption has no range; give the low and the high end of what is plausible
            record/formations.csv:4: name_en: is empty; every row needs it
            record/formations.csv:4: source: is empty; give source keys, or write `assumption` and a range
            record/formations.csv:5: strength_men: is 0; a row with deploy = yes needs it; write deploy = no where it is not known
            record/formations.csv:5: quality: is empty; a row with deploy = yes needs it; write deploy = no where it is not known
            record/formations.csv:5: start_place: is empty; a row with deploy = yes needs it; write deploy = no where it is not known
            record/formations.csv:5: source: no source has the key `NOWHERE`; add it to record/sources.csv, or write `assumption` and give a range
            record/formations.csv:6: parent: `b` is of side `roc`, this row of side `japan`; a formation belongs to one of its own side
            record/formations.csv:6: strength_men: is empty; a row with deploy = yes needs it; write deploy = no where it is not known
            record/formations.csv:6: quality: is empty; a row with deploy = yes needs it; write deploy = no where it is not known
            record/formations.csv:6: start_place: is empty; a row with deploy = yes needs it; write deploy = no where it is not known
        "#]],
    );
}

#[test]
fn ranges_hold_their_value_and_have_two_ends() {
    check_formations(
        "\
a,roc,,division,infantry,A,,,,9000,9500,9900,assumption,,,,,,,,,no,BOOK,high,
b,roc,,division,infantry,B,,,,9000,8000,,BOOK,,,,,,,,,no,BOOK,high,
c,roc,,division,infantry,C,,,,9000,9900,8000,BOOK,,,,,,,,,no,BOOK,high,
d,roc,,division,infantry,D,,,,9000,8000,9900,,,,,,,,,,no,BOOK,high,
",
        &expect![[r#"
            record/formations.csv:2: strength_men: 9000 lies outside its range 9500 to 9900; correct the value or the range
            record/formations.csv:3: strength_high: half of the range is missing; give both ends or neither
            record/formations.csv:4: strength_low: 9900 is above the high end 8000; exchange the two
            record/formations.csv:5: strength_source: is empty; give source keys, or write `assumption` and a range
        "#]],
    );
}

#[test]
fn circles_in_the_order_of_battle_are_named_once() {
    check_formations(
        "\
c,roc,a,corps,headquarters,C,,,,,,,,,,,,,,,,no,BOOK,high,
a,roc,b,corps,headquarters,A,,,,,,,,,,,,,,,,no,BOOK,high,
b,roc,c,corps,headquarters,B,,,,,,,,,,,,,,,,no,BOOK,high,
d,roc,a,corps,headquarters,D,,,,,,,,,,,,,,,,no,BOOK,high,
e,roc,e,corps,headquarters,E,,,,,,,,,,,,,,,,no,BOOK,high,
",
        &expect![[r#"
            record/formations.csv:3: parent: the order of battle runs in a circle: a -> b -> c -> a; leave `parent` empty at the top
            record/formations.csv:6: parent: the order of battle runs in a circle: e -> e; leave `parent` empty at the top
        "#]],
    );
}

#[test]
fn faults_of_commanders_are_named() {
    check(
        "commanders",
        "\
id,formation,name_en,name_zh_hant,name_zh_hans,name_ja,role,date_from,date_to,date_flag,source,confidence,note
x,roc-div,X,,,,commander,1938-07-02,1938-07-01,,BOOK,high,
x,roc-lost,Y,,,,commander,1938-07,,,LETTER,high,
z,,Z,,,,historian,,,,BOOK,none,
",
        &expect![[r#"
            record/commanders.csv:2: date_to: the tenure ends on 1938-07-01, before it begins on 1938-07-02; exchange the two dates, or correct one
            record/commanders.csv:3: id: `x` stands twice, first in line 2; give each row a key of its own, or remove one
            record/commanders.csv:3: formation: no formation has the id `roc-lost`; add it to record/formations.csv, or correct it
            record/commanders.csv:3: date_from: `1938-07` is not a date: write year-month-day as in 1938-06-11, years 1600 to 2100
            record/commanders.csv:3: source: no source has the key `LETTER`; add it to record/sources.csv, or write `assumption` and give a range
            record/commanders.csv:4: confidence: `none` is unknown; use one of: high, medium, low
        "#]],
    );
}

#[test]
fn faults_of_the_chronology_are_named() {
    let rows = "\
ev-1,1938-07-05,1938-07-04,ford,capture,japan,roc,jpn-bde;jpn-lost,taken,,yes,,,BOOK,high
ev-1,,,ford,captured,mars,roc,,taken,,perhaps,,,BOOK,high
ev-2,1938-07-05,,,capture,,,,taken,,yes,,,GOSSIP,
";
    check("chronology", format!("{CHRONOLOGY_HEADER}{rows}"), &expect![[r#"
        record/chronology.csv:2: date_end: 1938-07-04 is before `date_start` 1938-07-05; exchange the two dates, or correct one
        record/chronology.csv:2: formations: no formation has the id `jpn-lost`; add it to record/formations.csv, or correct it
        record/chronology.csv:3: id: `ev-1` stands twice, first in line 2; give each row a key of its own, or remove one
        record/chronology.csv:3: date_start: `` is not a date: write year-month-day as in 1938-06-11, years 1600 to 2100
        record/chronology.csv:3: type: `captured` is unknown; use one of: air_battle, airbase, battle, bombing, campaign_start, capture, civilian_harm, command, context, counterattack, decision, encirclement, evacuation, flood, gas, guerrilla, health, intel, landing, logistics, manoeuvre, mobilisation, naval_loss, naval_raid, politics, recapture, reinforcement, relief, river_passage, siege, withdrawal
        record/chronology.csv:3: attacker: no side has the id `mars`; use one of: japan, roc
        record/chronology.csv:3: score_use: `perhaps` is unknown; use one of: yes, weak, no
        record/chronology.csv:4: place: is empty; a capture with score_use = yes needs it
        record/chronology.csv:4: attacker: is empty; a capture with score_use = yes needs it
        record/chronology.csv:4: source: no source has the key `GOSSIP`; add it to record/sources.csv, or write `assumption` and give a range
        record/chronology.csv:4: confidence: is empty; use one of: high, medium, low
    "#]]);
}

#[test]
fn axes_have_a_base_and_pass_every_scored_capture_once() {
    let axes = "\
axis,sequence,place,start_date,source
river,0,port,1938-06-11,BOOK
river,1,hill,1938-06-12,BOOK
road,1,ford,,BOOK
road,1,bend,,BOOK
lake,0,mill,,BOOK
lake,1,hill,,BOOK
";
    let rows = CHRONOLOGY.replacen("river", "sky", 1);
    let (_, diagnostics) =
        load(&[("axes", axes.to_owned()), ("chronology", format!("{CHRONOLOGY_HEADER}{rows}"))]);
    expect![[r#"
        record/axes.csv:3: start_date: stands at a place that is no base; only sequence 0 has one
        record/axes.csv:5: sequence: `road 1` stands twice, first in line 4; give each row a key of its own, or remove one
        record/axes.csv:6: start_date: axis `lake` has neither a day of start nor a base on another axis; give the day the staff set
        record/axes.csv:5: sequence: axis `road` has no base; add its base with sequence 0
        record/chronology.csv:4: axis: `hill` lies on several axes: lake, river; keep it on one of them in record/axes.csv
        record/chronology.csv:3: axis: axis `river` does not pass `ford`; add the place to record/axes.csv
        record/chronology.csv:6: axis: `hill` lies on several axes: lake, river; keep it on one of them in record/axes.csv
        record/chronology.csv:2: axis: `sky` is unknown; use one of: lake, river, road
    "#]].assert_eq(&diagnostics.to_string());
}

#[test]
fn faults_of_claims_are_named() {
    check(
        "claims",
        "\
id,subject,event,formation,claimant,value_low,value_high,unit,used,reason,source
cl-1,losses,,roc-div,army,300,200,men,yes,,BOOK
cl-2,losses,ev-9,roc-lost,press,400,,men,yes,,BOOK
cl-3,day,,,press,1938-07-03,1938-07-01,date,no,,BOOK
cl-4,day,,,press,soon,,date,,,
",
        &expect![[r#"
            record/claims.csv:2: value_low: 300 is above the high end 200; exchange the two
            record/claims.csv:3: event: no event has the id `ev-9`; add it to record/chronology.csv, or correct it
            record/claims.csv:3: formation: no formation has the id `roc-lost`; add it to record/formations.csv, or correct it
            record/claims.csv:4: value_low: 1938-07-03 is above the high end 1938-07-01; exchange the two
            record/claims.csv:5: used: is empty; use one of: yes, no
            record/claims.csv:5: source: is empty; give source keys, or write `assumption` and a range
            record/claims.csv:3: used: `cl-1` and `cl-2` are both used for `losses`; write `yes` on one of the rivals
        "#]],
    );
}

#[test]
fn faults_of_losses_are_named() {
    check(
        "losses",
        "\
id,formations,date_from,date_to,kind,low,high,compared,reason,source,note
lo-1,roc-div;roc-lost,1938-08-02,1938-08-01,killed,10,5,yes,,BOOK,
lo-1,,1938-08-01,1938-08-02,muster,5,,maybe,a return,,
",
        &expect![[r#"
            record/losses.csv:2: formations: no formation has the id `roc-lost`; add it to record/formations.csv, or correct it
            record/losses.csv:2: date_to: 1938-08-01 is before `date_from` 1938-08-02; exchange the two dates, or correct one
            record/losses.csv:2: reason: is empty; every row needs it
            record/losses.csv:2: kind: `killed` is unknown; use one of: killed_wounded, casualties, muster
            record/losses.csv:2: low: 10 is above the high end 5; exchange the two
            record/losses.csv:3: id: `lo-1` stands twice, first in line 2; give each row a key of its own, or remove one
            record/losses.csv:3: formations: is empty; every row needs it
            record/losses.csv:3: high: is empty; every row needs it
            record/losses.csv:3: high: half of the range is missing; give both ends or neither
            record/losses.csv:3: compared: `maybe` is unknown; use one of: yes, no
            record/losses.csv:3: source: is empty; give source keys, or write `assumption` and a range
        "#]],
    );
}

#[test]
fn faults_of_supply_and_sickness_are_named() {
    check(
        "supply_sources",
        "id,side,place,tonnes_per_day,low,high,source,note\ns,roc,hill,500,,,assumption,\ns,roc,,,1,2,BOOK,\n",
        &expect![[r#"
            record/supply_sources.csv:2: low: an assumption has no range; give the low and the high end of what is plausible
            record/supply_sources.csv:3: id: `s` stands twice, first in line 2; give each row a key of its own, or remove one
            record/supply_sources.csv:3: place: is empty; every row needs it
            record/supply_sources.csv:3: tonnes_per_day: is empty; every row needs it
        "#]],
    );
    check(
        "supply_needs",
        "side,state,kg_per_man_day,low,high,source\nroc,rest,1.2,0.9,1.1,assumption\nroc,rest,1,,,BOOK\nroc,sleep,NaN,,,BOOK\n",
        &expect![[r#"
            record/supply_needs.csv:2: kg_per_man_day: 1.2 lies outside its range 0.9 to 1.1; correct the value or the range
            record/supply_needs.csv:3: state: `roc rest` stands twice, first in line 2; give each row a key of its own, or remove one
            record/supply_needs.csv:4: state: `sleep` is unknown; use one of: rest, march, assault
            record/supply_needs.csv:4: kg_per_man_day: `NaN` is not a number from 0 to 1000
        "#]],
    );
    check(
        "replacements",
        "id,side,date_from,date_to,men_per_day,low,high,source,note\nr,roc,1938-08-02,1938-08-01,80,,,BOOK,\nq,roc,,1938-08-01,eighty,,,BOOK,\n",
        &expect![[r#"
            record/replacements.csv:2: date_to: 1938-08-01 is before `date_from` 1938-08-02; exchange the two dates, or correct one
            record/replacements.csv:3: date_from: `` is not a date: write year-month-day as in 1938-06-11, years 1600 to 2100
            record/replacements.csv:3: men_per_day: `eighty` is not a number from 0 to 100000
        "#]],
    );
    check(
        "sickness",
        "\
side,month,admissions_per_1000_per_day,low,high,recovery_per_1000_per_day,low2,high2,source
roc,13,2,1,3,50,40,60,BOOK
roc,7,2,1,3,50,,,assumption
roc,7,1001,,,50,40,60,BOOK
",
        &expect![[r#"
            record/sickness.csv:2: month: `13` is not a number from 1 to 12
            record/sickness.csv:3: low2: an assumption has no range; give the low and the high end of what is plausible
            record/sickness.csv:4: month: `roc 7` stands twice, first in line 3; give each row a key of its own, or remove one
            record/sickness.csv:4: admissions_per_1000_per_day: `1001` is not a number from 0 to 1000
        "#]],
    );
}

#[test]
fn faults_of_water_and_parameters_are_named() {
    check(
        "barriers",
        "\
id,river,side,name_en,name_zh_hant,name_zh_hans,name_ja,forts,place,boom_days_low,boom_days_high,mines,source
b,yangtze,roc,Narrows,,,,hill;ford,hill,9,4,many,BOOK
c,yangtze,roc,Bend,,,,,,1,,5,BOOK
",
        &expect![[r#"
            record/barriers.csv:2: boom_days_low: 9 is above the high end 4; exchange the two
            record/barriers.csv:2: mines: `many` is not a number from 0 to 1000000
            record/barriers.csv:3: forts: is empty; every row needs it
            record/barriers.csv:3: place: is empty; every row needs it
            record/barriers.csv:3: boom_days_high: half of the range is missing; give both ends or neither
        "#]],
    );
    check(
        "inundation",
        "id,place_or_axis,cells,closed_from,source,note\nw,plain,85318d57fffffff north,1938-06-31,BOOK,\n",
        &expect![[r#"
            record/inundation.csv:2: cells: `north` is not an H3 cell; write H3 indexes in hexadecimal, parted by spaces
            record/inundation.csv:2: closed_from: `1938-06-31` is not a date: write year-month-day as in 1938-06-11, years 1600 to 2100
        "#]],
    );
    check(
        "side_parameters",
        "side,key,value,low,high,unit,source,note\nroc,delay,2,1,3,days,BOOK,\nroc,delay,2,,,days,assumption,\n",
        &expect![[r#"
            record/side_parameters.csv:3: key: `roc delay` stands twice, first in line 2; give each row a key of its own, or remove one
            record/side_parameters.csv:3: low: an assumption has no range; give the low and the high end of what is plausible
        "#]],
    );
}

#[test]
fn a_missing_column_is_reported_once() {
    check("sources", "key,description\nBOOK,a history\nMAP,a staff map\n", &expect![[r#"
        record/sources.csv:1: grade: column is missing; the header has: key, description
        record/sources.csv:1: kind: column is missing; the header has: key, description
    "#]]);
}

/// Reverses the rows of a table below its header.
fn reversed(header: &str, rows: &str) -> String {
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    format!("{header}{}\n", rows.join("\n"))
}

#[test]
fn the_order_of_rows_is_of_no_account() {
    let straight = [("chronology", format!("{CHRONOLOGY_HEADER}{CHRONOLOGY}"))];
    let (header, rows) = SOURCES.split_once('\n').unwrap();
    let (side_header, side_rows) = SIDES.split_once('\n').unwrap();
    let shuffled = [
        ("chronology", reversed(CHRONOLOGY_HEADER, CHRONOLOGY)),
        ("formations", reversed(FORMATION_HEADER, FORMATIONS)),
        ("sources", reversed(&format!("{header}\n"), rows)),
        ("sides", reversed(&format!("{side_header}\n"), side_rows)),
    ];
    let [first, second] = [sound(&straight), sound(&shuffled)].map(without_lines);
    assert_eq!(first, second);
}

/// The line of a row is where it stands in the file, so it alone may differ.
fn without_lines(mut record: Record) -> Record {
    record.formations.iter_mut().for_each(|row| row.line = 0);
    record.chronology.iter_mut().for_each(|row| row.line = 0);
    record
}

#[test]
fn descendants_come_after_those_they_are_under() {
    let record = sound(&[]);
    let under: Vec<&str> = record.descendants("roc-wz").iter().map(|row| row.id.as_str()).collect();
    assert_eq!(under, ["roc-b", "roc-ga", "roc-div"]);
    assert_eq!(record.children("roc-wz").count(), 2);
    assert!(record.descendants("roc-div").is_empty());
}

#[test]
fn of_several_tenures_the_last_begun_commands() {
    let header = "id,formation,name_en,name_zh_hant,name_zh_hans,name_ja,role,date_from,date_to,date_flag,source,confidence,note";
    let rows = "\
a,roc-wz,Li,,,,commander,,,,BOOK,high,
b,roc-wz,Bai,,,,acting commander,1938-07-15,1938-09-15,,BOOK,high,
c,roc-wz,Xu,,,,deputy,1938-07-15,1938-09-15,,BOOK,high,
";
    let record = sound(&[("commanders", format!("{header}\n{rows}"))]);
    let name = |day: &str| record.commander_at("roc-wz", day.parse().unwrap()).map(|held| held.names.en.as_str());
    assert_eq!(name("1938-07-14"), Some("Li"));
    assert_eq!(name("1938-07-15"), Some("Bai"));
    assert_eq!(name("1938-09-16"), Some("Li"));
    assert!(record.commander_at("roc-ga", "1938-07-15".parse().unwrap()).is_none());
}

#[test]
fn scored_captures_are_the_first_of_each_place_by_the_attacker() {
    let record = sound(&[("chronology", format!("{CHRONOLOGY_HEADER}{CHRONOLOGY}"))]);
    let ids = |side: &str| record.scored_captures(side).iter().map(|event| event.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids("japan"), ["ev-2", "ev-1"]);
    assert_eq!(ids("roc"), ["ev-5"]);
}

#[test]
fn words_read_back_as_written() {
    fn all<T: Word + std::fmt::Debug>() {
        assert!(T::ALL.iter().all(|word| T::from_word(word.word()) == Some(*word)));
    }
    all::<Echelon>();
    all::<FormationKind>();
    all::<crate::EventKind>();
    assert_eq!(Echelon::ALL.len(), 16, "every echelon of the schema");
    assert_eq!(Echelon::from_word("Division"), None);
}

#[test]
fn faults_of_the_air_tables_are_all_reported() {
    check(
        "air_groups",
        "id,formation,arm,type,aircraft,low,high,aircraft_source,base,from,to,aim,source,note\n\
         g-1,roc-af,roc,i15,20,,,assumption,hill,,,,BOOK,\ng-1,roc-af,roc,i15,30,10,20,BOOK,hill,,,,BOOK,\n",
        &expect![[r#"
            record/air_groups.csv:2: low: an assumption has no range; give the low and the high end of what is plausible
            record/air_groups.csv:3: id: `g-1` stands twice, first in line 2; give each row a key of its own, or remove one
            record/air_groups.csv:3: aircraft: 30 lies outside its range 10 to 20; correct the value or the range
        "#]],
    );
    check(
        "air_orders",
        "id,date,kind,event,target,groups,aircraft,forewarned,source,note\n\
         o-1,1938-02-30,raid,,hill,g-1;g-2,5,no,BOOK,\no-2,1938-02-18,attack,,hill,g-1,5,maybe,,\n",
        &expect![[r#"
            record/air_orders.csv:2: date: `1938-02-30` is not a date: write year-month-day as in 1938-06-11, years 1600 to 2100
            record/air_orders.csv:2: aircraft: there are 1 numbers for 2 groups; give one whole number a group, parted by semicolons
            record/air_orders.csv:3: kind: `attack` is unknown; use one of: raid, stand_by
            record/air_orders.csv:3: forewarned: `maybe` is unknown; use one of: yes, no
            record/air_orders.csv:3: source: is empty; give source keys, or write `assumption` and a range
        "#]],
    );
    check(
        "air_tasks",
        "id,groups,kind,targets,share,low,high,from,to,source,note\nt-1,,bridges,hill,1.5,,,,,BOOK,\n",
        &expect![[r#"
            record/air_tasks.csv:2: groups: is empty; every row needs it
            record/air_tasks.csv:2: kind: `bridges` is unknown; use one of: field, city, rail, ships, support, reconnaissance, airdrop
            record/air_tasks.csv:2: share: `1.5` is not a number from 0 to 1
        "#]],
    );
}
