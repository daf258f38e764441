//! `huizhan study` through the built binary: shards, threads, a killed process, bad input, and the schema of its files.

use crate::{Done, huizhan, schema};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

const SCHEMA: &str = include_str!("../../../../docs/reference/study.schema.json");

/// Four points; 40 replications of each make three chunks.
const STUDY: &str = r#"
id = "small"
title = "A small study"
question = "Do parts add up to the whole?"
scenario = "teaching-crossing"
design = "full-factorial"
replications = 40
measures = ["captures", "exchange"]
daily = true

[[factor]]
name = "combat.base"
levels = [-3.654, -3.8]

[[factor]]
name = "march.plain"
levels = [1.2, 1.3]
"#;

fn folder_with(study: &str) -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().unwrap();
    fs::write(folder.path().join("study.toml"), study).unwrap();
    folder
}

fn sound(arguments: &str, folder: &Path) -> Done {
    let done = huizhan(arguments, folder);
    assert_eq!(done.code, Some(0), "{}{}", done.stdout, done.stderr);
    done
}

/// Files of the four tables: path to bytes and time of writing.
fn tables(out: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let mut files = BTreeMap::new();
    for table in ["captures", "daily", "losses", "replications"] {
        for entry in out.join(table).read_dir().into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let written = fs::metadata(&path).unwrap().modified().unwrap();
            files.insert(format!("{table}/{name}"), (fs::read(&path).unwrap(), written));
        }
    }
    files
}

fn bytes(files: &BTreeMap<String, (Vec<u8>, SystemTime)>) -> Vec<(&String, &Vec<u8>)> {
    files.iter().map(|(name, (bytes, _))| (name, bytes)).collect()
}

/// How many chunks of a folder count.
fn finished_chunks(out: &Path) -> usize {
    let names = out.join("replications").read_dir().into_iter().flatten().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().starts_with("part")).count()
}

#[test]
fn shards_and_threads_make_the_same_files_and_the_merged_report_is_that_of_the_whole() {
    let folder = folder_with(STUDY);
    let one = sound("study {}/study.toml --threads 1 --out {}/one", folder.path());
    sound("study {}/study.toml --threads 2 --out {}/two", folder.path());
    for shard in ["3/3", "1/3", "2/3"] {
        sound(&format!("study {{}}/study.toml --shard {shard} --out {{}}/parts"), folder.path());
    }
    let [whole, two, parts] = ["one", "two", "parts"].map(|name| tables(&folder.path().join(name)));
    assert_eq!(whole.len(), 12, "three chunks of four tables");
    assert!(bytes(&whole) == bytes(&two), "files differ between one and two threads");
    assert!(bytes(&whole) == bytes(&parts), "files differ between the whole and its shards");
    let merged = sound("study {}/study.toml --merge {}/parts --out {}/report", folder.path());
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("report/report.html"), read("one/report.html"));
    let table = |done: &Done| done.stdout.split("\nwritten:").next().unwrap().to_owned();
    assert_eq!(table(&merged), table(&one));
}

#[test]
fn a_process_killed_again_and_again_loses_and_repeats_nothing() {
    let study = STUDY.replace("replications = 40", "replications = 160");
    let folder = folder_with(&study);
    sound("study {}/study.toml --threads 2 --out {}/whole", folder.path());
    let whole = tables(&folder.path().join("whole"));
    let out = folder.path().join("killed");
    let mut kept = BTreeMap::new();
    let mut kills = 0;
    while kills < 2 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_huizhan"));
        child.arg("study").arg(folder.path().join("study.toml")).args(["--threads", "2", "--resume", "--out"]).arg(&out);
        let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // until another chunk is there; then at once, in the middle of others
        let began = Instant::now();
        while finished_chunks(&out) <= kept.len() / 4 {
            assert!(began.elapsed() < Duration::from_secs(60), "no chunk was finished");
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let now = tables(&out);
        for (name, file) in &kept {
            assert!(now.get(name) == Some(file), "{name} was finished and has been written again");
        }
        // a chunk counts with its replications: its other files were there before
        let finished = |name: &String| name.split('/').nth(1).is_some_and(|part| part.starts_with("part") && now.contains_key(&format!("replications/{part}")));
        kept = now.iter().filter(|(name, _)| finished(name)).map(|(name, file)| (name.clone(), file.clone())).collect();
        assert!(kept.len() / 4 < 10, "the process was killed too late for the test to say anything");
        kills += 1;
    }
    let refused = huizhan("study {}/study.toml --out {}/killed", folder.path());
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("--resume"), "{}", refused.stderr);
    sound("study {}/study.toml --threads 1 --resume --out {}/killed", folder.path());
    let resumed = tables(&out);
    assert!(kept.iter().all(|(name, file)| resumed.get(name) == Some(file)), "a finished chunk was played twice");
    assert!(bytes(&resumed) == bytes(&whole), "what was resumed differs from what ran through");
}

#[test]
fn a_half_written_file_is_told_when_merged_and_mended_when_resumed() {
    let folder = folder_with(STUDY);
    sound("study {}/study.toml --out {}/out", folder.path());
    let before = tables(&folder.path().join("out"));
    let broken = folder.path().join("out/losses/part-000002.parquet");
    let whole = fs::read(&broken).unwrap();
    fs::write(&broken, &whole[..whole.len() / 2]).unwrap();
    let told = huizhan("study {}/study.toml --merge {}/out", folder.path());
    assert_eq!(told.code, Some(2));
    assert!(told.stderr.contains("losses/part-000002.parquet") && told.stderr.contains("--resume"), "{}", told.stderr);
    sound("study {}/study.toml --resume --out {}/out", folder.path());
    assert!(bytes(&tables(&folder.path().join("out"))) == bytes(&before));
}

#[test]
fn bad_studies_are_told_with_file_key_and_remedy_and_write_nothing() {
    let cases = [
        (STUDY.replace("march.plain", "march.plane"), vec!["study.toml: march.plane: ", "`huizhan factors` lists factors"]),
        (STUDY.replace("1.3]", "99.0]"), vec!["study.toml: march.plain: level 99: ", "choose a level within its range"]),
        (STUDY.replace("[1.2, 1.3]", "[]"), vec!["study.toml: march.plain: has no levels; give a list"]),
        (STUDY.replace("\"exchange\"", "\"exchanges\""), vec!["study.toml: measures: `exchanges`: is no measure; docs/reference/study.md"]),
        (STUDY.replace("replications = 40", "replications = 10000000"), vec!["study.toml: replications: ", "40000000 runs; ask for fewer, or say --yes"]),
        (STUDY.replace("daily = true", "dayly = true"), vec!["study.toml:9: ", "dayly", "docs/reference/study.md"]),
        (STUDY.replace("teaching-crossing", "teaching-crosing"), vec!["teaching-crosing", "embedded are: "]),
        (STUDY[..STUDY.find("[[factor]]").unwrap()].to_owned(), vec!["study.toml: design: has no point; name a factor with levels, or an arm"]),
        // several at once
        (STUDY.replace("march.plain", "march.plane").replace("\"exchange\"", "\"exchanges\""), vec!["march.plane", "exchanges", "error: 2 faults in the study; nothing was run or written"]),
    ];
    for (text, expected) in cases {
        let folder = folder_with(&text);
        let done = huizhan("study {}/study.toml --out {}/out", folder.path());
        assert_eq!(done.code, Some(2), "{}{}", done.stdout, done.stderr);
        for part in expected {
            assert!(done.stderr.contains(part), "`{part}` is not in:\n{}", done.stderr);
        }
        assert!(!folder.path().join("out").exists(), "nothing is written");
    }
    let folder = folder_with(STUDY);
    let foreign = STUDY.replace("-3.8", "-3.7");
    sound("study {}/study.toml --replications 1 --out {}/out", folder.path());
    fs::write(folder.path().join("study.toml"), foreign).unwrap();
    for arguments in ["--replications 1 --resume --out {}/out", "--replications 1 --merge {}/out"] {
        let done = huizhan(&format!("study {{}}/study.toml {arguments}"), folder.path());
        assert_eq!(done.code, Some(2));
        assert!(done.stderr.contains("another study"), "{}", done.stderr);
    }
}

#[test]
fn shipped_studies_conform_to_the_schema_and_what_the_engine_refuses_does_not() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    let faults = |text: &str| schema::faults(&schema, &serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap());
    let mut shipped = 0;
    for entry in Path::new(env!("CARGO_MANIFEST_DIR")).join("../../studies").read_dir().unwrap() {
        let path = entry.unwrap().path();
        let found = faults(&fs::read_to_string(&path).unwrap());
        assert!(found.is_empty(), "{}: {}", path.display(), found.join("\n"));
        shipped += 1;
    }
    assert!(shipped >= 11);
    assert!(faults(STUDY).is_empty());
    for wrong in [
        STUDY.replace("daily = true", "dayly = true"),
        STUDY.replace("full-factorial", "full"),
        STUDY.replace("replications = 40", "replications = 0"),
        STUDY.replace("[1.2, 1.3]", "[]"),
        STUDY.replace("\"exchange\"", "\"exchanges\""),
        STUDY.replace("measures = [\"captures\", \"exchange\"]\n", ""),
    ] {
        assert!(!faults(&wrong).is_empty(), "the schema lets this pass:\n{wrong}");
        let folder = folder_with(&wrong);
        assert_eq!(huizhan("study {}/study.toml", folder.path()).code, Some(2), "the engine plays what the schema refuses:\n{wrong}");
    }
}

/// [`STUDY`] over the ranges of its two factors.
fn over_ranges(design: &str, points: usize) -> String {
    let ranges = STUDY.replace("levels = [-3.654, -3.8]", "low = -3.8\nhigh = -3.6").replace("levels = [1.2, 1.3]", "low = 1.2\nhigh = 1.4");
    ranges.replace("full-factorial", design).replace("replications = 40", &format!("replications = 3\npoints = {points}"))
}

/// Values of the two factors at each point, as the tables have them; every point is played under the same seeds.
fn points_played(study: &str) -> Vec<[f64; 2]> {
    let folder = folder_with(study);
    sound("study {}/study.toml --out {}/out", folder.path());
    let (meta, rows) = huizhan_study::store::Results::at(folder.path().join("out")).unwrap().read().unwrap();
    let mut points: Vec<(u32, [f64; 2], Vec<u64>)> = Vec::new();
    for row in &rows {
        let value = |name: &str| row.settings.split(' ').find_map(|setting| setting.strip_prefix(name)?.strip_prefix('=')).unwrap().parse::<f64>().unwrap();
        let values = [value("combat.base"), value("march.plain")];
        match points.iter_mut().find(|(point, ..)| *point == row.point) {
            Some((_, held, seeds)) => {
                assert_eq!(held.map(f64::to_bits), values.map(f64::to_bits), "a point sets the same in each of its runs");
                seeds.push(row.seed);
            }
            None => points.push((row.point, values, vec![row.seed])),
        }
        assert!(row.measures.iter().zip(&meta.measures).all(|(value, name)| value.is_some() || name == "exchange"), "{row:?}");
    }
    assert_eq!(meta.tasks, rows.len() as u64);
    let seeds: Vec<u64> = (0..rows.len() as u64 / points.len() as u64).collect();
    assert!(points.iter().all(|(.., held)| *held == seeds), "common seeds");
    let page = fs::read_to_string(folder.path().join("out/report.html")).unwrap();
    for (name, count) in [("Points", points.len()), ("Runs", rows.len())] {
        assert!(page.contains(&format!("<dt>{name}</dt><dd>{count}</dd>")), "{name}: {count}");
    }
    points.into_iter().map(|(_, values, _)| values).collect()
}

#[test]
fn one_at_a_time_and_full_factorial_play_the_combinations_of_levels_they_are_named_for() {
    let few = STUDY.replace("replications = 40", "replications = 2").replace("[1.2, 1.3]", "[1.2, 1.3, 1.4]");
    let alone = [[-3.654, 1.2], [-3.8, 1.2], [-3.654, 1.3], [-3.654, 1.4]];
    assert_eq!(points_played(&few.replace("full-factorial", "one-at-a-time")), alone);
    let all = [[-3.654, 1.2], [-3.654, 1.3], [-3.654, 1.4], [-3.8, 1.2], [-3.8, 1.3], [-3.8, 1.4]];
    assert_eq!(points_played(&few), all);
}

#[test]
fn a_latin_hypercube_and_the_sobol_sequence_meet_every_strip_of_every_range() {
    for design in ["latin-hypercube", "sobol"] {
        let points = points_played(&over_ranges(design, 16));
        let shares = points.iter().map(|[base, march]| [(base + 3.8) / 0.2, (march - 1.2) / 0.2]);
        let strips: Vec<[usize; 2]> = shares.map(|shares| shares.map(|share| (share * 16.0) as usize)).collect();
        for factor in 0..2 {
            let mut met: Vec<usize> = strips.iter().map(|strips| strips[factor]).collect();
            met.sort_unstable();
            assert_eq!(met, (0..16).collect::<Vec<_>>(), "{design}: sixteen points meet sixteen strips once");
        }
        let mut squares: Vec<[usize; 2]> = strips.iter().map(|strips| strips.map(|strip| strip / 4)).collect();
        squares.sort_unstable();
        squares.dedup();
        // Sobol's sequence is even in both at once, a hypercube in each alone
        assert!(design != "sobol" || squares.len() == 16, "{} of sixteen squares", squares.len());
    }
}

#[test]
fn a_design_is_refused_what_belongs_to_another() {
    for (text, part) in [
        (over_ranges("one-at-a-time", 4), "combat.base: has a range, which this design does not use; give levels, or design latin-hypercube or sobol"),
        (over_ranges("full-factorial", 4), "march.plain: has a range, which this design does not use"),
        (STUDY.replace("full-factorial", "sobol"), "combat.base: wants a range: low below high, both finite, and no levels; give low and high"),
        (over_ranges("latin-hypercube", 0), "points: is 0: the design is empty; say how many points to play"),
        (over_ranges("sobol", 65_537), "65537 are more than the 65536 of the sequence; ask for fewer, or use latin-hypercube"),
        (over_ranges("arms", 4), "factor: has no meaning in a design of arms; write arms, or another design"),
    ] {
        let folder = folder_with(&text);
        let done = huizhan("study {}/study.toml --out {}/out", folder.path());
        assert_eq!(done.code, Some(2), "{text}\n{}", done.stdout);
        assert!(done.stderr.contains(part), "`{part}` is not in:\n{}", done.stderr);
        assert!(!folder.path().join("out").exists(), "nothing is written");
    }
}
