//! The names of one file, each stored once.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

crate::define_idx! {
    /// A name of one file. Never leaves the file as a number: what crosses
    /// files is text.
    NameId;
}

impl NameId {
    /// No name.
    pub const NONE: Self = Self::new(0);
    /// Whether there is a name.
    pub fn is_some(self) -> bool {
        self != Self::NONE
    }
}

/// The interner of one file: all names in one buffer, found by an open
/// hash table of ids (no allocation per name).
#[derive(Clone, Debug)]
pub struct Names {
    text: String,
    /// `ends[i]` is where name `i` ends in `text`; it begins at `ends[i - 1]`.
    ends: Vec<u32>,
    /// Power-of-two table of ids; 0 is empty.
    table: Vec<u32>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            text: String::new(),
            ends: vec![0],
            table: vec![0; 64],
        }
    }
}

impl Names {
    /// The id of `name`, made if it is new. The empty text is [`NameId::NONE`].
    pub fn intern(&mut self, name: &str) -> NameId {
        if name.is_empty() {
            return NameId::NONE;
        }
        if self.ends.len() * 2 > self.table.len() {
            self.grow();
        }
        match self.slot(name) {
            Ok(id) => id,
            Err(slot) => {
                self.text.push_str(name);
                let id = u32::try_from(self.ends.len()).expect("fewer than 2^32 names in a file");
                self.ends
                    .push(u32::try_from(self.text.len()).expect("names of a file fit in 4 GiB"));
                self.table[slot] = id;
                NameId::new(id)
            }
        }
    }

    /// The id of `name` if the file has it.
    pub fn find(&self, name: &str) -> Option<NameId> {
        self.slot(name).ok()
    }

    /// The text of a name; empty for [`NameId::NONE`].
    pub fn text(&self, id: NameId) -> &str {
        let n = id.raw() as usize;
        if n == 0 {
            return "";
        }
        &self.text[self.ends[n - 1] as usize..self.ends[n] as usize]
    }

    /// How many different names there are; ids run from 1 to this number.
    pub fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All names with their ids, in order of first occurrence.
    pub fn iter(&self) -> impl Iterator<Item = (NameId, &str)> {
        (1..self.ends.len()).map(|n| {
            let id = NameId::new(u32::try_from(n).unwrap_or(0));
            (id, self.text(id))
        })
    }

    fn slot(&self, name: &str) -> Result<NameId, usize> {
        let mask = self.table.len() - 1;
        let mut at = usize::try_from(FxBuildHasher.hash_one(name) >> 20).unwrap_or(0) & mask;
        loop {
            match self.table[at] {
                0 => return Err(at),
                id if self.text(NameId::new(id)) == name => return Ok(NameId::new(id)),
                _ => at = (at + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        self.table = vec![0; self.table.len() * 4];
        for n in 1..self.ends.len() {
            let id = u32::try_from(n).unwrap_or(0);
            if let Err(slot) = self.slot(self.text(NameId::new(id))) {
                self.table[slot] = id;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_id_and_keeps_its_text() {
        let mut names = Names::default();
        let ids: Vec<_> = (0..1000)
            .map(|n| names.intern(&format!("name{n}")))
            .collect();
        for (n, id) in ids.iter().enumerate() {
            assert_eq!(names.intern(&format!("name{n}")), *id);
            assert_eq!(names.text(*id), format!("name{n}"));
        }
        assert_eq!(names.len(), 1000);
        assert_eq!(names.intern(""), NameId::NONE);
        assert_eq!(names.find("absent"), None);
    }
}
