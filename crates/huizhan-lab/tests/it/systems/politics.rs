//! Facts of the system `politics` over a hundred seeds, and what its factors touch.
