//! What the pictures of a study share: units, scales, rows on a track.

use crate::markup::{escape, month_short, thousands};
use huizhan_base::Date;
use huizhan_scenario::Scenario;
use huizhan_study::Measure;
use std::fmt::Write as _;

/// What a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Days from the first day of the campaign.
    Day(Date),
    /// People.
    People,
    /// Anything else, by its name.
    Number(&'static str),
}

impl Unit {
    pub(crate) fn of(measure: &str, start: Date) -> Self {
        if Measure::is_day(measure) {
            Self::Day(start)
        } else if ["losses.", "sick."].iter().any(|head| measure.starts_with(head)) || measure == "civilians" {
            Self::People
        } else {
            Self::Number(match measure {
                "captures" => "captures",
                "exchange" => "a ratio",
                _ => "as counted",
            })
        }
    }

    /// A value of the measure.
    pub(crate) fn value(self, value: f64) -> String {
        match self {
            Self::Day(start) => day(start + value.round() as i32),
            Self::People => thousands(value.round().max(0.0) as u64),
            Self::Number(_) => decimals(value),
        }
    }

    /// The size of a difference of two values, without a sign.
    pub(crate) fn size(self, value: f64) -> String {
        let size = value.abs();
        match self {
            Self::People if size >= 20.0 => thousands(size.round() as u64),
            Self::Day(_) | Self::People => format!("{size:.1}"),
            Self::Number(_) => decimals(size),
        }
    }

    /// A difference with its sign.
    pub(crate) fn signed(self, value: f64) -> String {
        let text = self.size(value);
        let zero = text.chars().all(|letter| matches!(letter, '0' | '.'));
        format!("{}{text}", if zero { "" } else if value < 0.0 { "−" } else { "+" })
    }

    /// A difference and half the width of its interval.
    pub(crate) fn plus_minus(self, mean: f64, half: f64) -> String {
        format!("{} ± {}", self.signed(mean), self.size(half))
    }

    /// What differences are counted in.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Day(_) => "days",
            Self::People => "people",
            Self::Number(name) => name,
        }
    }
}

fn decimals(value: f64) -> String {
    if value.abs() >= 100.0 { format!("{value:.0}") } else if value.abs() >= 10.0 { format!("{value:.1}") } else { format!("{value:.2}") }
}

/// A day as on an axis: `26 Oct`.
pub(crate) fn day(date: Date) -> String {
    format!("{} {}", date.month_day().1, month_short(date))
}

/// A measure in words, plain text.
pub(crate) fn words(measure: &str, scenario: &Scenario) -> String {
    let place = |id: &str| scenario.setting.theatre.places.iter().find(|place| place.id == id).map_or(id.to_owned(), |place| place.names.en.clone());
    let side = |id: &str| scenario.setting.sides.iter().find(|side| side.id == id).map_or(id.to_owned(), |side| side.names.en.clone());
    let force = |id: &str| scenario.record.formation(id).map_or(id.to_owned(), |formation| formation.names.en.clone());
    match measure.split('.').collect::<Vec<_>>().as_slice() {
        ["capture", id] => format!("Day of the fall of {}", place(id)),
        ["last", ids] => {
            let names: Vec<String> = ids.split('+').map(place).collect();
            let (last, others) = names.split_last().map_or((String::new(), &[][..]), |(last, others)| (last.clone(), others));
            format!("Day on which the last of {} and {last} falls", others.join(", "))
        }
        ["losses", id] => format!("Killed, wounded, missing and captured, {}", side(id)),
        ["losses", id, formation] => format!("Killed, wounded, missing and captured, {} of {}", force(formation), side(id)),
        ["sick", id] => format!("Admissions of sick, {}", side(id)),
        ["captures"] => "Documented captures that happen".to_owned(),
        ["exchange"] => {
            let [first, second] = scenario.setting.sides.each_ref().map(|side| side.names.en.as_str());
            format!("Battle losses of {second} for one of {first}")
        }
        ["civilians"] => "Civilians killed or hurt".to_owned(),
        _ => measure.to_owned(),
    }
}

/// The name of a point, numbers in it cut to what a reader can use: designs over ranges have sixteen digits.
pub(crate) fn label(text: &str) -> String {
    let short = |word: &str| match word.split_once('=') {
        Some((name, value)) if value.len() > 8 => value.parse::<f64>().map_or(word.to_owned(), |value| format!("{name}={}", decimals(value))),
        _ => word.to_owned(),
    };
    text.split(' ').map(short).collect::<Vec<_>>().join(" ")
}

/// A measure in a few words, for the head of a column.
pub(crate) fn brief(measure: &str, scenario: &Scenario) -> String {
    let text = words(measure, scenario);
    let cut = [("Day of the fall of ", "Fall of "), ("Day on which the last of ", "Last of "), ("Killed, wounded, missing and captured, ", "Losses, ")];
    let text = cut.iter().fold(text, |text, (long, short)| text.replace(long, short));
    text.strip_suffix(" falls").map_or(text.clone(), str::to_owned)
}

/// A scale from values to shares of a track.
pub(crate) struct Scale {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Scale {
    /// Wide enough for all values, with a margin.
    pub(crate) fn of(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values.filter(|value| value.is_finite()).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            return Self { low: 0.0, high: 1.0 };
        }
        let margin = ((high - low) * 0.04).max(high.abs().max(1.0) * 1e-3);
        Self { low: low - margin, high: high + margin }
    }

    /// Where a value lies, 0 to 1.
    pub(crate) fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The same as an attribute, in per cent.
    pub(crate) fn x(&self, value: f64) -> String {
        format!("{:.2}%", 100.0 * self.share(value))
    }

    /// Some five round values on it; whole days apart for days.
    pub(crate) fn ticks(&self, unit: Unit) -> Vec<f64> {
        let rough = (self.high - self.low) / 5.0;
        let power = 10f64.powf(rough.log10().floor());
        let mut step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough).unwrap_or(rough);
        if matches!(unit, Unit::Day(_)) {
            step = step.max(1.0);
        }
        let first = (self.low / step).ceil() as i64;
        (first..first + 16).map(|at| at as f64 * step).filter(|value| *value <= self.high).collect()
    }
}

/// A line of a picture: name, marks on the track, words beside it, and what is told to those who do not see it.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) marks: String,
    pub(crate) beside: String,
    pub(crate) told: String,
}

/// Rows under one another on one scale.
///
/// * `height`: of a row (pixels)
/// * `label`: text of a tick
/// * `unit`: of the scale
pub(crate) fn rows(rows: &[Row], scale: &Scale, height: u32, unit: Unit, label: &dyn Fn(f64) -> String) -> String {
    let ticks = scale.ticks(unit);
    let mut axis = String::new();
    let mut grid = String::new();
    for tick in ticks {
        let x = scale.x(tick);
        let _ = write!(axis, "<text x=\"{x}\" y=\"13\" text-anchor=\"middle\">{}</text>", escape(&label(tick)));
        let _ = write!(grid, "<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"100%\"/>");
    }
    let mut text = String::from("<div class=\"plot\">");
    for row in rows {
        let _ = write!(
            text,
            "<div class=\"row\"><span class=\"who\">{}</span><span class=\"hold\" style=\"min-height:{height}px\"><svg class=\"track\" role=\"img\" aria-label=\"{told}\"><title>{told}</title>{grid}{}</svg></span><span class=\"error\">{}</span></div>",
            escape(&row.name),
            row.marks,
            row.beside,
            told = escape(&row.told),
        );
    }
    let _ = write!(text, "<div class=\"row axis\"><span class=\"who\"></span><span class=\"hold\" style=\"min-height:18px\"><svg class=\"track\">{axis}</svg></span><span class=\"error\"></span></div></div>");
    text
}
