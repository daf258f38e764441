//! A commander who gives orders recorded before.

use crate::Commander;
use huizhan_base::Date;
use huizhan_sim::{Order, View};

/// Recorded orders of a side, by day.
#[derive(Debug, Clone, Default)]
pub struct Script {
    orders: Vec<(Date, Order)>,
    next: usize,
}

impl Script {
    /// A script of orders; they are given in the order of their days.
    #[must_use]
    pub fn new(mut orders: Vec<(Date, Order)>) -> Self {
        orders.sort_by_key(|(date, _)| *date);
        Self { orders, next: 0 }
    }
}

impl Commander for Script {
    fn orders(&mut self, view: View<'_>, orders: &mut Vec<Order>) {
        while let Some((date, order)) = self.orders.get(self.next).filter(|(date, _)| *date <= view.date()) {
            if *date == view.date() {
                orders.push(*order);
            }
            self.next += 1;
        }
    }
}
