//! A whole campaign on one core: `cargo bench -p huizhan-lab`.

use huizhan_lab::{Run, replicate};
use huizhan_scenario::Scenario;

fn main() {
    divan::main();
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
