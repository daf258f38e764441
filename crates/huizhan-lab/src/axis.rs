//! The naive rivals: one constant rate of advance along every axis, or one of its own along each.

use huizhan_base::{CellId, Date};
use huizhan_scenario::{Capture, Scenario};
use huizhan_sim::Means;
use std::collections::{BTreeMap, BTreeSet};

/// A model that knows the axes, their bases and the days the staff set, and advances at constant rates.
#[derive(Debug, Clone, PartialEq)]
pub struct Naive {
    /// For each capture of the scenario: the day its axis starts, and the way from its base (km); `None` where the
    /// record gives it no axis.
    ways: Vec<Option<(Date, f64)>>,
    /// The common rate of advance (km a day).
    pub rate_km_per_day: f64,
    /// Axes with a rate of their own (km a day), and how many captures it was fitted to.
    pub axis_rates: BTreeMap<String, (f64, usize)>,
}

impl Naive {
    /// Fits one rate for all axes to the captures for which `fit` says so: the one of least mean absolute error.
    #[must_use]
    pub fn fit(scenario: &Scenario, fit: impl Fn(&Capture) -> bool) -> Self {
        let mut naive = Self { ways: ways(scenario), rate_km_per_day: 1.0, axis_rates: BTreeMap::new() };
        naive.rate_km_per_day = naive.best_rate(scenario, &fit).unwrap_or(1.0);
        naive
    }

    /// Fits a rate for each axis to the captures of that axis for which `fit` says so; an axis without one keeps the
    /// common rate of [`Naive::fit`].
    #[must_use]
    pub fn fit_by_axis(scenario: &Scenario, fit: impl Fn(&Capture) -> bool) -> Self {
        let mut naive = Self::fit(scenario, &fit);
        let axes: BTreeSet<&str> = scenario.captures.iter().map(|capture| capture.axis.as_str()).collect();
        for axis in axes {
            let own = |capture: &Capture| fit(capture) && capture.axis == axis;
            if let Some(rate) = naive.best_rate(scenario, &own) {
                let count = scenario.captures.iter().filter(|capture| own(capture)).count();
                naive.axis_rates.insert(axis.to_owned(), (rate, count));
            }
        }
        naive
    }

    /// The rate of least mean absolute error over some captures, the slowest of equals; `None` where no way leads to any.
    fn best_rate(&self, scenario: &Scenario, which: &dyn Fn(&Capture) -> bool) -> Option<f64> {
        let fitted: Vec<usize> = (0..scenario.captures.len()).filter(|index| which(&scenario.captures[*index]) && self.ways[*index].is_some()).collect();
        if fitted.is_empty() {
            return None;
        }
        let error = |rate: f64| -> i32 {
            fitted.iter().map(|index| (self.day_at(scenario, *index, rate) - scenario.captures[*index].day()).abs()).sum()
        };
        let rates = (1..=600).map(|step| f64::from(step) * 0.05);
        rates.map(|rate| (error(rate), rate)).min_by(|a, b| a.0.cmp(&b.0)).map(|(_, rate)| rate)
    }

    /// Its day for a capture; the day after the campaign where it comes later, or has no axis.
    #[must_use]
    pub fn day(&self, scenario: &Scenario, capture: usize) -> Date {
        let own = self.axis_rates.get(&scenario.captures[capture].axis).map(|(rate, _)| *rate);
        self.day_at(scenario, capture, own.unwrap_or(self.rate_km_per_day))
    }

    fn day_at(&self, scenario: &Scenario, capture: usize, rate_km_per_day: f64) -> Date {
        let after = scenario.setting.end + 1;
        match self.ways[capture] {
            Some((start, km)) => (start + (km / rate_km_per_day + 0.5) as i32).min(after),
            None => after,
        }
    }

    /// Mean absolute error over some captures (days).
    #[must_use]
    pub fn error(&self, scenario: &Scenario, which: &dyn Fn(&Capture) -> bool) -> f64 {
        let errors: Vec<f64> = (0..scenario.captures.len())
            .filter(|index| which(&scenario.captures[*index]))
            .map(|index| f64::from((self.day(scenario, index) - scenario.captures[index].day()).abs()))
            .collect();
        errors.iter().sum::<f64>() / errors.len().max(1) as f64
    }
}

/// Start and way of each capture along its axis.
fn ways(scenario: &Scenario) -> Vec<Option<(Date, f64)>> {
    scenario
        .captures
        .iter()
        .map(|capture| {
            let place = &scenario.setting.theatre.places[capture.place.index()].id;
            reach(scenario, &capture.axis, place, 0)
        })
        .collect()
}

/// Start day and way to a place of an axis. An axis without a start of its own begins at a place of another one.
fn reach(scenario: &Scenario, axis: &str, place: &str, depth: usize) -> Option<(Date, f64)> {
    let mut rows: Vec<_> = scenario.record.axes.iter().filter(|row| row.axis == axis).collect();
    rows.sort_by_key(|row| row.sequence);
    let base = rows.first()?;
    let (start, mut km) = match base.start_date {
        Some(start) => (start, 0.0),
        None if depth < 5 => {
            let parent = scenario.record.axes.iter().find(|row| row.place == base.place && row.axis != axis)?;
            reach(scenario, &parent.axis, &base.place, depth + 1)?
        }
        None => return None,
    };
    let mut before = base;
    if base.place == place {
        return Some((start, km));
    }
    for row in &rows[1..] {
        km += way_km(scenario, &before.place, &row.place);
        before = row;
        if row.place == place {
            return Some((start, km));
        }
    }
    None
}

/// Way between two places: along the river where both lie on it, else by road.
fn way_km(scenario: &Scenario, from: &str, to: &str) -> f64 {
    let theatre = &scenario.setting.theatre;
    let cell = |id: &str| -> Option<CellId> { theatre.place(id).map(|place| theatre.places[place.index()].cell) };
    let (Some(from), Some(to)) = (cell(from), cell(to)) else { return 0.0 };
    if let (Some(a), Some(b)) = (theatre.bank(from), theatre.bank(to)) {
        return f64::from(a.metres.abs_diff(b.metres)) / 1000.0;
    }
    let road = scenario.setting.travel.field(to, Means::Foot).map(|field| field.cost[from.index()]);
    match road {
        Some(cost) if cost != huizhan_theatre::UNREACHED => f64::from(cost) / 10.0,
        _ => theatre.distance_km(from, to) * 1.3,
    }
}
