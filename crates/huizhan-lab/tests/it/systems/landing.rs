//! Facts of the system `landing` over a hundred seeds, and what its factors touch.
