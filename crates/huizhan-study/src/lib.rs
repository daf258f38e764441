//! Studies: one file names a scenario, what is varied and how; its replications are played with common random numbers, and kept as Parquet.
//!
//! A **study** expands to **points** (one combination of levels each); a point is played under seeds 0 to N - 1, the same for every point. A
//! **task** is one point under one seed; tasks are numbered, and a **chunk** is [`CHUNK`] of them in a row. A chunk is the unit that is written,
//! resumed and handed to another machine: its bytes follow from the study, the engine and its number alone.
//!
//! * [`Study`] the file; [`design`] how levels become points; [`Measure`] what is measured
//! * [`Prepared`] a study whose every point was tried: it plays chunks, and shards of them on many machines
//! * [`rows`] what is kept of a replication; [`store`] how it is written as Parquet and read again, from a folder or an object store
//! * [`analysis`] distributions, paired differences, survival of places
//! * [`sensitivity`] Morris screening and Sobol indices; [`influence`] plays them over the ranges of a scenario's numbers

pub mod analysis;
pub mod design;
mod file;
pub mod influence;
mod measure;
pub mod rows;
mod run;
pub mod sensitivity;
pub mod store;

pub use file::{Arm, Design, Factor, LevelText, MANY, MOST_POINTS, Point, Study};
pub use measure::Measure;
pub use run::{Prepared, Shard};

/// Tasks in a chunk: large enough that a file is worth opening, small enough that little is lost when a machine is.
pub const CHUNK: u64 = 64;
