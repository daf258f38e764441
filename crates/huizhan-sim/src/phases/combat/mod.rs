//! Combat: all attackers of a cell against all its defenders are one engagement. `docs/model/combat.md`.

pub mod law;
mod retreat;

use crate::event::{EngagementDay, EngagementResult, Event, EventKind};
use crate::human::{Cause, Victim};
use crate::order::Task;
use crate::phases::cohesion::lower_cohesion;
use crate::phases::{air, chemical, fortress, landing, river};
use crate::setting::Setting;
use crate::world::{Activity, Engagement, World};
use huizhan_base::{CellId, Date, Draw, Draws, FormationId, SideId};
use law::{Conditions, Noise, Sum};

/// Fights the assaults that contact listed, in the order of their cells.
pub(crate) fn adjudicate(setting: &Setting, world: &mut World, seed: Draws, events: &mut Vec<Event>) {
    let mut attackers = std::mem::take(&mut world.scratch.attackers);
    let mut defenders = std::mem::take(&mut world.scratch.defenders);
    for slot in 0..world.engagements.len() {
        let engagement = world.engagements[slot];
        attackers.clear();
        let side = engagement.attacker;
        let listed = world.scratch.assaults.iter().filter(|(cell, _)| *cell == engagement.cell).map(|(_, formation)| *formation);
        attackers.extend(listed.filter(|formation| setting.forces[formation.index()].side == side && world.present(*formation)));
        defenders.clear();
        defenders.extend(world.present_formations().filter(|formation| {
            world.formations.cell[formation.index()] == engagement.cell && setting.forces[formation.index()].side != side
        }));
        if !attackers.is_empty() && !defenders.is_empty() {
            fight(setting, world, seed, slot, &attackers, &defenders, events);
        }
    }
    // a cell without defenders is no engagement any more
    world.engagements.retain(|engagement| engagement.defenders > 0);
    world.scratch.attackers = attackers;
    world.scratch.defenders = defenders;
}

/// One day of one engagement: sum, compute, share out, then the outcome.
fn fight(
    setting: &Setting,
    world: &mut World,
    seed: Draws,
    slot: usize,
    attackers: &[FormationId],
    defenders: &[FormationId],
    events: &mut Vec<Event>,
) {
    let p = &setting.parameters;
    let mut engagement = world.engagements[slot];
    let date = world.date;
    let today = seed.at(date);
    engagement.days += 1;
    engagement.last = date;
    let n = u32::from(engagement.days);
    let key = u32::from(engagement.cell.0) << 1 | u32::from(engagement.attacker.0);
    let noise = noise(p, seed, &engagement, date, key);
    let present = [sum(setting, world, attackers), sum(setting, world, defenders)];
    let sums = present.map(|sum| sum.exposed(p));
    let conditions = conditions(setting, world, &engagement, attackers, defenders, sums);
    let guns = present[0].guns + fortress::supporting_guns(setting, world, engagement.cell, engagement.attacker);
    fortress::shell(setting, world, engagement.cell, engagement.attacker, guns, events);
    let exact = law::losses(p, sums[0], sums[1], &conditions, n, &noise);
    let losses = [
        take(setting, world, attackers, exact[0], Activity::Assault),
        take(setting, world, defenders, exact[1], Activity::Defence),
    ];
    engagement.defender_losses += losses[1];
    let (x, y) = (sums[0].men, sums[1].men);
    // depth counts all who are there, engaged or not
    let depth = present[1].men;
    let p_end = law::end_probability(p, x, y, &conditions, n);
    let p_win = law::win_probability(p, x, y, &conditions, noise.advantage);
    let breaking = p.breaking_median * libm::exp(p.breaking_spread * seed.at(engagement.began).normal(Draw::BreakingPoint, key));
    let lost = f64::from(engagement.defender_losses) / f64::from(engagement.defenders.max(1));
    let needed_m = (law::ground_needed_km(p, depth, conditions.works) * 1000.0) as u32;
    let result = if lost > breaking {
        EngagementResult::GaveWay
    } else if today.uniform(Draw::EngagementEnd, key) >= p_end {
        EngagementResult::Continues
    } else if today.uniform(Draw::EngagementOutcome, key) >= p_win {
        EngagementResult::Repulsed
    } else {
        let z = today.normal(Draw::Advance, key);
        engagement.ground_m += (law::ground_km(p, x, y, &conditions, n, z) * 1000.0) as u32;
        if engagement.ground_m >= needed_m { EngagementResult::DrivenOff } else { EngagementResult::GroundGained }
    };
    events.push(Event {
        date,
        kind: EventKind::EngagementDay(Box::new(EngagementDay {
            cell: engagement.cell,
            attacker: engagement.attacker,
            day: n,
            men: [x, y],
            ln_force_ratio: libm::log(sums[0].power.max(1.0) / sums[1].power.max(1.0)),
            size: law::size(x, y),
            intensity: conditions.intensity,
            advantage: conditions.advantage,
            works: conditions.works,
            crossing: conditions.crossing,
            noise: [noise.common, noise.advantage],
            losses,
            p_end,
            p_win,
            result,
            ground_m: [engagement.ground_m, needed_m],
        })),
    });
    settle(setting, world, seed, slot, engagement, result, attackers, defenders, events);
}

/// What the result does to both sides and to the engagement.
#[expect(clippy::too_many_arguments, reason = "the whole of an engagement; bundling it would name a thing the field has no word for")]
fn settle(
    setting: &Setting,
    world: &mut World,
    seed: Draws,
    slot: usize,
    mut engagement: Engagement,
    result: EngagementResult,
    attackers: &[FormationId],
    defenders: &[FormationId],
    events: &mut Vec<Event>,
) {
    let p = &setting.parameters;
    match result {
        EngagementResult::Continues => {}
        EngagementResult::Repulsed => {
            rest(setting, world, seed, attackers);
            engagement.days = 0;
            // noise and day start anew with the next assault; the ground gained is kept while the fight is warm
            engagement.began = world.date + 1;
        }
        EngagementResult::GroundGained => {
            for formation in defenders {
                lower_cohesion(&mut world.formations.cohesion[formation.index()], p.defeat_cohesion_shaken);
            }
            renew(world, &mut engagement, defenders);
        }
        EngagementResult::DrivenOff | EngagementResult::GaveWay => {
            for formation in defenders {
                retreat::drive_off(setting, world, seed, *formation, engagement.cell, events);
            }
            engagement.defenders = 0;
        }
    }
    world.engagements[slot] = engagement;
}

/// A new engagement for the same cell begins tomorrow, with new noise; the ground gained is kept.
fn renew(world: &World, engagement: &mut Engagement, defenders: &[FormationId]) {
    engagement.days = 0;
    engagement.began = world.date + 1;
    engagement.defenders = defenders.iter().map(|formation| world.formations.men[formation.index()]).sum();
    engagement.defender_losses = 0;
}

fn rest(setting: &Setting, world: &mut World, seed: Draws, attackers: &[FormationId]) {
    let p = &setting.parameters;
    for formation in attackers {
        let share = seed.at(world.date).uniform(Draw::Rest, u32::from(formation.0));
        let days = p.defeat_rest_low + (p.defeat_rest_high - p.defeat_rest_low) * share;
        world.formations.rest_until[formation.index()] = world.date + (days + 0.5) as i32;
    }
}

fn noise(p: &crate::Parameters, seed: Draws, engagement: &Engagement, date: Date, key: u32) -> Noise {
    let (common, advantage) = seed.at(engagement.began).normal_pair(Draw::Engagement, key);
    let (first, second) = seed.at(date).normal_pair(Draw::EngagementDay, key);
    Noise {
        common: p.combat_noise_common * common,
        advantage: p.combat_noise_advantage * advantage,
        daily: [p.combat_noise_daily * first, p.combat_noise_daily * second],
    }
}

fn sum(setting: &Setting, world: &World, formations: &[FormationId]) -> Sum {
    let p = &setting.parameters;
    let mut sum = Sum::default();
    for formation in formations {
        let index = formation.index();
        let men = f64::from(world.formations.men[index]);
        let stock = f64::from(world.formations.stock[index]) / 1000.0;
        let cohesion = f64::from(world.formations.cohesion[index]) / 10_000.0;
        let force = &setting.forces[index];
        sum.men += men;
        // guns stay behind with the sick and the dead in the same proportion as men
        sum.guns += f64::from(force.guns) * men / f64::from(force.establishment.max(1)) * fortress::gun_share(setting, world, *formation);
        sum.power += men * law::power_per_man(p, stock, cohesion);
        sum.quality += men * (setting.sides[force.side.index()].quality_edge + f64::from(force.class) * p.quality_class_step);
    }
    sum
}

fn conditions(
    setting: &Setting,
    world: &World,
    engagement: &Engagement,
    attackers: &[FormationId],
    defenders: &[FormationId],
    sums: [Sum; 2],
) -> Conditions {
    let p = &setting.parameters;
    let cell = engagement.cell;
    let (side, enemy) = (engagement.attacker, engagement.attacker.enemy());
    let rough = f64::from(u8::from(setting.theatre.cells.terrain[cell.index()].is_rough()));
    let share = |formations: &[FormationId], wanted: &dyn Fn(FormationId) -> f64| {
        let men = |formation: FormationId| f64::from(world.formations.men[formation.index()]).max(1.0);
        let all: f64 = formations.iter().map(|formation| men(*formation)).sum();
        formations.iter().map(|formation| men(*formation) * wanted(*formation)).sum::<f64>() / all
    };
    let withdrawing = |formation: FormationId| {
        f64::from(u8::from(matches!(world.formations.task[formation.index()], Task::Withdraw { .. })))
    };
    let delay = share(defenders, &withdrawing);
    let crossing = share(attackers, &|formation| crossing(setting, world, formation, cell));
    let no_way_out = share(defenders, &|formation| {
        f64::from(u8::from(retreat::way_out(setting, world, formation, cell).is_none()))
    });
    let edge = setting.sides[side.index()].quality_edge - setting.sides[enemy.index()].quality_edge;
    let hills = p.quality_rough_loss * rough * if edge > 0.0 { -1.0 } else if edge < 0.0 { 1.0 } else { 0.0 };
    let mean = |sum: Sum| sum.quality / sum.men.max(1.0);
    Conditions {
        intensity: [
            p.combat_intensity_theatre,
            p.combat_intensity_delay * delay,
            p.combat_intensity_rough * rough,
            p.combat_intensity_no_way_out * no_way_out,
        ],
        advantage: [
            mean(sums[0]) - mean(sums[1]) + hills,
            law::artillery(p, sums[0], sums[1]),
            naval_guns(setting, world, cell, side),
            p.combat_advantage_delay * delay,
            p.combat_advantage_no_way_out * no_way_out,
            air::advantage(setting, world, cell, side),
            landing::surprise(setting, world, cell, attackers),
            chemical::advantage(world, cell, side),
        ],
        delay,
        rough,
        works: f64::from(world.works[cell.index()]) / 10_000.0,
        crossing,
        elsewhere: law::Elsewhere::default(),
    }
}

/// Advantage from ships in range of a bank cell: for the side that has them, against the other.
fn naval_guns(setting: &Setting, world: &World, cell: CellId, attacker: SideId) -> f64 {
    let p = &setting.parameters;
    let Some(great) = &setting.river else { return 0.0 };
    let reach = world.river.head_m + (p.river_guns_km * 1000.0) as u32;
    match setting.theatre.bank(cell) {
        Some(bank) if bank.metres <= reach && great.side == attacker => p.combat_advantage_naval * river::support(setting, world),
        Some(bank) if bank.metres <= reach => -p.combat_advantage_naval * river::support(setting, world),
        _ => 0.0,
    }
}

/// Whether an attacker has to cross water to reach the cell: 1 for a landing or a large river, half for a small one.
fn crossing(setting: &Setting, world: &World, formation: FormationId, cell: CellId) -> f64 {
    let here = world.formations.cell[formation.index()];
    match setting.theatre.cells.direction(here, cell) {
        _ if matches!(world.formations.task[formation.index()], Task::Land { .. }) => 1.0,
        None => 1.0,
        Some(direction) => match setting.theatre.cells.barrier[here.index()][direction] {
            0 => 0.0,
            3 => setting.parameters.combat_crossing_small,
            _ => 1.0,
        },
    }
}

/// Takes the losses of a side from its formations, in proportion to men; returns whole men lost.
fn take(setting: &Setting, world: &mut World, formations: &[FormationId], losses: f64, activity: Activity) -> u32 {
    let mut weights = std::mem::take(&mut world.scratch.weights);
    let mut limits = std::mem::take(&mut world.scratch.limits);
    let mut shares = std::mem::take(&mut world.scratch.shares);
    weights.clear();
    limits.clear();
    for formation in formations {
        let men = world.formations.men[formation.index()];
        weights.push(f64::from(men));
        limits.push(men);
    }
    law::share_out((losses + 0.5) as u32, &weights, &limits, &mut shares, &mut world.scratch.turns);
    let mut total = 0;
    for (formation, lost) in formations.iter().zip(&shares) {
        let index = formation.index();
        let men = world.formations.men[index];
        world.formations.men[index] -= lost;
        world.formations.lost[index] += lost;
        world.formations.activity[index] = world.formations.activity[index].max(activity);
        let fraction = f64::from(*lost) / f64::from(men.max(1));
        lower_cohesion(&mut world.formations.cohesion[index], setting.parameters.cohesion_per_loss * fraction);
        let side = setting.forces[index].side;
        world.ledger[side.index()].killed_wounded += lost;
        world.human.add(Victim::Soldiers { of: side }, Cause::Battle, *lost);
        total += lost;
    }
    world.scratch.weights = weights;
    world.scratch.limits = limits;
    world.scratch.shares = shares;
    total
}
