//! A posterior: weighted sets of numbers of the model, found by calibration and kept as a file.

use huizhan_base::{Date, Draw, Draws};
use huizhan_scenario::{Adjustment, Invalid, Scenario};
use std::fmt::Write as _;
use std::path::Path;

/// Weighted particles over numbers of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Lines of the file that start with `#`: how it was made.
    pub comments: Vec<String>,
    /// Keys of the numbers, sorted.
    pub keys: Vec<String>,
    /// Particles: weight, then a value a key.
    pub particles: Vec<(f64, Vec<f64>)>,
}

/// A posterior file that cannot be used: file, line and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPosterior(pub String);

impl std::fmt::Display for InvalidPosterior {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidPosterior {}

impl Posterior {
    /// Reads a file: CSV with a column `weight`, then one a key; lines that start with `#` say how it was made.
    ///
    /// # Errors
    ///
    /// [`InvalidPosterior`] where it cannot be read or holds no particle, or a number is none.
    pub fn load(path: &Path) -> Result<Self, InvalidPosterior> {
        let text = std::fs::read_to_string(path).map_err(|error| InvalidPosterior(format!("{}: cannot be read: {error}", path.display())))?;
        Self::parse(&text).map_err(|(line, what)| InvalidPosterior(format!("{}:{line}: {what}", path.display())))
    }

    /// Reads the text of a file; where it fails, the line and what is wrong with it.
    fn parse(text: &str) -> Result<Self, (usize, String)> {
        let (comments, rows): (Vec<_>, Vec<_>) = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).partition(|(_, line)| line.starts_with('#'));
        let comments = comments.into_iter().map(|(_, line)| line.trim_start_matches('#').trim().to_owned()).collect();
        let mut rows = rows.into_iter();
        let header: Vec<&str> = rows.next().map(|(_, line)| line.split(',').map(str::trim).collect()).unwrap_or_default();
        if header.first() != Some(&"weight") || header.len() < 2 {
            return Err((1, "the first column is `weight`, then one a number of the model".to_owned()));
        }
        let keys: Vec<String> = header[1..].iter().map(|key| (*key).to_owned()).collect();
        let mut particles = Vec::new();
        for (line, row) in rows {
            let numbers: Result<Vec<f64>, _> = row.split(',').map(|cell| cell.trim().parse::<f64>()).collect();
            let numbers = numbers.ok().filter(|numbers| numbers.len() == header.len() && numbers.iter().all(|number| number.is_finite()) && numbers[0] >= 0.0);
            let Some(numbers) = numbers else {
                return Err((line + 1, format!("{} numbers are wanted, the weight not negative", header.len())));
            };
            particles.push((numbers[0], numbers[1..].to_vec()));
        }
        if particles.iter().map(|(weight, _)| weight).sum::<f64>() <= 0.0 {
            return Err((1, "holds no particle with a weight".to_owned()));
        }
        Ok(Self { comments, keys, particles })
    }

    /// Tries every particle on a scenario.
    ///
    /// # Errors
    ///
    /// [`Invalid`] of the first particle that names a number that the model has not, or one outside its range.
    pub fn try_on(&self, base: &Scenario) -> Result<(), Invalid> {
        self.particles.iter().try_for_each(|(_, values)| base.adjusted(&self.numbers(values)).map(drop))
    }

    fn numbers(&self, values: &[f64]) -> Vec<Adjustment> {
        self.keys.iter().zip(values).map(|(key, value)| Adjustment::number(key, *value)).collect()
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for comment in &self.comments {
            let _ = writeln!(text, "# {comment}");
        }
        let _ = writeln!(text, "weight,{}", self.keys.join(","));
        for (weight, values) in &self.particles {
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            let _ = writeln!(text, "{weight},{}", values.join(","));
        }
        text
    }

    /// The numbers that a seed plays with: a particle drawn by its weight. The same for a seed whatever else is set.
    #[must_use]
    pub fn adjustments(&self, seed: u64) -> Vec<Adjustment> {
        let total: f64 = self.particles.iter().map(|(weight, _)| weight).sum();
        let mut left = Draws::new(seed).at(Date::from_days(0)).uniform(Draw::Particle, 0) * total;
        let drawn = self.particles.iter().find(|(weight, _)| {
            left -= weight;
            left < 0.0
        });
        let (_, values) = drawn.unwrap_or(&self.particles[self.particles.len() - 1]);
        self.numbers(values)
    }

    /// A scenario with the numbers that a seed plays with, beneath what is set by hand.
    ///
    /// # Errors
    ///
    /// [`Invalid`] where the particle names a number that the model has not, or one outside its range; never after [`Posterior::try_on`].
    pub fn scenario(&self, base: &Scenario, seed: u64) -> Result<Scenario, Invalid> {
        let by_hand = |key: &str| base.adjustments.iter().any(|held| held.name == key);
        let mut drawn = self.adjustments(seed);
        drawn.retain(|adjustment| !by_hand(&adjustment.name));
        base.adjusted(&drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_reads_as_it_was_written_and_seeds_draw_particles_by_weight() {
        let text = "# made by hand\nweight,combat.base,march.plain\n1,-3.6,1.2\n3,-3.7,1.3\n0,-3.8,1.4\n";
        let posterior = Posterior::parse(text).unwrap();
        assert_eq!(Posterior::parse(&posterior.text()).unwrap(), posterior);
        let drawn: Vec<f64> = (0..400)
            .map(|seed| match posterior.adjustments(seed)[0].value {
                huizhan_scenario::Level::Number(number) => number,
                huizhan_scenario::Level::Text(_) => f64::NAN,
            })
            .collect();
        let heavy = drawn.iter().filter(|value| value.to_bits() == (-3.7f64).to_bits()).count();
        assert!((260..340).contains(&heavy), "{heavy} of 400 drew the particle of weight three in four");
        assert!(!drawn.contains(&-3.8), "a particle without weight was drawn");
    }

    #[test]
    fn a_faulty_file_is_told_with_its_line() {
        assert_eq!(Posterior::parse("weight,a\n1,2\n1,x\n").unwrap_err().0, 3);
        assert_eq!(Posterior::parse("a,b\n1,2\n").unwrap_err().0, 1);
        assert!(Posterior::parse("weight,a\n").unwrap_err().1.contains("no particle"));
    }
}
