//! Facts of the system `rear` over a hundred seeds, and what its factors touch.
