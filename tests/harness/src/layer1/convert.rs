//! Between the data formats and the ABI.

use alloy::primitives::{Address, B256};
use interfaces::client::IBatchRegistry;
use types::{
    BatchIndex, BlockNumber, Fork, Hash, Header, HeaderHash, InstanceId, L2Block, L2Timestamp,
    ParameterSetId, StateClaim,
};

/// A hash as the ABI has it.
pub(crate) const fn b256(hash: Hash) -> B256 {
    B256::new(hash.0)
}

/// A header as the ABI has it.
pub fn header_to_abi(header: &Header) -> IBatchRegistry::Header {
    IBatchRegistry::Header {
        instance: header.instance.0.into(),
        fork: header.fork.0,
        index: header.index.0,
        parent: header.parent.0.into(),
        mttbr: b256(header.mttbr),
        mtsr: b256(header.mtsr),
        count: header.element_count,
        dataLength: header.data_length,
        lastL2Block: header.last_l2_block.0,
        lastL2Timestamp: header.last_l2_timestamp.0,
        sequencer: Address::new(header.sequencer.0),
        producer: Address::new(header.producer.0),
        parameterSet: header.parameter_set.0,
        submittedAt: header.submitted_at.0,
    }
}

/// A header of the ABI.
pub(crate) fn header_from_abi(header: &IBatchRegistry::Header) -> Header {
    Header {
        instance: InstanceId(header.instance.0),
        fork: Fork(header.fork),
        index: BatchIndex(header.index),
        parent: HeaderHash(header.parent.0),
        mttbr: Hash(header.mttbr.0),
        mtsr: Hash(header.mtsr.0),
        element_count: header.count,
        data_length: header.dataLength,
        last_l2_block: L2Block(header.lastL2Block),
        last_l2_timestamp: L2Timestamp(header.lastL2Timestamp),
        sequencer: types::Address(header.sequencer.into()),
        producer: types::Address(header.producer.into()),
        parameter_set: ParameterSetId(header.parameterSet),
        submitted_at: BlockNumber(header.submittedAt),
    }
}

/// A claim as the ABI has it.
pub fn claim_to_abi(claim: &StateClaim) -> IBatchRegistry::StateClaim {
    IBatchRegistry::StateClaim {
        stateRoot: b256(claim.state_root),
        l2Block: claim.l2_block.0,
        l2Timestamp: claim.l2_timestamp.0,
    }
}
