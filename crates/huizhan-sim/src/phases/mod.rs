//! The phases of a day, one module each; `docs/model/` has a page for each.

pub mod air;
pub(crate) mod calendar;
pub mod chemical;
pub(crate) mod cohesion;
pub(crate) mod combat;
pub(crate) mod command;
pub(crate) mod contact;
pub(crate) mod control;
pub mod economy;
pub mod evacuation;
pub mod flood;
pub mod fortress;
pub mod health;
pub mod landing;
pub(crate) mod movement;
pub(crate) mod occupancy;
pub mod politics;
pub mod rear;
pub mod ring;
pub mod river;
pub mod staff;
pub(crate) mod supply;
pub mod weather;

use crate::setting::Setting;
use huizhan_base::{CellId, Draws, FormationId};

/// Lists that phases reuse from day to day, so that the day loop does not allocate. They decide nothing about the
/// future: each is filled before it is read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    /// (defended cell, attacking formation), sorted.
    pub(crate) assaults: Vec<(CellId, FormationId)>,
    pub(crate) attackers: Vec<FormationId>,
    pub(crate) defenders: Vec<FormationId>,
    pub(crate) weights: Vec<f64>,
    pub(crate) limits: Vec<u32>,
    pub(crate) shares: Vec<u32>,
    /// Who is given the next man in sharing out: (remainder, place in the list).
    pub(crate) turns: Vec<(f64, usize)>,
    /// How readily each formation falls sick: a draw of the run, kept because it is costly to draw again.
    pub(crate) constitution: Vec<f64>,
    /// The run it was drawn for.
    pub(crate) constitution_seed: Option<Draws>,
    /// What today's season does to troops, by zone of climate.
    pub(crate) seasons: Vec<health::Season>,
    /// Who held each place when the day before ended.
    pub(crate) place_holder: Vec<u8>,
    /// Which sides have steady troops in each cell today (bits): filled by movement.
    pub(crate) steady: Vec<u8>,
    pub(crate) supply: supply::SupplyScratch,
    pub(crate) ring: ring::Scratch,
    pub(crate) air: air::Scratch,
}

impl Scratch {
    pub(crate) fn new(setting: &Setting) -> Self {
        let place_holder = setting.theatre.places.iter().map(|place| setting.control[place.cell.index()]).collect();
        Self { place_holder, supply: supply::SupplyScratch::new(setting), ..Self::default() }
    }
}
