//! The exchange between raiders and the fighters that meet them: pure functions of numbers.
//!
//! A fight in the air is short, and both sides fire at once: a salvo. Shooters are limited by targets, because only so many can
//! get behind one aircraft, and shots at a target already hit are lost, so that losses never exceed what is there.

use crate::Parameters;

/// Who meets in a fight.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Meeting {
    /// Fighters of the raid.
    pub escorts: f64,
    /// Bombers of the raid.
    pub bombers: f64,
    /// Fighters that meet it.
    pub defenders: f64,
    /// Edge of the defending fighters over the escorts (ln).
    pub edge: f64,
    /// Edge of the defending fighters over the bombers (ln).
    pub edge_bombers: f64,
}

/// What a fight costs (aircraft, expected).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Exchange {
    /// Escorts lost.
    pub escorts: f64,
    /// Bombers lost.
    pub bombers: f64,
    /// Defenders lost.
    pub defenders: f64,
    /// Defenders who got at the bombers.
    pub free: f64,
}

/// The exchange of a meeting.
///
/// Escorts hold off defenders: of `D` against `E` escorts, `D exp(-tie_up E / D)` get at the bombers, if there are any. The rest
/// fight the escorts. `intensity` scales all kills; a day on which the sides hardly find each other has a low one.
#[must_use]
pub fn exchange(p: &Parameters, meeting: &Meeting, intensity: f64) -> Exchange {
    let Meeting { escorts, bombers, defenders, edge, edge_bombers } = *meeting;
    if defenders <= 0.0 || escorts + bombers <= 0.0 {
        return Exchange::default();
    }
    let free = if bombers > 0.0 { defenders * libm::exp(-p.air_tie_up * escorts / defenders) } else { 0.0 };
    let tied = defenders - free;
    let kill = p.air_kill * intensity;
    let hits = |shooters: f64, targets: f64, kill: f64| shooters.min(p.air_shooters_per_target * targets) * kill;
    let by_escorts = hits(escorts, tied, kill * libm::exp(-edge));
    let by_gunners = hits(bombers, free, p.air_gunners * intensity);
    Exchange {
        escorts: lost(escorts, hits(tied, escorts, kill * libm::exp(edge))),
        bombers: lost(bombers, hits(free, bombers, kill * libm::exp(edge_bombers))),
        defenders: lost(defenders, by_escorts + by_gunners),
        free,
    }
}

/// Targets lost to hits that fall on them at random: one hit is a loss, a second on the same target is wasted.
#[must_use]
pub fn lost(targets: f64, hits: f64) -> f64 {
    if targets <= 0.0 { 0.0 } else { targets * (1.0 - libm::exp(-hits / targets)) }
}

/// Share of ready fighters that meet a raid whose field lies `km` away: without radar the spotters' telephone needs time, and so
/// does the climb.
#[must_use]
pub fn warning(p: &Parameters, km: f64) -> f64 {
    1.0 - libm::exp(-km / p.air_warning_km)
}

/// A whole number with the given mean, Poisson distributed, at most `most`: the one at which `uniform` falls.
#[must_use]
pub fn count(mean: f64, uniform: f64, most: u32) -> u32 {
    let mut term = libm::exp(-mean);
    let mut below = term;
    let mut number = 0;
    while uniform >= below && number < most {
        number += 1;
        term *= mean / f64::from(number);
        below += term;
    }
    number
}

/// Advantage (`V`) of the attacker by sorties in close support, per 1,000 men and day of each side.
#[must_use]
pub fn advantage(p: &Parameters, attacker: f64, defender: f64) -> f64 {
    p.combat_advantage_air * libm::log((1.0 + attacker) / (1.0 + defender))
}

/// Stock of a formation after a drop (thousandths of a day of supply): what it gathers of `kilograms`, over its men and what a man
/// needs in a day, and never above `most`.
#[must_use]
pub fn stock_after(p: &Parameters, stock: u16, kilograms: f64, men: f64, need_kg: f64, most: f64) -> u16 {
    let days = kilograms * p.air_drop_share / (men.max(1.0) * need_kg);
    stock.max((f64::from(stock) + days * 1000.0).min(most) as u16)
}
