//! Weather and river stage of the day, from climatology. `docs/model/weather.md`.

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

/// Factor on the cost of a march in a cell today: 1 on dry ground.
#[must_use]
pub fn march(_setting: &crate::Setting, _world: &World, _cell: huizhan_base::CellId) -> f64 {
    1.0
}

/// Stage of the great river today against the mean of the year (centimetres).
#[must_use]
pub fn stage_cm(_setting: &crate::Setting, _world: &World) -> i32 {
    0
}

/// Share of a day on which aircraft can fly over a cell today (0-1).
#[must_use]
pub fn flying(_setting: &crate::Setting, _world: &World, _cell: huizhan_base::CellId) -> f64 {
    1.0
}
