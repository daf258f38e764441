//! What a formation can be told to do.

use huizhan_base::{CellId, FormationId};
use serde::{Deserialize, Serialize};

/// A task of a formation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Task {
    /// Stay and defend.
    Hold,
    /// Go there through ground the enemy does not hold, by rail where there is one; stop before the enemy.
    March {
        /// Cell of a place, or a neighbouring cell.
        to: CellId,
    },
    /// Go there and attack what stands in the way.
    Advance {
        /// Cell of a place, or a neighbouring cell.
        to: CellId,
    },
    /// Leave the enemy and go there; the defence on the way is a delaying one.
    Withdraw {
        /// Cell of a place, or a neighbouring cell.
        to: CellId,
    },
    /// Go there by water: along the swept river, or by a lake or sea route; land, against resistance if need be.
    Land {
        /// A bank cell, or the far end of a lake or sea route.
        to: CellId,
    },
}

impl Task {
    /// Where it leads.
    #[must_use]
    pub fn target(self) -> Option<CellId> {
        match self {
            Self::Hold => None,
            Self::March { to } | Self::Advance { to } | Self::Withdraw { to } | Self::Land { to } => Some(to),
        }
    }
}

/// Why a commander gave an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motive {
    /// The next objective of an operation.
    Objective,
    /// A gate of the operation is shut.
    Wait,
    /// Stocks or cohesion are too low to go on.
    Pause,
    /// A position of its sector.
    Position,
    /// Its position is lost or untenable.
    FallBack,
    /// Local superiority beside the position.
    CounterAttack,
    /// Too weak for the line.
    Refit,
    /// Out of a ring, towards its own lines.
    BreakOut,
    /// Towards a formation of its side that is ringed.
    Relief,
    /// Into the way of an enemy column, to close a ring.
    Encircle,
    /// Its day of a withdrawal, or the wait for it.
    MarchOut,
    /// It covers a withdrawal.
    RearGuard,
    /// A player, a learner or a script wished it.
    Other,
}

/// An instruction to one formation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Who is to do it.
    pub formation: FormationId,
    /// What.
    #[serde(flatten)]
    pub task: Task,
    /// Why.
    pub motive: Motive,
}
