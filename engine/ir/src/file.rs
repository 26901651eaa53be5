//! All functions of a file.

use haechi_syntax::IndexVec;

use crate::{FuncId, FuncKey, Function};

/// The functions of one file, built. (Whoever needs only some of them builds
/// those one by one.)
#[derive(Clone, Debug, Default)]
pub struct FileIr {
    /// In order of their keys.
    pub functions: IndexVec<FuncId, Function>,
}

impl FileIr {
    /// The function with this key.
    pub fn find(&self, key: FuncKey) -> Option<FuncId> {
        let at = self
            .functions
            .as_slice()
            .binary_search_by_key(&key, |function| function.key)
            .ok()?;
        self.functions.ids().nth(at)
    }
}
