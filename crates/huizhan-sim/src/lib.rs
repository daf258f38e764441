//! The simulation: World, Order, Event, View, step.
