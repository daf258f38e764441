//! War aims scored apart, and the state after.

use super::{AimKind, Setting, held, law, lifeline};
use crate::World;
use crate::world::Status;
use huizhan_base::{Date, Draw, Draws, FormationId, SideId};
use serde::Serialize;

/// How the war stands after the campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum After {
    /// The attacker has not taken what he came for, and goes on.
    Undecided,
    /// He has it, the defender's army lives, and the war goes on.
    Stalemate,
    /// The defender's army is gone, or his government has made peace.
    Decision,
}

impl After {
    /// The state in words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Undecided => "the attacker goes on for what he came for",
            Self::Stalemate => "stalemate, the war goes on",
            Self::Decision => "the war is decided",
        }
    }
}

/// An aim and how far it was reached (thousandths).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AimScore {
    /// Whose aim.
    pub side: SideId,
    /// Which.
    pub aim: AimKind,
    /// Its weight among the side's aims.
    pub weight: u32,
    /// How far it was reached.
    pub reached: u32,
}

/// An offer of peace.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attempt {
    /// Who offers.
    pub side: SideId,
    /// To whom: an id of the record.
    pub person: String,
    /// Whether the person heads the other government.
    pub head: bool,
    /// Chance of consent (thousandths).
    pub chance: u32,
    /// Whether the person consented.
    pub accepted: bool,
}

/// What the campaign came to, shares in thousandths.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Who attacked the places that were defended for their own sake.
    pub attacker: SideId,
    /// When the defender's high command decided to leave.
    pub left: Option<Date>,
    /// When the first of the places fell.
    pub fell: Option<Date>,
    /// Share of their worth in the attacker's hands.
    pub territory: u32,
    /// Share of the defender's formations that took the field and are fit to fight on.
    pub army_saved: u32,
    /// Share of the attacker's.
    pub attacker_saved: u32,
    /// Days between the day the attacker had set himself and the fall, or the end where there was none.
    pub days_gained: i32,
    /// Share of the attacker's progress that went east and west.
    pub axis_east_west: u32,
    /// Share of the defender's imports that still comes in.
    pub lifeline: u32,
    /// Exhaustion of the attacker and of the defender.
    pub exhaustion: [u32; 2],
    /// How far each aim was reached.
    pub aims: Vec<AimScore>,
    /// Offers of peace, in order.
    pub attempts: Vec<Attempt>,
    /// How the war stands.
    pub after: After,
}

/// Reckons up the last day.
pub(super) fn reckon(setting: &crate::Setting, world: &World, seed: Draws) -> Outcome {
    let p = &setting.parameters;
    let politics = &setting.politics;
    let defender = politics.objectives.first().map_or(SideId(0), |objective| objective.side);
    let attacker = defender.enemy();
    let territory = 1.0 - held(setting, world, defender);
    let [army_saved, attacker_saved] = [defender, attacker].map(|side| fit_share(setting, world, side));
    let came_in = lifeline(setting, world, defender);
    let exhaustion = [attacker, defender].map(|side| exhaustion_of(setting, world, side));
    let axis = axis_east_west(setting, world, attacker);
    let fell = world.politics.fell[defender.index()];
    let days_gained = set_day(politics, attacker).map_or(0, |day| fell.unwrap_or(setting.end + 1) - day);
    let taken = territory >= 0.5;
    let beaten = taken && army_saved < p.politics_collapse;
    let mut attempts = Vec::new();
    // who has what he came for and no end of the war, or no men left to go on with, turns to offers
    if !beaten && (taken || exhaustion[0] >= p.politics_exhausted) {
        attempts = offers(setting, seed, attacker, [territory, army_saved, came_in]);
    }
    let peace = attempts.iter().any(|attempt| attempt.head && attempt.accepted);
    let after = if beaten || peace {
        After::Decision
    } else if taken {
        After::Stalemate
    } else {
        After::Undecided
    };
    let reached = |kind: AimKind| match kind {
        AimKind::GainTime => (f64::from(days_gained) / p.politics_time_full_days).clamp(0.0, 1.0),
        AimKind::SaveArmy => army_saved,
        AimKind::TurnAxis => axis,
        AimKind::KeepLifeline => came_in,
        AimKind::DestroyArmy => 1.0 - army_saved,
        AimKind::EndWar => f64::from(u8::from(after == After::Decision)),
        AimKind::TakeObjective => territory,
        AimKind::KeepForces => 1.0 - exhaustion[0],
    };
    let aims = politics.aims.iter().map(|aim| AimScore {
        side: aim.side,
        aim: aim.kind,
        weight: thousandths(aim.weight),
        reached: thousandths(reached(aim.kind)),
    });
    Outcome {
        attacker,
        left: world.politics.leaving[defender.index()],
        fell,
        territory: thousandths(territory),
        army_saved: thousandths(army_saved),
        attacker_saved: thousandths(attacker_saved),
        days_gained,
        axis_east_west: thousandths(axis),
        lifeline: thousandths(came_in),
        exhaustion: exhaustion.map(thousandths),
        aims: aims.collect(),
        attempts,
        after,
    }
}

fn thousandths(share: f64) -> u32 {
    (share * 1000.0 + 0.5) as u32
}

/// Share of a side's formations that took the field and still have `politics.fit_strength` of their establishment, men in
/// hospital not counted.
fn fit_share(setting: &crate::Setting, world: &World, side: SideId) -> f64 {
    let (mut fit, mut all) = (0u32, 0u32);
    for (index, force) in setting.forces.iter().enumerate().filter(|(_, force)| force.side == side && force.mobile) {
        let status = world.formations.status[index];
        all += u32::from(status != Status::Waiting);
        let men = f64::from(world.formations.men[index]);
        let enough = men >= setting.parameters.politics_fit_strength * f64::from(force.establishment);
        fit += u32::from(status == Status::Present && enough);
    }
    f64::from(fit) / f64::from(all.max(1))
}

fn exhaustion_of(setting: &crate::Setting, world: &World, side: SideId) -> f64 {
    let ledger = &world.ledger[side.index()];
    let in_hospital: u32 = world.present_formations().filter(|formation| setting.forces[formation.index()].side == side).map(|formation| world.formations.sick[formation.index()]).sum();
    let lost = f64::from(ledger.killed_wounded + ledger.missing_captured + in_hospital);
    law::exhaustion(lost, f64::from(setting.politics.reserves[side.index()] + world.depots[side.index()]))
}

/// Share of the way a side's formations have come from where they entered that led east or west, weighted by their men.
fn axis_east_west(setting: &crate::Setting, world: &World, side: SideId) -> f64 {
    let cells = &setting.theatre.cells;
    let (mut along, mut across) = (0.0, 0.0);
    let near = |formation: &FormationId| {
        let cell = world.formations.cell[formation.index()];
        setting.politics.objectives.iter().any(|objective| setting.theatre.within_km(cell, objective.cell, AXIS_KM))
    };
    for formation in world.present_formations().filter(near) {
        let index = formation.index();
        if setting.forces[index].side != side {
            continue;
        }
        let (from, to) = (setting.forces[index].cell.index(), world.formations.cell[index].index());
        let men = f64::from(world.formations.men[index]);
        let shrink = libm::cos(cells.latitude[to].to_radians());
        along += men * (cells.longitude[to] - cells.longitude[from]).abs() * shrink;
        across += men * (cells.latitude[to] - cells.latitude[from]).abs();
    }
    if along + across > 0.0 { along / (along + across) } else { 0.0 }
}

/// How near an objective a formation counts for the axis of the campaign (km): the theatre of the objective, not the
/// coasts beyond it. Assumption, 300-500.
const AXIS_KM: f64 = 400.0;

fn set_day(politics: &Setting, side: SideId) -> Option<Date> {
    politics.aims.iter().find(|aim| aim.side == side && aim.kind == AimKind::TakeObjective).and_then(|aim| aim.set_day)
}

/// Offers of peace in the order of the record, until the head of the other government consents.
fn offers(setting: &crate::Setting, seed: Draws, side: SideId, [territory, army_saved, came_in]: [f64; 3]) -> Vec<Attempt> {
    let mut attempts: Vec<Attempt> = Vec::new();
    for (index, inducement) in setting.politics.inducements.iter().enumerate().filter(|(_, row)| row.side == side) {
        let chance = law::consent(inducement.chance, inducement.head, territory, army_saved, came_in);
        let accepted = seed.at(setting.end).uniform(Draw::Inducement, index as u32) < chance;
        let (person, head) = (inducement.id.clone(), inducement.head);
        attempts.push(Attempt { side, person, head, chance: thousandths(chance), accepted });
        if head && accepted {
            break;
        }
    }
    attempts
}

