//! Slashing, kicking and banning.

use alloy_primitives::{Address, B256};
use interfaces::contracts::ISequencerPool::*;
use motsu::prelude::*;

use super::world::{
    World, ALICE, BOB, CAROL, DATA_AVAILABILITY, DAVE, DEPLOYER, FRAUD_PROOF, FUNDS, GOVERNANCE,
    PARAMETERS, REGISTRY, START,
};

const ZERO: Address = Address::ZERO;

fn object(number: u8) -> B256 {
    B256::repeat_byte(number)
}

#[test]
fn punish_emits_punished_and_kicked_and_slashes_by_the_offence() {
    for (offence, shares) in [(Offence::DataWithheld, (5, 45)), (Offence::Fraud, (40, 60))] {
        let world = World::with_sequencers(&[ALICE, BOB]);
        assert_eq!(world.punish(BOB, offence, 1, DAVE), Ok(shares));
        let stake = 100 - shares.0 - shares.1;
        world.pool.assert_emitted(&Punished {
            member: BOB,
            offence,
            object: object(1),
            beneficiary: DAVE,
            toBeneficiary: shares.0,
            toPot: shares.1,
            stake,
        });
        let kicked_at = START + 5;
        world.pool.assert_emitted(&Kicked {
            member: BOB,
            role: Role::Sequencer,
            kickedAt: kicked_at,
        });
        let guilty = world.member(BOB);
        assert_eq!((guilty.status, guilty.banned), (Status::Exiting, true));
        assert_eq!((guilty.stake, guilty.exitRequestedAt), (stake, kicked_at));
        assert_eq!(world.locked(BOB, Role::Sequencer), stake);
        assert_eq!((world.credit(DAVE), world.pot()), shares);
        assert_eq!(world.queue(), [ALICE]);
        let pool = world.pool.sender(ALICE);
        assert_eq!(pool.active_members(Role::Sequencer), 1);
    }
}

#[test]
fn punish_gives_all_to_the_pot_when_nobody_is_to_be_rewarded() {
    let world = World::with_sequencers(&[ALICE]);
    assert_eq!(world.punish(ALICE, Offence::Fraud, 1, ZERO), Ok((0, 100)));
    assert_eq!((world.credit(ZERO), world.pot()), (0, 100));
}

#[test]
fn punish_takes_by_the_set_of_the_batch_and_not_by_the_newest() {
    let world = World::with_sequencers(&[ALICE]);
    world.push(PoolParameters {
        fraudBps: 100,
        winnerBps: 1,
        ..PARAMETERS
    });
    assert_eq!(world.punish(ALICE, Offence::Fraud, 1, DAVE), Ok((40, 60)));
}

#[test]
fn punish_slashes_a_leaving_member_and_leaves_the_block_of_its_exit() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.pool.sender(ALICE).request_exit().motsu_unwrap();
    world.at(START + 30);
    assert_eq!(
        world.punish(ALICE, Offence::DataWithheld, 1, DAVE),
        Ok((5, 45))
    );
    let guilty = world.member(ALICE);
    assert_eq!((guilty.exitRequestedAt, guilty.stake), (START + 5, 50));
    assert!(guilty.banned);
    // The seat had gone on at its exit.
    assert_eq!(world.selected(), BOB);
}

#[test]
fn punish_takes_nothing_of_a_member_that_has_left_and_bans_it() {
    let world = World::new();
    world.join(ALICE, Role::Producer);
    world.pool.sender(ALICE).request_exit().motsu_unwrap();
    world.at(START + 51);
    world.pool.sender(ALICE).release_stake().motsu_unwrap();
    assert_eq!(world.punish(ALICE, Offence::Fraud, 1, DAVE), Ok((0, 0)));
    assert!(world.member(ALICE).banned);
    assert_eq!((world.credit(ALICE), world.pot()), (100, 0));
    let mut alice = world.pool.sender(ALICE);
    let refused = alice.join(Role::Verifier, 100).motsu_unwrap_err();
    assert_eq!(refused, MemberBanned { member: ALICE }.into());
}

#[test]
fn join_reverts_member_banned_for_ever_after_a_punishment() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    let member = ALICE;
    world
        .punish(member, Offence::DataWithheld, 1, ZERO)
        .unwrap();
    let mut alice = world.pool.sender(member);
    for role in [Role::Sequencer, Role::Producer, Role::Verifier] {
        let refused = alice.join(role, 100).motsu_unwrap_err();
        assert_eq!(refused, MemberBanned { member }.into());
    }
    // What is left of the stake comes back after unbonding; the ban stays.
    world.at(START + 56);
    alice.release_stake().motsu_unwrap();
    assert_eq!(world.credit(member), 50);
    let gone = alice.member(member);
    assert_eq!(
        (gone.status, gone.role, gone.banned),
        (Status::None, Role::None, true)
    );
    let refused = alice.join(Role::Verifier, 100).motsu_unwrap_err();
    assert_eq!(refused, MemberBanned { member }.into());
}

#[test]
fn punish_reverts_already_punished_for_the_same_object_and_offence() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.punish(ALICE, Offence::DataWithheld, 1, DAVE).unwrap();
    for member in [ALICE, BOB] {
        let refused = world.punish(member, Offence::DataWithheld, 1, DAVE);
        let expected = AlreadyPunished {
            offence: Offence::DataWithheld,
            object: object(1),
        };
        assert_eq!(refused, Err(expected.into()));
    }
    // Another object, and another offence, each take of what is left.
    assert_eq!(
        world.punish(ALICE, Offence::DataWithheld, 2, DAVE),
        Ok((2, 23))
    );
    assert_eq!(world.punish(ALICE, Offence::Fraud, 1, DAVE), Ok((10, 15)));
    assert_eq!(world.member(ALICE).stake, 0);
    assert_eq!(world.punish(ALICE, Offence::Fraud, 2, DAVE), Ok((0, 0)));
    assert_eq!((world.credit(DAVE), world.pot()), (17, 83));
}

#[test]
fn punish_reverts_may_not_punish_for_everybody_but_the_judge_of_the_offence() {
    let world = World::with_sequencers(&[ALICE]);
    let strangers = [ALICE, DAVE, REGISTRY, DEPLOYER, ZERO];
    let judges = [
        (Offence::DataWithheld, [FRAUD_PROOF, GOVERNANCE]),
        (Offence::Fraud, [DATA_AVAILABILITY, GOVERNANCE]),
    ];
    for (offence, others) in judges {
        for caller in strangers.into_iter().chain(others) {
            let mut pool = world.pool.sender(caller);
            let refused = pool.punish(ALICE, offence, object(1), 0, caller);
            let expected = MayNotPunish { caller, offence };
            assert_eq!(refused.motsu_unwrap_err(), expected.into());
        }
    }
    // A removal has no share: Governance has `remove` for it.
    let offence = Offence::Removal;
    for caller in [GOVERNANCE, FRAUD_PROOF] {
        let mut pool = world.pool.sender(caller);
        let refused = pool.punish(ALICE, offence, object(1), 0, DAVE);
        let expected = MayNotPunish { caller, offence };
        assert_eq!(refused.motsu_unwrap_err(), expected.into());
    }
    assert_eq!(world.locked(ALICE, Role::Sequencer), 100);
}

#[test]
fn punish_reverts_unknown_parameter_set() {
    let world = World::with_sequencers(&[ALICE]);
    let mut pool = world.pool.sender(FRAUD_PROOF);
    let refused = pool.punish(ALICE, Offence::Fraud, object(1), 1, DAVE);
    let expected = UnknownParameterSet { set: 1, count: 1 };
    assert_eq!(refused.motsu_unwrap_err(), expected.into());
}

#[test]
fn remove_takes_the_amounts_that_governance_asks_for_as_far_as_the_stake_goes() {
    for (asked, taken) in [
        ((0, 0), (0, 0)),
        ((30, 20), (30, 20)),
        ((30, u128::MAX), (30, 70)),
        ((u128::MAX, u128::MAX), (100, 0)),
    ] {
        let world = World::with_sequencers(&[BOB, ALICE]);
        let mut governance = world.pool.sender(GOVERNANCE);
        let shares = governance.remove(ALICE, object(1), DAVE, asked.0, asked.1);
        assert_eq!(shares.motsu_unwrap(), taken);
        world.pool.assert_emitted(&Punished {
            member: ALICE,
            offence: Offence::Removal,
            object: object(1),
            beneficiary: DAVE,
            toBeneficiary: taken.0,
            toPot: taken.1,
            stake: 100 - taken.0 - taken.1,
        });
        assert_eq!((world.credit(DAVE), world.pot()), taken);
        assert!(world.member(ALICE).banned);
        assert_eq!(world.queue(), [BOB]);
    }
}

#[test]
fn remove_ends_the_slot_of_the_selected_with_its_own_reason() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    let mut governance = world.pool.sender(GOVERNANCE);
    let removal = governance.remove(ALICE, object(1), ZERO, 0, 0);
    removal.motsu_unwrap();
    world.pool.assert_emitted(&SlotEnded {
        role: Role::Sequencer,
        slot: 1,
        holder: ALICE,
        reason: SlotEnd::Removal,
    });
}

#[test]
fn remove_succeeds_for_a_verifier_which_has_no_slot() {
    let world = World::new();
    world.join(ALICE, Role::Verifier);
    let mut governance = world.pool.sender(GOVERNANCE);
    let removal = governance.remove(ALICE, object(1), BOB, 10, u128::MAX);
    assert_eq!(removal.motsu_unwrap(), (10, 90));
    governance.rotate_from(ALICE).motsu_unwrap();
    world.pool.assert_emitted(&RotationSkipped {
        member: ALICE,
        role: Role::Verifier,
    });
    let pool = world.pool.sender(ALICE);
    assert_eq!(pool.active_members(Role::Verifier), 0);
}

#[test]
fn remove_reverts_for_everybody_else_twice_and_without_a_beneficiary() {
    let world = World::with_sequencers(&[ALICE]);
    for caller in [
        ALICE,
        DATA_AVAILABILITY,
        FRAUD_PROOF,
        REGISTRY,
        DEPLOYER,
        ZERO,
    ] {
        let mut pool = world.pool.sender(caller);
        let refused = pool.remove(ALICE, object(1), DAVE, 1, 1).motsu_unwrap_err();
        let offence = Offence::Removal;
        assert_eq!(refused, MayNotPunish { caller, offence }.into());
    }
    let mut governance = world.pool.sender(GOVERNANCE);
    let refused = governance.remove(ALICE, object(1), ZERO, 1, 1);
    let expected = ZeroBeneficiary { toBeneficiary: 1 };
    assert_eq!(refused.motsu_unwrap_err(), expected.into());
    governance
        .remove(ALICE, object(1), ZERO, 0, 1)
        .motsu_unwrap();
    let refused = governance.remove(ALICE, object(1), DAVE, 1, 1);
    let expected = AlreadyPunished {
        offence: Offence::Removal,
        object: object(1),
    };
    assert_eq!(refused.motsu_unwrap_err(), expected.into());
    assert_eq!(world.locked(ALICE, Role::Sequencer), 99);
}

#[test]
fn a_punished_member_does_nothing_any_more_but_take_what_is_left() {
    let world = World::with_sequencers(&[ALICE, BOB, CAROL]);
    world.punish(ALICE, Offence::DataWithheld, 1, ZERO).unwrap();
    world.rotate_from(ALICE);
    let member = ALICE;
    let mut alice = world.pool.sender(member);
    let exiting: crate::Error = MemberExiting { member }.into();
    assert_eq!(alice.request_exit().motsu_unwrap_err(), exiting);
    assert_eq!(alice.add_stake(1).motsu_unwrap_err(), exiting);
    let refused = alice.end_slot().motsu_unwrap_err();
    let selected = BOB;
    assert_eq!(refused, NotSelected { member, selected }.into());
    let mut registry = world.pool.sender(REGISTRY);
    let refused = registry.record_submission(member, 1).motsu_unwrap_err();
    assert_eq!(refused, NotSelected { member, selected }.into());
    world.at(START + 56);
    alice.release_stake().motsu_unwrap();
    world
        .treasury
        .sender(ALICE)
        .withdraw(ALICE, 50)
        .motsu_unwrap();
    let owned = world.token.sender(ALICE).balance_of(ALICE);
    assert_eq!(owned.to::<u128>(), FUNDS - 50);
}
