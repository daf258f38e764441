//! Setting of the system `rear`.

use super::Context;
use huizhan_base::{Diagnostics, PlaceId};
use huizhan_sim::rear::{Band, Setting, middle};
use huizhan_theatre::RouteKind;

const FILE: &str = "record/guerrillas.csv";

/// Makes it from the record; faults are reported.
pub(crate) fn setting(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Setting {
    let places = context.places();
    let mut bands = Vec::new();
    for row in &context.record.rear.guerrillas {
        let found: Vec<PlaceId> = row.places.iter().filter_map(|id| places.find(FILE, row.line, "places", id, diagnostics)).collect();
        let source = row.line_behind.as_ref().and_then(|id| {
            let index = context.record.supply_sources.iter().position(|source| source.id == *id);
            if index.is_none() {
                let fix = "add it to record/supply_sources.csv, or correct it";
                diagnostics.push(FILE, row.line, "line_behind", format!("no source of supply has the id `{id}`"), fix);
            }
            index.map(|index| index as u16)
        });
        let (Some(side), Some(place)) = (context.side(&row.side), found.first().copied()) else { continue };
        bands.push(Band {
            id: row.id.clone(),
            side,
            place,
            men: row.men,
            from: row.date_from.unwrap_or(context.start),
            raids_per_month: row.raids_per_month * context.factors.guerrillas,
            routes: if source.is_some() { Vec::new() } else { within(context, &found, row.reach_km) },
            source,
        });
    }
    let lines = if bands.is_empty() { Vec::new() } else { on_land(context).map(|route| (route, middle(context.theatre, route))).collect() };
    Setting { bands, lines }
}

/// Routes over land whose middle lies within reach of one of the places.
fn within(context: &Context<'_>, places: &[PlaceId], reach_km: f64) -> Vec<u16> {
    let theatre = context.theatre;
    let near = |route: &u16| {
        let cell = middle(theatre, *route);
        places.iter().any(|place| theatre.within_km(theatre.places[place.index()].cell, cell, reach_km))
    };
    on_land(context).filter(near).collect()
}

fn on_land<'a>(context: &'a Context<'_>) -> impl Iterator<Item = u16> + 'a {
    let routes = &context.theatre.routes;
    let land = |route: &u16| matches!(routes[usize::from(*route)].kind, RouteKind::Rail | RouteKind::Road | RouteKind::Track);
    (0..routes.len() as u16).filter(land)
}
