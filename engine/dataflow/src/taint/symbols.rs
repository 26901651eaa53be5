//! Names of fields and keys, numbered across files.

use std::sync::RwLock;

use rustc_hash::FxHashMap;

haechi_syntax::define_idx! {
    /// The text of a field's name or of a constant key. Which number a text has
    /// depends on who asks first, so numbers are compared for equality only:
    /// no order of results may rest on them.
    Sym;
}

/// The table of all [`Sym`]s.
#[derive(Debug)]
pub struct Symbols {
    table: RwLock<Table>,
}

#[derive(Debug, Default)]
struct Table {
    ids: FxHashMap<Box<str>, Sym>,
    texts: Vec<Box<str>>,
}

impl Sym {
    /// The content of a cell that closures share.
    pub const CELL: Self = Self::new(0);
    /// The enclosing instance of an inner class's object.
    pub const OUTER: Self = Self::new(1);
    /// The cause of an exception.
    pub const CAUSE: Self = Self::new(2);
    /// The receiver bound in a method reference.
    pub const BOUND: Self = Self::new(3);
    /// The keys of a map.
    pub const KEYS: Self = Self::new(4);
}

impl Default for Symbols {
    fn default() -> Self {
        let symbols = Self {
            table: RwLock::default(),
        };
        // Texts that no source file can spell, in the order of the constants.
        for text in ["\0cell", "\0outer", "\0cause", "\0bound", "\0keys"] {
            symbols.sym(text);
        }
        symbols
    }
}

impl Symbols {
    /// The number of a text.
    pub fn sym(&self, text: &str) -> Sym {
        if let Ok(table) = self.table.read()
            && let Some(sym) = table.ids.get(text)
        {
            return *sym;
        }
        // A panic while the table was locked leaves it whole: insertion is the
        // last thing that is done.
        let mut table = match self.table.write() {
            Ok(table) => table,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some(sym) = table.ids.get(text) {
            return *sym;
        }
        let sym = Sym::new(u32::try_from(table.texts.len()).unwrap_or(u32::MAX));
        table.texts.push(text.into());
        table.ids.insert(text.into(), sym);
        sym
    }

    /// The symbol of a captured variable: apart from fields of the same name.
    pub fn captured(&self, name: &str) -> Sym {
        self.sym(&format!("\0{name}"))
    }

    /// The text of a symbol, for people.
    #[cfg(test)]
    pub fn text(&self, sym: Sym) -> String {
        let table = match self.table.read() {
            Ok(table) => table,
            Err(poisoned) => poisoned.into_inner(),
        };
        table
            .texts
            .get(sym.raw() as usize)
            .map_or_else(String::new, |t| t.replace('\0', "%"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_number() {
        let symbols = Symbols::default();
        assert_eq!(symbols.text(Sym::CAUSE), "%cause");
        assert_eq!(symbols.sym("a"), symbols.sym("a"));
        assert_ne!(symbols.sym("a"), symbols.captured("a"));
    }
}
