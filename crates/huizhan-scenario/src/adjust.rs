//! Factors, numbers of the model and numbers of a side set anew for a run: `NAME=VALUE`. `edit` sets rows, plans and claims.

use crate::forces;
use crate::parameters::Numbers;
use huizhan_base::Diagnostics;
use huizhan_record::Record;
use huizhan_sim::{Factors, Side};
use std::str::FromStr;

/// One thing set anew: a factor (`flood`), a number of the model (`river.steaming_km_per_day`) or of a side (`japan.supply_capacity`), a field
/// of a row of the record (`record.formations.jpn-div-106.strength_men`), an order or operation of a plan (`plan.japan.o-main.shift`), or a rival
/// claim (`claim.cl-jpn-strength-2`). `docs/reference/adjustments.md` has all forms.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Adjustment {
    /// What.
    pub name: String,
    /// Its new value.
    pub value: Level,
}

/// What something is set to.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Level {
    /// A number; a switch is 1 (on) or 0 (off).
    Number(f64),
    /// A day, an id or another word.
    Text(String),
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl Adjustment {
    /// A number set anew.
    #[must_use]
    pub fn number(name: &str, value: f64) -> Self {
        Self { name: name.to_owned(), value: Level::Number(value) }
    }
}

impl std::fmt::Display for Adjustment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}", self.name, self.value)
    }
}

/// An adjustment that is not written as `NAME=VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidAdjustment {
    /// What was written.
    pub text: String,
}

impl std::fmt::Display for InvalidAdjustment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is not of the form NAME=VALUE with a number, a word, a day, or on, off as value", self.text)
    }
}

impl std::error::Error for InvalidAdjustment {}

impl FromStr for Adjustment {
    type Err = InvalidAdjustment;

    fn from_str(text: &str) -> Result<Self, InvalidAdjustment> {
        let invalid = || InvalidAdjustment { text: text.to_owned() };
        let (name, value) = text.split_once('=').ok_or_else(invalid)?;
        let value = match value.trim() {
            "on" => Level::Number(1.0),
            "off" => Level::Number(0.0),
            text => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Level::Number(number),
                Ok(_) => return Err(invalid()),
                Err(_) => Level::Text(text.to_owned()),
            },
        };
        if name.trim().is_empty() || value == Level::Text(String::new()) {
            return Err(invalid());
        }
        Ok(Self { name: name.trim().to_owned(), value })
    }
}

/// What a number of a side may be set to: what scales a side is meant to be turned in a what-if, from nothing to twice its range.
pub(crate) fn side_bounds(row: &huizhan_record::SideParameter) -> [f64; 2] {
    [row.low.unwrap_or(0.0).min(0.0), 2.0 * row.high.unwrap_or(row.value).max(row.value)]
}

/// Where a fault of an adjustment is reported.
pub(crate) const FILE: &str = "--set";

/// Applies adjustments to the numbers read; returns the factors.
pub(crate) fn apply(
    adjustments: &[Adjustment],
    parameters: &mut Numbers,
    mut sides: Option<&mut [Side; 2]>,
    record: &Record,
    diagnostics: &mut Diagnostics,
) -> Factors {
    let mut factors = Factors::default();
    for Adjustment { name, value } in adjustments {
        let Level::Number(value) = value else {
            diagnostics.push(FILE, 0, name, format!("`{value}` is not a number"), "give a number, on or off");
            continue;
        };
        let mut bounded = |low: f64, high: f64| {
            let inside = low <= *value && *value <= high;
            if !inside {
                diagnostics.push(FILE, 0, name, format!("{value} is not within {low} and {high}"), "choose a level within its range");
            }
            inside
        };
        if let Some(factor) = Factors::ALL.iter().find(|factor| factor.name == name) {
            if factor.switch && ![0.0, 1.0].contains(value) {
                diagnostics.push(FILE, 0, name, format!("{value} is neither 0 nor 1"), "the factor is a switch: on or off");
            } else if bounded(factor.levels[0], factor.levels[1]) {
                factors.set(name, *value);
            }
        } else if let Some((_, low, high)) = parameters.ranges.iter().find(|(key, _, _)| key == name) {
            if bounded(*low, *high) {
                parameters.values.set(name, *value);
            }
        } else if let Some(row) = record.side_parameters.iter().find(|row| format!("{}.{}", row.side, row.key) == *name) {
            let [low, high] = side_bounds(row);
            if bounded(low, high)
                && let Some(side) = sides.as_deref_mut().into_iter().flatten().find(|side| side.id == row.side)
            {
                forces::set_side(side, &row.key, *value);
            }
        } else {
            let fix = "`huizhan factors` lists factors; numbers of the model and of sides (`japan.supply_capacity`) may be set as well";
            diagnostics.push(FILE, 0, name, "is no factor and no number of the model or a side", fix);
        }
    }
    factors
}
