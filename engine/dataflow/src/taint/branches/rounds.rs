//! Answers that depend on each other in circles.
//!
//! They are looked for again and again. Where one is needed that is being looked
//! for, that of the last round stands for it; when a round changes nothing, all
//! are right.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// The answers to questions of one kind. None: still being looked for.
pub struct Rounds<K, V> {
    now: FxHashMap<K, Option<V>>,
    before: FxHashMap<K, Option<V>>,
}

impl<K, V> Default for Rounds<K, V> {
    fn default() -> Self {
        Self {
            now: FxHashMap::default(),
            before: FxHashMap::default(),
        }
    }
}

impl<K: Hash + Eq, V: Clone + Default + PartialEq> Rounds<K, V> {
    /// The answer, if it is known or being looked for; sets `circular` if it is
    /// being looked for.
    pub fn get(&self, key: &K, circular: &mut bool) -> Option<V> {
        Some(match self.now.get(key)? {
            Some(known) => known.clone(),
            None => {
                *circular = true;
                self.before.get(key).cloned().flatten().unwrap_or_default()
            }
        })
    }

    /// Says that an answer is being looked for.
    pub fn begin(&mut self, key: K) {
        self.now.insert(key, None);
    }

    /// The answer.
    pub fn end(&mut self, key: K, value: V) {
        self.now.insert(key, Some(value));
    }

    /// Whether this round changed nothing.
    pub fn is_settled(&self) -> bool {
        self.now == self.before
    }

    /// Begins the next round.
    pub fn next(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }
}
