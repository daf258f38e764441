//! Facts of the system `flood` over a hundred seeds, and what its factors touch.
