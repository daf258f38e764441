//! The record's tables for the system `weather`: normals of stations, stage of the great river.

use crate::read::{Loader, Once, Ranged};
use huizhan_base::{Column, Row, Table};
use serde::Serialize;
use std::ops::RangeInclusive;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct WeatherRecord {
    /// Normals of stations, `record/climate.csv`, by place and month.
    pub climate: Vec<ClimateRow>,
    /// Stage of the great river, `record/river_stage.csv`, by month.
    pub stage: Vec<StageRow>,
}

/// A number with the range of its estimate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The value used.
    pub value: f64,
    /// The low and the high end.
    pub range: [f64; 2],
}

/// Normals of one month at one station.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClimateRow {
    /// The place of the station.
    pub place: String,
    /// The month (1-12).
    pub month: u8,
    /// Mean temperature of the day (degrees Celsius).
    pub temperature_c: Estimate,
    /// Standard deviation of the mean of a day about it (degrees).
    pub spread_c: Estimate,
    /// Days with rain.
    pub wet_days: Estimate,
    /// Rain of the month (millimetres).
    pub rain_mm: Estimate,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// Stage of the great river in one month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageRow {
    /// The month (1-12).
    pub month: u8,
    /// Mean stage against the mean of the year (centimetres).
    pub stage_cm: Estimate,
    /// Standard deviation between years (centimetres).
    pub spread_cm: Estimate,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(loader: &mut Loader<'_>) -> WeatherRecord {
    WeatherRecord { climate: read_climate(loader), stage: read_stage(loader) }
}

fn read_climate(loader: &mut Loader<'_>) -> Vec<ClimateRow> {
    let table = loader.table_optional("record/climate.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [place, month] = ["place", "month"].map(|name| loader.column(&table, name));
    let temperature = Ranged::find(&table, ["temperature_c", "temperature_low", "temperature_high", "source"], loader);
    let spread = Ranged::find(&table, ["spread_c", "spread_low", "spread_high", "source"], loader);
    let wet = Ranged::find(&table, ["wet_days", "wet_days_low", "wet_days_high", "source"], loader);
    let rain = Ranged::find(&table, ["rain_mm", "rain_low", "rain_high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        let at = row.required(place, loader.diagnostics);
        once.note(row, month, &format!("{at} {}", row.text(month)), loader.diagnostics);
        let month = row.number(month, &(1..=12u8), loader.diagnostics);
        let temperature_c = estimate(loader, row, temperature, &(-60.0..=60.0));
        let spread_c = estimate(loader, row, spread, &(0.0..=20.0));
        let wet_days = estimate(loader, row, wet, &(0.0..=31.0));
        let rain_mm = estimate(loader, row, rain, &(0.0..=3000.0));
        let source = loader.sources(row, temperature.source);
        let (Some(month), Some(temperature_c), Some(spread_c), Some(wet_days), Some(rain_mm)) =
            (month, temperature_c, spread_c, wet_days, rain_mm)
        else {
            continue;
        };
        rows.push(ClimateRow { place: at.to_owned(), month, temperature_c, spread_c, wet_days, rain_mm, source, line: row.line() });
    }
    rows.sort_by(|a, b| (&a.place, a.month, a.line).cmp(&(&b.place, b.month, b.line)));
    each_month(loader, &table, "record/climate.csv", month, &rows.iter().map(|row| (row.place.clone(), row.month)).collect::<Vec<_>>());
    rows
}

fn read_stage(loader: &mut Loader<'_>) -> Vec<StageRow> {
    let table = loader.table_optional("record/river_stage.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let month = loader.column(&table, "month");
    let stage = Ranged::find(&table, ["stage_cm", "low", "high", "source"], loader);
    let spread = Ranged::find(&table, ["spread_cm", "spread_low", "spread_high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        once.note(row, month, row.text(month), loader.diagnostics);
        let month = row.number(month, &(1..=12u8), loader.diagnostics);
        let stage_cm = estimate(loader, row, stage, &(-5000.0..=5000.0));
        let spread_cm = estimate(loader, row, spread, &(0.0..=1000.0));
        let source = loader.sources(row, stage.source);
        let (Some(month), Some(stage_cm), Some(spread_cm)) = (month, stage_cm, spread_cm) else { continue };
        rows.push(StageRow { month, stage_cm, spread_cm, source, line: row.line() });
    }
    rows.sort_by_key(|row| (row.month, row.line));
    each_month(loader, &table, "record/river_stage.csv", month, &rows.iter().map(|row| (String::new(), row.month)).collect::<Vec<_>>());
    rows
}

/// Reads a number that has to be given with its range.
pub(crate) fn estimate(loader: &mut Loader<'_>, row: Row<'_>, columns: Ranged, limits: &RangeInclusive<f64>) -> Option<Estimate> {
    row.required(columns.value, loader.diagnostics);
    let (value, range) = loader.ranged(row, columns, limits);
    value.map(|value| Estimate { value, range: range.unwrap_or([value; 2]) })
}

/// Reports a series that lacks a month: a season cannot be made of part of a year.
fn each_month(loader: &mut Loader<'_>, table: &Table, file: &str, column: Column, rows: &[(String, u8)]) {
    if !column.is_found() || table.is_empty() {
        return;
    }
    for series in rows.chunk_by(|a, b| a.0 == b.0) {
        if let Some(lacking) = (1..=12u8).find(|month| !series.iter().any(|(_, held)| held == month)) {
            let of = if series[0].0.is_empty() { String::new() } else { format!(" of `{}`", series[0].0) };
            let message = format!("month {lacking}{of} is missing");
            loader.diagnostics.push(file, 0, "month", message, "give all twelve months");
        }
    }
}
