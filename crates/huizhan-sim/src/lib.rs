//! The simulation: [`World`], [`Order`], [`Event`], [`View`], [`step`].
//!
//! A run is a [`Setting`], which it does not change, a [`World`], which [`step`] alone changes, and the orders of the
//! commanders. The simulation reads no file, has no clock and cannot fail: an order that cannot be obeyed becomes an
//! event. State is integers; floats live inside a phase, with the functions of `libm`, so that equal arguments give
//! equal results on every machine.
//!
//! The day is [`step`]; each phase is a module of `phases` with a page in `docs/model/`. [`law`] holds the equations of
//! combat as pure functions of numbers.

mod event;
mod factors;
mod human;
mod order;
mod parameters;
mod phases;
mod setting;
mod step;
mod travel;
mod view;
mod world;

pub use event::{EngagementDay, EngagementResult, Event, EventKind, Refusal};
pub use factors::{Factor, Factors};
pub use human::{Cause, HumanCost, Victim};
pub use order::{Motive, Order, Task};
pub use parameters::Parameters;
pub use phases::combat::law;
pub use phases::{air, chemical, economy, evacuation, flood, fortress, health, landing, politics, rear, ring, river, staff, weather};
pub use phases::supply::flow;
pub use setting::{Barrier, Force, ReplacementFlow, RiverSetting, Setting, Side, SupplySource};
pub use step::{DAY, Day, step, step_into, step_watched};
pub use travel::{Means, Travel, WaterRoute};
pub use view::{Sighting, View};
pub use world::{Activity, Engagement, Formations, Ledger, Occupancy, Status, World};

#[cfg(test)]
mod tests;
