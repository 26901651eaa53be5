//! Kinds of sources and sinks.

use std::fmt;

haechi_syntax::define_idx! {
    /// A kind of a [`ModelSet`](super::ModelSet), in order of name.
    KindIdx;
}

/// A kind: what a source gives, or what a sink must not receive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kind {
    /// Its name, such as `http-request`.
    pub name: Box<str>,
    /// For kinds of sources: whom they come from.
    pub threat: Option<Threat>,
    /// What it is, for people.
    pub about: Option<Box<str>>,
    /// For kinds of sinks: the characters without one of which a text does no harm.
    pub special: Option<Box<str>>,
}

/// Whom a source is at the mercy of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Threat {
    /// Anyone on the network; on by default.
    Remote,
    /// Users of the machine: arguments, environment, files.
    Local,
    /// What was stored before and may come from anyone: databases, queues.
    Stored,
    /// Callers of a library: parameters of its public functions.
    Library,
}

impl Threat {
    /// The names of all threat models.
    pub const NAMES: &[&'static str] = &["remote", "local", "stored", "library"];

    /// The threat model with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "remote" => Self::Remote,
            "local" => Self::Local,
            "stored" => Self::Stored,
            "library" => Self::Library,
            _ => return None,
        })
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Remote => "remote",
            Self::Local => "local",
            Self::Stored => "stored",
            Self::Library => "library",
        }
    }
}

/// A set of kinds.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Kinds {
    /// All kinds that there are.
    All,
    /// These; in ascending order.
    Some(Box<[KindIdx]>),
}

impl Kinds {
    /// A set of kinds.
    pub fn of(mut kinds: Vec<KindIdx>) -> Self {
        kinds.sort_unstable();
        kinds.dedup();
        Self::Some(kinds.into())
    }

    /// Whether a kind is in it.
    pub fn contains(&self, kind: KindIdx) -> bool {
        match self {
            Self::All => true,
            Self::Some(kinds) => kinds.binary_search(&kind).is_ok(),
        }
    }

    /// The kinds in it; none for [`Kinds::All`].
    pub fn listed(&self) -> &[KindIdx] {
        match self {
            Self::All => &[],
            Self::Some(kinds) => kinds,
        }
    }
}

impl fmt::Debug for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("All"),
            Self::Some(kinds) => f.debug_list().entries(kinds.iter()).finish(),
        }
    }
}
