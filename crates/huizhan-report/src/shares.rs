//! What went into an engagement, factor by factor, in the terms of the equations (`docs/model/combat.md`).
//!
//! The engagement's event holds its inputs; the parameters of the model turn them into the same terms that the law
//! summed. A term whose input the event does not hold is the difference to the sum that it does hold.

use huizhan_sim::{EngagementDay, Parameters, law};

/// One term of a sum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factor {
    /// What it is.
    pub name: &'static str,
    /// Its part of the sum.
    pub value: f64,
    /// Its share of the absolute values of all terms (0-1).
    pub share: f64,
}

fn factors<const N: usize>(terms: [(&'static str, f64); N]) -> Vec<Factor> {
    let all: f64 = terms.iter().map(|(_, value)| value.abs()).sum();
    let share = |value: f64| if all > 0.0 { value.abs() / all } else { 0.0 };
    terms.iter().map(|(name, value)| Factor { name, value: *value, share: share(*value) }).collect()
}

/// What tilts the losses towards the defender (positive) or the attacker (negative): `gamma r + V + v`.
#[must_use]
pub fn advantage_factors(p: &Parameters, day: &EngagementDay) -> Vec<Factor> {
    let [quality, artillery, naval, delay, no_way_out, air, surprise, chemical] = day.advantage;
    factors([
        ("force ratio", p.combat_force_ratio * day.ln_force_ratio),
        ("quality", quality),
        ("artillery", artillery),
        ("naval guns", naval),
        ("delaying defence", delay),
        ("no way out", no_way_out),
        ("air", air),
        ("surprise", surprise),
        ("chemical", chemical),
        ("chance", day.noise[1]),
    ])
}

/// What makes the day bloody for both sides: the terms of ln of the common rate, `k + I - sigma g + ln phase(n) + u`.
#[must_use]
pub fn intensity_factors(p: &Parameters, day: &EngagementDay) -> Vec<Factor> {
    let [theatre, delay, rough, no_way_out] = day.intensity;
    factors([
        ("base rate", p.combat_base),
        ("theatre and year", theatre),
        ("delaying defence", delay),
        ("rough ground", rough),
        ("no way out", no_way_out),
        ("size", -p.combat_size * day.size),
        ("day of the engagement", ln(law::phase(p, day.day))),
        ("chance", day.noise[0]),
    ])
}

/// What makes the engagement end today: terms of the logit of `p_end`.
#[must_use]
pub fn end_factors(p: &Parameters, day: &EngagementDay) -> Vec<Factor> {
    let first = if day.day == 1 { p.end_first_day } else { 0.0 };
    let (duration, size, works) = (p.end_ln_day * ln(f64::from(day.day)), p.end_size * day.size, p.end_fort * day.works);
    let rest = logit(day.p_end) - p.end_base - first - duration - size - works;
    factors([
        ("base", p.end_base),
        ("first day", first),
        ("duration", duration),
        ("size", size),
        ("works", works),
        ("rough ground", rest),
    ])
}

/// What lets the attacker win if it ends: terms of the logit of `p_win`.
#[must_use]
pub fn win_factors(p: &Parameters, day: &EngagementDay) -> Vec<Factor> {
    let [quality, artillery, naval, _, no_way_out, air, surprise, chemical] = day.advantage;
    let edge = |value: f64| p.win_spread * p.win_advantage * value;
    let base = p.win_spread * p.win_base;
    let ratio = p.win_spread * p.win_force_ratio * ln((day.men[0] / day.men[1].max(1.0)).max(1e-9));
    let works = p.win_spread * p.win_fort * day.works;
    let crossing = p.win_spread * p.win_crossing * day.crossing;
    let chance = p.win_advantage * day.noise[1];
    let known = base + ratio + works + crossing + chance + edge(quality + artillery + naval + no_way_out + air + surprise + chemical);
    factors([
        ("base", base),
        ("force ratio", ratio),
        ("works", works),
        ("crossing of water", crossing),
        ("quality", edge(quality)),
        ("artillery", edge(artillery)),
        ("naval guns", edge(naval)),
        ("no way out", edge(no_way_out)),
        ("air", edge(air)),
        ("surprise", edge(surprise)),
        ("chemical", edge(chemical)),
        ("delaying defence", logit(day.p_win) - known),
        ("chance", chance),
    ])
}

fn ln(x: f64) -> f64 {
    x.ln()
}

/// The inverse of the logistic function; certainty is cut at one in a million.
fn logit(p: f64) -> f64 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}
