//! Fixed-length byte strings that must not be taken for one another.

use core::fmt;

use merkle::Hash;

/// Writes the newtype of a byte string: conversions to and from the bytes, and hex for people.
macro_rules! byte_newtype {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(transparent)]
        pub struct $name(pub [u8; $length]);

        impl $name {
            /// All bytes zero: stands for "none".
            pub const ZERO: Self = Self([0; $length]);

            /// Whether all bytes are zero.
            pub fn is_zero(&self) -> bool {
                *self == Self::ZERO
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("0x")?;
                for byte in self.0 {
                    write!(f, "{byte:02x}")?;
                }
                Ok(())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl From<[u8; $length]> for $name {
            fn from(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }
        }

        impl From<$name> for [u8; $length] {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }
    };
}

byte_newtype!(
    /// An account of Layer 1.
    Address,
    20
);
byte_newtype!(
    /// The hash of a [`Header`](crate::Header): names a batch for ever (spec section 2).
    HeaderHash,
    32
);
byte_newtype!(
    /// One deployment of the suite on one chain: [`InstanceId::of`].
    InstanceId,
    32
);

impl From<Hash> for HeaderHash {
    fn from(hash: Hash) -> Self {
        Self(hash.0)
    }
}

impl From<Hash> for InstanceId {
    fn from(hash: Hash) -> Self {
        Self(hash.0)
    }
}
