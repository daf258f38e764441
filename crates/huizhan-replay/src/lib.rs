//! Replay files and digests.
