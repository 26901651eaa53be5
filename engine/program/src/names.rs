//! Names across files.

use haechi_syntax::{NameId, Names};

haechi_syntax::define_idx! {
    /// A name across files: a simple name of a member, or a dotted name of a
    /// class, function or module. Equal exactly if the texts are. The number
    /// never decides about output.
    GlobalName;
}

/// The names of a program. Filled while linking, then only read.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    names: Names,
}

impl Interner {
    /// The id of a text, made if it is new.
    pub(crate) fn intern(&mut self, text: &str) -> GlobalName {
        GlobalName::new(self.names.intern(text).raw())
    }
    /// The id of a text, if it is known.
    pub fn find(&self, text: &str) -> Option<GlobalName> {
        self.names.find(text).map(|id| GlobalName::new(id.raw()))
    }
    /// The text.
    pub fn text(&self, name: GlobalName) -> &str {
        self.names.text(NameId::new(name.raw()))
    }
    /// The last segment of the text.
    pub fn last(&self, name: GlobalName) -> &str {
        last_segment(self.text(name))
    }
}

/// What stands after the last dot.
pub fn last_segment(dotted: &str) -> &str {
    dotted.rsplit('.').next().unwrap_or(dotted)
}
