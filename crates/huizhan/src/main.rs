//! The command line of huizhan: run, validate, check, replay.
fn main() {}
