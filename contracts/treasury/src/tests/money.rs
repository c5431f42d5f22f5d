//! Credits, the pot, and what strangers sent.

use alloy_primitives::{Address, U256};
use interfaces::contracts::ITreasury::*;
use motsu::prelude::*;

use super::world::{fee, stake, World, ALICE, BOB, DATA_AVAILABILITY, FUNDS, GOVERNANCE, POOL};

/// Alice has a credit of 100, the pot is 60, 140 stay locked.
fn world() -> World {
    let world = World::with_stake(300);
    let mut pool = world.treasury.sender(POOL);
    pool.release(ALICE, stake(), 100).motsu_unwrap();
    pool.seize(ALICE, stake(), Address::ZERO, 0, 60)
        .motsu_unwrap();
    world
}

#[test]
fn withdraw_emits_withdrawn_and_pays_the_recipient() {
    let world = world();
    let mut alice = world.treasury.sender(ALICE);
    alice.withdraw(BOB, 70).motsu_unwrap();
    world.treasury.assert_emitted(&Withdrawn {
        owner: ALICE,
        recipient: BOB,
        amount: 70,
    });
    assert_eq!(world.owned(BOB), U256::from(FUNDS + 70));
    assert_eq!(world.credit_of(ALICE), 30);
    assert_eq!(world.totals(), (140, 30, 60));
}

#[test]
fn withdraw_reverts_credit_too_small_the_second_time() {
    let world = world();
    let mut alice = world.treasury.sender(ALICE);
    alice.withdraw(ALICE, 100).motsu_unwrap();
    for asked in [1, u128::MAX] {
        let refused = alice.withdraw(ALICE, asked).motsu_unwrap_err();
        let expected = CreditTooSmall {
            owner: ALICE,
            credit: 0,
            asked,
        };
        assert_eq!(refused, expected.into());
    }
}

#[test]
fn withdraw_reverts_credit_too_small_for_a_stranger() {
    let world = world();
    let mut bob = world.treasury.sender(BOB);
    let refused = bob.withdraw(BOB, 1).motsu_unwrap_err();
    let expected = CreditTooSmall {
        owner: BOB,
        credit: 0,
        asked: 1,
    };
    assert_eq!(refused, expected.into());
}

#[test]
fn withdraw_reverts_bad_recipient_when_it_is_zero_or_the_treasury() {
    let world = world();
    for recipient in [Address::ZERO, world.treasury.address()] {
        let mut alice = world.treasury.sender(ALICE);
        let refused = alice.withdraw(recipient, 1).motsu_unwrap_err();
        assert_eq!(refused, BadRecipient { recipient }.into());
    }
}

#[test]
fn withdraw_reverts_zero_amount() {
    let world = world();
    let mut alice = world.treasury.sender(ALICE);
    let refused = alice.withdraw(ALICE, 0).motsu_unwrap_err();
    assert_eq!(refused, ZeroAmount {}.into());
}

#[test]
fn spend_pot_emits_pot_spent_and_credits_the_beneficiary() {
    let world = world();
    let mut governance = world.treasury.sender(GOVERNANCE);
    governance.spend_pot(BOB, 60).motsu_unwrap();
    world.treasury.assert_emitted(&PotSpent {
        beneficiary: BOB,
        amount: 60,
    });
    assert_eq!(world.credit_of(BOB), 60);
    assert_eq!(world.totals(), (140, 160, 0));
}

#[test]
fn spend_pot_reverts_not_governance_for_everybody_else() {
    let world = world();
    for caller in [ALICE, POOL, Address::ZERO] {
        let mut treasury = world.treasury.sender(caller);
        let refused = treasury.spend_pot(caller, 1).motsu_unwrap_err();
        assert_eq!(refused, NotGovernance { caller }.into());
    }
}

#[test]
fn spend_pot_reverts_pot_too_small() {
    let world = world();
    let mut governance = world.treasury.sender(GOVERNANCE);
    for asked in [61, u128::MAX] {
        let refused = governance.spend_pot(BOB, asked).motsu_unwrap_err();
        assert_eq!(refused, PotTooSmall { pot: 60, asked }.into());
    }
}

#[test]
fn spend_pot_reverts_when_amount_or_beneficiary_is_zero() {
    let world = world();
    let mut governance = world.treasury.sender(GOVERNANCE);
    let refused = governance.spend_pot(BOB, 0).motsu_unwrap_err();
    assert_eq!(refused, ZeroAmount {}.into());
    let recipient = Address::ZERO;
    let refused = governance.spend_pot(recipient, 1).motsu_unwrap_err();
    assert_eq!(refused, BadRecipient { recipient }.into());
}

#[test]
fn forfeit_credit_emits_credit_forfeited_and_moves_all_of_it_to_the_pot() {
    let world = world();
    let (locked, credited, pot) = world.totals();
    let amount = world.credit_of(ALICE);
    assert!(amount > 0 && amount == credited);
    let mut governance = world.treasury.sender(GOVERNANCE);
    assert_eq!(governance.forfeit_credit(ALICE).motsu_unwrap(), amount);
    let owner = ALICE;
    world
        .treasury
        .assert_emitted(&CreditForfeited { owner, amount });
    assert_eq!(world.credit_of(ALICE), 0);
    assert_eq!(world.totals(), (locked, 0, pot + amount));
    assert_eq!(governance.forfeit_credit(ALICE).motsu_unwrap(), 0);
}

#[test]
fn forfeit_credit_reverts_not_governance_for_everybody_else() {
    let world = world();
    for caller in [ALICE, POOL, DATA_AVAILABILITY, Address::ZERO] {
        let mut treasury = world.treasury.sender(caller);
        let refused = treasury.forfeit_credit(ALICE).motsu_unwrap_err();
        assert_eq!(refused, NotGovernance { caller }.into());
    }
}

#[test]
fn repay_emits_repaid_and_credits_the_beneficiary() {
    let world = world();
    let mut keeper = world.treasury.sender(DATA_AVAILABILITY);
    keeper.repay(BOB, fee(), 60).motsu_unwrap();
    world.treasury.assert_emitted(&Repaid {
        beneficiary: BOB,
        purpose: fee(),
        amount: 60,
    });
    assert_eq!(world.credit_of(BOB), 60);
    assert_eq!(world.totals(), (140, 160, 0));
}

#[test]
fn repay_reverts_not_keeper_for_everybody_else() {
    let world = world();
    for caller in [ALICE, POOL, GOVERNANCE, Address::ZERO] {
        let mut treasury = world.treasury.sender(caller);
        let purpose = fee();
        let refused = treasury.repay(caller, purpose, 1).motsu_unwrap_err();
        assert_eq!(refused, NotKeeper { caller, purpose }.into());
    }
}

#[test]
fn repay_reverts_not_repayable_for_the_keeper_of_another_kind() {
    let world = world();
    let purpose = stake();
    let mut pool = world.treasury.sender(POOL);
    let refused = pool.repay(ALICE, purpose, 1).motsu_unwrap_err();
    assert_eq!(refused, NotRepayable { purpose }.into());
}

#[test]
fn repay_reverts_pot_too_small() {
    let world = world();
    let mut keeper = world.treasury.sender(DATA_AVAILABILITY);
    for asked in [61, u128::MAX] {
        let refused = keeper.repay(BOB, fee(), asked).motsu_unwrap_err();
        assert_eq!(refused, PotTooSmall { pot: 60, asked }.into());
    }
    assert_eq!(world.totals(), (140, 100, 60));
}

#[test]
fn repay_reverts_when_amount_or_beneficiary_is_zero() {
    let world = world();
    let mut keeper = world.treasury.sender(DATA_AVAILABILITY);
    let refused = keeper.repay(BOB, fee(), 0).motsu_unwrap_err();
    assert_eq!(refused, ZeroAmount {}.into());
    let recipient = Address::ZERO;
    let refused = keeper.repay(recipient, fee(), 1).motsu_unwrap_err();
    assert_eq!(refused, BadRecipient { recipient }.into());
}

#[test]
fn skim_emits_skimmed_and_moves_what_a_stranger_sent_to_the_pot() {
    let world = world();
    let treasury = world.treasury.address();
    let mut bob = world.token.sender(BOB);
    bob.transfer(treasury, U256::from(9)).motsu_unwrap();
    let mut caller = world.treasury.sender(ALICE);
    assert_eq!(caller.skim().motsu_unwrap(), 9);
    world.treasury.assert_emitted(&Skimmed {
        caller: ALICE,
        amount: 9,
    });
    assert_eq!(world.totals(), (140, 100, 69));
}

#[test]
fn skim_reverts_nothing_to_skim_when_all_is_accounted_for() {
    let world = world();
    let mut caller = world.treasury.sender(ALICE);
    let refused = caller.skim().motsu_unwrap_err();
    let expected = NothingToSkim {
        balance: U256::from(300),
        owed: U256::from(300),
    };
    assert_eq!(refused, expected.into());
}
