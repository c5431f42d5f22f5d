//! Locks: who may open and settle them, and with how much.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolError;
use interfaces::{
    contracts::{IMetisToken, ITreasury::*},
    host::PeerError,
    purpose::Kind,
};
use motsu::prelude::*;

use super::world::{
    stake, World, ALICE, BOB, DATA_AVAILABILITY, DEPLOYER, FRAUD_PROOF, FUNDS, GOVERNANCE, POOL,
    REGISTRY,
};

const KEEPERS: [(Kind, Address); 4] = [
    (Kind::Stake, POOL),
    (Kind::RequestFee, DATA_AVAILABILITY),
    (Kind::DisputeBond, FRAUD_PROOF),
    (Kind::ProposalBond, GOVERNANCE),
];

#[test]
fn lock_succeeds_for_the_keeper_of_each_kind_and_no_other() {
    let world = World::new();
    let callers = [
        REGISTRY,
        POOL,
        DATA_AVAILABILITY,
        FRAUD_PROOF,
        GOVERNANCE,
        ALICE,
        DEPLOYER,
        Address::ZERO,
    ];
    for (kind, keeper) in KEEPERS {
        let purpose = B256::from(kind.purpose([7; 32]));
        for caller in callers {
            let mut treasury = world.treasury.sender(caller);
            if caller == keeper {
                treasury.lock(ALICE, purpose, 10).motsu_unwrap();
                treasury.release(ALICE, purpose, 3).motsu_unwrap();
                treasury.seize(ALICE, purpose, BOB, 2, 1).motsu_unwrap();
                continue;
            }
            let refusals = [
                treasury.lock(ALICE, purpose, 10).motsu_unwrap_err(),
                treasury.release(ALICE, purpose, 1).motsu_unwrap_err(),
                treasury.seize(ALICE, purpose, BOB, 1, 0).motsu_unwrap_err(),
            ];
            for refusal in refusals {
                assert_eq!(refusal, NotKeeper { caller, purpose }.into());
            }
        }
        assert_eq!(world.lock_of(ALICE, purpose), 4);
    }
    assert_eq!(world.totals(), (16, 20, 4));
}

#[test]
fn lock_reverts_not_keeper_for_the_zero_address_when_the_keeper_is_not_deployed() {
    let world = World::unwired();
    let zero = Address::ZERO;
    let mut deployer = world.treasury.sender(DEPLOYER);
    deployer.wire(zero, zero, zero, zero, zero).motsu_unwrap();
    let mut nobody = world.treasury.sender(zero);
    let refused = nobody.lock(ALICE, stake(), 1).motsu_unwrap_err();
    let expected = NotKeeper {
        caller: zero,
        purpose: stake(),
    };
    assert_eq!(refused, expected.into());
    let refused = nobody.spend_pot(ALICE, 1).motsu_unwrap_err();
    assert_eq!(refused, NotGovernance { caller: zero }.into());
}

#[test]
fn lock_reverts_unknown_kind() {
    let world = World::new();
    for byte in [0, 5, 255] {
        let purpose = B256::repeat_byte(byte);
        let mut pool = world.treasury.sender(POOL);
        let refused = pool.lock(ALICE, purpose, 1).motsu_unwrap_err();
        assert_eq!(refused, UnknownKind { purpose }.into());
    }
}

#[test]
fn lock_emits_locked_and_pulls_exactly_the_amount() {
    let world = World::with_stake(300);
    let mut pool = world.treasury.sender(POOL);
    pool.lock(ALICE, stake(), 20).motsu_unwrap();
    world.treasury.assert_emitted(&Locked {
        owner: ALICE,
        purpose: stake(),
        amount: 20,
    });
    assert_eq!(world.lock_of(ALICE, stake()), 320);
    assert_eq!(world.totals(), (320, 0, 0));
    assert_eq!(world.owned(ALICE), U256::from(FUNDS - 320));
    assert_eq!(world.owned(world.treasury.address()), U256::from(320));
}

#[test]
fn lock_keeps_purposes_and_owners_apart() {
    let world = World::with_stake(300);
    let other = B256::from(Kind::stake(2));
    let mut pool = world.treasury.sender(POOL);
    pool.lock(ALICE, other, 5).motsu_unwrap();
    pool.lock(BOB, stake(), 7).motsu_unwrap();
    let refused = pool.release(ALICE, other, 6).motsu_unwrap_err();
    let expected = LockTooSmall {
        owner: ALICE,
        purpose: other,
        locked: 5,
        asked: U256::from(6),
    };
    assert_eq!(refused, expected.into());
    assert_eq!(world.lock_of(ALICE, stake()), 300);
    assert_eq!(world.lock_of(BOB, stake()), 7);
}

#[test]
fn lock_reverts_zero_amount() {
    let world = World::new();
    let mut pool = world.treasury.sender(POOL);
    let refused = pool.lock(ALICE, stake(), 0).motsu_unwrap_err();
    assert_eq!(refused, ZeroAmount {}.into());
}

#[test]
fn lock_reverts_with_the_error_of_the_token_when_the_allowance_is_too_small() {
    let world = World::new();
    let treasury = world.treasury.address();
    let mut alice = world.token.sender(ALICE);
    alice.approve(treasury, U256::from(9)).motsu_unwrap();
    let mut pool = world.treasury.sender(POOL);
    let refused = pool.lock(ALICE, stake(), 10).motsu_unwrap_err();
    let expected = IMetisToken::ERC20InsufficientAllowance {
        spender: treasury,
        allowance: U256::from(9),
        needed: U256::from(10),
    };
    assert_eq!(refused, PeerError::Refused(expected.abi_encode()).into());
    assert_eq!(world.totals(), (0, 0, 0));
}

#[test]
fn lock_reverts_with_the_error_of_the_token_when_the_amount_is_huge() {
    let world = World::new();
    let mut pool = world.treasury.sender(POOL);
    let refused = pool.lock(ALICE, stake(), u128::MAX).motsu_unwrap_err();
    let expected = IMetisToken::ERC20InsufficientBalance {
        sender: ALICE,
        balance: U256::from(FUNDS),
        needed: U256::from(u128::MAX),
    };
    assert_eq!(refused, PeerError::Refused(expected.abi_encode()).into());
}

#[test]
fn release_emits_released_and_moves_the_lock_to_the_credit_of_its_owner() {
    let world = World::with_stake(300);
    let mut pool = world.treasury.sender(POOL);
    pool.release(ALICE, stake(), 100).motsu_unwrap();
    world.treasury.assert_emitted(&Released {
        owner: ALICE,
        purpose: stake(),
        amount: 100,
    });
    assert_eq!(world.lock_of(ALICE, stake()), 200);
    assert_eq!(world.credit_of(ALICE), 100);
    assert_eq!(world.totals(), (200, 100, 0));
}

#[test]
fn release_emits_released_when_the_amount_is_zero() {
    let world = World::new();
    let mut pool = world.treasury.sender(POOL);
    pool.release(ALICE, stake(), 0).motsu_unwrap();
    world.treasury.assert_emitted(&Released {
        owner: ALICE,
        purpose: stake(),
        amount: 0,
    });
}

#[test]
fn release_reverts_lock_too_small_the_second_time() {
    let world = World::with_stake(300);
    let mut pool = world.treasury.sender(POOL);
    pool.release(ALICE, stake(), 300).motsu_unwrap();
    for asked in [1, u128::MAX] {
        let refused = pool.release(ALICE, stake(), asked).motsu_unwrap_err();
        let expected = LockTooSmall {
            owner: ALICE,
            purpose: stake(),
            locked: 0,
            asked: U256::from(asked),
        };
        assert_eq!(refused, expected.into());
    }
}

#[test]
fn seize_emits_seized_and_splits_the_lock() {
    let world = World::with_stake(300);
    let mut pool = world.treasury.sender(POOL);
    pool.seize(ALICE, stake(), BOB, 40, 60).motsu_unwrap();
    world.treasury.assert_emitted(&Seized {
        owner: ALICE,
        purpose: stake(),
        beneficiary: BOB,
        toBeneficiary: 40,
        toPot: 60,
    });
    assert_eq!(world.lock_of(ALICE, stake()), 200);
    assert_eq!(world.credit_of(BOB), 40);
    assert_eq!(world.credit_of(ALICE), 0);
    assert_eq!(world.totals(), (200, 40, 60));
}

#[test]
fn seize_succeeds_without_a_beneficiary_when_all_goes_to_the_pot() {
    let world = World::with_stake(300);
    let mut pool = world.treasury.sender(POOL);
    pool.seize(ALICE, stake(), Address::ZERO, 0, 300)
        .motsu_unwrap();
    assert_eq!(world.totals(), (0, 0, 300));
    assert_eq!(world.treasury.sender(ALICE).pot(), 300);
}

#[test]
fn seize_reverts_bad_recipient_when_nobody_would_get_a_share() {
    let world = World::with_stake(300);
    let mut pool = world.treasury.sender(POOL);
    let refused = pool
        .seize(ALICE, stake(), Address::ZERO, 1, 0)
        .motsu_unwrap_err();
    let recipient = Address::ZERO;
    assert_eq!(refused, BadRecipient { recipient }.into());
}

#[test]
fn seize_reverts_lock_too_small_when_the_shares_together_exceed_the_lock() {
    let world = World::with_stake(300);
    let mut pool = world.treasury.sender(POOL);
    for (to_beneficiary, to_pot) in [(300, 1), (0, 301), (u128::MAX, u128::MAX)] {
        let refused = pool
            .seize(ALICE, stake(), BOB, to_beneficiary, to_pot)
            .motsu_unwrap_err();
        let expected = LockTooSmall {
            owner: ALICE,
            purpose: stake(),
            locked: 300,
            asked: U256::from(to_beneficiary) + U256::from(to_pot),
        };
        assert_eq!(refused, expected.into());
    }
    assert_eq!(world.totals(), (300, 0, 0));
}
