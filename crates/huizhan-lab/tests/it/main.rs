//! Tests of whole campaigns, in one binary.

#![expect(clippy::print_stdout, reason = "the figures of the comparisons are what one runs them for: `--nocapture`")]
#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

mod determinism;
mod difference;
mod first_difference;
mod honest;
mod random;
mod systems;
mod variant;
