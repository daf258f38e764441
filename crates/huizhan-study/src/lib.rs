//! Studies: one file names a scenario, what is varied and how; its replications are played with common random numbers, and kept as Parquet.
//!
//! A **study** expands to **points** (one combination of levels each); a point is played under seeds 0 to N - 1, the same for every point. A
//! **task** is one point under one seed; tasks are numbered, and a **chunk** is [`CHUNK`] of them in a row. A chunk is the unit that is written,
//! resumed and handed to another machine: its bytes follow from the study, the engine and its number alone.
//!
//! * [`rows`] what is kept of a replication

pub mod rows;

/// Tasks in a chunk: large enough that a file is worth opening, small enough that little is lost when a machine is.
pub const CHUNK: u64 = 64;
