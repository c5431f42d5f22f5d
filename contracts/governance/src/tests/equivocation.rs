//! `punishEquivocation`.

use alloy_primitives::{b256, B256, U256};
use interfaces::contracts::{
    IGovernance::{
        BadSignature, EquivocationPunished, NotMember, SameOrder, SignersDiffer, Statement,
        WrongRole,
    },
    ISequencerPool::{Role, Status},
};
use motsu::prelude::*;

use super::world::{limits, World, ALICE, CAROL};
use crate::Error;

const PARENT: B256 = B256::repeat_byte(0x99);
const ROOTS: [B256; 2] = [B256::repeat_byte(1), B256::repeat_byte(2)];

fn punish(world: &World, first: Statement, second: Statement) -> Result<(), Error> {
    let mut contract = world.contract.sender(CAROL);
    contract
        .punish_equivocation(PARENT, first, second)
        .motsu_res()
}

/// Both orders, signed by the same.
fn both(world: &World, signer: Account) -> [Statement; 2] {
    ROOTS.map(|root| world.state(signer, PARENT, root, 50))
}

#[test]
fn punish_equivocation_removes_the_producer_with_its_stake_and_rotates() {
    let world = World::new();
    let [guilty, next] = world.producers;
    let [first, second] = both(&world, guilty);
    punish(&world, first, second).unwrap();
    let slashed = limits().stakes.producer;
    world.contract.assert_emitted(&EquivocationPunished {
        producer: guilty.address(),
        parent: PARENT,
        first: ROOTS[0],
        second: ROOTS[1],
        slashed,
    });
    let member = world.member(guilty.address());
    assert_eq!((member.banned, member.stake), (true, 0));
    assert_eq!(world.pot(), slashed);
    let pool = world.pool.sender(ALICE);
    assert_eq!(pool.selected_producer().motsu_unwrap(), next.address());
    world.assert_solvent();
}

#[test]
fn punish_equivocation_reaches_a_producer_that_waits_or_leaves() {
    let world = World::new();
    let waiting = world.producers[1];
    let mut pool = world.pool.sender(waiting.address());
    pool.request_exit().motsu_unwrap();
    let [first, second] = both(&world, waiting);
    punish(&world, first, second).unwrap();
    let member = world.member(waiting.address());
    assert_eq!((member.status, member.stake), (Status::Exiting, 0));
}

#[test]
fn punish_equivocation_is_refused_the_second_time_for_one_parent() {
    let world = World::new();
    let guilty = world.producers[0];
    let [first, second] = both(&world, guilty);
    punish(&world, first.clone(), second.clone()).unwrap();
    punish(&world, second, first).unwrap_err();
}

#[test]
fn punish_equivocation_reverts_SameOrder_whatever_the_bounds() {
    let world = World::new();
    let mttbr = ROOTS[0];
    let [first, second] = [50, 51].map(|last| world.state(world.producers[0], PARENT, mttbr, last));
    assert_eq!(
        punish(&world, first, second),
        Err(SameOrder { mttbr }.into())
    );
}

#[test]
fn punish_equivocation_reverts_SignersDiffer_when_one_is_another_ones() {
    let world = World::new();
    let [ours, theirs] = world.producers;
    let first = world.state(ours, PARENT, ROOTS[0], 50);
    let second = world.state(theirs, PARENT, ROOTS[1], 50);
    let expected = SignersDiffer {
        first: ours.address(),
        second: theirs.address(),
    };
    assert_eq!(punish(&world, first, second), Err(expected.into()));
}

#[test]
fn punish_equivocation_reverts_for_another_parent_or_other_bounds_than_signed() {
    let world = World::new();
    let guilty = world.producers[0];
    let [first, second] = both(&world, guilty);
    let elsewhere = world.state(guilty, B256::repeat_byte(3), ROOTS[1], 50);
    let longer = Statement {
        lastL2Block: 51,
        ..second
    };
    for other in [elsewhere, longer] {
        punish(&world, first.clone(), other).unwrap_err();
    }
    assert!(!world.member(guilty.address()).banned);
}

/// A producer of two instances has signed one order in each.
#[test]
fn punish_equivocation_is_refused_when_one_statement_is_for_another_instance() {
    let mut world = World::new();
    let guilty = world.producers[0];
    let instance = world.genesis.instance;
    let first = world.state(guilty, PARENT, ROOTS[0], 50);
    world.genesis.instance = B256::repeat_byte(0x21);
    let elsewhere = world.state(guilty, PARENT, ROOTS[1], 50);
    punish(&world, first.clone(), elsewhere).unwrap_err();
    assert!(!world.member(guilty.address()).banned);
    // It is the instance alone that makes the difference.
    world.genesis.instance = instance;
    let second = world.state(guilty, PARENT, ROOTS[1], 50);
    punish(&world, first, second).unwrap();
}

/// The other form of a signature, with s in the upper half: no second order, and no way out.
#[test]
fn punish_equivocation_takes_both_forms_of_a_signature_for_one_statement() {
    let world = World::new();
    let [first, second] = both(&world, world.producers[0]);
    let mttbr = ROOTS[0];
    let same = punish(&world, first.clone(), turned(&first));
    assert_eq!(same, Err(SameOrder { mttbr }.into()));
    punish(&world, first, turned(&second)).unwrap();
    assert!(world.member(world.producers[0].address()).banned);
}

fn turned(said: &Statement) -> Statement {
    /// Order of secp256k1.
    const ORDER: B256 = b256!("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    let s = U256::from_be_bytes(ORDER.0) - U256::from_be_bytes(said.s.0);
    Statement {
        v: 55 - said.v,
        s: s.into(),
        ..said.clone()
    }
}

#[test]
fn punish_equivocation_reverts_BadSignature_when_nobody_has_signed() {
    let world = World::new();
    let [first, second] = both(&world, world.producers[0]);
    let unsigned = Statement { v: 29, ..first };
    let error = punish(&world, unsigned, second).unwrap_err();
    assert!(matches!(error, Error::BadSignature(BadSignature { .. })));
}

#[test]
fn punish_equivocation_reverts_NotMember_and_WrongRole_for_who_is_no_producer() {
    let world = World::new();
    let stranger = Account::random();
    let [first, second] = both(&world, stranger);
    let account = stranger.address();
    let error = punish(&world, first.clone(), second.clone()).unwrap_err();
    assert_eq!(error, NotMember { account }.into());
    world.join(account, Role::Verifier, limits().stakes.verifier);
    let (member, role) = (account, Role::Verifier as u8);
    let error = punish(&world, first, second).unwrap_err();
    assert_eq!(error, WrongRole { member, role }.into());
}
