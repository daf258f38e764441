//! Guerrillas behind the lines.

use crate::read::{Loader, Once, Ranged, filled, parts};
use huizhan_base::Date;
use serde::Serialize;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RearRecord {
    /// Bands, by id.
    pub guerrillas: Vec<GuerrillaRow>,
}

/// A band behind the enemy's lines, `record/guerrillas.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GuerrillaRow {
    /// Its id.
    pub id: String,
    /// The id of its side.
    pub side: String,
    /// The id of its formation in the order of battle.
    pub formation: String,
    /// How many (men).
    pub men: u32,
    /// Range of that, low to high (men).
    pub range: Option<[u32; 2]>,
    /// The day from which it is there.
    pub date_from: Option<Date>,
    /// The ids of the places about which it lives.
    pub places: Vec<String>,
    /// How far from them it strikes (km).
    pub reach_km: f64,
    /// Raids it tries (a month of 30 days).
    pub raids_per_month: f64,
    /// Range of that, low to high.
    pub raids_range: Option<[f64; 2]>,
    /// The enemy's source of supply that stands for a line off the map, if it strikes at one.
    pub line_behind: Option<String>,
    /// Source keys, or `assumption`.
    pub source: String,
    /// What else is to be said.
    pub note: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(loader: &mut Loader<'_>) -> RearRecord {
    RearRecord { guerrillas: read_guerrillas(loader) }
}

fn read_guerrillas(loader: &mut Loader<'_>) -> Vec<GuerrillaRow> {
    let table = loader.table_optional("record/guerrillas.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [id, side, formation, from, places, reach, line_behind, raids, raids_low, raids_high, note] = [
        "id", "side", "formation", "date_from", "places", "reach_km", "line_behind", "raids_per_month", "raids_low", "raids_high", "note",
    ]
    .map(|name| loader.column(&table, name));
    let strength = Ranged::find(&table, ["men", "low", "high", "source"], loader);
    let raids = Ranged { value: raids, bounds: [raids_low, raids_high], source: strength.source };
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let key = row.required(id, loader.diagnostics);
        once.note(row, id, key, loader.diagnostics);
        let side = loader.side(row, side);
        let unit = row.required(formation, loader.diagnostics).to_owned();
        loader.check_formation(row, formation, &unit);
        for column in [strength.value, places, reach, raids.value] {
            row.required(column, loader.diagnostics);
        }
        let (men, range) = loader.ranged(row, strength, &(0..=10_000_000));
        let (raids_per_month, raids_range) = loader.ranged(row, raids, &(0.0..=1000.0));
        let reach_km = row.number_optional(reach, &(0.0..=500.0), loader.diagnostics);
        let date_from = if row.text(from).is_empty() { None } else { row.date(from, loader.diagnostics) };
        let source = loader.sources(row, strength.source);
        let (Some(men), Some(raids_per_month), Some(reach_km)) = (men, raids_per_month, reach_km) else { continue };
        rows.push(GuerrillaRow {
            id: key.to_owned(),
            side,
            formation: unit,
            men,
            range,
            date_from,
            places: parts(row, places),
            reach_km,
            raids_per_month,
            raids_range,
            line_behind: filled(row, line_behind),
            source,
            note: row.text(note).to_owned(),
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    rows
}
