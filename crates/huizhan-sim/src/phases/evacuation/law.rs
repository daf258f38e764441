//! The rules of evacuation as functions of numbers.

/// Share of a full load that a hull can take at a stage of the river (0-1): all of it from `full_cm` up, nothing at
/// `laid_up_cm`, in proportion between.
///
/// * `stage_cm`, `full_cm`, `laid_up_cm`: centimetres against the mean of the year
///
/// # Example
///
/// ```
/// use huizhan_sim::evacuation::law::load_share;
/// assert_eq!(load_share(0, -100, -500), 1.0);
/// assert_eq!(load_share(-300, -100, -500), 0.5);
/// ```
#[must_use]
pub fn load_share(stage_cm: i32, full_cm: i32, laid_up_cm: i32) -> f64 {
    let span = f64::from((full_cm - laid_up_cm).max(1));
    (f64::from(stage_cm - laid_up_cm) / span).clamp(0.0, 1.0)
}

/// Round trips of a hull in a day.
///
/// * `through_days`, `staged_days`: days of a round trip to the far end, and to the first stop on the way
/// * `through_share`: share of the hulls that still go through while voyages are cut short; 1 where none are
#[must_use]
pub fn trips_per_day(through_days: f64, staged_days: f64, through_share: f64) -> f64 {
    through_share / through_days + (1.0 - through_share) / staged_days
}

/// Whether a port is jammed: what waits cannot be carried through before low water. Voyages that were cut short are
/// so until what waits is half of that.
#[must_use]
pub fn jammed(waiting_tonnes: f64, through_tonnes_per_day: f64, days_left: f64, already: bool) -> bool {
    let can = through_tonnes_per_day * days_left;
    waiting_tonnes > if already { 0.5 * can } else { can }
}

/// What is killed of `aboard` people when a hull is sunk, least, drawn and most (heads).
#[must_use]
pub fn killed(aboard: f64, share: [f64; 2], uniform: f64) -> [u32; 3] {
    let drawn = share[0] + (share[1] - share[0]) * uniform;
    [share[0], drawn, share[1]].map(|share| (aboard * share + 0.5) as u32)
}
