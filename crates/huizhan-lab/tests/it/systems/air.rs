//! Facts of the system `air` over a hundred seeds, and what its factors touch.
