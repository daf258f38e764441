//! The equations against what they promise.
