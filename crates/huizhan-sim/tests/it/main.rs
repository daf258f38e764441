//! Tests of the simulation through its interface, in one binary.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them when it renews a snapshot")]
#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

mod cases;
mod flow;
mod table;
