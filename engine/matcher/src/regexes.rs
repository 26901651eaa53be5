//! The regular expressions in strings of patterns (`"=~/re/i"`).

use haechi_rule::Regex;
use haechi_rule::regex::Flavor;
use rustc_hash::FxHashMap;

use crate::pnode::ReId;

/// All of them, each compiled once.
#[derive(Default)]
pub struct Regexes {
    list: Vec<Regex>,
    ids: FxHashMap<Box<str>, ReId>,
}

impl Regexes {
    /// The number of a regular expression with flags (`i`, `m`). The error
    /// says what is wrong with it.
    pub fn intern(&mut self, regex: &str, flags: &str) -> Result<ReId, String> {
        let text = match flags {
            "" => regex.to_owned(),
            flags => format!("(?{flags}){regex}"),
        };
        if let Some(id) = self.ids.get(text.as_str()) {
            return Ok(*id);
        }
        let compiled = Regex::parse(&text, Flavor::Plain).map_err(|error| error.message)?;
        let id = ReId::new(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(compiled);
        self.ids.insert(text.into(), id);
        Ok(id)
    }

    /// Whether it is found in a text. One that gives up finds nothing.
    pub fn found(&self, id: ReId, text: &str) -> bool {
        self.list[id.raw() as usize].is_match(text).unwrap_or(false)
    }
}
