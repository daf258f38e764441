//! Who meets each mission, what it costs, and what it hits.

use super::missions::{Aim, Mission, Part, Parts, ready, unit};
use super::{Battle, Event, Kind, LOAD_KG, NO_FIELD, Role, Scratch, State, bases, law};
use crate::human::{Cause, Victim};
use crate::phases::weather;
use crate::setting::Setting as Campaign;
use crate::{EventKind, World};
use huizhan_base::{DayDraws, Draw, PlaceId, SideId};

/// Times the fighters of a group can rise in a day.
const RISES: u8 = 2;

/// Flies the missions of the day, fields and towns first, then by cell and side.
pub(super) fn fly(setting: &Campaign, world: &mut World, state: &mut State, today: DayDraws, scratch: &mut Scratch, events: &mut Vec<crate::Event>) {
    let mut missions = std::mem::take(&mut scratch.missions);
    missions.sort_by_key(|mission| (mission.kind, mission.cell, mission.side));
    for (number, mission) in missions.iter_mut().enumerate() {
        let mut repelled = 0.0;
        if mission.kind != Kind::Airdrop {
            repelled = meet(setting, world, state, today, mission, number as u32, scratch, events);
        }
        strike(setting, world, state, today, mission, number as u32, repelled, scratch, events);
    }
    scratch.missions = missions;
    watched(world, state, events);
}

fn total(parts: &[Part]) -> f64 {
    f64::from(parts.iter().map(|part| u32::from(part.aircraft)).sum::<u32>())
}

/// Mean edge of crews and aircraft of some groups, weighed by aircraft.
fn edge(setting: &Campaign, parts: &[Part]) -> f64 {
    let one = |part: &Part| {
        let group = &setting.air.groups[part.group as usize];
        f64::from(part.aircraft) * (setting.air.arms[group.arm].edge + setting.air.types[group.aircraft].edge)
    };
    parts.iter().map(one).sum::<f64>() / total(parts).max(1.0)
}

/// Fighters rise against a mission; returns the share of its bombers that turned back.
#[expect(clippy::too_many_arguments, reason = "the whole of a meeting, and where its results go")]
fn meet(
    setting: &Campaign,
    world: &mut World,
    state: &mut State,
    today: DayDraws,
    mission: &mut Mission,
    number: u32,
    scratch: &mut Scratch,
    events: &mut Vec<crate::Event>,
) -> f64 {
    let p = &setting.parameters;
    let mut defenders = Parts::default();
    let warning = gather(setting, world, state, mission, scratch, &mut defenders);
    let mut repelled = 0.0;
    if !defenders.is_empty() {
        let (common, advantage) = today.normal_pair(Draw::AirBattle, number);
        let intensity = libm::exp(p.air_noise_common * common);
        let lift = edge(setting, &defenders) + p.air_noise_advantage * advantage;
        let meeting = law::Meeting {
            escorts: total(&mission.escorts),
            bombers: total(&mission.bombers),
            defenders: total(&defenders),
            edge: lift - edge(setting, &mission.escorts),
            edge_bombers: lift - edge(setting, &mission.bombers),
        };
        let exchange = law::exchange(p, &meeting, intensity);
        let words = today.words(Draw::AirLoss, number, 0).map(unit);
        let whole = |mean: f64, at: usize, most: f64| law::count(mean, words[at], most as u32) as u16;
        let lost = [
            whole(exchange.escorts, 0, meeting.escorts),
            whole(exchange.bombers, 1, meeting.bombers),
            whole(exchange.defenders, 2, meeting.defenders),
        ];
        share_out(lost[0], &mut mission.escorts);
        share_out(lost[1], &mut mission.bombers);
        share_out(lost[2], &mut defenders);
        let cell = mission.cell;
        let mut dead = [bases::Crew::default(); 2];
        for part in mission.escorts.iter().chain(mission.bombers.iter()) {
            dead[0] += fall(setting, state, *part, p.air_crew_lost_abroad, words[3]);
        }
        for part in defenders.iter() {
            dead[1] += fall(setting, state, *part, p.air_crew_lost_home, words[3]);
        }
        bases::mourn(world, mission.side, dead[0], cell, events);
        bases::mourn(world, mission.side.enemy(), dead[1], cell, events);
        repelled = 1.0 - libm::exp(-p.air_turn_back * exchange.free / meeting.bombers.max(1.0));
        let ordered = if let Aim::Order(order) = mission.aim { Some(order) } else { None };
        let battle = Battle {
            cell,
            attacker: mission.side,
            aim: mission.kind,
            ordered,
            aircraft: [meeting.escorts, meeting.bombers, meeting.defenders].map(|number| number as u16),
            warning,
            edge: [meeting.edge, meeting.edge_bombers],
            intensity,
            lost,
            killed: dead.map(|crew| crew.dead),
        };
        events.push(crate::Event { date: world.date, kind: EventKind::Air(Event::Battle(Box::new(battle))) });
    }
    repelled
}

/// Lists the fighters that meet a mission; returns the share that the warning let take part.
///
/// Where their staff ordered a stand-by over the place, those named rise. Otherwise it is those based within reach of the place that
/// have not risen twice, less those that go with bombers; a group whose side would be too few for the raid does not fight.
fn gather(setting: &Campaign, world: &World, state: &State, mission: &Mission, scratch: &mut Scratch, defenders: &mut Parts) -> f64 {
    let p = &setting.parameters;
    *defenders = Parts::default();
    let lead = mission.bombers.first().or(mission.escorts.first()).expect("a mission has aircraft");
    let from = &setting.air.fields[state.groups[lead.group as usize].field as usize];
    let enemy = mission.side.enemy();
    let order = setting.air.orders.iter().find(|order| {
        let names = |(group, _): &(u16, u16)| setting.air.groups[*group as usize].side == enemy;
        !order.raid && order.date == world.date && order.target.cell == mission.cell && order.parts.iter().any(names)
    });
    let forewarned = order.is_some_and(|order| order.forewarned);
    let warning = if forewarned { 1.0 } else { law::warning(p, f64::from(from.km[mission.cell.index()])) };
    let add = |defenders: &mut Parts, group: usize, number: f64| defenders.push(group, (number * warning + 0.5) as u16);
    if let Some(order) = order {
        for (group, number) in &order.parts {
            add(defenders, *group as usize, f64::from(ready(&state.groups[*group as usize], *number)));
        }
    } else {
        for (index, group) in setting.air.groups.iter().enumerate() {
            let slot = &state.groups[index];
            let there = group.side == enemy && slot.status == 1 && slot.field != NO_FIELD && scratch.risen[index] < RISES;
            if !there || setting.air.types[group.aircraft].role != Role::Fighter {
                continue;
            }
            let field = &setting.air.fields[slot.field as usize];
            if field.reaches(mission.cell, p.air_intercept_km) {
                let guard = bases::fit(setting, state, index) * (1.0 - setting.air.arms[group.arm].escort);
                add(defenders, index, guard * (setting.factors.air * weather::flying(setting, world, field.cell)).min(1.0));
            }
        }
        let raiders = total(&mission.bombers) + total(&mission.escorts);
        let ratio = total(defenders) / raiders.max(1.0);
        defenders.retain(|part| setting.air.arms[setting.air.groups[part.group as usize].arm].decline <= ratio);
    }
    for part in defenders.iter() {
        scratch.risen[part.group as usize] += 1;
        scratch.flown[part.group as usize][0] += part.aircraft;
    }
    warning
}

/// Takes losses from the groups in proportion to their aircraft; what is left over falls on the largest, then the first.
fn share_out(lost: u16, parts: &mut [Part]) {
    let all = total(parts);
    let mut left = lost;
    for part in parts.iter_mut() {
        part.lost = (f64::from(lost) * f64::from(part.aircraft) / all.max(1.0)) as u16;
        left -= part.lost.min(left);
    }
    while left > 0 {
        let most = parts.iter_mut().max_by_key(|part| (part.aircraft - part.lost, std::cmp::Reverse(part.group)));
        let Some(part) = most.filter(|part| part.lost < part.aircraft) else { return };
        part.lost += 1;
        left -= 1;
    }
}

/// A group loses what fell, and as many again come home damaged.
fn fall(setting: &Campaign, state: &mut State, part: Part, dead: f64, round: f64) -> bases::Crew {
    let crew = bases::lose(setting, state, part.group as usize, part.lost, dead, round);
    let hit = (f64::from(part.lost) * setting.parameters.air_damaged_per_loss + 0.5) as u16;
    let slot = &mut state.groups[part.group as usize];
    slot.damaged = (slot.damaged + hit.min(part.aircraft - part.lost)).min(slot.aircraft);
    crew
}

/// What a mission does where it got through.
#[expect(clippy::too_many_arguments, reason = "the whole of a raid, and where its results go")]
fn strike(
    setting: &Campaign,
    world: &mut World,
    state: &mut State,
    today: DayDraws,
    mission: &Mission,
    number: u32,
    repelled: f64,
    scratch: &Scratch,
    events: &mut Vec<crate::Event>,
) {
    let (mut sorties, mut kilograms) = (0.0, 0.0);
    for part in mission.bombers.iter() {
        let through = f64::from(part.aircraft - part.lost) * (1.0 - repelled);
        sorties += through;
        kilograms += through * setting.air.types[setting.air.groups[part.group as usize].aircraft].bombs_kg;
    }
    let (by, cell, kind) = (mission.side, mission.cell, mission.kind);
    let loads = kilograms / LOAD_KG;
    if sorties < 1.0 {
        return;
    }
    let enemy = by.enemy();
    let (mut destroyed, mut cut) = (0, 0);
    match kind {
        Kind::Support => {
            state.support.push((cell, by, sorties as u16));
            let what = Event::Support { by, cell, sorties: sorties as u16 };
            return events.push(crate::Event { date: world.date, kind: EventKind::Air(what) });
        }
        Kind::Airdrop => return drop(setting, world, mission, sorties, kilograms, events),
        Kind::Ships => state.on_ships[enemy.index()] += (loads + 0.5) as u32,
        Kind::Field => destroyed = on_ground(setting, state, mission, today, number, loads, scratch),
        Kind::Rail => cut = on_rails(setting, world, state, mission, loads),
        Kind::City => on_town(setting, world, mission, today, number, sorties, events),
        Kind::Reconnaissance => return,
    }
    let what = Event::Raid { by, aim: kind, cell, sorties: sorties as u16, loads: (loads + 0.5) as u32, destroyed, cut };
    events.push(crate::Event { date: world.date, kind: EventKind::Air(what) });
}

/// Aircraft on a field: those unfit to fly are there, and of the others those whom no warning reached.
fn on_ground(setting: &Campaign, state: &mut State, mission: &Mission, today: DayDraws, number: u32, loads: f64, scratch: &Scratch) -> u16 {
    let p = &setting.parameters;
    let Some(field) = mission.target(setting).and_then(|target| target.field) else { return 0 };
    let lead = mission.bombers.first().map_or(0, |part| part.group);
    let from = &setting.air.fields[state.groups[lead as usize].field as usize];
    let away = law::warning(p, f64::from(from.km[mission.cell.index()]));
    let exposed = |state: &State, index: usize| {
        let fit = bases::fit(setting, state, index);
        let flew = scratch.risen[index] > 0 || scratch.flown[index] != [0; 2];
        f64::from(state.groups[index].aircraft) - fit * if flew { 1.0 } else { away }
    };
    let enemy = mission.side.enemy();
    let on_field = |state: &State, index: usize| {
        setting.air.groups[index].side == enemy && state.groups[index].status == 1 && state.groups[index].field == field
    };
    let groups = 0..setting.air.groups.len();
    let all: f64 = groups.clone().filter(|index| on_field(state, *index)).map(|index| exposed(state, index).max(0.0)).sum();
    let mean = law::lost(all, loads * p.air_ground_kill);
    let mut left = law::count(mean, unit(today.words(Draw::AirLoss, number, 1)[0]), all as u32) as u16;
    let destroyed = left;
    for index in groups.filter(|index| on_field(state, *index)).collect::<Vec<_>>() {
        let share = (f64::from(destroyed) * exposed(state, index).max(0.0) / all.max(1.0) + 0.5) as u16;
        let lost = share.min(left).min(state.groups[index].aircraft);
        // crews are in the shelters
        bases::lose(setting, state, index, lost, 0.0, 0.0);
        left -= lost;
    }
    destroyed - left
}

/// Railways about the target lose capacity; returns the thousandths added to all of them together.
fn on_rails(setting: &Campaign, world: &mut World, state: &mut State, mission: &Mission, loads: f64) -> u16 {
    let p = &setting.parameters;
    let Some(target) = mission.target(setting) else { return 0 };
    let each = (loads * p.air_rail_damage / target.routes.len().max(1) as f64 + 0.5) as u16;
    let mut added = 0;
    for route in &target.routes {
        let damage = &mut world.damage[*route as usize];
        let cut = each.min((p.air_rail_damage_max as u16).saturating_sub(*damage));
        *damage += cut;
        added += cut;
        match state.cuts.binary_search_by_key(route, |(route, _)| *route) {
            Ok(slot) => state.cuts[slot].1 += cut,
            Err(slot) => state.cuts.insert(slot, (*route, cut)),
        }
    }
    added
}

/// People in a town: so many killed and wounded a sortie on average, very unequal from raid to raid.
fn on_town(setting: &Campaign, world: &mut World, mission: &Mission, today: DayDraws, number: u32, sorties: f64, events: &mut Vec<crate::Event>) {
    let p = &setting.parameters;
    let spread = p.air_city_spread;
    let luck = libm::exp(spread * today.normal(Draw::AirTown, number) - spread * spread / 2.0);
    let people = sorties * p.air_city_casualties * luck;
    let (victim, cause, cell) = (Victim::Civilians, Cause::Air, mission.cell);
    let [people, low, high] = [people, sorties * p.air_city_low, sorties * p.air_city_high].map(|people| (people + 0.5) as u32);
    world.human.add(victim, cause, people);
    let kind = EventKind::HumanCost { victim, cause, cell, people, low: low.min(people), high: high.max(people) };
    events.push(crate::Event { date: world.date, kind });
}

/// Supplies for a formation that is cut off: what it can gather of what was dropped goes into its stock.
fn drop(setting: &Campaign, world: &mut World, mission: &Mission, sorties: f64, kilograms: f64, events: &mut Vec<crate::Event>) {
    let p = &setting.parameters;
    let Aim::Formation(formation) = mission.aim else { return };
    let index = formation.index();
    let men = f64::from(world.formations.men[index] + world.formations.sick[index]);
    let need_kg = setting.sides[mission.side.index()].needs_kg[1];
    let stock = law::stock_after(p, world.formations.stock[index], kilograms, men, need_kg, p.supply_stock_days * 1000.0);
    world.formations.stock[index] = stock;
    let what = Event::Dropped { formation, cell: mission.cell, sorties: sorties as u16, kilograms: kilograms as u32, stock };
    events.push(crate::Event { date: world.date, kind: EventKind::Air(what) });
}

/// Tells what each side looked at.
fn watched(world: &World, state: &State, events: &mut Vec<crate::Event>) {
    for by in SideId::BOTH {
        let places: Vec<PlaceId> = state.eyes[by.index()].iter().map(|(_, place)| *place).collect();
        if !places.is_empty() {
            events.push(crate::Event { date: world.date, kind: EventKind::Air(Event::Watched { by, places }) });
        }
    }
}
