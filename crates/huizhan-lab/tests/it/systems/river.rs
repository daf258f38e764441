//! Facts of the system `river` over a hundred seeds, and what its factors touch.
