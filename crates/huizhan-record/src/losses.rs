//! What sources say of the losses of named formations. For comparison alone: no field of it reaches the simulation.

use crate::read::{Loader, Once, parts};
use crate::words::LossKind;
use huizhan_base::Date;
use serde::Serialize;

/// Losses of formations between two days, `record/losses.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LossRow {
    /// Its id.
    pub id: String,
    /// The ids of the formations; those under them count with them.
    pub formations: Vec<String>,
    /// The first day that is counted.
    pub date_from: Date,
    /// The last day that is counted.
    pub date_to: Date,
    /// What is counted.
    pub kind: LossKind,
    /// The sources' range, low to high (men).
    pub range: [u32; 2],
    /// Whether a simulated campaign is compared with it; otherwise it is told beside only.
    pub compared: bool,
    /// Why, or why not.
    pub reason: String,
    /// Source keys.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the losses, sorted by id.
pub(crate) fn read_losses(loader: &mut Loader<'_>) -> Vec<LossRow> {
    let table = loader.table_optional("record/losses.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, formations, from, to, kind, low, high, compared, reason, source, note] =
        ["id", "formations", "date_from", "date_to", "kind", "low", "high", "compared", "reason", "source", "note"]
            .map(|name| loader.column(&table, name));
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        row.required(formations, loader.diagnostics);
        let units = parts(row, formations);
        for unit in &units {
            loader.check_formation(row, formations, unit);
        }
        let days = [from, to].map(|column| row.date(column, loader.diagnostics));
        if let [Some(first), Some(last)] = days
            && last < first
        {
            row.report(to, format!("{last} is before `date_from` {first}"), "exchange the two dates, or correct one", loader.diagnostics);
        }
        for column in [low, high, reason] {
            row.required(column, loader.diagnostics);
        }
        let kind = loader.word::<LossKind>(row, kind);
        let range = loader.bounds(row, [low, high], &(0..=10_000_000));
        let compared = loader.answer(row, compared);
        let source = loader.sources(row, source);
        let ([Some(date_from), Some(date_to)], Some(kind), Some(range), Some(compared)) = (days, kind, range, compared) else { continue };
        rows.push(LossRow {
            id: key.to_owned(),
            formations: units,
            date_from,
            date_to,
            kind,
            range,
            compared,
            reason: row.text(reason).to_owned(),
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}
