//! That a sequencer has submitted another order than the block producer's (O.4.B). No VM in here.

use alloy_primitives::{Address, B256};
use interfaces::contracts::{
    IBatchRegistry::Header,
    IGovernance::{AttestedTooLate, NotAttested, NotAuthor, ProducerSigned, SameOrder},
};

use crate::error::Error;

/// What a producer has attested to follow a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attestation {
    /// Root over the elements; zero if it has attested nothing.
    pub(crate) mttbr: B256,
    /// The registry's fork then.
    pub(crate) fork: u32,
    /// Block.
    pub(crate) attested_at: u64,
}

/// Checks that the batch is the accused's own, and has no producer's signature: with one, it has the order of whoever was
/// selected to give it.
///
/// # Errors
///
/// `NotAuthor`, `ProducerSigned`.
pub(crate) fn require_own_order(
    header: &Header,
    headerHash: B256,
    accused: Address,
) -> Result<(), Error> {
    let Header {
        sequencer,
        producer,
        ..
    } = *header;
    if sequencer != accused {
        return Err(NotAuthor {
            headerHash,
            sequencer,
        }
        .into());
    }
    if !producer.is_zero() {
        return Err(ProducerSigned {
            headerHash,
            producer,
        }
        .into());
    }
    Ok(())
}

/// Checks that another order was attested on chain, before the batch was submitted.
///
/// An attestation is only taken while the parent is the head, so it came before every batch on that parent whose fork is
/// not lower.
///
/// # Errors
///
/// `NotAttested`, `SameOrder`, `AttestedTooLate`.
pub(crate) fn require_other_order(
    header: &Header,
    producer: Address,
    attestation: &Attestation,
) -> Result<(), Error> {
    let Attestation {
        mttbr,
        fork,
        attested_at,
    } = *attestation;
    if mttbr.is_zero() {
        let parent = header.parent;
        return Err(NotAttested { parent, producer }.into());
    }
    if mttbr == header.mttbr {
        return Err(SameOrder { mttbr }.into());
    }
    if fork > header.fork || attested_at > header.submittedAt {
        return Err(AttestedTooLate {
            attestedAt: attested_at,
            submittedAt: header.submittedAt,
        }
        .into());
    }
    Ok(())
}
