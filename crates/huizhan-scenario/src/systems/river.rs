//! Setting of the system `river`: what the record adds to the river as an obstacle.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_record::{ReachRow, ShipClass};
use huizhan_sim::RiverSetting;
use huizhan_sim::river::{Class, Depth, Group, Minefield};

/// Adds ships, mines and depths to the river.
pub(crate) fn setting(mut river: RiverSetting, context: &Context<'_>, diagnostics: &mut Diagnostics) -> RiverSetting {
    river.ships = ships(context, diagnostics);
    river.minefields = minefields(context, diagnostics);
    let depth = |row: &ReachRow, (from_m, to_m)| Depth { from_m, to_m, least_cm: row.value.cast_signed() };
    river.depths = reaches(context, "record/depths.csv", &context.record.river.depths, diagnostics).map(|(row, ends)| depth(row, ends)).collect();
    river.depths.sort_unstable();
    river
}

fn ships(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Group> {
    let file = "record/ships.csv";
    let mut groups = Vec::new();
    for row in &context.record.river.ships {
        let place = context.places().find(file, row.line, "station", &row.station, diagnostics);
        let (Some(side), Some(place)) = (context.side(&row.side), place) else { continue };
        let class = match row.class {
            ShipClass::Cruiser => Class::Cruiser,
            ShipClass::Destroyer => Class::Destroyer,
            ShipClass::Gunboat => Class::Gunboat,
            ShipClass::Minelayer => Class::Minelayer,
            ShipClass::Sweeper => Class::Sweeper,
            ShipClass::TorpedoBoat => Class::TorpedoBoat,
            ShipClass::Transport => Class::Transport,
            ShipClass::Craft => Class::Craft,
        };
        groups.push(Group {
            id: row.id.clone(),
            side,
            class,
            number: row.number,
            draught_cm: row.draught_cm,
            guns: row.guns,
            calibre_mm: row.calibre_mm,
            crew: row.crew,
            station_m: context.theatre.bank(context.places().cell(place)).map(|bank| bank.metres),
        });
    }
    groups
}

/// Mines of the fort lines, below each, and those laid between.
fn minefields(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Minefield> {
    let length = (context.parameters.river_barrier_field_km * 1000.0) as u32;
    let at = |place: &str| Some(context.theatre.bank(context.places().cell(context.theatre.place(place)?))?.metres);
    let lines = context.record.barriers.iter().filter_map(|barrier| Some((at(&barrier.place)?, barrier.mines.unwrap_or(0))));
    let mut fields: Vec<Minefield> =
        lines.map(|(to_m, mines)| Minefield { from_m: to_m.saturating_sub(length), to_m, mines }).collect();
    let between = reaches(context, "record/minefields.csv", &context.record.river.minefields, diagnostics);
    fields.extend(between.map(|(row, (from_m, to_m))| Minefield { from_m, to_m, mines: row.value }));
    fields.retain(|field| field.mines > 0 && field.from_m < field.to_m);
    fields.sort_unstable();
    fields
}

/// Rows with the kilometres of their ends on the river, lower end first; an end that does not lie on it is reported.
fn reaches<'a>(
    context: &Context<'a>,
    file: &'static str,
    rows: &'a [ReachRow],
    diagnostics: &mut Diagnostics,
) -> impl Iterator<Item = (&'a ReachRow, (u32, u32))> {
    let mut found = Vec::new();
    for row in rows {
        let ends = row.ends.each_ref().map(|end| {
            let place = context.places().find(file, row.line, "from", end, diagnostics)?;
            let bank = context.theatre.bank(context.places().cell(place));
            if bank.is_none() {
                diagnostics.push(file, row.line, "from", format!("`{end}` does not lie on the river"), "name a place on its bank");
            }
            bank.map(|bank| bank.metres)
        });
        if let [Some(a), Some(b)] = ends {
            found.push((row, (a.min(b), a.max(b))));
        }
    }
    found.into_iter()
}
