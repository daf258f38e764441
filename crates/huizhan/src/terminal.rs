//! Lines, bars and columns for a person at a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write as _;
use std::io::{self, Write as _};

/// Prints text on standard output.
pub(crate) fn say(text: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}

/// Prints a line on standard error. Where that is closed nobody reads it.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "note: {text}");
}

/// A bar on standard error, which is hidden where that is no terminal.
pub(crate) fn bar(length: u64, unit: &str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    let template = format!("{{bar:30}} {{pos}}/{{len}} {unit} {{msg}} {{eta}}");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}

/// A table with its columns aligned: the first to the left, the others to the right.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|text| width(text)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let blank = " ".repeat(widths[column] - self::width(cell));
            if column == 0 {
                let _ = write!(line, "{cell}{blank}");
            } else {
                let _ = write!(line, "  {blank}{cell}");
            }
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// Columns that a text takes at a terminal: Chinese and Japanese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|letter| if matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffff}') { 2 } else { 1 }).sum()
}
