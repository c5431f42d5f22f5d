//! Which ArbOS the chain runs and what follows from it.

/// Version of ArbOS, the operating system of an Arbitrum chain.
///
/// The rules implemented are those of 50 to 61; the default is 60.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArbosVersion(u64);

/// ArbOS version outside the range that is implemented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ArbOS {0} is not supported, 50 to 61 are")]
pub struct UnsupportedArbosVersion(pub u64);

impl ArbosVersion {
    /// The default: Stylus v3 with fragments and the recent-programs cache.
    pub const V60: Self = Self(60);

    /// Checks that `version` is one of those implemented.
    ///
    /// # Errors
    /// [`UnsupportedArbosVersion`] outside 50 to 61.
    pub const fn new(version: u64) -> Result<Self, UnsupportedArbosVersion> {
        if version < 50 || version > 61 {
            return Err(UnsupportedArbosVersion(version));
        }
        Ok(Self(version))
    }

    /// The bare number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Version of the Stylus virtual machine.
    pub const fn stylus(self) -> u16 {
        if self.has_stylus_v3() { 3 } else { 2 }
    }

    /// Stylus v3: no multi-value, a consensus cap on open pages, an activation gas parameter.
    pub const fn has_stylus_v3(self) -> bool {
        self.0 >= 59
    }

    /// Programs in fragments with a root code.
    pub const fn has_fragments(self) -> bool {
        self.0 >= 60
    }

    /// A program that was called before in the same block counts as cached.
    pub const fn has_recent_programs(self) -> bool {
        self.0 >= 60
    }
}

impl Default for ArbosVersion {
    fn default() -> Self {
        Self::V60
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_reverts_unsupported_when_outside_range() {
        assert_eq!(ArbosVersion::new(49), Err(UnsupportedArbosVersion(49)));
        assert_eq!(ArbosVersion::new(62), Err(UnsupportedArbosVersion(62)));
    }

    #[test]
    fn stylus_succeeds_with_three_from_59_on() {
        let stylus = |version| ArbosVersion::new(version).unwrap().stylus();
        assert_eq!([stylus(58), stylus(59), stylus(60)], [2, 3, 3]);
    }
}
