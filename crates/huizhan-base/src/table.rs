//! CSV tables whose faults are all reported at once.

use crate::{Date, Diagnostics, Folder};
use csv::StringRecord;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A table longer than this is refused: no table of a campaign comes near it, and a wrong file should not fill memory.
pub const ROWS_MAX: usize = 100_000;

/// A CSV file read whole.
#[derive(Debug)]
pub struct Table {
    file: String,
    header: StringRecord,
    rows: Vec<(u64, StringRecord)>,
}

/// A column found by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    name: &'static str,
    index: usize,
}

impl Column {
    /// Whether the table has the column.
    #[must_use]
    pub fn is_found(self) -> bool {
        self.index != usize::MAX
    }
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    file: &'a str,
    line: u64,
    record: &'a StringRecord,
}

impl Table {
    /// Reads the table at `path` of a folder. A file that is missing, not UTF-8, too long or ragged is reported, and
    /// what could be read of it is returned.
    pub fn read(folder: &Folder, path: &str, diagnostics: &mut Diagnostics) -> Self {
        let mut table = Self { file: path.to_owned(), header: StringRecord::new(), rows: Vec::new() };
        let bytes = match folder.read(path) {
            Ok(bytes) => bytes,
            Err(missing) => {
                let fix = "put the file there; `huizhan scenario export` writes a complete example";
                diagnostics.push(path, 0, "", format!("cannot be read: {}", missing.reason), fix);
                return table;
            }
        };
        table.parse(&bytes, diagnostics);
        table
    }

    /// Reads the table if the file is there, else returns an empty one.
    pub fn read_optional(folder: &Folder, path: &str, diagnostics: &mut Diagnostics) -> Self {
        if folder.has(path) {
            Self::read(folder, path, diagnostics)
        } else {
            Self { file: path.to_owned(), header: StringRecord::new(), rows: Vec::new() }
        }
    }

    fn parse(&mut self, bytes: &[u8], diagnostics: &mut Diagnostics) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        let mut record = csv::ByteRecord::new();
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {}
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    diagnostics.push(&self.file, line, "", ragged(&error), "quote a value that holds a comma");
                    continue;
                }
            }
            let line = record.position().map_or(0, csv::Position::line);
            if self.rows.len() >= ROWS_MAX {
                let message = format!("more than {ROWS_MAX} rows");
                diagnostics.push(&self.file, line, "", message, "no table of a campaign is that long: is it the right file?");
                self.rows.clear();
                break;
            }
            match StringRecord::from_byte_record(record.clone()) {
                Ok(text) if self.header.is_empty() => self.header = text,
                Ok(text) => self.rows.push((line, text)),
                Err(error) => {
                    let field = self.header.get(error.utf8_error().field()).unwrap_or("").to_owned();
                    diagnostics.push(&self.file, line, &field, "is not UTF-8", "save the file as UTF-8");
                }
            }
        }
    }

    /// The file's path in its folder.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether nothing was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Names of the columns, trimmed, in the order of the file.
    pub fn header(&self) -> impl Iterator<Item = &str> {
        self.header.iter().map(str::trim)
    }

    /// Finds a column; one that is missing is reported, and reads as empty.
    pub fn column(&self, name: &'static str, diagnostics: &mut Diagnostics) -> Column {
        let index = self.header.iter().position(|held| held.trim() == name);
        if index.is_none() && !self.header.is_empty() {
            let held = self.header.iter().collect::<Vec<_>>().join(", ");
            diagnostics.push(&self.file, 1, name, "column is missing", format!("the header has: {held}"));
        }
        Column { name, index: index.unwrap_or(usize::MAX) }
    }

    /// Finds a column that may be missing; it then reads as empty.
    #[must_use]
    pub fn column_optional(&self, name: &'static str) -> Column {
        let index = self.header.iter().position(|held| held.trim() == name);
        Column { name, index: index.unwrap_or(usize::MAX) }
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, record)| Row { file: &self.file, line: *line, record })
    }
}

fn ragged(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} fields, the header has {expected_len}")
        }
        _ => "cannot be read as CSV".to_owned(),
    }
}

impl<'a> Row<'a> {
    /// The line of the file this row begins on.
    #[must_use]
    pub fn line(self) -> u64 {
        self.line
    }

    /// The text of a field, trimmed; empty where there is none.
    #[must_use]
    pub fn text(self, column: Column) -> &'a str {
        self.record.get(column.index).unwrap_or("").trim()
    }

    /// The text of a field; an empty one is reported.
    pub fn required(self, column: Column, diagnostics: &mut Diagnostics) -> &'a str {
        let text = self.text(column);
        if text.is_empty() && column.is_found() {
            self.report(column, "is empty", "every row needs it", diagnostics);
        }
        text
    }

    /// A number within a range; anything else is reported and reads as `None`.
    pub fn number<T>(self, column: Column, range: &RangeInclusive<T>, diagnostics: &mut Diagnostics) -> Option<T>
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        let text = self.text(column);
        let value = text.parse::<T>().ok().filter(|value| range.contains(value));
        if value.is_none() && column.is_found() {
            let message = format!("`{text}` is not a number from {} to {}", range.start(), range.end());
            self.report(column, message, "", diagnostics);
        }
        value
    }

    /// A number or nothing: an empty field is `None` without a report.
    pub fn number_optional<T>(self, column: Column, range: &RangeInclusive<T>, diagnostics: &mut Diagnostics) -> Option<T>
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        if self.text(column).is_empty() { None } else { self.number(column, range, diagnostics) }
    }

    /// A date; anything else is reported.
    pub fn date(self, column: Column, diagnostics: &mut Diagnostics) -> Option<Date> {
        match self.text(column).parse() {
            Ok(date) => Some(date),
            Err(error) => {
                if column.is_found() {
                    self.report(column, format!("{error}"), "", diagnostics);
                }
                None
            }
        }
    }

    /// A date or nothing: an empty field is `None` without a report.
    pub fn date_optional(self, column: Column, diagnostics: &mut Diagnostics) -> Option<Date> {
        if self.text(column).is_empty() { None } else { self.date(column, diagnostics) }
    }

    /// The parts of a field that holds a list with semicolons.
    pub fn list(self, column: Column) -> impl Iterator<Item = &'a str> {
        self.text(column).split(';').map(str::trim).filter(|part| !part.is_empty())
    }

    /// Reports a fault of this row.
    pub fn report(self, column: Column, message: impl Into<String>, fix: impl Into<String>, diagnostics: &mut Diagnostics) {
        diagnostics.push(self.file, self.line, column.name, message, fix);
    }
}
