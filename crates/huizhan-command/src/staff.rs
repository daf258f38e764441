//! A staff that executes a plan.

use crate::gates::{self, Memory, Scene};
use crate::offensive::Progress;
use crate::plan::Plan;
use crate::relief::Relief;
use crate::sectors::Deployment;
use crate::Commander;
use huizhan_base::Draws;
use huizhan_sim::{Order, Setting, Sighting, View};
use std::sync::Arc;

/// A commander who executes a staff plan over what his side knows.
#[derive(Debug, Clone)]
pub struct Staff {
    plan: Arc<Plan>,
    draws: Draws,
    memory: Memory,
    progress: Progress,
    deployment: Deployment,
    relief: Relief,
    sightings: Vec<Sighting>,
}

impl Staff {
    /// A staff with its plan. `draws` are the run's: what chance decides for a staff is keyed like everything else.
    #[must_use]
    pub fn new(plan: Arc<Plan>, setting: &Setting, draws: Draws) -> Self {
        let groups = setting.forces.iter().map(|force| usize::from(force.group) + 1).max().unwrap_or(0);
        Self {
            memory: Memory::new(&plan),
            progress: Progress::new(&plan, groups),
            deployment: Deployment::new(&plan, setting),
            relief: Relief::default(),
            plan,
            draws,
            sightings: Vec::new(),
        }
    }
}

impl Commander for Staff {
    fn orders(&mut self, view: View<'_>, orders: &mut Vec<Order>) {
        let mut sightings = std::mem::take(&mut self.sightings);
        view.sightings(&mut sightings);
        self.memory.observe(view);
        let plan = Arc::clone(&self.plan);
        for index in 0..plan.orders.len() {
            let order = &plan.orders[index];
            let scene = Scene { view, sightings: &sightings, memory: &self.memory, doctrine: &plan.doctrine, plan: &plan, draws: self.draws };
            if self.memory.given[index].is_none() && view.date() >= order.day && gates::open(scene, &order.gates) {
                self.memory.given[index] = Some(view.date());
            }
        }
        let scene = Scene { view, sightings: &sightings, memory: &self.memory, doctrine: &plan.doctrine, plan: &plan, draws: self.draws };
        let moved = self.progress.observe(&plan, scene);
        self.progress.orders(&plan, scene, orders);
        self.deployment.orders(&plan, scene, orders);
        self.relief.orders(scene, orders);
        for (operation, goes_on) in moved {
            self.memory.objective_since[operation] = goes_on.then_some(view.date());
        }
        self.sightings = sightings;
    }
}
