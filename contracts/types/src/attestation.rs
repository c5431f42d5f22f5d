//! Instance ids, and what a block producer signs.

use merkle::{Hash, Hasher};

use crate::{Address, Bounds, HeaderHash, InstanceId, codec::Writer};

impl InstanceId {
    /// keccak-256 of `chain id u64 ‖ registry address` (28 bytes), of the chain that the contracts are on.
    pub fn of<H: Hasher>(chain_id: u64, registry: Address) -> Self {
        let preimage: [u8; 28] = Writer::new().u64(chain_id).put(&registry.0).finish();
        H::hash(&preimage).into()
    }
}

/// What the selected block producer signs for a batch (spec section 2): "these elements come next, and
/// within these bounds".
///
/// It names both bounds: under a lower one, elements that the producer has confirmed would not be executable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Attestation {
    /// The deployment that the batch is for.
    pub instance: InstanceId,
    /// The header that the batch builds on.
    pub parent: HeaderHash,
    /// MTTBR of the batch.
    pub mttbr: Hash,
    /// The header's last L2 block and timestamp.
    pub bounds: Bounds,
}

impl Attestation {
    /// Length of the encoding, in bytes.
    pub const ENCODED_LEN: usize = 112;

    /// The encoding, big-endian:
    ///
    /// | bytes | field |
    /// |---|---|
    /// | 0..32 | instance id |
    /// | 32..64 | parent header hash |
    /// | 64..96 | MTTBR |
    /// | 96..104 | last L2 block |
    /// | 104..112 | last L2 timestamp |
    pub fn encode(&self) -> [u8; Self::ENCODED_LEN] {
        Writer::new()
            .put(&self.instance.0)
            .put(&self.parent.0)
            .put(&self.mttbr.0)
            .u64(self.bounds.last_l2_block.0)
            .u64(self.bounds.last_l2_timestamp.0)
            .finish()
    }

    /// keccak-256 of the encoding: the digest that is signed, without any further prefix.
    pub fn digest<H: Hasher>(&self) -> Hash {
        H::hash(&self.encode())
    }
}
