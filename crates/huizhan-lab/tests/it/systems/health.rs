//! Facts of the system `health` over a hundred seeds, and what its factors touch.
