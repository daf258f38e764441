//! What the readers of all tables share: known keys, and checks that report and go on.

use crate::words::Word;
use huizhan_base::{Column, Diagnostics, Folder, Row, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// The source key of a number that no source gives; it needs a range.
pub const ASSUMPTION: &str = "assumption";

/// A row of the order of battle as first seen, sound or not, so that one bad field does not make orphans of others.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) side: String,
    pub(crate) parent: String,
    pub(crate) line: u64,
}

/// The folder being read, the keys known so far, and the faults found.
#[derive(Debug)]
pub(crate) struct Loader<'a> {
    pub(crate) folder: &'a Folder,
    pub(crate) sources: BTreeSet<String>,
    pub(crate) sides: BTreeSet<String>,
    pub(crate) formations: BTreeMap<String, Seen>,
    pub(crate) events: BTreeSet<String>,
    missing: Vec<Column>,
    pub(crate) diagnostics: &'a mut Diagnostics,
}

/// The columns of a number with its range and its source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ranged {
    pub(crate) value: Column,
    pub(crate) bounds: [Column; 2],
    pub(crate) source: Column,
}

impl Ranged {
    /// Finds the columns; missing ones are reported.
    pub(crate) fn find(table: &Table, names: [&'static str; 4], loader: &mut Loader<'_>) -> Self {
        let [value, low, high, source] = names.map(|name| loader.column(table, name));
        Self { value, bounds: [low, high], source }
    }
}

/// The keys met in one table, to report those that stand twice.
#[derive(Debug, Default)]
pub(crate) struct Once(BTreeMap<String, u64>);

impl Once {
    /// Notes a key; one already met is reported. Gives whether it was new.
    pub(crate) fn note(&mut self, row: Row<'_>, column: Column, key: &str, diagnostics: &mut Diagnostics) -> bool {
        if key.is_empty() {
            return false;
        }
        if let Some(first) = self.0.get(key) {
            let message = format!("`{key}` stands twice, first in line {first}");
            row.report(column, message, "give each row a key of its own, or remove one", diagnostics);
            return false;
        }
        self.0.insert(key.to_owned(), row.line());
        true
    }
}

impl<'a> Loader<'a> {
    pub(crate) fn new(folder: &'a Folder, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            folder,
            sources: BTreeSet::new(),
            sides: BTreeSet::new(),
            formations: BTreeMap::new(),
            events: BTreeSet::new(),
            missing: Vec::new(),
            diagnostics,
        }
    }

    /// Reads a table that every campaign has; one without rows is reported.
    pub(crate) fn table(&mut self, path: &str) -> Table {
        let table = Table::read(self.folder, path, self.diagnostics);
        if table.is_empty() && self.folder.has(path) {
            self.diagnostics.push(path, 0, "", "has no rows", "every campaign needs at least one");
        }
        table
    }

    /// Reads a table that a campaign may do without.
    pub(crate) fn table_optional(&mut self, path: &str) -> Table {
        Table::read_optional(self.folder, path, self.diagnostics)
    }

    /// Finds a column; a missing one is reported once, and its rows are not reported as empty.
    pub(crate) fn column(&mut self, table: &Table, name: &'static str) -> Column {
        let faults = self.diagnostics.list().len();
        let column = table.column(name, self.diagnostics);
        if self.diagnostics.list().len() > faults {
            self.missing.push(column);
        }
        column
    }

    /// Reads source keys joined by semicolons; none or an unknown one is reported.
    pub(crate) fn sources(&mut self, row: Row<'_>, column: Column) -> String {
        let text = row.text(column);
        if text.is_empty() && !self.missing.contains(&column) {
            row.report(column, "is empty", "give source keys, or write `assumption` and a range", self.diagnostics);
        }
        for key in row.list(column) {
            if key != ASSUMPTION && !self.sources.is_empty() && !self.sources.contains(key) {
                let message = format!("no source has the key `{key}`");
                let fix = "add it to record/sources.csv, or write `assumption` and give a range";
                row.report(column, message, fix, self.diagnostics);
            }
        }
        text.to_owned()
    }

    /// Reads source keys that are needed only where the value they belong to is given.
    pub(crate) fn sources_of(&mut self, row: Row<'_>, column: Column, given: bool) -> String {
        if given || !row.text(column).is_empty() { self.sources(row, column) } else { String::new() }
    }

    /// Reads a side's id; an empty or unknown one is reported.
    pub(crate) fn side(&mut self, row: Row<'_>, column: Column) -> String {
        row.required(column, self.diagnostics);
        self.side_optional(row, column).unwrap_or_default()
    }

    /// Reads a side's id or nothing; an unknown one is reported.
    pub(crate) fn side_optional(&mut self, row: Row<'_>, column: Column) -> Option<String> {
        let id = filled(row, column)?;
        if !self.sides.is_empty() && !self.sides.contains(&id) {
            let known = self.sides.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            row.report(column, format!("no side has the id `{id}`"), format!("use one of: {known}"), self.diagnostics);
        }
        Some(id)
    }

    /// Checks that a formation is in the order of battle. Where that could not be read, nothing more is said.
    pub(crate) fn check_formation(&mut self, row: Row<'_>, column: Column, id: &str) {
        if !self.formations.is_empty() && !self.formations.contains_key(id) {
            let message = format!("no formation has the id `{id}`");
            row.report(column, message, "add it to record/formations.csv, or correct it", self.diagnostics);
        }
    }

    /// Reads a formation's id or nothing; an unknown one is reported.
    pub(crate) fn formation_optional(&mut self, row: Row<'_>, column: Column) -> Option<String> {
        let id = filled(row, column)?;
        self.check_formation(row, column, &id);
        Some(id)
    }

    /// Reads a word of a closed list; another one is reported with the list.
    pub(crate) fn word<T: Word>(&mut self, row: Row<'_>, column: Column) -> Option<T> {
        let text = row.text(column);
        let value = T::from_word(text);
        if value.is_none() && !self.missing.contains(&column) {
            let known = T::ALL.iter().map(|held| held.word()).collect::<Vec<_>>().join(", ");
            let message = if text.is_empty() { "is empty".to_owned() } else { format!("`{text}` is unknown") };
            row.report(column, message, format!("use one of: {known}"), self.diagnostics);
        }
        value
    }

    /// Reads a word of a closed list or nothing; another one is reported with the list.
    pub(crate) fn word_optional<T: Word>(&mut self, row: Row<'_>, column: Column) -> Option<T> {
        if row.text(column).is_empty() { None } else { self.word(row, column) }
    }

    /// Reads `yes` or `no`.
    pub(crate) fn answer(&mut self, row: Row<'_>, column: Column) -> Option<bool> {
        match row.text(column) {
            "yes" => Some(true),
            "no" => Some(false),
            _ if self.missing.contains(&column) => None,
            text => {
                let message = if text.is_empty() { "is empty".to_owned() } else { format!("`{text}` is unknown") };
                row.report(column, message, "use one of: yes, no", self.diagnostics);
                None
            }
        }
    }

    /// Reads a number or nothing with the range of its estimate, low to high.
    ///
    /// An assumption without a range, half a range, and a value outside its range are reported.
    pub(crate) fn ranged<T>(
        &mut self,
        row: Row<'_>,
        columns: Ranged,
        limits: &RangeInclusive<T>,
    ) -> (Option<T>, Option<[T; 2]>)
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        let value = row.number_optional(columns.value, limits, self.diagnostics);
        let range = self.bounds(row, columns.bounds, limits);
        let bare = columns.bounds.iter().all(|column| row.text(*column).is_empty());
        if value.is_some() && bare && row.list(columns.source).any(|key| key == ASSUMPTION) {
            let fix = "give the low and the high end of what is plausible";
            row.report(columns.bounds[0], "an assumption has no range", fix, self.diagnostics);
        }
        if let (Some(value), Some([low, high])) = (value, range)
            && !(low..=high).contains(&value)
        {
            let message = format!("{value} lies outside its range {low} to {high}");
            row.report(columns.value, message, "correct the value or the range", self.diagnostics);
        }
        (value, range)
    }

    /// Reads the two ends of a range or nothing; half of one, or one upside down, is reported.
    pub(crate) fn bounds<T>(&mut self, row: Row<'_>, columns: [Column; 2], limits: &RangeInclusive<T>) -> Option<[T; 2]>
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        let [low, high] = columns.map(|column| row.number_optional(column, limits, self.diagnostics));
        let [no_low, no_high] = columns.map(|column| row.text(column).is_empty());
        if no_low != no_high {
            let missing = if no_low { columns[0] } else { columns[1] };
            row.report(missing, "half of the range is missing", "give both ends or neither", self.diagnostics);
        }
        let (low, high) = (low?, high?);
        if low > high {
            let message = format!("{low} is above the high end {high}");
            row.report(columns[0], message, "exchange the two", self.diagnostics);
            return None;
        }
        Some([low, high])
    }
}

/// The text of a field, or `None` where it is empty.
pub(crate) fn filled(row: Row<'_>, column: Column) -> Option<String> {
    Some(row.text(column)).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The parts of a field that holds a list with semicolons.
pub(crate) fn parts(row: Row<'_>, column: Column) -> Vec<String> {
    row.list(column).map(str::to_owned).collect()
}
