//! Health: malaria, dysentery, cholera and heat by season, ground and supply. `docs/model/health.md`.
//!
//! Men fall sick, lie in the hospitals of their formation, and come back, go to the rear or die. Where the record tells diseases
//! apart, each has its own season, ground and course; where it does not, all sickness follows the months of the side.

mod cholera;
pub mod law;
mod season;
#[cfg(test)]
mod tests;

use crate::World;
use crate::event::EventKind;
use crate::human::{Cause, Victim};
use crate::phases::weather;
use crate::world::Activity;
use season::Leave;
pub(crate) use season::{Season, of_formation as recovery};
use huizhan_base::{CellId, Date, Digest, Draw, Draws, FormationId, SideId};
use law::Whole;
use serde::Serialize;

/// A disease of troops in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Disease {
    /// Heat stroke and exhaustion.
    Heat = 0,
    /// Malaria.
    Malaria = 1,
    /// Dysentery and acute disorders of the bowels.
    Dysentery = 2,
    /// Cholera.
    Cholera = 3,
    /// All other sickness.
    Other = 4,
}

impl Disease {
    /// How many there are.
    pub const COUNT: usize = 5;

    /// Those that a formation counts apart; the others lie among `Formations::sick` without a column.
    pub const APART: [Self; 4] = [Self::Heat, Self::Malaria, Self::Dysentery, Self::Cholera];

    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 5] = [Self::Heat, Self::Malaria, Self::Dysentery, Self::Cholera, Self::Other];
}

/// What a run does not change.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Diseases and medical service of each side; none where the record does not tell diseases apart.
    pub services: Option<[Service; 2]>,
    /// Cells on the great river, on a lake or in marsh.
    pub wet: Vec<bool>,
}

/// Diseases and medical service of a side.
#[derive(Debug, Clone, Default)]
pub struct Service {
    /// The course of each disease, by `Disease`.
    pub courses: [Course; Disease::COUNT],
    /// Days in which the spread of an outbreak is brought down to a third.
    pub control_days: f64,
    /// Days until a man sent to the rear is back at the depot.
    pub rear_days: f64,
}

/// The course of a disease.
#[derive(Debug, Clone, Copy, Default)]
pub struct Course {
    /// Cases per 1,000 men and day at the height of the season; of heat for each degree, of cholera brought in. Other sickness
    /// has its rate by month.
    pub cases_per_1000: f64,
    /// Share of cases that die.
    pub fatality: f64,
    /// Share of cases sent to the rear.
    pub evacuated: f64,
    /// Days in the formation's hospitals. Other sickness returns by month.
    pub stay_days: f64,
    /// Low and high end of the cases, as shares of the value used.
    pub cases_range: [f64; 2],
    /// The same for the share that dies.
    pub fatality_range: [f64; 2],
}

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Sick of each formation by disease (men), other sickness left aside.
    pub sick: Vec<[u32; 4]>,
    /// Admissions of each formation so far (men).
    pub admitted: Vec<u32>,
    /// The day of a formation's first case of cholera.
    pub first_case: Vec<Option<Date>>,
    /// Cases of a formation's outbreak so far.
    pub outbreak: Vec<u32>,
    /// Mean temperature of the last weeks in each zone of climate (thousandths of a degree Celsius).
    pub warmth: Vec<i32>,
    /// Foul water: cells with the cases that fouled it, sorted by cell.
    pub foul: Vec<(CellId, u32)>,
    /// Men of each side in hospitals of the rear.
    pub rear: [u32; 2],
    /// Men who went from there to the depot so far.
    pub discharged: [u32; 2],
    /// Men sent to the rear so far.
    pub evacuated: [u32; 2],
    /// Cases so far, `[side][disease]`.
    pub cases: [[u32; Disease::COUNT]; 2],
    /// Men who died of each disease so far, `[side][disease]`.
    pub died: [[u32; Disease::COUNT]; 2],
    /// What was told last: cases, deaths, men returned and men sent to the rear.
    told: [Told; 2],
}

#[derive(Debug, Clone, Copy, Default)]
struct Told {
    cases: [u32; Disease::COUNT],
    died: [u32; Disease::COUNT],
    returned: u32,
    evacuated: u32,
}

impl State {
    /// The state before the first day.
    pub(crate) fn new(setting: &crate::Setting) -> Self {
        if setting.health.services.is_none() {
            return Self::default();
        }
        let count = setting.forces.len();
        let past = setting.start + -(setting.parameters.health_malaria_days as i32) / 2;
        let warmth = |zone: &weather::Zone| (1000.0 * weather::law::of_day(&zone.temperature_c, past)) as i32;
        Self {
            sick: vec![[0; 4]; count],
            admitted: vec![0; count],
            first_case: vec![None; count],
            outbreak: vec![0; count],
            warmth: setting.weather.zones.iter().map(warmth).collect(),
            foul: Vec::with_capacity(64),
            ..Self::default()
        }
    }

    /// Men of a side who died of sickness so far.
    #[must_use]
    pub fn dead(&self, side: SideId) -> u32 {
        self.died[side.index()].iter().sum()
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        for (index, sick) in self.sick.iter().enumerate() {
            digest.add(u64::from(sick[0]) | u64::from(sick[1]) << 32);
            digest.add(u64::from(sick[2]) | u64::from(sick[3]) << 32);
            let first = self.first_case[index].map_or(0, |date| date.days() as u64);
            digest.add(first | u64::from(self.admitted[index]) << 32);
        }
        self.warmth.iter().for_each(|warmth| digest.add(u64::from(*warmth as u32)));
        self.foul.iter().for_each(|(cell, cases)| digest.add(u64::from(cell.0) | u64::from(*cases) << 16));
        for side in 0..self.rear.len() {
            if self.evacuated[side] > 0 {
                digest.add(u64::from(self.rear[side]) | u64::from(self.discharged[side]) << 32);
            }
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold; units are in docs/model/health.md")]
pub enum Event {
    /// A week of a side: new cases by disease, men back in the ranks, sent to the rear and dead (men).
    Week { side: SideId, heat: u32, malaria: u32, dysentery: u32, cholera: u32, other: u32, returned: u32, evacuated: u32, died: u32 },
    /// Cholera has broken out in a formation: cases so far, days since the first, and new cases that a case makes here before
    /// anything is done (thousandths).
    Outbreak { formation: FormationId, cell: CellId, men: u32, days: i32, spread: u32 },
    /// It is over.
    OutbreakOver { formation: FormationId, cell: CellId, men: u32, days: i32 },
}

/// Days between two rounds of the doctors in a formation, where diseases are told apart: half of the formations have theirs today.
const ROUND: u32 = 2;

/// What a day brings the men of a side.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// Cases by disease.
    cases: [u32; Disease::COUNT],
    /// Men back in the ranks, sent to the rear, dead.
    gone: [u32; 3],
    /// Deaths to be expected by disease.
    dying: [f64; Disease::COUNT],
}

/// One day of falling sick and returning.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, seed: Draws, events: &mut Vec<crate::Event>) {
    constitution(setting, world, seed);
    let apart = setting.health.services.is_some();
    if apart {
        follow(setting, world);
    }
    let mut seasons = std::mem::take(&mut world.scratch.seasons);
    season::list(setting, world, &mut seasons);
    let draws = seed.at(world.date);
    let mut tally = [Tally::default(); 2];
    for index in 0..setting.forces.len() {
        let formation = FormationId::from_index(index);
        let due = !apart || (world.date.days() as usize + index).is_multiple_of(ROUND as usize);
        if !due || !world.present(formation) {
            continue;
        }
        let words = draws.words(Draw::Sickness, u32::from(formation.0), 0);
        let chances = words.map(|word| (f64::from(word) + 0.5) / 4_294_967_296.0);
        let side = setting.forces[index].side.index();
        let season = &seasons[weather::zone_of(setting, world.formations.cell[index])];
        let (men, sick) = (world.formations.men[index], world.formations.sick[index]);
        let mut held = world.health.sick.get(index).copied().unwrap_or_default();
        let gone = leave(&season.leaves[side], sick, &mut held, chances[1], &mut tally[side]);
        let mut fell = fall(setting, world, index, season, &mut held, chances[0], &mut tally[side]);
        if apart {
            if season.cholera > 0.0 {
                let cases = cholera::cases(setting, world, index, season, held[Disease::Cholera as usize], [chances[2], chances[3]], events);
                let cases = cases.min(men - fell);
                held[Disease::Cholera as usize] += cases;
                tally[side].cases[Disease::Cholera as usize] += cases;
                fell += cases;
            }
            world.health.sick[index] = held;
            world.health.admitted[index] += fell;
        }
        world.formations.men[index] = men - fell + gone[0];
        world.formations.sick[index] = sick + fell - gone[0] - gone[1] - gone[2];
    }
    world.scratch.seasons = seasons;
    for side in SideId::BOTH {
        let Tally { cases, gone, dying } = tally[side.index()];
        let fell_sick = cases.iter().sum();
        world.ledger[side.index()].sick += fell_sick;
        world.ledger[side.index()].recovered += gone[0];
        events.push(crate::Event { date: world.date, kind: EventKind::Sickness { side, fell_sick, returned: gone[0] } });
        if let Some(services) = &setting.health.services {
            world.health.cases[side.index()].iter_mut().zip(cases).for_each(|(so_far, cases)| *so_far += cases);
            world.health.evacuated[side.index()] += gone[1];
            world.health.rear[side.index()] += gone[1];
            let chance = draws.uniform(Draw::DeathsOfSickness, u32::from(side.0));
            law::among(gone[2], &dying, chance, &mut world.health.died[side.index()]);
            discharge(services, world, side);
        }
    }
    if apart {
        cholera::foul(setting, world);
        for side in SideId::BOTH {
            count(setting, world, side, events);
        }
    }
}

/// How readily each formation falls sick, drawn once a run: some units drink worse water than others.
fn constitution(setting: &crate::Setting, world: &mut World, seed: Draws) {
    if world.scratch.constitution_seed == Some(seed) {
        return;
    }
    world.scratch.constitution_seed = Some(seed);
    world.scratch.constitution.clear();
    let spread = setting.parameters.sickness_spread;
    let first = seed.at(setting.start);
    let rate = |id: u32| libm::exp(spread * first.normal(Draw::Sickness, id | 1 << 16) - 0.5 * spread * spread);
    world.scratch.constitution.extend((0..setting.forces.len() as u32).map(rate));
}

/// The warmth of the last weeks, in which mosquitoes and what they carry grow up.
fn follow(setting: &crate::Setting, world: &mut World) {
    for (warmth, zone) in world.health.warmth.iter_mut().zip(&world.weather.zones) {
        let today = f64::from(zone.temperature_dc) / 10.0;
        let mean = law::follow(f64::from(*warmth) / 1000.0, today, setting.parameters.health_malaria_days);
        *warmth = libm::round(1000.0 * mean) as i32;
    }
}

/// Men who leave the hospitals of a formation today: back in the ranks, to the rear, dead.
///
/// * `sick`: men in them; `held`: those of each disease counted apart
fn leave(leaves: &[Leave; Disease::COUNT], sick: u32, held: &mut [u32; 4], chance: f64, tally: &mut Tally) -> [u32; 3] {
    if sick == 0 {
        *held = [0; 4];
        return [0; 3];
    }
    let mut whole = Whole::new(chance);
    let (mut left, mut all, mut to_rear, mut dying) = (sick, 0, 0.0, 0.0);
    let mut out = |men: u32, disease: Disease| {
        let leave = &leaves[disease as usize];
        let leaving = f64::from(men) * leave.share;
        to_rear += leaving * leave.to_rear;
        dying += leaving * leave.dead;
        tally.dying[disease as usize] += leaving * leave.dead;
        let gone = whole.next(leaving, men);
        all += gone;
        gone
    };
    for disease in Disease::APART {
        // others may have taken men from hospital: what is counted apart cannot be more than are there
        let men = held[disease as usize].min(left);
        left -= men;
        if men > 0 {
            held[disease as usize] = men - out(men, disease);
        }
    }
    out(left, Disease::Other);
    let to_rear = whole.next(to_rear, all);
    let dead = whole.next(dying, all - to_rear);
    let gone = [all - to_rear - dead, to_rear, dead];
    tally.gone.iter_mut().zip(gone).for_each(|(so_far, men)| *so_far += men);
    gone
}

/// Men of a formation who fall sick today, of cholera apart.
fn fall(setting: &crate::Setting, world: &World, index: usize, season: &Season, held: &mut [u32; 4], chance: f64, tally: &mut Tally) -> u32 {
    let p = &setting.parameters;
    let side = setting.forces[index].side.index();
    let cell = world.formations.cell[index];
    let men = world.formations.men[index];
    let exposed = f64::from(men) * world.scratch.constitution[index];
    let [malaria, filth, heat, other] = season.falls[side];
    let mut whole = Whole::new(chance);
    if setting.health.services.is_none() {
        let marsh = setting.theatre.cells.terrain[cell.index()] == huizhan_theatre::Terrain::Marsh;
        let fell = whole.next(exposed * other * if marsh { p.sickness_marsh } else { 1.0 }, men);
        tally.cases[Disease::Other as usize] += fell;
        return fell;
    }
    let wet = if setting.health.wet[cell.index()] { p.sickness_marsh } else { 1.0 };
    let crowd = law::crowding(p, f64::from(world.occupancy.men[side][cell.index()]));
    let hungry = if world.formations.stock[index] < 1000 { p.health_hunger } else { 1.0 };
    let mut fell = whole.next(exposed * other, men);
    tally.cases[Disease::Other as usize] += fell;
    let mut admit = |rate: f64, disease: Disease| {
        let cases = whole.next(exposed * rate, men - fell);
        held[disease as usize] += cases;
        tally.cases[disease as usize] += cases;
        fell += cases;
    };
    admit(malaria * wet, Disease::Malaria);
    admit(filth * crowd * hungry, Disease::Dysentery);
    if heat > 0.0 {
        let toil = if world.formations.activity[index] == Activity::Rest { p.health_heat_rest } else { 1.0 };
        admit(heat * toil, Disease::Heat);
    }
    fell
}

/// Men in hospitals of the rear who are well go to the depot.
fn discharge(services: &[Service; 2], world: &mut World, side: SideId) {
    let at = side.index();
    // whole men by the share of the day: what is left over stays a day longer
    let well = (f64::from(world.health.rear[at]) / services[at].rear_days) as u32;
    world.health.rear[at] -= well;
    world.health.discharged[at] += well;
    world.depots[at] += well;
}

/// Counts the sick and dead of the day, and tells them once a week and on the last day.
fn count(setting: &crate::Setting, world: &mut World, side: SideId, events: &mut Vec<crate::Event>) {
    let at = side.index();
    let victim = Victim::Soldiers { of: side };
    // hunger puts men into hospital in the phase of supply: the ledger has all of them
    let sick = world.ledger[at].sick - world.human.soldiers[at][Cause::Sick as usize];
    let dead = world.health.dead(side) - world.human.soldiers[at][Cause::DiedSick as usize];
    world.human.add(victim, Cause::Sick, sick);
    world.human.add(victim, Cause::DiedSick, dead);
    let date = world.date;
    if (date - setting.start) % 7 != 6 && date != setting.end {
        return;
    }
    let (cases, died) = (world.health.cases[at], world.health.died[at]);
    let (returned, evacuated) = (world.ledger[at].recovered, world.health.evacuated[at]);
    let told = std::mem::replace(&mut world.health.told[at], Told { cases, died, returned, evacuated });
    let new = Disease::ALL.map(|disease| cases[disease as usize] - told.cases[disease as usize]);
    let dead = Disease::ALL.map(|disease| died[disease as usize] - told.died[disease as usize]);
    let [heat, malaria, dysentery, cholera, other] = new;
    let mut push = |kind| events.push(crate::Event { date, kind });
    push(EventKind::Health(Event::Week {
        side,
        heat,
        malaria,
        dysentery,
        cholera,
        other,
        returned: returned - told.returned,
        evacuated: evacuated - told.evacuated,
        died: dead.iter().sum(),
    }));
    let Some(services) = &setting.health.services else { return };
    let Some(cell) = worst(setting, world, side) else { return };
    let courses = &services[at].courses;
    let mut cost = |cause: Cause, counts: [u32; Disease::COUNT], range: fn(&Course) -> [f64; 2]| {
        let end = |at: usize| counts.iter().zip(courses).map(|(people, course)| f64::from(*people) * range(course)[at]).sum::<f64>() as u32;
        let people = counts.iter().sum();
        if people > 0 {
            push(EventKind::HumanCost { victim, cause, cell, people, low: end(0).min(people), high: end(1).max(people) });
        }
    };
    cost(Cause::Sick, new, |course| course.cases_range);
    cost(Cause::DiedSick, dead, |course| course.fatality_range);
}

/// The cell of the formation with the most sick; of equals the first.
fn worst(setting: &crate::Setting, world: &World, side: SideId) -> Option<CellId> {
    let of_side = |formation: &FormationId| setting.forces[formation.index()].side == side;
    let most = |formation: &FormationId| (world.formations.sick[formation.index()], std::cmp::Reverse(*formation));
    world.present_formations().filter(of_side).max_by_key(most).map(|formation| world.formations.cell[formation.index()])
}
