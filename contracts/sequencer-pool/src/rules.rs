//! When a slot ends, when a stake is free, and what is taken of it. No VM in here.

use alloy_primitives::Address;
use interfaces::contracts::ISequencerPool::{
    BadRole, Member, Offence, PoolParameters, Role, SlotEnd, StakeHeld, StillBonded,
};
use types::BasisPoints;

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

/// From where on the idle limit counts, now that the head is no longer contested.
///
/// What had passed of it before has passed; a slot that started meanwhile has all of it before it.
pub(crate) fn resumed(active_at: u64, contested_since: u64, now: u64) -> u64 {
    let passed = contested_since.saturating_sub(active_at);
    active_at.max(now.saturating_sub(passed))
}

/// What is taken of a stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) to_beneficiary: u128,
    pub(crate) to_pot: u128,
}

impl Taken {
    /// The shares of an offence: fractions of what is taken, which is a fraction of the stake.
    ///
    /// The reward is less than half of it (the registry has checked that), so that whoever provokes its own
    /// punishment loses; without anybody to reward, all goes to the pot.
    ///
    /// `None` for an offence that has no share.
    pub(crate) fn by_share(
        stake: u128,
        offence: Offence,
        rewarded: bool,
        parameters: &PoolParameters,
    ) -> Option<Self> {
        let (taken, reward) = match offence {
            Offence::DataWithheld => (parameters.dataWithheldBps, parameters.bountyBps),
            Offence::Fraud => (parameters.fraudBps, parameters.winnerBps),
            _ => return None,
        };
        let taken = fraction(stake, taken);
        let to_beneficiary = if rewarded { fraction(taken, reward) } else { 0 };
        Some(Self {
            to_beneficiary,
            to_pot: taken - to_beneficiary,
        })
    }

    /// Amounts, as far as the stake goes, the beneficiary's first.
    pub(crate) fn at_most(stake: u128, to_beneficiary: u128, to_pot: u128) -> Self {
        let to_beneficiary = to_beneficiary.min(stake);
        Self {
            to_beneficiary,
            to_pot: to_pot.min(stake - to_beneficiary),
        }
    }

    /// Both together, never more than the stake.
    pub(crate) fn sum(&self) -> u128 {
        self.to_beneficiary + self.to_pot
    }
}

/// A share of an amount, rounded down; of more than the whole, the whole.
fn fraction(amount: u128, points: u16) -> u128 {
    BasisPoints::new(points)
        .unwrap_or(BasisPoints::WHOLE)
        .of(amount)
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
