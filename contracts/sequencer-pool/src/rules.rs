//! When a slot ends and when a stake is free. No VM in here.

use alloy_primitives::Address;
use interfaces::contracts::ISequencerPool::{
    BadRole, Member, PoolParameters, Role, SlotEnd, StakeHeld, StillBonded,
};

/// Whether a slot ends after a submission that brought it to these totals.
///
/// More elements than the limit, or as many batches as the limit; the elements come first.
pub(crate) fn full(elements: u64, batches: u32, limits: &PoolParameters) -> Option<SlotEnd> {
    if elements > u64::from(limits.slotElements) {
        Some(SlotEnd::Elements)
    } else if batches >= limits.slotBatches {
        Some(SlotEnd::Batches)
    } else {
        None
    }
}

/// From which block the first member of an empty queue is selected.
pub(crate) fn first_start(role: Role, now: u64, parameters: &PoolParameters) -> u64 {
    match role {
        Role::Sequencer => after(now, parameters.joinDelay),
        _ => now,
    }
}

/// The block `blocks` later, the last possible one if that does not exist.
pub(crate) fn after(block: u64, blocks: u32) -> u64 {
    block.saturating_add(blocks.into())
}

/// The least stake of a role.
///
/// # Errors
///
/// [`BadRole`] for what is no role to join with.
pub(crate) fn minimum(role: Role, parameters: &PoolParameters) -> Result<u128, BadRole> {
    match role {
        Role::Sequencer => Ok(parameters.minSequencerStake),
        Role::Producer => Ok(parameters.minProducerStake),
        Role::Verifier => Ok(parameters.minVerifierStake),
        _ => Err(BadRole { role }),
    }
}

/// That nothing holds the stake of a member.
///
/// # Errors
///
/// [`StakeHeld`] with the number of all holds.
pub(crate) fn released(member: Address, record: &Member) -> Result<(), StakeHeld> {
    let holds = [
        record.requestHolds,
        record.disputeHolds,
        record.proposalHolds,
    ];
    let holds = holds.into_iter().fold(0, u32::saturating_add);
    if holds == 0 {
        Ok(())
    } else {
        Err(StakeHeld { member, holds })
    }
}

/// That a stake is no longer bonded at `current`.
///
/// # Errors
///
/// [`StillBonded`] up to the block of unbonding, itself included.
pub(crate) fn unbonded(
    exit_requested_at: u64,
    last_submission: u64,
    unbonding: u32,
    current: u64,
) -> Result<(), StillBonded> {
    let until = after(exit_requested_at.max(last_submission), unbonding);
    if current <= until {
        return Err(StillBonded { until, current });
    }
    Ok(())
}
