//! Facts of the system `encirclement` over a hundred seeds, and what its factors touch.
