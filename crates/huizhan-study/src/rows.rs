//! What is kept of a replication: the rows of the four tables of results.

use huizhan_base::Date;
use serde::{Deserialize, Serialize};

/// What every file of results says about itself (in the key-value metadata of the Parquet file, one entry a field).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The study file as it was given (TOML text), levels and replications of the command line written into it.
    pub study: String,
    /// Digest of that text and of what the scenario says: results are only ever merged with their like.
    pub study_digest: String,
    /// Version of the engine.
    pub engine_version: String,
    /// Tasks of the whole study.
    pub tasks: u64,
    /// Names of the measures, in the order of [`Replicated::measures`].
    pub measures: Vec<String>,
}

/// One replication of one point.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicated {
    /// The point of the design, from 0; point 0 is the baseline where the design has one.
    pub point: u32,
    /// The replication within the point, from 0.
    pub replication: u32,
    /// Its seed: the same for a replication of every point.
    pub seed: u64,
    /// Digest of its last day.
    pub digest: String,
    /// The point's name for a reader.
    pub label: String,
    /// What was set anew at the point: `NAME=VALUE`, joined by a space; empty for the scenario as it is.
    pub settings: String,
    /// Values of the study's measures; `None` where one does not exist in this run (a place that never fell). Never NaN.
    pub measures: Vec<Option<f64>>,
    /// Captures, in the order of the scenario.
    pub captures: Vec<CaptureRow>,
    /// Losses by formation, those without any left out.
    pub losses: Vec<LossRow>,
    /// Both sides day by day; empty where the study does not ask for it.
    pub daily: Vec<DailyRow>,
}

/// A documented capture in this run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptureRow {
    /// Row of the chronology.
    pub event: String,
    /// The place.
    pub place: String,
    /// The side.
    pub by: String,
    /// The documented day it is compared with.
    pub documented: Date,
    /// The day in this run, if it happened.
    pub day: Option<Date>,
}

/// What a formation lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossRow {
    /// Its side.
    pub side: String,
    /// Its id in the record.
    pub formation: String,
    /// Killed, wounded, missing and captured (men).
    pub lost: u32,
}

/// A side at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyRow {
    /// The day.
    pub date: Date,
    /// The side.
    pub side: String,
    /// Men present for duty.
    pub strength: u32,
    /// Killed and wounded so far (men).
    pub killed_wounded: u32,
    /// Missing and captured so far (men).
    pub missing_captured: u32,
    /// Admissions of sick so far (men).
    pub sick: u32,
}
