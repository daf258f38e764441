//! Setting of the system `economy`.

use super::Context;
use huizhan_base::{Diagnostics, PlaceId};
use huizhan_sim::economy::{Arsenal, Import, Manpower, Munitions, Setting};
use huizhan_sim::flow::Network;

const IMPORTS: &str = "record/imports.csv";
const ARSENALS: &str = "record/arsenals.csv";
const MUNITIONS: &str = "record/munitions.csv";
const MANPOWER: &str = "record/manpower.csv";

/// Makes it from the record; faults are reported.
pub(crate) fn setting(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Setting {
    let imports = imports(context, diagnostics);
    let ends = |route: &huizhan_theatre::Route| (u32::from(route.from.0), u32::from(route.to.0));
    let routes: Vec<(u32, u32)> = if imports.is_empty() { Vec::new() } else { context.theatre.routes.iter().map(ends).collect() };
    let network = if imports.is_empty() { Network::default() } else { Network::new(context.theatre.places.len(), &routes) };
    Setting {
        network,
        imports,
        arsenals: arsenals(context, diagnostics),
        munitions: munitions(context, diagnostics),
        manpower: manpower(context, diagnostics),
    }
}

fn imports(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Import> {
    let places = context.places();
    let mut imports = Vec::new();
    for row in &context.record.economy.imports {
        let find = |id: &String, field: &str, diagnostics: &mut Diagnostics| places.find(IMPORTS, row.line, field, id, diagnostics);
        let entries: Vec<PlaceId> = row.entries.iter().filter_map(|id| find(id, "entries", diagnostics)).collect();
        let depots: Vec<PlaceId> = row.depots.iter().filter_map(|id| find(id, "depots", diagnostics)).collect();
        let mut scale = 1.0;
        for name in &row.factors {
            match context.factors.get(name) {
                Some(level) => scale *= level,
                None => diagnostics.push(IMPORTS, row.line, "factors", format!("no factor is called `{name}`"), "`huizhan factors` lists them"),
            }
        }
        if let (Some(side), false) = (context.side(&row.side), entries.is_empty() || depots.is_empty()) {
            let munitions = row.tonnes_per_day * row.munitions_share;
            imports.push(Import {
                id: row.id.clone(),
                side,
                entries,
                depots,
                tonnes_per_day: row.tonnes_per_day * scale,
                munitions_per_day: munitions * scale,
                documented_munitions: munitions,
            });
        }
    }
    imports
}

fn arsenals(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Arsenal> {
    let places = context.places();
    let cargoes = super::evacuation::order(context.record);
    let mut arsenals = Vec::new();
    for row in &context.record.economy.arsenals {
        let place = places.find(ARSENALS, row.line, "place", &row.place, diagnostics);
        let cargo = row.cargo.as_ref().and_then(|id| {
            let found = cargoes.iter().position(|cargo| cargo.id == *id);
            if found.is_none() {
                diagnostics.push(ARSENALS, row.line, "cargo", format!("no cargo has the id `{id}`"), "add it to record/evacuation_cargo.csv, or correct it");
            }
            found.map(|index| index as u16)
        });
        if let (Some(side), Some(place)) = (context.side(&row.side), place) {
            arsenals.push(Arsenal { id: row.id.clone(), side, place, tonnes_per_day: row.tonnes_per_day, cargo });
        }
    }
    arsenals
}

fn munitions(context: &Context<'_>, diagnostics: &mut Diagnostics) -> [Option<Munitions>; 2] {
    let mut munitions = [None; 2];
    for row in &context.record.economy.munitions {
        let Some(side) = context.side(&row.side) else { continue };
        let zero = Munitions { stock_tonnes: 0.0, engaged_kg: 0.0, quiet_kg: 0.0, elsewhere_tonnes: 0.0, cover_days: 0.0 };
        let of_side = munitions[side.index()].get_or_insert(zero);
        match row.item.as_str() {
            "stock_tonnes" => of_side.stock_tonnes = row.value,
            "engaged_kg" => of_side.engaged_kg = row.value,
            "quiet_kg" => of_side.quiet_kg = row.value,
            "elsewhere_tonnes_per_day" => of_side.elsewhere_tonnes = row.value,
            "cover_days" => of_side.cover_days = row.value,
            other => {
                let known = "stock_tonnes, engaged_kg, quiet_kg, elsewhere_tonnes_per_day, cover_days";
                diagnostics.push(MUNITIONS, row.line, "item", format!("`{other}` is unknown"), format!("use one of: {known}"));
            }
        }
    }
    munitions
}

fn manpower(context: &Context<'_>, diagnostics: &mut Diagnostics) -> [Option<Manpower>; 2] {
    let mut manpower = [None, None];
    for row in &context.record.economy.manpower {
        let Some(side) = context.side(&row.side) else { continue };
        let of_side = manpower[side.index()].get_or_insert_with(Manpower::default);
        let (from, to) = (row.date_from.unwrap_or(context.start), row.date_to.unwrap_or(context.end));
        match row.item.as_str() {
            "pool" => of_side.pool += row.value,
            "intake" => of_side.flows.push((from, to, row.value)),
            "elsewhere" => of_side.flows.push((from, to, -row.value)),
            other => {
                diagnostics.push(MANPOWER, row.line, "item", format!("`{other}` is unknown"), "use one of: pool, intake, elsewhere");
            }
        }
    }
    manpower
}
