//! Facts of the system `weather` over a hundred seeds, and what its factors touch.
