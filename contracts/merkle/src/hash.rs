//! The 32-byte hash and the three ways in which the tree hashes.

use core::fmt;

/// What a leaf's data is prefixed with before it is hashed (RFC 6962, section 2.1).
pub const LEAF_PREFIX: u8 = 0x00;

/// What two child hashes are prefixed with before they are hashed (RFC 6962, section 2.1).
pub const NODE_PREFIX: u8 = 0x01;

/// A keccak-256 hash: of a leaf, of an inner node, or any other.
///
/// Leaf and node hashes are kept apart by the prefix under the hash, not by the type: an entry of a
/// bisection frontier may be either.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Thirty-two zero bytes; no known input hashes to it.
    pub const ZERO: Self = Self([0; 32]);
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("0x")?;
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<[u8; 32]> for Hash {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl From<Hash> for [u8; 32] {
    fn from(hash: Hash) -> Self {
        hash.0
    }
}

impl AsRef<[u8]> for Hash {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A keccak-256 implementation: the host's on chain, a library's off chain.
///
/// The methods are static, because neither holds state and a type parameter costs nothing where a
/// reference would have to be carried through every call.
pub trait Hasher {
    /// keccak-256 of `bytes`.
    fn hash(bytes: &[u8]) -> Hash;

    /// keccak-256 of `prefix ‖ bytes`.
    ///
    /// Separate from [`Hasher::hash`] because a streaming hasher needs no copy for it, and the host
    /// function, which takes one contiguous slice, does.
    fn hash_prefixed(prefix: u8, bytes: &[u8]) -> Hash;
}

/// The hash of a tree without leaves: keccak-256 of nothing.
///
/// A constant, because contracts compare with it; the tests recompute it.
pub const EMPTY_ROOT: Hash = Hash([
    0xc5, 0xd2, 0x46, 0x01, 0x86, 0xf7, 0x23, 0x3c, 0x92, 0x7e, 0x7d, 0xb2, 0xdc, 0xc7, 0x03, 0xc0,
    0xe5, 0x00, 0xb6, 0x53, 0xca, 0x82, 0x27, 0x3b, 0x7b, 0xfa, 0xd8, 0x04, 0x5d, 0x85, 0xa4, 0x70,
]);

/// The hash of a leaf: keccak-256 of `0x00 ‖ data`.
pub fn leaf_hash<H: Hasher>(data: &[u8]) -> Hash {
    H::hash_prefixed(LEAF_PREFIX, data)
}

/// The hash of a leaf whose data already lies behind one spare byte, without a copy.
///
/// `frame` is that byte followed by the data: on chain, for example, the last byte of the ABI length
/// word and the data behind it. The byte is overwritten for the time of the call and then put back.
/// `None` when `frame` is empty, so that there is no such byte.
pub fn leaf_hash_in_frame<H: Hasher>(frame: &mut [u8]) -> Option<Hash> {
    let spare = *frame.first()?;
    frame[0] = LEAF_PREFIX;
    let hash = H::hash(frame);
    frame[0] = spare;
    Some(hash)
}

/// The hash of an inner node: keccak-256 of `0x01 ‖ left ‖ right`, from one buffer of 65 bytes.
pub fn node_hash<H: Hasher>(left: &Hash, right: &Hash) -> Hash {
    let mut buffer = [NODE_PREFIX; 65];
    buffer[1..33].copy_from_slice(&left.0);
    buffer[33..].copy_from_slice(&right.0);
    H::hash(&buffer)
}
