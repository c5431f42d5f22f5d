//! The structs and enums of the interfaces, field by field in the order of the Solidity text.

use alloc::vec::Vec;

use stylus_primitives::B256;
use stylus_sol_types::SolType;

use super::{Argument, Decoder, Encoder, Value};
use crate::contracts::{
    IBatchRegistry, IDataAvailability, IFraudProof, IGovernance, ISequencerPool,
};

/// A struct without dynamic parts, its fields in their order; `returned` if no function takes it.
macro_rules! fields {
    (returned $interface:ident :: $name:ident { $($field:ident),* $(,)? }) => {
        impl Value for $interface::$name {
            #[inline(never)]
            fn write(&self, to: &mut Encoder) {
                $(self.$field.write(to);)*
            }
        }
    };

    ($interface:ident :: $name:ident { $($field:ident),* $(,)? }) => {
        impl Argument<'_> for $interface::$name {
            const WORDS: usize = match <Self as SolType>::ENCODED_SIZE {
                Some(bytes) => bytes / 32,
                None => panic!("a dynamic struct"),
            };

            #[inline(never)]
            fn read(from: &mut Decoder<'_>) -> Self {
                Self { $($field: Argument::read(from)),* }
            }
        }

        fields!(returned $interface::$name { $($field),* });
    };
}

/// An enum that is only ever returned.
macro_rules! answers {
    ($($interface:ident :: $name:ident),*) => {$(
        impl Value for $interface::$name {
            fn write(&self, to: &mut Encoder) {
                (*self as u8).write(to);
            }
        }
    )*};
}

answers!(
    IBatchRegistry::Verdict,
    IDataAvailability::RequestStatus,
    IFraudProof::DisputeStatus,
    IFraudProof::ReplayStatus,
    IGovernance::ProposalKind,
    IGovernance::Phase,
    ISequencerPool::Role,
    ISequencerPool::Status,
    ISequencerPool::Phase
);

impl Argument<'_> for ISequencerPool::Offence {
    fn read(from: &mut Decoder<'_>) -> Self {
        match from.below(3) {
            1 => Self::Fraud,
            2 => Self::Removal,
            _ => Self::DataWithheld,
        }
    }
}

impl Argument<'_> for IGovernance::ProposalKind {
    fn read(from: &mut Decoder<'_>) -> Self {
        match from.below(6) {
            1 => Self::RemoveVerifier,
            2 => Self::PunishProducer,
            3 => Self::KickForOrdering,
            4 => Self::AddParameterSet,
            5 => Self::SpendPot,
            _ => Self::RemoveSequencer,
        }
    }
}

impl Argument<'_> for ISequencerPool::Role {
    fn read(from: &mut Decoder<'_>) -> Self {
        match from.below(4) {
            1 => Self::Sequencer,
            2 => Self::Producer,
            3 => Self::Verifier,
            _ => Self::None,
        }
    }
}

fields!(IBatchRegistry::Header {
    instance,
    fork,
    index,
    parent,
    mttbr,
    mtsr,
    count,
    dataLength,
    lastL2Block,
    lastL2Timestamp,
    sequencer,
    producer,
    parameterSet,
    submittedAt,
});
fields!(IBatchRegistry::StateClaim {
    stateRoot,
    l2Block,
    l2Timestamp,
});
fields!(IBatchRegistry::Record {
    known,
    closesAt,
    publishedAt,
    openDisputes,
    openRequest,
    proven,
    invalid,
});
fields!(IBatchRegistry::Windows {
    challenge,
    dataRequest,
    grace,
    halted,
    disputeClock,
    unbonding,
    censorshipBound,
});
fields!(IBatchRegistry::SlotLimits {
    elements,
    batches,
    idle,
    joinDelay,
});
fields!(IBatchRegistry::BatchCaps {
    elements,
    dataLength,
    elementLength,
    witnessMeter,
});
fields!(IBatchRegistry::Slashing {
    dataWithheldBps,
    fraudBps,
    bountyBps,
    winnerBps,
});
fields!(IBatchRegistry::RequestFees {
    base,
    perByte,
    haltedSurcharge,
});
fields!(IBatchRegistry::DisputeBonds {
    bond,
    paymentPerReveal,
});
fields!(IBatchRegistry::MinimumStakes {
    sequencer,
    producer,
    verifier,
});
fields!(IBatchRegistry::ReferenceCosts {
    answerBase,
    answerPerByte,
    request,
    reveal,
    challenge,
});
fields!(IBatchRegistry::Parameters {
    windows,
    slot,
    batch,
    slashing,
    request,
    dispute,
    proposalBond,
    stakes,
    costs,
    stateTransition,
});
fields!(IBatchRegistry::Construction {
    deployer,
    clock,
    genesis,
    parameters,
});
fields!(returned IDataAvailability::Request {
    status,
    requester,
    fee,
    deadline,
    halted,
    replayUntil,
    producer,
    producerSlot,
});
fields!(returned IDataAvailability::Publication {
    elements,
    length,
    authorLength,
    complete,
});
fields!(IFraudProof::StateClaim {
    stateRoot,
    l2Block,
    l2Timestamp,
});
fields!(IFraudProof::Position { first, size, node });
fields!(returned IFraudProof::Dispute {
    status,
    number,
    reveals,
    turnSince,
    authorUsed,
    challengerUsed,
    allowance,
    state,
});
fields!(returned IFraudProof::Replay {
    status,
    cursor,
    claim,
});

/// `IFraudProof.ProvenElement`, its bytes where the calldata has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenElement<'a> {
    /// L2 block, L2 timestamp, transaction, as in the transaction tree.
    pub element: &'a [u8],
    /// Range proof of the run of length one.
    pub proof: Vec<B256>,
}

impl<'a> Argument<'a> for ProvenElement<'a> {
    #[inline(never)]
    fn read(from: &mut Decoder<'a>) -> Self {
        from.nested(2, |from| Self {
            element: Argument::read(from),
            proof: Argument::read(from),
        })
    }
}

impl Argument<'_> for IFraudProof::ProvenClaim {
    #[inline(never)]
    fn read(from: &mut Decoder<'_>) -> Self {
        from.nested(4, |from| Self {
            claim: Argument::read(from),
            proof: Argument::read(from),
        })
    }
}

fields!(IGovernance::Terms {
    voting,
    timelock,
    expiry,
    spendingPeriod,
    spendingBps,
});
fields!(IGovernance::Construction {
    deployer,
    clock,
    terms,
});
fields!(IGovernance::Statement {
    mttbr,
    lastL2Block,
    lastL2Timestamp,
    v,
    r,
    s,
});
fields!(returned IGovernance::Proposal {
    kind,
    phase,
    proposer,
    snapshot,
    votingUntil,
    executableFrom,
    executableUntil,
    electorate,
    votesFor,
    votesAgainst,
    bond,
    reserved,
});

/// A list of headers.
impl Argument<'_> for Vec<IBatchRegistry::Header> {
    #[inline(never)]
    fn read(from: &mut Decoder<'_>) -> Self {
        from.structs()
    }
}

fields!(ISequencerPool::PoolParameters {
    slotElements,
    slotBatches,
    idleLimit,
    joinDelay,
    unbonding,
    dataWithheldBps,
    fraudBps,
    bountyBps,
    winnerBps,
    minSequencerStake,
    minProducerStake,
    minVerifierStake,
});
fields!(returned ISequencerPool::Member {
    role,
    status,
    epoch,
    requestHolds,
    disputeHolds,
    proposalHolds,
    banned,
    stake,
    joinedAt,
    exitRequestedAt,
    lastSubmission,
});
fields!(returned ISequencerPool::Slot {
    number,
    holder,
    startsAt,
    activeAt,
    elements,
    batches,
    vacatedBy,
    contestedSince,
});
