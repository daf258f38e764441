//! Passages by water: where ships can carry troops, and how far it is.

use crate::setting::Setting;
use crate::world::World;
use huizhan_base::{CellId, SideId};

/// Whether ships may put troops of the side with shipping ashore in a bank cell: no farther above the head than
/// `river.landing_ahead_km`, and never past a fort line of which the enemy holds a fort.
pub(crate) fn landing_open(setting: &Setting, world: &World, metres: u32) -> bool {
    let Some(river) = &setting.river else { return false };
    let reach = world.river.head_m + (setting.parameters.river_landing_ahead_km * 1000.0) as u32;
    if metres > reach {
        return false;
    }
    // landing craft of half a metre's draught pass over what bars a line to ships, once nobody fires on them from its forts
    let lines = river.barriers[usize::from(world.river.barriers_open)..].iter().take_while(|barrier| barrier.metres <= metres);
    lines.flat_map(|barrier| &barrier.forts).all(|fort| world.control[fort.index()] == river.side.0)
}

/// The bank to which ships of a side take troops off another one: the nearest that the side holds.
pub(crate) fn harbour(setting: &Setting, world: &World, side: SideId, from: CellId) -> Option<CellId> {
    let bank = setting.theatre.bank(from)?;
    let ships = setting.river.as_ref().is_some_and(|river| river.side == side);
    if !ships || !landing_open(setting, world, bank.metres) {
        return None;
    }
    setting
        .theatre
        .banks
        .iter()
        .filter(|other| other.cell != from && other.metres <= world.river.head_m && world.control[other.cell.index()] == side.0)
        .min_by_key(|other| (other.metres.abs_diff(bank.metres), other.cell))
        .map(|other| other.cell)
}

/// Length of the passage between two cells by water (hectometres): along the great river, or by a lake or sea route.
pub(crate) fn passage_hm(setting: &Setting, from: CellId, to: CellId) -> Option<u32> {
    if let (Some(a), Some(b)) = (setting.theatre.bank(from), setting.theatre.bank(to)) {
        return Some(a.metres.abs_diff(b.metres) / 100 + 20);
    }
    lane(setting, from, to).map(|length_m| length_m / 100)
}

/// Whether a formation of the side with shipping can sail from a cell to another today.
pub(crate) fn can_sail(setting: &Setting, world: &World, from: CellId, to: CellId) -> bool {
    let head = world.river.head_m;
    match (setting.theatre.bank(from), setting.theatre.bank(to)) {
        (Some(a), Some(b)) if lane(setting, from, to).is_none() => {
            a.metres <= head && (b.metres <= head || landing_open(setting, world, b.metres))
        }
        // a lake opens from the river: its mouth must be within the swept part
        (bank, _) => bank.is_none_or(|bank| bank.metres <= head) && lane(setting, from, to).is_some(),
    }
}

/// Whether the passage between two cells is by sea.
pub(crate) fn by_sea(setting: &Setting, from: CellId, to: CellId) -> bool {
    setting.travel.water_from(from).iter().any(|route| route.to == to && route.sea)
}

/// Length of the lake or sea route between two cells (metres), if there is one.
fn lane(setting: &Setting, from: CellId, to: CellId) -> Option<u32> {
    setting.travel.water_from(from).iter().find(|route| route.to == to).map(|route| route.length_m)
}
