//! What is said of a fit, in its text and on its page.

use huizhan_lab::calibration::{DISCREPANCY_DAYS, Learned, Plan, Predictive};
use std::fmt::Write as _;

/// What a replicated record is, and how to read rank and tail.
#[must_use]
pub fn replicated() -> String {
    format!(
        "A replicated record is a campaign played with one member of the ensemble under a seed of its own, with the {DISCREPANCY_DAYS} days of discrepancy (standard deviation) added to each dated capture that the fit \
         allows the record: sources, and what the model leaves out. Rank: share of replicated records in which the place falls earlier than documented; 0.5 is the middle, near 0 the model is late, near 1 it is early. \
         Tail: twice the smaller share on either side. For a place that had not fallen the rank is the share in which it falls too early, and the tail the share in which it stands, as it did. \
         The same record made the fit, so a small tail is a strong sign that the model cannot give that day, and a large one is weak praise."
    )
}

/// How to read figures of whole records.
pub const WHOLE: &str = "Captures along one axis come early or late together, so thirty of them are worth a handful. These figures are of whole records, chains and all. Tail: twice the smaller share of \
replicated records with at least, or at most, what the record has. A tail below 0.05 says that the model, fitted, still does not give such a record.";

/// What the checks come to.
#[must_use]
pub fn summary(checks: &Predictive) -> String {
    let stands = checks.captures.iter().filter(|capture| capture.censored).count();
    let dated: Vec<_> = checks.captures.iter().filter(|capture| !capture.censored).collect();
    let off = |middle: &dyn Fn(usize) -> f64| dated.iter().enumerate().map(|(at, capture)| (middle(at) - capture.day).abs()).sum::<f64>() / dated.len().max(1) as f64;
    let (before, after) = (off(&|at| dated[at].before[1]), off(&|at| dated[at].after[1]));
    let mut text = format!(
        "Of {} documented days {} {} outside the 5 to 95 % of replicated records; one in ten would by chance. The median is {after:.1} days off on average ({before:.1} before the fit: {}). ",
        checks.dated,
        checks.outside,
        if checks.outside == 1 { "lies" } else { "lie" },
        if before - after > 1.0 {
            "the fit helped"
        } else if after - before > 1.0 {
            "the fit made it worse"
        } else {
            "the fit changed little"
        },
    );
    let worst = dated.iter().map(|capture| capture.tail).fold(1.0, f64::min);
    if !dated.is_empty() {
        let half = 1.0 - 0.5f64.powf(1.0 / dated.len() as f64);
        let _ = write!(text, "The smallest tail of a documented day is {worst:.2}; of {} independent ones the smallest would be below {half:.2} half of the time. ", dated.len());
    }
    if stands > 0 {
        let _ = write!(text, "Of {stands} places that had not fallen {} {} in more than half of the replicated records. ", checks.early, if checks.early == 1 { "falls" } else { "fall" });
    }
    let _ = write!(text, "Among all the others, {:.0} % of the replicated records lie as unevenly as the documented one; below 5 % the spread is not an honest one.", 100.0 * checks.ranks.p_value);
    text
}

/// What the data say of the numbers, and of which they say nothing.
#[must_use]
pub fn identified(learned: &[Learned], checks: &Predictive, plan: Plan) -> String {
    let alone = learned.iter().filter(|number| !number.touched).count();
    let told = learned.iter().filter(|number| is_told(number)).count();
    // a correlation of nothing with nothing passes three standard errors once in 370
    let luck = 0.0027 * (learned.len() * checks.captures.len() * plan.updates) as f64;
    format!(
        "{} numbers were fitted to {} data, each uniform on its range beforehand. {told} moved by more than half of a standard deviation or lost more than a tenth of their spread. {alone} did not move at all: no capture \
         goes with them beyond chance, and their posterior is their range. The other {} moved a little, and much of that is chance: with so many numbers, captures and updates some {luck:.0} correlations of nothing with \
         nothing pass the bar of three standard errors. A discrepancy of {DISCREPANCY_DAYS} days is assumed (2 to 8): a smaller one would make every interval narrower without telling more. Numbers that work together \
         (quality and intensity, say) may be known in combination and not singly; the posterior file keeps that, this table does not.",
        learned.len(),
        checks.captures.len(),
        learned.len() - alone - told,
    )
}

/// Whether the data say something of a number that is more than the chance of a draw.
#[must_use]
pub fn is_told(number: &Learned) -> bool {
    number.shift.abs() > 0.5 || number.lost > 0.1
}
