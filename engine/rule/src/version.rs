//! Versions of the reference engine that rules are written for.

/// A version: three numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// The version whose rule language this engine understands: rules that
    /// need a newer one, or an older one at most, are skipped.
    pub const COMPATIBLE: Self = Self(1, 182, 0);

    /// Parses `1.2.3`; missing numbers are 0, what follows `-` or `+` is ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers = text.trim().trim_start_matches('v');
        let numbers = numbers.split(['-', '+']).next().unwrap_or("");
        let mut parts = numbers.split('.').map(|n| n.parse::<u32>().ok());
        let version = Self(
            parts.next()??,
            parts.next().unwrap_or(Some(0))?,
            parts.next().unwrap_or(Some(0))?,
        );
        parts.next().is_none().then_some(version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(Version::parse("1.9.0") < Version::parse("1.10.0"));
        assert_eq!(Version::parse("1.2"), Some(Version(1, 2, 0)));
        assert_eq!(Version::parse("1.2.3-rc1"), Some(Version(1, 2, 3)));
        assert_eq!(Version::parse("one"), None);
        assert_eq!(Version::parse("1.2.3.4"), None);
    }
}
