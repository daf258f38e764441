//! Setting of the system `health`.

use super::Context;
use huizhan_base::{CellId, Diagnostics};
use huizhan_record::{DiseaseRow, Estimate};
use huizhan_sim::health::{self, Course, Service};
use huizhan_theatre::{Terrain, Theatre};

const DISEASES: &str = "record/diseases.csv";
const MEDICAL: &str = "record/medical.csv";

/// Makes it from the record; faults are reported.
pub(crate) fn setting(context: &Context<'_>, diagnostics: &mut Diagnostics) -> health::Setting {
    let record = &context.record.health;
    if record.diseases.is_empty() {
        if let Some(row) = record.services.first() {
            diagnostics.push(MEDICAL, row.line, "", "is of no use without diseases", "add record/diseases.csv, or remove it");
        }
        return health::Setting::default();
    }
    if context.record.weather.climate.is_empty() {
        let fix = "add record/climate.csv: diseases follow the warmth of the days";
        diagnostics.push(DISEASES, 0, "", "the campaign has no climate", fix);
        return health::Setting::default();
    }
    let services = [0, 1].map(|side| service(context, &context.sides[side].id, diagnostics));
    health::Setting { services: Some(services), wet: wet(context.theatre) }
}

fn service(context: &Context<'_>, side: &str, diagnostics: &mut Diagnostics) -> Service {
    let record = &context.record.health;
    let mut service = Service { control_days: 1.0, rear_days: 1.0, ..Service::default() };
    if let Some(row) = record.services.iter().find(|row| row.side == side) {
        service.control_days = row.control_days.value;
        service.rear_days = row.rear_days.value;
    } else {
        let fix = "add a row for it";
        diagnostics.push(MEDICAL, 0, "side", format!("side `{side}` has no medical service"), fix);
    }
    for (at, disease) in record_words().into_iter().enumerate() {
        let row = record.diseases.iter().find(|row| row.side == side && row.disease == disease);
        let Some(row) = row else {
            let message = format!("side `{side}` has no row for `{disease}`");
            diagnostics.push(DISEASES, 0, "disease", message, "give all of them: heat, malaria, dysentery, cholera, other");
            continue;
        };
        service.courses[at] = course(context, row);
    }
    service
}

/// The diseases in the order of the simulation's numbers.
fn record_words() -> [huizhan_record::Disease; health::Disease::COUNT] {
    use huizhan_record::Disease as Word;
    health::Disease::ALL.map(|disease| match disease {
        health::Disease::Heat => Word::Heat,
        health::Disease::Malaria => Word::Malaria,
        health::Disease::Dysentery => Word::Dysentery,
        health::Disease::Cholera => Word::Cholera,
        health::Disease::Other => Word::Other,
    })
}

fn course(context: &Context<'_>, row: &DiseaseRow) -> Course {
    let ends = |estimate: Estimate| estimate.range.map(|end| if estimate.value > 0.0 { end / estimate.value } else { 1.0 });
    Course {
        cases_per_1000: row.cases_per_1000_day.map_or(0.0, |cases| cases.value),
        fatality: row.fatality.value,
        evacuated: row.evacuated.value,
        stay_days: row.stay_days.map_or(1.0, |days| days.value),
        cases_range: row.cases_per_1000_day.map_or_else(|| by_month(context, &row.side), ends),
        fatality_range: ends(row.fatality),
    }
}

/// Ends of the rates by month as shares of their values, over the months that have a range.
fn by_month(context: &Context<'_>, side: &str) -> [f64; 2] {
    let rows = || context.record.sickness.iter().filter(|row| row.side == side).filter_map(|row| Some((row, row.admissions_range?)));
    let all: f64 = rows().map(|(row, _)| row.admissions_per_1000_per_day).sum();
    let end = |at: usize| rows().map(|(_, range)| range[at]).sum::<f64>();
    if all > 0.0 { [end(0) / all, end(1) / all] } else { [1.0; 2] }
}

/// Cells on the great river, in marsh, or beside a lake.
fn wet(theatre: &Theatre) -> Vec<bool> {
    let cells = &theatre.cells;
    let of = |index: usize| {
        let cell = CellId::from_index(index);
        cells.terrain[index] == Terrain::Marsh
            || theatre.bank(cell).is_some()
            || cells.around(cell).any(|(_, next)| cells.terrain[next.index()] == Terrain::Lake)
    };
    (0..cells.len()).map(of).collect()
}
