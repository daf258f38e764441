//! Plays seeds one after the other on one core and prints the time of each: for profilers.
#![expect(clippy::print_stdout, reason = "an example prints")]

fn main() {
    let name = std::env::args().nth(1).unwrap_or_else(|| "wuhan1938".to_owned());
    let Ok(scenario) = huizhan_scenario::Scenario::open(&name) else { return };
    let began = std::time::Instant::now();
    let count = 20;
    for seed in 0..count {
        let _ = huizhan_lab::replicate(&scenario, seed);
    }
    println!("{:.2} ms a campaign", began.elapsed().as_secs_f64() * 1000.0 / count as f64);
}
