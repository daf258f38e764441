//! What a side knows.

use crate::order::Task;
use crate::setting::{Force, Setting};
use crate::world::{Activity, World};
use huizhan_base::{CellId, Date, FormationId, SideId};

/// A side's knowledge: its own formations in full, the enemy as far as its troops can see.
///
/// A commander gets a view, never the world. What it shows of the enemy is where he stands within
/// [`View::SIGHTING_KM`] of own troops or around the places his aircraft looked at yesterday, as rounded numbers.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    setting: &'a Setting,
    world: &'a World,
    side: SideId,
}

/// Enemy troops seen in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sighting {
    /// Where.
    pub cell: CellId,
    /// How many, to the nearest thousand, at least 1,000 (men).
    pub men: u32,
}

impl<'a> View<'a> {
    /// How far patrols and agents see from own troops (km). Assumption, 30-90: about three days' march, what the staffs of
    /// both sides show of each other in their telegrams. Aircraft see farther where they are sent.
    pub const SIGHTING_KM: f64 = 60.0;

    /// The view of a side.
    #[must_use]
    pub fn new(setting: &'a Setting, world: &'a World, side: SideId) -> Self {
        Self { setting, world, side }
    }

    /// Whose view it is.
    #[must_use]
    pub fn side(self) -> SideId {
        self.side
    }

    /// The day about to be played.
    #[must_use]
    pub fn date(self) -> Date {
        self.world.date
    }

    /// Map, calendar and forces are known to both sides.
    #[must_use]
    pub fn setting(self) -> &'a Setting {
        self.setting
    }

    /// Costs and fields as they are known today.
    #[must_use]
    pub fn travel(self) -> &'a crate::Travel {
        self.setting.travel(self.world)
    }

    /// Whether a place is clear of a flood as far as anyone knows: no water on it, and none seen that runs towards it.
    #[must_use]
    pub fn dry(self, cell: CellId) -> bool {
        let doomed = self.world.flood.seen && self.setting.flood.reach.binary_search(&cell).is_ok();
        !self.world.closed[cell.index()] && !doomed
    }

    /// Own formations on the map.
    pub fn formations(self) -> impl Iterator<Item = FormationId> + 'a {
        let (setting, side) = (self.setting, self.side);
        self.world.present_formations().filter(move |formation| setting.forces[formation.index()].side == side)
    }

    /// Whether an own formation is on the map.
    #[must_use]
    pub fn present(self, formation: FormationId) -> bool {
        self.own(formation) && self.world.present(formation)
    }

    fn own(self, formation: FormationId) -> bool {
        self.setting.forces[formation.index()].side == self.side
    }

    fn checked(self, formation: FormationId) -> usize {
        assert!(self.own(formation), "a view shows a side its own formations only");
        formation.index()
    }

    /// The record's row of an own formation.
    #[must_use]
    pub fn force(self, formation: FormationId) -> &'a Force {
        &self.setting.forces[self.checked(formation)]
    }

    /// Where an own formation stands.
    #[must_use]
    pub fn cell(self, formation: FormationId) -> CellId {
        self.world.formations.cell[self.checked(formation)]
    }

    /// Men present for duty in an own formation.
    #[must_use]
    pub fn men(self, formation: FormationId) -> u32 {
        self.world.formations.men[self.checked(formation)]
    }

    /// Cohesion of an own formation (0-1).
    #[must_use]
    pub fn cohesion(self, formation: FormationId) -> f64 {
        f64::from(self.world.formations.cohesion[self.checked(formation)]) / 10_000.0
    }

    /// Stock of an own formation (days of supply).
    #[must_use]
    pub fn stock(self, formation: FormationId) -> f64 {
        f64::from(self.world.formations.stock[self.checked(formation)]) / 1000.0
    }

    /// Whether an own formation stands in a ring.
    #[must_use]
    pub fn is_ringed(self, formation: FormationId) -> bool {
        crate::ring::is_ringed(self.world, FormationId::from_index(self.checked(formation)))
    }

    /// Days for which an own formation has had no supply head (0: it has one).
    #[must_use]
    pub fn out_of_touch_days(self, formation: FormationId) -> i32 {
        i32::from(self.world.ring.out_of_touch_days[self.checked(formation)])
    }

    /// What an own formation was last told to do.
    #[must_use]
    pub fn ordered(self, formation: FormationId) -> Task {
        self.world.formations.ordered[self.checked(formation)]
    }

    /// What an own formation did yesterday.
    #[must_use]
    pub fn activity(self, formation: FormationId) -> Activity {
        self.world.formations.activity[self.checked(formation)]
    }

    /// Whether an own formation is barred from assault today.
    #[must_use]
    pub fn resting(self, formation: FormationId) -> bool {
        self.world.formations.rest_until[self.checked(formation)] > self.world.date
    }

    /// Own men in a cell.
    #[must_use]
    pub fn own_men(self, cell: CellId) -> u32 {
        self.world.occupancy.men[self.side.index()][cell.index()]
    }

    /// Whether the side holds a cell.
    #[must_use]
    pub fn holds(self, cell: CellId) -> bool {
        self.world.control[cell.index()] == self.side.0
    }

    /// Whether the enemy holds a cell. Lines are known: this is told of every cell.
    #[must_use]
    pub fn enemy_holds(self, cell: CellId) -> bool {
        self.world.control[cell.index()] == self.side.enemy().0
    }

    /// Whether enemy troops stand in a cell with own troops or beside it: patrols see that far.
    #[must_use]
    pub fn touches_enemy(self, cell: CellId) -> bool {
        self.own_men(cell) > 0 && self.world.occupancy.near[self.side.index()][cell.index()] > 0
    }

    /// Works in a cell the side holds (0-1).
    #[must_use]
    pub fn works(self, cell: CellId) -> f64 {
        if self.holds(cell) { f64::from(self.world.works[cell.index()]) / 10_000.0 } else { 0.0 }
    }

    /// How far up the great river the ships of the side with shipping go (metres from the mouth): both sides see them.
    #[must_use]
    pub fn river_head_m(self) -> u32 {
        self.world.river.head_m
    }

    /// Whether a landing in a bank cell is open to the side's ships today.
    #[must_use]
    pub fn landing_open(self, metres: u32) -> bool {
        crate::phases::river::landing_open(self.setting, self.world, metres)
    }

    /// Whether the side's ships can carry troops from a cell to another today.
    #[must_use]
    pub fn can_sail(self, from: CellId, to: CellId) -> bool {
        let ships = self.setting.river.as_ref().is_some_and(|river| river.side == self.side);
        ships && crate::phases::river::can_sail(self.setting, self.world, from, to)
    }

    /// Whether its own high command has decided to leave what it defends.
    #[must_use]
    pub fn is_leaving(self) -> bool {
        crate::phases::politics::is_leaving(self.world, self.side)
    }

    /// Enemy troops seen, sorted by cell, written into `sightings`.
    pub fn sightings(self, sightings: &mut Vec<Sighting>) {
        sightings.clear();
        let enemy = self.side.enemy();
        let own: Vec<CellId> = self.world.occupancy.cells(self.side).collect();
        // cells come in an order in which the next is often seen from where the last was
        let mut post = own.first().copied();
        for cell in self.world.occupancy.cells(enemy) {
            let theatre = &self.setting.theatre;
            let flown_over = || self.world.air.eyes(self.side).any(|eye| theatre.within_km(eye, cell, self.setting.parameters.air_recon_km));
            let near = |from: &CellId| theatre.within_km(*from, cell, Self::SIGHTING_KM);
            let seen_from = post.filter(near).or_else(|| own.iter().copied().find(near));
            post = seen_from.or(post);
            if seen_from.is_some() || flown_over() {
                let men = self.world.occupancy.men[enemy.index()][cell.index()];
                sightings.push(Sighting { cell, men: ((men + 500) / 1000 * 1000).max(1000) });
            }
        }
    }
}
