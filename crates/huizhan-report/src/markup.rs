//! Small helpers for text in HTML and SVG.
