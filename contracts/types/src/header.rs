//! The header of a batch: all that Layer 1 knows of it.

use merkle::{EMPTY_ROOT, Hash, Hasher};

use crate::{
    Address, BatchIndex, BlockNumber, Bounds, DecodeError, Fork, HeaderHash, InstanceId, L2Block,
    L2Timestamp, ParameterSetId, StateClaim,
    codec::{Reader, Writer},
};

/// The header of a batch (spec section 2). Contracts store its hash only; it is emitted whole once and
/// passed by whoever acts on the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Header {
    /// The deployment that the batch belongs to.
    pub instance: InstanceId,
    /// How often the chain of batches had been cut before.
    pub fork: Fork,
    /// Place in the chain of batches.
    pub index: BatchIndex,
    /// Hash of the header of the batch before; zero in the genesis.
    pub parent: HeaderHash,
    /// MTTBR: root over the batch's elements in order.
    pub mttbr: Hash,
    /// MTSR: root over the state claims after each element, in order.
    pub mtsr: Hash,
    /// Number of elements: leaves of the MTTBR and of the MTSR. In the genesis one, of the MTSR only.
    pub element_count: u32,
    /// Sum of the elements' lengths, in bytes.
    pub data_length: u32,
    /// The L2 block that no element may exceed.
    pub last_l2_block: L2Block,
    /// The L2 time that no element may exceed, in seconds.
    pub last_l2_timestamp: L2Timestamp,
    /// Who submitted the batch; zero in the genesis.
    pub sequencer: Address,
    /// The block producer whose signature over the [`Attestation`](crate::Attestation) the batch
    /// carried; zero if it carried none.
    pub producer: Address,
    /// The parameter set by which everything about the batch is judged.
    pub parameter_set: ParameterSetId,
    /// When the batch was submitted, on the contracts' clock.
    pub submitted_at: BlockNumber,
}

impl Header {
    /// Length of the encoding, in bytes.
    pub const ENCODED_LEN: usize = 216;

    /// The header of index 0: one leaf, the claim of the state that the L2 starts from.
    ///
    /// Its MTTBR is the empty root, in which no element can be proved.
    pub fn genesis<H: Hasher>(
        instance: InstanceId,
        claim: &StateClaim,
        submitted_at: BlockNumber,
    ) -> Self {
        Self {
            instance,
            fork: Fork(0),
            index: BatchIndex::GENESIS,
            parent: HeaderHash::ZERO,
            mttbr: EMPTY_ROOT,
            mtsr: claim.leaf_hash::<H>(),
            element_count: 1,
            data_length: 0,
            last_l2_block: claim.l2_block,
            last_l2_timestamp: claim.l2_timestamp,
            sequencer: Address::ZERO,
            producer: Address::ZERO,
            parameter_set: ParameterSetId(0),
            submitted_at,
        }
    }

    /// The encoding, big-endian:
    ///
    /// | bytes | field |
    /// |---|---|
    /// | 0..32 | instance id |
    /// | 32..36 | fork |
    /// | 36..44 | index |
    /// | 44..76 | parent header hash |
    /// | 76..108 | MTTBR |
    /// | 108..140 | MTSR |
    /// | 140..144 | element count |
    /// | 144..148 | data length |
    /// | 148..156 | last L2 block |
    /// | 156..164 | last L2 timestamp |
    /// | 164..184 | sequencer |
    /// | 184..204 | producer |
    /// | 204..208 | parameter set |
    /// | 208..216 | submitted-at block |
    pub fn encode(&self) -> [u8; Self::ENCODED_LEN] {
        Writer::new()
            .put(&self.instance.0)
            .u32(self.fork.0)
            .u64(self.index.0)
            .put(&self.parent.0)
            .put(&self.mttbr.0)
            .put(&self.mtsr.0)
            .u32(self.element_count)
            .u32(self.data_length)
            .u64(self.last_l2_block.0)
            .u64(self.last_l2_timestamp.0)
            .put(&self.sequencer.0)
            .put(&self.producer.0)
            .u32(self.parameter_set.0)
            .u64(self.submitted_at.0)
            .finish()
    }

    /// Reads the encoding; every 216 bytes are one.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Length`] for any other length.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::<{ Self::ENCODED_LEN }>::new(bytes)?;
        Ok(Self {
            instance: InstanceId(reader.take()),
            fork: Fork(reader.u32()),
            index: BatchIndex(reader.u64()),
            parent: HeaderHash(reader.take()),
            mttbr: Hash(reader.take()),
            mtsr: Hash(reader.take()),
            element_count: reader.u32(),
            data_length: reader.u32(),
            last_l2_block: L2Block(reader.u64()),
            last_l2_timestamp: L2Timestamp(reader.u64()),
            sequencer: Address(reader.take()),
            producer: Address(reader.take()),
            parameter_set: ParameterSetId(reader.u32()),
            submitted_at: BlockNumber(reader.u64()),
        })
    }

    /// keccak-256 of the encoding: the batch's name.
    pub fn hash<H: Hasher>(&self) -> HeaderHash {
        H::hash(&self.encode()).into()
    }

    /// The L2 block and time that no element may exceed.
    pub fn bounds(&self) -> Bounds {
        Bounds {
            last_l2_block: self.last_l2_block,
            last_l2_timestamp: self.last_l2_timestamp,
        }
    }

    /// Whether the batch carried the selected block producer's signature.
    pub fn is_attested(&self) -> bool {
        !self.producer.is_zero()
    }
}
