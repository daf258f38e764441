//! Which numbers matter: Morris's screening and Sobol's indices, with bootstrap intervals.
//!
//! Functions of designs and outputs alone: who plays the points is no matter to them. They are checked against the results of `SALib` on the Ishigami and
//! Sobol G functions.

use huizhan_base::{Draw, Draws};

/// Trajectories of Morris (1991): from a start on a grid of four levels, one dimension at a time is moved by two thirds of its range.
///
/// Returns points in the unit cube, `[trajectory * (dimensions + 1) + step][dimension]`, and for each step but the first which dimension moved.
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
        let interval = bootstrap(absolute.len(), dimension, &|picked| picked.iter().map(|at| absolute[*at]).sum::<f64>() / picked.len() as f64);
        MorrisEffect { mu: mean(effects), mu_star: mean(&absolute), sigma: deviation(effects), interval }
    };
    effects.iter().enumerate().map(effect).collect()
}

/// Points of Saltelli's scheme (2010): two samples A and B, and for each dimension A with that column of B.
///
/// Returns `[sample * (dimensions + 2) + k][dimension]`: A, then the mixed ones in the order of dimensions, then B. `None` where the sequence has not enough
/// dimensions.
#[must_use]
pub fn sobol_design(samples: usize, dimensions: usize) -> Option<Vec<Vec<f64>>> {
    let both = crate::design::sobol_sequence(samples, 2 * dimensions)?;
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
        let interval = |which: usize| bootstrap(samples.len(), dimension, &|picked| of(dimension, &mut picked.iter().copied())[which]);
        SobolIndex { first: (first, interval(0)), total: (total, interval(1)) }
    };
    (0..dimensions).map(index).collect()
}

/// How many resamples an interval rests on.
const RESAMPLES: usize = 400;

/// The 95 % percentile interval of a statistic of a resample.
fn bootstrap(count: usize, id: usize, statistic: &dyn Fn(&[usize]) -> f64) -> [f64; 2] {
    if count == 0 {
        return [0.0; 2];
    }
    let mut picked = vec![0; count];
    let mut values: Vec<f64> = (0..RESAMPLES)
        .map(|resample| {
            let draws = Draws::new(id as u64).round(resample);
            for (at, slot) in picked.iter_mut().enumerate() {
                *slot = (draws.uniform(Draw::Resample, at as u32) * count as f64) as usize;
            }
            statistic(&picked)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    [huizhan_lab::quantile(&values, 0.025), huizhan_lab::quantile(&values, 0.975)]
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

    #[test]
    fn intervals_on_our_own_design_hold_the_known_indices_of_ishigami() {
        let ishigami = |x: &[f64]| {
            let at = |share: f64| std::f64::consts::PI * (2.0 * share - 1.0);
            let (a, b, c) = (at(x[0]).sin(), at(x[1]).sin(), at(x[2]));
            a + 7.0 * b * b + 0.1 * c * c * c * c * a
        };
        let outputs: Vec<f64> = sobol_design(2048, 3).unwrap().iter().map(|point| ishigami(point)).collect();
        // Ishigami and Homma 1990, a = 7, b = 0.1
        let known = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];
        for (index, (first, total)) in sobol_indices(3, &outputs).iter().zip(known) {
            let within = |(value, [low, high]): (f64, [f64; 2]), truth: f64| (low - 0.02..=high + 0.02).contains(&truth) && (value - truth).abs() < 0.05;
            assert!(within(index.first, first) && within(index.total, total), "{index:?} against {first}, {total}");
        }
    }
}
