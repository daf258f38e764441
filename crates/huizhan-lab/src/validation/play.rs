//! One run, and what a validation keeps of it.

use super::losses::Window;
use super::ring::{PlayedRing, Site};
use crate::{Measures, replicate_watched};
use huizhan_scenario::Scenario;
use huizhan_sim::{EventKind, ring};

/// What a validation keeps of a run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Played {
    pub(super) measures: Measures,
    /// For each documented loss what its formations lost between its days (men).
    pub(super) windows: Vec<u32>,
    /// All rings, in the order in which they closed.
    pub(super) rings: Vec<PlayedRing>,
    /// For each documented ring whether one of its formations ever stood near its place.
    pub(super) there: Vec<bool>,
}

/// Plays a seed.
pub(super) fn play(scenario: &Scenario, seed: u64, windows: &[Window], sites: &[Site]) -> Played {
    let mut before = vec![0; windows.len()];
    let mut by_then = vec![0; windows.len()];
    let mut rings: Vec<PlayedRing> = Vec::new();
    let mut there = vec![false; sites.len()];
    let measures = replicate_watched(scenario, seed, None, &mut |run| {
        let day = run.world.date + -1;
        let lost = &run.world.formations.lost;
        for (at, window) in windows.iter().enumerate() {
            let sum = || window.formations.iter().map(|formation| lost[formation.index()]).sum();
            if day < window.days[0] {
                before[at] = sum();
            }
            if day <= window.days[1] {
                by_then[at] = sum();
            }
        }
        for (stood, site) in there.iter_mut().zip(sites) {
            let near = |formation: &huizhan_base::FormationId| {
                run.world.present(*formation) && site.near[run.world.formations.cell[formation.index()].index()]
            };
            *stood = *stood || site.formations.iter().any(near);
        }
        for event in run.events() {
            if let EventKind::Ring(what) = &event.kind {
                note(event.date, what, &mut rings);
            }
        }
    });
    for ring in rings.iter_mut().filter(|ring| ring.end.is_none()) {
        ring.days = scenario.setting.end + 1 - ring.began;
    }
    let windows = by_then.iter().zip(&before).map(|(then, before)| then - before).collect();
    Played { measures, windows, rings, there }
}

/// Enters what happened to rings.
fn note(date: huizhan_base::Date, what: &ring::Event, rings: &mut Vec<PlayedRing>) {
    match what {
        ring::Event::Formed { of, cells, formations, men, .. } => rings.push(PlayedRing {
            of: *of,
            began: date,
            days: 0,
            cells: cells.clone(),
            formations: formations.clone(),
            men: *men,
            lost: None,
            end: None,
        }),
        ring::Event::Ended { of, end, formations, days, lost, .. } => {
            let same = |ring: &&mut PlayedRing| {
                let shared = || formations.is_empty() || formations.iter().any(|formation| ring.formations.contains(formation));
                ring.end.is_none() && ring.of == *of && ring.began == date + -*days && shared()
            };
            if let Some(ring) = rings.iter_mut().find(same) {
                (ring.days, ring.lost, ring.end) = (*days, Some(*lost), Some(*end));
                ring.formations.extend(formations.iter().filter(|formation| !ring.formations.contains(formation)).copied().collect::<Vec<_>>());
            }
        }
        ring::Event::Tightened { of, formations, days, .. } => {
            let began = date + -*days;
            let same = |ring: &&mut PlayedRing| {
                ring.end.is_none() && ring.of == *of && ring.began == began && formations.iter().any(|formation| ring.formations.contains(formation))
            };
            if let Some(ring) = rings.iter_mut().find(same) {
                ring.formations.extend(formations.iter().filter(|formation| !ring.formations.contains(formation)).copied().collect::<Vec<_>>());
            }
        }
        _ => {}
    }
}
