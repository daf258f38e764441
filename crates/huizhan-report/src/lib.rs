//! Pages and pictures made of results.
