//! `markProven`, and that nothing holds a proven batch back.

use alloy_primitives::U256;
use interfaces::contracts::IBatchRegistry as abi;
use motsu::prelude::*;
use types::Header;

use super::world::{hash_of, World, START};

const SECURE: (bool, u64) = (true, u64::MAX);

/// A world with three batches, submitted at START, the first two published then.
fn three() -> (World, [Header; 3]) {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let second = world.append(&first, START);
    let third = world.append(&second, START);
    for header in [&first, &second] {
        world.mark_published(header).motsu_unwrap();
    }
    (world, [first, second, third])
}

#[test]
fn mark_proven_emits_BatchProven() {
    let (world, [first, ..]) = three();
    world.mark_proven(&first).motsu_unwrap();
    world.registry.assert_emitted(&abi::BatchProven {
        index: 1,
        headerHash: hash_of(&first),
    });
    assert!(world.record(&first).proven);
    assert_eq!(world.verdict(&first), (abi::Verdict::Proven, false));
}

#[test]
fn finalize_succeeds_at_once_when_a_contested_batch_is_proven() {
    let (world, [first, second, _]) = three();
    world.open_halted_request(&first).motsu_unwrap();
    world.open_dispute(&first).motsu_unwrap();
    world.mark_proven(&first).motsu_unwrap();
    assert_eq!(world.verdict(&first), (abi::Verdict::Proven, true));
    world.finalize(&[first]).motsu_unwrap();
    assert_eq!(world.verdict(&first), (abi::Verdict::Final, false));
    assert_eq!(world.states_said(), [(false, 1), SECURE]);
    assert_eq!(world.verdict(&second), (abi::Verdict::Pending, false));
    world.close_dispute(&first).motsu_unwrap();
    world.close_request(&first).motsu_unwrap();
    assert_eq!(world.system_state(), SECURE);
    assert_eq!(world.states_said(), [(false, 1), SECURE]);
}

#[test]
fn finalize_reverts_NotNextToFinalize_when_the_parent_of_a_proven_batch_is_not_final() {
    let (world, [_, second, _]) = three();
    world.mark_proven(&second).motsu_unwrap();
    let error = world.finalize(&[second]).motsu_unwrap_err();
    assert!(matches!(error, crate::Error::NotNextToFinalize(_)));
}

#[test]
fn contests_revert_AlreadyProven() {
    let (world, [first, ..]) = three();
    world.mark_proven(&first).motsu_unwrap();
    let contests = [
        World::open_dispute,
        World::open_halted_request,
        World::mark_proven,
    ];
    for contest in contests {
        let error = contest(&world, &first).motsu_unwrap_err();
        let expected = abi::AlreadyProven {
            headerHash: hash_of(&first),
        };
        assert_eq!(error, expected.into());
    }
    let error = world.open_request(&first).motsu_unwrap_err();
    assert!(matches!(error, crate::Error::AlreadyPublished(_)));
}

#[test]
fn mark_proven_tells_the_pool_that_the_head_is_not_contested() {
    let (world, [.., third]) = three();
    world.mark_published(&third).motsu_unwrap();
    world.open_dispute(&third).motsu_unwrap();
    world.open_halted_request(&third).motsu_unwrap();
    assert_eq!(world.told(), (true, 2));
    world.mark_proven(&third).motsu_unwrap();
    assert_eq!(world.told(), (false, 3));
    // Nor does what is closed there change it.
    world.close_request(&third).motsu_unwrap();
    world.close_dispute(&third).motsu_unwrap();
    assert_eq!(world.told(), (false, 5));
}

#[test]
fn mark_proven_reverts_when_the_batch_is_decided() {
    let (mut world, [first, second, third]) = three();
    world.mark_published(&third).motsu_unwrap();
    world.invalidate(&second).motsu_unwrap();
    world.at(U256::from(START + 1_000));
    world.finalize(&[first]).motsu_unwrap();
    let refusals = [first, second, third].map(|header| {
        let error = world.mark_proven(&header).motsu_unwrap_err();
        assert!(!world.record(&header).proven);
        error
    });
    let [first, second, third] = [first, second, third].map(|header| hash_of(&header));
    let expected = [
        abi::AlreadyFinal { headerHash: first }.into(),
        abi::AlreadyInvalid { headerHash: second }.into(),
        abi::NotCanonical { headerHash: third }.into(),
    ];
    assert_eq!(refusals, expected);
}

/// Right by itself, but it stands on a batch that is false.
#[test]
fn a_proven_batch_is_orphaned_with_its_parent() {
    let (world, [first, second, _]) = three();
    world.mark_proven(&second).motsu_unwrap();
    world.invalidate(&first).motsu_unwrap();
    assert_eq!(world.verdict(&second), (abi::Verdict::Orphaned, false));
    assert_eq!(world.verdict(&first), (abi::Verdict::Invalid, false));
}
