//! The study file: what is asked, what is varied, how, and what is measured.

use huizhan_base::Diagnostics;
use huizhan_scenario::{Adjustment, Level};
use serde::Deserialize;
use std::fmt::Write as _;

/// A study as its file has it; `docs/reference/study.schema.json` is its JSON Schema.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is asked, in words.
    pub question: String,
    /// What the answer cannot say.
    #[serde(default)]
    pub caveat: String,
    /// A campaign folder, or the name of an embedded scenario.
    pub scenario: String,
    /// How levels are combined to points.
    pub design: Design,
    /// Points of a design over ranges (Latin hypercube, Sobol).
    #[serde(default)]
    pub points: usize,
    /// Seeds a point.
    pub replications: u32,
    /// What is measured; `docs/reference/study.md` has the table.
    pub measures: Vec<String>,
    /// Whether both sides are kept day by day.
    #[serde(default)]
    pub daily: bool,
    /// What is varied.
    #[serde(default, rename = "factor")]
    pub factors: Vec<Factor>,
    /// Points given one by one, the baseline first (design `arms`).
    #[serde(default, rename = "arm")]
    pub arms: Vec<Arm>,
}

/// How levels are combined to points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Design {
    /// The points are given one by one, each with all that it sets.
    Arms,
    /// A baseline of first levels, then each other level of each factor alone.
    OneAtATime,
    /// Every combination of levels.
    FullFactorial,
    /// As many points as asked, each range cut into as many strips and each strip met once.
    LatinHypercube,
    /// As many points as asked of Sobol's low-discrepancy sequence.
    Sobol,
}

/// What is varied.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// What is set anew, as after `--set`.
    pub name: String,
    /// Its levels, the first of them the baseline; `on` and `off` may be written as words or as true and false.
    #[serde(default)]
    pub levels: Vec<LevelText>,
    /// Least value of a range.
    pub low: Option<f64>,
    /// Greatest value of a range.
    pub high: Option<f64>,
    /// Why these levels, with source keys.
    #[serde(default)]
    pub why: String,
}

/// A level as written.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum LevelText {
    /// On or off.
    Switch(bool),
    /// A number.
    Number(f64),
    /// A word, a day, an id.
    Text(String),
}

/// A point given by name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Its name.
    pub id: String,
    /// What it sets, each `NAME=VALUE`.
    #[serde(default)]
    pub set: Vec<String>,
    /// Why, with source keys.
    #[serde(default)]
    pub why: String,
}

/// One combination of levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// What it sets.
    pub settings: Vec<Adjustment>,
    /// Its name for a reader.
    pub label: String,
}

impl Point {
    /// `NAME=VALUE`, joined by a space.
    #[must_use]
    pub fn text(&self) -> String {
        self.settings.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// Runs above which a study wants a `--yes`.
pub const MANY: u64 = 1_000_000;
/// Most points of a study: each is tried, and held in memory, before the first is played.
pub const MOST_POINTS: u64 = 1_000_000;

impl Study {
    /// Reads the text of a study file; faults are reported under `file`.
    pub fn parse(file: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        match toml::from_str(text) {
            Ok(study) => Some(study),
            Err(error) => {
                let line = error.span().map_or(0, |span| 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() as u64);
                diagnostics.push(file, line, "", error.message().to_owned(), "docs/reference/study.md explains every key");
                None
            }
        }
    }

    /// How many points the design has, without making them; `None` where their number is beyond counting.
    #[must_use]
    pub fn point_count(&self) -> Option<u64> {
        let mut levels = self.factors.iter().map(|factor| factor.levels.len() as u64);
        match self.design {
            Design::Arms => Some(self.arms.len() as u64),
            Design::OneAtATime => Some(1 + levels.map(|count| count.saturating_sub(1)).sum::<u64>()),
            Design::FullFactorial => levels.try_fold(1u64, u64::checked_mul),
            Design::LatinHypercube | Design::Sobol => Some(self.points as u64),
        }
    }

    /// The points of the design; faults are reported. [`Self::point_count`] says beforehand how many there will be.
    pub fn points(&self, file: &str, diagnostics: &mut Diagnostics) -> Vec<Point> {
        let before = diagnostics.list().len();
        if self.replications == 0 {
            diagnostics.push(file, 0, "replications", "is 0: nothing would be played", "ask for at least 1");
        }
        let points = match self.design {
            Design::Arms => self.arm_points(file, diagnostics),
            Design::OneAtATime | Design::FullFactorial => self.level_points(file, diagnostics),
            Design::LatinHypercube | Design::Sobol => self.range_points(file, diagnostics),
        };
        if points.is_empty() && diagnostics.list().len() == before {
            diagnostics.push(file, 0, "design", "has no point", "name a factor with levels, or an arm");
        }
        points
    }

    fn arm_points(&self, file: &str, diagnostics: &mut Diagnostics) -> Vec<Point> {
        if !self.factors.is_empty() {
            diagnostics.push(file, 0, "factor", "has no meaning in a design of arms", "write arms, or another design");
        }
        let mut points: Vec<Point> = Vec::new();
        for arm in &self.arms {
            let settings: Vec<Adjustment> = arm
                .set
                .iter()
                .filter_map(|text| text.parse().map_err(|error: huizhan_scenario::InvalidAdjustment| diagnostics.push(file, 0, &arm.id, error.to_string(), "")).ok())
                .collect();
            if points.iter().any(|point| point.label == arm.id) {
                diagnostics.push(file, 0, "arm", format!("`{}` is there twice", arm.id), "give each arm a name of its own");
            }
            points.push(Point { settings, label: arm.id.clone() });
        }
        points
    }

    fn level_points(&self, file: &str, diagnostics: &mut Diagnostics) -> Vec<Point> {
        let mut counts = Vec::new();
        for factor in &self.factors {
            if factor.levels.is_empty() {
                diagnostics.push(file, 0, &factor.name, "has no levels", "give a list of levels, the baseline first");
            }
            if factor.low.is_some() || factor.high.is_some() {
                diagnostics.push(file, 0, &factor.name, "has a range, which this design does not use", "give levels, or design latin-hypercube or sobol");
            }
            counts.push(factor.levels.len());
        }
        if counts.is_empty() || counts.contains(&0) {
            return Vec::new();
        }
        let rows = if self.design == Design::OneAtATime { crate::design::one_at_a_time(&counts) } else { crate::design::full_factorial(&counts) };
        rows.into_iter().map(|row| self.level_point(&row)).collect()
    }

    fn level_point(&self, row: &[usize]) -> Point {
        let settings: Vec<Adjustment> =
            self.factors.iter().zip(row).map(|(factor, level)| Adjustment { name: factor.name.clone(), value: factor.levels[*level].level() }).collect();
        let mut label = String::new();
        for (setting, _) in settings.iter().zip(row).filter(|(_, level)| **level > 0 || self.design == Design::FullFactorial) {
            let _ = write!(label, "{}{setting}", if label.is_empty() { "" } else { " " });
        }
        if label.is_empty() {
            "baseline".clone_into(&mut label);
        }
        Point { settings, label }
    }

    fn range_points(&self, file: &str, diagnostics: &mut Diagnostics) -> Vec<Point> {
        let mut ranges = Vec::new();
        for factor in &self.factors {
            match (factor.low, factor.high) {
                (Some(low), Some(high)) if low < high && (high - low).is_finite() && factor.levels.is_empty() => ranges.push([low, high]),
                _ => diagnostics.push(file, 0, &factor.name, "wants a range: low below high, both finite, and no levels", "give low and high"),
            }
        }
        if self.points == 0 {
            diagnostics.push(file, 0, "points", "is 0: the design is empty", "say how many points to play");
        }
        let rows = match self.design {
            Design::Sobol => crate::design::sobol_sequence(self.points, ranges.len(), 0),
            _ => crate::design::latin_hypercube(self.points, ranges.len(), 0),
        };
        let Some(rows) = rows.filter(|_| ranges.len() == self.factors.len()) else {
            if self.design == Design::Sobol && ranges.len() > crate::design::SOBOL_MAX {
                diagnostics.push(file, 0, "design", format!("has more than {} factors", crate::design::SOBOL_MAX), "use latin-hypercube");
            }
            if self.design == Design::Sobol && self.points > crate::design::SOBOL_POINTS {
                let message = format!("{} are more than the {} of the sequence", self.points, crate::design::SOBOL_POINTS);
                diagnostics.push(file, 0, "points", message, "ask for fewer, or use latin-hypercube");
            }
            return Vec::new();
        };
        let point = |row: Vec<f64>| {
            let value = |(share, [low, high]): (&f64, &[f64; 2])| low + share * (high - low);
            let settings = self.factors.iter().zip(row.iter().zip(&ranges).map(value)).map(|(factor, value)| Adjustment::number(&factor.name, value));
            let settings: Vec<Adjustment> = settings.collect();
            let label = settings.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            Point { settings, label }
        };
        rows.into_iter().map(point).collect()
    }
}

impl Factor {
    /// Every level of it, or the ends of its range, each as a setting.
    pub(crate) fn alone(&self) -> impl Iterator<Item = Adjustment> {
        let ends = [self.low, self.high].into_iter().flatten().map(Level::Number);
        self.levels.iter().map(LevelText::level).chain(ends).map(|value| Adjustment { name: self.name.clone(), value })
    }
}

impl LevelText {
    fn level(&self) -> Level {
        match self {
            Self::Switch(on) => Level::Number(f64::from(u8::from(*on))),
            Self::Number(number) => Level::Number(*number),
            Self::Text(text) => match text.as_str() {
                "on" => Level::Number(1.0),
                "off" => Level::Number(0.0),
                _ => Level::Text(text.clone()),
            },
        }
    }
}
