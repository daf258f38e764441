//! Ensemble smoother with multiple data assimilation (Emerick and Reynolds 2013), on numbers that are standard normal beforehand.

use huizhan_base::{Draw, Draws};

/// What an update weighs members against.
pub(super) struct Evidence<'a> {
    /// What is observed, `[observation]`.
    pub(super) data: &'a [f64],
    /// Its standard deviation about what a perfect model would give, `[observation]`.
    pub(super) sd: &'a [f64],
    /// Covariance of outputs over seeds alone, `[observation][observation]`: the chance of a single campaign, which the documented one had too.
    pub(super) chance: &'a [Vec<f64>],
    /// Factor on the variance of the data; its inverses over all updates add up to 1.
    pub(super) inflation: f64,
}

/// One update: every member moves towards data that are perturbed for it, by the regression of numbers on outputs over the ensemble.
///
/// * `members`: `[member][number]`, standard normal scale
/// * `outputs`: `[member][observation]`, what each member's campaign gave under a seed of its own
/// * `draws`: of this update
///
/// The documented campaign departs from the mean of its numbers by discrepancy (`sd`) and by chance (`chance`), and both are to be inflated alike. Outputs bring
/// chance once, as each member plays one seed; `inflation - 1` times as much is added to the perturbed data. Without it every update takes
/// the seed of its campaigns for a fresh one of the documented campaign, and the fit is surer than a single campaign allows.
///
/// A correlation between a number and an output that an ensemble of this size shows by chance alone (below `3 / sqrt(members)`) moves nothing: with
/// two hundred numbers and thirty outputs chance would else eat the spread of numbers on which the data say nothing.
pub(super) fn update(members: &mut [Vec<f64>], outputs: &[Vec<f64>], evidence: &Evidence<'_>, draws: Draws, step: usize) {
    let Evidence { data, sd, chance, inflation } = *evidence;
    let count = members.len() as f64;
    let observations = data.len();
    let mean = |rows: &[Vec<f64>], at: usize| rows.iter().map(|row| row[at]).sum::<f64>() / count;
    let output_mean: Vec<f64> = (0..observations).map(|at| mean(outputs, at)).collect();
    let covariance = |rows: &[Vec<f64>], at: usize, middle: f64, other: usize| {
        let products = rows.iter().zip(outputs).map(|(row, output)| (row[at] - middle) * (output[other] - output_mean[other]));
        products.sum::<f64>() / (count - 1.0)
    };
    let matrix: Vec<Vec<f64>> = (0..observations).map(|a| (0..observations).map(|b| covariance(outputs, a, output_mean[a], b)).collect()).collect();
    let spread: Vec<f64> = (0..observations).map(|at| matrix[at][at].sqrt()).collect();
    let noise: Vec<Vec<f64>> = (0..observations)
        .map(|a| (0..observations).map(|b| (inflation - 1.0) * chance[a][b] + if a == b { inflation * sd[a] * sd[a] } else { 0.0 }).collect())
        .collect();
    let total = matrix.iter().zip(&noise).map(|(row, noise)| row.iter().zip(noise).map(|(a, b)| a + b).collect()).collect();
    let (factor, noise) = (cholesky(total), cholesky(noise));
    // what each member lacks to the data perturbed for it, weighed by the spread of outputs and data
    let weighed: Vec<Vec<f64>> = outputs
        .iter()
        .enumerate()
        .map(|(member, output)| {
            let normal: Vec<f64> = (0..observations).map(|at| draws.round(step).normal(Draw::Observation, (member * observations + at) as u32)).collect();
            let perturbed = |at: usize| data[at] + noise[at][..=at].iter().zip(&normal).map(|(factor, normal)| factor * normal).sum::<f64>();
            solve(&factor, (0..observations).map(|at| perturbed(at) - output[at]).collect())
        })
        .collect();
    let least = 3.0 / count.sqrt();
    for number in 0..members[0].len() {
        let middle = mean(members, number);
        let own = (members.iter().map(|member| (member[number] - middle) * (member[number] - middle)).sum::<f64>() / (count - 1.0)).sqrt();
        let gain: Vec<f64> = (0..observations)
            .map(|at| {
                let covariance = covariance(members, number, middle, at);
                if covariance.abs() < least * own * spread[at] { 0.0 } else { covariance }
            })
            .collect();
        for (member, weighed) in members.iter_mut().zip(&weighed) {
            member[number] += gain.iter().zip(weighed).map(|(gain, weighed)| gain * weighed).sum::<f64>();
        }
    }
}

/// The lower factor of a symmetric positive definite matrix.
fn cholesky(mut matrix: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    for row in 0..matrix.len() {
        for column in 0..=row {
            let sum: f64 = (0..column).map(|k| matrix[row][k] * matrix[column][k]).sum();
            let rest = matrix[row][column] - sum;
            matrix[row][column] = if row == column { rest.max(1e-12).sqrt() } else { rest / matrix[column][column] };
        }
    }
    matrix
}

fn solve(factor: &[Vec<f64>], mut right: Vec<f64>) -> Vec<f64> {
    for row in 0..right.len() {
        let sum: f64 = (0..row).map(|k| factor[row][k] * right[k]).sum();
        right[row] = (right[row] - sum) / factor[row][row];
    }
    for row in (0..right.len()).rev() {
        let sum: f64 = (row + 1..right.len()).map(|k| factor[k][row] * right[k]).sum();
        right[row] = (right[row] - sum) / factor[row][row];
    }
    right
}

/// The share of a standard normal below a value.
pub(super) fn share_below(value: f64) -> f64 {
    0.5 * libm::erfc(-value * std::f64::consts::FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two numbers, of which the output knows the first alone: `output = 2 x + noise`.
    #[test]
    fn a_linear_law_is_found_with_its_exact_posterior_and_the_number_it_does_not_know_keeps_its_prior() {
        let draws = Draws::new(5);
        let normal = |id: usize, round: usize| draws.round(1000 + round).normal(Draw::Test, id as u32);
        let mut members: Vec<Vec<f64>> = (0..1500).map(|id| vec![normal(id, 0), normal(id, 1)]).collect();
        for step in 0..4 {
            let outputs: Vec<Vec<f64>> = members.iter().map(|member| vec![2.0 * member[0]]).collect();
            let evidence = Evidence { data: &[3.0], sd: &[1.0], chance: &[vec![0.0]], inflation: 4.0 };
            update(&mut members, &outputs, &evidence, draws, step);
        }
        let moments = |at: usize| {
            let mean = members.iter().map(|member| member[at]).sum::<f64>() / 1500.0;
            (mean, (members.iter().map(|member| (member[at] - mean) * (member[at] - mean)).sum::<f64>() / 1499.0).sqrt())
        };
        // prior N(0, 1), data 3 = 2 x + N(0, 1): posterior mean 6 / 5, variance 1 / 5
        let ((mean, sd), (other, other_sd)) = (moments(0), moments(1));
        assert!((mean - 1.2).abs() < 0.05 && (sd - 0.447).abs() < 0.04, "{mean} +- {sd}");
        assert!(other.abs() < 0.08 && (other_sd - 1.0).abs() < 0.06, "{other} +- {other_sd}");
    }

    /// `output = 2 x + chance`, drawn anew at each update as seeds are.
    #[test]
    fn chance_of_single_campaigns_widens_the_posterior_by_as_much_as_one_campaign_has() {
        let draws = Draws::new(6);
        let normal = |id: usize, round: usize| draws.round(1000 + round).normal(Draw::Test, id as u32);
        let mut members: Vec<Vec<f64>> = (0..3000).map(|id| vec![normal(id, 0)]).collect();
        for step in 0..4 {
            let outputs: Vec<Vec<f64>> = members.iter().enumerate().map(|(id, member)| vec![2.0 * member[0] + 2.0 * normal(id, 1 + step)]).collect();
            update(&mut members, &outputs, &Evidence { data: &[3.0], sd: &[1.0], chance: &[vec![4.0]], inflation: 4.0 }, draws, step);
        }
        let mean = members.iter().map(|member| member[0]).sum::<f64>() / 3000.0;
        let sd = (members.iter().map(|member| (member[0] - mean) * (member[0] - mean)).sum::<f64>() / 2999.0).sqrt();
        // prior N(0, 1), data 3 = 2 x + N(0, 1 + 4): posterior mean 6 / 9, variance 5 / 9
        assert!((mean - 0.667).abs() < 0.05 && (sd - 0.745).abs() < 0.04, "{mean} +- {sd}");
    }

    #[test]
    fn shares_are_those_of_the_normal_table() {
        for (value, share) in [(0.0, 0.5), (1.644_854, 0.95), (-1.959_964, 0.025)] {
            assert!((share_below(value) - share).abs() < 1e-6);
        }
    }
}
