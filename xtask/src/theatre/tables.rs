//! Tables as text: reading the authored ones, writing the made ones, comparing two.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;

/// A table of text fields.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub name: String,
    pub header: Vec<String>,
    fields: Vec<Vec<String>>,
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    index: usize,
}

impl Table {
    /// An empty table.
    pub(super) fn new(name: &str, header: &[&str]) -> Self {
        let header = header.iter().map(|&column| column.to_owned()).collect();
        Self {
            name: name.to_owned(),
            header,
            fields: Vec::new(),
        }
    }

    /// Reads a table with one header row.
    ///
    /// # Errors
    ///
    /// If it cannot be read or a row has too many or too few fields.
    pub(super) fn read(folder: &Path, name: &str) -> Result<Self> {
        let path = folder.join(name);
        let mut reader = csv::Reader::from_path(&path)
            .with_context(|| format!("{}: cannot be read", path.display()))?;
        let header = reader.headers()?.iter().map(str::to_owned).collect();
        let mut fields = Vec::new();
        for row in reader.records() {
            let row = row.with_context(|| format!("{}: a row is damaged", path.display()))?;
            fields.push(row.iter().map(str::to_owned).collect());
        }
        Ok(Self {
            name: name.to_owned(),
            header,
            fields,
        })
    }

    /// Adds a row.
    pub(super) fn push(&mut self, fields: Vec<String>) {
        debug_assert_eq!(
            fields.len(),
            self.header.len(),
            "{}: a row of another width",
            self.name
        );
        self.fields.push(fields);
    }

    /// Sorts the rows by their fields from the left.
    pub(super) fn sort(&mut self) {
        self.fields.sort();
    }

    /// Its rows in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.fields.len()).map(|index| Row { table: self, index })
    }

    /// Writes it into a folder: UTF-8, line feeds, one header row.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(&self.name);
        let mut writer = csv::Writer::from_path(&path)
            .with_context(|| format!("{}: cannot be written", path.display()))?;
        writer.write_record(&self.header)?;
        for row in &self.fields {
            writer.write_record(row)?;
        }
        writer
            .flush()
            .with_context(|| format!("{}: cannot be written", path.display()))
    }

    /// Compares with another table, row by row under the same key, the first `keys` columns.
    pub(super) fn compare(&self, other: &Self, keys: usize) -> Comparison {
        let keyed = |table: &Self| -> BTreeMap<Vec<String>, Vec<String>> {
            table
                .fields
                .iter()
                .map(|row| (row[..keys].to_vec(), row.clone()))
                .collect()
        };
        let (mine, theirs) = (keyed(self), keyed(other));
        let both = mine
            .iter()
            .filter_map(|(key, row)| theirs.get(key).map(|other| (row, other)));
        let both: Vec<(&Vec<String>, &Vec<String>)> = both.collect();
        let mut columns = Vec::new();
        for (at, column) in self.header.iter().enumerate().skip(keys) {
            let Some(there) = other.header.iter().position(|name| name == column) else {
                columns.push((column.clone(), both.len()));
                continue;
            };
            columns.push((
                column.clone(),
                both.iter().filter(|(a, b)| a[at] != b[there]).count(),
            ));
        }
        Comparison {
            shared: both.len(),
            only_here: mine.len() - both.len(),
            only_there: theirs.len() - both.len(),
            columns,
        }
    }
}

/// How two tables differ.
pub(super) struct Comparison {
    pub shared: usize,
    pub only_here: usize,
    pub only_there: usize,
    /// Shared rows that differ, by column.
    pub columns: Vec<(String, usize)>,
}

impl Comparison {
    /// Whether the tables say the same.
    pub(super) fn is_equal(&self) -> bool {
        self.only_here == 0
            && self.only_there == 0
            && self.columns.iter().all(|(_, differing)| *differing == 0)
    }
}

impl<'a> Row<'a> {
    /// A field as text.
    ///
    /// # Errors
    ///
    /// If there is no such column.
    pub(super) fn text(&self, column: &str) -> Result<&'a str> {
        match self.table.header.iter().position(|name| name == column) {
            Some(at) => Ok(&self.table.fields[self.index][at]),
            None => bail!("{}: the column `{column}` is missing", self.table.name),
        }
    }

    /// A field as a number.
    ///
    /// # Errors
    ///
    /// If there is no such column or the field is no number.
    pub(super) fn number(&self, column: &str) -> Result<f64> {
        self.text(column)?.parse().with_context(|| self.at(column))
    }

    /// File, row and field, for messages; the header is row 1.
    pub(super) fn at(&self, column: &str) -> String {
        let text = self.text(column).unwrap_or("");
        format!(
            "{} row {}: `{column}` = `{text}` does not fit",
            self.table.name,
            self.index + 2
        )
    }
}
