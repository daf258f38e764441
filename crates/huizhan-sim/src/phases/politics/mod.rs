//! Politics: the worth of holding, the decision to leave, war aims and the state after. `docs/model/politics.md`.

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

/// Whether a side's high command has decided to leave what it defends.
#[must_use]
pub fn is_leaving(_world: &World, _side: huizhan_base::SideId) -> bool {
    false
}
