//! Encirclement: rings, relief, break-out, officers by parachute. `docs/model/ring.md`.

use crate::World;
use huizhan_base::{Digest, Draws};
use serde::Serialize;

/// What a run does not change.
#[derive(Debug, Clone, Default)]
pub struct Setting {}

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {}

impl State {
    /// The state before the first day.
    pub(crate) fn new(_setting: &crate::Setting) -> Self {
        Self::default()
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, _digest: &mut Digest) {}
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {}

/// One day.
pub(crate) fn day(_setting: &crate::Setting, _world: &mut World, _seed: Draws, _events: &mut Vec<crate::Event>) {}

/// Whether a formation is cut off in a ring today.
#[must_use]
pub fn is_ringed(_world: &World, _formation: huizhan_base::FormationId) -> bool {
    false
}
