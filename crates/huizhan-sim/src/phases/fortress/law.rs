//! Laws of works and batteries: pure functions of numbers, as in `docs/model/fortress.md` and `docs/model/works.md`.

use crate::Parameters;

/// Strength of a battery or of works that lack nothing.
pub const FULL: u16 = 10_000;

/// Permanent works on the first day (ten-thousandths), under the factor `fortresses`.
#[must_use]
pub fn permanent(p: &Parameters, factor: f64) -> u16 {
    (p.works_fort * factor * f64::from(FULL)).min(f64::from(FULL)) as u16
}

/// Strength that a battery loses when so many of its guns are hit (ten-thousandths).
#[must_use]
pub fn hit(lost: f64, guns: f64) -> u16 {
    if guns > 0.0 { (lost / guns * f64::from(FULL)).min(f64::from(FULL)) as u16 } else { FULL }
}

/// Works after a day's fire of so many guns: what is permanent in them yields more slowly than what was dug.
#[must_use]
pub fn crumbled(p: &Parameters, works: u16, permanent: u16, guns: f64) -> u16 {
    let rate = if permanent >= works { p.works_shell_fort } else { p.works_shell_field };
    (f64::from(works) * libm::exp(-rate * guns)) as u16
}

/// Works dug in a day by formations that hold a cell and labour beside them (ten-thousandths).
#[must_use]
pub fn dug(p: &Parameters, labour_men: f64, factor: f64) -> u16 {
    let troops = p.works_field_max * f64::from(FULL) / p.works_field_days;
    (troops * (1.0 + labour_men / p.works_labour_men) * factor) as u16
}
