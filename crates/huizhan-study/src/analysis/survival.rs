//! How long a place stands.

use super::statistics::wilson;

/// How long something stands at a point: Kaplan and Meier's curve with a band.
///
/// A run in which it still stands on the last day is censored there. None is censored earlier, so the estimate is the share of runs in which it stands, and the
/// band is Wilson's for a share: 95 % day by day, not for the curve as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Survival {
    /// Runs in all.
    pub runs: usize,
    /// Runs in which it still stood at the end.
    pub censored: usize,
    /// Days on which it fell in some run.
    pub steps: Vec<Step>,
}

/// A step of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The day, from the first of the campaign.
    pub day: f64,
    /// Share of runs in which it stands after that day.
    pub stands: f64,
    /// The 95 % interval of that share.
    pub band: [f64; 2],
}

impl Survival {
    /// Of the days on which it fell; `None` where it did not.
    #[must_use]
    pub fn of(days: &[Option<f64>]) -> Self {
        let mut fallen: Vec<f64> = days.iter().flatten().copied().collect();
        fallen.sort_by(f64::total_cmp);
        let runs = days.len();
        let mut steps: Vec<Step> = Vec::new();
        for (at, day) in fallen.iter().enumerate() {
            let stands = 1.0 - (at + 1) as f64 / runs as f64;
            let step = Step { day: *day, stands, band: wilson(stands, runs) };
            match steps.last_mut() {
                Some(last) if last.day.total_cmp(day).is_eq() => *last = step,
                _ => steps.push(step),
            }
        }
        Self { runs, censored: runs - fallen.len(), steps }
    }
}
