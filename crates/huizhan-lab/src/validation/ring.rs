//! Documented encirclements beside the runs.

use super::losses::{known_as, on_map};
use super::play::Played;
use super::{LossRange, spread};
use crate::quantile;
use huizhan_base::{CellId, Date, FormationId, SideId};
use huizhan_record::{ChronologyEvent, EventKind};
use huizhan_scenario::Scenario;
use huizhan_sim::ring::End;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A ring counts from so many days on: the staff needs three to notice it.
const LASTING_DAYS: i32 = 4;
/// So near its documented place (km); assumption, 15-40: the gap at Wanjialing is 20 km wide.
const NEAR_KM: f64 = 25.0;

/// A ring in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlayedRing {
    pub(super) of: SideId,
    pub(super) began: Date,
    pub(super) days: i32,
    pub(super) cells: Vec<CellId>,
    pub(super) formations: Vec<FormationId>,
    pub(super) men: u32,
    pub(super) lost: Option<u32>,
    pub(super) end: Option<End>,
}

/// A documented encirclement as it is looked for in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Site {
    /// Those ringed that stand on the map.
    pub(super) formations: Vec<FormationId>,
    /// For each cell whether it is near the place.
    pub(super) near: Vec<bool>,
}

/// An encirclement of the chronology in many runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RingScore {
    /// The row of the chronology.
    pub event: String,
    /// Place.
    pub place: String,
    /// The formations that were ringed.
    pub formations: Vec<String>,
    /// First and last documented day of the closing.
    pub documented: [Date; 2],
    /// Documented relief at the place: first and last day, formations.
    pub relief: Vec<(Date, Date, Vec<String>)>,
    /// Share of the runs in which one of the formations ever came near the place.
    pub there: f64,
    /// Share in which one was ringed near it for four days or more.
    pub near: f64,
    /// Share in which one was ringed near it for a day or more.
    pub briefly: f64,
    /// Share in which one was ringed anywhere for four days or more.
    pub anywhere: f64,
    /// The first such ring of a run, near the place before elsewhere: 5 %, median and 95 % of the day it closed.
    pub closed: Option<[Date; 3]>,
    /// Of the days it held.
    pub days: Option<LossRange>,
    /// Of the men inside when it closed.
    pub men: Option<LossRange>,
    /// Of the men lost in it, where it ended within the campaign.
    pub lost: Option<LossRange>,
    /// How it ended, in how many runs; `holds` at the end of the campaign.
    pub ends: BTreeMap<&'static str, usize>,
    /// What sources claim of it: subject, claimant, low, high, unit, source keys.
    pub claims: Vec<RingClaim>,
}

/// A claim about an encirclement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RingClaim {
    /// What it is about.
    pub subject: String,
    /// Who says so.
    pub claimant: String,
    /// Low and high end, in the unit.
    pub range: [String; 2],
    /// The unit.
    pub unit: String,
    /// What the record thinks of it.
    pub reason: String,
    /// Source keys.
    pub source: String,
}

/// A formation that is ringed in some runs, whether or not the record knows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ringed {
    /// The formation: division, corps or detachment.
    pub formation: String,
    /// Its side.
    pub side: String,
    /// Runs in which it or part of it is ringed for four days or more.
    pub runs: usize,
}

/// The encirclements of the chronology within the campaign, with a place of the map.
pub(super) fn sites(scenario: &Scenario) -> Vec<(&ChronologyEvent, Site)> {
    let (setting, theatre) = (&scenario.setting, &scenario.setting.theatre);
    let within = |event: &&ChronologyEvent| {
        event.kind == EventKind::Encirclement && event.date_start >= setting.start && event.date_end <= setting.end
    };
    let site = |event: &ChronologyEvent| -> Option<Site> {
        let place = theatre.place(event.place.as_deref()?)?;
        let of = event.defender.as_deref()?;
        let ringed: Vec<String> = event.formations.iter().filter(|id| scenario.record.formation(id).is_some_and(|row| row.side == of)).cloned().collect();
        let centre = theatre.places[place.index()].cell;
        let near = (0..theatre.cells.len()).map(|cell| theatre.distance_km(centre, CellId::from_index(cell)) <= NEAR_KM).collect();
        Some(Site { formations: on_map(scenario, &ringed), near }).filter(|site| !site.formations.is_empty())
    };
    scenario.record.chronology.iter().filter(within).filter_map(|event| Some((event, site(event)?))).collect()
}

pub(super) fn scores(scenario: &Scenario, sites: &[(&ChronologyEvent, Site)], runs: &[Played]) -> Vec<RingScore> {
    sites.iter().enumerate().map(|(at, (event, site))| score(scenario, event, site, at, runs)).collect()
}

fn score(scenario: &Scenario, event: &ChronologyEvent, site: &Site, at: usize, runs: &[Played]) -> RingScore {
    let share = |count: usize| count as f64 / runs.len() as f64;
    let of_site = |ring: &&PlayedRing| ring.formations.iter().any(|held| site.formations.contains(held));
    let near = |ring: &&PlayedRing| ring.cells.iter().any(|cell| site.near[cell.index()]);
    let all: Vec<Vec<&PlayedRing>> = runs.iter().map(|run| run.rings.iter().filter(of_site).collect()).collect();
    let lasting = |rings: &Vec<&'_ PlayedRing>| rings.iter().copied().filter(|ring| ring.days >= LASTING_DAYS).map(Clone::clone).collect::<Vec<PlayedRing>>();
    let found: Vec<Vec<PlayedRing>> = all.iter().map(lasting).collect();
    let first: Vec<&PlayedRing> = found.iter().filter_map(|rings| rings.iter().find(near).or(rings.first())).collect();
    let some = |values: Vec<u32>| (!values.is_empty()).then(|| spread(values));
    let mut closed: Vec<Date> = first.iter().map(|ring| ring.began).collect();
    closed.sort_unstable();
    let mut ends: BTreeMap<&'static str, usize> = BTreeMap::new();
    for ring in &first {
        *ends.entry(ring.end.map_or("holds", end_word)).or_default() += 1;
    }
    let side = |id: &&String| scenario.record.formation(id).is_some_and(|row| Some(row.side.as_str()) == event.defender.as_deref());
    RingScore {
        event: event.id.clone(),
        place: event.place.clone().unwrap_or_default(),
        formations: event.formations.iter().filter(side).cloned().collect(),
        documented: [event.date_start, event.date_end],
        relief: relief(scenario, event),
        there: share(runs.iter().filter(|run| run.there[at]).count()),
        near: share(found.iter().filter(|rings| rings.iter().any(|ring| near(&ring))).count()),
        briefly: share(all.iter().filter(|rings| rings.iter().any(near)).count()),
        anywhere: share(first.len()),
        closed: (!closed.is_empty()).then(|| [0.05, 0.5, 0.95].map(|share| quantile(&closed, share))),
        days: some(first.iter().map(|ring| ring.days as u32).collect()),
        men: some(first.iter().map(|ring| ring.men).collect()),
        lost: some(first.iter().filter_map(|ring| ring.lost).collect()),
        ends,
        claims: claims(scenario, event),
    }
}

fn end_word(end: End) -> &'static str {
    match end {
        End::Relieved => "relieved",
        End::BrokenOut => "broken_out",
        End::Opened => "opened",
        End::Destroyed => "destroyed",
    }
}

fn relief(scenario: &Scenario, ring: &ChronologyEvent) -> Vec<(Date, Date, Vec<String>)> {
    let at_place = |event: &&ChronologyEvent| event.kind == EventKind::Relief && event.place == ring.place && event.date_end >= ring.date_start;
    scenario.record.chronology.iter().filter(at_place).map(|event| (event.date_start, event.date_end, event.formations.clone())).collect()
}

/// Claims about the encirclement, and about fights at its place within its days.
fn claims(scenario: &Scenario, ring: &ChronologyEvent) -> Vec<RingClaim> {
    let record = &scenario.record;
    let about = |event: &ChronologyEvent| {
        event.id == ring.id || (event.place == ring.place && event.date_start >= ring.date_start && event.date_end <= ring.date_end)
    };
    let events: BTreeSet<&str> = record.chronology.iter().filter(|event| about(event)).map(|event| event.id.as_str()).collect();
    let text = |value: &Option<huizhan_record::ClaimValue>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    record
        .claims
        .iter()
        .filter(|claim| claim.event.as_deref().is_some_and(|event| events.contains(event)))
        .map(|claim| RingClaim {
            subject: claim.subject.clone(),
            claimant: claim.claimant.clone(),
            range: [text(&claim.value_low), text(&claim.value_high)],
            unit: claim.unit.clone(),
            reason: claim.reason.clone(),
            source: claim.source.clone(),
        })
        .collect()
}

/// Who is ringed, the most often first.
pub(super) fn ringed(scenario: &Scenario, runs: &[Played]) -> Vec<Ringed> {
    let mut counts: BTreeMap<&str, (SideId, usize)> = BTreeMap::new();
    for run in runs {
        let lasting = run.rings.iter().filter(|ring| ring.days >= LASTING_DAYS);
        let of_run: BTreeSet<(&str, SideId)> =
            lasting.flat_map(|ring| ring.formations.iter().map(|formation| (known_as(scenario, *formation), ring.of))).collect();
        for (id, of) in of_run {
            counts.entry(id).or_insert((of, 0)).1 += 1;
        }
    }
    let side = |of: SideId| scenario.setting.sides[of.index()].id.clone();
    let mut found: Vec<Ringed> =
        counts.iter().map(|(id, (of, runs))| Ringed { formation: (*id).to_owned(), side: side(*of), runs: *runs }).collect();
    found.sort_by(|a, b| b.runs.cmp(&a.runs).then_with(|| a.formation.cmp(&b.formation)));
    found
}
