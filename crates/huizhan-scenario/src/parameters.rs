//! The numbers of the model, from `model/parameters.csv`.

use crate::manifest::{self, Manifest};
use huizhan_base::{Diagnostics, Folder, Table};
use huizhan_sim::Parameters;

/// The numbers of the model with their ranges.
#[derive(Debug, Clone)]
pub(crate) struct Numbers {
    pub(crate) values: Parameters,
    /// Key, least, most.
    pub(crate) ranges: Vec<(String, f64, f64)>,
    /// The numbers again, for a reader, in the order of the file.
    pub(crate) settable: Vec<Settable>,
}

/// A number that a run or a study may set.
#[derive(Debug, Clone, PartialEq)]
pub struct Settable {
    /// Its name, as after `--set`.
    pub name: String,
    /// What it is, in its unit.
    pub value: f64,
    /// The least it may be set to.
    pub low: f64,
    /// The most.
    pub high: f64,
    /// Its unit.
    pub unit: String,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What it means, as far as its row says.
    pub meaning: String,
}

/// Reads every number, checks that it lies in its range and has a source, and applies what the scenario sets.
pub(crate) fn read(folder: &Folder, path: &str, manifest: Option<&Manifest>, diagnostics: &mut Diagnostics) -> Numbers {
    let mut parameters = Parameters::zero();
    let table = Table::read(folder, path, diagnostics);
    let key = table.column("key", diagnostics);
    let [value, low, high] = ["value", "low", "high"].map(|name| table.column(name, diagnostics));
    let source = table.column("source", diagnostics);
    let [unit, note] = ["unit", "note"].map(|name| table.column_optional(name));
    let mut settable = Vec::new();
    let mut ranges: Vec<(String, f64, f64)> = Vec::new();
    for row in table.rows() {
        let name = row.required(key, diagnostics);
        row.required(source, diagnostics);
        let any = -1e9..=1e9;
        let [value_read, low, high] = [value, low, high].map(|column| row.number(column, &any, diagnostics));
        let (Some(number), Some(low), Some(high)) = (value_read, low, high) else { continue };
        if !(low <= number && number <= high) {
            row.report(value, format!("{number} is not within {low} and {high}"), "correct the value or its range", diagnostics);
        }
        if !parameters.set(name, number) {
            row.report(key, format!("`{name}` is not a number of the model"), "see docs/model for the keys", diagnostics);
        }
        if ranges.iter().any(|(held, _, _)| held == name) {
            row.report(key, format!("`{name}` stands twice"), "", diagnostics);
        }
        ranges.push((name.to_owned(), low, high));
        let [source, unit, meaning] = [source, unit, note].map(|column| row.text(column).to_owned());
        settable.push(Settable { name: name.to_owned(), value: number, low, high, unit, source, meaning });
    }
    for key in Parameters::KEYS.iter().filter(|key| !table.is_empty() && !ranges.iter().any(|(held, _, _)| held == *key)) {
        diagnostics.push(path, 0, key, "is missing", "every number of the model needs a row");
    }
    for (key, number) in manifest.iter().flat_map(|manifest| &manifest.parameters) {
        match ranges.iter().find(|(held, _, _)| held == key) {
            Some((_, low, high)) if low <= number && number <= high => {
                parameters.set(key, *number);
                settable.iter_mut().filter(|held| held.name == *key).for_each(|held| held.value = *number);
            }
            Some((_, low, high)) => {
                diagnostics.push(manifest::FILE, 0, key, format!("{number} is not within {low} and {high}"), "");
            }
            None => diagnostics.push(manifest::FILE, 0, key, "is not a number of the model", "see docs/model for the keys"),
        }
    }
    Numbers { values: parameters, ranges, settable }
}
