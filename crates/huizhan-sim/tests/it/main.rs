//! Tests of the simulation through its interface, in one binary.

mod flow;
