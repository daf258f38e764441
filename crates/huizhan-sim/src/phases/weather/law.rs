//! The equations of weather: pure functions of numbers, as in `docs/model/weather.md`.

use huizhan_base::Date;

/// Days of the months; a leap day goes with February's last.
pub const DAYS: [f64; 12] = [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

/// The value of a day in a year of monthly means, on straight lines between the middles of the months.
///
/// * `months`: value of each month, January first
#[must_use]
pub fn of_day(months: &[f64; 12], date: Date) -> f64 {
    let (month, day) = date.month_day();
    let here = usize::from(month) - 1;
    let past = f64::from(day) - f64::midpoint(DAYS[here], 1.0);
    let other = if past < 0.0 { (here + 11) % 12 } else { (here + 1) % 12 };
    let along = past / f64::midpoint(DAYS[here], DAYS[other]);
    months[here] + (months[other] - months[here]) * along.abs()
}

/// Chance of rain today in a two-state chain whose days are wet with `share` and whose lag-one correlation is `memory`.
#[must_use]
pub fn wet_chance(share: f64, memory: f64, yesterday: bool) -> f64 {
    share * (1.0 - memory) + if yesterday { memory } else { 0.0 }
}

/// Rain of a wet day as a multiple of its mean: a Weibull number; `skew` is one over its shape, `gamma` what [`weibull_mean`]
/// says of it.
#[must_use]
pub fn shower(skew: f64, gamma: f64, uniform: f64) -> f64 {
    libm::pow(-libm::log(uniform), skew) / gamma
}

/// Mean of a Weibull number of scale 1; `skew` is one over its shape.
#[must_use]
pub fn weibull_mean(skew: f64) -> f64 {
    libm::tgamma(1.0 + skew)
}

/// The next number of a series with mean 0, spread 1 and correlation `memory` from day to day.
#[must_use]
pub fn next(last: f64, memory: f64, normal: f64) -> f64 {
    memory * last + libm::sqrt(1.0 - memory * memory) * normal
}

/// A level that follows an inflow through storage of so many days, both of mean 0 and spread 1.
///
/// * `memory`: correlation of the inflow from day to day
#[must_use]
pub fn routed(level: f64, inflow: f64, memory: f64, days: f64) -> f64 {
    let follows = 1.0 - libm::exp(-1.0 / days.max(0.01));
    let kept = 1.0 - follows;
    // storage evens out: the inflow is raised by as much as keeps the spread of the level at 1
    let evened = follows * follows * (1.0 + kept * memory) / ((1.0 - kept * kept) * (1.0 - kept * memory));
    kept * level + follows * inflow / libm::sqrt(evened)
}

/// The chance of a standard normal number below `z`.
#[must_use]
pub fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * core::f64::consts::FRAC_1_SQRT_2)
}

/// Water in the upper ground after a day of rain and drying (millimetres), between 0 and `most`.
#[must_use]
pub fn ground_mm(before: f64, rain: f64, dries: f64, most: f64) -> f64 {
    (before + rain - dries).clamp(0.0, most)
}

/// How deep the mud is (0-1): none up to `firm` millimetres in the ground, all of it at `most`.
#[must_use]
pub fn mud(ground: f64, firm: f64, most: f64) -> f64 {
    ((ground - firm) / (most - firm)).clamp(0.0, 1.0)
}

/// Share of low ground under water at a stage (0-1), between the stages at which it is dry and full (centimetres).
#[must_use]
pub fn under_water(stage: f64, dry: f64, full: f64) -> f64 {
    ((stage - dry) / (full - dry)).clamp(0.0, 1.0)
}
