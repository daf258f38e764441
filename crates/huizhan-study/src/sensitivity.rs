//! Which numbers matter: Morris's screening and Sobol's indices, with bootstrap intervals.
//!
//! Functions of designs and outputs alone: who plays the points is no matter to them. They are checked against the results of `SALib` on the Ishigami and
//! Sobol G functions.

use crate::design::{SOBOL_MAX, sobol_sequence};
use huizhan_base::{Draw, Draws};

/// Trajectories of Morris (1991): from a start on a grid of four levels, one dimension at a time is moved by two thirds of its range.
///
/// Returns points in the unit cube, `[trajectory * (dimensions + 1) + step][dimension]`; at each step but the first of a trajectory one dimension moved.
#[must_use]
pub fn morris_design(trajectories: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut points = Vec::with_capacity(trajectories * (dimensions + 1));
    for trajectory in 0..trajectories {
        let draws = Draws::new(seed).round(trajectory);
        let uniform = |id: usize| draws.uniform(Draw::Hypercube, id as u32);
        // the lower two levels go up and the upper two go down, so that every level is as likely
        let mut point: Vec<f64> = (0..dimensions).map(|at| (uniform(at) * 4.0).floor() / 3.0).collect();
        let mut order: Vec<usize> = (0..dimensions).collect();
        for at in (1..dimensions).rev() {
            order.swap(at, (uniform(dimensions + at) * (at + 1) as f64) as usize);
        }
        points.push(point.clone());
        for dimension in order {
            point[dimension] += if point[dimension] < 0.5 { 2.0 / 3.0 } else { -2.0 / 3.0 };
            points.push(point.clone());
        }
    }
    points
}

/// What a dimension does, by Morris.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MorrisEffect {
    /// Mean effect over a whole range.
    pub mu: f64,
    /// Mean of the absolute effect (Campolongo 2007): how much it matters.
    pub mu_star: f64,
    /// Standard deviation of the effect: how far it depends on the others.
    pub sigma: f64,
    /// 95 % interval of `mu_star` by resampling trajectories.
    pub interval: [f64; 2],
}

/// Effects of every dimension from the outputs at [`morris_design`]'s points.
///
/// * `points`: `[trajectory * (dimensions + 1) + step][dimension]`
/// * `outputs`: one a point
#[must_use]
pub fn morris_effects(points: &[Vec<f64>], outputs: &[f64]) -> Vec<MorrisEffect> {
    let dimensions = points.first().map_or(0, Vec::len);
    let mut effects = vec![Vec::new(); dimensions];
    for (points, outputs) in points.chunks_exact(dimensions + 1).zip(outputs.chunks_exact(dimensions + 1)) {
        for step in 1..=dimensions {
            let moved = (0..dimensions).find(|at| points[step][*at].to_bits() != points[step - 1][*at].to_bits());
            let Some(moved) = moved else { continue };
            effects[moved].push((outputs[step] - outputs[step - 1]) / (points[step][moved] - points[step - 1][moved]));
        }
    }
    let effect = |(dimension, effects): (usize, &Vec<f64>)| {
        let absolute: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
        let [interval] = bootstrap(absolute.len(), dimension, &|picked| [picked.iter().map(|at| absolute[*at]).sum::<f64>() / picked.len() as f64]);
        MorrisEffect { mu: mean(effects), mu_star: mean(&absolute), sigma: deviation(effects), interval }
    };
    effects.iter().enumerate().map(effect).collect()
}

/// Points of Saltelli's scheme (2010): two samples A and B, and for each dimension A with that column of B.
///
/// Beyond [`crate::design::SOBOL_MAX`] dimensions A and B are padded with sequences of other seeds (Burley 2020), which are independent of the first.
///
/// Returns `[sample * (dimensions + 2) + k][dimension]`: A, then the mixed ones in the order of dimensions, then B. `None` with more samples than
/// [`crate::design::SOBOL_POINTS`].
#[must_use]
pub fn sobol_design(samples: usize, dimensions: usize, seed: u64) -> Option<Vec<Vec<f64>>> {
    let mut both = vec![Vec::with_capacity(2 * dimensions); samples];
    for block in (0..2 * dimensions).step_by(SOBOL_MAX) {
        let width = (2 * dimensions - block).min(SOBOL_MAX);
        let seed = Draws::new(seed).round(0).words(Draw::Hypercube, block as u32, 1)[0];
        for (row, part) in both.iter_mut().zip(sobol_sequence(samples, width, seed)?) {
            row.extend(part);
        }
    }
    let mut points = Vec::with_capacity(samples * (dimensions + 2));
    for row in both {
        let (a, b) = row.split_at(dimensions);
        points.push(a.to_vec());
        for dimension in 0..dimensions {
            let mut mixed = a.to_vec();
            mixed[dimension] = b[dimension];
            points.push(mixed);
        }
        points.push(b.to_vec());
    }
    Some(points)
}

/// Shares of the variance of an output that a dimension answers for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SobolIndex {
    /// By itself (Saltelli 2010), with its 95 % interval.
    pub first: (f64, [f64; 2]),
    /// With all it acts together with (Jansen 1999), with its 95 % interval.
    pub total: (f64, [f64; 2]),
}

/// Indices of every dimension from the outputs at [`sobol_design`]'s points.
///
/// * `outputs`: one a point, `[sample * (dimensions + 2) + k]`
#[must_use]
pub fn sobol_indices(dimensions: usize, outputs: &[f64]) -> Vec<SobolIndex> {
    let centre = mean(outputs);
    let samples: Vec<Vec<f64>> = outputs.chunks_exact(dimensions + 2).map(|chunk| chunk.iter().map(|output| output - centre).collect()).collect();
    let of = |dimension: usize, picked: &mut dyn Iterator<Item = usize>| {
        let (mut first, mut total, mut ends, mut count) = (0.0, 0.0, Vec::new(), 0.0);
        for at in picked {
            let sample = &samples[at];
            let (a, mixed, b) = (sample[0], sample[dimension + 1], sample[dimensions + 1]);
            first += b * (mixed - a);
            total += 0.5 * (a - mixed) * (a - mixed);
            ends.extend([a, b]);
            count += 1.0;
        }
        let middle = mean(&ends);
        let variance = ends.iter().map(|end| (end - middle) * (end - middle)).sum::<f64>() / ends.len() as f64;
        if variance > 0.0 { [first / count / variance, total / count / variance] } else { [0.0; 2] }
    };
    let index = |dimension: usize| {
        let [first, total] = of(dimension, &mut (0..samples.len()));
        let [of_first, of_total] = bootstrap(samples.len(), dimension, &|picked| of(dimension, &mut picked.iter().copied()));
        SobolIndex { first: (first, of_first), total: (total, of_total) }
    };
    (0..dimensions).map(index).collect()
}

/// How many resamples an interval rests on.
const RESAMPLES: usize = 400;

/// The 95 % percentile intervals of statistics of a resample.
fn bootstrap<const N: usize>(count: usize, id: usize, statistics: &dyn Fn(&[usize]) -> [f64; N]) -> [[f64; 2]; N] {
    if count == 0 {
        return [[0.0; 2]; N];
    }
    let mut picked = vec![0; count];
    let mut values = [const { Vec::new() }; N];
    for resample in 0..RESAMPLES {
        let draws = Draws::new(id as u64).round(resample);
        for (at, slot) in picked.iter_mut().enumerate() {
            *slot = (draws.uniform(Draw::Resample, at as u32) * count as f64) as usize;
        }
        for (values, value) in values.iter_mut().zip(statistics(&picked)) {
            values.push(value);
        }
    }
    values.map(|mut values| {
        values.sort_by(f64::total_cmp);
        [0.025, 0.975].map(|share| huizhan_lab::quantile(&values, share))
    })
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (values.len() as f64 - 1.0).max(1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(name: &str) -> Vec<Vec<f64>> {
        let path = format!("{}/tests/data/salib/{name}.csv", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        text.lines().map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect()
    }

    fn near(ours: f64, theirs: f64, what: &str) {
        assert!((ours - theirs).abs() < 1e-9 * theirs.abs().max(1.0), "{what}: {ours} against {theirs}");
    }

    /// `SALib` 1.5.1 on the same points and outputs (`tests/data/salib/make.py`).
    #[test]
    fn indices_and_effects_are_those_of_salib_on_the_same_points() {
        for (name, dimensions) in [("ishigami", 3), ("sobol_g", 8)] {
            let outputs: Vec<f64> = rows(&format!("{name}_sobol_outputs")).concat();
            let indices = sobol_indices(dimensions, &outputs);
            for (index, theirs) in indices.iter().zip(rows(&format!("{name}_sobol_indices"))) {
                near(index.first.0, theirs[0], name);
                near(index.total.0, theirs[1], name);
            }
            let table = rows(&format!("{name}_morris_points"));
            let points: Vec<Vec<f64>> = table.iter().map(|row| row[..dimensions].to_vec()).collect();
            let outputs: Vec<f64> = table.iter().map(|row| row[dimensions]).collect();
            for (effect, theirs) in morris_effects(&points, &outputs).iter().zip(rows(&format!("{name}_morris_effects"))) {
                near(effect.mu, theirs[0], name);
                near(effect.mu_star, theirs[1], name);
                near(effect.sigma, theirs[2], name);
            }
        }
    }

    type Function = fn(&[f64]) -> f64;

    fn ishigami(x: &[f64]) -> f64 {
        let at = |share: f64| std::f64::consts::PI * (2.0 * share - 1.0);
        let (a, b, c) = (at(x[0]).sin(), at(x[1]).sin(), at(x[2]));
        a + 7.0 * b * b + 0.1 * c * c * c * c * a
    }

    /// Coefficients of the G function as `SALib` has them.
    const G: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];

    fn sobol_g(x: &[f64]) -> f64 {
        x.iter().zip(G).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
    }

    /// First and total indices by their formulas (Ishigami and Homma 1990 with a = 7, b = 0.1; Saltelli and Sobol 1995).
    fn known() -> [(Function, Vec<[f64; 2]>); 2] {
        let pi = std::f64::consts::PI;
        let (one, two) = (0.5 * (1.0 + 0.1 * pi.powi(4) / 5.0).powi(2), 49.0 / 8.0);
        let both = 0.01 * pi.powi(8) * (1.0 / 18.0 - 1.0 / 50.0);
        let all = one + two + both;
        let part = |a: f64| 1.0 / (3.0 * (1.0 + a) * (1.0 + a));
        let product: f64 = G.iter().map(|a| 1.0 + part(*a)).product();
        let g = G.iter().map(|a| [part(*a) / (product - 1.0), part(*a) * product / (1.0 + part(*a)) / (product - 1.0)]).collect();
        [(ishigami, vec![[one / all, (one + both) / all], [two / all, two / all], [0.0, both / all]]), (sobol_g, g)]
    }

    /// A design of pure chance in the order of [`sobol_design`], where a bootstrap promises its rate.
    fn chance_design(samples: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
        let uniform = |sample: usize, id: usize| Draws::new(seed).round(sample).uniform(Draw::Test, id as u32);
        let point = |sample: usize, mixed: usize| {
            let of = |at: usize| if mixed == dimensions + 1 || at + 1 == mixed { uniform(sample, dimensions + at) } else { uniform(sample, at) };
            (0..dimensions).map(of).collect()
        };
        (0..samples * (dimensions + 2)).map(|at| point(at / (dimensions + 2), at % (dimensions + 2))).collect()
    }

    #[test]
    fn intervals_hold_the_known_indices_at_the_rate_they_promise() {
        const DESIGNS: u64 = 40;
        for (function, truths) in known() {
            let dimensions = truths.len();
            // held by the intervals of a design of chance, and of our own; squared error of both
            let (mut held, mut error) = ([0.0; 2], [0.0; 2]);
            for seed in 0..DESIGNS {
                for (at, design) in [chance_design(64, dimensions, seed), sobol_design(64, dimensions, seed).unwrap()].into_iter().enumerate() {
                    let outputs: Vec<f64> = design.iter().map(|point| function(point)).collect();
                    for (index, truth) in sobol_indices(dimensions, &outputs).iter().zip(&truths) {
                        for ((value, [low, high]), truth) in [index.first, index.total].into_iter().zip(truth) {
                            held[at] += f64::from(u8::from((low..=high).contains(truth)));
                            error[at] += (value - truth) * (value - truth);
                        }
                    }
                }
            }
            let rates = held.map(|held| held / (DESIGNS as f64 * 2.0 * dimensions as f64));
            assert!((0.90..=0.98).contains(&rates[0]), "{dimensions} dimensions: 95 % intervals of designs of chance hold {:.3}", rates[0]);
            // the sequence is more even than chance, which the bootstrap does not know: its intervals are wide
            assert!(rates[1] >= rates[0] && error[1] < error[0], "{dimensions} dimensions: held {rates:.3?}, squared errors {error:.3?}");
        }
    }

    #[test]
    fn intervals_of_morris_hold_the_effect_over_the_whole_grid() {
        const DESIGNS: u64 = 200;
        for (function, dimensions) in [(ishigami as Function, 3), (sobol_g, 8)] {
            // every point of the grid as a start, for one dimension at a time
            let grid = |code: usize| -> Vec<f64> { (0..dimensions).map(|at| f64::from((code >> (2 * at) & 3) as u8) / 3.0).collect() };
            let truth: Vec<f64> = (0..dimensions)
                .map(|at| {
                    let effect = |code: usize| {
                        let mut point = grid(code);
                        let (before, by) = (function(&point), if point[at] < 0.5 { 2.0 / 3.0 } else { -2.0 / 3.0 });
                        point[at] += by;
                        ((function(&point) - before) / by).abs()
                    };
                    let codes = 1 << (2 * dimensions);
                    (0..codes).map(effect).sum::<f64>() / f64::from(codes as u32)
                })
                .collect();
            let (mut held, mut sums) = (0.0, vec![0.0; dimensions]);
            for seed in 0..DESIGNS {
                let points = morris_design(20, dimensions, seed);
                let outputs: Vec<f64> = points.iter().map(|point| function(point)).collect();
                for ((effect, truth), sum) in morris_effects(&points, &outputs).iter().zip(&truth).zip(&mut sums) {
                    let [low, high] = effect.interval;
                    held += f64::from(u8::from((low - 1e-9..=high + 1e-9).contains(truth)));
                    *sum += effect.mu_star / DESIGNS as f64;
                }
            }
            let rate = held / (DESIGNS as f64 * dimensions as f64);
            // percentile intervals of twenty values are somewhat narrow
            assert!((0.86..=0.99).contains(&rate), "{dimensions} dimensions: 95 % intervals hold {rate:.3}");
            assert!(sums.iter().zip(&truth).all(|(mean, truth)| (mean - truth).abs() < 0.06 * truth), "mean {sums:.3?} against {truth:.3?}");
        }
    }

    #[test]
    fn more_dimensions_than_the_sequence_has_are_padded_and_stay_even_and_apart() {
        let points = sobol_design(256, 200, 3).unwrap();
        assert_eq!((points.len(), points[0].len()), (256 * 202, 200));
        let column = |row: usize, at: usize| -> Vec<f64> { points.chunks_exact(202).map(|chunk| chunk[row][at]).collect() };
        for at in 0..200 {
            let (a, b) = (column(0, at), column(201, at));
            for values in [&a, &b] {
                let mut strips: Vec<usize> = values.iter().map(|value| (value * 256.0) as usize).collect();
                strips.sort_unstable();
                assert!(strips.iter().copied().eq(0..256), "dimension {at} does not meet each strip once");
            }
            let together: f64 = a.iter().zip(&b).map(|(a, b)| 12.0 * (a - 0.5) * (b - 0.5)).sum::<f64>() / 256.0;
            assert!(together.abs() < 0.3, "A and B of dimension {at} are correlated: {together:.2}");
        }
    }
}
