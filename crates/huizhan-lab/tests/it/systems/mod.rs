//! The systems of the campaign: their facts as distributions over a hundred seeds, and what happens without them.

mod air;
mod axes;
mod campaign;
mod chemical;
mod command;
mod economy;
mod encirclement;
mod evacuation;
mod evidence;
mod field;
mod flood;
mod forces;
mod fortress;
mod guangdong;
mod health;
mod human;
mod landing;
mod movement;
mod politics;
mod rear;
mod river;
mod weather;

use huizhan_base::Date;
use huizhan_lab::Run;
use huizhan_scenario::{Adjustment, Scenario};
use huizhan_sim::{Event, EventKind, World};
use rayon::prelude::*;
use std::sync::OnceLock;

/// How many seeds a distribution is made of.
pub(crate) const SEEDS: u64 = 100;

/// What is kept of a run: the last state and all events but orders and single days of engagements.
pub(crate) struct Played {
    pub(crate) world: World,
    pub(crate) events: Vec<Event>,
}

impl Played {
    /// The first day on which an event of a kind happened.
    pub(crate) fn first(&self, wanted: impl Fn(&EventKind) -> bool) -> Option<Date> {
        self.events.iter().find(|event| wanted(&event.kind)).map(|event| event.date)
    }
}

/// The campaign as documented.
pub(crate) fn campaign() -> &'static Scenario {
    static CAMPAIGN: OnceLock<Scenario> = OnceLock::new();
    CAMPAIGN.get_or_init(crate::variant::wuhan)
}

/// A hundred runs of it, played once for all tests of this binary.
pub(crate) fn hundred() -> &'static [Played] {
    static RUNS: OnceLock<Vec<Played>> = OnceLock::new();
    RUNS.get_or_init(|| play(campaign(), SEEDS))
}

/// The campaign with factors or numbers set anew, as in `flood=off`.
pub(crate) fn campaign_with(settings: &[&str]) -> Scenario {
    let adjustments: Vec<Adjustment> = settings.iter().map(|text| text.parse().unwrap()).collect();
    Scenario::open_with("wuhan1938", &adjustments).unwrap_or_else(|invalid| panic!("{invalid}"))
}

/// Plays seeds 0 to `seeds - 1` to the end.
pub(crate) fn play(scenario: &Scenario, seeds: u64) -> Vec<Played> {
    let one = |seed| {
        let mut run = Run::new(scenario, seed);
        let mut kept = Vec::new();
        while !run.is_over() {
            let (_, events) = run.day();
            let wanted = |event: &&Event| !matches!(event.kind, EventKind::OrderTaken { .. } | EventKind::EngagementDay(_));
            kept.extend(events.iter().filter(wanted).cloned());
        }
        Played { world: run.world, events: kept }
    };
    (0..seeds).into_par_iter().map(one).collect()
}

/// The states of a scenario on the morning of a day, seeds 0 to `seeds - 1`.
pub(crate) fn states_on(scenario: &Scenario, day: &str, seeds: u64) -> Vec<World> {
    let day: Date = day.parse().unwrap();
    let one = |seed| {
        let mut run = Run::new(scenario, seed);
        while !run.is_over() && run.world.date < day {
            run.day();
        }
        run.world
    };
    (0..seeds).into_par_iter().map(one).collect()
}

/// Quantiles of a sample: 5 %, median, 95 %.
pub(crate) fn spread(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [0.05, 0.5, 0.95].map(|share| huizhan_lab::quantile(&values, share))
}
