//! Who is owed what, and what is paid of it.

use alloy_primitives::{Address, B256};
use proptest::prelude::*;

use crate::compensation::{available, paid, total, Claim, Costs};

const COSTS: Costs = Costs {
    set: 0,
    answer_base: 100,
    answer_per_byte: 3,
};

fn claim(owed: u128) -> Claim {
    Claim {
        header_hash: B256::ZERO,
        beneficiary: Address::ZERO,
        owed,
    }
}

#[test]
fn owed_to_author_is_what_its_own_bytes_have_cost_it() {
    assert_eq!(COSTS.owed_to_author(20, 1_000), 160);
    assert_eq!(COSTS.owed_to_author(0, 1_000), 0);
}

#[test]
fn owed_to_author_is_never_above_the_fee() {
    assert_eq!(COSTS.owed_to_author(20, 159), 159);
    let dear = Costs {
        answer_per_byte: u128::MAX,
        ..COSTS
    };
    assert_eq!(dear.owed_to_author(u32::MAX, 1_000), 1_000);
}

#[test]
fn available_is_the_taken_stake_first_and_of_the_pot_what_is_free() {
    // Enough of both.
    assert_eq!(available(100, 100, 0, 500, 0), 100);
    assert_eq!(available(100, 0, 0, 500, 400), 100);
    // The rest of the pot is kept back for others, but what was taken for these is theirs.
    assert_eq!(available(100, 30, 0, 500, 480), 30);
    assert_eq!(available(100, 0, 0, 500, 480), 20);
    assert_eq!(available(100, 0, 0, 10, 480), 0);
}

#[test]
fn available_is_what_was_kept_back_for_these_whatever_others_keep_back() {
    assert_eq!(available(100, 0, 100, 100, 100), 100);
    assert_eq!(available(100, 0, 60, 100, 100), 60);
    assert_eq!(available(100, 70, 60, 100, 100), 70);
    // As far as the pot goes, and no more than is owed.
    assert_eq!(available(100, 0, 100, 40, 100), 40);
    assert_eq!(available(50, 0, 100, 100, 100), 50);
}

#[test]
fn paid_is_the_whole_claim_or_an_equal_share_of_it() {
    assert_eq!(paid(40, 100, 100), 40);
    assert_eq!(paid(40, 50, 100), 20);
    assert_eq!(paid(33, 10, 100), 3);
    assert_eq!(paid(u128::MAX, u128::MAX - 1, u128::MAX), u128::MAX - 1);
    assert_eq!(paid(0, 0, 0), 0);
}

proptest! {
    #[test]
    fn prop_paid_is_never_more_than_there_is_nor_than_the_claim(
        claims in proptest::collection::vec(0..1u128 << 100, 1..64),
        there in 0..1u128 << 105,
    ) {
        let claims: Vec<_> = claims.into_iter().map(claim).collect();
        let owed = total(&claims);
        let there = there.min(owed);
        let parts: Vec<_> = claims.iter().map(|claim| paid(claim.owed, there, owed)).collect();
        let sum: u128 = parts.iter().sum();
        prop_assert!(sum <= there);
        // Rounding leaves less than one unit of each.
        prop_assert!(there - sum < 64);
        for (part, claim) in parts.iter().zip(&claims) {
            prop_assert!(*part <= claim.owed);
        }
    }
}
