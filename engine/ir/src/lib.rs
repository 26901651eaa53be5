//! Functions as blocks and SSA values.
