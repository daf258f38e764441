//! A staff that executes a plan, and changes to another when its plan no longer applies.

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
    files: Vec<File>,
    /// The plan followed, once it has been chosen.
    current: Option<usize>,
    draws: Draws,
    sightings: Vec<Sighting>,
}

/// A plan with what the staff remembers for it and how far it has come.
#[derive(Debug, Clone)]
struct File {
    plan: Arc<Plan>,
    memory: Memory,
    progress: Progress,
    deployment: Deployment,
    relief: Relief,
}

impl Staff {
    /// A staff with its plans, the preferred first. `draws` are the run's: what chance decides for a staff is keyed like
    /// everything else.
    #[must_use]
    pub fn new(plans: &[Arc<Plan>], setting: &Setting, draws: Draws) -> Self {
        let groups = setting.forces.iter().map(|force| usize::from(force.group) + 1).max().unwrap_or(0);
        let file = |plan: &Arc<Plan>| File {
            memory: Memory::new(plan),
            progress: Progress::new(plan, groups),
            deployment: Deployment::new(plan, setting),
            relief: Relief::default(),
            plan: Arc::clone(plan),
        };
        Self { files: plans.iter().map(file).collect(), current: None, draws, sightings: Vec::new() }
    }

    /// The plan to follow: the present one as long as its gates hold, else the first whose gates hold, else the last.
    fn choose(&self, view: View<'_>, sightings: &[Sighting]) -> Option<usize> {
        let holds = |index: &usize| {
            let File { plan, memory, .. } = &self.files[*index];
            gates::open(Scene { view, sightings, memory, doctrine: &plan.doctrine, plan, draws: self.draws }, &plan.gates)
        };
        let present = self.current.filter(holds);
        present.or_else(|| (0..self.files.len()).find(holds)).or(self.files.len().checked_sub(1))
    }
}

impl Commander for Staff {
    fn orders(&mut self, view: View<'_>, orders: &mut Vec<Order>) {
        let mut sightings = std::mem::take(&mut self.sightings);
        view.sightings(&mut sightings);
        // what is seen is remembered for every plan: a staff that changes its plan does not forget since when it holds a base
        self.files.iter_mut().for_each(|file| file.memory.observe(view));
        self.current = self.choose(view, &sightings);
        if let Some(current) = self.current {
            self.files[current].orders(view, &sightings, self.draws, orders);
        }
        self.sightings = sightings;
    }

    fn plan(&self) -> Option<&str> {
        self.current.map(|current| self.files[current].plan.id.as_str())
    }
}

impl File {
    fn orders(&mut self, view: View<'_>, sightings: &[Sighting], draws: Draws, orders: &mut Vec<Order>) {
        let plan = Arc::clone(&self.plan);
        for index in 0..plan.orders.len() {
            let order = &plan.orders[index];
            let scene = Scene { view, sightings, memory: &self.memory, doctrine: &plan.doctrine, plan: &plan, draws };
            if self.memory.given[index].is_none() && view.date() >= order.day && gates::open(scene, &order.gates) {
                self.memory.given[index] = Some(view.date());
            }
        }
        let scene = Scene { view, sightings, memory: &self.memory, doctrine: &plan.doctrine, plan: &plan, draws };
        let moved = self.progress.observe(&plan, scene);
        self.progress.orders(&plan, scene, orders);
        self.deployment.orders(&plan, scene, orders);
        self.relief.orders(scene, orders);
        for (operation, goes_on) in moved {
            self.memory.objective_since[operation] = goes_on.then_some(view.date());
        }
    }
}
