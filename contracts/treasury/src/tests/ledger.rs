//! The sums, at the edges of 128 bits.

use alloy_primitives::U256;
use interfaces::contracts::ITreasury::LedgerOverflow;

use crate::ledger::Totals;

const FULL: Totals = Totals {
    locked: u128::MAX - 3,
    credited: 2,
    pot: 1,
};

#[test]
fn lock_reverts_ledger_overflow_when_the_sums_together_would_leave_128_bits() {
    let overflow = LedgerOverflow {
        sum: u128::MAX,
        added: U256::from(1),
    };
    assert_eq!(FULL.lock(1), Err(overflow));
    let almost = FULL.withdraw(1);
    assert_eq!(almost.lock(1).unwrap().owed(), u128::MAX);
}

#[test]
fn skim_reverts_ledger_overflow_when_the_balance_leaves_128_bits() {
    let added = U256::MAX - U256::from(u128::MAX);
    let overflow = LedgerOverflow {
        sum: u128::MAX,
        added,
    };
    assert_eq!(FULL.skim(U256::MAX), Err(overflow));
}

#[test]
fn skim_succeeds_with_nothing_when_the_balance_is_below_what_is_owed() {
    assert_eq!(FULL.skim(U256::ZERO), Ok((FULL, 0)));
}

#[test]
fn seize_succeeds_when_the_whole_range_moves() {
    let after = FULL.seize(u128::MAX - 4, 1);
    let expected = Totals {
        locked: 0,
        credited: u128::MAX - 2,
        pot: 2,
    };
    assert_eq!(after, expected);
    assert_eq!(after.spend(2).release(0).owed(), u128::MAX);
}
