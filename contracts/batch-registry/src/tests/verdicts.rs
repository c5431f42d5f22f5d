//! Verdicts, records and the system's state.

use alloy_primitives::{B256, U256};
use interfaces::contracts::IBatchRegistry as abi;
use motsu::prelude::*;
use types::Ruling;

use super::world::{hash_of, Batch, World, START};

#[test]
fn verdict_is_Unknown_for_a_header_that_was_never_accepted() {
    let world = World::new();
    let header = Batch::on(&world.genesis()).header(&world, START);
    let registry = world.registry.sender(world.stranger);
    assert_eq!(
        registry.verdict((&header).into()),
        (abi::Verdict::Unknown, false)
    );
    assert_eq!(
        registry.record_of(hash_of(&header)),
        abi::Record::from(None)
    );
    assert!(!registry.record_of(B256::ZERO).known);
}

#[test]
fn verdict_follows_the_record() {
    let mut world = World::new();
    let header = world.append(&world.genesis(), START);
    let verdict = || {
        let registry = world.registry.sender(world.stranger);
        registry.verdict((&header).into())
    };
    assert_eq!(verdict(), (abi::Verdict::Pending, false));
    world.set_record(&header, |record| record.open_disputes = 2);
    assert_eq!(verdict(), (abi::Verdict::Pending, true));
    world.set_record(&header, |record| record.ruling = Ruling::Proven);
    assert_eq!(verdict(), (abi::Verdict::Proven, true));
    world.set_record(&header, |record| record.ruling = Ruling::Invalid);
    assert_eq!(verdict(), (abi::Verdict::Invalid, false));
}

#[test]
fn verdict_is_Orphaned_when_another_header_has_the_index() {
    let mut world = World::new();
    let header = world.append(&world.genesis(), START);
    let mut registry = world.registry.sender(world.stranger);
    registry.slots.insert(1, B256::repeat_byte(7));
    assert_eq!(
        registry.verdict((&header).into()),
        (abi::Verdict::Orphaned, false)
    );
}

#[test]
fn verdict_is_Orphaned_when_the_chain_was_cut_below() {
    let mut world = World::new();
    let header = world.append(&world.genesis(), START);
    let mut registry = world.registry.sender(world.stranger);
    registry.next.set(U256::from(1).to());
    assert_eq!(
        registry.verdict((&header).into()),
        (abi::Verdict::Orphaned, false)
    );
}

#[test]
fn system_state_is_insecure_from_the_lowest_open_request_on() {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let second = world.append(&first, START);
    let third = world.append(&second, START);
    world.open_request(&third).motsu_unwrap();
    world.open_request(&second).motsu_unwrap();
    let registry = world.registry.sender(world.stranger);
    assert_eq!(registry.system_state(), (false, 2));
    let contested = [first, second, third].map(|header| registry.verdict((&header).into()).1);
    assert_eq!(contested, [false, true, true]);
}
