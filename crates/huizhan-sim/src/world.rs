//! What changes: the state of a run, in integers, in columns by id.

use crate::human::HumanCost;
use crate::order::Task;
use crate::phases::{air, chemical, economy, evacuation, flood, fortress, health, landing, politics, rear, ring, river, staff, weather};
use crate::setting::Setting;
use huizhan_base::{CellId, Date, Digest, FormationId, SideId};

/// Where a formation is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// Not yet in the theatre.
    Waiting = 0,
    /// On the map.
    Present = 1,
    /// Destroyed: its row stays.
    Destroyed = 2,
}

/// Columns of the formations, indexed by `FormationId`.
#[derive(Debug, Clone, Default)]
pub struct Formations {
    /// Waiting, present or destroyed.
    pub status: Vec<Status>,
    /// Where it stands.
    pub cell: Vec<CellId>,
    /// Men present for duty.
    pub men: Vec<u32>,
    /// Men in its hospitals.
    pub sick: Vec<u32>,
    /// Killed, wounded, missing and captured so far.
    pub lost: Vec<u32>,
    /// Stock (thousandths of a day of supply).
    pub stock: Vec<u16>,
    /// Cohesion (0-10,000).
    pub cohesion: Vec<u16>,
    /// What it is doing.
    pub task: Vec<Task>,
    /// What it was last told to do.
    pub ordered: Vec<Task>,
    /// March done towards the next cell (hectometres).
    pub progress: Vec<u16>,
    /// It does not assault before this day.
    pub rest_until: Vec<Date>,
    /// The cell it assaults today, or `Cells::NONE`.
    pub target: Vec<CellId>,
    /// What it did today, for supply and recovery.
    pub activity: Vec<Activity>,
    /// Where its supply comes from: the way back of a beaten formation; its own cell where it is cut off.
    pub rear: Vec<CellId>,
}

/// What a formation did in a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Activity {
    /// Stood out of contact.
    Rest = 0,
    /// Marched.
    March = 1,
    /// Was attacked.
    Defence = 2,
    /// Assaulted.
    Assault = 3,
}

/// A fight for a cell, over its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Engagement {
    /// The defended cell.
    pub cell: CellId,
    /// Who attacks.
    pub attacker: SideId,
    /// The day it began: the key of its noise.
    pub began: Date,
    /// Days fought.
    pub days: u16,
    /// The last day fought.
    pub last: Date,
    /// Ground gained in the cell (metres).
    pub ground_m: u32,
    /// Men of the defender when it began.
    pub defenders: u32,
    /// Men the defender has lost in it.
    pub defender_losses: u32,
}

/// What a side has lost so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Killed and wounded in engagements, and of garrisons in raids behind the lines (men).
    pub killed_wounded: u32,
    /// Missing and captured: stragglers, surrenders (men).
    pub missing_captured: u32,
    /// Men who fell sick (admissions).
    pub sick: u32,
    /// Sick who came back.
    pub recovered: u32,
    /// Replacements who joined.
    pub replacements: u32,
    /// Men who entered the theatre with their formations.
    pub entered: u32,
    /// Men who escaped from destroyed formations: they wait as replacements.
    pub escaped: u32,
}

/// The state of a run.
#[derive(Debug, Clone)]
pub struct World {
    /// The day that the next step will play.
    pub date: Date,
    /// Columns of the formations.
    pub formations: Formations,
    /// Who holds each cell: 0, 1, or 2 for nobody.
    pub control: Vec<u8>,
    /// Works in each cell (0-10,000).
    pub works: Vec<u16>,
    /// Cells closed by water.
    pub closed: Vec<bool>,
    /// Fights under way, sorted by cell.
    pub engagements: Vec<Engagement>,
    /// The opened river.
    pub river: river::State,
    /// Orders on their way, in the order taken: (day due, formation, task).
    pub orders: Vec<(Date, FormationId, Task)>,
    /// Men waiting as replacements, each side.
    pub depots: [u32; 2],
    /// Losses, each side.
    pub ledger: [Ledger; 2],
    /// Capacity that each route has lost to raids, air or sabotage (thousandths): repaired by the day.
    pub damage: Vec<u16>,
    /// People killed, wounded, sick and driven out, by cause.
    pub human: HumanCost,
    /// Air war: sweeps, raids, close support, reconnaissance, airdrops.
    pub air: air::State,
    /// Chemical weapons: the record's count and an abstract modifier, off unless a factor turns it on.
    pub chemical: chemical::State,
    /// Lifeline and economy: imports, arsenals, mobilisation, replacements.
    pub economy: economy::State,
    /// Evacuation of industry, people and wounded up the river.
    pub evacuation: evacuation::State,
    /// Flood: the breach spreads over cells by date and elevation.
    pub flood: flood::State,
    /// Fortresses and field works: batteries and works with strength of their own.
    pub fortress: fortress::State,
    /// Health: malaria, dysentery, cholera and heat by season, ground and supply.
    pub health: health::State,
    /// Landings: lift, beach, stage, opposition, surprise.
    pub landing: landing::State,
    /// Politics: the worth of holding, the decision to leave, war aims and the state after.
    pub politics: politics::State,
    /// Rear: garrisons, guerrillas, raids, lines cut and repaired.
    pub rear: rear::State,
    /// Encirclement: rings, relief, break-out, officers by parachute.
    pub ring: ring::State,
    /// Command as persons: tenures, staff quality, obedience, seams.
    pub staff: staff::State,
    /// Weather and river stage of the day, from climatology.
    pub weather: weather::State,
    /// Derived from the formations, rebuilt when they move.
    pub occupancy: Occupancy,
    pub(crate) scratch: crate::phases::Scratch,
}

/// Who stands where: derived, not part of the digest.
#[derive(Debug, Clone, Default)]
pub struct Occupancy {
    /// Men of each side in each cell.
    pub men: [Vec<u32>; 2],
    /// Formations of each side in each cell.
    pub(crate) count: [Vec<u16>; 2],
    /// Enemies of each side in and around each cell (how many of the cell and its neighbours hold enemy troops).
    pub(crate) near: [Vec<u8>; 2],
    /// Cells with formations of each side, a bit a cell.
    pub(crate) held: [Vec<u64>; 2],
}

impl Occupancy {
    /// Nobody anywhere, on so many cells.
    fn new(cells: usize) -> Self {
        let both = [vec![0; cells], vec![0; cells]];
        let words = vec![0; cells.div_ceil(64)];
        Self { men: both, count: [vec![0; cells], vec![0; cells]], near: [vec![0; cells], vec![0; cells]], held: [words.clone(), words] }
    }

    /// Cells in which a side has formations, in the order of their ids.
    pub(crate) fn cells(&self, side: SideId) -> impl Iterator<Item = CellId> + '_ {
        self.held[side.index()].iter().enumerate().flat_map(|(word, bits)| {
            let rest = std::iter::successors(Some(*bits), |bits| Some(bits & bits.wrapping_sub(1)));
            rest.take_while(|bits| *bits != 0).map(move |bits| CellId::from_index(64 * word + bits.trailing_zeros() as usize))
        })
    }
}

impl World {
    /// Nobody holds the cell.
    pub const NOBODY: u8 = 2;

    /// The state before the first day of a setting.
    #[must_use]
    pub fn new(setting: &Setting) -> Self {
        let count = setting.forces.len();
        let cells = setting.theatre.cells.len();
        let column = |value| vec![value; count];
        let formations = Formations {
            status: vec![Status::Waiting; count],
            cell: setting.forces.iter().map(|force| force.cell).collect(),
            men: setting.forces.iter().map(|force| force.establishment).collect(),
            sick: column(0),
            lost: column(0),
            stock: vec![(setting.parameters.supply_stock_days * 1000.0) as u16; count],
            cohesion: vec![10_000; count],
            task: vec![Task::Hold; count],
            ordered: vec![Task::Hold; count],
            progress: vec![0; count],
            rest_until: vec![setting.start; count],
            target: vec![huizhan_theatre::Cells::NONE; count],
            activity: vec![Activity::Rest; count],
            rear: setting.forces.iter().map(|force| force.cell).collect(),
        };
        let mut works = vec![0u16; cells];
        for fort in &setting.forts {
            let cell = setting.theatre.places[fort.index()].cell;
            works[cell.index()] = fortress::law::permanent(&setting.parameters, setting.factors.fortresses);
        }
        let mut world = Self {
            date: setting.start,
            formations,
            control: setting.control.clone(),
            works,
            closed: vec![false; cells],
            engagements: Vec::with_capacity(64),
            river: river::State::new(setting),
            orders: Vec::with_capacity(256),
            depots: [0; 2],
            ledger: [Ledger::default(); 2],
            damage: vec![0; setting.theatre.routes.len()],
            human: HumanCost::default(),
            air: air::State::new(setting),
            chemical: chemical::State::default(),
            economy: economy::State::new(setting),
            evacuation: evacuation::State::new(setting),
            flood: flood::State::new(setting),
            fortress: fortress::State::new(setting),
            health: health::State::new(setting),
            landing: landing::State::new(),
            politics: politics::State::new(setting),
            rear: rear::State::new(setting),
            ring: ring::State::new(setting),
            staff: staff::State::new(setting),
            weather: weather::State::new(setting),

            occupancy: Occupancy::new(cells),
            scratch: crate::phases::Scratch::new(setting),
        };
        crate::phases::flood::begin(setting, &mut world);
        // who is there on the first day is there before it: commanders see them
        crate::phases::calendar::enter(setting, &mut world, &mut Vec::new());
        world
    }

    /// Whether a formation is on the map.
    #[must_use]
    #[inline]
    pub fn present(&self, formation: FormationId) -> bool {
        self.formations.status[formation.index()] == Status::Present
    }

    /// The formations on the map, in the order of their ids.
    pub fn present_formations(&self) -> impl Iterator<Item = FormationId> + '_ {
        (0..self.formations.status.len()).map(FormationId::from_index).filter(|formation| self.present(*formation))
    }

    /// Whether the run is over.
    #[must_use]
    pub fn is_terminal(&self, setting: &Setting) -> bool {
        self.date > setting.end
    }

    /// A digest of everything that decides the future, equal on every machine.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut digest = Digest::new();
        digest.add(self.date.days() as u64);
        let f = &self.formations;
        for i in 0..f.cell.len() {
            digest.add(u64::from(f.cell[i].0) | (f.status[i] as u64) << 16 | u64::from(f.men[i]) << 24);
            digest.add(u64::from(f.sick[i]) | u64::from(f.stock[i]) << 32 | u64::from(f.cohesion[i]) << 48);
            digest.add(task_word(f.task[i]) | task_word(f.ordered[i]) << 32);
            digest.add(u64::from(f.progress[i]) | (f.rest_until[i].days() as u64) << 16 | u64::from(f.lost[i]) << 40);
            digest.add(u64::from(f.rear[i].0) | (f.activity[i] as u64) << 16);
        }
        for (index, owner) in self.control.iter().enumerate().filter(|(_, owner)| **owner != Self::NOBODY) {
            digest.add((index as u64) << 32 | u64::from(self.works[index]) << 8 | u64::from(*owner));
        }
        for engagement in &self.engagements {
            digest.add(u64::from(engagement.cell.0) | u64::from(engagement.attacker.0) << 16 | u64::from(engagement.days) << 24);
            digest.add(engagement.began.days() as u64 | u64::from(engagement.ground_m) << 32);
            digest.add(u64::from(engagement.defender_losses) | u64::from(engagement.defenders) << 32);
            digest.add(engagement.last.days() as u64);
        }
        self.river.digest(&mut digest);
        for ledger in &self.ledger {
            digest.add(u64::from(ledger.killed_wounded) | u64::from(ledger.missing_captured) << 32);
        }
        digest.add(u64::from(self.depots[0]) | u64::from(self.depots[1]) << 32);
        for (route, damage) in self.damage.iter().enumerate().filter(|(_, damage)| **damage > 0) {
            digest.add((route as u64) << 16 | u64::from(*damage));
        }
        self.human.digest(&mut digest);
        self.air.digest(&mut digest);
        self.chemical.digest(&mut digest);
        self.economy.digest(&mut digest);
        self.evacuation.digest(&mut digest);
        self.flood.digest(&mut digest);
        self.fortress.digest(&mut digest);
        self.health.digest(&mut digest);
        self.landing.digest(&mut digest);
        self.politics.digest(&mut digest);
        self.rear.digest(&mut digest);
        self.ring.digest(&mut digest);
        self.staff.digest(&mut digest);
        self.weather.digest(&mut digest);
        for (due, formation, task) in &self.orders {
            digest.add(due.days() as u64 | u64::from(formation.0) << 32);
            digest.add(task_word(*task));
        }
        digest
    }
}

fn task_word(task: Task) -> u64 {
    match task {
        Task::Hold => 0,
        Task::March { to } => 1 << 16 | u64::from(to.0),
        Task::Advance { to } => 2 << 16 | u64::from(to.0),
        Task::Withdraw { to } => 3 << 16 | u64::from(to.0),
        Task::Land { to } => 4 << 16 | u64::from(to.0),
    }
}
