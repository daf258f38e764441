//! Facts of the system `human` over a hundred seeds, and what its factors touch.
