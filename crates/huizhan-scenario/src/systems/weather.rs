//! Setting of the system `weather`.

use super::Context;
use huizhan_base::{CellId, Diagnostics};
use huizhan_record::{ClimateRow, Estimate, StageRow};
use huizhan_sim::weather::{self, Footing};
use huizhan_theatre::{RouteKind, RouteState, Terrain, Theatre};

/// Makes it from the record; faults are reported.
pub(crate) fn setting(context: &Context<'_>, diagnostics: &mut Diagnostics) -> weather::Setting {
    let record = &context.record.weather;
    let places = context.places();
    let mut zones = Vec::new();
    for rows in record.climate.chunk_by(|a, b| a.place == b.place) {
        let row = &rows[0];
        let place = places.find("record/climate.csv", row.line, "place", &row.place, diagnostics);
        if let Some(place) = place {
            zones.push(zone(place, rows));
        }
    }
    if zones.len() > 255 {
        diagnostics.push("record/climate.csv", 0, "place", "more than 255 stations", "keep those that differ");
        zones.truncate(255);
    }
    let stage = (!record.stage.is_empty()).then(|| stage(&record.stage));
    if zones.is_empty() && stage.is_none() {
        return weather::Setting::default();
    }
    let zone_of_cell = if zones.is_empty() { Vec::new() } else { nearest(context.theatre, &zones) };
    weather::Setting { zone_of_cell, zones, stage, footing: footing(context) }
}

fn zone(place: huizhan_base::PlaceId, rows: &[ClimateRow]) -> weather::Zone {
    let mut zone =
        weather::Zone { place, temperature_c: [0.0; 12], spread_c: [0.0; 12], wet_share: [0.0; 12], wet_day_mm: [0.0; 12] };
    for row in rows {
        let month = usize::from(row.month) - 1;
        zone.temperature_c[month] = row.temperature_c.value;
        zone.spread_c[month] = row.spread_c.value;
        zone.wet_share[month] = (row.wet_days.value / weather::law::DAYS[month]).min(1.0);
        zone.wet_day_mm[month] = row.rain_mm.value / row.wet_days.value.max(1.0);
    }
    zone
}

fn stage(rows: &[StageRow]) -> weather::Stage {
    let months = |value: &dyn Fn(&StageRow) -> Estimate| {
        let mut year = [0.0; 12];
        for row in rows {
            year[usize::from(row.month) - 1] = value(row).value;
        }
        year
    };
    weather::Stage { mean_cm: months(&|row| row.stage_cm), spread_cm: months(&|row| row.spread_cm) }
}

/// The station nearest to each cell; of equally near ones the first by id.
fn nearest(theatre: &Theatre, zones: &[weather::Zone]) -> Vec<u8> {
    let far = |cell: usize, zone: &weather::Zone| {
        theatre.distance_km(CellId::from_index(cell), theatre.places[zone.place.index()].cell)
    };
    let of = |cell: usize| {
        let order = |a: &usize, b: &usize| far(cell, &zones[*a]).total_cmp(&far(cell, &zones[*b]));
        (0..zones.len()).min_by(order).unwrap_or(0) as u8
    };
    (0..theatre.cells.len()).map(of).collect()
}

/// What each step runs over: the rule of the march costs, which takes the cheapest way, told apart by kind.
fn footing(context: &Context<'_>) -> Vec<[Footing; 6]> {
    let (cells, p) = (&context.theatre.cells, context.parameters);
    let across = |cell: CellId, next: CellId| match (cells.terrain[cell.index()], cells.terrain[next.index()]) {
        (Terrain::Marsh, Terrain::Marsh) => Footing::Marsh,
        (Terrain::Marsh, _) | (_, Terrain::Marsh) => Footing::HalfMarsh,
        _ => Footing::Soft,
    };
    let mut footing = vec![[Footing::Soft; 6]; cells.len()];
    for (index, row) in footing.iter_mut().enumerate() {
        let cell = CellId::from_index(index);
        cells.around(cell).for_each(|(direction, next)| row[direction] = across(cell, next));
    }
    for route in &context.theatre.routes {
        let cut = matches!(route.state, RouteState::Demolished | RouteState::Flooded);
        let kind = match route.kind {
            RouteKind::Road if !cut => Footing::Road,
            // a dirt road or track on a bank leads through marsh at the cost of a track
            RouteKind::Road | RouteKind::Rail if p.march_dirt_road < p.march_marsh => Footing::Soft,
            RouteKind::Track if p.march_track < p.march_marsh => Footing::Soft,
            _ => continue,
        };
        for pair in route.cells.windows(2) {
            for (here, next) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                if let Some(direction) = cells.direction(here, next) {
                    let held = &mut footing[here.index()][direction];
                    if *held != Footing::Road {
                        *held = kind;
                    }
                }
            }
        }
    }
    footing
}
