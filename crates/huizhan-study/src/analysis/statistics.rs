//! Means, intervals, ranks and regression: what an analysis counts with.

/// A mean and half the width of its 95 % interval by Student's t.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Half its interval; 0 where fewer than two values are there to judge by.
    pub half: f64,
    /// How many values.
    pub count: usize,
}

impl Estimate {
    /// Of a sample.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let count = values.len();
        let half = if count < 2 { 0.0 } else { student(count as f64 - 1.0) * (variance(values) / count as f64).sqrt() };
        Self { mean: mean(values), half, count }
    }

    /// Whether the interval leaves out zero; never where there is nothing to judge by.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.count > 1 && self.mean.abs() > self.half
    }

    /// Both ends of the interval.
    #[must_use]
    pub fn ends(&self) -> [f64; 2] {
        [self.mean - self.half, self.mean + self.half]
    }
}

/// The mean; 0 of nothing.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The variance of a sample (divisor n - 1); 0 of fewer than two values.
pub(super) fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (values.len() as f64 - 1.0).max(1.0)
}

/// The 97.5 % quantile of Student's t, by the expansion about the normal one (Abramowitz and Stegun 26.7.5): within 0.002 from five degrees of freedom on.
/// Below that the tables.
pub(super) fn student(freedom: f64) -> f64 {
    const Z: f64 = 1.959_964;
    const FEW: [f64; 4] = [12.706, 4.303, 3.182, 2.776];
    if freedom < 5.0 {
        return FEW[(freedom.max(1.0) as usize - 1).min(FEW.len() - 1)];
    }
    let z3 = Z * Z * Z;
    let z5 = z3 * Z * Z;
    let first = (z3 + Z) / 4.0;
    let second = (5.0 * z5 + 16.0 * z3 + 3.0 * Z) / 96.0;
    let third = (3.0 * z5 * Z * Z + 19.0 * z5 + 17.0 * z3 - 15.0 * Z) / 384.0;
    let z7 = z5 * Z * Z;
    let fourth = (79.0 * z7 * Z * Z + 776.0 * z7 + 1482.0 * z5 - 1920.0 * z3 - 945.0 * Z) / 92_160.0;
    Z + (first + (second + (third + fourth / freedom) / freedom) / freedom) / freedom
}

/// The 95 % interval of a share by Wilson (1927), which stays within 0 and 1 and does not shrink to nothing at either end.
///
/// * `share`: the share found
/// * `count`: of how many
pub(super) fn wilson(share: f64, count: usize) -> [f64; 2] {
    const Z: f64 = 1.959_964;
    let count = count.max(1) as f64;
    let by = 1.0 + Z * Z / count;
    let middle = (share + Z * Z / (2.0 * count)) / by;
    let half = Z / by * (share * (1.0 - share) / count + Z * Z / (4.0 * count * count)).sqrt();
    [(middle - half).max(0.0), (middle + half).min(1.0)]
}

/// The linear correlation of two samples; 0 where one of them does not vary.
pub(super) fn correlation(first: &[f64], second: &[f64]) -> f64 {
    let (of_first, of_second) = (mean(first), mean(second));
    let (mut both, mut one, mut other) = (0.0, 0.0, 0.0);
    for (a, b) in first.iter().zip(second) {
        let (a, b) = (a - of_first, b - of_second);
        both += a * b;
        one += a * a;
        other += b * b;
    }
    if one > 0.0 && other > 0.0 { both / (one * other).sqrt() } else { 0.0 }
}

/// Ranks from 1; equal values share the mean of theirs.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut at = 0;
    while at < order.len() {
        let same = order[at..].iter().take_while(|other| values[**other].total_cmp(&values[order[at]]).is_eq()).count();
        for other in &order[at..at + same] {
            ranks[*other] = at as f64 + f64::midpoint(same as f64, 1.0);
        }
        at += same;
    }
    ranks
}

/// A matrix turned round by Gauss and Jordan with the largest pivot; `None` where it is singular.
fn inverse(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let size = matrix.len();
    let unit = |at: usize| (0..size).map(move |other| f64::from(u8::from(other == at)));
    let mut rows: Vec<Vec<f64>> = matrix.iter().enumerate().map(|(at, row)| row.iter().copied().chain(unit(at)).collect()).collect();
    let scale = matrix.iter().flatten().fold(0.0_f64, |most, value| most.max(value.abs()));
    for column in 0..size {
        let pivot = (column..size).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))?;
        if rows[pivot][column].abs() <= 1e-10 * scale {
            return None;
        }
        rows.swap(column, pivot);
        let by = rows[column][column];
        rows[column].iter_mut().for_each(|value| *value /= by);
        let held = rows[column].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != column) {
            let by = row[column];
            row.iter_mut().zip(&held).for_each(|(value, of)| *value -= by * of);
        }
    }
    Some(rows.into_iter().map(|row| row[size..].to_vec()).collect())
}

/// A least-squares fit of a plane.
pub(super) struct Fit {
    /// The slope along each input, with its interval.
    pub(super) slopes: Vec<Estimate>,
    /// Share of the variance of the output that the plane answers for.
    pub(super) explained: f64,
}

/// Ordinary least squares with a constant; `None` where there are too few points or inputs that say the same.
///
/// * `inputs`: `[point][input]`
/// * `outputs`: one a point
pub(super) fn least_squares(inputs: &[Vec<f64>], outputs: &[f64]) -> Option<Fit> {
    let (count, size) = (outputs.len(), inputs.first()?.len());
    if count < size + 3 {
        return None;
    }
    let middle: Vec<f64> = (0..size).map(|at| inputs.iter().map(|row| row[at]).sum::<f64>() / count as f64).collect();
    let rows: Vec<Vec<f64>> = inputs.iter().map(|row| row.iter().zip(&middle).map(|(value, middle)| value - middle).collect()).collect();
    let level = mean(outputs);
    let products: Vec<Vec<f64>> = (0..size).map(|a| (0..size).map(|b| rows.iter().map(|row| row[a] * row[b]).sum()).collect()).collect();
    let towards: Vec<f64> = (0..size).map(|at| rows.iter().zip(outputs).map(|(row, output)| row[at] * (output - level)).sum()).collect();
    let inverse = inverse(&products)?;
    let slopes: Vec<f64> = inverse.iter().map(|row| row.iter().zip(&towards).map(|(a, b)| a * b).sum()).collect();
    let left = |(row, output): (&Vec<f64>, &f64)| output - level - row.iter().zip(&slopes).map(|(a, b)| a * b).sum::<f64>();
    let rest: f64 = rows.iter().zip(outputs).map(left).map(|left| left * left).sum();
    let all: f64 = outputs.iter().map(|output| (output - level) * (output - level)).sum();
    let freedom = (count - size - 1) as f64;
    let estimate = |(at, mean): (usize, &f64)| Estimate { mean: *mean, half: student(freedom) * (rest / freedom * inverse[at][at]).max(0.0).sqrt(), count };
    Some(Fit { slopes: slopes.iter().enumerate().map(estimate).collect(), explained: if all > 0.0 { 1.0 - rest / all } else { 0.0 } })
}

/// Correlation of each input's ranks with the output's, the other inputs held fast (Iman and Conover 1979, partial rank correlation); `None` where inputs say the same.
pub(super) fn partial_ranks(inputs: &[Vec<f64>], outputs: &[f64]) -> Option<Vec<f64>> {
    let size = inputs.first()?.len();
    if outputs.len() < size + 3 {
        return None;
    }
    let mut columns: Vec<Vec<f64>> = (0..size).map(|at| ranks(&inputs.iter().map(|row| row[at]).collect::<Vec<_>>())).collect();
    columns.push(ranks(outputs));
    let matrix: Vec<Vec<f64>> = columns.iter().map(|one| columns.iter().map(|other| correlation(one, other)).collect()).collect();
    let inverse = inverse(&matrix)?;
    let partial = |at: usize| -inverse[at][size] / (inverse[at][at] * inverse[size][size]).max(f64::MIN_POSITIVE).sqrt();
    Some((0..size).map(partial).collect())
}
