//! Commanders: staff plans as data, executed over what a side knows.
