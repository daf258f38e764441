//! The equations of combat against what they must keep to: `docs/model/combat.md`, "what is tested".

use crate::Parameters;
use crate::law::{self, Conditions, Noise, Sum};
use huizhan_base::{Date, Diagnostics, Draw, Draws, Folder, Table};
use proptest::prelude::*;

/// The numbers of the model as they are committed.
fn parameters() -> Parameters {
    let folder = Folder::Disk(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/model").into());
    let mut diagnostics = Diagnostics::default();
    let table = Table::read(&folder, "parameters.csv", &mut diagnostics);
    let [key, value] = ["key", "value"].map(|name| table.column(name, &mut diagnostics));
    let mut parameters = Parameters::zero();
    for row in table.rows() {
        let number: f64 = row.text(value).parse().unwrap();
        assert!(parameters.set(row.text(key), number), "`{}` is a number of the model", row.text(key));
    }
    assert!(diagnostics.is_empty(), "{diagnostics}");
    parameters
}

fn side(men: f64) -> Sum {
    Sum { men, power: men, ..Sum::default() }
}

/// Conditions under an advantage `v` of the attacker, and nothing else.
fn advantage(v: f64) -> Conditions {
    Conditions { advantage: [v, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], ..Conditions::default() }
}

#[test]
fn phases_sum_to_the_power_of_the_days() {
    let p = parameters();
    let mut sum = 0.0;
    for days in 1..=60 {
        sum += law::phase(&p, days);
        let whole = libm::pow(f64::from(days), p.combat_duration);
        assert!((sum - whole).abs() < 1e-9, "{days} days: {sum}, not {whole}");
    }
    let ten: f64 = (1..=10).map(|day| law::phase(&p, day)).sum();
    assert!((ten - 4.46).abs() < 0.03, "ten days count as {ten}");
}

#[test]
fn a_side_without_men_neither_loses_nor_kills() {
    let p = parameters();
    for (x, y) in [(0.0, 9000.0), (9000.0, 0.0), (0.0, 0.0)] {
        let losses = law::losses(&p, side(x), side(y), &advantage(0.4), 1, &Noise::default());
        assert_eq!(losses.map(f64::to_bits), [0, 0], "{x} against {y}");
    }
}

#[test]
fn losses_stay_within_the_cap_over_20000_draws() {
    let p = parameters();
    let draws = Draws::new(1938).at("1938-07-26".parse::<Date>().unwrap());
    for id in 0..20_000 {
        let [a, b, c, d] = draws.words(Draw::Test, id, 0).map(|word| f64::from(word) / f64::from(u32::MAX));
        let (common, tilt) = draws.normal_pair(Draw::Engagement, id);
        let (first, second) = draws.normal_pair(Draw::EngagementDay, id);
        let noise = Noise {
            common: p.combat_noise_common * common,
            advantage: p.combat_noise_advantage * tilt,
            daily: [p.combat_noise_daily * first, p.combat_noise_daily * second],
        };
        let attacker = Sum { men: 1.0 + 200_000.0 * a * a, power: 1.0 + 200_000.0 * a * a * c, ..Sum::default() };
        let defender = Sum { men: 1.0 + 200_000.0 * b * b, power: 1.0 + 200_000.0 * b * b * d, ..Sum::default() };
        let conditions = Conditions { intensity: [2.0 * c, 0.0, 0.0, 0.0], ..advantage(4.0 * d - 2.0) };
        let losses = law::losses(&p, attacker, defender, &conditions, 1 + id % 20, &noise);
        for (loss, men) in losses.into_iter().zip([attacker.men, defender.men]) {
            assert!((0.0..=p.combat_loss_max * men).contains(&loss), "draw {id}: {loss} of {men}");
        }
    }
}

#[test]
fn half_size_fights_drift_by_less_than_a_tenth() {
    let p = parameters();
    for men in [6_000.0, 20_000.0, 80_000.0] {
        let whole = law::losses(&p, side(men), side(men), &advantage(0.0), 1, &Noise::default());
        let half = law::losses(&p, side(men / 2.0), side(men / 2.0), &advantage(0.0), 1, &Noise::default());
        for (half, whole) in half.into_iter().zip(whole) {
            let drift = 2.0 * half / whole - 1.0;
            assert!((0.0..0.10).contains(&drift), "two fights of {} lose {:+.1} % more than one", men / 2.0, 100.0 * drift);
        }
    }
}

#[test]
fn the_front_of_a_cell_exposes_all_up_to_its_width() {
    let p = parameters();
    let narrow = side(p.combat_front_men * 0.5);
    assert_eq!(narrow.exposed(&p), narrow);
    let mut before = 0.0;
    for step in 1..40 {
        let exposed = side(p.combat_front_men * 0.25 * f64::from(step)).exposed(&p).men;
        assert!(exposed > before, "more men put more men into the line");
        before = exposed;
    }
}

#[test]
fn every_parameter_is_read_by_its_key() {
    let p = parameters();
    for key in Parameters::KEYS {
        assert!(p.get(key).is_some_and(f64::is_finite), "{key}");
    }
    assert_eq!(p.get("no.such_number"), None);
    assert!(!Parameters::zero().set("no.such_number", 1.0));
}

fn men() -> impl Strategy<Value = f64> {
    500.0..120_000.0f64
}

proptest! {
    #[test]
    fn swapping_labels_swaps_losses(x in men(), y in men(), v in -1.5..1.5f64, u in -1.0..1.0f64, w in -1.0..1.0f64, n in 1..30u32) {
        let p = parameters();
        let noise = Noise { common: u, advantage: w, daily: [0.2, -0.1] };
        let mirror = Noise { common: u, advantage: -w, daily: [-0.1, 0.2] };
        let there = law::losses(&p, side(x), side(y), &advantage(v), n, &noise);
        let back = law::losses(&p, side(y), side(x), &advantage(-v), n, &mirror);
        prop_assert!((there[0] - back[1]).abs() <= 1e-9 * x && (there[1] - back[0]).abs() <= 1e-9 * y, "{there:?} {back:?}");
    }

    #[test]
    fn more_attackers_kill_more_and_lose_a_smaller_share(x in men(), y in men(), more in 1.01..3.0f64, v in -0.5..0.5f64, n in 1..30u32) {
        let p = parameters();
        let few = law::losses(&p, side(x), side(y), &advantage(v), n, &Noise::default());
        let many = law::losses(&p, side(x * more), side(y), &advantage(v), n, &Noise::default());
        prop_assume!(few[0] < p.combat_loss_max * x && many[1] < p.combat_loss_max * y);
        prop_assert!(many[1] > few[1], "defender loses {} against few, {} against many", few[1], many[1]);
        prop_assert!(many[0] / (x * more) < few[0] / x, "the attacker's share rises");
    }

    #[test]
    fn better_troops_kill_more_and_lose_less(x in men(), y in men(), better in 1.01..3.0f64, v in -0.5..0.5f64, n in 1..30u32) {
        let p = parameters();
        let plain = law::losses(&p, side(x), side(y), &advantage(v), n, &Noise::default());
        let rested = law::losses(&p, Sum { power: x * better, ..side(x) }, side(y), &advantage(v), n, &Noise::default());
        let skilled = law::losses(&p, side(x), side(y), &advantage(v + 0.1 * better), n, &Noise::default());
        for other in [rested, skilled] {
            prop_assert!(other[1] > plain[1] && other[0] < plain[0], "{plain:?} {other:?}");
        }
    }

    #[test]
    fn the_chance_to_win_rises_with_ratio_and_advantage(x in men(), y in men(), more in 1.01..3.0f64, v in -1.0..1.0f64, works in 0.0..0.9f64) {
        let p = parameters();
        let plain = Conditions { works, ..advantage(v) };
        let chance = law::win_probability(&p, x, y, &plain, 0.0);
        prop_assert!((0.0..=1.0).contains(&chance));
        prop_assert!(law::win_probability(&p, x * more, y, &plain, 0.0) > chance, "more men");
        prop_assert!(law::win_probability(&p, x, y, &Conditions { works, ..advantage(v + 0.05) }, 0.0) > chance, "more skill");
        prop_assert!(law::win_probability(&p, x, y, &plain, 0.05) > chance, "more luck");
        prop_assert!(law::win_probability(&p, x, y, &Conditions { works: works + 0.1, ..plain }, 0.0) < chance, "more works");
    }

    #[test]
    fn sharing_out_keeps_the_sum_and_the_limits(total in 0..60_000u32, rows in prop::collection::vec((0.1..20_000.0f64, 0..20_000u32), 1..12)) {
        let (weights, limits): (Vec<f64>, Vec<u32>) = rows.into_iter().unzip();
        let mut shares = Vec::new();
        law::share_out(total, &weights, &limits, &mut shares, &mut Vec::new());
        prop_assert_eq!(shares.len(), weights.len());
        prop_assert_eq!(shares.iter().sum::<u32>(), total.min(limits.iter().sum()));
        prop_assert!(shares.iter().zip(&limits).all(|(share, limit)| share <= limit));
    }

    #[test]
    fn sharing_out_goes_by_largest_remainder(total in 0..60_000u32, weights in prop::collection::vec(1..20_000u32, 1..12)) {
        let weights: Vec<f64> = weights.into_iter().map(f64::from).collect();
        let limits = vec![u32::MAX / 2; weights.len()];
        let mut shares = Vec::new();
        law::share_out(total, &weights, &limits, &mut shares, &mut Vec::new());
        let sum: f64 = weights.iter().sum();
        let over: Vec<f64> = shares.iter().zip(&weights).map(|(share, weight)| f64::from(*share) - f64::from(total) * weight / sum).collect();
        prop_assert!(over.iter().all(|over| over.abs() < 1.0 + 1e-6), "{over:?}");
        // whoever was rounded up had at least the remainder of whoever was rounded down
        let up = over.iter().filter(|over| **over > 1e-6).map(|over| 1.0 - over).fold(1.0, f64::min);
        let down = over.iter().filter(|over| **over < -1e-6).map(|over| -over).fold(0.0, f64::max);
        prop_assert!(up >= down - 1e-6, "rounded up {up}, rounded down {down}");
    }

    #[test]
    fn power_per_man_is_a_share(stock in 0.0..40.0f64, cohesion in 0.0..1.0f64) {
        let p = parameters();
        let power = law::power_per_man(&p, stock, cohesion);
        prop_assert!(power > 0.0 && power <= 1.0);
        prop_assert!(law::power_per_man(&p, stock + 1.0, cohesion) >= power);
    }
}
