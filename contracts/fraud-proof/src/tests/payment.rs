//! How bonds and shares are cut.

use alloy_primitives::U256;
use interfaces::contracts::IFraudProof::DisputeStatus;
use proptest::prelude::*;
use types::DisputeBonds;

use crate::payment::{spending, Share};

const BONDS: DisputeBonds = DisputeBonds {
    bond: 101,
    payment_per_reveal: 20,
};

fn parts(end: DisputeStatus, reveals: u8) -> [u128; 3] {
    let spent = spending(end, reveals, &BONDS);
    [spent.returned, spent.earned, spent.forfeited]
}

#[test]
fn spending_returns_the_bond_of_whoever_won() {
    assert_eq!(parts(DisputeStatus::Won, 3), [101, 0, 0]);
}

#[test]
fn spending_pays_the_reveals_of_a_loser_up_to_half_of_its_bond() {
    assert_eq!(parts(DisputeStatus::Lost, 0), [0, 0, 101]);
    assert_eq!(parts(DisputeStatus::Lost, 2), [0, 40, 61]);
    assert_eq!(parts(DisputeStatus::Lost, 3), [0, 50, 51]);
    assert_eq!(parts(DisputeStatus::Lost, u8::MAX), [0, 50, 51]);
}

#[test]
fn spending_pays_the_reveals_of_an_orphan_and_returns_the_rest() {
    assert_eq!(parts(DisputeStatus::Orphaned, 2), [61, 40, 0]);
    assert_eq!(parts(DisputeStatus::Orphaned, 4), [51, 50, 0]);
}

#[test]
fn part_is_at_most_the_share() {
    let share = Share {
        amount: 5,
        elements: 2,
    };
    assert_eq!(share.part(3), 5);
    assert_eq!(share.without(3), Share::default());
}

#[test]
fn part_is_nothing_without_elements() {
    let share = Share {
        amount: 5,
        elements: 0,
    };
    assert_eq!(share.part(3), 0);
}

proptest! {
    #[test]
    fn prop_spending_is_the_whole_bond(
        bond: u128,
        payment_per_reveal: u128,
        reveals: u8,
        end in 2..5u8,
    ) {
        let bonds = DisputeBonds { bond, payment_per_reveal };
        let end = DisputeStatus::try_from(end).unwrap();
        let spent = spending(end, reveals, &bonds);
        let sum = spent.returned + spent.earned + spent.forfeited;
        prop_assert_eq!(sum, bond);
        prop_assert!(spent.earned <= bond / 2);
    }

    /// A part is what exact arithmetic gives, rounded down.
    #[test]
    fn prop_part_is_exact(amount: u128, elements in 1..=u32::MAX, fed: u32) {
        let fed = fed % elements;
        let exact = U256::from(amount) * U256::from(fed) / U256::from(elements);
        prop_assert_eq!(U256::from(Share { amount, elements }.part(fed)), exact);
    }

    /// In whatever order feeders claim, all of it goes out, and nobody's part is off by more than rounding.
    #[test]
    fn prop_share_goes_out_whole(
        amount in 0..10u128.pow(30),
        feeders in proptest::collection::vec(1..4_000u32, 1..12),
    ) {
        let elements = feeders.iter().sum();
        let mut share = Share { amount, elements };
        let mut paid = 0;
        for fed in &feeders {
            let part = share.part(*fed);
            let fair = amount * u128::from(*fed) / u128::from(elements);
            prop_assert!(part.abs_diff(fair) <= u128::from(*fed));
            paid += part;
            share = share.without(*fed);
        }
        prop_assert_eq!(paid, amount);
        prop_assert_eq!(share, Share::default());
    }
}
