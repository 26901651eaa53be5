//! Lattices, worklists, and taint over SSA values.
