//! Who is based where, what is fit to fly, what is worn out and replaced.

use super::{Event, Field, GroupState, NO_FIELD, Scratch, State, law};
use crate::human::{Cause, Victim};
use crate::setting::Setting as Campaign;
use crate::{EventKind, World};
use huizhan_base::{CellId, DayDraws, Draw, SideId};

/// Moving to another field is worth the trouble for this much less flying (km). Assumption, 10-50.
const WORTH_MOVING_KM: f64 = 20.0;

/// The morning: groups come and go, fields change hands, repairs and replacements arrive.
pub(super) fn prepare(setting: &Campaign, world: &mut World, state: &mut State, events: &mut Vec<crate::Event>) {
    mend(setting, world, state);
    let changed = survey(setting, world, state);
    for (index, group) in setting.air.groups.iter().enumerate() {
        let status = state.groups[index].status;
        let volunteers_off = setting.air.arms[group.arm].volunteers && setting.factors.soviet_volunteers <= 0.0;
        if status == 2 || volunteers_off || world.date < group.days[0] {
            continue;
        }
        if world.date > group.days[1] {
            state.groups[index].status = 2;
            continue;
        }
        let fresh = status == 0;
        if fresh {
            state.groups[index].status = 1;
        } else {
            replace(setting, index, &mut state.groups[index]);
        }
        let homeless = state.groups[index].field == NO_FIELD;
        if changed[group.side.index()] || fresh || homeless {
            rebase(setting, world, state, index, events);
        }
    }
    if world.date.days() % 7 == 0 {
        report(setting, world, state, events);
    }
}

/// Brings the holders of the fields up to date; says for which sides the list of usable ones changed.
fn survey(setting: &Campaign, world: &World, state: &mut State) -> [bool; 2] {
    let ready = setting.parameters.air_field_days as u16;
    let mut usable = [0u64; 2];
    for (index, (field, held)) in setting.air.fields.iter().zip(&mut state.fields).enumerate() {
        let holder = world.control[field.cell.index()];
        *held = if holder == held.0 { (holder, held.1.saturating_add(1)) } else { (holder, 0) };
        for side in SideId::BOTH {
            let enemy = &world.occupancy.men[side.enemy().index()];
            let safe = || field.near.iter().all(|cell| enemy[cell.index()] == 0);
            if holder == side.0 && held.1 >= ready && safe() {
                usable[side.index()] |= 1 << index;
            }
        }
    }
    let changed = [0, 1].map(|side| usable[side] != state.usable[side]);
    state.usable = usable;
    changed
}

/// Repairs, new aircraft and new crews of a day.
fn replace(setting: &Campaign, index: usize, group: &mut GroupState) {
    let row = &setting.air.groups[index];
    let arm = &setting.air.arms[row.arm];
    let aid = 1.0 - arm.soviet_supply + arm.soviet_supply * setting.factors.soviet_aid;
    let establishment = f64::from(row.establishment);
    let wanted = [establishment * arm.replaced * aid / 30.0, establishment * arm.crews_replaced / 30.0, f64::from(group.damaged) / setting.parameters.air_repair_days];
    let [aircraft, crews, repairs] = [0, 1, 2].map(|at| {
        let flow = u32::from(group.flow[at]) + (wanted[at] * 1000.0 + 0.5) as u32;
        group.flow[at] = (flow % 1000) as u16;
        (flow / 1000) as u16
    });
    group.aircraft = (group.aircraft + aircraft).min(row.establishment);
    group.crews = (group.crews + crews).min((establishment * arm.crews) as u16);
    group.damaged = group.damaged.saturating_sub(repairs);
}

/// Finds a group its field: the usable one with room nearest to its aim, or, where it has none, the one it stands on; and if
/// that is lost the nearest to it from which no enemy troops are near, or any. Ties go to the first by place.
fn rebase(setting: &Campaign, world: &World, state: &mut State, index: usize, events: &mut Vec<crate::Event>) {
    let group = &setting.air.groups[index];
    let old = state.groups[index].field;
    // a group that lost its last field looks for one from where it entered
    let here = setting.air.fields[if old == NO_FIELD { group.base } else { old } as usize].cell;
    let usable = state.usable[group.side.index()];
    let stays = old != NO_FIELD && usable & 1 << old != 0;
    let wanted = if stays { group.aim } else { Some(here) };
    let Some(wanted) = wanted else { return };
    let distance = |field: &Field| f64::from(field.km[wanted.index()]);
    let mut best: Option<(bool, f64, u8)> = stays.then(|| (false, distance(&setting.air.fields[old as usize]) - WORTH_MOVING_KM, old));
    for (at, field) in setting.air.fields.iter().enumerate().filter(|(at, _)| usable & 1 << at != 0 && *at != old as usize) {
        let room = field.capacity >= parked(state, at as u8) + state.groups[index].aircraft;
        // who is driven off goes where he is not driven off again tomorrow; who moves forward takes what there is
        let exposed = room && !stays && exposed(setting, world, group.side, field);
        let rank = (exposed, distance(field), at as u8);
        if room && best.is_none_or(|held| (rank.0, rank.1) < (held.0, held.1)) {
            best = Some(rank);
        }
    }
    let new = best.map_or(NO_FIELD, |(_, _, at)| at);
    if new == old {
        return;
    }
    let taken = old != NO_FIELD && state.fields[old as usize].0 != group.side.0;
    let slot = &mut state.groups[index];
    let left_behind = if taken { slot.damaged } else { 0 };
    slot.damaged -= left_behind;
    slot.aircraft -= left_behind;
    slot.field = new;
    state.lost[group.side.index()] += u32::from(left_behind);
    let group = index as u16;
    let what = match best {
        Some((_, _, at)) => Event::Rebased { group, from: here, to: setting.air.fields[at as usize].cell, left_behind },
        None => Event::Grounded { group, from: here, left_behind },
    };
    events.push(crate::Event { date: world.date, kind: EventKind::Air(what) });
}

/// Whether enemy troops stand within the reach of fighters of a field.
fn exposed(setting: &Campaign, world: &World, side: SideId, field: &Field) -> bool {
    let enemies = world.present_formations().filter(|formation| setting.forces[formation.index()].side != side);
    enemies.into_iter().any(|formation| field.reaches(world.formations.cell[formation.index()], setting.parameters.air_intercept_km))
}

fn parked(state: &State, field: u8) -> u16 {
    state.groups.iter().filter(|group| group.status == 1 && group.field == field).map(|group| group.aircraft).sum()
}

/// Aircraft of a group that can fly today, with crews for them.
pub(super) fn fit(setting: &Campaign, state: &State, index: usize) -> f64 {
    let slot = &state.groups[index];
    if slot.status != 1 || slot.field == NO_FIELD {
        return 0.0;
    }
    let whole = f64::from(slot.aircraft.saturating_sub(slot.damaged));
    (whole * setting.air.arms[setting.air.groups[index].arm].serviceable).min(f64::from(slot.crews))
}

/// Gangs mend what bombs cut, line by line; what others mended meanwhile is not mended twice.
fn mend(setting: &Campaign, world: &mut World, state: &mut State) {
    let repair = setting.parameters.air_rail_repair as u16;
    for (route, cut) in &mut state.cuts {
        let damage = &mut world.damage[*route as usize];
        let mended = repair.min(*cut).min(*damage);
        *damage -= mended;
        *cut = (*cut).saturating_sub(repair).min(*damage);
    }
    state.cuts.retain(|(_, cut)| *cut > 0);
}

/// The evening: guns on the ground and accidents take their share of what flew.
pub(super) fn wear(setting: &Campaign, world: &mut World, state: &mut State, today: DayDraws, scratch: &Scratch, events: &mut Vec<crate::Event>) {
    let p = &setting.parameters;
    for (index, [home, abroad]) in scratch.flown.iter().enumerate().filter(|(_, flown)| **flown != [0; 2]) {
        let (home, abroad) = (f64::from(*home), f64::from(*abroad));
        let mean = p.air_accident_loss * (home + abroad) + p.air_flak_loss * abroad;
        let share = p.air_flak_loss * abroad / mean;
        let lost = law::count(mean, today.uniform(Draw::AirWear, index as u32), u32::from(state.groups[index].aircraft));
        if lost > 0 {
            let dead = p.air_crew_lost_home + (p.air_crew_lost_abroad - p.air_crew_lost_home) * share;
            let field = state.groups[index].field;
            let field = if field == NO_FIELD { setting.air.groups[index].base } else { field };
            let cell = setting.air.fields[field as usize].cell;
            let crew = lose(setting, state, index, lost as u16, dead, 0.5);
            mourn(world, setting.air.groups[index].side, crew, cell, events);
        }
    }
}

/// Men of lost crews: dead, and aboard.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Crew {
    pub(super) dead: u32,
    aboard: u32,
}

impl std::ops::AddAssign for Crew {
    fn add_assign(&mut self, other: Self) {
        self.dead += other.dead;
        self.aboard += other.aboard;
    }
}

/// Takes aircraft from a group, and of their crews the share `dead`, rounded up where the rest is above `1 - round`.
pub(super) fn lose(setting: &Campaign, state: &mut State, index: usize, lost: u16, dead: f64, round: f64) -> Crew {
    let group = &setting.air.groups[index];
    let men = setting.air.types[group.aircraft].crew;
    let slot = &mut state.groups[index];
    let lost = lost.min(slot.aircraft);
    let crews = ((f64::from(lost) * dead + round) as u16).min(lost).min(slot.crews);
    slot.aircraft -= lost;
    slot.damaged = slot.damaged.min(slot.aircraft);
    slot.crews -= crews;
    state.lost[group.side.index()] += u32::from(lost);
    Crew { dead: u32::from(crews) * men, aboard: u32::from(lost) * men }
}

/// Counts dead crews. Nobody counted the rescued: between a fifth and all of those aboard died.
pub(super) fn mourn(world: &mut World, side: SideId, crew: Crew, cell: CellId, events: &mut Vec<crate::Event>) {
    if crew.aboard == 0 {
        return;
    }
    let victim = Victim::Soldiers { of: side };
    world.human.add(victim, Cause::AirCrew, crew.dead);
    let (people, low, high) = (crew.dead, (crew.aboard / 5).min(crew.dead), crew.aboard);
    let kind = EventKind::HumanCost { victim, cause: Cause::AirCrew, cell, people, low, high };
    events.push(crate::Event { date: world.date, kind });
}

fn report(setting: &Campaign, world: &World, state: &State, events: &mut Vec<crate::Event>) {
    for side in SideId::BOTH {
        let mut sums = [0u32; 2];
        let mut ready = 0.0;
        for (index, slot) in state.groups.iter().enumerate().filter(|(index, slot)| setting.air.groups[*index].side == side && slot.status == 1) {
            sums[0] += u32::from(slot.aircraft);
            sums[1] += u32::from(slot.crews);
            ready += fit(setting, state, index);
        }
        let what = Event::Strength { side, aircraft: sums[0], fit: (ready + 0.5) as u32, crews: sums[1], lost: state.lost[side.index()] };
        events.push(crate::Event { date: world.date, kind: EventKind::Air(what) });
    }
}
