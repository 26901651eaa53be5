//! The flow engine against what executing generated programs shows.
//!
//! `haechi_testkit::programs` makes programs and says what executing them
//! shows; here the whole engine scans both of their forms with one rule, and
//! the two are compared flow by flow (source, sink):
//!
//! - *missed*: some execution shows it, and it is not reported;
//! - *false*: it is reported, and no execution shows it, though both ends are
//!   reached and every combination of unknown values was tried;
//! - *unreached*: the same, and no execution even reaches the source or the
//!   sink. They are counted apart: what an unknown call throws, or a function
//!   that nobody calls, is code that an analysis has to take for alive.

mod compare;
mod engine;
mod minimal;

pub use compare::{Case, Mistake, Tally, Wrong, run};
pub use engine::Engine;
pub use minimal::shrunk;
