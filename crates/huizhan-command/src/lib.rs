//! Commanders: who turns what a side knows into orders.
//!
//! A [`Commander`] sees a [`View`], never the world. [`Staff`] executes a [`Plan`], and changes to another when its gates fail: the operations and
//! sectors that a staff had ordered before they were carried out, as data. [`Script`] gives orders recorded before.
//!
//! No plan holds an outcome: objectives, forces, gates and doctrine are what was known when the order was given.

mod approach;
mod encircle;
mod gates;
mod offensive;
mod plan;
mod relief;
mod script;
mod sectors;
mod staff;
mod withdrawal;

pub use plan::{Assembly, Doctrine, Gate, HighOrder, Objective, Operation, Plan, Sector, Withdrawal};
pub use script::Script;
pub use staff::Staff;

use huizhan_sim::{Order, View};

/// Somebody who commands a side.
pub trait Commander {
    /// Adds the orders of the day to `orders`.
    fn orders(&mut self, view: View<'_>, orders: &mut Vec<Order>);

    /// The plan that is followed, where there is one.
    fn plan(&self) -> Option<&str> {
        None
    }
}

#[cfg(test)]
mod tests;
