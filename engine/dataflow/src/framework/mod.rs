//! The machinery of dataflow analysis. It knows no particular analysis.
//!
//! **Terms.** A *fact* is an element of a [`Lattice`]. A *graph* has nodes
//! numbered from zero. A [`Problem`] gives each node a transfer function from
//! the fact that arrives at it to the fact that leaves it. [`solve()`] finds the
//! least solution: the fact at each node is the join of what its predecessors
//! send.
//!
//! **Convergence.** Facts only grow: what a node receives is joined to what it
//! had, and a node is visited again only if that changed it. So the loop ends
//! if chains in the lattice are finite, for *any* transfer function; the result
//! is the least fixpoint if transfer is monotone. Nodes are visited in the
//! order of their rank ([`order::ranks`]: reverse postorder), which makes the
//! number of visits small, not the result different.

pub mod bits;
pub mod colours;
pub mod order;
pub mod solve;
pub mod worklist;

pub use bits::{BitMatrix, BitSet};
pub use colours::ColourSet;
pub use solve::{Lattice, Problem, solve};
pub use worklist::Worklist;
