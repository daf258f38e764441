//! Adjustments that change what the files of a campaign say: a row of the record, an order or operation of a plan, a rival claim.
//!
//! The text is changed before it is read, so that every check of the loaders holds for what was set anew as for what was authored.

use crate::adjust::{Adjustment, FILE, Level};
use huizhan_base::{Date, Diagnostics, Folder};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files as changed, and plans that are left out.
#[derive(Default)]
pub(crate) struct Edits {
    files: BTreeMap<String, Vec<u8>>,
    /// Names of plans (file without ending) that no staff knows.
    pub(crate) plans_off: Vec<String>,
}

/// Whether an adjustment changes what a file says.
pub(crate) fn is_edit(adjustment: &Adjustment) -> bool {
    ["record.", "plan.", "claim."].iter().any(|start| adjustment.name.starts_with(start))
}

/// Applies them in order; a rival claim stands for the adjustments that `record/claim_uses.csv` gives it, which are returned where
/// they are numbers.
pub(crate) fn apply(folder: &Folder, adjustments: &[Adjustment], diagnostics: &mut Diagnostics) -> (Folder, Edits, Vec<Adjustment>) {
    let mut edits = Edits::default();
    let mut numbers = Vec::new();
    for adjustment in adjustments {
        let all = match adjustment.name.strip_prefix("claim.") {
            Some(claim) => claimed(folder, claim, adjustment, diagnostics),
            None => vec![adjustment.clone()],
        };
        for one in all {
            if !is_edit(&one) {
                numbers.push(one);
                continue;
            }
            if let Err((message, fix)) = edits.one(folder, &one) {
                diagnostics.push(FILE, 0, &adjustment.name, message, fix);
            }
        }
    }
    let files: Vec<(String, Arc<[u8]>)> = edits.files.iter().map(|(path, bytes)| (path.clone(), Arc::from(bytes.as_slice()))).collect();
    let folder = if files.is_empty() { folder.clone() } else { Folder::Over(Box::new(folder.clone()), files) };
    (folder, edits, numbers)
}

type Fault = (String, String);

/// What a rival claim sets: rows of `record/claim_uses.csv` with its id.
fn claimed(folder: &Folder, claim: &str, adjustment: &Adjustment, diagnostics: &mut Diagnostics) -> Vec<Adjustment> {
    const USES: &str = "record/claim_uses.csv";
    match adjustment.value {
        Level::Number(1.0) => {}
        Level::Number(0.0) => return Vec::new(),
        _ => {
            diagnostics.push(FILE, 0, &adjustment.name, format!("`{}` is neither on nor off", adjustment.value), "a claim is followed or not: on or off");
            return Vec::new();
        }
    }
    let rows = folder.read(USES).map_err(|error| error.to_string()).and_then(|bytes| Csv::parse(&bytes));
    let rows = match rows {
        Ok(rows) => rows,
        Err(error) => {
            diagnostics.push(FILE, 0, &adjustment.name, format!("the campaign says of no claim what it would set: {error}"), "");
            return Vec::new();
        }
    };
    let (id, sets) = (rows.column("claim"), rows.column("sets"));
    let (Some(id), Some(sets)) = (id, sets) else {
        diagnostics.push(USES, 0, "", "has no columns `claim` and `sets`", "");
        return Vec::new();
    };
    let mut known: Vec<&str> = rows.rows.iter().map(|row| row[id].as_str()).collect();
    let mine: Vec<Adjustment> = rows.rows.iter().filter(|row| row[id] == claim).filter_map(|row| row[sets].parse().ok()).collect();
    if mine.is_empty() {
        let message = "is no claim that the model can follow: it may be about what came of the campaign, or be no claim at all";
        known.dedup();
        let (_, near) = no_such("claim", claim, known.into_iter());
        diagnostics.push(FILE, 0, &adjustment.name, message, format!("{USES} has those that can be followed; {near}"));
    }
    mine
}

impl Edits {
    fn one(&mut self, folder: &Folder, adjustment: &Adjustment) -> Result<(), Fault> {
        let parts: Vec<&str> = adjustment.name.split('.').collect();
        let level = &adjustment.value;
        match parts.as_slice() {
            ["record", table, id] if *level == Level::Number(0.0) => self.record(folder, table, id, None, level),
            ["record", table, id, field] => self.record(folder, table, id, Some(field), level),
            ["plan", plan] if *level == Level::Number(0.0) => {
                let file = format!("{plan}.toml");
                if !folder.list("plans", ".toml").contains(&file) {
                    return Err(no_such("plan", plan, folder.list("plans", ".toml").iter().map(|name| name.trim_end_matches(".toml"))));
                }
                self.plans_off.push((*plan).to_owned());
                Ok(())
            }
            ["plan", plan, "doctrine", key] => self.doctrine(folder, plan, key, level),
            ["plan", plan, id] if *level == Level::Number(0.0) => self.plan_row(folder, plan, id, "off", level),
            ["plan", plan, id, field] => self.plan_row(folder, plan, id, field, level),
            _ => {
                let fix = "write record.TABLE.ID.FIELD=VALUE, record.TABLE.ID=off, plan.PLAN=off, plan.PLAN.ID=off, plan.PLAN.ID.shift=DAYS, \
                           plan.PLAN.ID.FIELD=VALUE, plan.PLAN.doctrine.KEY=VALUE or claim.ID=on";
                Err((format!("`{adjustment}` is not a way to set a row, a plan or a claim"), fix.to_owned()))
            }
        }
    }

    fn text(&self, folder: &Folder, path: &str) -> Result<Vec<u8>, Fault> {
        if let Some(held) = self.files.get(path) {
            return Ok(held.clone());
        }
        folder.read(path).map(std::borrow::Cow::into_owned).map_err(|error| (error.to_string(), "name a file of the campaign".to_owned()))
    }

    /// A field of a row of the record, or the whole row left out.
    fn record(&mut self, folder: &Folder, table: &str, id: &str, field: Option<&str>, level: &Level) -> Result<(), Fault> {
        let path = format!("record/{table}.csv");
        if !folder.has(&path) {
            return Err(no_such("table", table, folder.list("record", ".csv").iter().map(|name| name.trim_end_matches(".csv"))));
        }
        if ["chronology", "claims", "conflicts", "losses", "sources", "claim_uses"].contains(&table) {
            return Err((format!("`{table}` is for comparison: no rule reads it"), "set a table that the model reads".to_owned()));
        }
        let mut csv = Csv::parse(&self.text(folder, &path)?).map_err(|error| (format!("{path}: {error}"), String::new()))?;
        let found: Vec<usize> = (0..csv.rows.len()).filter(|row| csv.is_named(*row, id)).collect();
        let row = match found.as_slice() {
            [row] => *row,
            [] => return Err(no_such("row", id, (0..csv.rows.len()).map(|row| csv.name(row)).collect::<Vec<_>>().iter().map(String::as_str))),
            _ => return Err((format!("`{id}` names {} rows of {path}", found.len()), "a row without an id is named by its first two columns: FIRST/SECOND".to_owned())),
        };
        match field {
            None => drop(csv.rows.remove(row)),
            Some(field) => {
                let Some(column) = csv.column(field) else { return Err(no_such("field", field, csv.header.iter().map(String::as_str))) };
                csv.rows[row][column] = level.to_string();
            }
        }
        self.files.insert(path, csv.bytes());
        Ok(())
    }

    fn toml(&self, folder: &Folder, plan: &str) -> Result<(String, toml::Table), Fault> {
        let path = format!("plans/{plan}.toml");
        if !folder.has(&path) {
            return Err(no_such("plan", plan, folder.list("plans", ".toml").iter().map(|name| name.trim_end_matches(".toml"))));
        }
        let text = String::from_utf8(self.text(folder, &path)?).map_err(|_| (format!("{path} is not UTF-8"), String::new()))?;
        let table = text.parse().map_err(|error| (format!("{path}: {error}"), String::new()))?;
        Ok((path, table))
    }

    /// A number of a plan's doctrine, within its range.
    fn doctrine(&mut self, folder: &Folder, plan: &str, key: &str, level: &Level) -> Result<(), Fault> {
        let (path, mut table) = self.toml(folder, plan)?;
        let doctrine = table.get_mut("doctrine").and_then(toml::Value::as_table_mut);
        let Some(doctrine) = doctrine else { return Err((format!("{path} has no doctrine of its own"), String::new())) };
        let names: Vec<String> = doctrine.keys().cloned().collect();
        let Some(row) = doctrine.get_mut(key).and_then(toml::Value::as_table_mut) else { return Err(no_such("number of the doctrine", key, names.iter().map(String::as_str))) };
        let bound = |name: &str| row.get(name).and_then(|value| value.as_float().or(value.as_integer().map(|value| value as f64)));
        let (Some(low), Some(high), Level::Number(value)) = (bound("low"), bound("high"), level) else {
            return Err((format!("`{level}` is not a number"), "give a number within its range".to_owned()));
        };
        if !(low..=high).contains(value) {
            return Err((format!("{value} is not within {low} and {high}"), "choose a level within its range".to_owned()));
        }
        row.insert("value".to_owned(), toml::Value::Float(*value));
        self.files.insert(path, table.to_string().into_bytes());
        Ok(())
    }

    /// An order, operation or sector of a plan: left out, moved by days, or one of its fields.
    fn plan_row(&mut self, folder: &Folder, plan: &str, id: &str, field: &str, level: &Level) -> Result<(), Fault> {
        let (path, mut table) = self.toml(folder, plan)?;
        let kinds = ["order", "operation", "sector"];
        let named = |row: &toml::Value| row.get("id").and_then(toml::Value::as_str).map(str::to_owned);
        let rows = |table: &toml::Table, kind: &str| table.get(kind).and_then(toml::Value::as_array).cloned().unwrap_or_default();
        let known: Vec<String> = kinds.iter().flat_map(|kind| rows(&table, kind)).filter_map(|row| named(&row)).collect();
        let Some(kind) = kinds.into_iter().find(|kind| rows(&table, kind).iter().any(|row| named(row).as_deref() == Some(id))) else {
            return Err(no_such("order, operation or sector", id, known.iter().map(String::as_str)));
        };
        let mut list = rows(&table, kind);
        for row in list.iter_mut().filter(|row| named(row).as_deref() == Some(id)) {
            match (field, level) {
                // the row stays where others can name it in their gates, and plans that keep it from this one have it off as well
                ("off", _) => drop(row.as_table_mut().map(|row| row.insert("off".to_owned(), toml::Value::Boolean(true)))),
                ("shift", Level::Number(days)) if days.fract() == 0.0 && days.abs() <= 3650.0 => shift(row, *days as i32),
                ("shift", _) => return Err((format!("`{level}` is not a number of days"), "give whole days, earlier ones as negative".to_owned())),
                _ => set(row, field, level)?,
            }
        }
        table.insert(kind.to_owned(), toml::Value::Array(list));
        self.files.insert(path, table.to_string().into_bytes());
        Ok(())
    }
}

/// Sets a field that the row has or may have; a list of words is parted by semicolons.
fn set(row: &mut toml::Value, field: &str, level: &Level) -> Result<(), Fault> {
    let Some(table) = row.as_table_mut() else { return Ok(()) };
    let value = match (table.get(field), level) {
        (Some(toml::Value::Array(held)), _) if held.iter().all(toml::Value::is_str) => {
            toml::Value::Array(level.to_string().split(';').map(|word| toml::Value::String(word.trim().to_owned())).collect())
        }
        (Some(toml::Value::Array(_) | toml::Value::Table(_)), _) => {
            let fix = "a single value or a list of words (A;B) can be set; edit the plan of an exported scenario for more";
            return Err((format!("`{field}` is more than a list of words"), fix.to_owned()));
        }
        (Some(toml::Value::Boolean(_)), Level::Number(number)) => toml::Value::Boolean(*number != 0.0),
        (Some(toml::Value::Integer(_)), Level::Number(number)) if number.fract() == 0.0 => toml::Value::Integer(*number as i64),
        (_, Level::Number(number)) => toml::Value::Float(*number),
        (_, Level::Text(text)) => toml::Value::String(text.clone()),
    };
    table.insert(field.to_owned(), value);
    Ok(())
}

/// Moves every date in a row's texts, at any depth, by days.
fn shift(value: &mut toml::Value, days: i32) {
    match value {
        toml::Value::String(text) => *text = shifted(text, days),
        toml::Value::Array(list) => list.iter_mut().for_each(|inner| shift(inner, days)),
        toml::Value::Table(table) => table.iter_mut().for_each(|(_, inner)| shift(inner, days)),
        _ => {}
    }
}

fn shifted(text: &str, days: i32) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        if let Some(date) = text.get(at..at + 10).and_then(|part| part.parse::<Date>().ok()) {
            out += &(date + days).to_string();
            at += 10;
        } else if let Some(letter) = text[at..].chars().next() {
            out.push(letter);
            at += letter.len_utf8();
        }
    }
    out
}

fn no_such<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Fault {
    // names that share most letters come first: a slip of the pen finds what was meant
    let mut known: Vec<&str> = known.collect();
    known.sort_by_key(|held| (distance(held, name), *held));
    known.truncate(8);
    (format!("there is no {what} `{name}`"), format!("nearest are {}", known.join(", ")))
}

/// Levenshtein's distance (letters to insert, delete or replace).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let replace = before + usize::from(letter != *other);
            before = row[j + 1];
            row[j + 1] = replace.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// A table as text, to be written again.
struct Csv {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Csv {
    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let mut reader = csv::Reader::from_reader(bytes);
        let header = reader.headers().map_err(|error| error.to_string())?.iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|row| row.map(|row| row.iter().map(str::to_owned).collect()))
            .collect::<Result<_, _>>()
            .map_err(|error: csv::Error| error.to_string())?;
        Ok(Self { header, rows })
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|held| held == name)
    }

    /// A row is named by its id, else by its first two columns.
    fn name(&self, row: usize) -> String {
        let row = &self.rows[row];
        match self.column("id") {
            Some(id) => row[id].clone(),
            None if row.len() > 1 => format!("{}/{}", row[0], row[1]),
            None => row[0].clone(),
        }
    }

    fn is_named(&self, row: usize, name: &str) -> bool {
        self.name(row) == name || (self.column("id").is_none() && self.rows[row][0] == name)
    }

    fn bytes(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // writing to memory cannot fail
        for row in std::iter::once(&self.header).chain(&self.rows) {
            let _ = writer.write_record(row);
        }
        writer.into_inner().unwrap_or_default()
    }
}
