//! Which function of a file is meant.

use haechi_syntax::NodeId;

haechi_syntax::define_idx! {
    /// A function of one file, numbered in source order of its [`FuncKey`].
    FuncId;
}

/// Which piece of code of its node a function is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FuncPart {
    /// The node's own body: of a `Function` or `Lambda`, or the top-level code
    /// of a `File` (Python: class bodies in it included).
    Body,
    /// Java: field initialisers and instance initialiser blocks of a class, run
    /// by every constructor that does not call `this(…)`. The node is a `Class`,
    /// or a `New` or `EnumConstant` with a class body. One parameter: `this`.
    Init,
    /// Java: static field initialisers, static blocks and enum constants.
    StaticInit,
    /// Java record without a canonical constructor of its own: parameters are
    /// `this` and the components; stores each into its field. Node: the `Class`.
    Canonical,
    /// Java record component without an accessor of its own: returns
    /// `this.component`. Node: the `Param`.
    Accessor,
}

/// A function of a file: a node and which piece of code of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FuncKey {
    /// `File`, `Function`, `Lambda`, or as [`FuncPart`] says.
    pub node: NodeId,
    /// Which piece of it.
    pub part: FuncPart,
}

impl FuncKey {
    /// The body of a `Function`, `Lambda` or `File`.
    pub const fn body(node: NodeId) -> Self {
        Self {
            node,
            part: FuncPart::Body,
        }
    }
    /// The top-level code of a file.
    pub const TOP: Self = Self::body(NodeId::ROOT);
}
