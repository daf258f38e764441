//! Replay files: scenario, seed, orders, and a digest a day.
//!
//! A replay is text, one JSON value a line: a header, then a line for each day with the digest after it and the orders
//! given on it. Formations are named by their ids, cells by their H3 index (an off-map box by `box:` and its place), so
//! that a person can read the file and a later version can still tell what was meant. [`verify`] plays it again and says
//! where it first differs.

mod file;
mod verify;

pub use file::{Day, Header, Replay, UnreadableReplay, cell_name, scenario_digest};
pub use verify::{Verdict, verify};

#[cfg(test)]
mod tests;
