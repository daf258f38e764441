//! `cargo xtask tidy`: rules of the tree that no compiler knows.
//!
//! Every rule reads text and reports each place where it does not hold, all at once.

#[cfg(test)]
mod tests;

use crate::say;
use anyhow::{Context as _, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// Most lines of a source file.
const LINES_MAX: usize = 600;

/// What the simulation must not know: (word, reason).
const BANNED_IN_SIMULATION: [(&str, &str); 8] = [
    ("HashMap", "its order differs from run to run"),
    ("HashSet", "its order differs from run to run"),
    ("Instant", "a run knows no clock"),
    ("SystemTime", "a run knows no clock"),
    ("std::fs", "the simulation reads no file"),
    ("std::env", "the simulation has no environment"),
    ("std::thread", "threads run whole replications"),
    ("huizhan_record", "the simulation does not know the record"),
];

/// Which crates of the workspace each crate may know; `ARCHITECTURE.md` draws the same arrows.
const ARROWS: [(&str, &[&str]); 12] = [
    ("huizhan-base", &[]),
    ("huizhan-record", &["base"]),
    ("huizhan-theatre", &["base"]),
    ("huizhan-sim", &["base", "theatre"]),
    ("huizhan-command", &["base", "theatre", "sim"]),
    ("huizhan-replay", &["base", "sim"]),
    ("huizhan-scenario", &["base", "record", "theatre", "sim", "command"]),
    ("huizhan-lab", &["base", "record", "theatre", "sim", "command", "scenario", "replay"]),
    ("huizhan-study", &["base", "record", "theatre", "sim", "command", "scenario", "replay", "lab"]),
    ("huizhan-report", &["base", "record", "theatre", "sim", "scenario", "replay", "lab", "study"]),
    ("huizhan", &["base", "record", "theatre", "sim", "command", "scenario", "replay", "lab", "study", "report"]),
    ("xtask", &[]),
];

/// A text file of the tree: path from the root with forward slashes, and contents.
struct File {
    path: String,
    text: String,
}

/// Checks every rule; reports all faults, then fails if there are any.
pub(crate) fn run(root: &Path) -> Result<()> {
    let mut files = Vec::new();
    for folder in ["crates", "xtask", "data", "docs", "tools", ".ci", ".cargo"] {
        collect(root, &root.join(folder), &mut files)?;
    }
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "Cargo.toml"] {
        let text = std::fs::read_to_string(root.join(name)).with_context(|| format!("`{name}` cannot be read"))?;
        files.push(File { path: name.to_owned(), text });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut faults = Vec::new();
    long_files(&files, &mut faults);
    leftovers(&files, &mut faults);
    parameters(&files, &mut faults);
    factors(&files, &mut faults);
    side_numbers(&files, &mut faults);
    pages(&files, &mut faults);
    sources(&files, &mut faults);
    simulation(&files, &mut faults);
    places_in_rules(&files, &mut faults);
    arrows(&files, &mut faults);
    faults.extend(crate::coverage::faults(root)?);
    if faults.is_empty() {
        return say(&format!("xtask: tidy: {} files, every rule holds", files.len()));
    }
    let mut list = String::new();
    for fault in &faults {
        let _ = writeln!(list, "  {fault}");
    }
    bail!("the tree is not tidy:\n{}", list.trim_end());
}

/// Reads the text files below a folder; what is not UTF-8 text is no concern of these rules.
fn collect(root: &Path, folder: &Path, files: &mut Vec<File>) -> Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("`{}` cannot be read", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            if !path.ends_with("target") {
                collect(root, &path, files)?;
            }
            continue;
        }
        let inner = path.strip_prefix(root).unwrap_or(&path);
        let name = inner.iter().filter_map(|part| part.to_str()).collect::<Vec<_>>().join("/");
        if let Ok(text) = std::fs::read_to_string(&path) {
            files.push(File { path: name, text });
        }
    }
    Ok(())
}

fn is(path: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| path.ends_with(ending))
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/") || path.contains("/examples/") || path.contains("/benches/")
}

fn long_files(files: &[File], faults: &mut Vec<String>) {
    for file in files.iter().filter(|file| is(&file.path, &[".rs"])) {
        let lines = file.text.lines().count();
        if lines > LINES_MAX {
            faults.push(format!("{}: has {lines} lines, at most {LINES_MAX}: split it by idea", file.path));
        }
    }
}

/// Words that say that something is not finished, and paths of somebody's machine.
fn leftovers(files: &[File], faults: &mut Vec<String>) {
    // put together here, so that this file does not hold them
    let words = [["TO", "DO"], ["FIX", "ME"], ["unimplemented", "!("], ["todo", "!("], ["dbg", "!("], ["/ho", "me/"], ["/Use", "rs/"]];
    let words = words.map(|parts| parts.concat());
    for file in files.iter().filter(|file| is(&file.path, &[".rs", ".md", ".toml", ".csv", ".py", ".sh", ".yaml", "run"])) {
        for (line, text) in file.text.lines().enumerate() {
            for word in words.iter().filter(|word| text.contains(word.as_str())) {
                faults.push(format!("{}:{}: `{word}` is left over", file.path, line + 1));
            }
        }
    }
}

/// The numbers of the model: table and code name the same keys, every number is read by a rule and explained on a page.
fn parameters(files: &[File], faults: &mut Vec<String>) {
    const TABLE: &str = "data/model/parameters.csv";
    const CODE: &str = "crates/huizhan-sim/src/parameters.rs";
    let (Some(table), Some(code)) = (find(files, TABLE), find(files, CODE)) else {
        faults.push(format!("{TABLE} or {CODE} is missing"));
        return;
    };
    let fields = fields(&code.text);
    let keys: BTreeSet<&str> = fields.iter().map(|(_, key)| *key).collect();
    let rows = match rows(&table.text) {
        Ok(rows) => rows,
        Err(error) => return faults.push(format!("{TABLE}: {error:#}")),
    };
    let named: BTreeSet<&str> = rows.iter().filter_map(|(_, row)| row.get("key").map(String::as_str)).collect();
    faults.extend(named.difference(&keys).map(|key| format!("{TABLE}: `{key}` is no field of `Parameters`")));
    faults.extend(keys.difference(&named).map(|key| format!("{CODE}: `{key}` has no row in {TABLE}")));
    for (field, key) in fields {
        let used = files.iter().any(|file| {
            file.path.starts_with("crates/")
                && is(&file.path, &[".rs"])
                && file.path != CODE
                && !is_test(&file.path)
                && file.text.contains(field)
        });
        if !used {
            faults.push(format!("{CODE}: no rule reads `{field}` (`{key}`)"));
        }
    }
    let mut missing = BTreeSet::new();
    for (line, row) in rows {
        let [page, key] = ["page", "key"].map(|name| row.get(name).map_or("", String::as_str));
        match find(files, &format!("docs/model/{page}.md")) {
            Some(file) if !file.text.contains(&format!("`{key}`")) => {
                faults.push(format!("{TABLE}:{line}: `{key}` is not explained in {}", file.path));
            }
            None if missing.insert(page.to_owned()) => faults.push(format!("{TABLE}:{line}: page: `docs/model/{page}.md` is missing")),
            _ => {}
        }
    }
}

/// Fields and keys of `Parameters`: the lines `field = "key",`.
fn fields(code: &str) -> Vec<(&str, &str)> {
    let entry = |line| {
        let (field, key) = str::split_once(line, " = \"")?;
        let field = field.trim();
        let word = !field.is_empty() && field.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
        Some((field, key.strip_suffix("\",")?)).filter(|_| word)
    };
    code.lines().filter_map(entry).collect()
}

/// Every factor is read by a rule, by a plan or by a row of the record that it scales, and explained on the page it names.
fn factors(files: &[File], faults: &mut Vec<String>) {
    const CODE: &str = "crates/huizhan-sim/src/factors.rs";
    let Some(code) = find(files, CODE) else { return };
    let scaled = scaled(files);
    for (line, text) in code.text.lines().enumerate() {
        let row = text.trim().split_once(" = ").filter(|(_, rest)| rest.contains(", default ") && rest.ends_with("\";"));
        let Some((name, rest)) = row else { continue };
        let page = rest.split('"').nth(1).unwrap_or("");
        let read = format!("factors.{name}");
        let rules = |file: &&File| file.path.starts_with("crates/") && is(&file.path, &[".rs"]) && file.path != CODE && !is_test(&file.path);
        let used = files.iter().filter(rules).any(|file| file.text.contains(&read) || file.text.contains(&format!("option = \"{name}\"")));
        let planned = || files.iter().any(|file| file.path.contains("/plans/") && file.text.contains(&format!("\"{name}\"")));
        if !used && !planned() && !scaled.contains(name) {
            faults.push(format!("{CODE}:{}: no rule reads the factor `{name}`", line + 1));
        }
        match find(files, &format!("docs/model/{page}.md")) {
            Some(file) if file.text.contains(&format!("`{name}`")) => {}
            Some(file) => faults.push(format!("{CODE}:{}: {} does not explain the factor `{name}`", line + 1, file.path)),
            None => faults.push(format!("{CODE}:{}: `docs/model/{page}.md` is missing", line + 1)),
        }
    }
}

/// Factors that rows of data name in a column `factors`, in tables that the code which looks factors up by name reads.
fn scaled(files: &[File]) -> BTreeSet<String> {
    let read = |table: &str| {
        let path = format!("\"record/{}\"", table.rsplit('/').next().unwrap_or(table));
        let reader = |file: &&File| file.path.starts_with("crates/") && is(&file.path, &[".rs"]) && !is_test(&file.path);
        files.iter().filter(reader).any(|file| file.text.contains(&path) && file.text.contains("factors.get("))
    };
    let tables = files.iter().filter(|file| file.path.contains("/record/") && is(&file.path, &[".csv"]) && read(&file.path));
    let rows = tables.flat_map(|file| rows(&file.text).unwrap_or_default());
    let names = rows.filter_map(|(_, mut row)| row.remove("factors"));
    names.flat_map(|names| names.split(';').map(|name| name.trim().to_owned()).collect::<Vec<_>>()).collect()
}

/// Every number of a side and every rule of doctrine is explained on a page of the model.
fn side_numbers(files: &[File], faults: &mut Vec<String>) {
    let explained = |key: &str| {
        let quoted = format!("`{key}`");
        files.iter().any(|file| file.path.starts_with("docs/model/") && file.text.contains(&quoted))
    };
    for file in files.iter().filter(|file| file.path.ends_with("/record/side_parameters.csv")) {
        for (line, row) in rows(&file.text).unwrap_or_default() {
            if let Some(key) = row.get("key").filter(|key| !explained(key)) {
                faults.push(format!("{}:{line}: no page of docs/model explains `{key}`", file.path));
            }
        }
    }
    for file in files.iter().filter(|file| file.path.contains("/plans/") && is(&file.path, &[".toml"])) {
        let rules = file.text.lines().enumerate().skip_while(|(_, text)| text.trim() != "[doctrine]").skip(1);
        for (line, text) in rules.take_while(|(_, text)| !text.starts_with('[')) {
            let key = text.split_once('=').map_or("", |(key, _)| key.trim());
            if !key.is_empty() && !key.starts_with('#') && !explained(key) {
                faults.push(format!("{}:{}: no page of docs/model explains `{key}`", file.path, line + 1));
            }
        }
    }
}

/// Every page of `docs/` that anything names is there.
fn pages(files: &[File], faults: &mut Vec<String>) {
    for file in files.iter().filter(|file| is(&file.path, &[".rs", ".md", ".toml", ".csv"]) && !is_test(&file.path)) {
        for (line, text) in file.text.lines().enumerate() {
            for page in named_pages(text) {
                if find(files, page).is_none() {
                    faults.push(format!("{}:{}: `{page}` is missing", file.path, line + 1));
                }
            }
        }
    }
}

/// The `docs/...` files that a line of text names.
fn named_pages(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("docs/") {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '/' || letter == '.') {
            continue;
        }
        let path = text[at..].split(|letter: char| !(letter.is_ascii_alphanumeric() || "/._-".contains(letter))).next().unwrap_or("");
        let path = path.trim_end_matches('.');
        if is(path, &[".md", ".json"]) {
            found.push(path);
        }
    }
    found
}

/// Every row of a table with numbers names its sources, the sources exist, and an assumption has a range.
fn sources(files: &[File], faults: &mut Vec<String>) {
    // a posterior has a column a number of the model, whatever its name: its source is the command in its first line
    let is_table = |file: &&File| file.path.starts_with("data/") && is(&file.path, &[".csv"]) && !is(&file.path, &["/posterior.csv"]);
    let tables: Vec<&File> = files.iter().filter(is_table).collect();
    let mut known = BTreeSet::from(["assumption".to_owned()]);
    let mut read = Vec::new();
    for table in tables {
        match rows(&table.text) {
            Ok(rows) if table.path.ends_with("/sources.csv") => known.extend(rows.into_iter().filter_map(|(_, mut row)| row.remove("key"))),
            Ok(rows) => read.push((&table.path, rows)),
            Err(error) => faults.push(format!("{}: {error:#}", table.path)),
        }
    }
    for (path, rows) in read {
        for (line, row) in rows {
            for (column, keys) in row.iter().filter(|(column, _)| column.as_str() == "source" || column.ends_with("_source")) {
                let number = column.strip_suffix("_source").map_or("value", |of| of);
                let needed =
                    column == "source" || row.iter().any(|(name, text)| name.starts_with(number) && name != column && !text.is_empty());
                if keys.is_empty() && needed {
                    faults.push(format!("{path}:{line}: {column}: is empty; name a source, or `assumption` with a range"));
                }
                for key in keys.split(';').map(str::trim).filter(|key| !key.is_empty() && !known.contains(*key)) {
                    faults.push(format!("{path}:{line}: {column}: no source has the key `{key}`"));
                }
            }
            range(path, line, &row, faults);
        }
    }
}

/// A value with a range lies within it.
fn range(path: &str, line: u64, row: &BTreeMap<String, String>, faults: &mut Vec<String>) {
    let [Some(value), Some(low), Some(high)] = ["value", "low", "high"].map(|name| row.get(name)) else { return };
    match [value, low, high].map(|text| text.parse::<f64>().ok()) {
        [Some(value), Some(low), Some(high)] if low <= value && value <= high => {}
        [Some(value), Some(low), Some(high)] => faults.push(format!("{path}:{line}: {value} is not within {low} and {high}")),
        _ => faults.push(format!("{path}:{line}: value, low and high must all be numbers")),
    }
}

/// The simulation does what it does without the rest of the world.
fn simulation(files: &[File], faults: &mut Vec<String>) {
    for file in files.iter().filter(|file| file.path.starts_with("crates/huizhan-sim/src/") && !is_test(&file.path)) {
        for (line, text) in file.text.lines().enumerate() {
            for (word, reason) in BANNED_IN_SIMULATION.iter().filter(|(word, _)| text.contains(word)) {
                faults.push(format!("{}:{}: `{word}`: {reason}", file.path, line + 1));
            }
        }
    }
}

/// No rule of the simulation or of a commander names a place of the map.
fn places_in_rules(files: &[File], faults: &mut Vec<String>) {
    let mut places = BTreeSet::new();
    for table in files.iter().filter(|file| file.path.starts_with("data/theatres/") && file.path.ends_with("/places.csv")) {
        if let Ok(rows) = rows(&table.text) {
            places.extend(rows.into_iter().filter_map(|(_, mut row)| row.remove("id")));
        }
    }
    let rules = ["crates/huizhan-sim/src/", "crates/huizhan-command/src/"];
    for file in files.iter().filter(|file| rules.iter().any(|folder| file.path.starts_with(folder)) && !is_test(&file.path)) {
        for (line, text) in file.text.lines().enumerate().filter(|(_, text)| !text.trim_start().starts_with("//")) {
            for word in text.split('"').skip(1).step_by(2).filter(|word| places.contains(*word)) {
                faults.push(format!("{}:{}: a rule names the place `{word}`", file.path, line + 1));
            }
        }
    }
}

/// Crates know only those that the arrows allow.
fn arrows(files: &[File], faults: &mut Vec<String>) {
    for file in files.iter().filter(|file| file.path.starts_with("crates/") && file.path.ends_with("/Cargo.toml")) {
        let name = file.path.split('/').nth(1).unwrap_or("");
        let Some((_, allowed)) = ARROWS.iter().find(|(held, _)| *held == name) else {
            faults.push(format!("{}: the crate has no place among the arrows of xtask/src/tidy.rs and ARCHITECTURE.md", file.path));
            continue;
        };
        let used = file.text.lines().take_while(|line| line.trim() != "[dev-dependencies]");
        for known in used.filter_map(|line| line.strip_prefix("huizhan-")?.split(['.', ' ', '=']).next()) {
            if !allowed.contains(&known) {
                faults.push(format!("{}: `{name}` may not know `huizhan-{known}`", file.path));
            }
        }
    }
}

fn find<'a>(files: &'a [File], path: &str) -> Option<&'a File> {
    files.iter().find(|file| file.path == path)
}

/// The rows of a CSV file: line, and fields by column.
pub(crate) fn rows(text: &str) -> Result<Vec<(u64, BTreeMap<String, String>)>> {
    // lines of a posterior that start with # say how it was made
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let header = reader.headers()?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, header.iter().zip(&record).map(|(name, field)| (name.trim().to_owned(), field.trim().to_owned())).collect()));
    }
    Ok(rows)
}
