//! The record's tables for the system `landing`.

use crate::read::Loader;
use serde::Serialize;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct LandingRecord {}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(_loader: &mut Loader<'_>) -> LandingRecord {
    LandingRecord::default()
}
