//! Where trie nodes and bytecodes come from.

use alloy_primitives::{B256, Bytes};

/// A store of trie nodes and bytecodes by their keccak-256 hash.
///
/// What it returns must hash to what was asked for: [`crate::Witness`] is indexed by computed hashes,
/// a node's own database by the hashes under which it wrote.
pub trait NodeSource {
    /// Failure of the store itself, for example of a disk.
    type Error: core::error::Error + Send + Sync + 'static;

    /// The RLP of the trie node with this hash, `None` if the store lacks it.
    ///
    /// # Errors
    /// The store failed.
    fn node(&self, hash: &B256) -> Result<Option<Bytes>, Self::Error>;

    /// The bytecode with this hash, `None` if the store lacks it.
    ///
    /// # Errors
    /// The store failed.
    fn code(&self, hash: &B256) -> Result<Option<Bytes>, Self::Error>;
}

impl<S: NodeSource> NodeSource for &S {
    type Error = S::Error;

    fn node(&self, hash: &B256) -> Result<Option<Bytes>, Self::Error> {
        (**self).node(hash)
    }

    fn code(&self, hash: &B256) -> Result<Option<Bytes>, Self::Error> {
        (**self).code(hash)
    }
}
