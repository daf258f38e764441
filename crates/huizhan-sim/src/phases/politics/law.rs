//! The balance of holding and leaving: pure functions of numbers, as in `docs/model/politics.md`.

use super::Reason;
use crate::Parameters;

/// What makes holding worth while (0-1 each).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Worths {
    /// Share of the imports that still comes in.
    pub lifeline: f64,
    /// Share of the evacuation still to do.
    pub evacuation: f64,
    /// Share of the worth of the objectives still held.
    pub prestige: f64,
    /// Share of the intended stand still to come.
    pub time: f64,
}

/// What makes it costly (0-1 each).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Costs {
    /// Share of the approaches lost or threatened.
    pub ring: f64,
    /// Share of the ways out lost or threatened: the army at risk.
    pub rear: f64,
    /// 1 where the enemy stands at the gates, 0 from `politics.near_km` on.
    pub nearness: f64,
    /// Losses over what can be borne.
    pub losses: f64,
}

/// Both, weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// Lifeline, evacuation, prestige, time.
    pub worth: [f64; 4],
    /// Ring, rear, nearness, losses.
    pub cost: [f64; 4],
}

/// Weighs worth and cost: each share times its weight.
#[must_use]
pub fn weigh(p: &Parameters, worths: &Worths, costs: &Costs) -> Weighed {
    Weighed {
        worth: [
            p.politics_worth_lifeline * worths.lifeline,
            p.politics_worth_evacuation * worths.evacuation,
            p.politics_worth_prestige * worths.prestige,
            p.politics_worth_time * worths.time,
        ],
        cost: [
            p.politics_cost_ring * costs.ring,
            p.politics_cost_rear * costs.rear,
            p.politics_cost_nearness * costs.nearness,
            p.politics_cost_losses * costs.losses,
        ],
    }
}

impl Weighed {
    /// Worth less cost.
    #[must_use]
    pub fn balance(&self) -> f64 {
        self.worth.iter().sum::<f64>() - self.cost.iter().sum::<f64>()
    }

    /// What weighs most: the greatest of the costs and of what the lifeline no longer brings; of equals the first.
    #[must_use]
    pub fn reason(&self, p: &Parameters) -> Reason {
        let [ring, rear, nearness, losses] = self.cost;
        let all = [
            (p.politics_worth_lifeline - self.worth[0], Reason::Lifeline),
            (ring, Reason::Ring),
            (rear, Reason::Rear),
            (nearness, Reason::Nearness),
            (losses, Reason::Losses),
        ];
        let mut most = all[0];
        for next in all {
            if next.0 > most.0 {
                most = next;
            }
        }
        most.1
    }
}

/// Chance that a person consents to an offer of peace.
///
/// The head of a government looks at the army left and at what still comes in; another looks at the ground lost.
#[must_use]
pub fn consent(chance: f64, head: bool, territory: f64, army_saved: f64, lifeline: f64) -> f64 {
    if head { chance * (1.0 - army_saved) * (1.0 - lifeline / 2.0) } else { chance * territory }
}

/// Exhaustion of a side: what it has lost over what it has lost and could still send (0-1).
#[must_use]
pub fn exhaustion(lost: f64, reserve: f64) -> f64 {
    if lost + reserve > 0.0 { lost / (lost + reserve) } else { 0.0 }
}
