//! Command as persons: tenures, staff quality, obedience, seams. `docs/model/command.md`.
//!
//! An order takes as long as the echelons it passes, the way to the headquarters that directs the formation and the
//! quality of the staffs between make it take, longer where war zones meet; and troops with a will of their own may not
//! carry it out.

pub mod law;

use crate::World;
use crate::event::{Event as Happened, EventKind, Refusal};
use crate::order::{Order, Task};
use huizhan_base::{CellId, Date, DayDraws, Digest, Draw, FormationId};
use law::Reach;
use serde::Serialize;

/// What a run does not change.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Headquarters with a seat or a graded staff, sorted by id.
    pub headquarters: Vec<Headquarters>,
    /// Who stands above each formation; empty where the record names no headquarters.
    pub chains: Vec<Chain>,
    /// Groups of troops by how they obey, sorted by id.
    pub groups: Vec<Group>,
    /// Ids of the war zones that have country of their own.
    pub zones: Vec<String>,
    /// The zone in whose country each cell lies, [`NONE`] elsewhere; empty where the record knows no zones.
    pub country: Vec<u8>,
}

/// No group, no zone.
pub const NONE: u8 = u8::MAX;

/// A headquarters.
#[derive(Debug, Clone, PartialEq)]
pub struct Headquarters {
    /// Its id in the record.
    pub id: String,
    /// Where it sits, the first choice first; empty where it directs nobody by itself.
    pub seats: Vec<CellId>,
    /// Who commands it from which day on, sorted by day; the first from before the first day.
    pub tenures: Vec<Tenure>,
}

/// A tenure at a headquarters.
#[derive(Debug, Clone, PartialEq)]
pub struct Tenure {
    /// First day.
    pub from: Date,
    /// The commander's id in the record; empty where it names none.
    pub commander: String,
    /// Grade of the staff under him: 0 the average of the side.
    pub grade: f64,
}

/// Who stands above a formation.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// The headquarters that directs it: the nearest above with a seat.
    pub directing: Option<u16>,
    /// Graded headquarters above it, nearest first.
    pub above: Vec<u16>,
    /// Echelons its orders pass, over the mean of its side.
    pub echelons: f64,
    /// The war zone it belongs to, or [`NONE`].
    pub zone: u8,
    /// Its group, or [`NONE`].
    pub group: u8,
    /// Its home ground.
    pub home: Option<CellId>,
}

/// How a group of troops obeys.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Chance that an order is not carried out, by [`Will`].
    pub chance: [f64; 3],
    /// Days before it can be brought to it, least and most.
    pub days: [f64; 2],
}

/// What an order asks of troops with a will of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Will {
    /// To attack.
    Attack = 0,
    /// To leave its home ground.
    LeaveHome = 1,
    /// To march to where the enemy is.
    Reinforce = 2,
}

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Each formation: what it is not willing to do, and until when.
    unwilling: Vec<Option<(Will, Date)>>,
}

impl State {
    /// The state before the first day.
    pub(crate) fn new(setting: &crate::Setting) -> Self {
        Self { unwilling: vec![None; setting.staff.chains.len()] }
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        for (index, unwilling) in self.unwilling.iter().enumerate() {
            if let Some((will, until)) = unwilling {
                digest.add((index as u64) << 40 | (*will as u64) << 32 | u64::from(until.days() as u32));
            }
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold; units are in docs/model/command.md")]
pub enum Event {
    /// A headquarters changed hands; until when its staff works below its grade, and the grade (thousandths).
    Handover { headquarters: String, commander: String, grade: i32, until: Date },
    /// A formation did not carry out an order: what it asked, with which chance this group refuses it (thousandths), and
    /// until when it keeps to that.
    Refused { formation: FormationId, group: String, asked: Will, chance: u32, until: Date },
    /// An order to a formation in another war zone's country took longer (thousandths of a day).
    Seam { formation: FormationId, zone: String, country: String, days: u32 },
}

/// One day: headquarters that change hands.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, events: &mut Vec<Happened>) {
    if setting.factors.tenures <= 0.0 {
        return;
    }
    let date = world.date;
    for headquarters in &setting.staff.headquarters {
        for tenure in headquarters.tenures.iter().skip(1).filter(|tenure| tenure.from == date) {
            let kind = Event::Handover {
                headquarters: headquarters.id.clone(),
                commander: tenure.commander.clone(),
                grade: libm::round(tenure.grade * 1000.0) as i32,
                until: date + setting.parameters.command_handover_days as i32,
            };
            events.push(Happened { date, kind: EventKind::Staff(kind) });
        }
    }
}

/// Days from decision to execution of an order given today.
pub(crate) fn delay_days(setting: &crate::Setting, world: &World, draws: DayDraws, order: Order, events: &mut Vec<Happened>) -> f64 {
    let p = &setting.parameters;
    let formation = order.formation;
    let side = &setting.sides[setting.forces[formation.index()].side.index()];
    let share = draws.uniform(Draw::CommandDelay, u32::from(formation.0));
    let scale = setting.factors.command_delay;
    let Some(chain) = setting.staff.chains.get(formation.index()) else {
        return scale * law::uniform(side.command_delay_days, share);
    };
    let here = world.formations.cell[formation.index()];
    let km = chain.directing.map_or(p.command_distance_km, |headquarters| {
        setting.theatre.distance_km(here, seat(setting, world, formation, headquarters))
    });
    let staff = if setting.factors.tenures > 0.0 { staff_grade(setting, world.date, chain) } else { 0.0 };
    let seam = if setting.factors.seams > 0.0 { seam(setting, order, here, chain) } else { None };
    let extra = if seam.is_some() { p.command_seam_days } else { 0.0 };
    if let Some(country) = seam.filter(|_| scale > 0.0) {
        let name = |zone: u8| setting.staff.zones[usize::from(zone)].clone();
        let days = (scale * extra * 1000.0 + 0.5) as u32;
        let kind = Event::Seam { formation, zone: name(chain.zone), country: name(country), days };
        events.push(Happened { date: world.date, kind: EventKind::Staff(kind) });
    }
    let reach = Reach { echelons: chain.echelons, km, staff };
    scale * (law::delay_days(p, side.command_delay_days, share, &reach) + extra)
}

/// Where a headquarters sits today: the first of its seats that its side holds with no enemy beside it, else the last.
fn seat(setting: &crate::Setting, world: &World, formation: FormationId, headquarters: u16) -> CellId {
    let side = setting.forces[formation.index()].side;
    let seats = &setting.staff.headquarters[usize::from(headquarters)].seats;
    let safe = |cell: &&CellId| {
        world.control[cell.index()] != side.enemy().0 && world.occupancy.near[side.index()][cell.index()] == 0
    };
    seats.iter().find(safe).or(seats.last()).copied().unwrap_or(world.formations.cell[formation.index()])
}

/// Mean grade of the staffs above a formation today; a staff works below its grade while it changes hands.
fn staff_grade(setting: &crate::Setting, date: Date, chain: &Chain) -> f64 {
    let p = &setting.parameters;
    let grade = |headquarters: &u16| {
        let tenures = &setting.staff.headquarters[usize::from(*headquarters)].tenures;
        let serving = tenures.iter().rposition(|tenure| tenure.from <= date);
        serving.map_or(0.0, |at| {
            let fresh = at > 0 && f64::from(date - tenures[at].from) < p.command_handover_days;
            tenures[at].grade - if fresh { p.command_handover } else { 0.0 }
        })
    };
    if chain.above.is_empty() { 0.0 } else { chain.above.iter().map(grade).sum::<f64>() / chain.above.len() as f64 }
}

/// The other war zone in whose country an order is to be carried out.
fn seam(setting: &crate::Setting, order: Order, here: CellId, chain: &Chain) -> Option<u8> {
    let target = order.task.target()?;
    let foreign = |cell: CellId| {
        let country = setting.staff.country.get(cell.index()).copied().unwrap_or(NONE);
        (country != NONE && chain.zone != NONE && country != chain.zone).then_some(country)
    };
    foreign(target).or_else(|| foreign(here))
}

/// Whether two formations belong to different war zones. Formations outside all zones help everybody.
#[must_use]
pub fn apart(setting: &crate::Setting, one: FormationId, other: FormationId) -> bool {
    let zone = |formation: FormationId| setting.staff.chains.get(formation.index()).map_or(NONE, |chain| chain.zone);
    let (one, other) = (zone(one), zone(other));
    setting.factors.seams > 0.0 && one != NONE && other != NONE && one != other
}

/// Whether a formation refuses an order, by its group's will. A formation once unwilling stays so for some days; the
/// refusal is told when it begins.
pub(crate) fn refuses(setting: &crate::Setting, world: &mut World, draws: DayDraws, order: Order, events: &mut Vec<Happened>) -> bool {
    let formation = order.formation;
    let date = world.date;
    let Some(chain) = setting.staff.chains.get(formation.index()) else { return false };
    let Some(group) = setting.staff.groups.get(usize::from(chain.group)) else { return false };
    // what is ordered on the first day was ordered, and settled, before it
    if setting.factors.obedience <= 0.0 || date == setting.start {
        return false;
    }
    let Some(asked) = asked(setting, world, order, chain) else { return false };
    if let Some((will, until)) = world.staff.unwilling[formation.index()]
        && until > date
    {
        return will == asked;
    }
    let words = draws.words(Draw::Obedience, u32::from(formation.0), asked as u32);
    let chance = group.chance[asked as usize];
    if law::unit(words[0]) >= chance {
        world.staff.unwilling[formation.index()] = None;
        return false;
    }
    let until = date + (law::uniform(group.days, law::unit(words[1])) + 0.5) as i32;
    world.staff.unwilling[formation.index()] = Some((asked, until));
    let chance = (chance * 1000.0 + 0.5) as u32;
    let kind = Event::Refused { formation, group: group.id.clone(), asked, chance, until };
    events.push(Happened { date, kind: EventKind::Staff(kind) });
    let (task, reason) = (order.task, Refusal::Unwilling);
    events.push(Happened { date, kind: EventKind::OrderRefused { formation, task, reason } });
    true
}

/// What of the three an order asks, if any. Who is told to hold or to go back is asked nothing.
fn asked(setting: &crate::Setting, world: &World, order: Order, chain: &Chain) -> Option<Will> {
    let index = order.formation.index();
    let side = setting.forces[index].side;
    let here = world.formations.cell[index];
    let to = match order.task {
        Task::Advance { .. } => return Some(Will::Attack),
        Task::March { to } => to,
        Task::Hold | Task::Withdraw { .. } | Task::Land { .. } => return None,
    };
    let home_km = setting.parameters.command_home_km;
    let leaves = |home: CellId| {
        setting.theatre.within_km(here, home, home_km) && !setting.theatre.within_km(to, home, home_km)
    };
    if chain.home.is_some_and(leaves) {
        return Some(Will::LeaveHome);
    }
    let near = &world.occupancy.near[side.index()];
    (near[to.index()] > 0 && near[here.index()] == 0).then_some(Will::Reinforce)
}

#[cfg(test)]
mod tests;
