//! Air war: sweeps, raids, close support, reconnaissance, airdrops. `docs/model/air.md`.

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

/// Advantage (`V`) that the day's close support gives the attacker of a cell; negative where the defender has more.
pub(crate) fn advantage(_setting: &crate::Setting, _world: &World, _cell: huizhan_base::CellId, _attacker: huizhan_base::SideId) -> f64 {
    0.0
}
