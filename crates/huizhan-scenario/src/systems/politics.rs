//! Setting of the system `politics`: what is defended, the ways to it, the aims of both sides.

use super::Context;
use crate::forces::Places;
use huizhan_base::{CellId, Diagnostics, PlaceId, SideId};
use huizhan_record::{AimKind as AimWord, ApproachKind as ApproachWord};
use huizhan_sim::politics::{self, Aim, AimKind, Approach, ApproachKind, Inducement, Objective};

/// Makes it from the record; faults are reported.
pub(crate) fn setting(context: &Context<'_>, diagnostics: &mut Diagnostics) -> politics::Setting {
    let record = &context.record.politics;
    let mut setting = politics::Setting {
        objectives: objectives(context, diagnostics),
        approaches: approaches(context, diagnostics),
        aims: aims(context),
        ..politics::Setting::default()
    };
    for side in SideId::BOTH {
        let id = &context.sides[side.index()].id;
        let days = || record.stands.iter().filter(|row| row.side == *id).map(|row| row.until);
        setting.stands[side.index()] = days().min().zip(days().max()).map(|(first, last)| [first, last]);
        setting.leave[side.index()] = record.stands.iter().filter(|row| row.side == *id).filter_map(|row| row.leave).min();
        setting.reserves[side.index()] = record.reserves.iter().find(|row| row.side == *id).map_or(0, |row| row.men);
        setting.surroundings[side.index()] = surroundings(context, &setting.objectives, side);
    }
    for row in &record.inducements {
        let Some(side) = context.side(&row.side) else { continue };
        setting.inducements.push(Inducement { id: row.id.clone(), side, head: row.head, chance: row.chance });
    }
    setting
}

fn objectives(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Objective> {
    let mut objectives = Vec::new();
    for row in &context.record.politics.objectives {
        let Some(side) = context.side(&row.side) else { continue };
        let file = "record/objectives.csv";
        let Some(place) = context.places().find(file, row.line, "place", &row.place, diagnostics) else { continue };
        let cell = context.theatre.places[place.index()].cell;
        let sum: f64 = context.record.politics.objectives.iter().filter(|other| other.side == row.side).map(|other| other.worth).sum();
        objectives.push(Objective { side, place, cell, worth: row.worth / sum.max(f64::MIN_POSITIVE) });
    }
    objectives
}

fn approaches(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Approach> {
    let rows = &context.record.politics.approaches;
    let mut approaches = Vec::new();
    for row in rows {
        let Some(side) = context.side(&row.side) else { continue };
        let places = context.places();
        let cells = |field: &str, ids: &[String], diagnostics: &mut Diagnostics| {
            ids.iter().filter_map(|id| found(context, &places, row.line, field, id, diagnostics)).collect::<Vec<_>>()
        };
        let like = rows.iter().filter(|other| other.side == row.side && other.kind == row.kind);
        let sum: f64 = like.map(|other| other.weight).sum();
        let (kind, weight) = match row.kind {
            ApproachWord::Lifeline => (ApproachKind::Lifeline, row.weight),
            ApproachWord::Approach => (ApproachKind::Approach, row.weight / sum.max(f64::MIN_POSITIVE)),
            ApproachWord::Rear => (ApproachKind::Rear, row.weight / sum.max(f64::MIN_POSITIVE)),
        };
        if row.kind == ApproachWord::Lifeline && sum > 1.0 + 1e-9 {
            let message = format!("the lifelines of `{}` bring in {sum} of the imports", row.side);
            diagnostics.push("record/approaches.csv", row.line, "weight", message, "their shares sum to at most 1");
        }
        let (places, warnings) = (cells("places", &row.places, diagnostics), cells("warnings", &row.warnings, diagnostics));
        approaches.push(Approach { id: row.id.clone(), side, kind, places, warnings, weight });
    }
    approaches
}

fn found(
    context: &Context<'_>,
    places: &Places<'_>,
    line: u64,
    field: &str,
    id: &str,
    diagnostics: &mut Diagnostics,
) -> Option<(PlaceId, CellId)> {
    let place = places.find("record/approaches.csv", line, field, id, diagnostics)?;
    Some((place, context.theatre.places[place.index()].cell))
}

fn aims(context: &Context<'_>) -> Vec<Aim> {
    let rows = &context.record.politics.aims;
    let aim = |row: &huizhan_record::AimRow| {
        let sum: f64 = rows.iter().filter(|other| other.side == row.side).map(|other| other.weight).sum();
        let kind = match row.aim {
            AimWord::GainTime => AimKind::GainTime,
            AimWord::SaveArmy => AimKind::SaveArmy,
            AimWord::TurnAxis => AimKind::TurnAxis,
            AimWord::KeepLifeline => AimKind::KeepLifeline,
            AimWord::DestroyArmy => AimKind::DestroyArmy,
            AimWord::EndWar => AimKind::EndWar,
            AimWord::TakeObjective => AimKind::TakeObjective,
            AimWord::KeepForces => AimKind::KeepForces,
        };
        Some(Aim { side: context.side(&row.side)?, kind, weight: row.weight / sum.max(f64::MIN_POSITIVE), set_day: row.set_day })
    };
    rows.iter().filter_map(aim).collect()
}

/// Land cells within `politics.near_km` of an objective, nearest first; of equal distance the lower cell.
fn surroundings(context: &Context<'_>, objectives: &[Objective], side: SideId) -> Vec<(CellId, u16)> {
    let theatre = context.theatre;
    let own = || objectives.iter().filter(|objective| objective.side == side);
    let mut cells: Vec<(CellId, u16)> = Vec::new();
    for cell in (0..theatre.cells.grid).map(CellId::from_index).filter(|cell| theatre.cells.terrain[cell.index()].is_land()) {
        let km = own().map(|objective| theatre.distance_km(cell, objective.cell)).fold(f64::INFINITY, f64::min);
        if km <= context.parameters.politics_near_km {
            cells.push((cell, km as u16));
        }
    }
    cells.sort_unstable_by_key(|(cell, km)| (*km, *cell));
    cells
}
