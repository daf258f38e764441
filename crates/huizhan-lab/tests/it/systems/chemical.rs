//! Facts of the system `chemical` over a hundred seeds, and what its factors touch.
