//! The command line, through the built binary.
