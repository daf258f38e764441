//! The sourced record of a campaign: sources, claims, order of battle, chronology.
