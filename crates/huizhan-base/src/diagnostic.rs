//! Faults found in data, all of them at once.

use serde::Serialize;
use std::fmt;

/// One fault in the data: where it stands, what is wrong, how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Diagnostic {
    /// The file, relative to the folder read.
    pub file: String,
    /// The line in the file, counted from 1; 0 where the fault is the whole file's.
    pub line: u64,
    /// The column or key; empty where the fault is the whole row's.
    pub field: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it; empty where the message says it.
    pub fix: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.field.is_empty() {
            write!(f, ": {}", self.field)?;
        }
        write!(f, ": {}", self.message)?;
        if !self.fix.is_empty() {
            write!(f, "; {}", self.fix)?;
        }
        Ok(())
    }
}

/// The faults of a load, in the order found, at most [`Diagnostics::MAX`] kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    dropped: u64,
}

impl Diagnostics {
    /// How many are kept; the rest are counted.
    pub const MAX: usize = 1000;

    /// Adds a fault.
    pub fn push(&mut self, file: &str, line: u64, field: &str, message: impl Into<String>, fix: impl Into<String>) {
        if self.list.len() < Self::MAX {
            self.list.push(Diagnostic {
                file: file.to_owned(),
                line,
                field: field.to_owned(),
                message: message.into(),
                fix: fix.into(),
            });
        } else {
            self.dropped += 1;
        }
    }

    /// The faults kept.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// How many faults were found beyond those kept.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.list {
            writeln!(f, "{diagnostic}")?;
        }
        if self.dropped > 0 {
            writeln!(f, "and {} more", self.dropped)?;
        }
        Ok(())
    }
}
