//! Settings of the systems, one file each, made from record and theatre.

pub(crate) mod air;
pub(crate) mod chemical;
pub(crate) mod economy;
pub(crate) mod evacuation;
pub(crate) mod flood;
pub(crate) mod fortress;
pub(crate) mod health;
pub(crate) mod politics;
pub(crate) mod rear;
pub(crate) mod river;
pub(crate) mod staff;
pub(crate) mod weather;

use crate::forces::Places;
use huizhan_base::{Date, SideId};
use huizhan_record::Record;
use huizhan_sim::{Factors, Force, Parameters, Side, Travel};
use huizhan_theatre::Theatre;

/// What a system's setting may be made from.
pub(crate) struct Context<'a> {
    pub(crate) record: &'a Record,
    pub(crate) theatre: &'a Theatre,
    pub(crate) travel: &'a Travel,
    pub(crate) parameters: &'a Parameters,
    pub(crate) factors: &'a Factors,
    pub(crate) sides: &'a [Side; 2],
    pub(crate) forces: &'a [Force],
    pub(crate) start: Date,
    pub(crate) end: Date,
}

impl<'a> Context<'a> {
    /// The side of an id of the record.
    pub(crate) fn side(&self, id: &str) -> Option<SideId> {
        self.sides.iter().position(|side| side.id == id).map(SideId::from_index)
    }

    /// Finds places, reporting those that are unknown.
    pub(crate) fn places(&self) -> Places<'a> {
        Places { theatre: self.theatre }
    }
}
