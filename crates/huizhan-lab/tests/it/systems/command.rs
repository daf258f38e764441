//! Facts of the system `command` over a hundred seeds, and what its factors touch.
