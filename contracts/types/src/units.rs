//! Numbers that must not be taken for one another.

use core::fmt;

/// Writes the newtype of a number.
macro_rules! number_newtype {
    ($(#[$doc:meta])* $name:ident, $number:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(transparent)]
        pub struct $name(pub $number);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<$number> for $name {
            fn from(value: $number) -> Self {
                Self(value)
            }
        }

        impl From<$name> for $number {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

number_newtype!(
    /// The place of a batch in the chain of batches; the genesis is 0. Used again under a higher
    /// [`Fork`].
    BatchIndex,
    u64
);
number_newtype!(
    /// How often the chain of batches had been cut when a batch was submitted.
    Fork,
    u32
);
number_newtype!(
    /// The place of an element in its batch, from 0.
    ElementIndex,
    u32
);
number_newtype!(
    /// The number of a parameter set in the registry's append-only list, from 0.
    ParameterSetId,
    u32
);
number_newtype!(
    /// The number of an L2 block.
    L2Block,
    u64
);
number_newtype!(
    /// The time of an L2 block, in seconds since 1970.
    L2Timestamp,
    u64
);
number_newtype!(
    /// A point in time on the contracts' clock: a block number of Layer 1 (spec section 4, *Time*).
    BlockNumber,
    u64
);
number_newtype!(
    /// A duration on the contracts' clock, in blocks of Layer 1.
    Blocks,
    u32
);

impl BatchIndex {
    /// The index of the genesis.
    pub const GENESIS: Self = Self(0);
}

impl BlockNumber {
    /// The block `duration` later, the last possible one if that does not exist.
    #[must_use]
    pub fn after(self, duration: Blocks) -> Self {
        Self(self.0.saturating_add(duration.0.into()))
    }

    /// Whether acting by `deadline` is no longer allowed: now > deadline. At the deadline itself it is.
    pub fn is_past(self, deadline: Self) -> bool {
        self > deadline
    }
}

/// A share in hundredths of a percent, from 0 to 10,000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BasisPoints(u16);

impl BasisPoints {
    /// The whole: 10,000 basis points.
    pub const WHOLE: Self = Self(10_000);

    /// A share of `points` hundredths of a percent; `None` when that is more than the whole.
    pub const fn new(points: u16) -> Option<Self> {
        if points <= Self::WHOLE.0 {
            Some(Self(points))
        } else {
            None
        }
    }

    /// The share of so many whole percents; `None` above 100.
    pub const fn percent(percent: u8) -> Option<Self> {
        Self::new(percent as u16 * 100)
    }

    /// The number of basis points.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// This share of `amount`, rounded down, so that shares that sum up to at most the whole never
    /// take more than `amount`. Exact for every `amount`: the product is never formed.
    pub const fn of(self, amount: u128) -> u128 {
        let whole = Self::WHOLE.0 as u128;
        let points = self.0 as u128;
        amount / whole * points + amount % whole * points / whole
    }
}

impl fmt::Display for BasisPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}
