//! Facts of the system `evacuation` over a hundred seeds, and what its factors touch.
