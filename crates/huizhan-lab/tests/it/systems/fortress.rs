//! Facts of the system `fortress` over a hundred seeds, and what its factors touch.
