//! Record and theatre made into a checked scenario.
