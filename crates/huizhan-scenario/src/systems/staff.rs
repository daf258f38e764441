//! Setting of the system `staff`: who stands above whom, how well, and how willingly they are obeyed.

use super::Context;
use huizhan_base::{CellId, Date, Diagnostics};
use huizhan_record::{Echelon, FormationRow};
use huizhan_sim::staff::{self, Chain, Group, Headquarters, Tenure};
use huizhan_theatre::{DistanceField, FloodQueue, UNREACHED};

/// How far from its places a war zone's country reaches (hectometres of motor road).
const COUNTRY_HM: u16 = 4_000;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(context: &Context<'_>, diagnostics: &mut Diagnostics) -> staff::Setting {
    let record = &context.record.staff;
    if record.headquarters.is_empty() && record.grades.is_empty() && record.troops.is_empty() && record.zones.is_empty() {
        return staff::Setting::default();
    }
    let headquarters = headquarters(context, diagnostics);
    let groups = groups(context, diagnostics);
    let zones = zones(context);
    let country = country(context, &zones, diagnostics);
    let mut chains: Vec<Chain> =
        context.forces.iter().map(|force| chain(context, &force.id, &headquarters, &groups, &zones, diagnostics)).collect();
    for side in context.sides.iter().map(|side| &side.id) {
        let of = |index: &usize| context.sides[context.forces[*index].side.index()].id == *side;
        let all: Vec<usize> = (0..chains.len()).filter(of).collect();
        let mean = all.iter().map(|index| chains[*index].echelons).sum::<f64>() / all.len().max(1) as f64;
        for index in all {
            chains[index].echelons /= mean;
        }
    }
    staff::Setting { headquarters, chains, groups, zones, country }
}

/// The formations above one, nearest first.
fn above<'a>(context: &Context<'a>, id: &str) -> Vec<&'a FormationRow> {
    let mut found = Vec::new();
    let mut next = context.record.formation(id).and_then(|row| row.parent.as_deref());
    // the order of battle runs in no circle, or its own reader has said so
    while let Some(row) = next.and_then(|id| context.record.formation(id)).filter(|_| found.len() < 32) {
        found.push(row);
        next = row.parent.as_deref();
    }
    found
}

fn headquarters(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Headquarters> {
    let record = &context.record.staff;
    let mut ids: Vec<&str> = record.headquarters.iter().map(|row| row.headquarters.as_str()).collect();
    ids.extend(record.grades.iter().map(|row| row.headquarters.as_str()));
    ids.sort_unstable();
    ids.dedup();
    let places = context.places();
    let cell = |line: u64, id: &str, diagnostics: &mut Diagnostics| {
        let place = places.find("record/headquarters.csv", line, "seats", id, diagnostics)?;
        Some(context.theatre.places[place.index()].cell)
    };
    let mut made = Vec::new();
    for id in ids {
        let row = record.headquarters.iter().find(|row| row.headquarters == id);
        let seats = row.map_or(Vec::new(), |row| row.seats.iter().filter_map(|seat| cell(row.line, seat, diagnostics)).collect());
        made.push(Headquarters { id: id.to_owned(), seats, tenures: tenures(context, id, diagnostics) });
    }
    made
}

/// Who serves from which day on, from the tenures of the commanders, with the grade of the staff under each.
fn tenures(context: &Context<'_>, id: &str, diagnostics: &mut Diagnostics) -> Vec<Tenure> {
    let grades = || context.record.staff.grades.iter().filter(|row| row.headquarters == id);
    for row in grades() {
        let known = |commander: &String| {
            context.record.commanders.iter().any(|held| held.id == *commander && held.formation.as_deref() == Some(id))
        };
        if let Some(commander) = row.commander.as_ref().filter(|commander| !known(commander)) {
            let message = format!("`{commander}` has no tenure at `{id}`");
            diagnostics.push("record/staffs.csv", row.line, "commander", message, "add it to record/commanders.csv, or leave it empty");
        }
    }
    let grade_of = |commander: &str| {
        let own = grades().find(|row| row.commander.as_deref() == Some(commander));
        own.or_else(|| grades().find(|row| row.commander.is_none())).map_or(0.0, |row| row.grade)
    };
    let mut found: Vec<Tenure> = Vec::new();
    let mut date: Date = context.start;
    while date <= context.end {
        let serving = context.record.commander_at(id, date).map_or("", |commander| commander.id.as_str());
        match found.last_mut() {
            Some(last) if last.commander == serving || serving.is_empty() => {}
            // whom the record does not name hands nothing over
            Some(last) if last.commander.is_empty() => {
                serving.clone_into(&mut last.commander);
                last.grade = grade_of(serving);
            }
            _ => found.push(Tenure { from: date, commander: serving.to_owned(), grade: grade_of(serving) }),
        }
        date = date + 1;
    }
    found
}

fn groups(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in &context.record.staff.obedience {
        if groups.last().is_none_or(|group| group.id != row.group) {
            groups.push(Group { id: row.group.clone(), ..Group::default() });
        }
        let Some(group) = groups.last_mut() else { continue };
        match row.key.as_str() {
            "attack" => group.chance[0] = row.value,
            "leave_home" => group.chance[1] = row.value,
            "reinforce" => group.chance[2] = row.value,
            "days_low" => group.days[0] = row.value,
            "days_high" => group.days[1] = row.value,
            key => {
                let fix = "use one of: attack, leave_home, reinforce, days_low, days_high";
                diagnostics.push("record/obedience.csv", row.line, "key", format!("`{key}` is unknown"), fix);
            }
        }
    }
    groups
}

fn zones(context: &Context<'_>) -> Vec<String> {
    let mut zones: Vec<String> = context.record.staff.zones.iter().map(|row| row.zone.clone()).collect();
    zones.sort_unstable();
    zones.dedup();
    zones
}

/// The war zone of each cell: the one whose places are nearest by road, and the ferry counts.
fn country(context: &Context<'_>, zones: &[String], diagnostics: &mut Diagnostics) -> Vec<u8> {
    let places = context.places();
    let mut country = vec![staff::NONE; if zones.is_empty() { 0 } else { context.theatre.cells.len() }];
    let mut nearest = vec![UNREACHED; country.len()];
    let (mut queue, mut field) = (FloodQueue::default(), DistanceField::default());
    for (zone, id) in zones.iter().enumerate() {
        let rows = context.record.staff.zones.iter().filter(|row| row.zone == *id);
        let seeds: Vec<CellId> = rows
            .filter_map(|row| places.find("record/zones.csv", row.line, "place", &row.place, diagnostics))
            .map(|place| context.theatre.places[place.index()].cell)
            .collect();
        let sources = seeds.into_iter().map(|cell| (cell, 0));
        queue.flood(&context.theatre.cells.neighbours, &context.travel.foot, sources, COUNTRY_HM, |_| true, &mut field);
        for (cell, cost) in field.cost.iter().enumerate().filter(|(_, cost)| **cost != UNREACHED) {
            if *cost < nearest[cell] {
                nearest[cell] = *cost;
                country[cell] = zone as u8;
            }
        }
    }
    country
}

fn chain(
    context: &Context<'_>,
    id: &str,
    headquarters: &[Headquarters],
    groups: &[Group],
    zones: &[String],
    diagnostics: &mut Diagnostics,
) -> Chain {
    let find = |id: &str| headquarters.binary_search_by(|held| held.id.as_str().cmp(id)).ok();
    let above = above(context, id);
    let known: Vec<usize> = above.iter().filter_map(|row| find(&row.id)).collect();
    let directing = known.iter().find(|at| !headquarters[**at].seats.is_empty()).map(|at| *at as u16);
    let graded = |at: &usize| context.record.staff.grades.iter().any(|row| row.headquarters == headquarters[*at].id);
    let zone = above.iter().filter(|row| row.echelon == Echelon::WarZone).find_map(|row| zones.iter().position(|zone| *zone == row.id));
    let mut line = std::iter::once(id).chain(above.iter().map(|row| row.id.as_str()));
    let troops = line.find_map(|id| context.record.staff.troops.iter().find(|row| row.formation == id));
    let home = troops.and_then(|row| {
        let place = context.places().find("record/troops.csv", row.line, "home", row.home.as_deref()?, diagnostics)?;
        Some(context.theatre.places[place.index()].cell)
    });
    let group = troops.and_then(|row| {
        let found = groups.iter().position(|group| group.id == row.group);
        if found.is_none() {
            let message = format!("no group has the id `{}`", row.group);
            diagnostics.push("record/troops.csv", row.line, "group", message, "add it to record/obedience.csv, or correct it");
        }
        found
    });
    let index = |at: Option<usize>| at.map_or(staff::NONE, |at| at as u8);
    Chain {
        directing,
        above: known.iter().filter(|at| graded(at)).map(|at| *at as u16).collect(),
        echelons: above.len().max(1) as f64,
        zone: index(zone),
        group: index(group),
        home,
    }
}
