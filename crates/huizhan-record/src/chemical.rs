//! The record's tables for the system `chemical`.

use crate::read::Loader;
use serde::Serialize;

/// What the record says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ChemicalRecord {}

/// Reads the tables; all of them may be missing.
pub(crate) fn read(_loader: &mut Loader<'_>) -> ChemicalRecord {
    ChemicalRecord::default()
}
