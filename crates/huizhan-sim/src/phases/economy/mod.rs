//! Lifeline and economy: imports, arsenals, mobilisation, replacements. `docs/model/economy.md`.

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

/// Share of a side's imports through its lifeline that still come in (0-1); 1 where the campaign has none.
#[must_use]
pub fn lifeline(_setting: &crate::Setting, _world: &World, _side: huizhan_base::SideId) -> f64 {
    1.0
}
