//! Replications and validation against the record.
