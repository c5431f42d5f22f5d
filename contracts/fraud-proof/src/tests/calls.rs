//! The calls that peers must have been told, written down once.

use alloy_primitives::{keccak256, Address, B256};
use alloy_sol_types::{SolCall, SolValue};
use interfaces::contracts::{
    IBatchRegistry::{closeDisputeCall, invalidateCall, markProvenCall, openDisputeCall},
    ISequencerPool::{liftHoldCall, placeHoldCall, punishCall, rotateFromCall, Offence},
    ITreasury::{lockCall, releaseCall, seizeCall, withdrawCall},
};

use super::{batch::Sample, world::AUTHOR};

pub(super) fn open_dispute(batch: &Sample) -> Vec<u8> {
    let (header, ancestor) = (batch.header.clone(), batch.header.clone());
    openDisputeCall { header, ancestor }.abi_encode()
}

pub(super) fn close_dispute(batch: &Sample) -> Vec<u8> {
    let header = batch.header.clone();
    closeDisputeCall { header }.abi_encode()
}

pub(super) fn mark_proven(batch: &Sample) -> Vec<u8> {
    let header = batch.header.clone();
    markProvenCall { header }.abi_encode()
}

pub(super) fn invalidate(batch: &Sample) -> Vec<u8> {
    let header = batch.header.clone();
    invalidateCall { header }.abi_encode()
}

pub(super) fn place_hold() -> Vec<u8> {
    placeHoldCall { member: AUTHOR }.abi_encode()
}

pub(super) fn lift_hold() -> Vec<u8> {
    liftHoldCall { member: AUTHOR }.abi_encode()
}

pub(super) fn punish(batch: &Sample, beneficiary: Address) -> Vec<u8> {
    let punish = punishCall {
        member: AUTHOR,
        offence: Offence::Fraud,
        object: batch.hash(),
        set: 0,
        beneficiary,
    };
    punish.abi_encode()
}

pub(super) fn rotate_from() -> Vec<u8> {
    rotateFromCall { member: AUTHOR }.abi_encode()
}

/// The purpose of the lock of a bond.
pub(super) fn purpose(batch: &Sample, challenger: Address) -> B256 {
    let mut purpose = keccak256((batch.hash(), challenger).abi_encode_packed());
    purpose.0[0] = 3;
    purpose
}

pub(super) fn lock(batch: &Sample, owner: Address, amount: u128) -> Vec<u8> {
    let lock = lockCall {
        owner,
        purpose: purpose(batch, owner),
        amount,
    };
    lock.abi_encode()
}

pub(super) fn release(batch: &Sample, owner: Address, amount: u128) -> Vec<u8> {
    let release = releaseCall {
        owner,
        purpose: purpose(batch, owner),
        amount,
    };
    release.abi_encode()
}

pub(super) fn seize(batch: &Sample, owner: Address, to_author: u128, to_pot: u128) -> Vec<u8> {
    let seize = seizeCall {
        owner,
        purpose: purpose(batch, owner),
        beneficiary: AUTHOR,
        toBeneficiary: to_author,
        toPot: to_pot,
    };
    seize.abi_encode()
}

pub(super) fn withdraw(recipient: Address, amount: u128) -> Vec<u8> {
    withdrawCall { recipient, amount }.abi_encode()
}
