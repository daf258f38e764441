//! Tests of the simulation through its interface, in one binary.

mod cases;
mod flow;
mod table;
