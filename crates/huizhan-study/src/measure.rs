//! What a study measures of a replication.

use huizhan_base::{Diagnostics, FormationId, SideId};
use huizhan_lab::Measures;
use huizhan_scenario::Scenario;
use huizhan_sim::{Cause, HumanCost, Victim};

/// One measure: a number of a replication, or none where it does not exist in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// `capture.PLACE`: days from the first day of the campaign to its capture.
    Capture(usize),
    /// `last.A+B+...`: days to the last of several captures.
    Last(Vec<usize>),
    /// `captures`: how many of the scored captures happened.
    Captures,
    /// `losses.SIDE`: killed, wounded, missing and captured (men).
    Losses(SideId),
    /// `losses.SIDE.FORMATION`: the same of a formation and those under it (men).
    FormationLosses(Vec<FormationId>),
    /// `sick.SIDE`: admissions of sick (men).
    Sick(SideId),
    /// `exchange`: battle losses of the second side for one of the first.
    Exchange,
    /// `civilians`: civilians hurt (people): dead of flood, hunger, raids and evacuation, and dead and wounded of bombing; the displaced apart.
    Civilians,
}

impl Measure {
    /// Reads a measure's name; faults are reported.
    pub fn parse(name: &str, scenario: &Scenario, file: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let read = Self::read(name, scenario);
        if let Err((message, fix)) = &read {
            diagnostics.push(file, 0, "measures", format!("`{name}`: {message}"), fix.clone());
        }
        read.ok()
    }

    fn read(name: &str, scenario: &Scenario) -> Result<Self, (String, String)> {
        let side = |id: &str| {
            let known = || scenario.setting.sides.iter().map(|side| side.id.as_str()).collect::<Vec<_>>().join(", ");
            scenario.setting.side(id).ok_or_else(|| (format!("there is no side `{id}`"), format!("sides are {}", known())))
        };
        let capture = |place: &str| {
            let at = scenario.captures.iter().position(|capture| scenario.setting.theatre.places[capture.place.index()].id == place);
            at.ok_or_else(|| (format!("no capture of `{place}` is documented"), "name a place of `huizhan validate`".to_owned()))
        };
        match name.split('.').collect::<Vec<_>>().as_slice() {
            ["capture", place] => capture(place).map(Self::Capture),
            ["last", places] => places.split('+').map(capture).collect::<Result<_, _>>().map(Self::Last),
            ["captures"] => Ok(Self::Captures),
            ["losses", id] => side(id).map(Self::Losses),
            ["losses", id, formation] => {
                let of = side(id)?;
                let under: Vec<FormationId> = below(scenario, formation, of);
                if under.is_empty() {
                    return Err((format!("no formation of `{id}` on the map is or stands under `{formation}`"), "name a row of record/formations.csv".to_owned()));
                }
                Ok(Self::FormationLosses(under))
            }
            ["sick", id] => side(id).map(Self::Sick),
            ["exchange"] => Ok(Self::Exchange),
            ["civilians"] => Ok(Self::Civilians),
            _ => Err(("is no measure".to_owned(), "docs/reference/study.md has the table of measures".to_owned())),
        }
    }

    /// Its value in a replication.
    #[must_use]
    pub fn of(&self, scenario: &Scenario, measures: &Measures, human: &HumanCost) -> Option<f64> {
        let day = |at: &usize| measures.captured[*at].map(|day| f64::from(day - scenario.setting.start));
        match self {
            Self::Capture(at) => day(at),
            Self::Last(all) => all.iter().map(day).try_fold(0.0, |last: f64, day| Some(last.max(day?))),
            Self::Captures => Some(scenario.captures.iter().zip(&measures.captured).filter(|(capture, day)| capture.scored && day.is_some()).count() as f64),
            Self::Losses(side) => Some(f64::from(measures.losses[side.index()].battle())),
            Self::FormationLosses(under) => Some(under.iter().map(|formation| f64::from(measures.formation_losses[formation.index()])).sum()),
            Self::Sick(side) => Some(f64::from(measures.losses[side.index()].sick)),
            Self::Exchange => {
                let [first, second] = measures.losses.map(|losses| f64::from(losses.battle()));
                (first > 0.0).then(|| second / first)
            }
            Self::Civilians => Some(Cause::ALL.iter().filter(|cause| **cause != Cause::Displaced).map(|cause| f64::from(human.of(Victim::Civilians, *cause))).sum()),
        }
    }

    /// Whether it is a day, for which "never" counts as the day after the last.
    #[must_use]
    pub fn is_day(name: &str) -> bool {
        name.starts_with("capture.") || name.starts_with("last.")
    }
}

/// The formations on the map that are, or stand under, a formation of the record.
fn below(scenario: &Scenario, id: &str, side: SideId) -> Vec<FormationId> {
    let under = |force: &str| {
        let mut at = Some(force.to_owned());
        // an order of battle is a tree: as many steps as rows are enough
        for _ in 0..scenario.record.formations.len() {
            match at {
                Some(here) if here == id => return true,
                Some(here) => at = scenario.record.formation(&here).and_then(|row| row.parent.clone()),
                None => return false,
            }
        }
        false
    };
    let forces = scenario.setting.forces.iter().enumerate();
    forces.filter(|(_, force)| force.side == side && under(&force.id)).map(|(at, _)| FormationId::from_index(at)).collect()
}
