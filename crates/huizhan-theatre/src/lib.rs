//! The map of a theatre of operations: cells, hexsides, routes, places.
