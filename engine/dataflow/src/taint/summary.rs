//! What a call of a function does, for whoever calls it.
//!
//! A summary is stated in terms of *inputs* (locations of the caller's world
//! that the function reads) and *outputs* (those that it writes, and what it
//! gives back). Between them go edge functions `S ↦ (S ∩ keep) ∪ gen`: a
//! [`Transfer`] is the `keep` of one input and output, `gen` belongs to the
//! output alone (concrete sources). Composition and union of such functions are
//! of the same form, so a summary applied in a caller is a piece of the
//! caller's own graph.
//!
//! ```text
//! String both(Box b, String s) {      inputs   P1.v  P2
//!     b.v = esc(s);                    outputs  P1.v  return
//!     log(b);      // a sink           transfers P2 → P1.v keep all but {html}
//!     return b.v + source();                     P2 → return keep all but {html}
//! }                                    gens      return: {the source's colours}
//!                                      demands   P2: {the sink's} but {html}
//! ```

use haechi_syntax::IndexVec;

use super::location::Selectors;
use super::{GlobalVar, RuleNo, Target};
use crate::framework::ColourSet;

haechi_syntax::define_idx! {
    /// An input of a function.
    InputNo;
    /// An output of a function.
    OutputNo;
}

/// Where an input begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum InRoot {
    /// A parameter.
    Param(u32),
    /// A global variable.
    Global(GlobalVar),
    /// Tainted control flow of the caller.
    Control,
    /// What the function gives back that callback n calls.
    CallbackResult(u32),
}

/// Something that a function reads of its caller's world.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Input {
    /// Where it begins.
    pub root: InRoot,
    /// Which part.
    pub path: Selectors,
    /// Whether all parts of it count as well.
    pub deep: bool,
}

/// Where an output begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum OutRoot {
    /// What a parameter refers to.
    Param(u32),
    /// What is given back.
    Return,
    /// What is thrown.
    Thrown,
    /// A global variable.
    Global(GlobalVar),
    /// The control flow after the call.
    Control,
    /// What callback n gets as its m-th argument.
    CallbackArg(u32, u32),
}

/// Something that a function writes or gives back.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Output {
    /// Where it begins.
    pub root: OutRoot,
    /// Which part.
    pub path: Selectors,
}

/// What an output refers to afterwards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// An object that did not exist before, or that the caller cannot see.
    Fresh,
    /// What this location of the caller referred to before the call.
    Alias(InRoot, Selectors),
    /// A function object, with what it captured as parts of it.
    Function(FunctionObject),
}

/// A function as a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FunctionObject {
    /// What is called, and whether a receiver is its first parameter.
    pub target: Target,
    /// Whether that receiver is the first argument of the call (`T::m`).
    pub unbound: bool,
}

/// Edges from some inputs to some outputs: each of these outputs gets the same.
/// (Often all outputs of a function do; written down one by one the edges would
/// be many.)
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Transfer {
    /// From here, and what is let through.
    pub inputs: Vec<(InputNo, ColourSet)>,
    /// To there.
    pub outputs: Vec<OutputNo>,
}

/// A call of something that the caller passed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Callback {
    /// What is called.
    pub root: InRoot,
    /// Which part of it.
    pub path: Selectors,
    /// With how many arguments.
    pub args: u32,
}

/// The effect of calling a function.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// What it reads.
    pub inputs: IndexVec<InputNo, Input>,
    /// What it writes; an object before its parts.
    pub outputs: IndexVec<OutputNo, Output>,
    /// What each output may refer to; nothing: no object.
    pub contents: IndexVec<OutputNo, Vec<Content>>,
    /// The edges.
    pub transfers: Vec<Transfer>,
    /// Colours of concrete sources that arrive at each output.
    pub gens: IndexVec<OutputNo, ColourSet>,
    /// Colours that reach a sink from each input.
    pub demands: IndexVec<InputNo, ColourSet>,
    /// Objects all of whose parts are cleaned of some colours.
    pub kills: Vec<(InRoot, Selectors, ColourSet)>,
    /// What it calls that its caller knows.
    pub callbacks: Vec<Callback>,
    /// Globals that it, or what it calls, assigns.
    pub globals: Vec<GlobalVar>,
    /// Whether it returns at all, as far as known.
    pub returns: bool,
    /// Rules with label conditions that have sites in it or below.
    pub conditional: Vec<RuleNo>,
}

impl Summary {
    /// Nothing is known yet: as if it never returned. Where fixpoints begin.
    pub fn bottom() -> Self {
        Self::default()
    }
}
