//! Keyed random draws: a number is a function of (seed, day, purpose, id), not of what was drawn before.
//!
//! The generator is Philox4x32-10 of J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC11, 2011),
//! a counter-based generator: the key is the seed, the counter is (day, purpose, id, index). Two runs under one seed
//! then differ only by the effects of what was changed between them.

use crate::Date;

/// What a number is drawn for. A purpose never changes its value: replays depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Draw {
    /// Common and advantage noise of an engagement, drawn once (`u`, `v`).
    Engagement = 1,
    /// Daily noise of an engagement, each side.
    EngagementDay = 2,
    /// Does the engagement end today?
    EngagementEnd = 3,
    /// Who wins an engagement that ended.
    EngagementOutcome = 4,
    /// Ground gained in a won engagement.
    Advance = 5,
    /// Losses at which a defender gives way.
    BreakingPoint = 6,
    /// Men lost in a forced retreat, or in a ring without way out.
    Retreat = 7,
    /// Rest after a failed attack.
    Rest = 8,
    /// Delay between an order and its execution.
    CommandDelay = 9,
    /// Days to clear a boom.
    Boom = 11,
    /// Sickness of a formation.
    Sickness = 12,
    /// Does a commander act on what he sees today?
    Decision = 13,
    /// Build-up of a base.
    BuildUp = 14,
    /// How far a report departs from the truth.
    Report = 19,
    /// Rain and temperature of a day, each climate zone and common to all.
    Weather = 80,
    /// Rain that falls on a wet day.
    Rain = 81,
    /// Stage of the great river.
    Stage = 82,
    /// Men lost in a night of break-out from a ring.
    RingSlip = 90,
    /// Does a ringed formation lay down its arms today?
    RingSurrender = 91,
    /// Is a formation sent to one that is ringed today?
    Relief = 92,
    /// Does a formation carry out an order, and how long does it not?
    Obedience = 65,
    /// How long a high command means to hold, and how much it bears: drawn once a run.
    Resolve = 66,
    /// Does a person consent to an offer of peace?
    Inducement = 67,
    /// Mines that go off under sweepers, and which.
    MineStrike = 30,
    /// Mines adrift, and which ship they hit.
    DriftingMine = 31,
    /// Does a ship that was hit sink?
    ShipSunk = 32,
    /// How well ships shoot at a battery.
    ShipFire = 33,
    /// Hits of a battery on ships, and which.
    BatteryFire = 34,
    /// Do torpedo boats come down tonight?
    TorpedoRaid = 35,
    /// Does a torpedo hit, and which ship?
    TorpedoHit = 36,
    /// Is a torpedo boat lost?
    TorpedoLoss = 37,
    /// Bombs on ships, and which.
    BombOnShip = 38,
    /// Does a landing come by night?
    NightLanding = 39,
    /// Which diseases the dead of a day died of.
    DeathsOfSickness = 83,
    /// Water of a breached river in a month.
    RiverDischarge = 45,
    /// Share of a river that leaves by a breach.
    BreachShare = 46,
    /// Days in which a breach widens.
    BreachWidening = 47,
    /// Does a formation make use of a documented chemical doctrine today?
    Chemical = 84,
    /// What a group of aircraft does in a day.
    AirTask = 20,
    /// Noise of a fight in the air.
    AirBattle = 21,
    /// Aircraft lost in a fight or on the ground.
    AirLoss = 22,
    /// People hit in a town.
    AirTown = 23,
    /// Aircraft lost to guns and accidents.
    AirWear = 24,
    /// Does a band behind the lines try a raid, on which line, and is it driven off?
    Raid = 55,
    /// What a raid does.
    RaidEffect = 56,
    /// Is a hull on the evacuation route sunk from the air?
    EvacuationRaid = 57,
    /// Which particle of a posterior a seed plays with.
    Particle = 100,
    /// A particle of an ensemble as it is first drawn from the ranges.
    Prior = 101,
    /// Noise on what is observed, in an assimilation.
    Observation = 102,
    /// Levels of a Latin hypercube.
    Hypercube = 105,
    /// A resample of a bootstrap.
    Resample = 106,
    /// For tests.
    Test = 99,
}

/// The source of all draws of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    seed: u64,
}

/// The draws of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayDraws {
    seed: u64,
    day: u32,
}

impl Draws {
    /// Draws of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// The seed given.
    #[must_use]
    pub fn seed(self) -> u64 {
        self.seed
    }

    /// Draws that are of no day of a campaign, but of a round of something else (a member of an ensemble, a resample).
    #[must_use]
    pub fn round(self, index: usize) -> DayDraws {
        self.at(Date::from_days((index as u32).cast_signed()))
    }

    /// The draws of a day.
    #[must_use]
    pub fn at(self, day: Date) -> DayDraws {
        DayDraws { seed: self.seed, day: day.days() as u32 }
    }
}

impl DayDraws {
    /// Four independent 32-bit words of a key.
    #[must_use]
    pub fn words(self, purpose: Draw, id: u32, index: u32) -> [u32; 4] {
        philox([self.day, purpose as u32, id, index], [self.seed as u32, (self.seed >> 32) as u32])
    }

    /// A number in (0, 1), never 0 and never 1.
    #[must_use]
    pub fn uniform(self, purpose: Draw, id: u32) -> f64 {
        unit(self.words(purpose, id, 0)[0])
    }

    /// Two independent standard normal numbers (Box and Muller 1958).
    #[must_use]
    pub fn normal_pair(self, purpose: Draw, id: u32) -> (f64, f64) {
        let words = self.words(purpose, id, 0);
        let radius = libm::sqrt(-2.0 * libm::log(unit(words[0])));
        let angle = core::f64::consts::TAU * unit(words[1]);
        (radius * libm::cos(angle), radius * libm::sin(angle))
    }

    /// A standard normal number.
    #[must_use]
    pub fn normal(self, purpose: Draw, id: u32) -> f64 {
        self.normal_pair(purpose, id).0
    }
}

/// The middle of one of 2^32 equal parts of (0, 1).
fn unit(word: u32) -> f64 {
    (f64::from(word) + 0.5) / 4_294_967_296.0
}

/// Philox4x32 with ten rounds.
pub(crate) fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    const MULTIPLIER: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
    const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
    for _ in 0..10 {
        let first = MULTIPLIER[0] * u64::from(counter[0]);
        let second = MULTIPLIER[1] * u64::from(counter[2]);
        counter = [
            (second >> 32) as u32 ^ counter[1] ^ key[0],
            second as u32,
            (first >> 32) as u32 ^ counter[3] ^ key[1],
            first as u32,
        ];
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    counter
}
