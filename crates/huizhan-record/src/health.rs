//! The record's tables for the system `health`: diseases of each side's troops, and its medical service.

use crate::read::{Loader, Once, Ranged};
use crate::weather::{Estimate, estimate};
use crate::words::Disease;
use serde::Serialize;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct HealthRecord {
    /// Diseases, `record/diseases.csv`, by side and disease.
    pub diseases: Vec<DiseaseRow>,
    /// Medical services, `record/medical.csv`, by side.
    pub services: Vec<MedicalRow>,
}

/// A disease among the troops of a side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DiseaseRow {
    /// The id of the side.
    pub side: String,
    /// The disease.
    pub disease: Disease,
    /// Cases per 1,000 men and day at the height of its season on dry ground; of heat for each degree above its
    /// threshold; of cholera the cases brought in from outside. `None` for the rest, which `sickness.csv` has by month.
    pub cases_per_1000_day: Option<Estimate>,
    /// Share of cases that die (0-1).
    pub fatality: Estimate,
    /// Days in the formation's hospitals.
    pub stay_days: Option<Estimate>,
    /// Share of cases that are sent to the rear (0-1).
    pub evacuated: Estimate,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// What the medical service of a side can do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MedicalRow {
    /// The id of the side.
    pub side: String,
    /// Days in which inoculation, isolation and clean water bring the spread of an outbreak down to a third.
    pub control_days: Estimate,
    /// Days until a man sent to the rear is back at the depot.
    pub rear_days: Estimate,
    /// Source keys.
    pub source: String,
    /// The line of the file.
    pub line: u64,
}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(loader: &mut Loader<'_>) -> HealthRecord {
    HealthRecord { diseases: read_diseases(loader), services: read_services(loader) }
}

fn read_diseases(loader: &mut Loader<'_>) -> Vec<DiseaseRow> {
    let table = loader.table_optional("record/diseases.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let [side, disease] = ["side", "disease"].map(|name| loader.column(&table, name));
    let cases = Ranged::find(&table, ["cases_per_1000_per_day", "low", "high", "source"], loader);
    let fatality = Ranged::find(&table, ["fatality", "fatality_low", "fatality_high", "source"], loader);
    let stay = Ranged::find(&table, ["stay_days", "stay_low", "stay_high", "source"], loader);
    let evacuated = Ranged::find(&table, ["evacuated", "evacuated_low", "evacuated_high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        once.note(row, disease, &format!("{} {}", row.text(side), row.text(disease)), loader.diagnostics);
        let side = loader.side(row, side);
        let word: Option<Disease> = loader.word(row, disease);
        let by_month = word == Some(Disease::Other);
        if by_month && !(row.text(cases.value).is_empty() && row.text(stay.value).is_empty()) {
            let fix = "leave cases and stay empty: record/sickness.csv has them by month";
            row.report(cases.value, "other sickness is given twice", fix, loader.diagnostics);
        }
        let cases = if by_month { None } else { estimate(loader, row, cases, &(0.0..=1000.0)) };
        let stay = if by_month { None } else { estimate(loader, row, stay, &(0.5..=365.0)) };
        let fatality_read = estimate(loader, row, fatality, &(0.0..=1.0));
        let evacuated = estimate(loader, row, evacuated, &(0.0..=1.0));
        let source = loader.sources(row, fatality.source);
        let (Some(word), Some(fatality_read), Some(evacuated)) = (word, fatality_read, evacuated) else { continue };
        if fatality_read.value + evacuated.value > 1.0 {
            row.report(fatality.value, "more die and go to the rear than fall sick", "lower one of the two", loader.diagnostics);
        }
        rows.push(DiseaseRow {
            side,
            disease: word,
            cases_per_1000_day: cases,
            fatality: fatality_read,
            stay_days: stay,
            evacuated,
            source,
            line: row.line(),
        });
    }
    rows.sort_by(|a, b| (&a.side, a.disease, a.line).cmp(&(&b.side, b.disease, b.line)));
    rows
}

fn read_services(loader: &mut Loader<'_>) -> Vec<MedicalRow> {
    let table = loader.table_optional("record/medical.csv");
    if table.is_empty() {
        return Vec::new();
    }
    let side = loader.column(&table, "side");
    let control = Ranged::find(&table, ["control_days", "control_low", "control_high", "source"], loader);
    let rear = Ranged::find(&table, ["rear_days", "rear_low", "rear_high", "source"], loader);
    let mut once = Once::default();
    let mut rows = Vec::new();
    for row in table.rows() {
        once.note(row, side, row.text(side), loader.diagnostics);
        let side = loader.side(row, side);
        let control_days = estimate(loader, row, control, &(0.5..=365.0));
        let rear_days = estimate(loader, row, rear, &(1.0..=3650.0));
        let source = loader.sources(row, control.source);
        let (Some(control_days), Some(rear_days)) = (control_days, rear_days) else { continue };
        rows.push(MedicalRow { side, control_days, rear_days, source, line: row.line() });
    }
    rows.sort_by(|a, b| (&a.side, a.line).cmp(&(&b.side, b.line)));
    rows
}
