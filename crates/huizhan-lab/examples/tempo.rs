//! Prints the documented and simulated days of every capture: `cargo run --release -p huizhan-lab --example tempo DIR SEEDS`.
#![expect(clippy::print_stdout, reason = "an example prints")]

fn main() {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "wuhan1938".to_owned());
    let seeds: usize = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(20);
    let began = std::time::Instant::now();
    let scenario = match huizhan_scenario::Scenario::open(&name) {
        Ok(scenario) => scenario,
        Err(invalid) => {
            println!("{invalid}");
            return;
        }
    };
    println!("loaded in {:?}", began.elapsed());
    let began = std::time::Instant::now();
    let v = huizhan_lab::validate(&scenario, seeds, &|| {});
    println!("{} runs in {:?}", seeds, began.elapsed());
    for score in v.captures.iter().chain(&v.weak_captures) {
        println!(
            "{:8} {:14} {}  {:.2}  {} {} {}  {:+}  naive {:+}",
            score.event, score.place, score.documented, score.share, score.q05, score.q50, score.q95,
            score.q50 - score.documented, score.naive - score.documented
        );
    }
    println!("{:#?}", v.totals);
    println!("losses {:?}\nsick {:?}\nnaive {} km/day", v.losses, v.sick, v.naive_km_per_day);
}
