//! The cap on spending.

use interfaces::contracts::IGovernance::{PotReserved, SpendingCapped, Terms};

use crate::spending::{Pot, Spending};

const TERMS: Terms = Terms {
    voting: 1,
    timelock: 1,
    expiry: 1,
    spendingPeriod: 100,
    spendingBps: 2_500,
};

const POT: Pot = Pot {
    amount: 1_000,
    reserved: 0,
};

#[test]
fn at_forgets_what_was_spent_in_another_period() {
    let before = Spending {
        period: 3,
        spent: 50,
    };
    assert_eq!(before.at(399, &TERMS), before);
    let after = Spending {
        period: 4,
        spent: 0,
    };
    assert_eq!(before.at(400, &TERMS), after);
}

#[test]
fn spend_reverts_SpendingCapped_above_the_share_of_the_pot_before() {
    let begun = Spending::default();
    let once = begun.spend(250, POT, &TERMS).unwrap();
    assert_eq!(once.spent, 250);
    let capped = SpendingCapped {
        asked: 251,
        left: 250,
    };
    assert_eq!(begun.spend(251, POT, &TERMS), Err(capped.into()));
    // The share is of what the pot was before, whatever the number of payments.
    let twice = begun.spend(150, POT, &TERMS).unwrap();
    let rest = Pot { amount: 850, ..POT };
    assert_eq!(twice.spendable(rest, &TERMS), 100);
    let capped = SpendingCapped {
        asked: 101,
        left: 100,
    };
    assert_eq!(twice.spend(101, rest, &TERMS), Err(capped.into()));
}

#[test]
fn spend_reverts_PotReserved_when_the_rest_is_kept_back() {
    let pot = Pot {
        reserved: 900,
        ..POT
    };
    let begun = Spending::default();
    assert_eq!(begun.spendable(pot, &TERMS), 100);
    begun.spend(100, pot, &TERMS).unwrap();
    let kept = PotReserved {
        asked: 101,
        left: 100,
    };
    assert_eq!(begun.spend(101, pot, &TERMS), Err(kept.into()));
    let pot = Pot {
        reserved: u128::MAX,
        ..POT
    };
    assert_eq!(begun.spendable(pot, &TERMS), 0);
}

#[test]
fn spendable_is_zero_when_the_pot_has_shrunk_below_what_was_spent() {
    let spent = Spending {
        period: 0,
        spent: 250,
    };
    let pot = Pot { amount: 10, ..POT };
    assert_eq!(spent.spendable(pot, &TERMS), 0);
}
