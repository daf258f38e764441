//! Fits the numbers that battles elsewhere need, and prints them as `data/engagements/coefficients.csv`.
//!
//! ```sh
//! cargo run --release -p huizhan-lab --example fit_engagements -- battles_train.csv > data/engagements/coefficients.csv
//! ```

#![expect(clippy::print_stdout, reason = "the table is what one runs it for")]

use huizhan_lab::engagement::{Free, fit, is_scored, read};
use huizhan_scenario::Scenario;
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args_os().nth(1).map(PathBuf::from).ok_or("usage: fit_engagements BATTLES.csv")?;
    let battles = read(&file, true).map_err(|faults| faults.to_string())?.battles;
    let scored: Vec<_> = battles.iter().filter(|battle| is_scored(battle)).collect();
    let scenario = Scenario::embedded("wuhan1938")?;
    let fitted = fit(&scenario.setting.parameters, &scored, Free::Elsewhere);
    println!("key,value,low,high,unit,source,note");
    for (key, value) in fitted.model.coefficients.iter() {
        let unit = match key.split('.').next() {
            Some("intensity") => "ln",
            Some("advantage") => "V",
            Some("outcome") => "logit",
            _ if key == "spread.strength_unknown" => "sd of ln",
            _ => "factor",
        };
        let (half, source, note) = match fitted.errors.get(key) {
            Some(error) => (2.0 * error, "CDB90-FIT", "two standard errors either side"),
            None if key == "spread.strength_unknown" => (0.5, "assumption", "a strength that nobody knows"),
            None => (0.1, "CDB90-FIT", "spread of the fitted battles and a tenth more"),
        };
        println!("{key},{value:.3},{:.3},{:.3},{unit},{source},{note}", value - half, value + half);
    }
    Ok(())
}
