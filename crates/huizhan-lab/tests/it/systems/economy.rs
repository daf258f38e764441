//! Facts of the system `economy` over a hundred seeds, and what its factors touch.
