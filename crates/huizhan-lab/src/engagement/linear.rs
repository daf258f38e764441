//! Least squares and logistic regression with a ridge: small, dense, and equal on every machine.

use huizhan_sim::law::logistic;

/// Coefficients with their standard errors.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Regression {
    pub(super) values: Vec<f64>,
    pub(super) errors: Vec<f64>,
}

/// Least squares of `y` on `rows`, with `ridge` on the square of each coefficient.
pub(super) fn least_squares(rows: &[Vec<f64>], y: &[f64], ridge: &[f64]) -> Regression {
    let weights = vec![1.0; y.len()];
    let normal = normal(rows, &weights, ridge);
    let values = solve(&normal, &moments(rows, y));
    let residual = rows.iter().zip(y).map(|(row, y)| (y - dot(row, &values)).powi(2)).sum::<f64>();
    let variance = residual / (y.len().saturating_sub(ridge.len()).max(1) as f64);
    let errors = inverse_diagonal(&normal).into_iter().map(|part| (part * variance).sqrt()).collect();
    Regression { values, errors }
}

/// Logistic regression of `y` on `rows` beyond a given `offset` of the logit, with a ridge.
pub(super) fn logistic_regression(rows: &[Vec<f64>], offset: &[f64], y: &[bool], ridge: &[f64]) -> Regression {
    let mut values = vec![0.0; ridge.len()];
    // Newton's steps; with a ridge and a constant they converge within ten
    for _ in 0..50 {
        let chances: Vec<f64> = rows.iter().zip(offset).map(|(row, offset)| logistic(offset + dot(row, &values))).collect();
        let weights: Vec<f64> = chances.iter().map(|chance| (chance * (1.0 - chance)).max(1e-9)).collect();
        let surplus: Vec<f64> = chances.iter().zip(y).map(|(chance, won)| f64::from(u8::from(*won)) - chance).collect();
        let mut gradient = moments(rows, &surplus);
        for ((part, value), ridge) in gradient.iter_mut().zip(&values).zip(ridge) {
            *part -= ridge * value;
        }
        let step = solve(&normal(rows, &weights, ridge), &gradient);
        for (value, step) in values.iter_mut().zip(&step) {
            *value += step;
        }
        if step.iter().all(|step| step.abs() < 1e-10) {
            break;
        }
    }
    let weights: Vec<f64> = rows
        .iter()
        .zip(offset)
        .map(|(row, offset)| logistic(offset + dot(row, &values)))
        .map(|chance| (chance * (1.0 - chance)).max(1e-9))
        .collect();
    let errors = inverse_diagonal(&normal(rows, &weights, ridge)).into_iter().map(f64::sqrt).collect();
    Regression { values, errors }
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// X'WX with the ridge on its diagonal. The least ridge keeps a column of zeros from making it singular.
fn normal(rows: &[Vec<f64>], weights: &[f64], ridge: &[f64]) -> Vec<Vec<f64>> {
    let size = ridge.len();
    let mut normal = vec![vec![0.0; size]; size];
    for (row, weight) in rows.iter().zip(weights) {
        for (line, own) in normal.iter_mut().zip(row).filter(|(_, own)| **own != 0.0) {
            for (part, other) in line.iter_mut().zip(row) {
                *part += weight * own * other;
            }
        }
    }
    for (at, ridge) in ridge.iter().enumerate() {
        normal[at][at] += ridge.max(1e-9);
    }
    normal
}

fn moments(rows: &[Vec<f64>], y: &[f64]) -> Vec<f64> {
    let size = rows.first().map_or(0, Vec::len);
    (0..size).map(|at| rows.iter().zip(y).map(|(row, y)| row[at] * y).sum()).collect()
}

/// Lower triangle L of a positive definite matrix, L L' = A.
fn cholesky(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let size = matrix.len();
    let mut lower = vec![vec![0.0; size]; size];
    for i in 0..size {
        for j in 0..=i {
            let rest = matrix[i][j] - dot(&lower[i][..j], &lower[j][..j]);
            lower[i][j] = if i == j { rest.max(1e-12).sqrt() } else { rest / lower[j][j] };
        }
    }
    lower
}

fn solve(matrix: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let lower = cholesky(matrix);
    let mut solution = right.to_vec();
    for i in 0..solution.len() {
        solution[i] = (solution[i] - dot(&lower[i][..i], &solution[..i])) / lower[i][i];
    }
    for i in (0..solution.len()).rev() {
        let below: f64 = (i + 1..solution.len()).map(|j| lower[j][i] * solution[j]).sum();
        solution[i] = (solution[i] - below) / lower[i][i];
    }
    solution
}

fn inverse_diagonal(matrix: &[Vec<f64>]) -> Vec<f64> {
    let unit = |at: usize| (0..matrix.len()).map(|i| if i == at { 1.0 } else { 0.0 }).collect::<Vec<_>>();
    (0..matrix.len()).map(|at| solve(matrix, &unit(at))[at].max(0.0)).collect()
}
