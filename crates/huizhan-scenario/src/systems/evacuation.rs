//! Setting of the system `evacuation`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_record::{CargoRow, Record};
use huizhan_sim::evacuation::{Cargo, Hull, Kind, Leg, Setting};

const LEGS: &str = "record/evacuation_legs.csv";
const HULLS: &str = "record/evacuation_hulls.csv";
const CARGO: &str = "record/evacuation_cargo.csv";

/// The cargoes in the order in which they are loaded: by priority, then id.
pub(super) fn order(record: &Record) -> Vec<&CargoRow> {
    let mut rows: Vec<&CargoRow> = record.evacuation.cargo.iter().collect();
    rows.sort_by(|a, b| (a.priority, &a.id).cmp(&(b.priority, &b.id)));
    rows
}

/// Makes it from the record; faults are reported.
pub(crate) fn setting(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Setting {
    let places = context.places();
    let record = &context.record.evacuation;
    let mut legs = Vec::new();
    for row in &record.legs {
        let [from, to] = [("from", &row.from), ("to", &row.to)].map(|(field, id)| places.find(LEGS, row.line, field, id, diagnostics));
        if let (Some(side), Some(from), Some(to)) = (context.side(&row.side), from, to) {
            legs.push(Leg { id: row.id.clone(), side, from, to, days: row.days as i32, low_water: row.low_water });
        }
    }
    let mut hulls = Vec::new();
    for row in &record.hulls {
        let Some(leg) = leg(&legs, HULLS, row.line, &row.leg, diagnostics) else { continue };
        hulls.push(Hull {
            id: row.id.clone(),
            leg,
            number: row.number.min(u32::from(u16::MAX)) as u16,
            tonnes: row.tonnes,
            heads: f64::from(row.heads),
            through_days: row.through_days,
            staged_days: row.staged_days,
            reserve: row.reserve,
            stage_cm: [row.full_load_cm, row.laid_up_cm],
        });
    }
    hulls.sort_by(|a, b| (a.leg, &a.id).cmp(&(b.leg, &b.id)));
    let cargo = cargo(context, &legs, diagnostics);
    Setting { legs, hulls, cargo }
}

fn leg(legs: &[Leg], file: &str, line: u64, id: &str, diagnostics: &mut Diagnostics) -> Option<u16> {
    let found = legs.iter().position(|leg| leg.id == id);
    if found.is_none() {
        diagnostics.push(file, line, "leg", format!("no leg has the id `{id}`"), "add it to record/evacuation_legs.csv, or correct it");
    }
    found.map(|index| index as u16)
}

fn cargo(context: &Context<'_>, legs: &[Leg], diagnostics: &mut Diagnostics) -> Vec<Cargo> {
    let mut cargo = Vec::new();
    for row in order(context.record) {
        let kind = match row.kind.as_str() {
            "industry" => Kind::Industry,
            "people" => Kind::People,
            "wounded" => Kind::Wounded,
            "drafts" => Kind::Drafts,
            "munitions" => Kind::Munitions,
            "supply" => Kind::Supply,
            other => {
                let known = "industry, people, wounded, drafts, munitions, supply";
                diagnostics.push(CARGO, row.line, "kind", format!("`{other}` is unknown"), format!("use one of: {known}"));
                continue;
            }
        };
        let mut path: Vec<u16> = row.legs.iter().filter_map(|id| leg(legs, CARGO, row.line, id, diagnostics)).collect();
        if !kind.is_up() {
            path.reverse();
        }
        let Some(side) = context.side(&row.side).filter(|_| !path.is_empty()) else { continue };
        cargo.push(Cargo {
            id: row.id.clone(),
            side,
            kind,
            legs: path,
            quantity: row.quantity as u32,
            ready_per_day: row.ready_per_day,
            ready_from: row.ready_from.unwrap_or(context.start),
            threatened: true,
        });
    }
    // a port where other cargo changes hulls lies behind the threatened end
    let changed: Vec<_> = cargo.iter().flat_map(|row: &Cargo| row.legs.iter().skip(1)).map(|leg| legs[usize::from(*leg)].from).collect();
    for row in &mut cargo {
        row.threatened = !changed.contains(&legs[usize::from(row.legs[0])].from);
    }
    cargo
}
