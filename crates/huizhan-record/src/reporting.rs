//! How each side reports losses, its own and the enemy's, `record/reporting.csv`.

use crate::read::{Loader, Once, Ranged};
use serde::Serialize;

/// The bias of a reporter: what is reported for each man really lost in battle.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportingRow {
    /// Its id.
    pub id: String,
    /// The id of the side that reports.
    pub reporter: String,
    /// The id of the side whose losses are reported.
    pub about: String,
    /// What is reported, in words: killed and wounded, killed.
    pub what: String,
    /// Reported over real battle losses (ratio).
    pub factor: f64,
    /// Range of that, low to high.
    pub range: [f64; 2],
    /// The subject in `claims.csv` that such reports stand under.
    pub subject: String,
    /// Source keys, or `assumption`.
    pub source: String,
    /// How the range was found.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// The largest ratio that is believed of a report.
const FACTOR_MAX: f64 = 100.0;

/// Reads the biases, sorted by id.
pub(crate) fn read_reporting(loader: &mut Loader<'_>) -> Vec<ReportingRow> {
    let table = loader.table_optional("record/reporting.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, reporter, about, what, subject, note] =
        ["id", "reporter", "about", "what", "subject", "note"].map(|name| loader.column(&table, name));
    let columns = Ranged::find(&table, ["factor", "low", "high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let [reporter, about] = [reporter, about].map(|column| loader.side(row, column));
        row.required(columns.value, loader.diagnostics);
        let (factor, range) = loader.ranged(row, columns, &(0.0..=FACTOR_MAX));
        let source = loader.sources(row, columns.source);
        let (Some(factor), Some(range)) = (factor, range) else { continue };
        rows.push(ReportingRow {
            id: key.to_owned(),
            reporter,
            about,
            what: row.text(what).to_owned(),
            factor,
            range,
            subject: row.text(subject).to_owned(),
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}
