//! Playing a replay again.

use crate::{Replay, scenario_digest};
use huizhan_base::{Date, Draws};
use huizhan_sim::{Setting, World, step_into};

/// What playing a replay again showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every day is the same.
    Same {
        /// How many days.
        days: usize,
    },
    /// The scenario is not the one that was recorded: its forces, map or numbers differ.
    OtherScenario {
        /// Digest in the file.
        recorded: String,
        /// Digest of the scenario at hand.
        found: String,
    },
    /// A day differs from the record.
    Differs {
        /// The first such day.
        date: Date,
        /// Digest in the file.
        recorded: String,
        /// Digest of this engine.
        found: String,
    },
}

/// Plays a replay again and says where it first differs.
#[must_use]
pub fn verify(setting: &Setting, replay: &Replay) -> Verdict {
    let found = scenario_digest(setting).to_string();
    if found != replay.header.scenario_digest {
        return Verdict::OtherScenario { recorded: replay.header.scenario_digest.clone(), found };
    }
    let mut world = World::new(setting);
    let draws = Draws::new(replay.header.seed);
    let mut events = Vec::new();
    for day in &replay.days {
        let date = world.date;
        events.clear();
        step_into(setting, &mut world, &day.orders, draws, &mut events);
        let found = world.digest().to_string();
        if date != day.date || found != day.digest {
            return Verdict::Differs { date, recorded: day.digest.clone(), found };
        }
    }
    Verdict::Same { days: replay.days.len() }
}
