//! A whole campaign on one core, and each phase's share of it: `cargo bench -p huizhan-lab`.

#![expect(clippy::print_stdout, reason = "figures are what one runs it for")]

use huizhan_lab::{Run, replicate};
use huizhan_scenario::Scenario;
use std::time::Instant;

fn main() {
    shares();
    divan::main();
}

/// Prints what each phase of the day takes: mean over seeds of a campaign (milliseconds) and its share.
fn shares() {
    const SEEDS: u64 = 20;
    let scenario = scenario("wuhan1938");
    let mut taken: Vec<(&str, f64)> = std::iter::once("orders").chain(huizhan_sim::DAY.iter().map(|(name, _)| *name)).map(|name| (name, 0.0)).collect();
    for seed in 0..SEEDS {
        let mut run = Run::new(&scenario, seed);
        while !run.is_over() {
            let mut last = Instant::now();
            run.day_watched(&mut |name| {
                let now = Instant::now();
                let row = taken.iter_mut().find(|(held, _)| *held == name).expect("the table has every phase");
                row.1 += (now - last).as_secs_f64() * 1000.0 / SEEDS as f64;
                last = now;
            });
        }
    }
    let all: f64 = taken.iter().map(|(_, time)| time).sum();
    println!("wuhan1938, mean of {SEEDS} seeds: {all:.2} ms a campaign");
    for (name, time) in taken {
        println!("  {name:<12} {time:>7.3} ms {:>6.1} %", 100.0 * time / all);
    }
    println!();
}

fn scenario(name: &str) -> Scenario {
    Scenario::embedded(name).unwrap_or_else(|invalid| panic!("{invalid}"))
}

/// The campaign from its first day to its last, both staffs and all phases; each sample another seed.
#[divan::bench(args = ["wuhan1938", "teaching-crossing"])]
fn replication(bencher: divan::Bencher<'_, '_>, name: &str) {
    let scenario = scenario(name);
    let seed = std::cell::Cell::new(0);
    bencher.bench_local(|| {
        seed.set(seed.get() + 1);
        replicate(&scenario, seed.get())
    });
}

/// The first day, with the world set up: what a player waits for.
#[divan::bench]
fn first_day(bencher: divan::Bencher<'_, '_>) {
    let scenario = scenario("wuhan1938");
    bencher.with_inputs(|| Run::new(&scenario, 1)).bench_local_values(|mut run| {
        run.day();
        run.world.digest()
    });
}

/// Reading, checking and deriving the embedded scenario.
#[divan::bench]
fn load() -> Scenario {
    scenario("wuhan1938")
}
