//! Joining, adding, leaving, holds.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use interfaces::{
    contracts::{IMetisToken, ISequencerPool::*},
    host::PeerError,
};
use motsu::prelude::*;

use super::world::{
    World, ALICE, BOB, DATA_AVAILABILITY, DEPLOYER, FRAUD_PROOF, FUNDS, GOVERNANCE, NONE,
    PARAMETERS, REGISTRY, START,
};
const ROLES: [Role; 3] = [Role::Sequencer, Role::Producer, Role::Verifier];

#[test]
fn join_emits_joined_and_locks_the_stake_for_each_role() {
    for role in ROLES {
        let world = World::new();
        let mut alice = world.pool.sender(ALICE);
        alice.join(role, 100).motsu_unwrap();
        world.pool.assert_emitted(&Joined {
            member: ALICE,
            role,
            stake: 100,
            epoch: 1,
            joinedAt: START,
        });
        let expected = Member {
            role,
            status: Status::Active,
            epoch: 1,
            requestHolds: 0,
            disputeHolds: 0,
            proposalHolds: 0,
            banned: false,
            stake: 100,
            joinedAt: START,
            exitRequestedAt: 0,
            lastSubmission: 0,
        };
        assert_eq!(world.pool.sender(BOB).member(ALICE), expected);
        assert_eq!(world.locked(ALICE, role), 100);
        for other in ROLES {
            let members = world.pool.sender(BOB).active_members(other);
            assert_eq!(members, u32::from(other == role));
        }
        assert_eq!(world.pool.sender(BOB).active_members(Role::None), 0);
    }
}

#[test]
fn join_reverts_stake_too_small_below_the_minimum_of_each_role() {
    let world = World::new();
    for (role, minimum) in ROLES.into_iter().zip([100, 60, 20]) {
        for stake in [0, minimum - 1] {
            let mut alice = world.pool.sender(ALICE);
            let refused = alice.join(role, stake).motsu_unwrap_err();
            assert_eq!(refused, StakeTooSmall { stake, minimum }.into());
        }
    }
}

#[test]
fn join_reverts_bad_role_for_none() {
    let world = World::new();
    let role = Role::None;
    let mut alice = world.pool.sender(ALICE);
    let refused = alice.join(role, 100).motsu_unwrap_err();
    assert_eq!(refused, BadRole { role }.into());
}

#[test]
fn join_reverts_already_member_for_any_role_until_the_stake_is_released() {
    let world = World::new();
    world.join(ALICE, Role::Producer);
    let expected = AlreadyMember {
        member: ALICE,
        role: Role::Producer,
    };
    for role in ROLES {
        let mut alice = world.pool.sender(ALICE);
        let refused = alice.join(role, 100).motsu_unwrap_err();
        assert_eq!(refused, expected.clone().into());
    }
    let mut alice = world.pool.sender(ALICE);
    alice.request_exit().motsu_unwrap();
    let refused = alice.join(Role::Verifier, 100).motsu_unwrap_err();
    assert_eq!(refused, expected.into());
}

#[test]
fn join_reverts_with_the_error_of_the_token_and_leaves_no_member() {
    let world = World::new();
    let mut alice = world.pool.sender(ALICE);
    for stake in [FUNDS + 1, u128::MAX] {
        let refused = alice.join(Role::Sequencer, stake).motsu_unwrap_err();
        let expected = IMetisToken::ERC20InsufficientBalance {
            sender: ALICE,
            balance: U256::from(FUNDS),
            needed: U256::from(stake),
        };
        assert_eq!(refused, PeerError::Refused(expected.abi_encode()).into());
    }
    let treasury = world.treasury.address();
    let mut token = world.token.sender(ALICE);
    token.approve(treasury, U256::from(99)).motsu_unwrap();
    let refused = alice.join(Role::Sequencer, 100).motsu_unwrap_err();
    let expected = IMetisToken::ERC20InsufficientAllowance {
        spender: treasury,
        allowance: U256::from(99),
        needed: U256::from(100),
    };
    assert_eq!(refused, PeerError::Refused(expected.abi_encode()).into());
    assert_eq!(alice.member(ALICE).status, Status::None);
    assert_eq!(world.queue(), NONE);
}

#[test]
fn add_stake_emits_stake_added_and_locks_it() {
    let world = World::new();
    world.join(ALICE, Role::Verifier);
    let mut alice = world.pool.sender(ALICE);
    alice.add_stake(11).motsu_unwrap();
    world.pool.assert_emitted(&StakeAdded {
        member: ALICE,
        amount: 11,
        stake: 111,
    });
    assert_eq!(alice.member(ALICE).stake, 111);
    assert_eq!(world.locked(ALICE, Role::Verifier), 111);
}

#[test]
fn add_stake_reverts_when_there_is_nothing_to_add_or_to_add_to() {
    let world = World::new();
    let mut alice = world.pool.sender(ALICE);
    let refused = alice.add_stake(1).motsu_unwrap_err();
    assert_eq!(refused, NotMember { member: ALICE }.into());
    world.join(ALICE, Role::Verifier);
    let refused = alice.add_stake(0).motsu_unwrap_err();
    assert_eq!(refused, ZeroAmount {}.into());
    alice.request_exit().motsu_unwrap();
    let refused = alice.add_stake(1).motsu_unwrap_err();
    assert_eq!(refused, MemberExiting { member: ALICE }.into());
}

#[test]
fn add_stake_reverts_stake_overflow_when_it_would_leave_128_bits() {
    let world = World::new();
    let mut bank = world.token.sender(DEPLOYER);
    let treasury = world.treasury.address();
    bank.approve(treasury, U256::MAX).motsu_unwrap();
    let mut rich = world.pool.sender(DEPLOYER);
    rich.join(Role::Verifier, u128::MAX).motsu_unwrap();
    let refused = rich.add_stake(1).motsu_unwrap_err();
    let expected = StakeOverflow {
        stake: u128::MAX,
        added: 1,
    };
    assert_eq!(refused, expected.into());
}

#[test]
fn request_exit_emits_exit_requested_and_keeps_the_stake_locked() {
    let world = World::new();
    world.join(ALICE, Role::Verifier);
    world.at(START + 3);
    let mut alice = world.pool.sender(ALICE);
    alice.request_exit().motsu_unwrap();
    world.pool.assert_emitted(&ExitRequested {
        member: ALICE,
        role: Role::Verifier,
        requestedAt: START + 3,
    });
    let member = alice.member(ALICE);
    assert_eq!(member.status, Status::Exiting);
    assert_eq!(member.exitRequestedAt, START + 3);
    assert_eq!(alice.active_members(Role::Verifier), 0);
    assert_eq!(world.locked(ALICE, Role::Verifier), 100);
}

#[test]
fn request_exit_reverts_the_second_time_and_for_strangers() {
    let world = World::new();
    let mut alice = world.pool.sender(ALICE);
    let refused = alice.request_exit().motsu_unwrap_err();
    assert_eq!(refused, NotMember { member: ALICE }.into());
    world.join(ALICE, Role::Sequencer);
    alice.request_exit().motsu_unwrap();
    let refused = alice.request_exit().motsu_unwrap_err();
    assert_eq!(refused, MemberExiting { member: ALICE }.into());
}

#[test]
fn release_stake_emits_stake_released_after_unbonding_and_not_before() {
    let world = World::new();
    world.join(ALICE, Role::Producer);
    let mut alice = world.pool.sender(ALICE);
    alice.request_exit().motsu_unwrap();
    let until = START + u64::from(PARAMETERS.unbonding);
    world.at(until);
    let refused = alice.release_stake().motsu_unwrap_err();
    let expected = StillBonded {
        until,
        current: until,
    };
    assert_eq!(refused, expected.into());
    world.at(until + 1);
    alice.release_stake().motsu_unwrap();
    world.pool.assert_emitted(&StakeReleased {
        member: ALICE,
        amount: 100,
    });
    assert_eq!(world.locked(ALICE, Role::Producer), 0);
    assert_eq!(world.treasury.sender(ALICE).credit_of(ALICE), 100);
    let refused = alice.release_stake().motsu_unwrap_err();
    assert_eq!(refused, NotMember { member: ALICE }.into());
}

#[test]
fn release_stake_counts_by_the_longest_unbonding_of_all_sets() {
    let world = World::new();
    let shorter = PoolParameters {
        unbonding: 1,
        ..PARAMETERS
    };
    world.push(shorter);
    world.join(ALICE, Role::Verifier);
    let mut alice = world.pool.sender(ALICE);
    alice.request_exit().motsu_unwrap();
    world.at(START + 2);
    let refused = alice.release_stake().motsu_unwrap_err();
    let expected = StillBonded {
        until: START + 50,
        current: START + 2,
    };
    assert_eq!(refused, expected.into());
}

#[test]
fn release_stake_reverts_not_exiting_for_an_active_member() {
    let world = World::new();
    world.join(ALICE, Role::Verifier);
    let mut alice = world.pool.sender(ALICE);
    let refused = alice.release_stake().motsu_unwrap_err();
    assert_eq!(refused, NotExiting { member: ALICE }.into());
}

#[test]
fn join_succeeds_again_after_release_in_another_role_with_the_next_epoch() {
    let world = World::new();
    world.join(ALICE, Role::Producer);
    let mut alice = world.pool.sender(ALICE);
    alice.request_exit().motsu_unwrap();
    world.at(START + 51);
    alice.release_stake().motsu_unwrap();
    let gone = alice.member(ALICE);
    assert_eq!((gone.role, gone.epoch, gone.stake), (Role::None, 1, 0));
    alice.join(Role::Verifier, 30).motsu_unwrap();
    let back = alice.member(ALICE);
    assert_eq!((back.role, back.epoch, back.stake), (Role::Verifier, 2, 30));
    assert_eq!(back.exitRequestedAt, 0);
}

const PLACERS: [Address; 3] = [DATA_AVAILABILITY, FRAUD_PROOF, GOVERNANCE];

#[test]
fn release_stake_reverts_stake_held_until_every_hold_is_lifted() {
    let world = World::new();
    let member = ALICE;
    world.join(member, Role::Sequencer);
    let mut alice = world.pool.sender(member);
    alice.request_exit().motsu_unwrap();
    for (by, holds) in PLACERS.into_iter().zip([1, 1, 1]) {
        world.pool.sender(by).place_hold(member).motsu_unwrap();
        world.pool.assert_emitted(&HoldPlaced { member, by, holds });
    }
    world.at(START + 51);
    for (by, holds) in PLACERS.into_iter().zip([3, 2, 1]) {
        let refused = alice.release_stake().motsu_unwrap_err();
        assert_eq!(refused, StakeHeld { member, holds }.into());
        world.pool.sender(by).lift_hold(member).motsu_unwrap();
        let holds = 0;
        world.pool.assert_emitted(&HoldLifted { member, by, holds });
    }
    alice.release_stake().motsu_unwrap();
}

#[test]
fn holds_are_counted_for_each_placer_apart() {
    let world = World::new();
    let member = ALICE;
    world.join(member, Role::Verifier);
    for (by, times) in PLACERS.into_iter().zip([1, 2, 3]) {
        for holds in 1..=times {
            world.pool.sender(by).place_hold(member).motsu_unwrap();
            world.pool.assert_emitted(&HoldPlaced { member, by, holds });
        }
    }
    let holds = || {
        let member = world.pool.sender(BOB).member(member);
        [
            member.requestHolds,
            member.disputeHolds,
            member.proposalHolds,
        ]
    };
    assert_eq!(holds(), [1, 2, 3]);
    world
        .pool
        .sender(FRAUD_PROOF)
        .lift_hold(member)
        .motsu_unwrap();
    assert_eq!(holds(), [1, 1, 3]);
}

/// The attack: one peer frees the stake that another's contest still needs.
#[test]
fn lift_hold_reverts_no_hold_for_every_peer_but_the_placer() {
    for placer in PLACERS {
        let world = World::new();
        let member = ALICE;
        world.join(member, Role::Sequencer);
        world.pool.sender(placer).place_hold(member).motsu_unwrap();
        for caller in PLACERS.into_iter().filter(|caller| *caller != placer) {
            let mut other = world.pool.sender(caller);
            let refused = other.lift_hold(member).motsu_unwrap_err();
            assert_eq!(refused, NoHold { member, caller }.into());
        }
        let mut alice = world.pool.sender(member);
        alice.request_exit().motsu_unwrap();
        world.at(START + 51);
        let refused = alice.release_stake().motsu_unwrap_err();
        assert_eq!(refused, StakeHeld { member, holds: 1 }.into());
        // Nor can the placer lift it twice.
        let mut own = world.pool.sender(placer);
        own.lift_hold(member).motsu_unwrap();
        let refused = own.lift_hold(member).motsu_unwrap_err();
        let caller = placer;
        assert_eq!(refused, NoHold { member, caller }.into());
    }
}

#[test]
fn holds_revert_when_there_is_nobody_to_hold_and_nothing_to_lift() {
    let world = World::new();
    let (member, caller) = (ALICE, FRAUD_PROOF);
    let mut contest = world.pool.sender(caller);
    let refused = contest.place_hold(member).motsu_unwrap_err();
    assert_eq!(refused, NotMember { member }.into());
    let refused = contest.lift_hold(member).motsu_unwrap_err();
    assert_eq!(refused, NoHold { member, caller }.into());
    world.join(member, Role::Verifier);
    let refused = contest.lift_hold(member).motsu_unwrap_err();
    assert_eq!(refused, NoHold { member, caller }.into());
}

#[test]
fn holds_revert_may_not_hold_for_everybody_else() {
    let world = World::new();
    world.join(ALICE, Role::Verifier);
    for caller in [ALICE, REGISTRY, DEPLOYER, Address::ZERO] {
        let mut pool = world.pool.sender(caller);
        let refusals = [
            pool.place_hold(ALICE).motsu_unwrap_err(),
            pool.lift_hold(ALICE).motsu_unwrap_err(),
        ];
        for refusal in refusals {
            assert_eq!(refusal, MayNotHold { caller }.into());
        }
    }
}
