//! Whether a block producer is to blame for a batch that it has not signed (P.3.B).

use alloy_primitives::{Address, B256};
use interfaces::contracts::{IBatchRegistry::Header, ISequencerPool::Slot};

/// What a producer has attested to follow a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attestation {
    /// Root over the elements; zero if it has attested nothing.
    pub(crate) mttbr: B256,
    /// The registry's fork then.
    pub(crate) fork: u32,
}

/// The producer that was selected all the while: whose slot had started before the batch was submitted, and still runs.
pub(crate) fn suspect(header: &Header, slot: &Slot) -> Option<Address> {
    let selected_then = !slot.holder.is_zero() && slot.startsAt < header.submittedAt;
    selected_then.then_some(slot.holder)
}

/// Whether it had ordered otherwise on chain, before the batch was submitted: then it had not stopped, but was ignored.
///
/// An attestation is only taken while the parent is the head, so it came before every batch on that parent whose fork
/// is not lower.
pub(crate) fn had_ordered_otherwise(header: &Header, attestation: &Attestation) -> bool {
    let Attestation { mttbr, fork } = *attestation;
    !mttbr.is_zero() && mttbr != header.mttbr && fork <= header.fork
}
