//! `cargo xtask coverage`: what of the article the project answers, and by what.
//!
//! Each statement of the article is a row of the campaign's `coverage.csv` with its answers: rows of the record or of the
//! map (by id), kinds of events (`event:KIND`), pages of the model (`page:NAME`), or a reason why it has none
//! (`excused: REASON`). Every answer must exist; the page is made from the table.

#[cfg(test)]
mod tests;

use crate::{say, tidy};
use anyhow::{Context as _, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// The table, the page made from it, and where kinds of events are named.
const TABLE: &str = "data/campaigns/wuhan1938/coverage.csv";
const PAGE: &str = "docs/coverage.md";
const EVENTS: &str = "crates/huizhan-sim/src/event.rs";

/// Folders of tables whose rows can answer.
const TABLES: [&str; 3] = ["data/campaigns/wuhan1938/record", "data/campaigns/wuhan1938/theatre", "data/theatres/central-china"];

/// A statement of the article and what answers it.
struct Statement {
    line: u64,
    id: String,
    section: String,
    words: String,
    kind: String,
    answers: Vec<String>,
}

/// What there is to answer with.
struct Known {
    rows: BTreeSet<String>,
    events: BTreeSet<String>,
    pages: BTreeSet<String>,
}

/// Checks the table and writes the page.
pub(crate) fn run(root: &Path) -> Result<()> {
    let statements = read(root)?;
    let faults = check(&statements, &Known::read(root)?);
    if !faults.is_empty() {
        bail!("the page was not written:\n  {}", faults.join("\n  "));
    }
    std::fs::write(root.join(PAGE), page(&statements)).with_context(|| format!("`{PAGE}` cannot be written"))?;
    say(&format!("xtask: coverage: {} statements, every one answered or excused; written: {PAGE}", statements.len()))
}

/// What of the table does not hold, and whether the page is out of date.
pub(crate) fn faults(root: &Path) -> Result<Vec<String>> {
    let statements = read(root)?;
    let mut faults = check(&statements, &Known::read(root)?);
    let held = std::fs::read_to_string(root.join(PAGE)).unwrap_or_default();
    if held != page(&statements) {
        faults.push(format!("{PAGE}: is not what {TABLE} makes; run `cargo xtask coverage`"));
    }
    Ok(faults)
}

fn read(root: &Path) -> Result<Vec<Statement>> {
    let text = std::fs::read_to_string(root.join(TABLE)).with_context(|| format!("`{TABLE}` cannot be read"))?;
    let rows = tidy::rows(&text).with_context(|| format!("`{TABLE}` is not a table"))?;
    let field = |row: &BTreeMap<String, String>, name: &str| row.get(name).cloned().unwrap_or_default();
    let statement = |(line, row): (u64, BTreeMap<String, String>)| Statement {
        line,
        id: field(&row, "id"),
        section: field(&row, "section"),
        words: field(&row, "statement"),
        kind: field(&row, "kind"),
        answers: field(&row, "answer").split(';').map(|answer| answer.trim().to_owned()).filter(|answer| !answer.is_empty()).collect(),
    };
    Ok(rows.into_iter().map(statement).collect())
}

impl Known {
    fn read(root: &Path) -> Result<Self> {
        let mut known = Self { rows: BTreeSet::new(), events: BTreeSet::new(), pages: BTreeSet::new() };
        for folder in TABLES {
            for (path, text) in files(&root.join(folder), ".csv")? {
                for (_, row) in tidy::rows(&text).with_context(|| format!("`{path}` is not a table"))? {
                    known.rows.extend(["id", "key", "place"].iter().filter_map(|name| row.get(*name)).filter(|id| !id.is_empty()).cloned());
                }
            }
        }
        known.pages.extend(files(&root.join("docs/model"), ".md")?.into_iter().filter_map(|(path, _)| Some(path.strip_suffix(".md")?.to_owned())));
        let code = std::fs::read_to_string(root.join(EVENTS)).with_context(|| format!("`{EVENTS}` cannot be read"))?;
        known.events = kinds(&code);
        Ok(known)
    }
}

/// Names and texts of the files of a folder with an ending; none where there is no such folder.
fn files(folder: &Path, ending: &str) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in std::fs::read_dir(folder).with_context(|| format!("`{}` cannot be read", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("").to_owned();
        if name.ends_with(ending) {
            let text = std::fs::read_to_string(&path).with_context(|| format!("`{}` cannot be read", path.display()))?;
            found.push((name, text));
        }
    }
    found.sort();
    Ok(found)
}

/// The kinds of events as `events.jsonl` names them: variants of `EventKind`, in lower case with underscores.
fn kinds(code: &str) -> BTreeSet<String> {
    let body = code.split_once("pub enum EventKind {").map_or("", |(_, rest)| rest).split("\n}").next().unwrap_or("");
    let variant = |line: &str| {
        let line = line.strip_prefix("    ")?;
        let end = line.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(line.len());
        let name = line.get(..end).filter(|name| name.starts_with(|letter: char| letter.is_ascii_uppercase()))?;
        let mut snake = String::new();
        for letter in name.chars() {
            if letter.is_ascii_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.push(letter.to_ascii_lowercase());
        }
        Some(snake)
    };
    body.lines().filter_map(variant).collect()
}

/// Statements without an answer, and answers that do not exist.
fn check(statements: &[Statement], known: &Known) -> Vec<String> {
    let mut faults = Vec::new();
    let mut met = BTreeSet::new();
    for statement in statements {
        let mut fault = |what: String| faults.push(format!("{TABLE}:{}: {}: {what}", statement.line, statement.id));
        if statement.id.is_empty() || !met.insert(statement.id.as_str()) {
            fault("every statement has an id of its own".to_owned());
        }
        if statement.words.is_empty() {
            fault("says nothing".to_owned());
        }
        if !["fact", "claim", "event", "context", "navigation"].contains(&statement.kind.as_str()) {
            fault(format!("`{}` is not a kind of statement", statement.kind));
        }
        if statement.answers.is_empty() {
            fault("is not answered; name a row, event:KIND or page:NAME, or say why not with `excused: REASON`".to_owned());
        }
        for answer in &statement.answers {
            match answer.split_once(':') {
                None if !known.rows.contains(answer) => fault(format!("no table has a row `{answer}`")),
                Some(("event", kind)) if !known.events.contains(kind) => fault(format!("there are no events of the kind `{kind}`")),
                Some(("page", page)) if !known.pages.contains(page) => fault(format!("there is no page docs/model/{page}.md")),
                Some(("excused", reason)) if reason.trim().is_empty() => fault("is excused without a reason".to_owned()),
                Some(("excused", _)) if statement.answers.len() > 1 => fault("is answered and excused".to_owned()),
                None | Some(("event" | "page" | "excused", _)) => {}
                Some((other, _)) => fault(format!("`{other}:` is not a kind of answer")),
            }
        }
    }
    faults
}

/// The page.
fn page(statements: &[Statement]) -> String {
    let excused = statements.iter().filter(|statement| statement.answers.iter().any(|answer| answer.starts_with("excused:"))).count();
    let by = |prefix: &str| statements.iter().filter(|statement| statement.answers.iter().any(|answer| answer.starts_with(prefix))).count();
    let rows = statements.iter().filter(|statement| statement.answers.iter().any(|answer| !answer.contains(':'))).count();
    let mut text = format!(
        "# Coverage\n\nWhat of the article on the campaign the project answers, statement by statement, in our own words. Made by `cargo xtask coverage` from\n\
         `{TABLE}`; every answer is checked to exist. An answer says where the project deals with the statement; it does not\n\
         say that the statement is true: rivals stand side by side in the record.\n\n\
         {} statements: {rows} answered by rows of the record or the map, {} by pages of the model, {} by kinds of events (some by several), {excused} excused.\n",
        statements.len(),
        by("page:"),
        by("event:"),
    );
    let mut section = None;
    for statement in statements {
        if section != Some(&statement.section) {
            section = Some(&statement.section);
            let _ = write!(text, "\n## {}\n\n| id | the article says | kind | answered by |\n|---|---|---|---|\n", statement.section);
        }
        let answers: Vec<String> = statement.answers.iter().map(|answer| shown(answer)).collect();
        let _ = writeln!(text, "| {} | {} | {} | {} |", statement.id, statement.words, statement.kind, answers.join(", "));
    }
    text
}

fn shown(answer: &str) -> String {
    match answer.split_once(':') {
        None => format!("`{answer}`"),
        Some(("page", page)) => format!("[{page}](model/{page}.md)"),
        Some(("event", kind)) => format!("events `{kind}`"),
        Some((_, reason)) => format!("excused: {}", reason.trim()),
    }
}
