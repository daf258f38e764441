use crate::gates::{self, Names};
use crate::{Adjustment, Scenario, campaign_names, export};
use huizhan_base::CellId;
use huizhan_command::Gate;
use std::path::Path;

/// Names of a plan with one place, one order and one operation.
struct Known;

impl Names for Known {
    fn place(&self, id: &str) -> Option<CellId> {
        (id == "ford").then_some(CellId(4))
    }

    fn order(&self, id: &str) -> Option<usize> {
        (id == "o-go").then_some(1)
    }

    fn operation(&self, id: &str) -> Option<usize> {
        (id == "op-1").then_some(2)
    }
}

#[test]
fn gates_are_read() {
    let read = |text: &str| gates::parse(text, &Known).unwrap();
    assert_eq!(read("held(ford)"), Gate::Held(CellId(4)));
    assert_eq!(read(" build_up(ford, 0.5) "), Gate::BuildUp(CellId(4), Some(0.5)));
    assert_eq!(read("stalled(op-1, 14)"), Gate::Stalled(2, 14));
    assert_eq!(read("leaving()"), Gate::Leaving);
    let inner = vec![Gate::Lost(CellId(4)), Gate::AtLeast(1, vec![Gate::Order(1), Gate::Threatened(CellId(4))])];
    assert_eq!(read("at_least(2, lost(ford), at_least(1, order(o-go), threatened(ford)))"), Gate::AtLeast(2, inner));
}

#[test]
fn gates_that_say_nothing_are_refused() {
    for (text, part) in [
        ("ford", "is not a gate"),
        ("held(ford", "lacks its closing bracket"),
        ("held(nowhere)", "`nowhere` is not a place"),
        ("order(o-stay)", "`o-stay` is not an order of this plan"),
        ("stalled(op-1, soon)", "`soon` is not a whole number"),
        ("build_up(ford, 2)", "`2` is not a share from 0 to 1"),
        ("not_before(1938-13-01)", "is not a date"),
        ("fallen(ford)", "is not a gate"),
        ("leaving(ford)", "is not a gate"),
    ] {
        let message = gates::parse(text, &Known).unwrap_err();
        assert!(message.contains(part), "`{text}`: {message}");
    }
}

#[test]
fn every_embedded_campaign_loads_and_exports_to_the_same() {
    let names = campaign_names();
    assert!(names.contains(&"wuhan1938".to_owned()) && names.contains(&"teaching-crossing".to_owned()), "{names:?}");
    for name in names {
        let embedded = Scenario::embedded(&name).unwrap_or_else(|invalid| panic!("{name}: {invalid}"));
        let folder = tempfile::tempdir().unwrap();
        assert!(export(&name, folder.path()).unwrap() > 8);
        let read = Scenario::open(folder.path().to_str().unwrap()).unwrap_or_else(|invalid| panic!("{name}: {invalid}"));
        assert_eq!(format!("{:?}", embedded.setting.forces), format!("{:?}", read.setting.forces), "{name}");
        assert_eq!(embedded.captures, read.captures, "{name}");
        assert!(export(&name, folder.path()).is_err(), "a folder with files is not written into");
    }
}

/// The faults of the teaching campaign with one change to one file.
fn faults(file: &str, change: impl FnOnce(String) -> Vec<u8>) -> String {
    let folder = tempfile::tempdir().unwrap();
    export("teaching-crossing", folder.path()).unwrap();
    let path = folder.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    std::fs::write(&path, change(text)).unwrap();
    faults_of(folder.path())
}

fn faults_of(folder: &Path) -> String {
    Scenario::open(folder.to_str().unwrap()).expect_err("the campaign is faulty").to_string()
}

#[test]
fn bad_input_is_named_with_file_row_and_field() {
    let swap = |from: &'static str, to: &'static str| {
        move |text: String| {
            assert!(text.contains(from), "`{from}` stands in the file");
            text.replace(from, to).into_bytes()
        }
    };
    let found = faults("holdings.csv", swap("shahe,blue", "shangrila,green"));
    assert!(found.contains("holdings.csv:3: place: no place has the id `shangrila`"), "{found}");
    assert!(found.contains("holdings.csv:3: side: `green` is not a side"), "all faults at once: {found}");
    let found = faults("record/formations.csv", swap("7000,6300,7700", "-7000,6300,7700"));
    assert!(found.contains("record/formations.csv") && found.contains("`-7000`"), "{found}");
    let found = faults("record/formations.csv", swap("1938-04-05", "1838-04-05"));
    assert!(found.contains("arrival_date: 1838-04-05 is not within ten years of the campaign"), "{found}");
    let found = faults("record/formations.csv", swap("blue-div,blue,,", "blue-div,blue,blue-bde-1,"));
    assert!(found.contains("record/formations.csv") && found.contains("blue-bde-1"), "a cycle is named: {found}");
    let found = faults("plans/blue.toml", swap("\"yongxiu\", \"nanchang\"", "\"atlantis\", \"nanchang\""));
    assert!(found.contains("`ob-left`: no place has the id `atlantis`"), "{found}");
    let found = faults("scenario.toml", swap("1938-04-14", "1938-03-14"));
    assert!(found.contains("scenario.toml") && found.contains("1938-03-14 is before the start, 1938-04-01"), "{found}");
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let found = faults("record/sides.csv", |text| [text.as_bytes(), b"gr\xffen,Green,,,,EXERCISE\n"].concat());
    assert!(found.contains("record/sides.csv:4") && found.contains("not UTF-8"), "{found}");
    let found = faults("plans/red.toml", |text| [text.as_bytes(), b"\xff\n"].concat());
    assert!(found.contains("plans/red.toml") && found.contains("not UTF-8"), "{found}");
    let found = faults("scenario.toml", |text| text.replace("theatre = \"central-china\"", "theatre = \"mars\"").into_bytes());
    assert!(found.contains("no theatre `mars`"), "{found}");
    let found = faults("holdings.csv", |text| text.into_bytes().into_iter().chain(b"nanchang,red,EXERCISE\n".repeat(1_000_000)).collect());
    assert!(found.contains("holdings.csv") && found.contains("more than"), "{found}");
    let folder = tempfile::tempdir().unwrap();
    export("teaching-crossing", folder.path()).unwrap();
    std::fs::remove_file(folder.path().join("record/formations.csv")).unwrap();
    assert!(faults_of(folder.path()).contains("record/formations.csv: cannot be read"));
    assert!(Scenario::open("no-such-campaign").unwrap_err().to_string().contains("embedded are:"));
}

#[test]
fn faults_of_command_and_politics_are_named() {
    let made = |text: &'static str| move |_: String| text.as_bytes().to_vec();
    let found = faults("record/troops.csv", made("formation,group,home,source,note\nblue-div,guards,atlantis,EXERCISE,\n"));
    assert!(found.contains("troops.csv:2: home: no place has the id `atlantis`"), "{found}");
    assert!(found.contains("troops.csv:2: group: no group has the id `guards`"), "{found}");
    let found = faults("record/obedience.csv", made("group,key,value,low,high,source,note\nguards,retreat,0.1,0,0.2,EXERCISE,\nguards,attack,0.1,,,assumption,\n"));
    assert!(found.contains("an assumption has no range"), "{found}");
    let head = "id,side,kind,places,warnings,weight,low,high,source,note\n";
    let found = faults("record/approaches.csv", |_| [head, "a,blue,lifeline,nanchang,,0.7,,,EXERCISE,\nb,blue,lifeline,nanchang,,0.7,,,EXERCISE,\nc,blue,road,nanchang,,1,,,EXERCISE,\n"].concat().into_bytes());
    assert!(found.contains("approaches.csv:4: kind: `road` is unknown"), "{found}");
    assert!(found.contains("the lifelines of `blue` bring in 1.4 of the imports"), "{found}");
    let found = faults("record/staffs.csv", made("headquarters,commander,grade,low,high,source,note\nblue-div,cm-nobody,0.5,0,1,EXERCISE,\n"));
    assert!(found.contains("`cm-nobody` has no tenure at `blue-div`"), "{found}");
    let found = faults("plans/red.toml", |text| text.replacen("[[sector]]", "[[sector]]\nwithdrawal = \"soon\"", 1).into_bytes());
    assert!(found.contains("plans/red.toml") && found.contains("soon"), "{found}");
}

#[test]
fn a_scenario_adjusted_in_memory_is_the_one_opened_with_the_same_settings() {
    let base = Scenario::embedded("wuhan1938").unwrap();
    for text in ["flood=off", "march.plain=1.3", "japan.strength=0.8", "record.replacements.rp-roc-draft.men_per_day=2000", "plan.japan.o-main.shift=10", "claim.cl-jpn-div-106-2=on"] {
        let adjustment: Adjustment = text.parse().unwrap();
        let (adjusted, opened) = (base.adjusted(std::slice::from_ref(&adjustment)).unwrap(), Scenario::open_with("wuhan1938", &[adjustment]).unwrap());
        let shown = |scenario: &Scenario| format!("{:?}{:?}{:?}{:?}", scenario.setting.parameters, scenario.setting.forces, scenario.setting.replacements, scenario.plans);
        assert_eq!(shown(&adjusted), shown(&opened), "{text}");
        assert_eq!(adjusted.setting.travel.foot, opened.setting.travel.foot, "{text}");
        // one setting in five leaves the march and the water as they are: the fields are then shared
        let same_march = !["flood=off", "march.plain=1.3"].contains(&text);
        assert_eq!(std::sync::Arc::ptr_eq(&adjusted.setting.travel, &base.setting.travel), same_march, "{text}");
    }
}

#[test]
fn costs_are_shared_only_between_numbers_that_give_the_same() {
    let base = Scenario::embedded("teaching-crossing").unwrap();
    for (key, low, high) in base.parameter_ranges() {
        let mut changed = base.setting.parameters.clone();
        let held = changed.get(key).unwrap();
        changed.set(key, if held.to_bits() == high.to_bits() { *low } else { *high });
        let same = huizhan_sim::Travel::same_costs(&base.setting.parameters, &changed);
        let travel = huizhan_sim::Travel::new(&base.setting.theatre, &changed, &base.setting.flood.reach);
        let equal = travel.foot == base.setting.travel.foot && travel.rail == base.setting.travel.rail;
        assert!(!same || equal, "{key} changes costs that would be shared");
    }
}

#[test]
fn every_fault_of_adjustments_is_told_with_what_was_near() {
    let base = Scenario::embedded("wuhan1938").unwrap();
    let faults = |texts: &[&str]| base.adjusted(&texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<_>>()).unwrap_err().to_string();
    let told = faults(&["record.formation.x.y=1", "record.formations.jpn-bde-11.strenth_men=1", "record.chronology.ev-096.date_start=1938-10-01", "plan.japan.o-mian.shift=3", "claim.cl-day-hankou-1=on", "flood=perhaps"]);
    for part in ["formations", "strength_men", "for comparison", "o-main", "what came of the campaign", "`perhaps` is not a number"] {
        assert!(told.contains(part), "`{part}` is not told:\n{told}");
    }
}

#[test]
fn what_is_off_keeps_its_name_for_others() {
    let base = Scenario::embedded("wuhan1938").unwrap();
    let plans = |text: &str| base.adjusted(&[text.parse().unwrap()]).unwrap_or_else(|invalid| panic!("{text}: {invalid}")).plans;
    // opj-30 is kept by the other plan, opj-08 named in a gate of opj-18, o-main in gates of many
    for id in ["opj-30", "opj-08", "opj-16"] {
        for plan in &plans(&format!("plan.japan.{id}=off"))[0] {
            for operation in plan.operations.iter().filter(|operation| operation.id == id) {
                assert!(operation.formations.is_empty(), "{id} of {} is still carried out", plan.id);
            }
            assert!(plan.operations.iter().any(|operation| operation.id != id && !operation.formations.is_empty()));
        }
    }
    let never = plans("plan.japan.o-main=off");
    assert!(never[0].iter().all(|plan| plan.orders.iter().any(|order| order.id == "o-main" && order.gates.contains(&Gate::AtLeast(1, Vec::new())))));
    assert!(plans("plan.roc.opc-25=off")[1].iter().all(|plan| plan.sectors.iter().all(|sector| sector.id != "opc-25")));
}

#[test]
fn a_list_of_formations_can_be_set_and_is_checked() {
    let base = Scenario::embedded("wuhan1938").unwrap();
    let set = |list: &str| base.adjusted(&[format!("plan.roc.opc-25.formations={list}").parse().unwrap()]);
    let ring = |scenario: &Scenario| scenario.plans[1][0].sectors.iter().find(|sector| sector.id == "opc-25").unwrap().formations.clone();
    let fewer = set("roc-army-4;roc-army-66").unwrap();
    assert!(!ring(&fewer).is_empty() && ring(&fewer).len() < ring(&base).len());
    assert!(set("roc-army-4;roc-army-none").unwrap_err().to_string().contains("no formation has the id `roc-army-none`"));
}

#[test]
fn each_kind_of_what_if_for_leaving_reaches_the_setting() {
    let base = Scenario::embedded("wuhan1938").unwrap();
    assert_eq!(base.setting.politics.leave, [None; 2], "the record of what was sets no day");
    let set = base.adjusted(&["record.stands.roc.leave=1938-10-10".parse().unwrap()]).unwrap();
    assert_eq!(set.setting.politics.leave, [None, Some("1938-10-10".parse().unwrap())]);
}

#[test]
fn every_number_that_is_listed_may_be_set_to_its_ends_and_no_further() {
    let scenario = Scenario::embedded("teaching-crossing").unwrap();
    let settable = scenario.settable();
    for key in huizhan_sim::Parameters::KEYS {
        assert!(settable.iter().any(|number| number.name == *key), "{key} is not listed");
    }
    let set = |name: &str, value: f64| scenario.adjusted(&[Adjustment::number(name, value)]);
    let of_side = |name: &str| !huizhan_sim::Parameters::KEYS.contains(&name);
    assert!(settable.iter().any(|number| of_side(&number.name)));
    // every tenth number of the model, and all of sides: each is a scenario put together
    for number in settable.iter().enumerate().filter(|(at, number)| at % 10 == 0 || of_side(&number.name)).map(|(_, number)| number) {
        assert!((number.low..=number.high).contains(&number.value) && !number.source.is_empty(), "{number:?}");
        assert!(set(&number.name, number.low).is_ok() && set(&number.name, number.high).is_ok(), "{number:?}");
        assert!(set(&number.name, number.high + number.high.abs() + 1.0).is_err(), "{number:?}");
    }
}
