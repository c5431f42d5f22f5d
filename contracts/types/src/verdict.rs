//! What Layer 1 thinks of a batch.

/// Layer 1's verdict on a batch (spec section 4.1). The numbers are those of the ABI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Verdict {
    /// No batch of this header hash was ever submitted here.
    Unknown = 0,
    /// Canonical, and time or a contest may still decide against it.
    Pending = 1,
    /// Canonical, and Layer 1 has computed the same state itself; final as soon as its parent is.
    Proven = 2,
    /// Canonical for ever.
    Final = 3,
    /// Void through its own fault: fraud, or data withheld.
    Invalid = 4,
    /// Void because a batch before it is, without a fault of its own.
    Orphaned = 5,
}

impl Verdict {
    /// Whether the batch is part of the chain of batches.
    pub fn is_canonical(self) -> bool {
        matches!(self, Self::Pending | Self::Proven | Self::Final)
    }

    /// Whether the verdict can never change again.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Final | Self::Invalid | Self::Orphaned)
    }
}

impl From<Verdict> for u8 {
    fn from(verdict: Verdict) -> Self {
        verdict as Self
    }
}
