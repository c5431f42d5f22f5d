//! The calls that peers must have been told, written down once.

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use interfaces::contracts::{
    IBatchRegistry::{
        closeRequestCall, invalidateCall, markPublishedCall, openHaltedRequestCall, openRequestCall,
    },
    ISequencerPool::{liftHoldCall, placeHoldCall, punishCall, rotateFromCall, Offence},
    ITreasury::{lockCall, releaseCall, repayCall, seizeCall},
};

use super::{
    batch::Sample,
    world::{fee, halted_fee, purpose, AUTHOR, PRODUCER},
};

pub(super) fn open_request(batch: &Sample) -> Vec<u8> {
    let header = batch.header.clone();
    openRequestCall { header }.abi_encode()
}

pub(super) fn open_halted_request(batch: &Sample) -> Vec<u8> {
    let header = batch.header.clone();
    openHaltedRequestCall { header }.abi_encode()
}

pub(super) fn close_request(batch: &Sample) -> Vec<u8> {
    let header = batch.header.clone();
    closeRequestCall { header }.abi_encode()
}

pub(super) fn mark_published(batch: &Sample) -> Vec<u8> {
    let header = batch.header.clone();
    markPublishedCall { header }.abi_encode()
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
        offence: Offence::DataWithheld,
        object: batch.hash(),
        set: 0,
        beneficiary,
    };
    punish.abi_encode()
}

pub(super) fn rotate_from() -> Vec<u8> {
    rotateFromCall { member: AUTHOR }.abi_encode()
}

pub(super) fn rotate_producer() -> Vec<u8> {
    rotateFromCall { member: PRODUCER }.abi_encode()
}

pub(super) fn lock(batch: &Sample, owner: Address) -> Vec<u8> {
    lock_of(batch, owner, fee(batch))
}

pub(super) fn lock_halted(batch: &Sample, owner: Address) -> Vec<u8> {
    lock_of(batch, owner, halted_fee(batch))
}

fn lock_of(batch: &Sample, owner: Address, amount: u128) -> Vec<u8> {
    let purpose = purpose(batch);
    let lock = lockCall {
        owner,
        purpose,
        amount,
    };
    lock.abi_encode()
}

pub(super) fn release(batch: &Sample, owner: Address) -> Vec<u8> {
    release_of(batch, owner, fee(batch))
}

pub(super) fn release_halted(batch: &Sample, owner: Address) -> Vec<u8> {
    release_of(batch, owner, halted_fee(batch))
}

fn release_of(batch: &Sample, owner: Address, amount: u128) -> Vec<u8> {
    let purpose = purpose(batch);
    let release = releaseCall {
        owner,
        purpose,
        amount,
    };
    release.abi_encode()
}

pub(super) fn seize_for_the_pot(batch: &Sample, owner: Address) -> Vec<u8> {
    seize_of(batch, owner, fee(batch))
}

pub(super) fn seize_halted_for_the_pot(batch: &Sample, owner: Address) -> Vec<u8> {
    seize_of(batch, owner, halted_fee(batch))
}

fn seize_of(batch: &Sample, owner: Address, amount: u128) -> Vec<u8> {
    let purpose = purpose(batch);
    let seize = seizeCall {
        owner,
        purpose,
        beneficiary: Address::ZERO,
        toBeneficiary: 0,
        toPot: amount,
    };
    seize.abi_encode()
}

pub(super) fn repay(batch: &Sample, beneficiary: Address) -> Vec<u8> {
    repay_of(batch, beneficiary, fee(batch))
}

pub(super) fn repay_halted(batch: &Sample, beneficiary: Address) -> Vec<u8> {
    repay_of(batch, beneficiary, halted_fee(batch))
}

fn repay_of(batch: &Sample, beneficiary: Address, amount: u128) -> Vec<u8> {
    let purpose = purpose(batch);
    let repay = repayCall {
        beneficiary,
        purpose,
        amount,
    };
    repay.abi_encode()
}
