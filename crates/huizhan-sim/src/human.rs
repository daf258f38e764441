//! Human cost: who was hurt, by what. `docs/model/human.md`.
//!
//! Every system that hurts people counts them here once, soldiers by side and civilians together; where and when stands
//! in the events ([`crate::EventKind::EngagementDay`] for engagements, [`crate::EventKind::HumanCost`] for all else).

use huizhan_base::{Digest, SideId};
use serde::Serialize;

/// Whom it hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "victim", rename_all = "snake_case")]
pub enum Victim {
    /// Soldiers and sailors of a side.
    Soldiers {
        /// Whose.
        of: SideId,
    },
    /// Civilians, of whatever place.
    Civilians,
}

/// What hurt them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Cause {
    /// Killed and wounded in engagements on land.
    Battle = 0,
    /// Missing and captured.
    Captured = 1,
    /// Killed and wounded from the air.
    Air = 2,
    /// Air crews killed.
    AirCrew = 3,
    /// Killed and wounded on ships and in batteries.
    River = 4,
    /// Admitted sick.
    Sick = 5,
    /// Died of sickness.
    DiedSick = 6,
    /// Left the ranks.
    Deserted = 7,
    /// Drowned in the flood.
    Drowned = 8,
    /// Died of hunger and disease after the flood.
    FloodAftermath = 9,
    /// Driven from their homes: displaced, not dead.
    Displaced = 10,
    /// Killed in raids behind the lines.
    Rear = 11,
    /// Killed in evacuation.
    Evacuation = 12,
    /// Killed in or after the taking of towns.
    Occupation = 13,
}

impl Cause {
    /// Its name in tables and files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Battle => "battle",
            Self::Captured => "captured",
            Self::Air => "air",
            Self::AirCrew => "air_crew",
            Self::River => "river",
            Self::Sick => "sick",
            Self::DiedSick => "died_sick",
            Self::Deserted => "deserted",
            Self::Drowned => "drowned",
            Self::FloodAftermath => "flood_aftermath",
            Self::Displaced => "displaced",
            Self::Rear => "rear",
            Self::Evacuation => "evacuation",
            Self::Occupation => "occupation",
        }
    }

    /// What it counts, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Battle => "killed and wounded in engagements",
            Self::Captured => "missing and captured",
            Self::Air => "killed and wounded from the air",
            Self::AirCrew => "air crews killed",
            Self::River => "killed and wounded on ships and in batteries",
            Self::Sick => "admitted sick",
            Self::DiedSick => "died of sickness",
            Self::Deserted => "left the ranks",
            Self::Drowned => "drowned in the flood",
            Self::FloodAftermath => "died of hunger and disease after the flood",
            Self::Displaced => "driven from their homes by the flood",
            Self::Rear => "killed behind the lines",
            Self::Evacuation => "killed in evacuation",
            Self::Occupation => "killed in or after the taking of towns",
        }
    }

    /// How many causes there are.
    pub const COUNT: usize = 14;

    /// All causes, in the order of their numbers.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Battle,
        Self::Captured,
        Self::Air,
        Self::AirCrew,
        Self::River,
        Self::Sick,
        Self::DiedSick,
        Self::Deserted,
        Self::Drowned,
        Self::FloodAftermath,
        Self::Displaced,
        Self::Rear,
        Self::Evacuation,
        Self::Occupation,
    ];
}

/// People hurt so far, by cause (people).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct HumanCost {
    /// Soldiers of each side, `[side][cause]`.
    pub soldiers: [[u32; Cause::COUNT]; 2],
    /// Civilians, `[cause]`.
    pub civilians: [u32; Cause::COUNT],
}

impl Victim {
    /// Soldiers of both sides, and civilians.
    pub const ALL: [Self; 3] = [Self::Soldiers { of: SideId(0) }, Self::Soldiers { of: SideId(1) }, Self::Civilians];
}

impl HumanCost {
    /// Counts people once.
    pub fn add(&mut self, victim: Victim, cause: Cause, people: u32) {
        match victim {
            Victim::Soldiers { of } => self.soldiers[of.index()][cause as usize] += people,
            Victim::Civilians => self.civilians[cause as usize] += people,
        }
    }

    /// People of a kind of victim hurt by a cause so far.
    #[must_use]
    pub fn of(&self, victim: Victim, cause: Cause) -> u32 {
        match victim {
            Victim::Soldiers { of } => self.soldiers[of.index()][cause as usize],
            Victim::Civilians => self.civilians[cause as usize],
        }
    }

    pub(crate) fn digest(&self, digest: &mut Digest) {
        let rows = self.soldiers.iter().chain(std::iter::once(&self.civilians)).flatten();
        rows.filter(|people| **people > 0).for_each(|people| digest.add(u64::from(*people)));
    }
}
