//! Operations: formations go from objective to objective, and halt when they must.

use crate::approach::approach;
use crate::gates::{self, Scene};
use crate::plan::{Operation, Plan};
use huizhan_base::{CellId, Date, FormationId};
use huizhan_sim::{Motive, Order, Task, View};

/// How far the operations of a plan have come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress {
    /// Whether each operation has started: a gate once passed is not looked at again.
    started: Vec<bool>,
    /// The objective each is at; its number of objectives when done.
    objective: Vec<usize>,
    /// Since when each group of formations (a division) has halted.
    halted: Vec<Option<Date>>,
    /// Operations each formation is named in, in the order of the plan.
    named: Vec<(FormationId, Vec<usize>)>,
}

/// What a formation is to do about its operations.
enum Errand {
    Go(usize),
    Gather(CellId),
    Wait,
    None,
}

impl Progress {
    pub(crate) fn new(plan: &Plan, groups: usize) -> Self {
        let mut named: Vec<(FormationId, Vec<usize>)> = Vec::new();
        for (index, operation) in plan.operations.iter().enumerate() {
            for formation in &operation.formations {
                match named.binary_search_by_key(formation, |(held, _)| *held) {
                    Ok(at) => named[at].1.push(index),
                    Err(at) => named.insert(at, (*formation, vec![index])),
                }
            }
        }
        let operations = plan.operations.len();
        Self { started: vec![false; operations], objective: vec![0; operations], halted: vec![None; groups], named }
    }

    /// Opens gates and ticks off objectives that are held.
    pub(crate) fn observe(&mut self, plan: &Plan, scene: Scene<'_>) -> Vec<(usize, bool)> {
        let mut moved = Vec::new();
        for (index, operation) in plan.operations.iter().enumerate() {
            if !self.started[index] && gates::open(scene, &operation.gates) && gathered(operation, scene.view) {
                self.started[index] = true;
                moved.push((index, true));
            }
            while let Some(objective) = operation.objectives.get(self.objective[index]) {
                if !self.started[index] || !scene.view.holds(objective.cell) {
                    break;
                }
                self.objective[index] += 1;
                moved.push((index, self.objective[index] < operation.objectives.len()));
            }
        }
        moved
    }

    /// Orders of the day for every formation named in an operation.
    pub(crate) fn orders(&mut self, plan: &Plan, scene: Scene<'_>, orders: &mut Vec<Order>) {
        let view = scene.view;
        self.review_halts(plan, view);
        for (formation, operations) in &self.named {
            if !view.present(*formation) {
                continue;
            }
            let (task, motive) = match self.errand(plan, scene, operations) {
                Errand::None => continue,
                Errand::Wait => (Task::Hold, Motive::Wait),
                Errand::Gather(port) if view.cell(*formation) == port => (Task::Hold, Motive::Wait),
                // own ground all the way: by rail and by ship, not as an advance
                Errand::Gather(port) => match approach(view, scene.doctrine, scene.sightings, *formation, port, true) {
                    Task::Advance { to } => (Task::March { to }, Motive::Position),
                    task => (task, Motive::Position),
                },
                Errand::Go(_) if self.halted[view.force(*formation).group as usize].is_some() && !sailing(view, *formation) => {
                    (Task::Hold, Motive::Pause)
                }
                Errand::Go(index) => {
                    let operation = &plan.operations[index];
                    let to = operation.objectives[self.objective[index]].cell;
                    let task = approach(view, scene.doctrine, scene.sightings, *formation, to, operation.ships);
                    (task, Motive::Objective)
                }
            };
            if view.ordered(*formation) != task {
                orders.push(Order { formation: *formation, task, motive });
            }
        }
    }

    fn errand(&self, plan: &Plan, scene: Scene<'_>, operations: &[usize]) -> Errand {
        // a contingency whose conditions have come true goes before what it is the way out of
        let contingency = |index: &usize| {
            let operation = &plan.operations[*index];
            let goal = operation.objectives.last().filter(|goal| !scene.view.holds(goal.cell));
            operation.conditional && self.started[*index] && goal.is_some() && self.objective[*index] < operation.objectives.len()
        };
        let urgent = operations.iter().filter(|index| contingency(index));
        for index in urgent.chain(operations) {
            let operation = &plan.operations[*index];
            if !self.started[*index] {
                if operation.conditional {
                    continue;
                }
                let assembly = operation.assembly.as_ref().filter(|assembly| gates::open(scene, &assembly.gates));
                return assembly.map_or(Errand::Wait, |assembly| Errand::Gather(assembly.cell));
            }
            if let Some(objective) = operation.objectives.get(self.objective[*index]) {
                return if gates::open(scene, &objective.gates) { Errand::Go(*index) } else { Errand::Wait };
            }
        }
        Errand::None
    }

    /// Halts a division that is short of supply or cohesion, and lets it go on when it has recovered.
    fn review_halts(&mut self, plan: &Plan, view: View<'_>) {
        let doctrine = &plan.doctrine;
        let groups = self.halted.len();
        let (mut stock, mut cohesion, mut count) = (vec![0.0; groups], vec![0.0; groups], vec![0.0; groups]);
        for (formation, _) in self.named.iter().filter(|(formation, _)| view.present(*formation)) {
            let group = view.force(*formation).group as usize;
            stock[group] += view.stock(*formation);
            cohesion[group] += view.cohesion(*formation);
            count[group] += 1.0;
        }
        for group in (0..groups).filter(|group| count[*group] > 0.0) {
            let (stock, cohesion) = (stock[group] / count[group], cohesion[group] / count[group]);
            let low = stock < doctrine.pause_stock_days || cohesion < doctrine.pause_cohesion;
            let high = stock >= doctrine.resume_stock_days && cohesion >= doctrine.resume_cohesion;
            self.halted[group] = match self.halted[group] {
                None if low => Some(view.date()),
                Some(_) if high => None,
                Some(since) if !low && f64::from(view.date() - since) >= doctrine.pause_days_max => None,
                held => held,
            };
        }
    }
}

/// Whether enough men of an operation are at its place of assembly. Formations that have yet to enter the theatre are not
/// waited for: the operation's own day is.
fn gathered(operation: &Operation, view: View<'_>) -> bool {
    let Some(assembly) = &operation.assembly else { return true };
    let mut men = [0u32; 2];
    for formation in operation.formations.iter().filter(|formation| view.present(**formation)) {
        men[0] += view.men(*formation);
        men[1] += if view.cell(*formation) == assembly.cell { view.men(*formation) } else { 0 };
    }
    men[0] > 0 && f64::from(men[1]) >= assembly.share * f64::from(men[0])
}

fn sailing(view: View<'_>, formation: FormationId) -> bool {
    matches!(view.ordered(formation), Task::Land { to } if to != view.cell(formation))
}
