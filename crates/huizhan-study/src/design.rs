//! Designs: which combinations of levels are played.

use huizhan_base::{Draw, Draws};

/// Most dimensions of [`sobol_sequence`].
pub const SOBOL_MAX: usize = 256;
/// Most points of [`sobol_sequence`]: the crate's numbers have 16 bits.
pub const SOBOL_POINTS: usize = 1 << 16;

/// A baseline of first levels (row 0), then each other level of each factor alone.
///
/// * `levels`: how many levels each factor has
///
/// Returns level indices, `[point][factor]`.
#[must_use]
pub fn one_at_a_time(levels: &[usize]) -> Vec<Vec<usize>> {
    let mut rows = vec![vec![0; levels.len()]];
    for (factor, count) in levels.iter().enumerate() {
        for level in 1..*count {
            let mut row = vec![0; levels.len()];
            row[factor] = level;
            rows.push(row);
        }
    }
    rows
}

/// Every combination of levels; the last factor turns fastest, so that row 0 is the baseline.
///
/// * `levels`: how many levels each factor has
#[must_use]
pub fn full_factorial(levels: &[usize]) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new()];
    for count in levels {
        rows = rows.into_iter().flat_map(|row: Vec<usize>| (0..*count).map(move |level| row.iter().copied().chain([level]).collect())).collect();
    }
    rows
}

/// A Latin hypercube (`McKay`, Beckman and Conover 1979): each dimension is cut into `points` strips and each strip is met once.
///
/// Returns shares of the ranges in `[0, 1)`, `[point][dimension]`; `None` without a dimension.
#[must_use]
pub fn latin_hypercube(points: usize, dimensions: usize, seed: u64) -> Option<Vec<Vec<f64>>> {
    let mut rows = vec![vec![0.0; dimensions]; points];
    for dimension in 0..dimensions {
        let draws = Draws::new(seed).round(dimension);
        let mut order: Vec<usize> = (0..points).collect();
        // Fisher and Yates; the first half of the ids shuffles, the second places within the strip
        for at in (1..points).rev() {
            order.swap(at, (draws.uniform(Draw::Hypercube, at as u32) * (at + 1) as f64) as usize);
        }
        for (row, strip) in rows.iter_mut().zip(order) {
            row[dimension] = (strip as f64 + draws.uniform(Draw::Hypercube, (points + strip) as u32)) / points as f64;
        }
    }
    (dimensions > 0).then_some(rows)
}

/// The first points of Sobol's sequence, Owen-scrambled (crate `sobol_burley`: Joe and Kuo's direction numbers, Burley 2020's hash).
///
/// * `seed`: of the scrambling; sequences of two seeds are independent
///
/// Returns shares of the ranges in `[0, 1)`, `[point][dimension]`; `None` without a dimension, with more than [`SOBOL_MAX`], or with more points than
/// [`SOBOL_POINTS`].
#[must_use]
pub fn sobol_sequence(points: usize, dimensions: usize, seed: u32) -> Option<Vec<Vec<f64>>> {
    let row = |point: usize| (0..dimensions).map(|dimension| f64::from(sobol_burley::sample(point as u32, dimension as u32, seed))).collect();
    ((1..=SOBOL_MAX).contains(&dimensions) && points <= SOBOL_POINTS).then(|| (0..points).map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_changes_one_factor_and_the_factorial_meets_every_combination_once() {
        let rows = one_at_a_time(&[2, 3]);
        assert_eq!(rows, [[0, 0], [1, 0], [0, 1], [0, 2]]);
        let mut all = full_factorial(&[2, 3, 2]);
        assert_eq!((all.len(), &all[0]), (12, &vec![0, 0, 0]));
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 12);
    }

    #[test]
    fn a_latin_hypercube_meets_each_strip_of_each_dimension_once() {
        let rows = latin_hypercube(40, 3, 7).unwrap();
        for dimension in 0..3 {
            let mut strips: Vec<usize> = rows.iter().map(|row| (row[dimension] * 40.0) as usize).collect();
            strips.sort_unstable();
            assert_eq!(strips, (0..40).collect::<Vec<_>>());
        }
        assert_ne!(rows, latin_hypercube(40, 3, 8).unwrap());
    }

    #[test]
    fn the_sobol_sequence_fills_the_square_more_evenly_than_chance() {
        let rows = sobol_sequence(256, 2, 0).unwrap();
        let mut cells = [0; 256];
        for row in &rows {
            cells[(row[0] * 16.0) as usize * 16 + (row[1] * 16.0) as usize] += 1;
        }
        // a (0, 8, 2)-net: one point in each of 256 squares
        assert!(cells.iter().all(|count| *count == 1), "{cells:?}");
    }
}
