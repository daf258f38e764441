//! Tests of whole campaigns, in one binary.

#![expect(clippy::print_stdout, reason = "the figures of the comparisons are what one runs them for: `--nocapture`")]

mod determinism;
mod difference;
mod honest;
mod random;
mod variant;
