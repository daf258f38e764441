//! Forces, sides and the first day's lines, made from the record.

use crate::manifest::{self, Manifest};
use huizhan_base::{CellId, Date, Diagnostics, Folder, PlaceId, SideId, Table};
use huizhan_record::{Echelon, FormationRow, Quality, Record};
use huizhan_sim::{Barrier, Force, ReplacementFlow, RiverSetting, Side, SupplySource, Travel, World};
use huizhan_theatre::{RouteKind, RouteState, Theatre};

const FORMATIONS: &str = "record/formations.csv";
const SIDE_PARAMETERS: &str = "record/side_parameters.csv";

/// The two sides with their numbers.
pub(crate) fn sides(record: &Record, diagnostics: &mut Diagnostics) -> Option<[Side; 2]> {
    if record.sides.len() != 2 {
        let message = format!("there are {} sides", record.sides.len());
        diagnostics.push("record/sides.csv", 0, "", message, "a campaign has two sides");
        return None;
    }
    let mut sides = record.sides.iter().map(|row| Side {
        id: row.id.clone(),
        names: row.names.clone(),
        quality_edge: 0.0,
        command_delay_days: [0.0; 2],
        forage_kg: 0.0,
        heat_recovery: 1.0,
        lift_men: [0.0; 2],
        needs_kg: [1.0; 3],
        labour_men: 0.0,
        supply_capacity: 1.0,
        strength: 1.0,
        surrender_per_day: 0.0,
        parachute_officers: 0.0,
        sick_per_1000: [0.0; 12],
        recover_per_1000: [0.0; 12],
    });
    let mut sides = [sides.next()?, sides.next()?];
    for row in &record.side_parameters {
        let Some(side) = sides.iter_mut().find(|side| side.id == row.side) else { continue };
        if !set_side(side, &row.key, row.value) {
            let known = "quality_edge, command_delay_low_days, command_delay_high_days, forage_kg, heat_recovery, \
                         lift_men_river, lift_men_sea, labour_men, supply_capacity, strength, surrender_per_day, parachute_officers";
            diagnostics.push(SIDE_PARAMETERS, row.line, "key", format!("`{}` is unknown", row.key), format!("use one of: {known}"));
        }
    }
    for row in &record.supply_needs {
        if let Some(side) = sides.iter_mut().find(|side| side.id == row.side) {
            let state = match row.activity {
                huizhan_record::Activity::Rest => 0,
                huizhan_record::Activity::March => 1,
                huizhan_record::Activity::Assault => 2,
            };
            side.needs_kg[state] = row.kg_per_man_day;
        }
    }
    for row in &record.sickness {
        let Some(side) = sides.iter_mut().find(|side| side.id == row.side) else { continue };
        let month = usize::from(row.month.clamp(1, 12)) - 1;
        side.sick_per_1000[month] = row.admissions_per_1000_per_day;
        side.recover_per_1000[month] = row.recovery_per_1000_per_day;
    }
    Some(sides)
}

/// Sets a number of a side; says whether there is one of that key.
pub(crate) fn set_side(side: &mut Side, key: &str, value: f64) -> bool {
    match key {
        "quality_edge" => side.quality_edge = value,
        "command_delay_low_days" => side.command_delay_days[0] = value,
        "command_delay_high_days" => side.command_delay_days[1] = value,
        "forage_kg" => side.forage_kg = value,
        "heat_recovery" => side.heat_recovery = value,
        "lift_men_river" => side.lift_men[0] = value,
        "lift_men_sea" => side.lift_men[1] = value,
        "labour_men" => side.labour_men = value,
        "supply_capacity" => side.supply_capacity = value,
        "strength" => side.strength = value,
        "surrender_per_day" => side.surrender_per_day = value,
        "parachute_officers" => side.parachute_officers = value,
        _ => return false,
    }
    true
}

/// Finds the cell of a place, reporting one that is unknown.
pub(crate) struct Places<'a> {
    pub(crate) theatre: &'a Theatre,
}

impl Places<'_> {
    pub(crate) fn find(&self, file: &str, line: u64, field: &str, id: &str, diagnostics: &mut Diagnostics) -> Option<PlaceId> {
        let place = self.theatre.place(id);
        if place.is_none() {
            let fix = "add it to theatre/places.csv of the campaign, or correct it";
            diagnostics.push(file, line, field, format!("no place has the id `{id}`"), fix);
        }
        place
    }

    pub(crate) fn cell(&self, place: PlaceId) -> CellId {
        self.theatre.places[place.index()].cell
    }
}

/// The formations that stand on the map, sorted by id.
pub(crate) fn forces(record: &Record, theatre: &Theatre, sides: &[Side; 2], start: Date, end: Date, diagnostics: &mut Diagnostics) -> Vec<Force> {
    let places = Places { theatre };
    let mut groups: Vec<&str> = Vec::new();
    let mut forces = Vec::new();
    for row in record.formations.iter().filter(|row| row.deploy) {
        let Some(side) = sides.iter().position(|side| side.id == row.side).map(SideId::from_index) else { continue };
        let Some(start_place) = row.start_place.as_deref() else { continue };
        let place = places.find(FORMATIONS, row.line, "start_place", start_place, diagnostics);
        let sector = row.sector.as_deref().and_then(|id| places.find(FORMATIONS, row.line, "sector", id, diagnostics));
        let entry = row.arrival_date.unwrap_or(start);
        let known = entry >= start + -3650 && entry <= end + 3650;
        if !known {
            let message = format!("{entry} is not within ten years of the campaign, {start} to {end}");
            diagnostics.push(FORMATIONS, row.line, "arrival_date", message, "");
        }
        let (Some(place), Some(strength)) = (place, row.strength_men) else { continue };
        let leader = planning_group(record, row);
        let group = groups.iter().position(|held| *held == leader).unwrap_or_else(|| {
            groups.push(leader);
            groups.len() - 1
        });
        let cell = places.cell(place);
        forces.push(Force {
            id: row.id.clone(),
            names: row.names.clone(),
            side,
            group: group as u16,
            establishment: (f64::from(strength) * sides[side.index()].strength).round() as u32,
            guns: row.guns.unwrap_or(0),
            class: match row.quality {
                Some(Quality::A) => 1,
                Some(Quality::C) => -1,
                _ => 0,
            },
            cell,
            entry,
            sector: sector.map_or(cell, |sector| places.cell(sector)),
            mobile: row.echelon != Echelon::Garrison,
        });
    }
    // groups are numbered by the sorted list of formations, so that the order of rows does not matter
    forces.sort_by(|a, b| a.id.cmp(&b.id));
    if forces.len() >= usize::from(u16::MAX) {
        diagnostics.push(FORMATIONS, 0, "", "there are too many formations", "at most 65,534 stand on the map");
        forces.truncate(usize::from(u16::MAX) - 1);
    }
    renumber(&mut forces);
    forces
}

/// The formation with which operations are planned: a brigade's or regiment's division, else itself.
fn planning_group<'a>(record: &'a Record, row: &'a FormationRow) -> &'a str {
    let parent = row.parent.as_deref().and_then(|id| record.formation(id));
    match parent {
        Some(parent) if matches!(parent.echelon, Echelon::Division | Echelon::Detachment) => &parent.id,
        _ => &row.id,
    }
}

fn renumber(forces: &mut [Force]) {
    let mut seen: Vec<u16> = Vec::new();
    for force in forces {
        let number = seen.iter().position(|held| *held == force.group).unwrap_or_else(|| {
            seen.push(force.group);
            seen.len() - 1
        });
        force.group = number as u16;
    }
}

/// Who holds each cell on the first day: the side that holds the place it is nearest to by road. Places that
/// `holdings.csv` does not name are held by the side whose formations stand there, else by `holder_elsewhere`.
pub(crate) fn control(folder: &Folder, manifest: &Manifest, theatre: &Theatre, travel: &Travel, sides: &[Side; 2], forces: &[Force], diagnostics: &mut Diagnostics) -> Vec<u8> {
    let table = Table::read_optional(folder, "holdings.csv", diagnostics);
    let elsewhere = sides.iter().position(|side| side.id == manifest.holder_elsewhere);
    if elsewhere.is_none() && !manifest.holder_elsewhere.is_empty() {
        let message = format!("`{}` is not a side", manifest.holder_elsewhere);
        diagnostics.push(manifest::FILE, 0, "holder_elsewhere", message, "leave it empty where nobody holds the rest");
    }
    let mut holder = vec![elsewhere.map_or(World::NOBODY, |side| side as u8); theatre.places.len()];
    for force in forces.iter().filter(|force| force.entry <= manifest.start) {
        for (held, _) in holder.iter_mut().zip(&theatre.places).filter(|(_, place)| place.cell == force.cell) {
            *held = force.side.0;
        }
    }
    if !table.is_empty() {
        let [place, side] = ["place", "side"].map(|name| table.column(name, diagnostics));
        let places = Places { theatre };
        for row in table.rows() {
            let found = places.find("holdings.csv", row.line(), "place", row.text(place), diagnostics);
            let word = row.text(side);
            let held = if word.is_empty() { Some(World::NOBODY as usize) } else { sides.iter().position(|side| side.id == word) };
            if held.is_none() {
                row.report(side, format!("`{word}` is not a side"), "leave it empty where nobody holds the place", diagnostics);
            }
            if let (Some(found), Some(held)) = (found, held) {
                holder[found.index()] = held as u8;
            }
        }
    }
    let mut control: Vec<u8> = travel
        .nearest
        .iter()
        .map(|near| if near[0] == Travel::NOWHERE { World::NOBODY } else { holder[near[0].0.index()] })
        .collect();
    for (place, held) in theatre.places.iter().zip(&holder) {
        control[place.cell.index()] = *held;
    }
    control
}

/// The river of the manifest with the barriers of the record.
pub(crate) fn river(manifest: &Manifest, record: &Record, theatre: &Theatre, sides: &[Side; 2], diagnostics: &mut Diagnostics) -> Option<RiverSetting> {
    let row = manifest.river.as_ref()?;
    let places = Places { theatre };
    let Some(side) = sides.iter().position(|side| side.id == row.side).map(SideId::from_index) else {
        diagnostics.push(manifest::FILE, 0, "river.side", format!("`{}` is not a side", row.side), "");
        return None;
    };
    let head = places.find(manifest::FILE, 0, "river.head", &row.head, diagnostics)?;
    let Some(head) = theatre.bank(places.cell(head)) else {
        diagnostics.push(manifest::FILE, 0, "river.head", format!("`{}` does not lie on the river", row.head), "");
        return None;
    };
    let mut barriers = Vec::new();
    for barrier in &record.barriers {
        let file = "record/barriers.csv";
        let place = places.find(file, barrier.line, "place", &barrier.place, diagnostics);
        let forts = barrier.forts.iter().filter_map(|fort| places.find(file, barrier.line, "forts", fort, diagnostics));
        let forts: Vec<CellId> = forts.map(|fort| places.cell(fort)).collect();
        let bank = place.and_then(|place| theatre.bank(places.cell(place)));
        if let (Some(bank), false) = (bank, forts.is_empty()) {
            barriers.push(Barrier { id: barrier.id.clone(), metres: bank.metres, forts, boom_days: barrier.boom_days });
        } else if place.is_some() {
            diagnostics.push(file, barrier.line, "place", "does not lie on the river, or has no fort", "");
        }
    }
    barriers.sort_by(|a, b| (a.metres, &a.id).cmp(&(b.metres, &b.id)));
    // stretches below the ships' berth are open already
    barriers.retain(|barrier| barrier.metres > head.metres);
    let mut mined: Vec<(u32, u32)> = theatre
        .routes
        .iter()
        .filter(|route| route.kind == RouteKind::River && route.state == RouteState::Mined)
        .filter_map(|route| {
            let a = theatre.bank(places.cell(route.from))?.metres;
            let b = theatre.bank(places.cell(route.to))?.metres;
            Some((a.min(b), a.max(b)))
        })
        .collect();
    mined.sort_unstable();
    // what is neither mined nor barred needs no opening: ships go there from the first day
    let obstacle = mined.iter().map(|(from, to)| if *to > head.metres { (*from).max(head.metres) } else { u32::MAX });
    let first = obstacle.chain(barriers.iter().map(|barrier| barrier.metres)).min();
    let head_m = first.filter(|metres| *metres != u32::MAX).unwrap_or(head.metres);
    // ships, mines and depths are added by their system
    Some(RiverSetting { side, head_m, mined, barriers, minefields: Vec::new(), depths: Vec::new(), ships: Vec::new() })
}

/// Where supply enters, and flows of replacements.
pub(crate) fn flows(record: &Record, theatre: &Theatre, sides: &[Side; 2], diagnostics: &mut Diagnostics) -> (Vec<SupplySource>, Vec<ReplacementFlow>) {
    let places = Places { theatre };
    let side_of = |id: &str| sides.iter().position(|side| side.id == id).map(SideId::from_index);
    let mut sources = Vec::new();
    for row in &record.supply_sources {
        let place = places.find("record/supply_sources.csv", row.line, "place", &row.place, diagnostics);
        if let (Some(side), Some(place)) = (side_of(&row.side), place) {
            sources.push(SupplySource { side, place, tonnes_per_day: f64::from(row.tonnes_per_day) });
        }
    }
    let replacements = record.replacements.iter().filter_map(|row| {
        let side = side_of(&row.side)?;
        Some(ReplacementFlow { side, from: row.date_from, to: row.date_to, men_per_day: f64::from(row.men_per_day) })
    });
    (sources, replacements.collect())
}

/// Checks that the cells of the documented inundation are cells of the theatre: they are for comparison.
pub(crate) fn check_inundations(record: &Record, theatre: &Theatre, diagnostics: &mut Diagnostics) {
    for row in &record.inundations {
        for h3 in row.cells.iter().filter(|h3| theatre.cells.find(**h3).is_none()) {
            diagnostics.push("record/inundation.csv", row.line, "cells", format!("no cell has the index `{h3:x}`"), "");
        }
    }
}

/// Places with permanent works on the first day: those the theatre calls forts, where a side's barrier names them.
pub(crate) fn forts(record: &Record, theatre: &Theatre) -> Vec<PlaceId> {
    let named = record.barriers.iter().flat_map(|barrier| &barrier.forts);
    let mut forts: Vec<PlaceId> = named.filter_map(|fort| theatre.place(fort)).collect();
    forts.sort_unstable();
    forts.dedup();
    forts
}
