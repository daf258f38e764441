//! The numbers of the model, from `model/parameters.csv`.

use crate::manifest::{self, Manifest};
use huizhan_base::{Diagnostics, Folder, Table};
use huizhan_sim::Parameters;

/// The numbers of the model with their ranges.
#[derive(Debug, Clone)]
pub(crate) struct Numbers {
    pub(crate) numbers: Parameters,
    /// Key, least, most.
    pub(crate) ranges: Vec<(String, f64, f64)>,
}

/// Reads every number, checks that it lies in its range and has a source, and applies what the scenario sets.
pub(crate) fn read(folder: &Folder, path: &str, manifest: Option<&Manifest>, diagnostics: &mut Diagnostics) -> Numbers {
    let mut parameters = Parameters::zero();
    let table = Table::read(folder, path, diagnostics);
    let key = table.column("key", diagnostics);
    let [value, low, high] = ["value", "low", "high"].map(|name| table.column(name, diagnostics));
    let source = table.column("source", diagnostics);
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
    }
    for key in Parameters::KEYS.iter().filter(|key| !table.is_empty() && !ranges.iter().any(|(held, _, _)| held == *key)) {
        diagnostics.push(path, 0, key, "is missing", "every number of the model needs a row");
    }
    for (key, number) in manifest.iter().flat_map(|manifest| &manifest.parameters) {
        match ranges.iter().find(|(held, _, _)| held == key) {
            Some((_, low, high)) if low <= number && number <= high => {
                parameters.set(key, *number);
            }
            Some((_, low, high)) => {
                diagnostics.push(manifest::FILE, 0, key, format!("{number} is not within {low} and {high}"), "");
            }
            None => diagnostics.push(manifest::FILE, 0, key, "is not a number of the model", "see docs/model for the keys"),
        }
    }
    Numbers { numbers: parameters, ranges }
}
