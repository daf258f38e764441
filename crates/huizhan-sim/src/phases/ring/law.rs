//! What a ring does, as functions of numbers: `docs/model/ring.md`.

use crate::Parameters;

/// Men of a formation who get out of a ring, or are lost in trying, in a night of break-out.
///
/// `ring.slip` of them where those around are as many as those inside, less where they are more:
/// `men 2 slip inside / (inside + around)`.
///
/// * `men`: of the formation; `inside`: of all in the ring; `around`: of the enemy beside it (men)
#[must_use]
pub fn slip(p: &Parameters, men: u32, inside: u32, around: u32) -> u32 {
    let all = f64::from(inside) + f64::from(around);
    if all <= 0.0 {
        return 0;
    }
    ((f64::from(men) * 2.0 * p.ring_slip * f64::from(inside) / all) as u32).min(men)
}

/// Officers missed in a ring: none before a share `ring.officer_loss` of those inside is lost, then the share
/// `ring.officer_share` of the men lost.
///
/// * `men`: in the ring today; `lost`: since it closed (men)
#[must_use]
pub fn officers(p: &Parameters, men: u32, lost: u32) -> u32 {
    let share = f64::from(lost) / f64::from((men + lost).max(1));
    if share < p.ring_officer_loss { 0 } else { (f64::from(lost) * p.ring_officer_share) as u32 }
}
