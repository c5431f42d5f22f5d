//! `stage`, `partAddress`: as far as they go on a host that creates no contracts.

use alloy_primitives::{keccak256, B256, U256};
use interfaces::contracts::IFraudProof::*;
use motsu::prelude::*;

use super::{
    peers::Peers,
    world::{World, ALICE},
};
use crate::part;

#[test]
fn part_address_depends_on_nothing_but_the_content() {
    let world = World::new();
    let contract = world.contract.sender(ALICE);
    let (at, staged) = contract.part_address(&[1, 2, 3]).motsu_unwrap();
    let code = part::init_code(&[1, 2, 3]).unwrap();
    let expected = world
        .contract
        .address()
        .create2(B256::ZERO, keccak256(code));
    assert_eq!((at, staged), (expected, false));
    let (other, _) = contract.part_address(&[1, 2, 4]).motsu_unwrap();
    assert_ne!(other, at);
}

#[test]
fn stage_reverts_BadPartLength_for_nothing_and_too_much() {
    let world = World::new();
    for length in [0, part::MAX_PART + 1] {
        let part = vec![7; length];
        let length = U256::from(length);
        let mut contract = world.contract.sender(ALICE);
        let error = contract.stage(&part).motsu_unwrap_err();
        assert_eq!(error, BadPartLength { length }.into());
        let error = contract.part_address(&part).motsu_unwrap_err();
        assert_eq!(error, BadPartLength { length }.into());
    }
}

#[test]
fn stage_reverts_AlreadyStaged_when_there_is_code() {
    let world = World::new();
    let mut contract = world.contract.sender(ALICE);
    let (part, _) = contract.part_address(&[9]).motsu_unwrap();
    let _there = Contract::<Peers>::new_at(part);
    assert_eq!(contract.part_address(&[9]).motsu_unwrap(), (part, true));
    let error = contract.stage(&[9]).motsu_unwrap_err();
    assert_eq!(error, AlreadyStaged { part }.into());
}

#[test]
fn stage_reverts_StagingFailed_when_the_host_creates_nothing() {
    let world = World::new();
    let mut contract = world.contract.sender(ALICE);
    let error = contract.stage(&[9]).motsu_unwrap_err();
    assert_eq!(error, StagingFailed {}.into());
}
