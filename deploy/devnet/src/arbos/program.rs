//! What activation records about a program (sheet of the VM, sections 5.4 to 5.6).

use revm::primitives::U256;

use super::params::StylusParams;

/// Start of Arbitrum's own time, seconds of the Unix epoch.
pub(crate) const ARBITRUM_START: u64 = 1_421_388_000;

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

/// One entry of the program table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ProgramRecord {
    /// Stylus version; 0 when never activated.
    pub(crate) version: u16,
    pub(crate) init_cost: u16,
    pub(crate) cached_init_cost: u16,
    /// Pages.
    pub(crate) footprint: u16,
    /// Hours since [`ARBITRUM_START`], 24 bits.
    pub(crate) activated_at: u32,
    /// KiB, 24 bits.
    pub(crate) asm_kib: u32,
    pub(crate) is_cached: bool,
}

/// Why a program cannot be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// Never activated.
    #[error("ProgramNotActivated()")]
    NotActivated,
    /// Activated for another version of Stylus.
    #[error("ProgramNeedsUpgrade({version}, {stylus})")]
    NeedsUpgrade {
        /// The program's.
        version: u16,
        /// The chain's.
        stylus: u16,
    },
    /// Activated too long ago.
    #[error("ProgramExpired({age})")]
    Expired {
        /// Seconds since activation.
        age: u64,
    },
}

impl ProgramRecord {
    /// Hours since the start of Arbitrum's time, as recorded.
    pub(crate) fn hours(now: u64) -> u32 {
        const MOST: u64 = (1 << 24) - 1;
        let hours = now.saturating_sub(ARBITRUM_START) / HOUR;
        u32::try_from(hours.min(MOST)).unwrap_or_default()
    }

    /// Seconds since activation.
    pub(crate) fn age(&self, now: u64) -> u64 {
        now.saturating_sub(ARBITRUM_START + u64::from(self.activated_at) * HOUR)
    }

    /// Whether it is older than the parameters allow.
    pub(crate) fn is_expired(&self, params: &StylusParams, now: u64) -> bool {
        self.age(now) > u64::from(params.expiry_days) * DAY
    }

    /// Whether it is too young to be prolonged.
    pub(crate) fn is_too_young(&self, params: &StylusParams, now: u64) -> bool {
        self.age(now) < u64::from(params.keepalive_days) * DAY
    }

    /// Whether it may be called.
    ///
    /// # Errors
    /// [`Unusable`], in the order of its variants.
    pub(crate) fn check_usable(&self, params: &StylusParams, now: u64) -> Result<(), Unusable> {
        if self.version == 0 {
            return Err(Unusable::NotActivated);
        }
        self.check_current(params, now)
    }

    /// Whether its version is the chain's, and it has not expired.
    ///
    /// # Errors
    /// [`Unusable::NeedsUpgrade`] before [`Unusable::Expired`].
    pub(crate) fn check_current(&self, params: &StylusParams, now: u64) -> Result<(), Unusable> {
        if self.version != params.version {
            return Err(Unusable::NeedsUpgrade {
                version: self.version,
                stylus: params.version,
            });
        }
        if self.is_expired(params, now) {
            return Err(Unusable::Expired { age: self.age(now) });
        }
        Ok(())
    }

    /// Seconds until it expires.
    pub(crate) fn time_left(&self, params: &StylusParams, now: u64) -> u64 {
        (u64::from(params.expiry_days) * DAY).saturating_sub(self.age(now))
    }

    /// Stores in one word.
    pub(crate) fn to_word(self) -> U256 {
        let mut bytes = [0; 32];
        bytes[0..2].copy_from_slice(&self.version.to_be_bytes());
        bytes[2..4].copy_from_slice(&self.init_cost.to_be_bytes());
        bytes[4..6].copy_from_slice(&self.cached_init_cost.to_be_bytes());
        bytes[6..8].copy_from_slice(&self.footprint.to_be_bytes());
        bytes[8..11].copy_from_slice(&self.activated_at.to_be_bytes()[1..]);
        bytes[11..14].copy_from_slice(&self.asm_kib.to_be_bytes()[1..]);
        bytes[14] = self.is_cached.into();
        U256::from_be_bytes(bytes)
    }

    /// Reads what [`Self::to_word`] stored.
    pub(crate) fn from_word(word: U256) -> Self {
        let bytes = word.to_be_bytes::<32>();
        let short = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        let three = |at: usize| u32::from_be_bytes([0, bytes[at], bytes[at + 1], bytes[at + 2]]);
        Self {
            version: short(0),
            init_cost: short(2),
            cached_init_cost: short(4),
            footprint: short(6),
            activated_at: three(8),
            asm_kib: three(11),
            is_cached: bytes[14] != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arbos::ArbosVersion;

    fn record() -> ProgramRecord {
        ProgramRecord {
            version: 3,
            init_cost: 37,
            cached_init_cost: 11,
            footprint: 1,
            activated_at: ProgramRecord::hours(1_767_225_600),
            asm_kib: 503,
            is_cached: true,
        }
    }

    #[test]
    fn from_word_succeeds_with_what_was_stored() {
        assert_eq!(ProgramRecord::from_word(record().to_word()), record());
    }

    #[test]
    fn check_usable_reverts_in_order() {
        let params = StylusParams::initial(ArbosVersion::V60);
        let now = 1_767_225_600;
        assert_eq!(record().check_usable(&params, now), Ok(()));
        assert_eq!(
            ProgramRecord::default().check_usable(&params, now),
            Err(Unusable::NotActivated)
        );
        let old = ProgramRecord {
            version: 2,
            ..record()
        };
        assert_eq!(
            old.check_usable(&params, now),
            Err(Unusable::NeedsUpgrade {
                version: 2,
                stylus: 3
            })
        );
        let later = now + 366 * DAY;
        let age = record().age(later);
        assert_eq!(
            record().check_usable(&params, later),
            Err(Unusable::Expired { age })
        );
    }
}
